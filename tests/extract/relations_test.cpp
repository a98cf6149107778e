#include "extract/relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "subject relation object, as role, at time, in place: words of the trigger" of every relation in the first sentence.
std::vector<std::string> find(const AnnotatedText& text) {
  static const Ontology kOntology = Ontology::shipped();
  static const PatternSet kPatterns(kOntology);
  const ResolvedEntities entities = resolve_entities(text.document, text.annotation, kOntology);
  const std::vector<TimeExpression> times = find_times(text.document, text.annotation);
  const Tree tree(text.annotation.sentences[0]);
  const SentenceGraph graph(tree, entities.in(0), entities.entities, times, kOntology);
  const SentenceView view{tree, graph, entities.in(0), entities.entities, times};
  std::vector<std::uint32_t> triggers;
  std::vector<std::string> result;
  for (const Relation& relation : find_relations(text.document.text, 0, view, kOntology, kPatterns, triggers)) {
    std::string line = entities.entities[relation.subject].name + " " + relation.type + " ";
    line += relation.object ? entities.entities[*relation.object].name : relation.value;
    if (!relation.role.empty()) line += ", as " + relation.role;
    if (!relation.time.empty()) line += ", at " + relation.time;
    if (!relation.place.empty()) line += ", in " + relation.place;
    result.push_back(line + ": " + std::string(text.document.text.slice(relation.trigger_span)));
  }
  EXPECT_EQ(triggers.size(), result.size());
  return result;
}

TEST(Relations, KeepTheWholeRole) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 5 nsubj B-person\n"
                             "is be AUX VBZ 5 cop\n"
                             "the the DET DT 5 det\n"
                             "Prime Prime PROPN NNP 5 compound\n"
                             "Minister Minister PROPN NNP 0 root\n"
                             "of of ADP IN 7 case\n"
                             "Norway Norway PROPN NNP 5 nmod B-place\n")),
              Contains("Mira leads Norway, as prime minister: Prime Minister"));
}

TEST(Relations, LeaveADeputyNoLeader) {
  const std::vector<std::string> found =
      find(annotated("Mira Mira PROPN NNP 4 nsubj B-person\n"
                     "is be AUX VBZ 4 cop\n"
                     "vice vice ADJ JJ 4 amod\n"
                     "president president NOUN NN 0 root\n"
                     "of of ADP IN 6 case\n"
                     "Norvia Norvia PROPN NNP 4 nmod B-organization\n"));
  EXPECT_THAT(found, ElementsAre("Mira works_for Norvia, as vice president: president"));
}

TEST(Relations, HaveTimeAndPlace) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 2 nsubj B-person\n"
                             "met meet VERB VBD 0 root\n"
                             "Olaf Olaf PROPN NNP 2 obj B-person\n"
                             "in in ADP IN 5 case\n"
                             "Oslo Oslo PROPN NNP 2 obl B-place\n"
                             "in in ADP IN 7 case\n"
                             "2021 2021 NUM CD 2 obl\n")),
              ElementsAre("Mira met_with Olaf, at 2021, in Oslo: met"));
}

TEST(Relations, HaveTimesWithoutABeginningOrAnEnd) {
  const auto led = [](const std::string& preposition) {
    return find(
        annotated("Mira Mira PROPN NNP 2 nsubj B-person\n"
                  "led lead VERB VBD 0 root\n"
                  "Norvia Norvia PROPN NNP 2 obj B-organization\n" +
                  preposition + " " + preposition +
                  " ADP IN 5 case\n"
                  "2015 2015 NUM CD 2 obl\n"));
  };
  EXPECT_THAT(led("since"), Contains("Mira leads Norvia, at 2015/..: led"));
  EXPECT_THAT(led("until"), Contains("Mira leads Norvia, at ../2015: led"));
  EXPECT_THAT(led("in"), Contains("Mira leads Norvia, at 2015: led"));
}

TEST(Relations, OfASymmetricKindRunOneWay) {
  const std::vector<std::string> expected = {"Mira spouse_of Olaf: married"};
  EXPECT_EQ(find(annotated("Olaf Olaf PROPN NNP 2 nsubj B-person\n"
                           "married marry VERB VBD 0 root\n"
                           "Mira Mira PROPN NNP 2 obj B-person\n")),
            expected);
  EXPECT_EQ(find(annotated("Mira Mira PROPN NNP 2 nsubj B-person\n"
                           "married marry VERB VBD 0 root\n"
                           "Olaf Olaf PROPN NNP 2 obj B-person\n")),
            expected);
}

TEST(Relations, ReachTheLargerPlace) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 3 nsubj:pass B-person\n"
                             "was be AUX VBD 3 aux:pass\n"
                             "born bear VERB VBN 0 root\n"
                             "in in ADP IN 5 case\n"
                             "Bergen Bergen PROPN NNP 3 obl B-place\n"
                             "+, , PUNCT , 7 punct\n"
                             "Norway Norway PROPN NNP 5 appos B-place\n")),
              ElementsAre("Mira born_in Bergen: born", "Mira born_in Norway: born", "Bergen located_in Norway: ,"));
}

TEST(Relations, ReadDatesInBracketsAfterAName) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 8 nsubj B-person\n"
                             "( ( PUNCT -LRB- 3 punct\n"
                             "+1821 1821 NUM CD 1 appos\n"
                             "+– – PUNCT HYPH 5 punct\n"
                             "+1894 1894 NUM CD 3 nmod\n"
                             "+) ) PUNCT -RRB- 3 punct\n"
                             "was be AUX VBD 8 cop\n"
                             "Norwegian Norwegian ADJ JJ 0 root\n")),
              ::testing::IsSupersetOf(
                  {"Mira date_of_birth 1821: (", "Mira date_of_death 1894: (", "Mira citizen_of Norway: was"}));
}

TEST(Relations, ReadBirthAndDeathWithTheirPlacesInBrackets) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 13 nsubj B-person\n"
                             "( ( PUNCT -LRB- 4 punct\n"
                             "+May May PROPN NNP 4 compound\n"
                             "1821 1821 NUM CD 1 appos\n"
                             "in in ADP IN 6 case\n"
                             "Bergen Bergen PROPN NNP 4 nmod B-place\n"
                             "– – PUNCT HYPH 9 punct\n"
                             "June June PROPN NNP 9 compound\n"
                             "1894 1894 NUM CD 4 nmod\n"
                             "in in ADP IN 11 case\n"
                             "Lund Lund PROPN NNP 9 nmod B-place\n"
                             "+) ) PUNCT -RRB- 4 punct\n"
                             "painted paint VERB VBD 0 root\n")),
              ::testing::IsSupersetOf({"Mira date_of_birth 1821-05: (", "Mira date_of_death 1894-06: (",
                                       "Mira born_in Bergen: (", "Mira died_in Lund: ("}));
}

TEST(Relations, TakeANounBeforeANameForItsDescription) {
  // The tree has hung the wife's name on the husband's.
  EXPECT_THAT(find(annotated("Olaf Olaf PROPN NNP 6 nsubj B-person\n"
                             "and and CCONJ CC 4 cc\n"
                             "his his PRON PRP$ 4 nmod:poss\n"
                             "wife wife NOUN NN 1 conj\n"
                             "Mira Mira PROPN NNP 1 flat B-person\n"
                             "left leave VERB VBD 0 root\n")),
              Contains("Mira spouse_of Olaf: wife"));
}

TEST(Relations, FindThePredicateThatTheTreeHasLost) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 0 root B-person\n"
                             "is be AUX VBZ 1 cop\n"
                             "currently currently ADV RB 2 advmod\n"
                             "professor professor NOUN NN 3 dep\n"
                             "of of ADP IN 6 case\n"
                             "law law NOUN NN 4 nmod\n"
                             "at at ADP IN 8 case\n"
                             "Norvia Norvia PROPN NNP 6 nmod B-organization\n")),
              Contains("Mira works_for Norvia, as professor: professor"));
}

TEST(Relations, CoordinateANounWithANounAcrossAName) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 4 nsubj B-person\n"
                             "is be AUX VBZ 4 cop\n"
                             "a a DET DT 4 det\n"
                             "fellow fellow NOUN NN 0 root\n"
                             "at at ADP IN 6 case\n"
                             "Norvia Norvia PROPN NNP 4 nmod B-organization\n"
                             "and and CCONJ CC 9 cc\n"
                             "an a DET DT 9 det\n"
                             "adviser adviser NOUN NN 6 conj\n"
                             "at at ADP IN 11 case\n"
                             "Tarsk Tarsk PROPN NNP 9 nmod B-organization\n")),
              Contains("Mira works_for Tarsk, as adviser: adviser"));
}

TEST(Relations, CoordinateDescriptionsThatTheTreeHasParted) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 4 nsubj B-person\n"
                             "is be AUX VBZ 4 cop\n"
                             "an a DET DT 4 det\n"
                             "economist economist NOUN NN 0 root\n"
                             "and and CCONJ CC 4 cc\n"
                             "the the DET DT 7 det\n"
                             "head head NOUN NN 5 conj\n"
                             "of of ADP IN 9 case\n"
                             "Norvia Norvia PROPN NNP 7 nmod B-organization\n")),
              Contains("Mira leads Norvia, as head: head"));
}

TEST(Relations, ReadADescriptionInFrontOfTheSubject) {
  EXPECT_THAT(find(annotated("A a DET DT 2 det\n"
                             "native native NOUN NN 6 dislocated\n"
                             "of of ADP IN 4 case\n"
                             "Bergen Bergen PROPN NNP 2 nmod B-place\n"
                             "+, , PUNCT , 2 punct\n"
                             "Mira Mira PROPN NNP 7 nsubj B-person\n"
                             "paints paint VERB VBZ 0 root\n")),
              Contains("Mira born_in Bergen: native"));
}

TEST(Relations, ReachANameThroughItsDescription) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 4 nsubj B-person\n"
                             "is be AUX VBZ 4 cop\n"
                             "the the DET DT 4 det\n"
                             "daughter daughter NOUN NN 0 root\n"
                             "of of ADP IN 7 case\n"
                             "the the DET DT 7 det\n"
                             "painter painter NOUN NN 4 nmod\n"
                             "Olaf Olaf PROPN NNP 7 appos B-person\n")),
              Contains("Mira child_of Olaf: daughter"));
}

TEST(Relations, PutAPersonInAParty) {
  EXPECT_THAT(find(annotated("Mira Mira PROPN NNP 4 nsubj B-person\n"
                             "is be AUX VBZ 4 cop\n"
                             "a a DET DT 4 det\n"
                             "politician politician NOUN NN 0 root\n"
                             "for for ADP IN 8 case\n"
                             "the the DET DT 8 det\n"
                             "Harbour Harbour PROPN NNP 8 compound B-organization\n"
                             "Party Party PROPN NNP 4 nmod I-organization\n")),
              Contains("Mira member_of Harbour Party: politician"));
}

TEST(Relations, DateAnEventByTheSpeechMadeAtIt) {
  const std::vector<std::string> found =
      find(annotated("Mira Mira PROPN NNP 2 nsubj B-person\n"
                     "spoke speak VERB VBD 0 root\n"
                     "at at ADP IN 6 case\n"
                     "the the DET DT 6 det\n"
                     "Harbour Harbour PROPN NNP 6 compound B-event\n"
                     "Forum Forum PROPN NNP 2 obl I-event\n"
                     "in in ADP IN 8 case\n"
                     "Bergen Bergen PROPN NNP 2 obl B-place\n"
                     "in in ADP IN 10 case\n"
                     "2021 2021 NUM CD 2 obl\n"));
  EXPECT_THAT(found, ::testing::IsSupersetOf({"Mira spoke_at Harbour Forum, at 2021, in Bergen: spoke",
                                              "Harbour Forum took_place_in Bergen, at 2021: spoke",
                                              "Harbour Forum point_in_time 2021, in Bergen: spoke"}));
}

TEST(Relations, FollowTitlesBeforeANameWhateverTheTree) {
  // The parser has joined the chancellor to the city.
  const std::vector<std::string> found =
      find(annotated("Mira Mira PROPN NNP 2 nsubj B-person\n"
                     "met meet VERB VBD 0 root\n"
                     "with with ADP IN 9 case\n"
                     "German German ADJ JJ 9 amod\n"
                     "Chancellor Chancellor PROPN NNP 9 compound\n"
                     "Otto Otto PROPN NNP 5 flat B-person\n"
                     "Lang Lang PROPN NNP 6 flat I-person\n"
                     "in in ADP IN 9 case\n"
                     "Berlin Berlin PROPN NNP 2 obl B-place\n"));
  EXPECT_THAT(found, ::testing::IsSupersetOf(
                         {"Mira met_with Otto Lang: met", "Otto Lang leads Germany, as chancellor: Chancellor"}));
}

TEST(Relations, KeepTheTitlesOfTwoPersonsApart) {
  const std::vector<std::string> found =
      find(annotated("Otto Otto PROPN NNP 2 nsubj B-person\n"
                     "met meet VERB VBD 0 root\n"
                     "Norwegian Norwegian ADJ JJ 4 amod\n"
                     "President President PROPN NNP 5 nmod:desc\n"
                     "Mira Mira PROPN NNP 2 obj B-person\n"
                     "and and CCONJ CC 9 cc\n"
                     "Swedish Swedish ADJ JJ 8 amod\n"
                     "Chancellor Chancellor PROPN NNP 9 nmod:desc\n"
                     "Ada Ada PROPN NNP 5 conj B-person\n"));
  EXPECT_THAT(found, ::testing::IsSupersetOf({"Mira leads Norway, as president: President",
                                              "Ada leads Sweden, as chancellor: Chancellor"}));
  EXPECT_THAT(found, ::testing::Not(Contains("Ada leads Norway, as president: President")));
}

TEST(Relations, ReadParticiplesBehindAHyphen) {
  EXPECT_THAT(find(annotated("Oslo Oslo PROPN NNP 3 compound B-place\n"
                             "+- - PUNCT HYPH 1 punct\n"
                             "+based base VERB VBN 0 root\n"
                             "shipping shipping NOUN NN 5 compound\n"
                             "company company NOUN NN 6 compound\n"
                             "Norvia Norvia PROPN NNP 7 nsubj B-organization\n"
                             "grew grow VERB VBD 3 conj\n")),
              Contains("Norvia headquartered_in Oslo: based"));
}

TEST(Relations, KnowAPlaceByItsKind) {
  EXPECT_THAT(find(annotated("The the DET DT 2 det\n"
                             "town town NOUN NN 5 nsubj\n"
                             "of of ADP IN 4 case\n"
                             "Aktau Aktau PROPN NNP 2 nmod B-place\n"
                             "lies lie VERB VBZ 0 root\n"
                             "in in ADP IN 7 case\n"
                             "Kazakhstan Kazakhstan PROPN NNP 5 obl B-place\n")),
              Contains("Aktau located_in Kazakhstan: lies"));
}

TEST(Relations, FindTheSubjectTheTreeHasLost) {
  const std::vector<std::string> found =
      find(annotated("After after SCONJ IN 2 mark\n"
                     "visiting visit VERB VBG 7 advcl\n"
                     "Lund Lund PROPN NNP 2 obj B-place\n"
                     "+, , PUNCT , 5 punct\n"
                     "Mira Mira PROPN NNP 3 appos B-person\n"
                     "Holt Holt PROPN NNP 5 flat I-person\n"
                     "flew fly VERB VBD 0 root\n"
                     "to to ADP IN 9 case\n"
                     "Oslo Oslo PROPN NNP 7 obl B-place\n"));
  EXPECT_THAT(found, ::testing::IsSupersetOf({"Mira Holt visited Lund: visiting", "Mira Holt visited Oslo: flew"}));
}

TEST(Relations, FindTheAgentBehindAnOffice) {
  EXPECT_THAT(find(annotated("Otto Otto PROPN NNP 3 nsubj:pass B-person\n"
                             "was be AUX VBD 3 aux:pass\n"
                             "named name VERB VBN 0 root\n"
                             "finance finance NOUN NN 5 compound\n"
                             "minister minister NOUN NN 3 xcomp\n"
                             "by by ADP IN 8 case\n"
                             "President President PROPN NNP 8 nmod:desc\n"
                             "Mira Mira PROPN NNP 5 nmod B-person\n")),
              Contains("Mira appointed Otto, as finance minister: named"));
}

TEST(Relations, TakeAVisitOfTheOneWhoActsMeanwhile) {
  EXPECT_THAT(find(annotated("During during ADP IN 3 case\n"
                             "a a DET DT 3 det\n"
                             "visit visit NOUN NN 7 obl\n"
                             "to to ADP IN 5 case\n"
                             "Lund Lund PROPN NNP 3 nmod B-place\n"
                             "Mira Mira PROPN NNP 7 nsubj B-person\n"
                             "sang sing VERB VBD 0 root\n")),
              Contains("Mira visited Lund: visit"));
}

TEST(RelativePronouns, AreMentionsOfWhatTheyStandFor) {
  static const Ontology kOntology = Ontology::shipped();
  const AnnotatedText text = annotated(
      "Mira Mira PROPN NNP 5 nsubj B-person\n"
      "+, , PUNCT , 4 punct\n"
      "who who PRON WP 4 nsubj\n"
      "founded found VERB VBD 1 acl:relcl\n"
      "left leave VERB VBD 0 root\n"
      "Norvia Norvia PROPN NNP 4 obj B-organization\n");
  const ResolvedEntities entities = resolve_entities(text.document, text.annotation, kOntology);
  const Tree tree(text.annotation.sentences[0]);
  const SentenceGraph graph(tree, entities.in(0), entities.entities, {}, kOntology);
  const SentenceView view{tree, graph, entities.in(0), entities.entities, {}};
  std::vector<std::string> found;
  for (const ResolvedMention& mention : with_relative_pronouns(view, kOntology)) {
    found.push_back(tree[mention.first].form + " " + entities.entities[mention.entity].name);
  }
  EXPECT_THAT(found, ElementsAre("Mira Mira", "who Mira", "Norvia Norvia"));
}

Relation between(const std::string& type, Span subject, Span object) {
  Relation relation;
  relation.type = type;
  relation.subject = 0;
  relation.object = 1;
  relation.subject_span = subject;
  relation.object_span = object;
  return relation;
}

TEST(Superseded, IsToldInWordsOfWhatSaysMore) {
  static const Ontology kOntology = Ontology::shipped();
  Relation leads = between("leads", {0, 4}, {10, 16});
  leads.role = "chief executive";
  const Relation works = between("works_for", {0, 4}, {10, 16});
  const Relation again = between("works_for", {20, 23}, {10, 16});
  const std::vector<Relation> told = without_superseded({leads, works, again}, kOntology);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].type, "leads");
  EXPECT_EQ(told[1].role, "chief executive");
  EXPECT_EQ(told[1].subject_span, (Span{20, 23}));
}

TEST(Superseded, StaysWhereTheOtherIsDenied) {
  static const Ontology kOntology = Ontology::shipped();
  Relation leads = between("leads", {0, 4}, {10, 16});
  leads.polarity = Polarity::kNegated;
  const std::vector<Relation> told = without_superseded({leads, between("works_for", {0, 4}, {10, 16})}, kOntology);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].type, "works_for");
}

TEST(Superseded, IsNotWhatAPatternProvesByWhatTheClassifierGuesses) {
  static const Ontology kOntology = Ontology::shipped();
  Relation member = between("member_of", {0, 4}, {10, 16});
  member.rule = "classifier/member_of";
  Relation works = between("works_for", {0, 4}, {10, 16});
  works.rule = "works_for/13";
  const std::vector<Relation> told = without_superseded({member, works}, kOntology);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].type, "works_for");
}

TEST(EventTimes, AreSharedWhereTheDocumentHasOne) {
  static const Ontology kOntology = Ontology::shipped();
  Relation when;
  when.type = "point_in_time";
  when.value = "2021-05-04";
  Relation where;
  where.type = "took_place_in";
  where.object = 1;
  std::vector<Relation> relations = {when, where};
  share_event_times(relations, kOntology);
  EXPECT_EQ(relations[1].time, "2021-05-04");

  Relation again = when;
  again.value = "2022-05-04";
  relations = {when, again, where};
  share_event_times(relations, kOntology);
  EXPECT_EQ(relations[2].time, "");  // an event held each year

  Relation elsewhere = where;
  elsewhere.object = 2;
  relations = {when, where, elsewhere};
  share_event_times(relations, kOntology);
  EXPECT_EQ(relations[1].time, "");
}

TEST(Relations, NeedTheRightTypes) {
  EXPECT_THAT(find(annotated("Norvia Norvia PROPN NNP 2 nsubj B-organization\n"
                             "married marry VERB VBD 0 root\n"
                             "Olaf Olaf PROPN NNP 2 obj B-person\n")),
              IsEmpty());
}

}  // namespace
}  // namespace factgraph
