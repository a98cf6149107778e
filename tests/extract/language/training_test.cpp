#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "core/error.h"
#include "extract/language/conllu.h"
#include "extract/language/embedded_models.h"
#include "extract/language/lemmatizer.h"
#include "extract/language/parser.h"
#include "extract/language/tagger.h"
#include "extract/language/training/train_lemmatizer.h"
#include "extract/language/training/train_parser.h"
#include "extract/language/training/train_tagger.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

// A language small enough to learn by heart: word, lemma, UPOS, XPOS, head, relation.
constexpr const char* kTreebank =
    "1 Dogs dog NOUN NNS 2 nsubj\n2 bark bark VERB VBP 0 root\n3 . . PUNCT . 2 punct\n\n"
    "1 The the DET DT 2 det\n2 cats cat NOUN NNS 3 nsubj\n3 sleep sleep VERB VBP 0 root\n4 . . PUNCT . 3 punct\n\n"
    "1 Dogs dog NOUN NNS 2 nsubj\n2 see see VERB VBP 0 root\n3 the the DET DT 4 det\n4 cats cat NOUN NNS 2 obj\n"
    "5 . . PUNCT . 2 punct\n\n"
    "1 The the DET DT 2 det\n2 birds bird NOUN NNS 3 nsubj\n3 sing sing VERB VBP 0 root\n4 in in ADP IN 6 case\n"
    "5 the the DET DT 6 det\n6 trees tree NOUN NNS 3 obl\n7 . . PUNCT . 3 punct\n\n"
    "1 Birds bird NOUN NNS 2 nsubj\n2 see see VERB VBP 0 root\n3 dogs dog NOUN NNS 2 obj\n4 . . PUNCT . 2 punct\n\n"
    "1 In in ADP IN 3 case\n2 the the DET DT 3 det\n3 trees tree NOUN NNS 5 obl\n4 cats cat NOUN NNS 5 nsubj\n"
    "5 sleep sleep VERB VBP 0 root\n6 . . PUNCT . 5 punct\n\n";

std::vector<Sentence> treebank() {
  std::istringstream lines(kTreebank);
  std::ostringstream conllu;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string id, form, lemma, upos, xpos, head, deprel;
    if (fields >> id >> form >> lemma >> upos >> xpos >> head >> deprel) {
      for (const std::string& field : {id, form, lemma, upos, xpos, std::string("_"), head, deprel}) {
        conllu << field << '\t';
      }
      conllu << "_\t_";
    }
    conllu << '\n';
  }
  std::istringstream input(conllu.str());
  return read_conllu(input, "treebank").at(0).annotation.sentences;
}

const WordClasses& word_classes() {
  static const WordClasses kClasses(ModelFile::view(embedded_model("words"), "words"));
  return kClasses;
}

TaggerTraining small_tagger() {
  TaggerTraining options;
  options.min_class = 1;
  options.rows = 4096;
  return options;
}

ParserTraining small_parser() {
  ParserTraining options;
  options.rows = 4096;
  return options;
}

std::string bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(TaggerTraining, LearnsItsTreebankAndGivesTheSameBytesTwice) {
  const TemporaryFolder folder;
  const std::vector<Sentence> sentences = treebank();
  train_tagger(sentences, word_classes(), small_tagger(), folder / "a");
  train_tagger(sentences, word_classes(), small_tagger(), folder / "b");
  EXPECT_EQ(bytes(folder / "a"), bytes(folder / "b"));

  const Tagger tagger(ModelFile::open(folder / "a"));
  for (const Sentence& sentence : sentences) {
    std::vector<Token> tokens = sentence.tokens;
    for (Token& token : tokens) token.upos = Upos::kX;
    tagger.tag(tokens, word_features(tokens, word_classes()));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      EXPECT_EQ(tokens[i].upos, sentence.tokens[i].upos) << tokens[i].form;
      EXPECT_EQ(tokens[i].xpos, sentence.tokens[i].xpos) << tokens[i].form;
    }
  }
}

TEST(TaggerTraining, AnotherSeedGivesAnotherModel) {
  const TemporaryFolder folder;
  TaggerTraining options = small_tagger();
  train_tagger(treebank(), word_classes(), options, folder / "a");
  options.seed = 2;
  train_tagger(treebank(), word_classes(), options, folder / "b");
  EXPECT_NE(bytes(folder / "a"), bytes(folder / "b"));
}

TEST(TaggerTraining, JackknifedTagsKeepTheWordsAndLeaveNoDraft) {
  const TemporaryFolder folder;
  // Two folds of fifty neighbours each.
  std::vector<Sentence> sentences;
  for (int i = 0; i < 17; ++i) {
    for (const Sentence& sentence : treebank()) sentences.push_back(sentence);
  }
  std::vector<Sentence*> pointers;
  for (Sentence& sentence : sentences) pointers.push_back(&sentence);
  TaggerTraining options = small_tagger();
  options.epochs = 2;
  jackknife_tags(pointers, 2, word_classes(), options, folder / "draft");
  EXPECT_FALSE(std::filesystem::exists(folder / "draft"));
  const std::vector<Sentence> gold = treebank();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (std::size_t j = 0; j < sentences[i].tokens.size(); ++j) {
      EXPECT_EQ(sentences[i].tokens[j].form, gold[i % gold.size()].tokens[j].form);
      EXPECT_EQ(sentences[i].tokens[j].upos, gold[i % gold.size()].tokens[j].upos);
    }
  }
}

TEST(ParserTraining, LearnsItsTreebankInBothDirectionsAndGivesTheSameBytesTwice) {
  const TemporaryFolder folder;
  const std::vector<Sentence> sentences = treebank();
  for (const bool right_to_left : {false, true}) {
    ParserTraining options = small_parser();
    options.right_to_left = right_to_left;
    train_parser(sentences, word_classes(), options, folder / "a");
    train_parser(sentences, word_classes(), options, folder / "b");
    EXPECT_EQ(bytes(folder / "a"), bytes(folder / "b"));

    const Parser parser(ModelFile::open(folder / "a"));
    for (const Sentence& sentence : sentences) {
      const ParseTree tree = parser.parse(sentence.tokens, word_features(sentence.tokens, word_classes()));
      for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
        EXPECT_EQ(tree.heads[i], sentence.tokens[i].head) << sentence.tokens[i].form;
        EXPECT_EQ(tree.deprels[i], sentence.tokens[i].deprel) << sentence.tokens[i].form;
      }
    }
  }
}

TEST(LemmatizerTraining, LearnsEndingsAndGivesTheSameBytesTwice) {
  const TemporaryFolder folder;
  train_lemmatizer(treebank(), folder / "a");
  train_lemmatizer(treebank(), folder / "b");
  EXPECT_EQ(bytes(folder / "a"), bytes(folder / "b"));
  const Lemmatizer lemmatizer(ModelFile::open(folder / "a"));
  EXPECT_EQ(lemmatizer.lemma("cats", Upos::kNoun, Xpos::kNns), "cat");
  EXPECT_EQ(lemmatizer.lemma("houses", Upos::kNoun, Xpos::kNns), "house");
}

TEST(Training, NothingToLearnFromIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(train_tagger({}, word_classes(), small_tagger(), folder / "a"), InputError);
  EXPECT_THROW(train_parser({}, word_classes(), small_parser(), folder / "a"), InputError);
  EXPECT_THROW(train_lemmatizer({}, folder / "a"), InputError);
}

}  // namespace
}  // namespace factgraph
