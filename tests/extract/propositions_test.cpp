#include "extract/propositions.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/random_text.h"
#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Proposition> propositions(const AnnotatedText& text, PropositionForm form = PropositionForm::kNary) {
  const Tree tree(text.annotation.sentences.at(0));
  return find_propositions(text.document.text, 0, tree, find_clauses(tree), form);
}

// "(subject; predicate; argument; ...)" of each.
std::vector<std::string> tuples(const AnnotatedText& text, PropositionForm form = PropositionForm::kNary) {
  std::vector<std::string> result;
  for (const Proposition& proposition : propositions(text, form)) {
    std::string tuple = "(" + proposition.subject + "; " + proposition.predicate;
    for (const std::string& argument : proposition.arguments) tuple += "; " + argument;
    result.push_back(tuple + ")");
  }
  return result;
}

const char* const kFoundry = R"(
The      the     DET   DT  2 det
foundry  foundry NOUN  NN  9 nsubj:pass
+,       ,       PUNCT ,   6 punct
which    which   PRON  WDT 6 nsubj
still    still   ADV   RB  6 advmod
makes    make    VERB  VBZ 2 acl:relcl
bells    bell    NOUN  NNS 6 obj
+,       ,       PUNCT ,   6 punct
opened   open    VERB  VBN 0 root
by       by      ADP   IN  11 case
monks    monk    NOUN  NNS 9 obl:agent
in       in      ADP   IN  13 case
1711     1711    NUM   CD  9 obl
+.       .       PUNCT .   9 punct
)";

TEST(FindPropositions, LeavesARelativeClauseToItsOwnTuple) {
  EXPECT_THAT(tuples(annotated(kFoundry)), Contains("(The foundry; opened by; monks; in 1711)"));
  EXPECT_THAT(tuples(annotated(kFoundry)), Contains("(The foundry; still makes; bells)"));
}

TEST(FindPropositions, SpansCutOutTheWords) {
  const AnnotatedText text = annotated(kFoundry);
  for (const Proposition& proposition : propositions(text)) {
    ASSERT_EQ(proposition.argument_spans.size(), proposition.arguments.size());
    for (std::size_t i = 0; i < proposition.arguments.size(); ++i) {
      EXPECT_EQ(text.document.text.slice(proposition.argument_spans[i]), proposition.arguments[i]);
    }
    EXPECT_EQ(text.document.text.slice(proposition.subject_span).substr(0, 11), "The foundry");
  }
}

TEST(FindPropositions, APrepositionStaysWithItsNounAfterAnObject) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada    PROPN NNP 2 nsubj
moved   move   VERB  VBD 0 root
coins   coin   NOUN  NNS 2 obj
to      to     ADP   IN  5 case
Oslo    Oslo   PROPN NNP 2 obl
)")),
              ElementsAre("(Ada; moved; coins; to Oslo)"));
}

TEST(FindPropositions, AnAdjectiveTakesItsPrepositionIntoThePredicate) {
  EXPECT_THAT(tuples(annotated(R"(
Ada      Ada      PROPN NNP 3 nsubj
is       be       AUX   VBZ 3 cop
familiar familiar ADJ   JJ  0 root
with     with     ADP   IN  5 case
Oslo     Oslo     PROPN NNP 3 obl
)")),
              ElementsAre("(Ada; is familiar with; Oslo)"));
}

TEST(FindPropositions, ReportedSpeechIsAnArgumentAndAClauseOfItsOwn) {
  EXPECT_THAT(tuples(annotated(R"(
Ada   Ada  PROPN NNP 2 nsubj
said  say  VERB  VBD 0 root
that  that SCONJ IN  5 mark
Bo    Bo   PROPN NNP 5 nsubj
left  leave VERB VBD 2 ccomp
Oslo  Oslo PROPN NNP 5 obj
)")),
              ElementsAre("(Ada; said that; Bo left Oslo)", "(Bo; left; Oslo)"));
}

TEST(FindPropositions, AnAppositionSaysWhatItsNounIs) {
  EXPECT_THAT(tuples(annotated(R"(
Ada    Ada    PROPN NNP 6 nsubj
+,     ,      PUNCT ,   4 punct
the    the    DET   DT  4 det
mayor  mayor  NOUN  NN  1 appos
+,     ,      PUNCT ,   4 punct
left   leave  VERB  VBD 0 root
Oslo   Oslo   PROPN NNP 6 obj
)")),
              ElementsAre("(Ada; left; Oslo)", "(Ada; is; the mayor)"));
}

TEST(FindPropositions, AParticipleIsGivenItsCopula) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada    PROPN NNP 2 nsubj
saw     see    VERB  VBD 0 root
bridges bridge NOUN  NNS 2 obj
built   build  VERB  VBN 3 acl
by      by     ADP   IN  6 case
Rome    Rome   PROPN NNP 4 obl:agent
)")),
              Contains("(bridges; are built by; Rome)"));
}

TEST(FindPropositions, TheBinaryFormSplitsConjunctsAndArguments) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada    PROPN NNP 4 nsubj
and     and    CCONJ CC  3 cc
Bo      Bo     PROPN NNP 1 conj
sold    sell   VERB  VBD 0 root
ships   ship   NOUN  NNS 4 obj
and     and    CCONJ CC  7 cc
sails   sail   NOUN  NNS 5 conj
in      in     ADP   IN  9 case
Oslo    Oslo   PROPN NNP 4 obl
)"),
                     PropositionForm::kBinary),
              ElementsAre("(Ada; sold; ships)", "(Ada; sold; sails)", "(Bo; sold; ships)", "(Bo; sold; sails)",
                          "(Ada; sold ships in; Oslo)", "(Ada; sold sails in; Oslo)", "(Bo; sold ships in; Oslo)",
                          "(Bo; sold sails in; Oslo)"));
}

TEST(FindPropositions, UnbalancedQuotationMarksAreStripped) {
  EXPECT_THAT(tuples(annotated(R"(
Ada    Ada    PROPN NNP 2 nsubj
wants  want   VERB  VBZ 0 root
``     ``     PUNCT ``  4 punct
peace  peace  NOUN  NN  2 obj
''     ''     PUNCT ''  4 punct
and    and    CCONJ CC  8 cc
``     ``     PUNCT ``  8 punct
calm   calm   NOUN  NN  4 conj
)")),
              ElementsAre("(Ada; wants; peace)", "(Ada; wants; calm)"));
}

TEST(FindPropositions, CoordinatedObjectsEachHaveATuple) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada    PROPN NNP 2 nsubj
sold    sell   VERB  VBD 0 root
ships   ship   NOUN  NNS 2 obj
and     and    CCONJ CC  5 cc
sails   sail   NOUN  NNS 3 conj
in      in     ADP   IN  7 case
Oslo    Oslo   PROPN NNP 2 obl
)")),
              ElementsAre("(Ada; sold; ships; in Oslo)", "(Ada; sold; sails; in Oslo)"));
}

TEST(FindPropositions, AnInfinitiveAfterAnAdjectiveJoinsThePredicate) {
  EXPECT_THAT(tuples(annotated(R"(
Ada   Ada   PROPN NNP 3 nsubj
is    be    AUX   VBZ 3 cop
able  able  ADJ   JJ  0 root
to    to    PART  TO  5 mark
mend  mend  VERB  VB  3 advcl
sails sail  NOUN  NNS 5 obj
)")),
              ElementsAre("(Ada; is able to mend; sails)"));
}

TEST(FindPropositions, APurposeComesWithWhatIsDoneForIt) {
  EXPECT_THAT(tuples(annotated(R"(
Ada    Ada   PROPN NNP 2 nsubj
came   come  VERB  VBD 0 root
here   here  ADV   RB  2 advmod
to     to    PART  TO  5 mark
mend   mend  VERB  VB  2 advcl
sails  sail  NOUN  NNS 5 obj
)")),
              ElementsAre("(Ada; came; here)", "(Ada; came to mend; sails)"));
}

TEST(FindPropositions, ConnectivesAreLeftOut) {
  EXPECT_THAT(tuples(annotated(R"(
However  however ADV   RB  4 advmod
+,       ,       PUNCT ,   4 punct
Ada      Ada     PROPN NNP 4 nsubj
slept    sleep   VERB  VBD 0 root
here     here    ADV   RB  4 advmod
too      too     ADV   RB  4 advmod
)")),
              ElementsAre("(Ada; slept; here)"));
}

TEST(FindPropositions, WhatMeasuresAPhraseJoinsItsPreposition) {
  const AnnotatedText text = annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj
sold    sell    VERB  VBD 0 root
boats   boat    NOUN  NNS 2 obj
days    day     NOUN  NNS 6 obl:unmarked
before  before  ADP   IN  6 case
winter  winter  NOUN  NN  2 obl
)");
  EXPECT_THAT(tuples(text), ElementsAre("(Ada; sold; boats; days before winter)"));
  EXPECT_THAT(tuples(text, PropositionForm::kBinary),
              ElementsAre("(Ada; sold; boats)", "(Ada; sold boats days before; winter)"));
}

TEST(FindPropositions, AConjunctOfAPassiveIsPassiveToo) {
  EXPECT_THAT(tuples(annotated(R"(
Boats    boat   NOUN  NNS 3 nsubj:pass
were     be     AUX   VBD 3 aux:pass
sold     sell   VERB  VBN 0 root
to       to     ADP   TO  5 case
Ada      Ada    PROPN NNP 3 obl
and      and    CCONJ CC  7 cc
shipped  ship   VERB  VBD 3 conj
to       to     ADP   TO  9 case
Oslo     Oslo   PROPN NNP 7 obl
)")),
              ElementsAre("(Boats; were sold to; Ada)", "(Boats; were shipped to; Oslo)"));
}

TEST(FindPropositions, BinaryOnesTellWhatASubjectIsThePartOf) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada     PROPN NNP 4 nsubj
is      be      AUX   VBZ 4 cop
the     the     DET   DT  4 det
mayor   mayor   NOUN  NN  0 root
of      of      ADP   IN  6 case
Oslo    Oslo    PROPN NNP 4 nmod
)"),
                     PropositionForm::kBinary),
              ElementsAre("(Ada; is the mayor of; Oslo)", "(Ada; is; the mayor of Oslo)"));
}

TEST(FindPropositions, BinaryOnesNeedTwoThings) {
  const AnnotatedText there = annotated(R"(
There   there   PRON  EX  2 expl
is      be      VERB  VBZ 0 root
a       a       DET   DT  4 det
boat    boat    NOUN  NN  2 nsubj
)");
  EXPECT_THAT(tuples(there), ElementsAre("(There; is; a boat)"));
  EXPECT_THAT(tuples(there, PropositionForm::kBinary), IsEmpty());
  EXPECT_THAT(tuples(annotated(R"(
Today   today   NOUN  NN  3 obl:unmarked
Ada     Ada     PROPN NNP 3 nsubj
says    say     VERB  VBZ 0 root
boats   boat    NOUN  NNS 5 nsubj
sank    sink    VERB  VBD 3 ccomp
here    here    ADV   RB  5 advmod
)"),
                     PropositionForm::kBinary),
              ElementsAre("(Ada; says; boats sank here)", "(boats; sank; here)"));
}

TEST(FindPropositions, ExamplesAreLeftOut) {
  EXPECT_THAT(tuples(annotated(R"(
Ada       Ada     PROPN NNP 2 nsubj
sells     sell    VERB  VBZ 0 root
boats     boat    NOUN  NNS 2 obj
+,        ,       PUNCT ,   6 punct
including include VERB  VBG 6 case
yawls     yawl    NOUN  NNS 3 nmod
)")),
              ElementsAre("(Ada; sells; boats)"));
}

TEST(FindPropositions, ARelativeClauseIsCutOffWhateverTheTreeCallsIt) {
  EXPECT_THAT(tuples(annotated(R"(
Ada     Ada   PROPN NNP 2 nsubj
met     meet  VERB  VBD 0 root
a       a     DET   DT  4 det
cook    cook  NOUN  NN  2 obj
+,      ,     PUNCT ,   7 punct
who     who   PRON  WP  7 nsubj
slept   sleep VERB  VBD 4 dep
)")),
              Contains("(Ada; met; a cook)"));
}

TEST(FindPropositions, AClauseIsTheArgumentWhereThereIsNoOther) {
  EXPECT_THAT(tuples(annotated(R"(
Fat    fat    NOUN  NN  4 nsubj:pass
can    can    AUX   MD  4 aux
be     be     AUX   VB  4 aux:pass
clear  clear  VERB  VBN 0 root
by     by     SCONJ IN  6 mark
adding add    VERB  VBG 4 advcl
salt   salt   NOUN  NN  6 obj
)")),
              Contains("(Fat; can be clear by; adding salt)"));
}

TEST(FindPropositions, AFunctionWordIsNoSubject) {
  EXPECT_THAT(tuples(annotated(R"(
Her     her    PRON  PRP$ 2 nmod:poss
boats   boat   NOUN  NNS  0 root
lying   lie    VERB  VBG  1 acl
at      at     ADP   IN   5 case
anchor  anchor NOUN  NN   3 obl
)")),
              IsEmpty());
}

TEST(FindPropositions, TuplesOfOneClauseAreBounded) {
  std::string lines;
  const auto list = [&lines](int first, const std::string& deprel, int head) {
    for (int i = 0; i < 12; ++i) {
      lines +=
          "X X PROPN NNP " + (i == 0 ? std::to_string(head) + ' ' + deprel : std::to_string(first) + " conj") + '\n';
    }
  };
  list(1, "nsubj", 13);
  lines += "met meet VERB VBD 0 root\n";
  list(14, "obj", 13);
  const auto found = propositions(annotated(lines), PropositionForm::kBinary);
  EXPECT_GT(found.size(), 12U);
  EXPECT_LE(found.size(), 48U);
}

TEST(FindPropositions, NothingIsSaidWithoutAVerb) {
  EXPECT_THAT(tuples(annotated("Spring spring NOUN NN 0 root\n")), IsEmpty());
}

TEST(FindPropositions, ConfidenceIsAProbability) {
  for (const Proposition& proposition : propositions(annotated(kFoundry))) {
    EXPECT_GT(proposition.confidence, 0.0);
    EXPECT_LE(proposition.confidence, 1.0);
  }
}

TEST(FindPropositions, TakesAnyTree) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const AnnotatedText text = random_text(seed, 25, 40);
    for (const Sentence& sentence : text.annotation.sentences) {
      const Tree tree(sentence);
      const auto clauses = find_clauses(tree);
      for (const PropositionForm form : {PropositionForm::kNary, PropositionForm::kBinary}) {
        for (const Proposition& proposition : find_propositions(text.document.text, 0, tree, clauses, form)) {
          ASSERT_FALSE(proposition.subject.empty());
          ASSERT_FALSE(proposition.predicate.empty());
          ASSERT_EQ(proposition.arguments.size(), proposition.argument_spans.size());
          ASSERT_TRUE(sentence.span.contains(proposition.subject_span));
          for (const Span span : proposition.argument_spans) ASSERT_TRUE(sentence.span.contains(span));
          for (const Span span : proposition.predicate_spans) ASSERT_TRUE(sentence.span.contains(span));
        }
      }
    }
  }
}

TEST(FindPropositions, TakesDeepTreesInStride) {
  constexpr std::uint32_t kSize = 5000;
  const Deprel deprels[] = {Deprel::kCcomp, Deprel::kNsubj, Deprel::kAclRelcl, Deprel::kObj, Deprel::kAdvcl};
  Sentence sentence;
  std::string words;
  for (std::uint32_t i = 0; i < kSize; ++i) {
    Token token;
    token.span = {2 * i, 2 * i + 1};
    token.form = token.lemma = "v";
    token.upos = Upos::kVerb;
    token.xpos = Xpos::kVbd;
    token.head = static_cast<std::int32_t>(i) - 1;
    token.deprel = i == 0 ? Deprel::kRoot : deprels[i % 5];
    sentence.tokens.push_back(token);
    words += "v ";
  }
  sentence.span = {0, 2 * kSize - 1};
  const Text text(words);
  const Tree tree(sentence);
  const auto clauses = find_clauses(tree);
  for (const PropositionForm form : {PropositionForm::kNary, PropositionForm::kBinary}) {
    for (const Proposition& proposition : find_propositions(text, 0, tree, clauses, form)) {
      EXPECT_LT(proposition.predicate.size() + proposition.subject.size(), 2000U);
    }
  }
}

}  // namespace
}  // namespace factgraph
