#include "extract/language/name_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "type: words" of every name after the rules; `lines` gives word and name, "B-person" and so on, for each token.
std::vector<std::string> corrected(std::string_view lines) {
  std::string full;
  std::istringstream input{std::string(lines)};
  for (std::string line; std::getline(input, line);) {
    const std::size_t gap = line.find(' ');
    const std::string form = line.substr(0, gap);
    full +=
        line.empty() ? "\n" : form + " _ PROPN NNP 0 root" + (gap == std::string::npos ? "" : line.substr(gap)) + "\n";
  }
  AnnotatedText text = annotated(full);
  correct_names(text.annotation.sentences);
  std::vector<std::string> names;
  for (const Sentence& sentence : text.annotation.sentences) {
    for (const Name& name : sentence.names) {
      std::string words = std::string(to_string(name.type)) + ":";
      for (std::uint32_t t = name.first; t < name.last; ++t) words += " " + sentence.tokens[t].form;
      names.push_back(words);
    }
  }
  return names;
}

TEST(NameRules, NationalityWordsAreGroups) {
  EXPECT_THAT(corrected("Central B-place\nAsian I-place\n"), ElementsAre("group: Central Asian"));
  EXPECT_THAT(corrected("Central B-place\nAsia I-place\n"), ElementsAre("place: Central Asia"));
}

TEST(NameRules, AKnownPlaceIsNoOrganization) {
  EXPECT_THAT(corrected("West B-organization\nBank I-organization\n"), ElementsAre("place: West Bank"));
  EXPECT_THAT(corrected("West B-organization\nHarbour I-organization\nBank I-organization\n"),
              ElementsAre("organization: West Harbour Bank"));
  EXPECT_THAT(corrected("Chelsea B-organization\n"), ElementsAre("organization: Chelsea"));
}

TEST(NameRules, WhatIsToldAsABodyIsNoPerson) {
  EXPECT_THAT(corrected("Zyntra B-person\n,\nwhich\ngrew\n"), ElementsAre("organization: Zyntra"));
  EXPECT_THAT(corrected("Zyntra B-person\nSystems I-person\n\nZyntra B-person\n"),
              ElementsAre("organization: Zyntra Systems", "organization: Zyntra"));
  EXPECT_THAT(corrected("Zyntra B-person\nchief\nexecutive\nMara B-person\n"),
              ElementsAre("organization: Zyntra", "person: Mara"));
  EXPECT_THAT(corrected("stake\nin\nZyntra B-person\n"), ElementsAre("organization: Zyntra"));
  EXPECT_THAT(corrected("Anna B-person\n,\nwhich\n"), ElementsAre("person: Anna"));
  EXPECT_THAT(corrected("Zyntra B-person\nleft\n"), ElementsAre("person: Zyntra"));
}

TEST(NameRules, ANameKnownEverywhereIsWhole) {
  EXPECT_THAT(corrected("Organization B-organization\nfor I-organization\nSecurity I-organization\nand I-organization\n"
                        "Co-operation I-organization\nin\nEurope B-place\n"),
              ElementsAre("organization: Organization for Security and Co-operation in Europe"));
  EXPECT_THAT(corrected("Lockheed B-person\nMartin I-person\n"), ElementsAre("organization: Lockheed Martin"));
}

TEST(NameRules, WhatFillsQuotationMarksBehindAnArticleIsAWork) {
  EXPECT_THAT(corrected("for\n\"\nThe\nSalt B-place\nRoad I-place\n\"\n"), ElementsAre("work: Salt Road"));
  EXPECT_THAT(corrected("Dwayne B-person\n\"\nThe\nRock\n\"\n"), ElementsAre("person: Dwayne"));
  EXPECT_THAT(corrected("\"\nThe\nhouse\n\"\n"), IsEmpty());
  EXPECT_THAT(corrected("role\nin\n\"\nSalt B-place\nRoad I-place\n\"\n"), ElementsAre("work: Salt Road"));
  EXPECT_THAT(corrected("known\nas\n\"\nSalt B-place\nRoad I-place\n\"\n"), ElementsAre("place: Salt Road"));
}

TEST(NameRules, ATitleAloneIsNobodysName) {
  EXPECT_THAT(corrected("President B-person\nspoke\n"), IsEmpty());
  EXPECT_THAT(corrected("Mara B-person\nspoke\n"), ElementsAre("person: Mara"));
}

TEST(NameRules, AnOfficeIsNoPartOfItsHoldersName) {
  EXPECT_THAT(corrected("Minister\nof\nTransport B-person\nOrm I-person\nQuist I-person\n"),
              ElementsAre("person: Orm Quist"));
  EXPECT_THAT(corrected("Minister\nof\nTransport B-person\nMaria I-person\nvan I-person\nQuist I-person\n"),
              ElementsAre("person: Maria van Quist"));
  EXPECT_THAT(corrected("Daughter\nof\nMaria B-person\nvan I-person\nQuist I-person\n"),
              ElementsAre("person: Maria van Quist"));
}

TEST(NameRules, AnOfficeBeforeItsHolderIsNoName) {
  EXPECT_THAT(corrected("Defense B-concept\nMinister I-concept\nMara B-person\nLind I-person\n"),
              ElementsAre("person: Mara Lind"));
  EXPECT_THAT(corrected("Defense B-concept\nMinister I-concept\nspoke\n"), ElementsAre("concept: Defense Minister"));
}

TEST(NameRules, APortfolioIsNoBody) {
  EXPECT_THAT(corrected("Norvian B-organization\nPower I-organization\nMinister\nMara B-person\n"),
              ElementsAre("person: Mara"));
  EXPECT_THAT(corrected("Norway B-organization\nPower I-organization\nMinister\nMara B-person\n"),
              ElementsAre("place: Norway", "person: Mara"));
  EXPECT_THAT(corrected("Norvia B-organization\nParty I-organization\nSecretary\nMara B-person\n"),
              ElementsAre("organization: Norvia Party", "person: Mara"));
  EXPECT_THAT(corrected("UN B-organization\nSecretary\nGeneral\nMara B-person\n"),
              ElementsAre("organization: UN", "person: Mara"));
}

TEST(NameRules, AClassNounAtTheBeginningIsNoPartOfTheName) {
  EXPECT_THAT(corrected("Carmaker B-person\nZyntra I-person\n"), ElementsAre("organization: Zyntra"));
  EXPECT_THAT(corrected("Airline B-organization\nPilots I-organization\nAssociation I-organization\n"),
              ElementsAre("organization: Airline Pilots Association"));
  EXPECT_THAT(corrected("the\nCarmaker B-organization\nZyntra I-organization\n"),
              ElementsAre("organization: Carmaker Zyntra"));
}

TEST(NameRules, AnOfficePartsABodyFromItsHolder) {
  EXPECT_THAT(corrected("Zyntra B-person\nChairman I-person\nMara I-person\nLind I-person\n"),
              ElementsAre("organization: Zyntra", "person: Mara Lind"));
  EXPECT_THAT(corrected("Vice B-person\nPresident I-person\nMara I-person\n"),
              ElementsAre("person: Vice President Mara"));
}

TEST(NameRules, WhatIsToldOfANameThatWasMissed) {
  EXPECT_THAT(corrected("sold\nZyntra\nshares\n"), IsEmpty());  // a noun to be
  EXPECT_THAT(corrected("Oslo B-place\n+-\n+based\nZyntra B-person\n"),
              ElementsAre("place: Oslo", "organization: Zyntra"));
}

TEST(NameRules, AHyphenJoinsOnePerson) {
  EXPECT_THAT(corrected("Jean B-person\n+-\n+Luc B-person\nMoreau I-person\n"),
              ElementsAre("person: Jean - Luc Moreau"));
  EXPECT_THAT(corrected("Jean B-person\n-\nLuc B-person\nMoreau I-person\n"),
              ElementsAre("person: Jean", "person: Luc Moreau"));
  EXPECT_THAT(corrected("Lund B-place\n+-\n+Luc B-person\n"), ElementsAre("place: Lund", "person: Luc"));
  EXPECT_THAT(corrected("Kassym\n+-\n+Jomart B-person\nTokayev I-person\n"),
              ElementsAre("person: Kassym - Jomart Tokayev"));
  EXPECT_THAT(corrected("Kassym\n+-\n+Jomart B-person\n"), ElementsAre("person: Jomart"));
  EXPECT_THAT(corrected("Oslo\n+-\n+Jomart B-person\nTokayev I-person\n"), ElementsAre("person: Jomart Tokayev"));
}

TEST(NameRules, NobodyBearsAWordTwice) {
  EXPECT_THAT(corrected("Mara B-person\nMara I-person\nLind I-person\n"),
              ElementsAre("person: Mara", "person: Mara Lind"));
  EXPECT_THAT(corrected("Olga B-person\nOlga I-person\nOlga I-person\n"),
              ElementsAre("person: Olga", "person: Olga", "person: Olga"));
  EXPECT_THAT(corrected("Boris B-person\nBoris I-person\n+- I-person\n+Kim I-person\n"),
              ElementsAre("person: Boris Boris - Kim"));
  EXPECT_THAT(corrected("J. B-person\nJ. I-person\nLind I-person\n"), ElementsAre("person: J. J. Lind"));
  EXPECT_THAT(corrected("Baden B-place\nBaden I-place\n"), ElementsAre("place: Baden Baden"));
}

TEST(NameRules, APersonKnownElsewhereEndsWhereTheNextBegins) {
  EXPECT_THAT(corrected("Mara B-person\nLind I-person\nOlga I-person\n\nMara B-person\nLind I-person\nleft\n"),
              ElementsAre("person: Mara Lind", "person: Olga", "person: Mara Lind"));
  EXPECT_THAT(corrected("Mara B-person\nLind I-person\nOlga I-person\n"), ElementsAre("person: Mara Lind Olga"));
}

TEST(NameRules, AStormIsAnEventWhateverItIsCalled) {
  EXPECT_THAT(corrected("Hurricane\nIda B-person\nstruck\n"), ElementsAre("event: Hurricane Ida"));
  EXPECT_THAT(corrected("Tropical\nStorm B-organization\nIda\n"), ElementsAre("event: Tropical Storm Ida"));
  EXPECT_THAT(corrected("Mara B-person\nCyclone\nHaiyan B-place\n"),
              ElementsAre("person: Mara", "event: Cyclone Haiyan"));
  EXPECT_THAT(corrected("Storm B-person\nLind I-person\n"), ElementsAre("person: Storm Lind"));
  EXPECT_THAT(corrected("Hurricane B-organization\nCenter I-organization\n"),
              ElementsAre("organization: Hurricane Center"));
  EXPECT_THAT(corrected("Hurricane B-work\nIda I-work\nSongs I-work\n"), ElementsAre("work: Hurricane Ida Songs"));
}

TEST(NameRules, ItsFormMakesACompany) {
  EXPECT_THAT(corrected("Shares\nin\nZyntra\nplc\n"), ElementsAre("organization: Zyntra plc"));
  EXPECT_THAT(corrected("Mara B-person\nQuist B-person\nLtd\n"),
              ElementsAre("person: Mara", "organization: Quist Ltd"));
  EXPECT_THAT(corrected("Mara B-person\nQuist I-person\nLtd\n"), ElementsAre("organization: Mara Quist Ltd"));
  EXPECT_THAT(corrected("Orm\nQuist\nLtd\nsued\nMara B-person\n"),
              ElementsAre("organization: Orm Quist Ltd", "person: Mara"));
  EXPECT_THAT(corrected("the\nAG B-organization\n"), ElementsAre("organization: AG"));
}

}  // namespace
}  // namespace factgraph
