#pragma once

#include <span>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/linear_model.h"
#include "extract/language/transition_state.h"

namespace factgraph {

// A tree over a sentence: head (Token::kNoHead for the root) and relation of each word.
struct ParseTree {
  std::vector<std::int32_t> heads;
  std::vector<Deprel> deprels;
};

// Dependency parser: greedy arc-hybrid transitions scored by a linear model (Goldberg and Nivre 2013; features after
// Zhang and Nivre 2011), in time linear in the sentence. Immutable and thread-safe.
class Parser {
 public:
  static constexpr std::uint32_t kVersion = 3;

  // Throws ModelError if `file` is no parser of this version.
  explicit Parser(const ModelFile& file);

  // The tree over a tagged sentence of at least one word, `words` the features of each: one root, no cycle.
  [[nodiscard]] ParseTree parse(std::span<const Token> tokens, std::span<const WordFeatures> words) const;

 private:
  bool right_to_left_ = false;
  std::vector<Transition> classes_;
  WordTable known_;
  LinearModel model_;
};

// The tree for which most of `parsers` vote arc by arc (a maximum spanning tree, Sagae and Lavie 2006), the first deciding
// where they tie; that of the first alone for sentences longer than kMaxVoted words.
inline constexpr std::size_t kMaxVoted = 1000;
[[nodiscard]] ParseTree parse_by_vote(std::span<const Parser> parsers, std::span<const Token> tokens,
                                      std::span<const WordFeatures> words);

}  // namespace factgraph
