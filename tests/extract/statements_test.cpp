#include "extract/statements.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/random_text.h"
#include "tests/support/resolved_entities.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "direct Ada (said): words" of each statement.
std::vector<std::string> statements(const AnnotatedText& text, const std::vector<PronounOf>& pronouns = {}) {
  const ResolvedEntities entities = resolved(text, pronouns);
  std::vector<std::string> result;
  for (const Statement& statement : find_statements(text.document, text.annotation, entities)) {
    std::string line(to_string(statement.kind));
    line += ' ' + (statement.speaker ? entities.entities[*statement.speaker].name : "nobody");
    line += " (" + statement.cue + "): ";
    line += text.document.text.slice(statement.span);
    result.push_back(line);
  }
  return result;
}

TEST(FindStatements, ASpeakerAfterTheQuotation) {
  EXPECT_THAT(statements(annotated(R"(
“       “       PUNCT ``  4 punct
+Rivers river   NOUN  NNS 4 nsubj
need    need    VERB  VBP 8 ccomp
care    care    NOUN  NN  3 obj
+,      ,       PUNCT ,   3 punct
+”      ”       PUNCT ''  3 punct
Ada     Ada     PROPN NNP 8 nsubj B-person
said    say     VERB  VBD 0 root
+.      .       PUNCT .   8 punct
)")),
              ElementsAre("direct Ada (said): Rivers need care"));
}

TEST(FindStatements, ASpeakerBehindTheReportingVerb) {
  EXPECT_THAT(statements(annotated(R"(
"       "       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
need    need    VERB  VBP 7 ccomp
care    care    NOUN  NN  3 obj
+,      ,       PUNCT ,   3 punct
+"      "       PUNCT ''  3 punct
said    say     VERB  VBD 0 root
Ada     Ada     PROPN NNP 7 nsubj B-person
Berg    Berg    PROPN NNP 8 flat  I-person
+.      .       PUNCT .   7 punct
)")),
              ElementsAre("direct Ada Berg (said): Rivers need care"));
}

TEST(FindStatements, AnInterruptedQuotationGivesBothPartsToOneSpeaker) {
  EXPECT_THAT(statements(annotated(R"(
«       «       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
need    need    VERB  VBP 7 ccomp
care    care    NOUN  NN  3 obj
+,      ,       PUNCT ,   3 punct
+»      »       PUNCT ''  3 punct
said    say     VERB  VBD 0 root
Ada     Ada     PROPN NNP 7 nsubj B-person
+,      ,       PUNCT ,   7 punct
«       «       PUNCT ``  13 punct
+and    and     CCONJ CC  13 cc
lakes   lake    NOUN  NNS 13 nsubj
suffer  suffer  VERB  VBP 3 conj
too     too     ADV   RB  13 advmod
+.      .       PUNCT .   13 punct
+»      »       PUNCT ''  13 punct
)")),
              ElementsAre("direct Ada (said): Rivers need care", "direct Ada (said): and lakes suffer too."));
}

TEST(FindStatements, AnIntroductionWithAColonInTheSentenceBefore) {
  EXPECT_THAT(statements(annotated(R"(
She     she     PRON  PRP 2 nsubj
added   add     VERB  VBD 0 root
+:      :       PUNCT :   2 punct

``      ``      PUNCT ``  3 punct
Rivers  river   NOUN  NNS 3 nsubj
need    need    VERB  VBP 0 root
care    care    NOUN  NN  3 obj
+.      .       PUNCT .   3 punct
''      ''      PUNCT ''  3 punct
)"),
                         {{0, 0, "Ada"}}),
              ElementsAre("direct Ada (added): Rivers need care."));
}

TEST(FindStatements, AQuotationThatGoesOnInTheNextParagraphKeepsItsSpeaker) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
said    say     VERB  VBD 0 root
+,      ,       PUNCT ,   2 punct
“       “       PUNCT ``  6 punct
+Rivers river   NOUN  NNS 6 nsubj
need    need    VERB  VBP 2 ccomp
care    care    NOUN  NN  6 obj
+.      .       PUNCT .   6 punct
---
“       “       PUNCT ``  3 punct
+Lakes  lake    NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 0 root
too     too     ADV   RB  3 advmod
now     now     ADV   RB  3 advmod
+.      .       PUNCT .   3 punct
+”      ”       PUNCT ''  3 punct
)")),
              ElementsAre("direct Ada (said): Rivers need care.", "direct Ada (said): Lakes suffer too now."));
}

TEST(FindStatements, AParagraphThatIsAQuotationGoesOnWithTheSpeakerBefore) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
said    say     VERB  VBD 0 root
rivers  river   NOUN  NNS 4 nsubj
rise    rise    VERB  VBP 2 ccomp
+.      .       PUNCT .   2 punct
---
“       “       PUNCT ``  3 punct
+Lakes  lake    NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 0 root
too     too     ADV   RB  3 advmod
now     now     ADV   RB  3 advmod
+.      .       PUNCT .   3 punct
+”      ”       PUNCT ''  3 punct
)")),
              ElementsAre("indirect Ada (said): rivers rise", "direct Ada (said): Lakes suffer too now."));
}

TEST(FindStatements, AWordSetApartIsNoStatement) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
met     meet    VERB  VBD 0 root
some    some    DET   DT  6 det
“       “       PUNCT ``  6 punct
+loud   loud    ADJ   JJ  6 amod
+”      ”       PUNCT ''  5 punct
people  people  NOUN  NNS 2 obj
+.      .       PUNCT .   2 punct
)")),
              IsEmpty());
}

TEST(FindStatements, ReportedSpeech) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
noted   note    VERB  VBD 0 root
that    that    SCONJ IN  5 mark
rivers  river   NOUN  NNS 5 nsubj
need    need    VERB  VBP 2 ccomp
care    care    NOUN  NN  5 obj
+.      .       PUNCT .   2 punct
)")),
              ElementsAre("indirect Ada (noted): rivers need care"));
}

TEST(FindStatements, ReportedSpeechBesideItsVerb) {
  EXPECT_THAT(statements(annotated(R"(
Rivers  river   NOUN  NNS 2 nsubj
need    need    VERB  VBP 0 root
care    care    NOUN  NN  2 obj
+,      ,       PUNCT ,   5 punct
said    say     VERB  VBD 2 parataxis
Ada     Ada     PROPN NNP 5 nsubj B-person
+.      .       PUNCT .   2 punct
)")),
              ElementsAre("indirect Ada (said): Rivers need care"));
}

TEST(FindStatements, AccordingTo) {
  EXPECT_THAT(statements(annotated(R"(
According accord VERB  VBG 3 case
to        to     ADP   IN  1 fixed
Ada       Ada    PROPN NNP 6 obl B-person
+,        ,      PUNCT ,   3 punct
rivers    river  NOUN  NNS 6 nsubj
need      need   VERB  VBP 0 root
care      care   NOUN  NN  6 obj
+.        .      PUNCT .   6 punct
)")),
              ElementsAre("indirect Ada (According to): rivers need care"));
}

TEST(FindStatements, WhatSomebodyDidNotSayIsNone) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 4 nsubj B-person
did     do      AUX   VBD 4 aux
not     not     PART  RB  4 advmod
say     say     VERB  VB  0 root
that    that    SCONJ IN  7 mark
rivers  river   NOUN  NNS 7 nsubj
suffer  suffer  VERB  VBP 4 ccomp
+.      .       PUNCT .   4 punct
)")),
              IsEmpty());
}

TEST(FindStatements, WhatSomebodyRefusedToSayIsNone) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
refused refuse  VERB  VBD 0 root
to      to      PART  TO  4 mark
say     say     VERB  VB  2 xcomp
whether whether SCONJ IN  7 mark
rivers  river   NOUN  NNS 7 nsubj
suffer  suffer  VERB  VBP 4 ccomp
+.      .       PUNCT .   2 punct
)")),
              IsEmpty());
}

TEST(FindStatements, ASpeakerWithoutANameIsNoneOfTheNamesAround) {
  EXPECT_THAT(statements(annotated(R"(
Experts expert  NOUN  NNS 2 nsubj
alleged allege  VERB  VBD 0 root
that    that    SCONJ IN  5 mark
Ada     Ada     PROPN NNP 5 nsubj B-person
lied    lie     VERB  VBD 2 ccomp
+.      .       PUNCT .   2 punct
)")),
              ElementsAre("indirect nobody (alleged): Ada lied"));
  EXPECT_THAT(statements(annotated(R"(
Rivers  river   NOUN  NNS 2 nsubj
suffer  suffer  VERB  VBP 7 ccomp
+,      ,       PUNCT ,   2 punct
Ada     Ada     PROPN NNP 6 nmod:poss B-person
+'s     's      PART  POS 4 case
lawyers lawyer  NOUN  NNS 7 nsubj
said    say     VERB  VBD 0 root
+.      .       PUNCT .   7 punct
)")),
              ElementsAre("indirect nobody (said): Rivers suffer"));
}

TEST(FindStatements, WhoIsToldDoesNotSpeak) {
  EXPECT_THAT(statements(annotated(R"(
Told    tell    VERB  VBD 0 root
Ada     Ada     PROPN NNP 1 obj B-person
"       "       PUNCT ``  5 punct
+rivers river   NOUN  NNS 5 nsubj
suffer  suffer  VERB  VBP 1 ccomp
more    more    ADV   RBR 5 advmod
now     now     ADV   RB  5 advmod
+.      .       PUNCT .   5 punct
+"      "       PUNCT ''  5 punct
)")),
              ElementsAre("direct nobody (Told): rivers suffer more now."));
}

TEST(FindStatements, OneOfManyIsNamedBesideThem) {
  EXPECT_THAT(statements(annotated(R"(
"       "       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 6 ccomp
+,      ,       PUNCT ,   3 punct
+"      "       PUNCT ''  3 punct
said    say     VERB  VBD 0 root
one     one     NUM   CD  6 nsubj
of      of      ADP   IN  9 case
anglers angler  NOUN  NNS 7 nmod
+,      ,       PUNCT ,   11 punct
Ada     Ada     PROPN NNP 9 appos B-person
+.      .       PUNCT .   6 punct
)")),
              ElementsAre("direct Ada (said): Rivers suffer"));
}

TEST(FindStatements, ReportingWordsAtTheEndWhateverTheTree) {
  EXPECT_THAT(statements(annotated(R"(
Rivers   river    NOUN  NNS 2 nsubj
suffer   suffer   VERB  VBP 0 root
more     more     ADV   RBR 2 advmod
today    today    NOUN  NN  2 obl:unmarked
+,       ,        PUNCT ,   2 punct
engineer engineer NOUN  NN  9 nsubj
Ada      Ada      PROPN NNP 9 nsubj B-person
Berg     Berg     PROPN NNP 7 flat I-person
said     say      VERB  VBD 2 obj
on       on       ADP   IN  11 case
Monday   Monday   PROPN NNP 9 obl
+.       .        PUNCT .   2 punct
)")),
              ElementsAre("indirect Ada Berg (said): Rivers suffer more today"));
}

TEST(FindStatements, WordsThatIntroduceAQuotationAreNoneThemselves) {
  EXPECT_THAT(statements(annotated(R"(
Asked   ask     VERB  VBN 4 advcl
+,      ,       PUNCT ,   1 punct
Ada     Ada     PROPN NNP 4 nsubj B-person
replied reply   VERB  VBD 0 root
+,      ,       PUNCT ,   4 punct
"       "       PUNCT ``  8 punct
+Rivers river   NOUN  NNS 8 nsubj
suffer  suffer  VERB  VBP 4 ccomp
+.      .       PUNCT .   8 punct
+"      "       PUNCT ''  8 punct
)")),
              ElementsAre("direct Ada (replied): Rivers suffer."));
}

TEST(FindStatements, AMarkThatNeverClosesIsIgnored) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
said    say     VERB  VBD 0 root
“       “       PUNCT ``  4 punct
+so     so      ADV   RB  2 advmod
)")),
              IsEmpty());
}

TEST(FindStatements, AColonIntroducesWhatItsSubjectSays) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 3 nsubj B-person
was     be      AUX   VBD 3 cop
blunt   blunt   ADJ   JJ  0 root
+:      :       PUNCT :   7 punct
“       “       PUNCT ``  7 punct
+Rivers river   NOUN  NNS 7 nsubj
need    need    VERB  VBP 3 parataxis
care    care    NOUN  NN  7 obj
+.      .       PUNCT .   3 punct
+”      ”       PUNCT ''  3 punct

Bo      Bo      PROPN NNP 0 root B-person
+:      :       PUNCT :   5 punct
“       “       PUNCT ``  5 punct
+Lakes  lake    NOUN  NNS 5 nsubj
suffer  suffer  VERB  VBP 1 parataxis
too     too     ADV   RB  5 advmod
+.      .       PUNCT .   1 punct
+”      ”       PUNCT ''  1 punct
)")),
              ElementsAre("direct Ada (:): Rivers need care.", "direct Bo (:): Lakes suffer too."));
}

TEST(FindStatements, AQuotationOfItsOwnGoesWithTheSentenceBefore) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
agreed  agree   VERB  VBD 0 root
+.      .       PUNCT .   2 punct

“       “       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 0 root
+.      .       PUNCT .   3 punct
+”      ”       PUNCT ''  3 punct
)")),
              ElementsAre("direct Ada (agreed): Rivers suffer."));
}

TEST(FindStatements, TheSpeakerOfAQuotationThatGoesOnMayComeLast) {
  EXPECT_THAT(statements(annotated(R"(
“       “       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
need    need    VERB  VBP 0 root
care    care    NOUN  NN  3 obj
+.      .       PUNCT .   3 punct
---
“       “       PUNCT ``  3 punct
+Lakes  lake    NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 7 ccomp
+,      ,       PUNCT ,   3 punct
+”      ”       PUNCT ''  3 punct
Ada     Ada     PROPN NNP 7 nsubj B-person
said    say     VERB  VBD 0 root
)")),
              ElementsAre("direct Ada (said): Rivers need care.", "direct Ada (said): Lakes suffer"));
}

TEST(FindStatements, ShortAnswersAndQuestions) {
  EXPECT_THAT(statements(annotated(R"(
“       “       PUNCT ``  2 punct
+Why    why     ADV   WRB 5 advmod
+?      ?       PUNCT .   2 punct
+”      ”       PUNCT ''  2 punct
asked   ask     VERB  VBD 0 root
Ada     Ada     PROPN NNP 5 nsubj B-person

Bo      Bo      PROPN NNP 2 nsubj B-person
replied reply   VERB  VBD 0 root
+,      ,       PUNCT ,   2 punct
“       “       PUNCT ``  5 punct
+Wait   wait    VERB  VB  2 ccomp
+.      .       PUNCT .   5 punct
+”      ”       PUNCT ''  5 punct
)")),
              ElementsAre("direct Ada (asked): Why?", "direct Bo (replied): Wait."));
}

TEST(FindStatements, EveryStyleOfQuotationMarks) {
  for (const auto& [open, close] : std::vector<std::pair<std::string, std::string>>{{"“", "”"},
                                                                                    {"„", "“"},
                                                                                    {"«", "»"},
                                                                                    {"»", "«"},
                                                                                    {"”", "”"},
                                                                                    {"‘", "’"},
                                                                                    {"‚", "‘"},
                                                                                    {"‹", "›"},
                                                                                    {"\"", "\""},
                                                                                    {"'", "'"}}) {
    EXPECT_THAT(
        statements(annotated("Ada Ada PROPN NNP 2 nsubj B-person\nsaid say VERB VBD 0 root\n+, , PUNCT , 2 punct\n" +
                             open + " " + open + " PUNCT `` 6 punct\n+Rivers river NOUN NNS 6 nsubj\n" +
                             "suffer suffer VERB VBP 2 ccomp\n+. . PUNCT . 2 punct\n+" + close + " " + close +
                             " PUNCT '' 6 punct\n")),
        ElementsAre("direct Ada (said): Rivers suffer."))
        << open << close;
  }
}

TEST(FindStatements, AnApostropheOpensNothing) {
  EXPECT_THAT(statements(annotated(R"(
Ada     Ada     PROPN NNP 2 nsubj B-person
said    say     VERB  VBD 0 root
'       '       PART  POS 4 case
+twas   twas    NOUN  NN  2 obj
good    good    ADJ   JJ  4 amod
'       '       PART  POS 4 case
)")),
              IsEmpty());
}

TEST(FindStatements, AStatementReadsWhatItsAuthorSays) {
  EXPECT_THAT(statements(annotated(R"(
“        “         PUNCT ``   3 punct
+Rivers  river     NOUN  NNS  3 nsubj
suffer   suffer    VERB  VBP  8 ccomp
+,       ,         PUNCT ,    3 punct
+”       ”         PUNCT ''   3 punct
Ada      Ada       PROPN NNP  7 nmod:poss B-person
letter   letter    NOUN  NN   8 nsubj
read     read      VERB  VBD  0 root
)")),
              ElementsAre("direct Ada (read): Rivers suffer"));
}

TEST(FindStatements, ASpeakerApartFromItsTree) {
  EXPECT_THAT(statements(annotated(R"(
“       “       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
suffer  suffer  VERB  VBP 11 ccomp
+,      ,       PUNCT ,   3 punct
+”      ”       PUNCT ''  3 punct
the     the     DET   DT  7 det
clerk   clerk   NOUN  NN  3 nmod
+,      ,       PUNCT ,   9 punct
Ada     Ada     PROPN NNP 3 dep B-person
+,      ,       PUNCT ,   9 punct
said    say     VERB  VBD 0 root
of      of      ADP   IN  13 case
Bo      Bo      PROPN NNP 11 obl B-person
)")),
              ElementsAre("direct Ada (said): Rivers suffer"));
}

TEST(FindStatements, ReportingWordsInTheMiddle) {
  EXPECT_THAT(statements(annotated(R"(
The      the     DET   DT  2 det
bridge   bridge  NOUN  NN  5 obl
+,       ,       PUNCT ,   5 punct
Ada      Ada     PROPN NNP 5 nsubj B-person
insisted insist  VERB  VBD 0 root
+,       ,       PUNCT ,   5 punct
is       be      AUX   VBZ 8 cop
safe     safe    ADJ   JJ  5 acl:relcl
)")),
              ElementsAre("indirect Ada (insisted): The bridge, Ada insisted, is safe"));
}

TEST(FindStatements, TakesAnyText) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const AnnotatedText text = random_text(seed, 25, 30);
    const auto found = find_statements(text.document, text.annotation, resolved(text));
    std::uint32_t end = 0;
    for (const Statement& statement : found) {
      ASSERT_FALSE(text.document.text.slice(statement.span).empty());
      if (statement.kind != StatementKind::kDirect) continue;
      ASSERT_GE(statement.span.start, end);
      end = statement.span.end;
      ASSERT_EQ(quotation_at(found, statement.span), &statement);
    }
  }
}

TEST(QuotationAt, FindsTheQuotationAroundASpan) {
  const AnnotatedText text = annotated(R"(
“       “       PUNCT ``  3 punct
+Rivers river   NOUN  NNS 3 nsubj
need    need    VERB  VBP 8 ccomp
care    care    NOUN  NN  3 obj
+,      ,       PUNCT ,   3 punct
+”      ”       PUNCT ''  3 punct
Ada     Ada     PROPN NNP 8 nsubj B-person
said    say     VERB  VBD 0 root
)");
  const ResolvedEntities entities = resolved(text);
  const auto found = find_statements(text.document, text.annotation, entities);
  ASSERT_THAT(found, SizeIs(1));
  const std::vector<Token>& tokens = text.annotation.sentences[0].tokens;
  EXPECT_EQ(quotation_at(found, tokens[2].span), &found[0]);
  EXPECT_EQ(quotation_at(found, tokens[7].span), nullptr);
  EXPECT_EQ(attribute({}, 0, tokens[2].span, found, entities), "Ada");
  EXPECT_EQ(attribute({}, 0, tokens[7].span, found, entities), "");
}

TEST(Attribute, PrefersTheSourceInTheSentence) {
  const AnnotatedText text = annotated(R"(
Bo     Bo    PROPN NNP 2 nsubj B-person
said   say   VERB  VBD 0 root
Ada    Ada   PROPN NNP 4 nsubj B-person
left   leave VERB  VBD 2 ccomp
)");
  const ResolvedEntities entities = resolved(text);
  const Tree tree(text.annotation.sentences[0]);
  EXPECT_EQ(attribute(qualify(tree, 3), 0, tree[3].span, {}, entities), "Bo");
}

}  // namespace
}  // namespace factgraph
