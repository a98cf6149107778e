#include "extract/language/gazetteer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string_view>

#include "extract/language/fold.h"

namespace factgraph {
namespace {

using testing::Contains;
using testing::ElementsAre;

const Gazetteer& gazetteer() { return Gazetteer::instance(); }

TEST(Fold, TakesAwayCaseAndAccents) {
  EXPECT_EQ(fold("Malmö"), "malmo");
  EXPECT_EQ(fold("ŁÓDŹ"), "lodz");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("Астана"), "астана");
}

TEST(Fold, DropsBytesThatAreNotUtf8) { EXPECT_EQ(fold("a\xff\xc3z"), "az"); }

TEST(Gazetteer, KnowsACountryByEveryName) {
  for (const char* name : {"United Kingdom", "UK", "U.K.", "Great Britain", "the United Kingdom"}) {
    if (std::string_view(name).starts_with("the")) {
      EXPECT_EQ(gazetteer().country(name), nullptr);
      continue;
    }
    ASSERT_NE(gazetteer().country(name), nullptr) << name;
    EXPECT_EQ(gazetteer().country(name)->name, "United Kingdom");
  }
  EXPECT_EQ(gazetteer().country("Türkiye")->name, "Turkey");
  EXPECT_EQ(gazetteer().country("Cote d'Ivoire")->name, "Ivory Coast");
}

TEST(Gazetteer, ShortNamesInCapitalsAreNoPronouns) {
  EXPECT_NE(gazetteer().country("US"), nullptr);
  EXPECT_EQ(gazetteer().country("us"), nullptr);
  EXPECT_NE(gazetteer().organization("WHO"), nullptr);
  EXPECT_EQ(gazetteer().organization("Who"), nullptr);
}

TEST(Gazetteer, HeadlinesInCapitalsAreFound) {
  ASSERT_NE(gazetteer().country("KAZAKHSTAN"), nullptr);
  EXPECT_FALSE(gazetteer().places("PARIS").empty());
}

TEST(Gazetteer, CapitalsKnowTheirCountry) {
  const auto astana = gazetteer().places("Astana");
  ASSERT_FALSE(astana.empty());
  EXPECT_EQ(astana.front().country, "Kazakhstan");
  EXPECT_TRUE(astana.front().capital);
  EXPECT_THAT(gazetteer().capitals("Kazakhstan"), Contains("Astana"));
  EXPECT_FALSE(gazetteer().places("Almaty").front().capital);
}

TEST(Gazetteer, CountriesComeBeforeRegionsOfTheirName) {
  const auto georgia = gazetteer().places("Georgia");
  ASSERT_EQ(georgia.size(), 2U);
  EXPECT_EQ(georgia[0].kind, PlaceKind::kCountry);
  EXPECT_EQ(georgia[1].country, "United States");
}

TEST(Gazetteer, NationalityWordsLeadToTheirCountry) {
  EXPECT_EQ(gazetteer().demonym("Kazakh"), "Kazakhstan");
  EXPECT_EQ(gazetteer().demonym("Uzbeks"), "Uzbekistan");
  EXPECT_EQ(gazetteer().demonym("Central Asian"), "Central Asia");
  EXPECT_EQ(gazetteer().demonym("Scottish"), "Scotland");
  EXPECT_TRUE(gazetteer().is_group("Scottish"));
  EXPECT_EQ(gazetteer().demonym("Tokyo"), std::nullopt);
  EXPECT_TRUE(gazetteer().is_group("Tatars"));
  EXPECT_FALSE(gazetteer().is_group("Monday"));
}

TEST(Gazetteer, RegionsAreFoundByAbbreviationToo) {
  EXPECT_EQ(gazetteer().places("Calif.").front().name, "California");
  EXPECT_EQ(gazetteer().places("Ulytau Region").front().country, "Kazakhstan");
}

TEST(Gazetteer, OrganizationsAreKnownByAcronym) {
  const KnownOrganization* un = gazetteer().organization("U.N.");
  ASSERT_NE(un, nullptr);
  EXPECT_EQ(un->name, "United Nations");
  EXPECT_EQ(un->type, "international_organization");
}

TEST(Gazetteer, TitlesAndGivenNamesTellGenderWhereTheyDo) {
  EXPECT_TRUE(gazetteer().is_title("Prime Minister"));
  EXPECT_FALSE(gazetteer().is_title("Kurultai"));
  EXPECT_EQ(gazetteer().title_gender("Mrs."), Gender::kFeminine);
  EXPECT_EQ(gazetteer().title_gender("President"), Gender::kEither);
  EXPECT_EQ(gazetteer().given_name("Kassym-Jomart"), Gender::kMasculine);
  EXPECT_EQ(gazetteer().given_name("Ashley"), Gender::kEither);
  EXPECT_EQ(gazetteer().given_name("Ministry"), std::nullopt);
}

TEST(Gazetteer, HeadWordsTellTypes) {
  EXPECT_THAT(gazetteer().head_types("University"), ElementsAre("educational_institution"));
  EXPECT_THAT(gazetteer().head_types("Kurultai"), ElementsAre("meeting"));
  EXPECT_THAT(gazetteer().head_types("Region"), Contains("region"));
  EXPECT_TRUE(gazetteer().head_types("banana").empty());
}

TEST(Gazetteer, NounsTellOneType) {
  std::map<std::string_view, NameType> types;
  for (const Gazetteer::Noun& noun : gazetteer().nouns()) {
    EXPECT_TRUE(types.emplace(noun.word, noun.type).second) << noun.word;
  }
  EXPECT_EQ(types.at("village"), NameType::kPlace);
  EXPECT_EQ(types.at("singer"), NameType::kPerson);
  EXPECT_EQ(types.at("orchestra"), NameType::kOrganization);
  EXPECT_EQ(types.at("language"), NameType::kConcept);
}

TEST(Gazetteer, EntriesHaveKeysThatAreFound) {
  std::size_t places = 0;
  for (const Gazetteer::Entry& entry : gazetteer().entries()) {
    if (entry.kind != Gazetteer::Kind::kPlace) continue;
    ++places;
    EXPECT_FALSE(gazetteer().places(entry.key).empty()) << entry.key;
  }
  EXPECT_GT(places, 2000U);
}

}  // namespace
}  // namespace factgraph
