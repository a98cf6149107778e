#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "extract/extractor.h"
#include "extract/reader.h"

namespace factgraph {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

// What the whole way from the file to the facts makes of the sample article.
const DocumentFacts& sample() {
  static const DocumentFacts kFacts = [] {
    const Ontology ontology = Ontology::shipped();
    const LanguageEngine engine;
    DocumentFacts facts;
    read_inputs(FACTGRAPH_SOURCE_DIR "/examples/kurultai.txt", {},
                [&](Input input) { facts = Extractor(ontology, engine).extract(std::move(input)); });
    return facts;
  }();
  return kFacts;
}

std::vector<std::string> mentions_of(const std::string& name) {
  std::vector<std::string> result;
  for (const Entity& entity : sample().entities) {
    if (entity.name != name) continue;
    for (const Mention& mention : entity.mentions) {
      result.emplace_back(sample().document.text.slice(mention.span));
    }
  }
  return result;
}

TEST(Sample, HasItsPeoplePlacesAndMeeting) {
  std::vector<std::string> entities;
  for (const Entity& entity : sample().entities) entities.push_back(entity.name + " : " + entity.type);
  EXPECT_THAT(entities,
              IsSupersetOf({"Kassym-Jomart Tokayev : person", "Kazakhstan : country", "Atyrau : city",
                            "National Kurultai : meeting", "Ulytau Region : region", "Just Kazakhstan : concept"}));
}

TEST(Sample, ResolvesShortNamesDescriptionsAndPronouns) {
  EXPECT_THAT(mentions_of("Kassym-Jomart Tokayev"), IsSupersetOf({"Tokayev", "The head of state", "he", "his"}));
  EXPECT_THAT(mentions_of("National Kurultai"), IsSupersetOf({"National Kurultai", "The kurultai", "Its"}));
  EXPECT_THAT(mentions_of("Kazakhstan"), IsSupersetOf({"Kazakhstan", "The country"}));
}

TEST(Sample, MakesNothingOfFootersCaptionsAndTheCalendar) {
  for (const Entity& entity : sample().entities) {
    EXPECT_THAT(entity.name,
                Not(AnyOf(HasSubstr("Twitter"), HasSubstr("Facebook"), HasSubstr("Telegram"), HasSubstr("Photo"),
                          HasSubstr("Get"), HasSubstr("Press"), HasSubstr("March"), HasSubstr("September"))));
  }
}

TEST(Sample, BuildsAnIdeaAndNotTheCountryOfItsName) {
  EXPECT_EQ(std::ranges::count(mentions_of("Kazakhstan"), "Kazakhstan"), 3);
  EXPECT_THAT(mentions_of("Just Kazakhstan"), Contains("Just Kazakhstan"));
}

}  // namespace
}  // namespace factgraph
