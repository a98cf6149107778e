#pragma once

#include <span>
#include <utility>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/linear_model.h"
#include "extract/language/word_features.h"

namespace factgraph {

// Part-of-speech tagger: a greedy linear classifier over joint UPOS and XPOS labels, from left to right with its own
// decisions as history (averaged perceptron: Collins 2002). Immutable and thread-safe.
class Tagger {
 public:
  static constexpr std::uint32_t kVersion = 3;

  // Throws ModelError if `file` is no tagger of this version.
  explicit Tagger(const ModelFile& file);

  // Sets `upos` and `xpos` of the tokens of one sentence; `words` are the features of each.
  void tag(std::span<Token> tokens, std::span<const WordFeatures> words) const;

 private:
  std::vector<std::pair<Upos, Xpos>> classes_;
  WordTable lexicon_;
  LinearModel model_;
};

// The features of one sentence, shared with the training program.
class TaggerFeatures {
 public:
  static constexpr std::uint32_t kCount = 84;

  // Looks at the words; `lexicon` gives each known word (WordFeatures::form) its ambiguity class.
  TaggerFeatures(std::span<const WordFeatures> words, const WordTable& lexicon);

  // Rows of the features of token `index`, where the two tokens before have classes `tag1` (nearest) and `tag2`, counted
  // from 1; 0 before the sentence.
  void rows(std::size_t index, std::uint32_t tag1, std::uint32_t tag2, std::uint32_t table_rows,
            std::span<std::uint32_t, kCount> out) const;

 private:
  struct Word {
    WordFeatures letters;
    std::uint32_t ambiguity = 0;
  };
  std::vector<Word> words_;  // two empty ones at each end
};

}  // namespace factgraph
