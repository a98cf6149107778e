#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "core/text.h"

namespace factgraph {

// Of the features and the model file; changes with either.
inline constexpr std::uint32_t kTokenizerVersion = 1;

// The part of the tokenizer that its trainer shares: finds the places where a word or a sentence could end and describes
// them by features; who decides is up to the caller.

// Hashes of what holds at a place in the text.
class Features {
 public:
  static constexpr std::size_t kCapacity = 64;

  void clear() { size_ = 0; }
  void add(std::uint32_t feature) { hashes_[size_++] = feature; }
  [[nodiscard]] const std::uint32_t* begin() const { return hashes_.data(); }
  [[nodiscard]] const std::uint32_t* end() const { return hashes_.data() + size_; }

 private:
  std::array<std::uint32_t, kCapacity> hashes_;
  std::size_t size_ = 0;
};

// Decides, in the order of the text; what it answers becomes part of later features.
class SegmentDecider {
 public:
  virtual ~SegmentDecider() = default;

  // Whether a word ends before code point `at`, inside a stretch without white space.
  [[nodiscard]] virtual bool ends_word(const Features& features, std::uint32_t at) = 0;

  // Whether the word that ends at code point `at` ends its sentence, too. White space follows.
  [[nodiscard]] virtual bool ends_sentence(const Features& features, std::uint32_t at) = 0;
};

// Strings of letters that may be two words, and after how many letters the second begins: "cannot" 3, "gonna" 3.
class SplitLexicon {
 public:
  SplitLexicon() = default;
  explicit SplitLexicon(const std::vector<std::pair<std::string, std::uint32_t>>& entries);  // in lower case

  // Length of the first word; 0 if the letters, hashed as Segmenter does, are no entry.
  [[nodiscard]] std::uint32_t find(std::uint32_t hash) const;

 private:
  struct Entry {
    std::uint32_t hash = 0;
    std::uint32_t first = 0;
  };
  std::vector<Entry> table_;  // open addressing, a power of two; empty without entries
};

// Words of a block in order; the last word of each sentence is marked.
struct SegmentedWord {
  Span span;
  bool ends_sentence = false;
};

[[nodiscard]] std::vector<SegmentedWord> segment(const Text& text, Span block, const SplitLexicon& lexicon,
                                                 SegmentDecider& decider);

}  // namespace factgraph
