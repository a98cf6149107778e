#include "extract/entities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

// "name : type [mention, mention]" of every entity.
std::vector<std::string> resolve(const AnnotatedText& text) {
  static const Ontology kOntology = Ontology::shipped();
  std::vector<std::string> result;
  for (const Entity& entity : resolve_entities(text.document, text.annotation, kOntology).entities) {
    std::string line = entity.name + " : " + entity.type + " [";
    for (const Mention& mention : entity.mentions) {
      if (line.back() != '[') line += ", ";
      line += text.document.text.slice(mention.span);
    }
    result.push_back(line + "]");
  }
  return result;
}

TEST(Entities, JoinFullNameSurnameAndPronoun) {
  EXPECT_THAT(resolve(annotated("Anna Anna PROPN NNP 3 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "came come VERB VBD 0 root\n"
                                "\n"
                                "Berg Berg PROPN NNP 2 nsubj B-person\n"
                                "said say VERB VBD 0 root\n"
                                "she she PRON PRP 4 nsubj\n"
                                "slept sleep VERB VBD 2 ccomp\n")),
              ElementsAre("Anna Berg : person [Anna Berg, Berg, she]"));
}

TEST(Entities, KeepPersonsOfOneSurnameApart) {
  EXPECT_THAT(resolve(annotated("Anna Anna PROPN NNP 3 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "met meet VERB VBD 0 root\n"
                                "Olaf Olaf PROPN NNP 3 obj B-person\n"
                                "Berg Berg PROPN NNP 4 flat I-person\n")),
              ElementsAre("Anna Berg : person [Anna Berg]", "Olaf Berg : person [Olaf Berg]"));
}

TEST(Entities, KeepACityAndAPersonOfItsNameApart) {
  EXPECT_THAT(resolve(annotated("Jack Jack PROPN NNP 3 nsubj B-person\n"
                                "London London PROPN NNP 1 flat I-person\n"
                                "left leave VERB VBD 0 root\n"
                                "London London PROPN NNP 3 obj B-place\n")),
              ElementsAre("Jack London : person [Jack London]", "London : city [London]"));
}

TEST(Entities, ACitizenshipNamesTheCountry) {
  EXPECT_THAT(resolve(annotated("Yuna Yuna PROPN NNP 6 nsubj B-person\n"
                                "is be AUX VBZ 6 cop\n"
                                "a a DET DT 6 det\n"
                                "South South ADJ JJ 5 amod B-group\n"
                                "Korean Korean ADJ JJ 6 amod I-group\n"
                                "skater skater NOUN NN 0 root\n")),
              ElementsAre("Yuna : person [Yuna]", "South Korea : country [South Korean]"));
}

TEST(Entities, ANationalityWordMayBelongToARegion) {
  EXPECT_THAT(resolve(annotated("Ewan Ewan PROPN NNP 5 nsubj B-person\n"
                                "is be AUX VBZ 5 cop\n"
                                "a a DET DT 5 det\n"
                                "Scottish Scottish ADJ JJ 5 amod B-group\n"
                                "piper piper NOUN NN 0 root\n"
                                "in in ADP IN 7 case\n"
                                "Scotland Scotland PROPN NNP 5 nmod B-place\n")),
              ElementsAre("Ewan : person [Ewan]", "Scotland : region [Scottish, Scotland]"));
}

TEST(Entities, AKnownPlaceIsOneWhateverItsLastWordSays) {
  EXPECT_THAT(resolve(annotated("The the DET DT 3 det\n"
                                "West West PROPN NNP 3 compound B-place\n"
                                "Bank Bank PROPN NNP 4 nsubj I-place\n"
                                "voted vote VERB VBD 0 root\n")),
              ElementsAre("West Bank : region [West Bank]"));
}

TEST(Entities, AnOrganizationNamedAfterAnIdeaStaysOne) {
  EXPECT_THAT(resolve(annotated("Harbour Harbour PROPN NNP 2 compound B-organization\n"
                                "System System PROPN NNP 3 nsubj I-organization\n"
                                "hired hire VERB VBD 0 root\n")),
              ElementsAre("Harbour System : organization [Harbour System]"));
}

TEST(Entities, JoinAnAcronymInBrackets) {
  EXPECT_THAT(resolve(annotated("Baltic Baltic PROPN NNP 3 compound B-organization\n"
                                "Seed Seed PROPN NNP 3 compound I-organization\n"
                                "Council Council PROPN NNP 7 nsubj I-organization\n"
                                "( ( PUNCT -LRB- 5 punct\n"
                                "+BSC BSC PROPN NNP 3 appos\n"
                                "+) ) PUNCT -RRB- 5 punct\n"
                                "met meet VERB VBD 0 root\n")),
              ElementsAre("Baltic Seed Council : government_body [Baltic Seed Council, BSC]"));
}

TEST(Entities, JoinAnIdeaWrittenSmall) {
  EXPECT_THAT(resolve(annotated("Mara Mara PROPN NNP 2 nsubj B-person\n"
                                "discovered discover VERB VBD 0 root\n"
                                "Dolium Dolium PROPN NNP 2 obj B-concept\n"
                                "\n"
                                "Farmers farmer NOUN NNS 2 nsubj\n"
                                "need need VERB VBP 0 root\n"
                                "dolium dolium NOUN NN 2 obj\n")),
              ElementsAre("Mara : person [Mara]", "Dolium : concept [Dolium, dolium]"));
  EXPECT_THAT(resolve(annotated("Apple Apple PROPN NNP 2 nsubj B-organization\n"
                                "grew grow VERB VBD 0 root\n"
                                "\n"
                                "Farmers farmer NOUN NNS 2 nsubj\n"
                                "grew grow VERB VBD 0 root\n"
                                "apple apple NOUN NN 2 obj\n")),
              ElementsAre("Apple : company [Apple]"));
}

TEST(Entities, OfACountryMeetHoweverItIsWritten) {
  EXPECT_THAT(resolve(annotated("The the DET DT 3 det\n"
                                "U.S. U.S. PROPN NNP 3 compound B-organization\n"
                                "Council Council PROPN NNP 4 nsubj I-organization\n"
                                "met meet VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 4 det\n"
                                "United United PROPN NNP 3 amod B-organization\n"
                                "States States PROPN NNPS 4 compound I-organization\n"
                                "Council Council PROPN NNP 5 nsubj I-organization\n"
                                "voted vote VERB VBD 0 root\n")),
              Contains("United States Council : government_body [U.S. Council, United States Council]"));
}

TEST(Entities, AreOfTheirTypeWhereTheRecogniserIsSureWhateverTheirLastWordSays) {
  EXPECT_THAT(resolve(annotated("Random Random PROPN NNP 2 compound B-organization\n"
                                "House House PROPN NNP 3 nsubj I-organization\n"
                                "printed print VERB VBD 0 root\n"
                                "it it PRON PRP 3 obj\n")),
              ElementsAre("Random House : organization [Random House]"));
}

TEST(Entities, JoinTheLastWordThatIsHardlyKnownForAPlace) {
  AnnotatedText text = annotated(
      "The the DET DT 3 det\n"
      "Norvian Norvian PROPN NNP 3 amod B-event\n"
      "Games Games PROPN NNPS 4 nsubj I-event\n"
      "opened open VERB VBD 0 root\n"
      "\n"
      "The the DET DT 2 det\n"
      "Games Games PROPN NNPS 3 nsubj B-place\n"
      "ended end VERB VBD 0 root\n");
  text.annotation.sentences[1].names[0].confidence = 0.4F;
  EXPECT_THAT(resolve(text), ElementsAre("Norvian Games : competition [Norvian Games, Games]"));
}

TEST(Entities, JoinTheFirstWordOfTheOnlyBodyThatBeginsSo) {
  const auto text = [](const std::string& second) {
    return annotated("Norsk Norsk PROPN NNP 2 compound B-organization\n" + second + " " + second +
                     " PROPN NNP 3 nsubj I-organization\n"
                     "grew grow VERB VBD 0 root\n"
                     "\n"
                     "Norsk Norsk PROPN NNP 2 nsubj B-organization\n"
                     "shrank shrink VERB VBD 0 root\n");
  };
  EXPECT_THAT(resolve(text("Kraft")), ElementsAre("Norsk Kraft : organization [Norsk Kraft, Norsk]"));
  EXPECT_THAT(resolve(text("Foundation")),
              ElementsAre("Norsk Foundation : organization [Norsk Foundation]", "Norsk : organization [Norsk]"));
}

TEST(Entities, OfACityInWashingtonLieInTheState) {
  EXPECT_THAT(resolve(annotated("Mara Mara PROPN NNP 2 nsubj B-person\n"
                                "left leave VERB VBD 0 root\n"
                                "Redmond Redmond PROPN NNP 2 obj B-place\n"
                                "+, , PUNCT , 5 punct\n"
                                "Washington Washington PROPN NNP 3 appos B-place\n"
                                "\n"
                                "Washington Washington PROPN NNP 2 nsubj B-place\n"
                                "slept sleep VERB VBD 0 root\n")),
              ElementsAre("Mara : person [Mara]", "Redmond : city [Redmond]", "Washington State : region [Washington]",
                          "Washington : city [Washington]"));
}

TEST(Entities, AreNotMadeOfTheLettersBehindAPerson) {
  EXPECT_THAT(resolve(annotated("Mara Mara PROPN NNP 5 nsubj B-person\n"
                                "Lind Lind PROPN NNP 1 flat I-person\n"
                                "+, , PUNCT , 4 punct\n"
                                "QC QC PROPN NNP 1 appos B-place\n"
                                "spoke speak VERB VBD 0 root\n")),
              ElementsAre("Mara Lind : person [Mara Lind]"));
}

TEST(Entities, KeepAnAllThatIsPartOfTheName) {
  EXPECT_THAT(resolve(annotated("The the DET DT 3 det\n"
                                "All all DET DT 3 det B-organization\n"
                                "Blacks Black PROPN NNPS 4 nsubj I-organization\n"
                                "won win VERB VBD 0 root\n")),
              ElementsAre("All Blacks : organization [All Blacks]"));
}

TEST(Entities, OfTwoFirmsWithAHyphenBetweenAreTwo) {
  EXPECT_THAT(resolve(annotated("Google Google PROPN NNP 4 compound B-organization\n"
                                "+- - PUNCT HYPH 3 punct\n"
                                "+Mozilla Mozilla PROPN NNP 1 conj B-organization\n"
                                "deal deal NOUN NN 5 nsubj\n"
                                "ended end VERB VBD 0 root\n")),
              ElementsAre("Google : company [Google]", "Mozilla : organization [Mozilla]"));
}

TEST(Entities, JoinTheHeadWordOfAName) {
  EXPECT_THAT(resolve(annotated("Northern Northern PROPN NNP 2 compound B-event\n"
                                "Forum Forum PROPN NNP 3 nsubj I-event\n"
                                "opened open VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 2 det\n"
                                "forum forum NOUN NN 3 nsubj\n"
                                "closed close VERB VBD 0 root\n")),
              ElementsAre("Northern Forum : meeting [Northern Forum, The forum]"));
  EXPECT_THAT(resolve(annotated("Hurricane Hurricane PROPN NNP 2 compound B-event\n"
                                "Ida Ida PROPN NNP 3 nsubj I-event\n"
                                "came come VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 2 det\n"
                                "hurricane hurricane NOUN NN 3 nsubj\n"
                                "passed pass VERB VBD 0 root\n")),
              ElementsAre("Hurricane Ida : disaster [Hurricane Ida, The hurricane]"));
}

TEST(Entities, AreNotMadeOfWeekdaysAndMonths) {
  EXPECT_THAT(resolve(annotated("Monday Monday PROPN NNP 2 obl:unmarked B-event\n"
                                "passed pass VERB VBD 0 root\n"
                                "May May PROPN NNP 2 obl:unmarked B-organization\n")),
              IsEmpty());
}

TEST(Entities, OfOneCountryMeetUnderItsUsualName) {
  EXPECT_THAT(resolve(annotated("Britain Britain PROPN NNP 2 nsubj B-place\n"
                                "joined join VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 3 det\n"
                                "United United PROPN NNP 3 compound B-place\n"
                                "Kingdom Kingdom PROPN NNP 4 nsubj I-place\n"
                                "left leave VERB VBD 0 root\n")),
              ElementsAre("United Kingdom : country [Britain, United Kingdom]"));
}

TEST(Entities, TakeTheirTypeFromWhatDescribesThem) {
  EXPECT_THAT(resolve(annotated("Tarsk Tarsk PROPN NNP 4 nsubj B-place\n"
                                "is be AUX VBZ 4 cop\n"
                                "a a DET DT 4 det\n"
                                "town town NOUN NN 0 root\n")),
              ElementsAre("Tarsk : city [Tarsk]"));
}

TEST(Entities, LeaveAPronounAloneWhereSomethingWithoutANameIsAsLikely) {
  EXPECT_THAT(resolve(annotated("The the DET DT 2 det\n"
                                "storm storm NOUN NN 3 nsubj\n"
                                "hit hit VERB VBD 0 root\n"
                                "Norvia Norvia PROPN NNP 3 obj B-organization\n"
                                "\n"
                                "It it PRON PRP 2 nsubj\n"
                                "lasted last VERB VBD 0 root\n")),
              ElementsAre("Norvia : organization [Norvia]"));
}

TEST(Entities, OfALongerNameAreNotThePlaceInIt) {
  EXPECT_THAT(resolve(annotated("They they PRON PRP 2 nsubj\n"
                                "promised promise VERB VBD 0 root\n"
                                "a a DET DT 5 det\n"
                                "Clean Clean ADJ JJ 5 amod\n"
                                "Norway Norway PROPN NNP 2 obj B-place\n"
                                "\n"
                                "The the DET DT 3 det\n"
                                "Russian Russian ADJ JJ 3 amod\n"
                                "Moscow Moscow PROPN NNP 4 nsubj B-place\n"
                                "grew grow VERB VBD 0 root\n")),
              IsSupersetOf({"Clean Norway : concept [Clean Norway]", "Moscow : city [Moscow]"}));
}

TEST(Entities, OfAPresidentAreTheHeadOfState) {
  EXPECT_THAT(resolve(annotated("President President PROPN NNP 4 nsubj\n"
                                "Anna Anna PROPN NNP 1 flat B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "came come VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 2 det\n"
                                "head head NOUN NN 5 nsubj\n"
                                "of of ADP IN 4 case\n"
                                "state state NOUN NN 2 nmod\n"
                                "slept sleep VERB VBD 0 root\n")),
              ElementsAre("Anna Berg : person [Anna Berg, The head of state]"));
}

// "name < mention" of what no relation takes part in.
std::vector<std::string> asides(const AnnotatedText& text) {
  const ResolvedEntities found = resolve_entities(text.document, text.annotation, Ontology::shipped());
  std::vector<std::string> result;
  for (const AsideMention& mention : found.asides) {
    result.push_back(found.entities[mention.entity].name + " < " +
                     std::string(text.document.text.slice(mention.mention.span)));
  }
  return result;
}

TEST(Entities, AreMentionedByWhatIsSaidOfThem) {
  const auto text = [](const std::string& negation) {
    return annotated("Berg Berg PROPN NNP " + std::string(negation.empty() ? "4" : "5") +
                     " nsubj B-person\n"
                     "was be AUX VBD " +
                     (negation.empty() ? "4" : "5") + " cop\n" + negation + "a a DET DT " +
                     (negation.empty() ? "4" : "5") +
                     " det\n"
                     "poet poet NOUN NN 0 root\n");
  };
  EXPECT_THAT(asides(text("")), ElementsAre("Berg < a poet"));
  EXPECT_THAT(asides(text("not not PART RB 5 advmod\n")), IsEmpty());
  EXPECT_THAT(asides(annotated("Berg Berg PROPN NNP 5 nsubj B-person\n"
                               "+, , PUNCT , 4 punct\n"
                               "a a DET DT 4 det\n"
                               "poet poet NOUN NN 1 appos\n"
                               "slept sleep VERB VBD 0 root\n")),
              ElementsAre("Berg < a poet"));
  EXPECT_THAT(asides(annotated("Berg Berg PROPN NNP 2 nsubj B-person\n"
                               "served serve VERB VBD 0 root\n"
                               "as as ADP IN 4 case\n"
                               "mayor mayor NOUN NN 2 obl\n")),
              ElementsAre("Berg < mayor"));
}

TEST(Entities, AreMentionedBeforeTheirNameIsTold) {
  EXPECT_THAT(asides(annotated("The the DET DT 2 det\n"
                               "winner winner NOUN NN 3 nsubj\n"
                               "smiled smile VERB VBD 0 root\n"
                               "\n"
                               "The the DET DT 2 det\n"
                               "winner winner NOUN NN 4 nsubj\n"
                               "was be AUX VBD 4 cop\n"
                               "Anna Anna PROPN NNP 0 root B-person\n"
                               "Berg Berg PROPN NNP 4 flat I-person\n")),
              ElementsAre("Anna Berg < The winner", "Anna Berg < The winner"));
}

TEST(Entities, AreFoundInHeadingsWhereTheTextKnowsThem) {
  AnnotatedText text = annotated(
      "Berg Berg PROPN NNP 0 root\n"
      "and and CCONJ CC 3 cc\n"
      "Vogt Vogt PROPN NNP 1 conj B-person\n"
      "---\n"
      "Berg Berg PROPN NNP 2 nsubj B-person\n"
      "slept sleep VERB VBD 0 root\n");
  text.document.blocks = {{text.annotation.sentences[0].span, BlockKind::kHeading},
                          {text.annotation.sentences[1].span, BlockKind::kProse}};
  EXPECT_THAT(resolve(text), ElementsAre("Berg : person [Berg, Berg]"));
}

TEST(Entities, AreFoundBehindATitleInHeadings) {
  AnnotatedText text = annotated(
      "President President PROPN NNP 0 root\n"
      "Berg Berg PROPN NNP 1 flat\n"
      "---\n"
      "Berg Berg PROPN NNP 2 nsubj B-person\n"
      "slept sleep VERB VBD 0 root\n");
  text.document.blocks = {{text.annotation.sentences[0].span, BlockKind::kHeading},
                          {text.annotation.sentences[1].span, BlockKind::kProse}};
  EXPECT_THAT(resolve(text), ElementsAre("Berg : person [Berg, Berg]"));
}

TEST(Entities, OfOneNameAndDifferentNumbersStayApart) {
  EXPECT_THAT(resolve(annotated("Olav Olav PROPN NNP 3 nsubj B-person\n"
                                "I I PROPN NNP 1 flat I-person\n"
                                "met meet VERB VBD 0 root\n"
                                "Olav Olav PROPN NNP 3 obj B-person\n"
                                "II II PROPN NNP 4 flat I-person\n")),
              ElementsAre("Olav I : person [Olav I]", "Olav II : person [Olav II]"));
  EXPECT_THAT(resolve(annotated("Anna Anna PROPN NNP 3 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "signed sign VERB VBD 0 root\n"
                                "as as ADP IN 5 case\n"
                                "Berg Berg PROPN NNP 3 obl B-person\n"
                                "I I PROPN NNP 5 flat I-person\n")),
              ElementsAre("Anna Berg : person [Anna Berg, Berg I]"));
}

TEST(Entities, JoinTheNameInAnotherOrderAndWithLettersBehind) {
  EXPECT_THAT(resolve(annotated("Anna Anna PROPN NNP 4 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "MBE MBE PROPN NNP 1 flat I-person\n"
                                "came come VERB VBD 0 root\n"
                                "\n"
                                "Berg Berg PROPN NNP 3 nsubj B-person\n"
                                "Anna Anna PROPN NNP 1 flat I-person\n"
                                "slept sleep VERB VBD 0 root\n")),
              ElementsAre("Anna Berg MBE : person [Anna Berg MBE, Berg Anna]"));
}

TEST(Entities, JoinTheWordBeforeOf) {
  EXPECT_THAT(resolve(annotated("The the DET DT 2 det\n"
                                "Court Court PROPN NNP 5 nsubj B-organization\n"
                                "of of ADP IN 4 case I-organization\n"
                                "Delegates Delegate PROPN NNPS 2 nmod I-organization\n"
                                "met meet VERB VBD 0 root\n"
                                "\n"
                                "The the DET DT 2 det\n"
                                "Court Court PROPN NNP 3 nsubj B-organization\n"
                                "voted vote VERB VBD 0 root\n")),
              ElementsAre("Court of Delegates : government_body [Court of Delegates, Court]"));
}

TEST(Entities, OfACapitalAreTheCountryWhereTheVerbSaysSo) {
  const auto text = [](const std::string& verb) {
    return annotated(
        "Norway Norway PROPN NNP 2 nsubj B-place\n"
        "agreed agree VERB VBD 0 root\n"
        "\n"
        "Oslo Oslo PROPN NNP 2 nsubj B-place\n" +
        verb + " VERB VBD 0 root\n");
  };
  EXPECT_THAT(resolve(text("denied deny")), ElementsAre("Norway : country [Norway, Oslo]"));
  EXPECT_THAT(resolve(text("grew grow")), ElementsAre("Norway : country [Norway]", "Oslo : city [Oslo]"));
}

TEST(Entities, InsideOfPlacesAreThoseABayIsNamedAfter) {
  const auto text = [](const std::string& kind) {
    return annotated("Manila Manila PROPN NNP 2 compound B-place\n" + kind + " " + kind +
                     " PROPN NNP 3 nsubj I-place\n"
                     "shone shine VERB VBD 0 root\n");
  };
  EXPECT_THAT(asides(text("Bay")), ElementsAre("Manila < Manila"));
  EXPECT_THAT(asides(text("Region")), IsEmpty());
}

TEST(Entities, OfASurnameAreWhoIsNamedMost) {
  const std::string full =
      "Anna Anna PROPN NNP 3 nsubj B-person\n"
      "Berg Berg PROPN NNP 1 flat I-person\n"
      "wrote write VERB VBD 0 root\n"
      "\n";
  const std::string pause =
      "It it PRON PRP 2 nsubj\n"
      "rained rain VERB VBD 0 root\n"
      "\n";
  const std::vector<std::string> found = resolve(annotated(full + full +
                                                           "Olaf Olaf PROPN NNP 3 nsubj B-person\n"
                                                           "Berg Berg PROPN NNP 1 flat I-person\n"
                                                           "left leave VERB VBD 0 root\n"
                                                           "\n" +
                                                           pause + pause +
                                                           "Berg Berg PROPN NNP 2 nsubj B-person\n"
                                                           "wept weep VERB VBD 0 root\n"));
  EXPECT_THAT(found, ElementsAre("Anna Berg : person [Anna Berg, Anna Berg, Berg]", "Olaf Berg : person [Olaf Berg]"));
}

TEST(Entities, InsideOfOthersAreFound) {
  const AnnotatedText text = annotated(
      "University University PROPN NNP 4 nsubj B-organization\n"
      "of of ADP IN 3 case I-organization\n"
      "Oslo Oslo PROPN NNP 1 nmod I-organization\n"
      "grew grow VERB VBD 0 root\n"
      "\n"
      "Berg Berg PROPN NNP 2 compound B-organization\n"
      "Museum Museum PROPN NNP 3 nsubj I-organization\n"
      "opened open VERB VBD 0 root\n"
      "\n"
      "Anna Anna PROPN NNP 3 nsubj B-person\n"
      "Berg Berg PROPN NNP 1 flat I-person\n"
      "came come VERB VBD 0 root\n"
      "\n"
      "Berg Berg PROPN NNP 2 nsubj B-person\n"
      "slept sleep VERB VBD 0 root\n");
  EXPECT_THAT(asides(text), ElementsAre("Oslo < Oslo", "Anna Berg < Berg"));
  EXPECT_EQ(resolve_entities(text.document, text.annotation, Ontology::shipped()).mentions.size(), 4U);
}

TEST(Entities, OfOneSurnameKeepTheirPronounsApart) {
  EXPECT_THAT(resolve(annotated("Anna Anna PROPN NNP 3 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "came come VERB VBD 0 root\n"
                                "\n"
                                "She she PRON PRP 2 nsubj\n"
                                "slept sleep VERB VBD 0 root\n"
                                "\n"
                                "Olaf Olaf PROPN NNP 3 nsubj B-person\n"
                                "Berg Berg PROPN NNP 1 flat I-person\n"
                                "left leave VERB VBD 0 root\n"
                                "\n"
                                "He he PRON PRP 2 nsubj\n"
                                "drove drive VERB VBD 0 root\n"
                                "\n"
                                "Berg Berg PROPN NNP 2 nsubj B-person\n"
                                "wept weep VERB VBD 0 root\n")),
              ElementsAre("Anna Berg : person [Anna Berg, She]", "Olaf Berg : person [Olaf Berg, He, Berg]"));
}

TEST(Entities, OfTheTaggerAloneAreLeftOutWhereTheyStandOnce) {
  EXPECT_THAT(resolve(annotated("Read read VERB VB 0 root\n"
                                "Section Section PROPN NNP 1 obj\n"
                                "of of ADP IN 4 case\n"
                                "HEROES HEROES PROPN NNP 2 nmod\n"
                                "\n"
                                "See see VERB VB 0 root\n"
                                "the the DET DT 3 det\n"
                                "Charter Charter PROPN NNP 1 obj\n"
                                "\n"
                                "Keep keep VERB VB 0 root\n"
                                "the the DET DT 3 det\n"
                                "Charter Charter PROPN NNP 1 obj\n"
                                "of of ADP IN 6 case\n"
                                "Prime Prime PROPN NNP 6 compound\n"
                                "Minister Minister PROPN NNP 3 nmod\n")),
              ElementsAre(::testing::StartsWith("HEROES"), ::testing::StartsWith("Charter")));
}

TEST(Entities, AreFoundByToken) {
  const AnnotatedText text = annotated(
      "Anna Anna PROPN NNP 3 nsubj B-person\n"
      "Berg Berg PROPN NNP 1 flat I-person\n"
      "came come VERB VBD 0 root\n");
  const ResolvedEntities entities = resolve_entities(text.document, text.annotation, Ontology::shipped());
  ASSERT_NE(entities.at(0, 1), nullptr);
  EXPECT_EQ(entities.at(0, 1)->entity, 0U);
  EXPECT_EQ(entities.at(0, 2), nullptr);
  EXPECT_EQ(entities.at(1, 0), nullptr);
  EXPECT_EQ(entities.in(0).size(), 1U);
}

}  // namespace
}  // namespace factgraph
