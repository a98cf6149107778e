#include "extract/qualification.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/random_text.h"
#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

// "negated planned Ada": how the sentence holds its word `trigger`, with the form of the source.
std::string judged(std::string_view lines, std::string_view trigger) {
  const AnnotatedText text = annotated(lines);
  const Tree tree(text.annotation.sentences.at(0));
  for (std::uint32_t token = 0; token < tree.size(); ++token) {
    if (tree[token].form != trigger) continue;
    const Qualification found = qualify(tree, token);
    std::string result(to_string(found.polarity));
    result += ' ';
    result += to_string(found.modality);
    if (found.source) result += ' ' + tree[*found.source].form;
    return result;
  }
  return "no such word";
}

TEST(Qualify, APlainSentenceIsAffirmedAndAsserted) {
  EXPECT_EQ(judged(R"(
Ada    Ada    PROPN NNP 2 nsubj
signed sign   VERB  VBD 0 root
it     it     PRON  PRP 2 obj
)",
                   "signed"),
            "affirmed asserted");
}

TEST(Qualify, NotNegates) {
  EXPECT_EQ(judged(R"(
Ada   Ada   PROPN NNP 4 nsubj
did   do    AUX   VBD 4 aux
n't   not   PART  RB  4 advmod
sign  sign  VERB  VB  0 root
it    it    PRON  PRP 4 obj
)",
                   "sign"),
            "negated asserted");
}

TEST(Qualify, ANegatedSubjectNegates) {
  EXPECT_EQ(judged(R"(
No      no      DET  DT  2 det
country country NOUN NN  3 nsubj
signed  sign    VERB VBD 0 root
)",
                   "signed"),
            "negated asserted");
}

TEST(Qualify, NegationReachesAnInfinitiveJoinedByOr) {
  EXPECT_EQ(judged(R"(
Ada     Ada     PROPN NNP 4 nsubj
did     do      AUX   VBD 4 aux
not     not     PART  RB  4 advmod
sign    sign    VERB  VB  0 root
or      or      CCONJ CC  6 cc
approve approve VERB  VB  4 conj
it      it      PRON  PRP 4 obj
)",
                   "approve"),
            "negated asserted");
}

TEST(Qualify, NegationDoesNotReachAFiniteConjunct) {
  EXPECT_EQ(judged(R"(
Ada     Ada     PROPN NNP 4 nsubj
did     do      AUX   VBD 4 aux
not     not     PART  RB  4 advmod
sign    sign    VERB  VB  0 root
but     but     CCONJ CC  6 cc
left    leave   VERB  VBD 4 conj
)",
                   "left"),
            "affirmed asserted");
}

TEST(Qualify, RefusingToNegates) {
  EXPECT_EQ(judged(R"(
Ada     Ada    PROPN NNP 2 nsubj
refused refuse VERB  VBD 0 root
to      to     PART  TO  4 mark
sign    sign   VERB  VB  2 xcomp
)",
                   "sign"),
            "negated asserted");
}

TEST(Qualify, NotFailingToAffirms) {
  EXPECT_EQ(judged(R"(
Ada     Ada    PROPN NNP 4 nsubj
did     do     AUX   VBD 4 aux
not     not    PART  RB  4 advmod
fail    fail   VERB  VB  0 root
to      to     PART  TO  6 mark
sign    sign   VERB  VB  4 xcomp
)",
                   "sign"),
            "affirmed asserted");
}

TEST(Qualify, DenyingNegatesAndNamesItsSource) {
  EXPECT_EQ(judged(R"(
Bo      Bo    PROPN NNP 2 nsubj
denied  deny  VERB  VBD 0 root
that    that  SCONJ IN  5 mark
Ada     Ada   PROPN NNP 5 nsubj
signed  sign  VERB  VBD 2 ccomp
)",
                   "signed"),
            "negated asserted Bo");
}

TEST(Qualify, NotToHaveRuledOutLeavesOpen) {
  EXPECT_EQ(judged(R"(
Ada     Ada    PROPN NNP 3 nsubj
never   never  ADV   RB  3 advmod
denied  deny   VERB  VBD 0 root
signing sign   VERB  VBG 3 xcomp
)",
                   "signing"),
            "affirmed possible");
}

TEST(Qualify, YetToIsNotSo) {
  EXPECT_EQ(judged(R"(
Ada     Ada    PROPN NNP 2 nsubj
has     have   VERB  VBZ 0 root
yet     yet    ADV   RB  2 advmod
to      to     PART  TO  5 mark
sign    sign   VERB  VB  2 xcomp
)",
                   "sign"),
            "negated asserted");
}

TEST(Qualify, WhatDescribesANameIsSoWhateverTheNameDoes) {
  const std::string wife = R"(
Bo      Bo     PROPN NNP 2 nsubj
denied  deny   VERB  VBD 0 root
that    that   SCONJ IN  9 mark
his     he     PRON  PRP$ 5 nmod:poss
wife    wife   NOUN  NN  9 nsubj
+,      ,      PUNCT ,   7 punct
Ada     Ada    PROPN NNP 5 appos
+,      ,      PUNCT ,   7 punct
signed  sign   VERB  VBD 2 ccomp
)";
  EXPECT_EQ(judged(wife, "wife"), "affirmed asserted Bo");
  EXPECT_EQ(judged(wife, "signed"), "negated asserted Bo");
}

TEST(Qualify, AnAdjectiveIsSoUnlessSomebodyIsOrBecomesIt) {
  const auto object = [](const std::string& verb) {
    return "Bo Bo PROPN NNP 2 nsubj\nplans plan VERB VBZ 0 root\nto to PART TO 4 mark\n" + verb + " " + verb +
           " VERB VB 2 xcomp\na a DET DT 7 det\nNorwegian Norwegian ADJ JJ 7 amod\nsinger singer NOUN NN 4 obj\n";
  };
  EXPECT_EQ(judged(object("meet"), "Norwegian"), "affirmed asserted");
  EXPECT_EQ(judged(object("become"), "Norwegian"), "affirmed planned");
}

TEST(Qualify, NeverBehindACopulaNegatesWhereverItHangs) {
  EXPECT_EQ(judged(R"(
Ada       Ada       PROPN NNP 5 nsubj
was       be        AUX   VBD 5 cop
never     never     ADV   RB  4 advmod
chief     chief     ADJ   JJ  5 amod
executive executive NOUN  NN  0 root
)",
                   "executive"),
            "negated asserted");
}

TEST(Qualify, WithoutNegates) {
  EXPECT_EQ(judged(R"(
Ada     Ada     PROPN NNP 2 nsubj
left    leave   VERB  VBD 0 root
without without SCONJ IN  4 mark
signing sign    VERB  VBG 2 advcl
)",
                   "signing"),
            "negated asserted");
}

TEST(Qualify, WillPlansAndMayLeavesOpen) {
  const std::string visit = R"(
Ada    Ada   PROPN NNP 3 nsubj
will   will  AUX   MD  3 aux
visit  visit VERB  VB  0 root
Oslo   Oslo  PROPN NNP 3 obj
)";
  EXPECT_EQ(judged(visit, "visit"), "affirmed planned");
  std::string may = visit;
  may.replace(may.find("will   will"), 11, "may    may ");
  EXPECT_EQ(judged(may, "visit"), "affirmed possible");
}

TEST(Qualify, WhatIsToBeIsPlanned) {
  EXPECT_EQ(judged(R"(
Ada    Ada    PROPN NNP 2 nsubj
is     be     AUX   VBZ 4 cop
to     to     PART  TO  4 mark
visit  visit  VERB  VB  0 root
Oslo   Oslo   PROPN NNP 4 obj
)",
                   "visit"),
            "affirmed planned");
}

TEST(Qualify, PlanningToPlansTheConjunctToo) {
  const char* const kText = R"(
Ada    Ada    PROPN NNP 2 nsubj
plans  plan   VERB  VBZ 0 root
to     to     PART  TO  4 mark
buy    buy    VERB  VB  2 xcomp
and    and    CCONJ CC  6 cc
close  close  VERB  VB  4 conj
it     it     PRON  PRP 4 obj
)";
  EXPECT_EQ(judged(kText, "buy"), "affirmed planned");
  EXPECT_EQ(judged(kText, "close"), "affirmed planned");
}

TEST(Qualify, AnInfinitiveUnderANounIsPlanned) {
  EXPECT_EQ(judged(R"(
Ada       Ada      PROPN NNP 2 nsubj
announced announce VERB  VBD 0 root
a         a        DET   DT  4 det
plan      plan     NOUN  NN  2 obj
to        to       PART  TO  6 mark
buy       buy      VERB  VB  4 acl
it        it       PRON  PRP 6 obj
)",
                   "buy"),
            "affirmed planned");
}

TEST(Qualify, AnEventThatIsPlannedOrRejected) {
  const std::string plans = R"(
Ada     Ada    PROPN NNP 2 nsubj
plans   plan   VERB  VBZ 0 root
a       a      DET   DT  4 det
merger  merger NOUN  NN  2 obj
)";
  EXPECT_EQ(judged(plans, "merger"), "affirmed planned");
  std::string rejects = plans;
  rejects.replace(rejects.find("plans   plan  "), 14, "rejects reject");
  EXPECT_EQ(judged(rejects, "merger"), "negated asserted");
}

TEST(Qualify, IfAndQuestionsLeaveOpen) {
  const std::string condition = R"(
If    if    SCONJ IN  3 mark
Ada   Ada   PROPN NNP 3 nsubj
signs sign  VERB  VBZ 5 advcl
Bo    Bo    PROPN NNP 5 nsubj
left  leave VERB  VBD 0 root
)";
  EXPECT_EQ(judged(condition, "signs"), "affirmed possible");
  EXPECT_EQ(judged(condition, "left"), "affirmed asserted");
  EXPECT_EQ(judged(R"(
Did   do    AUX   VBD 3 aux
Ada   Ada   PROPN NNP 3 nsubj
sign  sign  VERB  VB  0 root
+?    ?     PUNCT .   3 punct
)",
                   "sign"),
            "affirmed possible");
}

TEST(Qualify, AllegedlyAndSeemingLeaveOpen) {
  EXPECT_EQ(judged(R"(
Ada       Ada       PROPN NNP 3 nsubj
allegedly allegedly ADV   RB  3 advmod
signed    sign      VERB  VBD 0 root
)",
                   "signed"),
            "affirmed possible");
  EXPECT_EQ(judged(R"(
Ada    Ada  PROPN NNP 2 nsubj
seems  seem VERB  VBZ 0 root
to     to   PART  TO  4 mark
agree  agree VERB VB  2 xcomp
)",
                   "agree"),
            "affirmed possible");
}

TEST(Qualify, TheInnermostSpeakerIsTheSource) {
  EXPECT_EQ(judged(R"(
Bo     Bo    PROPN NNP 2 nsubj
said   say   VERB  VBD 0 root
Cy     Cy    PROPN NNP 4 nsubj
claims claim VERB  VBZ 2 ccomp
that   that  SCONJ IN  7 mark
Ada    Ada   PROPN NNP 7 nsubj
signed sign  VERB  VBD 4 ccomp
)",
                   "signed"),
            "affirmed possible Cy");
}

TEST(Qualify, ReportingWordsMayFollow) {
  EXPECT_EQ(judged(R"(
Ada    Ada   PROPN NNP 2 nsubj
signed sign  VERB  VBD 0 root
+,     ,     PUNCT ,   4 punct
said   say   VERB  VBD 2 parataxis
Bo     Bo    PROPN NNP 4 nsubj
)",
                   "signed"),
            "affirmed asserted Bo");
}

TEST(Qualify, AccordingToNamesTheSourceOfConjunctsToo) {
  const char* const kText = R"(
According accord VERB  VBG 3 case
to        to     ADP   TO  1 fixed
Bo        Bo     PROPN NNP 6 obl
+,        ,      PUNCT ,   3 punct
Ada       Ada    PROPN NNP 6 nsubj
signed    sign   VERB  VBD 0 root
and       and    CCONJ CC  8 cc
left      leave  VERB  VBD 6 conj
)";
  EXPECT_EQ(judged(kText, "signed"), "affirmed asserted Bo");
  EXPECT_EQ(judged(kText, "left"), "affirmed asserted Bo");
}

TEST(Qualify, TheSpeakerOfACoordinatedVerbIsTheSubjectOfTheFirst) {
  EXPECT_EQ(judged(R"(
Bo     Bo    PROPN NNP 2 nsubj
met    meet  VERB  VBD 0 root
Cy     Cy    PROPN NNP 2 obj
and    and   CCONJ CC  5 cc
said   say   VERB  VBD 2 conj
Ada    Ada   PROPN NNP 7 nsubj
signed sign  VERB  VBD 5 ccomp
)",
                   "signed"),
            "affirmed asserted Bo");
}

TEST(Qualify, WhatIsSaidAboutANounLeavesItsRelativeClauseAlone) {
  EXPECT_EQ(judged(R"(
Ada    Ada   PROPN NNP 4 nsubj
did    do    AUX   VBD 4 aux
not    not   PART  RB  4 advmod
visit  visit VERB  VB  0 root
Bo     Bo    PROPN NNP 4 obj
who    who   PRON  WP  7 nsubj
signed sign  VERB  VBD 5 acl:relcl
)",
                   "signed"),
            "affirmed asserted");
}

TEST(Qualify, AnAccusationIsPossibleAndHasASource) {
  EXPECT_EQ(judged(R"(
Bo      Bo     PROPN NNP 2 nsubj
accused accuse VERB  VBD 0 root
Ada     Ada    PROPN NNP 2 obj
of      of     SCONJ IN  5 mark
hiding  hide   VERB  VBG 2 advcl
it      it     PRON  PRP 5 obj
)",
                   "hiding"),
            "affirmed possible Bo");
}

TEST(Qualify, TakesAnyTreeAndNeverTakesTheTriggerForItsSource) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const AnnotatedText text = random_text(seed, 25, 40);
    for (const Sentence& sentence : text.annotation.sentences) {
      const Tree tree(sentence);
      for (std::uint32_t token = 0; token < tree.size(); ++token) {
        const auto source = qualify(tree, token).source;
        ASSERT_LT(source.value_or(0), tree.size());
        ASSERT_NE(source, token);
      }
    }
  }
}

}  // namespace
}  // namespace factgraph
