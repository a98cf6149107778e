#include "extract/language/training/train_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "extract/language/tokenizer.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;

// A treebank of sentences whose words are separated by spaces; "+" before a word glues it to the one before.
std::vector<ConlluDocument> treebank(const std::vector<std::string_view>& sentences) {
  std::string conllu;
  for (const std::string_view sentence : sentences) {
    std::istringstream stream{std::string(sentence)};
    const std::vector<std::string> words(std::istream_iterator<std::string>(stream), {});
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool glued = words[i][0] == '+';
      const bool glues = i + 1 < words.size() && words[i + 1][0] == '+';
      conllu += std::to_string(i + 1) + "\t" + words[i].substr(glued ? 1 : 0) + "\t_\t_\t_\t_\t_\t_\t_\t" +
                (glues ? "SpaceAfter=No" : "_") + "\n";
    }
    conllu += "\n";
  }
  std::istringstream input(conllu);
  return read_conllu(input, "treebank");
}

std::vector<ConlluDocument> some_treebank() {
  return treebank({"Dr. Who came +.", "We can +not stay +.", "She saw Dr. No +, too +.", "They can +not leave +.",
                   "Go home +.", "Dr. Hill left +.", "You need +n't wait +."});
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(TrainTokenizer, LearnsWhereWordsAndSentencesEnd) {
  const TemporaryFolder folder;
  const auto documents = some_treebank();
  train_tokenizer(documents, {}, folder / "some.model");
  const Tokenizer tokenizer(ModelFile::open(folder / "some.model"));
  const Text text("Dr. No cannot wait. You needn't stay.");
  std::vector<std::string> sentences;
  for (const Sentence& sentence : tokenizer.tokenize(text, {0, text.size()})) {
    std::string& words = sentences.emplace_back();
    for (const Token& token : sentence.tokens) words += token.form + ' ';
  }
  EXPECT_THAT(sentences, ElementsAre("Dr. No can not wait . ", "You need n't stay . "));
}

TEST(TrainTokenizer, SameTreebankGivesSameBytes) {
  const TemporaryFolder folder;
  const auto documents = some_treebank();
  train_tokenizer(documents, {}, folder / "first.model");
  train_tokenizer(documents, {}, folder / "second.model");
  EXPECT_EQ(bytes_of(folder / "first.model"), bytes_of(folder / "second.model"));
  train_tokenizer(std::span(documents).first(0), {}, folder / "empty.model");
  EXPECT_NE(bytes_of(folder / "first.model"), bytes_of(folder / "empty.model"));
}

}  // namespace
}  // namespace factgraph
