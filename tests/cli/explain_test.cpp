#include <nlohmann/json.hpp>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

using Explain = CommandLine;

constexpr const char* kArticle = "Irma Quist visited Berlin. She met Jonas Bergqvist in Oslo.\n";

TEST_F(Explain, NamesThePatternItsPlaceAndTheWords) {
  const std::string file = write("trip.txt", kArticle);
  const std::string out = run_well({"explain", file});
  EXPECT_THAT(out, AllOf(HasSubstr("trip.txt:1\n"), HasSubstr("Irma Quist | visited | Berlin"),
                         HasSubstr("visited/1  on \"visited\""), HasSubstr("visit|tour.v subject=subj object=obj"),
                         HasSubstr("shipped ontology:")));
  EXPECT_THAT(out, HasSubstr("She (Irma Quist) | met_with | Jonas Bergqvist"));
  EXPECT_THAT(out, Not(HasSubstr("-subj->")));
}

TEST_F(Explain, TellsTheLineOfTheOntologyFile) {
  const std::string ontology = write("own.toml",
                                     "[types.person]\nlabel = \"Person\"\ndefinition = \"A human.\"\n"
                                     "[types.place]\nlabel = \"Place\"\ndefinition = \"A location.\"\n"
                                     "[types.city]\nparent = \"place\"\nlabel = \"City\"\ndefinition = \"A town.\"\n"
                                     "[relations.saw]\nlabel = \"saw\"\ndefinition = \"Went there.\"\n"
                                     "domain = [\"person\"]\nrange = [\"place\"]\npatterns = [\n"
                                     "  'visit.v subject=subj object=obj ~.9',\n]\n");
  const auto explained =
      nlohmann::json::parse(run_well({"explain", "-", "--ontology", ontology, "--json", "--sentence", "1"}, kArticle));
  ASSERT_EQ(explained["sentences"].size(), 1U);
  const auto& found = explained["sentences"][0]["relations"].at(0);
  EXPECT_EQ(found["relation"], "saw");
  EXPECT_EQ(found["line"], 17);
  EXPECT_EQ(found["column"], 4);
  EXPECT_EQ(found["pattern"], "visit.v subject=subj object=obj ~.9");
  EXPECT_EQ(found["subject"]["text"], "Irma Quist");
  EXPECT_EQ(found["trigger"]["text"], "visited");
  EXPECT_EQ(found["object"]["entity"], "Berlin");
  EXPECT_EQ(found["confidence"], 0.9);
}

TEST_F(Explain, ShowsTheStepsThatPatternsFollow) {
  const std::string out = run_well({"explain", "-", "--steps", "--sentence", "2"}, kArticle);
  EXPECT_THAT(out, AllOf(HasSubstr("met -subj-> She"), HasSubstr("met -obj-> Jonas Bergqvist"),
                         HasSubstr("met -in-> Oslo"), Not(HasSubstr("Berlin"))));
}

TEST_F(Explain, RefusesASentenceThatIsNotThere) {
  const Outcome outcome = run({"explain", "-", "--sentence", "7"}, kArticle);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("there is no sentence 7; the last one is 2"));
}

TEST_F(Explain, NamesThePlaceOfABrokenPattern) {
  const std::string ontology = write("own.toml",
                                     "[types.person]\nlabel = \"Person\"\ndefinition = \"A human.\"\n"
                                     "[relations.saw]\nlabel = \"saw\"\ndefinition = \"Met.\"\n"
                                     "domain = [\"person\"]\nrange = [\"person\"]\npatterns = [\n"
                                     "  'visit.v subject=sub object=obj',\n]\n");
  const Outcome outcome = run({"explain", "-", "--ontology", ontology}, kArticle);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("own.toml:10:20: unknown step \"sub\""));
}

}  // namespace
}  // namespace factgraph
