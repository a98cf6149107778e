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

TEST(IdentityKey, IsOneForAllWaysToWriteAName) {
  const std::string key = identity_key("Kassym-Jomart Tokayev", "person");
  EXPECT_EQ(identity_key("Kasym-Zhomart Tokaev", "person"), key);
  EXPECT_EQ(identity_key("Қасым-Жомарт Тоқаев", "person"), key);
  EXPECT_EQ(identity_key("Касым-Жомарт Токаев", "person"), key);
  EXPECT_EQ(identity_key("Kassym-Jomart Kemeluly Tokayev", "person"), key);
  EXPECT_EQ(identity_key("Dr. Kassym-Jomart Tokayev", "person"), key);
  EXPECT_EQ(identity_key("Shavkat Mirziyoyev", "person"), identity_key("Shavkat Mirziyoev", "person"));
  EXPECT_EQ(identity_key("Yevgeny Hrushchev", "person"), identity_key("Евгений Хрущёв", "person"));
  EXPECT_EQ(identity_key("Olena Zelenskyy", "person"), identity_key("Olena Zelensky", "person"));
  EXPECT_EQ(identity_key("Łukasz Żółtek", "person"), identity_key("Lukasz Zoltek", "person"));
  EXPECT_EQ(identity_key("Алматы", "place"), identity_key("Almaty", "place"));
  EXPECT_EQ(identity_key("U.S.", "place"), identity_key("US", "place"));
  EXPECT_EQ(identity_key("Harbour Freight Ltd.", "organization"), identity_key("Harbour Freight", "organization"));
}

TEST(IdentityKey, KeepsNamesApart) {
  EXPECT_NE(identity_key("George W. Lund", "person"), identity_key("George H. W. Lund", "person"));
  EXPECT_NE(identity_key("Dinara Tokayeva", "person"), identity_key("Dinar Tokayev", "person"));
  EXPECT_NE(identity_key("Witness 110", "person"), identity_key("Witness 10", "person"));
  EXPECT_NE(identity_key("Harald II", "person"), identity_key("Harald III", "person"));
  EXPECT_NE(identity_key("山田", "person"), identity_key("田山", "person"));
  EXPECT_EQ(identity_key("Ltd", "organization"), "ltd");
  EXPECT_EQ(identity_key("Dr", "person"), "dr");
  EXPECT_FALSE(identity_key("...", "place").empty());
}

TEST(ShortForms, AreWhatNewsCallPeople) {
  const auto forms = [](const char* name) { return short_forms(identity_key(name, "person"), "person"); };
  EXPECT_EQ(forms("Kassym-Jomart Tokayev"),
            (std::vector<std::string>{"^kasim", "k j tokaev", "k tokaev", "kasim tokaev", "tokaev"}));
  EXPECT_EQ(forms("Karl Bergson Jr."), (std::vector<std::string>{"^karl", "bergson", "k bergson"}));
  EXPECT_EQ(forms("Harald III"), (std::vector<std::string>{"^harald"}));
  EXPECT_TRUE(forms("Madina").empty());
  EXPECT_EQ(short_forms("harbour union", "organization"), (std::vector<std::string>{"=hu"}));
  EXPECT_TRUE(is_short_for("k tokaev", "kasim jomart tokaev"));
  EXPECT_FALSE(is_short_for("tokaev kasim", "kasim jomart tokaev"));
  EXPECT_FALSE(is_short_for("harald i", "harald ii"));
  EXPECT_FALSE(is_short_for("area 5", "area 51"));
  EXPECT_FALSE(is_short_for("karl bergson", "karl bergson jr"));  // his father
  EXPECT_TRUE(is_short_for("bergson", "karl bergson jr"));
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
