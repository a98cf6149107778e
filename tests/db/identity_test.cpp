#include "db/identity.h"

#include <gtest/gtest.h>

namespace factgraph {
namespace {

TEST(NormalizeName, IgnoresCaseWidthAndWhiteSpace) {
  EXPECT_EQ(normalize_name("  National\n Kurultai "), "national kurultai");
  EXPECT_EQ(normalize_name("ＡＴＹＲＡＵ"), "atyrau");
  EXPECT_EQ(normalize_name("Weiße Straße"), normalize_name("WEISSE STRASSE"));
  EXPECT_EQ(normalize_name("New\u00A0York"), "new york");
}

TEST(NormalizeName, MakesTypographyPlain) {
  EXPECT_EQ(normalize_name("Kassym–Jomart"), "kassym-jomart");
  EXPECT_EQ(normalize_name("Kassym‑Jomart"), "kassym-jomart");
  EXPECT_EQ(normalize_name("O’Neill"), "o'neill");
  EXPECT_EQ(normalize_name("O´Neill"), "o'neill");
  EXPECT_EQ(normalize_name("“Star”"), "\"star\"");
}

TEST(NormalizeName, KeepsDiacritics) {
  EXPECT_NE(normalize_name("Perón"), normalize_name("Peron"));
  EXPECT_EQ(normalize_name("Pero\u0301n"), normalize_name("Per\u00F3n"));
}

TEST(NormalizeName, DropsALeadingArticleOnly) {
  EXPECT_EQ(normalize_name("The United Nations"), "united nations");
  EXPECT_EQ(normalize_name("The"), "the");
  EXPECT_EQ(normalize_name("Theodora"), "theodora");
  EXPECT_EQ(normalize_name("Alexander the Great"), "alexander the great");
}

TEST(AliasOf, IsTheNameAsItStands) {
  EXPECT_EQ(alias_of(MentionKind::kName, "Mira\nSol", "Mira Sol"), "Mira Sol");
  EXPECT_EQ(alias_of(MentionKind::kName, "Sol", "Mira Sol"), "Sol");
}

TEST(AliasOf, IsADescriptionMadeOfTheNamesWords) {
  EXPECT_EQ(alias_of(MentionKind::kNominal, "The kurultai", "National Kurultai"), "kurultai");
  EXPECT_EQ(alias_of(MentionKind::kNominal, "this  olive council", "International Olive Council"), "olive council");
  EXPECT_EQ(alias_of(MentionKind::kNominal, "the president", "Mira Sol"), std::nullopt);
  EXPECT_EQ(alias_of(MentionKind::kNominal, "the art", "Artists of Lund"), std::nullopt);
  EXPECT_EQ(alias_of(MentionKind::kPronoun, "it", "It"), std::nullopt);
}

TEST(NormalizeName, TakesAnyBytes) {
  EXPECT_NO_THROW((void)normalize_name("\xff\xfe broken \xc3"));
  EXPECT_EQ(normalize_name(""), "");
  EXPECT_EQ(normalize_name(" \t "), "");
}

TEST(CollapseSpace, KeepsEverythingElse) {
  EXPECT_EQ(collapse_space("Kassym-Jomart  \n Tokayev"), "Kassym-Jomart Tokayev");
  EXPECT_EQ(collapse_space("O’Neill – Ärzte"), "O’Neill – Ärzte");
  EXPECT_EQ(collapse_space(" x "), "x");
  EXPECT_EQ(collapse_space(""), "");
}

class ElectType : public testing::Test {
 protected:
  Ontology ontology_ = Ontology::shipped();
};

TEST_F(ElectType, TakesTheMostSpecific) {
  EXPECT_EQ(elect_type("place", {{"place", 9}, {"city", 1}}, ontology_), "city");
  EXPECT_EQ(elect_type("place", {{"place", 2}}, ontology_), "place");
}

TEST_F(ElectType, LetsTheMajorityDecide) {
  EXPECT_EQ(elect_type("place", {{"city", 2}, {"country", 3}, {"place", 5}}, ontology_), "country");
}

TEST_F(ElectType, BreaksTiesByName) { EXPECT_EQ(elect_type("place", {{"region", 2}, {"city", 2}}, ontology_), "city"); }

TEST_F(ElectType, KeepsATypeTheOntologyDoesNotKnow) {
  EXPECT_EQ(elect_type("starship", {{"starship", 2}}, ontology_), "starship");
}

}  // namespace
}  // namespace factgraph
