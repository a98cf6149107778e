#include "extract/open_relations.h"

#include <gmock/gmock.h>

#include <string>

#include "extract/statements.h"
#include "tests/support/random_text.h"
#include "tests/support/resolved_entities.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<Relation> relations(const AnnotatedText& text, std::span<const Relation> known = {}) {
  const ResolvedEntities entities = resolved(text);
  const auto statements = find_statements(text.document, text.annotation, entities);
  const Tree tree(text.annotation.sentences.at(0));
  return find_open_relations(0, tree, find_clauses(tree), entities, known, statements);
}

std::vector<std::string> lines(const AnnotatedText& text) {
  const ResolvedEntities entities = resolved(text);
  std::vector<std::string> result;
  for (const Relation& relation : relations(text)) {
    result.push_back(entities.entities[relation.subject].name + " - " + relation.type + " - " +
                     entities.entities[*relation.object].name);
  }
  return result;
}

const char* const kContributes = R"(
Norway       Norway     PROPN NNP 3 nsubj B-place
will         will       AUX   MD  3 aux
contribute   contribute VERB  VB  0 root
to           to         ADP   IN  6 case
the          the        DET   DT  6 det
Fund         Fund       PROPN NNP 3 obl B-organization
+.           .          PUNCT .   3 punct
)";

TEST(FindOpenRelations, APrepositionJoinsThePredicate) {
  const AnnotatedText text = annotated(kContributes);
  EXPECT_THAT(lines(text), ElementsAre("Norway - contribute to - Fund"));
  const Relation relation = relations(text).at(0);
  EXPECT_TRUE(relation.open);
  EXPECT_EQ(relation.modality, Modality::kPlanned);
  EXPECT_EQ(text.document.text.slice(relation.subject_span), "Norway");
  EXPECT_EQ(text.document.text.slice(relation.trigger_span), "contribute to");
  EXPECT_EQ(text.document.text.slice(relation.object_span), "Fund");
}

TEST(FindOpenRelations, TheAgentOfAPassiveIsTheSubject) {
  EXPECT_THAT(lines(annotated(R"(
Oslo      Oslo     PROPN NNP 3 nsubj:pass B-place
was       be       AUX   VBD 3 aux:pass
besieged  besiege  VERB  VBN 0 root
by        by       ADP   IN  5 case
Ada       Ada      PROPN NNP 3 obl:agent B-person
)")),
              ElementsAre("Ada - besiege - Oslo"));
}

TEST(FindOpenRelations, CoordinatedNamesEachHaveTheirs) {
  EXPECT_THAT(lines(annotated(R"(
Ada      Ada     PROPN NNP 4 nsubj B-person
and      and     CCONJ CC  3 cc
Bo       Bo      PROPN NNP 1 conj B-person
befriend befriend VERB VBP 0 root
Cy       Cy      PROPN NNP 4 obj B-person
)")),
              UnorderedElementsAre("Ada - befriend - Cy", "Bo - befriend - Cy"));
}

TEST(FindOpenRelations, AnObjectThatIsNoEntityJoinsThePredicate) {
  EXPECT_THAT(lines(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
has     have    VERB  VBZ 0 root
ties    tie     NOUN  NNS 2 obj
with    with    ADP   IN  5 case
Bo      Bo      PROPN NNP 2 obl B-person
)")),
              ElementsAre("Ada - have tie with - Bo"));
}

TEST(FindOpenRelations, LightVerbsAndSpeechSayTooLittle) {
  EXPECT_THAT(lines(annotated(R"(
Ada   Ada   PROPN NNP 2 nsubj B-person
has   have  VERB  VBZ 0 root
Bo    Bo    PROPN NNP 2 obj B-person
)")),
              IsEmpty());
  EXPECT_THAT(lines(annotated(R"(
Ada   Ada   PROPN NNP 2 nsubj B-person
told  tell  VERB  VBD 0 root
Bo    Bo    PROPN NNP 2 obj B-person
)")),
              IsEmpty());
}

TEST(FindOpenRelations, WhatTheOntologySaysIsNotSaidAgain) {
  const AnnotatedText text = annotated(kContributes);
  Relation known = relations(text).at(0);
  known.open = false;
  known.type = "supports";
  EXPECT_THAT(relations(text, std::vector<Relation>{known}), IsEmpty());
}

TEST(FindOpenRelations, NoneReachesOutOfAQuotation) {
  EXPECT_THAT(lines(annotated(R"(
“         “         PUNCT ``  4 punct
+Norway   Norway    PROPN NNP 3 nsubj B-place
threatens threaten  VERB  VBZ 8 ccomp
trade     trade     NOUN  NN  3 obj
with      with      ADP   IN  10 case
+,        ,         PUNCT ,   3 punct
+”        ”         PUNCT ''  3 punct
said      say       VERB  VBD 0 root
of        of        ADP   IN  10 case
Ada       Ada       PROPN NNP 3 obl B-person
)")),
              IsEmpty());
}

TEST(FindOpenRelations, NegationIsKept) {
  const auto found = relations(annotated(R"(
Ada       Ada      PROPN NNP 4 nsubj B-person
did       do       AUX   VBD 4 aux
not       not      PART  RB  4 advmod
befriend  befriend VERB  VB  0 root
Bo        Bo       PROPN NNP 4 obj B-person
)"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].polarity, Polarity::kNegated);
}

TEST(FindOpenRelations, TakesAnyTree) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const AnnotatedText text = random_text(seed, 1, 40);
    for (const Relation& relation : relations(text)) {
      ASSERT_NE(relation.subject, *relation.object);
      ASSERT_FALSE(relation.trigger_span.empty());
      ASSERT_FALSE(relation.trigger_span.overlaps(relation.subject_span));
      ASSERT_FALSE(relation.trigger_span.overlaps(relation.object_span));
    }
  }
}

}  // namespace
}  // namespace factgraph
