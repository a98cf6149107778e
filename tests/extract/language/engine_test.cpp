#include "extract/language/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::ThrowsMessage;

Sentence sentence_of(const std::vector<std::string>& forms) {
  Sentence sentence;
  for (const std::string& form : forms) {
    Token token;
    token.form = form;
    sentence.tokens.push_back(token);
  }
  return sentence;
}

const LanguageEngine& engine() {
  static const LanguageEngine kEngine;
  return kEngine;
}

const LanguageEngine& fast_engine() {
  static const LanguageEngine kEngine(LanguageEngine::Options{.fast = true, .models_dir = {}});
  return kEngine;
}

Sentence complete(const LanguageEngine& engine, Sentence sentence) {
  Annotation annotation;
  annotation.sentences.push_back(std::move(sentence));
  engine.complete(Document{}, annotation);
  return annotation.sentences[0];
}

// "word/TAG/lemma/relation" of each token, and the word it hangs on.
std::vector<std::string> describe(const Sentence& sentence) {
  std::vector<std::string> lines;
  for (const Token& token : sentence.tokens) {
    lines.push_back(token.form + " " + std::string(to_string(token.upos)) + " " + token.lemma + " " +
                    std::string(to_string(token.deprel)) + " " +
                    (token.head < 0 ? "-" : sentence.tokens[static_cast<std::size_t>(token.head)].form));
  }
  return lines;
}

void expect_tree(const Sentence& sentence) {
  const auto size = static_cast<std::int32_t>(sentence.tokens.size());
  int roots = 0;
  for (const Token& token : sentence.tokens) {
    roots += token.head == Token::kNoHead ? 1 : 0;
    EXPECT_EQ(token.head == Token::kNoHead, token.deprel == Deprel::kRoot);
    ASSERT_LT(token.head, size);
    std::int32_t steps = 0;
    for (std::int32_t at = token.head; at != Token::kNoHead; at = sentence.tokens[static_cast<std::size_t>(at)].head) {
      ASSERT_GE(at, 0);
      ASSERT_LT(steps++, size) << "a cycle";
    }
  }
  EXPECT_EQ(roots, 1);
}

TEST(LanguageEngine, TagsLemmatizesAndParses) {
  const std::vector<std::string> forms = {"The", "teacher", "bought", "two", "old", "houses", "of", "stone", "."};
  const std::vector<std::string> expected = {
      "The DET the det teacher",   "teacher NOUN teacher nsubj bought", "bought VERB buy root -",
      "two NUM two nummod houses", "old ADJ old amod houses",           "houses NOUN house obj bought",
      "of ADP of case stone",      "stone NOUN stone nmod houses",      ". PUNCT . punct bought"};
  EXPECT_EQ(describe(complete(engine(), sentence_of(forms))), expected);
  EXPECT_EQ(describe(complete(fast_engine(), sentence_of(forms))), expected);
}

TEST(LanguageEngine, KeepsWhatIsAlreadyThere) {
  Sentence sentence = sentence_of({"Ships", "sail"});
  sentence.tagged = true;
  sentence.tokens[0].upos = Upos::kPropn;
  sentence.tokens[0].xpos = Xpos::kNnps;
  sentence.tokens[0].lemma = "shippe";
  sentence.tokens[1].upos = Upos::kVerb;
  sentence.tokens[1].xpos = Xpos::kVbp;
  sentence.parsed = true;
  sentence.tokens[0].deprel = Deprel::kRoot;
  sentence.tokens[1].head = 0;
  sentence.tokens[1].deprel = Deprel::kAcl;
  EXPECT_THAT(describe(complete(engine(), sentence)),
              ElementsAre("Ships PROPN shippe root -", "sail VERB sail acl Ships"));
}

TEST(LanguageEngine, EverySequenceOfWordsBecomesATree) {
  const std::vector<std::string> words = {"the",  "The",   "bank", "said",
                                          "that", "who",   ",",    ".",
                                          "(",    ")",     "and",  "of",
                                          "to",   "is",    "was",  "\"",
                                          "Rome", "42",    "n't",  "\xC3\xA9t\xC3\xA9",
                                          "if",   "run",   "very", "\xFF",
                                          "",     "-----", "by",   "http://a.example"};
  std::mt19937 random(7);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<std::string> forms(1 + random() % 60);
    for (std::string& form : forms) form = words[random() % words.size()];
    expect_tree(complete(engine(), sentence_of(forms)));
    expect_tree(complete(fast_engine(), sentence_of(forms)));
  }
}

TEST(LanguageEngine, ReadsSentencesOfThousandsOfWords) {
  std::vector<std::string> forms;
  for (int i = 0; i < 1000; ++i) {
    for (const char* form : {"a", "list", "of", "things", "and"}) forms.emplace_back(form);
  }
  expect_tree(complete(engine(), sentence_of(forms)));
  expect_tree(complete(fast_engine(), sentence_of(forms)));
  expect_tree(complete(fast_engine(), sentence_of({forms.begin(), forms.begin() + 1000})));
}

TEST(LanguageEngine, AWordIsATree) { expect_tree(complete(fast_engine(), sentence_of({"Rain"}))); }

TEST(LanguageEngine, NamesItsModels) {
  EXPECT_THAT(engine().model_versions(), testing::Contains(HasSubstr("tagger 3 ")));
  EXPECT_THAT(engine().model_versions(), SizeIs(fast_engine().model_versions().size() + 2));
}

TEST(LanguageEngine, AMissingOrDamagedModelIsNamed) {
  const TemporaryFolder folder;
  const auto load = [&] { LanguageEngine(LanguageEngine::Options{.fast = false, .models_dir = folder.path()}); };
  EXPECT_THAT(load, ThrowsMessage<ModelError>(HasSubstr(".model")));
  std::ofstream(folder / "tokenizer.model") << "FGMODEL\n and no more";
  EXPECT_THAT(load, ThrowsMessage<ModelError>(HasSubstr("tokenizer.model")));
}

}  // namespace
}  // namespace factgraph
