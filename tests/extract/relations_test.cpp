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

TEST(Relations, NeedTheRightTypes) {
  EXPECT_THAT(find(annotated("Norvia Norvia PROPN NNP 2 nsubj B-organization\n"
                             "married marry VERB VBD 0 root\n"
                             "Olaf Olaf PROPN NNP 2 obj B-person\n")),
              IsEmpty());
}

}  // namespace
}  // namespace factgraph
