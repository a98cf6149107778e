#include "extract/language/name_trees.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

// "word<head deprel" of every word of the corrected tree.
std::string corrected(std::string_view lines) {
  AnnotatedText text = annotated(lines);
  Sentence& sentence = text.annotation.sentences.at(0);
  correct_tree(sentence);
  std::string result;
  for (const Token& token : sentence.tokens) {
    if (!result.empty()) result += ' ';
    result += token.form + "<";
    result += token.head == Token::kNoHead ? "-" : sentence.tokens[static_cast<std::size_t>(token.head)].form;
    result += " " + std::string(to_string(token.deprel));
  }
  return result;
}

TEST(NameTrees, APersonIsOnTopOfWhatSheIs) {
  EXPECT_EQ(corrected("Liverpool Liverpool PROPN NNP 5 nsubj B-organization\n"
                      "striker striker NOUN NN 1 flat\n"
                      "Mara Mara PROPN NNP 2 flat B-person\n"
                      "Lind Lind PROPN NNP 1 flat I-person\n"
                      "left leave VERB VBD 0 root\n"),
            "Liverpool<striker compound striker<Mara nmod:desc Mara<left nsubj Lind<Mara flat left<- root");
}

TEST(NameTrees, WhatSheIsIsNoVerb) {
  EXPECT_EQ(corrected("Norvia Norvia PROPN NNP 2 nsubj B-organization\n"
                      "economist economist VERB VBD 0 root\n"
                      "Mara Mara PROPN NNP 5 nsubj B-person\n"
                      "Lind Lind PROPN NNP 3 flat I-person\n"
                      "expects expect VERB VBZ 2 ccomp\n"
                      "growth growth NOUN NN 5 obj\n"
                      "+. . PUNCT . 2 punct\n"),
            "Norvia<economist compound economist<Mara nmod:desc Mara<expects nsubj Lind<Mara flat expects<- root "
            "growth<expects obj .<expects punct");
  const char* verb =
      "Norvia Norvia PROPN NNP 2 nsubj B-organization\n"
      "hired hire VERB VBD 0 root\n"
      "Mara Mara PROPN NNP 2 obj B-person\n";
  EXPECT_EQ(corrected(verb), "Norvia<hired nsubj hired<- root Mara<hired obj");
}

TEST(NameTrees, AnAgeBetweenCommasKeepsTheSubject) {
  EXPECT_EQ(
      corrected("Mara Mara PROPN NNP 0 root B-person\n"
                "Lind Lind PROPN NNP 1 flat I-person\n"
                "+, , PUNCT , 4 punct\n"
                "34 34 NUM CD 1 appos\n"
                "+, , PUNCT , 6 punct\n"
                "left leave VERB VBD 1 parataxis\n"
                "Oslo Oslo PROPN NNP 6 obj B-place\n"
                "+. . PUNCT . 1 punct\n"),
      "Mara<left nsubj Lind<Mara flat ,<34 punct 34<Mara appos ,<left punct left<- root Oslo<left obj .<left punct");
}

TEST(NameTrees, ANameBelongsToTheNounRightBeforeIt) {
  EXPECT_EQ(
      corrected("Her her PRON PRP$ 2 nmod:poss\n"
                "husband husband NOUN NN 9 nsubj\n"
                "and and CCONJ CC 4 cc\n"
                "sons son NOUN NNS 2 conj\n"
                "+, , PUNCT , 6 punct\n"
                "Otto Otto PROPN NNP 2 appos B-person\n"
                "and and CCONJ CC 8 cc\n"
                "Max Max PROPN NNP 6 conj B-person\n"
                "came come VERB VBD 0 root\n"),
      "Her<husband nmod:poss husband<came nsubj and<sons cc sons<husband conj ,<Otto punct Otto<sons appos and<Max cc "
      "Max<Otto conj came<- root");
}

TEST(NameTrees, APlaceIsNoPartOfADay) {
  EXPECT_EQ(corrected("Lind Lind PROPN NNP 2 nsubj B-person\n"
                      "died die VERB VBD 0 root\n"
                      "on on ADP IN 4 case\n"
                      "Tuesday Tuesday PROPN NNP 2 obl\n"
                      "in in ADP IN 6 case\n"
                      "Oslo Oslo PROPN NNP 4 nmod B-place\n"),
            "Lind<died nsubj died<- root on<Tuesday case Tuesday<died obl in<Oslo case Oslo<died obl");
}

TEST(NameTrees, WhoIsNamedIsTheObject) {
  EXPECT_EQ(corrected("Norvia Norvia PROPN NNP 2 nsubj B-organization\n"
                      "named name VERB VBD 0 root\n"
                      "Mara Mara PROPN NNP 2 xcomp B-person\n"
                      "Lind Lind PROPN NNP 3 flat I-person\n"
                      "as as ADP IN 6 case\n"
                      "director director NOUN NN 3 obl\n"),
            "Norvia<named nsubj named<- root Mara<named obj Lind<Mara flat as<director case director<named obl");
}

TEST(NameTrees, ANameOnTopWithATransitiveParticipleIsItsSubject) {
  EXPECT_EQ(corrected("Oil oil NOUN NN 2 compound\n"
                      "firm firm NOUN NN 0 root\n"
                      "Norvia Norvia PROPN NNP 2 flat B-organization\n"
                      "named name VERB VBN 2 acl\n"
                      "Mara Mara PROPN NNP 4 obj B-person\n"
                      "+. . PUNCT . 2 punct\n"),
            "Oil<firm compound firm<Norvia nmod:desc Norvia<named nsubj named<- root Mara<named obj .<named punct");
  EXPECT_EQ(corrected("Norvia Norvia PROPN NNP 0 root B-organization\n"
                      "founded found VERB VBN 1 acl\n"
                      "in in ADP IN 4 case\n"
                      "1999 1999 NUM CD 2 obl\n"),
            "Norvia<- root founded<Norvia acl in<1999 case 1999<founded obl");
}

TEST(NameTrees, ANounBeforeANameBelongsToIt) {
  EXPECT_EQ(corrected("header header NOUN NN 6 nsubj\n"
                      "from from ADP IN 3 case\n"
                      "striker striker NOUN NN 1 nmod\n"
                      "Mara Mara PROPN NNP 6 nsubj B-person\n"
                      "Lind Lind PROPN NNP 4 flat I-person\n"
                      "won win VERB VBD 0 root\n"),
            "header<won nsubj from<Mara case striker<Mara nmod:desc Mara<header nmod Lind<Mara flat won<- root");
  EXPECT_EQ(corrected("farmer farmer NOUN NN 3 nsubj\n"
                      "Norvia Norvia PROPN NNP 3 nsubj B-organization\n"
                      "grew grow VERB VBD 0 root\n"),
            "farmer<Norvia nmod:desc Norvia<grew nsubj grew<- root");
}

TEST(NameTrees, WhoHoldsAnOfficeIsNoPartOfTheBody) {
  EXPECT_EQ(corrected("met meet VERB VBD 0 root\n"
                      "the the DET DT 3 det\n"
                      "governor governor NOUN NN 1 obj\n"
                      "of of ADP IN 5 case\n"
                      "Oslo Oslo PROPN NNP 3 nmod B-place\n"
                      "+, , PUNCT , 7 punct\n"
                      "Mara Mara PROPN NNP 5 flat B-person\n"),
            "met<- root the<governor det governor<met obj of<Oslo case Oslo<governor nmod ,<Mara punct Mara<governor "
            "appos");
}

TEST(NameTrees, AMarkerBelongsToThePhraseBehindIt) {
  EXPECT_EQ(corrected("married marry VERB VBN 0 root\n"
                      "to to ADP IN 8 case\n"
                      "the the DET DT 8 det\n"
                      "composer composer NOUN NN 3 obl\n"
                      "Mara Mara PROPN NNP 4 appos B-person\n"
                      "+; ; PUNCT : 8 punct\n"
                      "they they PRON PRP 8 nsubj\n"
                      "left leave VERB VBD 1 conj\n"),
            "married<- root to<Mara case the<Mara det composer<Mara nmod:desc Mara<married obl ;<left punct they<left "
            "nsubj left<married conj");
}

TEST(NameTrees, NothingHangsOnAMark) {
  EXPECT_EQ(corrected("met meet VERB VBD 0 root\n"
                      "Oslo Oslo PROPN NNP 1 obj B-place\n"
                      "+, , PUNCT , 2 punct\n"
                      "today today NOUN NN 3 appos\n"),
            "met<- root Oslo<met obj ,<today punct today<Oslo appos");
}

TEST(NameTrees, ASubjectWithAClauseKeepsItsVerb) {
  EXPECT_EQ(corrected("Mara Mara PROPN NNP 0 root B-person\n"
                      "+, , PUNCT , 5 punct\n"
                      "who who PRON WP 5 nsubj\n"
                      "had have AUX VBD 5 aux\n"
                      "met meet VERB VBN 1 acl:relcl\n"
                      "with with ADP IN 7 case\n"
                      "Otto Otto PROPN NNP 9 nsubj B-person\n"
                      "+, , PUNCT , 7 punct\n"
                      "left leave VERB VBD 5 parataxis\n"
                      "+. . PUNCT . 1 punct\n"),
            "Mara<left nsubj ,<met punct who<met nsubj had<met aux met<Mara acl:relcl with<Otto case Otto<met nmod "
            ",<Otto punct left<- root .<left punct");
}

TEST(NameTrees, APortfolioDescribesTheOffice) {
  EXPECT_EQ(corrected("Norvian Norvian PROPN NNP 6 nsubj\n"
                      "Power Power PROPN NNP 1 flat\n"
                      "Minister Minister PROPN NNP 4 nmod:desc\n"
                      "Mara Mara PROPN NNP 6 nsubj B-person\n"
                      "Lind Lind PROPN NNP 4 flat I-person\n"
                      "left leave VERB VBD 0 root\n"),
            "Norvian<Minister compound Power<Minister compound Minister<Mara nmod:desc Mara<left nsubj Lind<Mara flat "
            "left<- root");
}

TEST(NameTrees, AClassNounBeginsASentence) {
  EXPECT_EQ(corrected("Retailer Retailer PROPN NNP 3 nsubj\n"
                      "Zyntra Zyntra PROPN NNP 1 flat B-organization\n"
                      "grew grow VERB VBD 0 root\n"),
            "Retailer<Zyntra nmod:desc Zyntra<grew nsubj grew<- root");
  EXPECT_EQ(corrected("Norvian Norvian ADJ JJ 2 amod\n"
                      "retailer retailer NOUN NN 0 root\n"
                      "Zyntra Zyntra PROPN NNP 4 nsubj B-organization\n"
                      "grew grow VERB VBD 2 acl:relcl\n"),
            "Norvian<retailer amod retailer<Zyntra nmod:desc Zyntra<grew nsubj grew<- root");
}

TEST(NameTrees, ASyllableBehindAHyphenIsPartOfTheName) {
  EXPECT_EQ(corrected("Ku Ku PROPN NNP 5 nsubj B-person\n"
                      "Ja Ja PROPN NNP 1 flat I-person\n"
                      "+- - PUNCT HYPH 2 punct I-person\n"
                      "+won won PROPN NNP 5 nsubj I-person\n"
                      "left leave VERB VBD 0 root\n"),
            "Ku<left nsubj Ja<Ku flat -<won punct won<Ku flat left<- root");
}

TEST(NameTrees, AnyTreeStaysATree) {
  constexpr std::string_view kWords[] = {
      "Mara PROPN NNP",     "Lind PROPN NNP",    "striker NOUN NN",  "named VERB VBN",    "the DET DT",
      "of ADP IN",          "; PUNCT :",         "who PRON WP",      ", PUNCT ,",         "as ADP IN",
      "34 NUM CD",          "Tuesday PROPN NNP", "in ADP IN",        "Oslo PROPN NNP",    "by ADP IN",
      "which PRON WDT",     "borders ADP IN",    "shares NOUN NNS",  "be AUX VBZ",        "to PART TO",
      "on ADP IN",          "appoint VERB VBD",  "head NOUN NN",     "subsidiary ADJ JJ", "Norvian ADJ JJ",
      "Minister PROPN NNP", "- PUNCT HYPH",      "carmaker NOUN NN", "Retailer PROPN NNP"};
  constexpr std::string_view kRelations[] = {"nsubj",      "flat", "obj",       "appos", "conj",     "xcomp",
                                             "acl",        "obl",  "parataxis", "case",  "compound", "nmod",
                                             "nsubj:pass", "amod", "advcl",     "det"};
  std::mt19937 random(7);
  const auto pick = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  for (int round = 0; round < 6000; ++round) {
    const std::uint32_t size = 3 + pick(9);
    std::vector<std::uint32_t> order(size);  // a random tree: each token hangs on one that comes before it here
    for (std::uint32_t i = 0; i < size; ++i) order[i] = i;
    for (std::uint32_t i = size; i > 1; --i) std::swap(order[i - 1], order[pick(i)]);
    std::vector<std::string> lines(size);
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::string_view word = kWords[pick(std::size(kWords))];
      const std::string form(word.substr(0, word.find(' ')));
      const std::string head =
          i == 0 ? "0 root"
                 : std::to_string(order[pick(i)] + 1) + " " + std::string(kRelations[pick(std::size(kRelations))]);
      const bool name =
          word.find("PROPN") != std::string_view::npos && form != "Tuesday" && form != "Minister" && form != "Retailer";
      lines[order[i]] = form + " " + form + std::string(word.substr(word.find(' '))) + " " + head +
                        (!name          ? ""
                         : pick(2) == 0 ? " B-person"
                                        : " B-organization");
    }
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    AnnotatedText sentence = annotated(text);
    std::vector<Token>& tokens = sentence.annotation.sentences.at(0).tokens;
    correct_tree(sentence.annotation.sentences[0]);
    std::uint32_t roots = 0;
    for (std::uint32_t t = 0; t < size; ++t) {
      if (tokens[t].head == Token::kNoHead) ++roots;
      std::int32_t at = tokens[t].head;
      std::uint32_t steps = 0;
      while (at != Token::kNoHead && steps <= size) {
        at = tokens[static_cast<std::size_t>(at)].head;
        ++steps;
      }
      ASSERT_LE(steps, size) << text;
      ASSERT_EQ(tokens[t].head == Token::kNoHead, tokens[t].deprel == Deprel::kRoot) << text;
    }
    ASSERT_EQ(roots, 1U) << text;
  }
}

}  // namespace
}  // namespace factgraph
