#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/linear_model.h"
#include "extract/language/word_features.h"

namespace factgraph {

// The parser's walk over one sentence, shared with the training program.
//
// Arc-hybrid transitions (Kuhlmann et al. 2011) without an artificial root: the last word on the stack is the root, so
// that every walk of 2n-1 transitions ends in a tree with one root.

enum class Move : std::uint8_t {
  kShift,
  kLeft,
  kRight
};  // kLeft: next word takes the top; kRight: the word below does

// What a class of the parser's model does.
struct Transition {
  Move move = Move::kShift;
  Deprel deprel = Deprel::kDep;
};

// A word as the parser's features see it; all 0 where there is none.
struct ParserWord {
  std::uint32_t word = 0;  // rare words as capital, suffix and company
  std::uint32_t tag = 0;   // UPOS and XPOS
  std::uint32_t upos = 0;
  std::uint32_t suffix = 0;  // last three letters
  WordClass company;
};

// The words of a sentence for the features, in the order in which they will be walked. `known` has the frequent words.
[[nodiscard]] std::vector<ParserWord> parser_words(std::span<const Token> tokens,
                                                   std::span<const WordFeatures> features, const WordTable& known,
                                                   bool right_to_left);

class TransitionState {
 public:
  static constexpr std::uint32_t kFeatures = 218;
  static constexpr std::int32_t kNone = -1;

  // `words` must outlive this.
  explicit TransitionState(std::span<const ParserWord> words);

  [[nodiscard]] bool done() const { return next_ == size_ && stack_.size() <= 1; }
  [[nodiscard]] bool allows(Move move) const;
  void apply(Transition transition);

  // Rows of the features of this state in a table of `table_rows` rows.
  void rows(std::uint32_t table_rows, std::span<std::uint32_t, kFeatures> out) const;

  // Head and relation given to each word so far, kNone and kDep before.
  [[nodiscard]] std::span<const std::int32_t> heads() const { return heads_; }
  [[nodiscard]] std::span<const Deprel> deprels() const { return deprels_; }

  [[nodiscard]] std::span<const std::int32_t> stack() const { return stack_; }
  [[nodiscard]] std::int32_t next() const { return next_; }  // first word not yet read
  [[nodiscard]] std::int32_t size() const { return size_; }

 private:
  struct Children {
    std::array<std::int32_t, 2> left{kNone, kNone};   // outermost first
    std::array<std::int32_t, 2> right{kNone, kNone};  // outermost first
    std::uint16_t left_count = 0;
    std::uint16_t right_count = 0;
    std::uint64_t left_relations = 0;  // sets of Deprel
    std::uint64_t right_relations = 0;
    std::uint32_t marker = 0;  // word of the last case, mark or cc among them
  };
  void attach(std::int32_t child, std::int32_t head, Deprel deprel);

  std::span<const ParserWord> words_;
  std::int32_t size_;
  std::int32_t next_ = 0;
  std::vector<std::int32_t> stack_;
  std::vector<std::int32_t> heads_;
  std::vector<Deprel> deprels_;
  std::vector<Children> children_;
};

}  // namespace factgraph
