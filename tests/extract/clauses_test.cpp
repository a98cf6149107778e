#include "extract/clauses.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Parsed {
  explicit Parsed(std::string_view lines)
      : text(annotated(lines)), tree(text.annotation.sentences.at(0)), clauses(find_clauses(tree)) {}

  std::string form(std::uint32_t token) const { return tree[token].form; }
  std::vector<std::string> predicate(std::size_t clause) const {
    std::vector<std::string> forms;
    for (const std::uint32_t token : clauses.at(clause).predicate) forms.push_back(form(token));
    return forms;
  }
  std::vector<std::string> arguments(std::size_t clause) const {
    std::vector<std::string> forms;
    for (const ClauseArgument& argument : clauses.at(clause).arguments) forms.push_back(form(argument.head));
    return forms;
  }
  std::string subject(std::size_t clause) const { return form(clauses.at(clause).subject.value()); }

  AnnotatedText text;
  Tree tree;
  std::vector<Clause> clauses;
};

TEST(FindClauses, TakesSubjectPredicateAndArguments) {
  const Parsed parsed(R"(
The       the      DET   DT  2 det
council   council  NOUN  NN  5 nsubj
has       have     AUX   VBZ 5 aux
often     often    ADV   RB  5 advmod
given     give     VERB  VBN 0 root
farmers   farmer   NOUN  NNS 5 iobj
loans     loan     NOUN  NNS 5 obj
in        in       ADP   IN  9 case
spring    spring   NOUN  NN  5 obl
+.        .        PUNCT .   5 punct
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_EQ(parsed.subject(0), "council");
  EXPECT_THAT(parsed.predicate(0), ElementsAre("has", "often", "given"));
  EXPECT_THAT(parsed.arguments(0), ElementsAre("farmers", "loans", "spring"));
  EXPECT_EQ(parsed.clauses[0].arguments[2].role, ArgumentRole::kOblique);
  EXPECT_FALSE(parsed.clauses[0].passive);
}

TEST(FindClauses, MergesAVerbalComplementIntoThePredicate) {
  const Parsed parsed(R"(
Mira  Mira  PROPN NNP 2 nsubj
tries try   VERB  VBZ 0 root
to    to    PART  TO  4 mark
woo   woo   VERB  VB  2 xcomp
him   he    PRON  PRP 4 obj
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_THAT(parsed.predicate(0), ElementsAre("tries", "to", "woo"));
  EXPECT_THAT(parsed.arguments(0), ElementsAre("him"));
}

TEST(FindClauses, AnObjectBetweenTheVerbsKeepsThemApartAndIsTheSubject) {
  const Parsed parsed(R"(
Mira  Mira  PROPN NNP 2 nsubj
asked ask   VERB  VBD 0 root
him   he    PRON  PRP 2 obj
to    to    PART  TO  5 mark
leave leave VERB  VB  2 xcomp
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_THAT(parsed.arguments(0), ElementsAre("him", "leave"));
  EXPECT_EQ(parsed.subject(1), "him");
  EXPECT_EQ(parsed.clauses[1].subject_kind, SubjectKind::kControlled);
  EXPECT_EQ(parsed.clauses[1].parent, 0U);
}

TEST(FindClauses, AConjunctInheritsSubjectAuxiliaryAndWhatStandsBeforeTheSubject) {
  const Parsed parsed(R"(
In      in      ADP   IN  2 case
March   March   PROPN NNP 6 obl
the     the     DET   DT  4 det
firm    firm    NOUN  NN  6 nsubj:pass
was     be      AUX   VBD 6 aux:pass
sold    sell    VERB  VBN 0 root
to      to      ADP   IN  8 case
Ada     Ada     PROPN NNP 6 obl
and     and     CCONJ CC  10 cc
renamed rename  VERB  VBN 6 conj
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_EQ(parsed.subject(1), "firm");
  EXPECT_THAT(parsed.predicate(1), ElementsAre("was", "renamed"));
  EXPECT_THAT(parsed.arguments(1), ElementsAre("March"));
  EXPECT_TRUE(parsed.clauses[1].passive);
}

TEST(FindClauses, AConjunctOfAFiniteVerbTakesNoAuxiliary) {
  const Parsed parsed(R"(
She   she   PRON  PRP 3 nsubj
had   have  AUX   VBD 3 aux
gone  go    VERB  VBN 0 root
and   and   CCONJ CC  5 cc
slept sleep VERB  VBD 3 conj
)");
  EXPECT_THAT(parsed.predicate(1), ElementsAre("slept"));
}

TEST(FindClauses, ARelativePronounStandsForItsAntecedent) {
  const Parsed parsed(R"(
The    the   DET   DT  2 det
town   town  NOUN  NN  7 nsubj
that   that  PRON  WDT 4 nsubj
built  build VERB  VBD 2 acl:relcl
mills  mill  NOUN  NNS 4 obj
has    have  AUX   VBZ 7 aux
grown  grow  VERB  VBN 0 root
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_EQ(parsed.subject(0), "town");
  EXPECT_EQ(parsed.clauses[0].kind, ClauseKind::kRelative);
  EXPECT_EQ(parsed.clauses[0].subject_kind, SubjectKind::kAntecedent);
}

TEST(FindClauses, TheAntecedentFillsTheGapOfAnObjectRelative) {
  const Parsed parsed(R"(
The    the   DET   DT  2 det
book   book  NOUN  NN  0 root
Ada    Ada   PROPN NNP 4 nsubj
wrote  write VERB  VBD 2 acl:relcl
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_EQ(parsed.subject(0), "Ada");
  EXPECT_THAT(parsed.arguments(0), ElementsAre("book"));
  EXPECT_TRUE(parsed.clauses[0].arguments[0].antecedent);
}

TEST(FindClauses, ACopulaAscribesItsNoun) {
  const Parsed parsed(R"(
Ada    Ada    PROPN NNP 5 nsubj
is     be     AUX   VBZ 5 cop
not    not    PART  RB  5 advmod
a      a      DET   DT  5 det
queen  queen  NOUN  NN  0 root
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_THAT(parsed.predicate(0), ElementsAre("is", "not"));
  EXPECT_THAT(parsed.arguments(0), ElementsAre("queen"));
  EXPECT_TRUE(parsed.clauses[0].copular);
  EXPECT_TRUE(parsed.clauses[0].negated);
}

TEST(FindClauses, AParticipleUnderANounHasTheNounAsSubject) {
  const Parsed parsed(R"(
bridges bridge NOUN  NNS 0 root
built   build  VERB  VBN 1 acl
by      by     ADP   IN  4 case
Rome    Rome   PROPN NNP 2 obl:agent
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_EQ(parsed.subject(0), "bridges");
  EXPECT_TRUE(parsed.clauses[0].passive);
  EXPECT_EQ(parsed.clauses[0].arguments.at(0).role, ArgumentRole::kAgent);
}

TEST(FindClauses, ASentenceWithoutAVerbHasNone) {
  const Parsed parsed("Spring spring NOUN NN 0 root\n");
  EXPECT_THAT(parsed.clauses, IsEmpty());
}

TEST(FindClauses, AFiniteVerbCoordinatedWithANounBelongsToTheClauseAround) {
  const Parsed parsed(R"(
She     she    PRON  PRP 2 nsubj
was     be     VERB  VBD 0 root
in      in     ADP   IN  4 case
Oslo    Oslo   PROPN NNP 2 obl
and     and    CCONJ CC  6 cc
left    leave  VERB  VBD 4 conj
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_EQ(parsed.subject(1), "She");
  EXPECT_EQ(parsed.clauses[1].kind, ClauseKind::kConjunct);
}

TEST(FindClauses, AnAdjectiveJoinsThePredicateOfItsInfinitive) {
  const Parsed parsed(R"(
They   they   PRON  PRP 3 nsubj
were   be     AUX   VBD 3 cop
unable unable ADJ   JJ  0 root
to     to     PART  TO  5 mark
see    see    VERB  VB  3 xcomp
it     it     PRON  PRP 5 obj
)");
  ASSERT_THAT(parsed.clauses, SizeIs(1));
  EXPECT_THAT(parsed.predicate(0), ElementsAre("were", "unable", "to", "see"));
  EXPECT_THAT(parsed.arguments(0), ElementsAre("it"));
}

TEST(FindClauses, ARelativeClauseHungOnAVerbMeansTheNounBeforeItsPronoun) {
  const Parsed parsed(R"(
Ada     Ada    PROPN NNP 2 nsubj
wrote   write  VERB  VBD 0 root
a       a      DET   DT  4 det
law     law    NOUN  NN  2 obj
that    that   PRON  WDT 6 nsubj
helped  help   VERB  VBD 2 acl:relcl
Oslo    Oslo   PROPN NNP 6 obj
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_EQ(parsed.subject(1), "law");
}

TEST(FindClauses, WhatStandsBesideAReportingVerbIsItsComplement) {
  const Parsed parsed(R"(
Rivers  river NOUN  NNS 2 nsubj
rise    rise  VERB  VBP 0 root
+,      ,     PUNCT ,   5 punct
he      he    PRON  PRP 5 nsubj
said    say   VERB  VBD 2 parataxis
)");
  ASSERT_THAT(parsed.clauses, SizeIs(2));
  EXPECT_THAT(parsed.arguments(1), ElementsAre("rise"));
  EXPECT_EQ(parsed.clauses[1].arguments[0].role, ArgumentRole::kComplement);
}

TEST(DatelineLength, CountsUpToTheDash) {
  const Parsed parsed(R"(
OSLO    Oslo  PROPN NNP 4 dep
–       –     PUNCT :   1 punct
Rivers  river NOUN  NNS 4 nsubj
rise    rise  VERB  VBP 0 root
)");
  EXPECT_EQ(dateline_length(parsed.tree), 2U);
  EXPECT_EQ(dateline_length(Parsed("Rivers river NOUN NNS 2 nsubj\nrise rise VERB VBP 0 root\n").tree), 0U);
}

TEST(FindClauses, TakesDeepTreesInStride) {
  constexpr std::uint32_t kSize = 6000;
  const Deprel deprels[] = {Deprel::kCcomp, Deprel::kConj, Deprel::kXcomp, Deprel::kAclRelcl, Deprel::kAdvcl};
  Sentence sentence;
  for (std::uint32_t i = 0; i < kSize; ++i) {
    Token token;
    token.span = {2 * i, 2 * i + 1};
    token.form = token.lemma = "v";
    token.upos = Upos::kVerb;
    token.xpos = Xpos::kVbd;
    token.head = static_cast<std::int32_t>(i) - 1;
    token.deprel = i == 0 ? Deprel::kRoot : deprels[i % 5];
    sentence.tokens.push_back(token);
  }
  sentence.span = {0, 2 * kSize};
  const Tree tree(sentence);
  EXPECT_GT(find_clauses(tree).size(), kSize / 2);
}

}  // namespace
}  // namespace factgraph
