#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/word_classes.h"

namespace factgraph {

// What the name recogniser sees of the words of a document, shared with the training program.

// Everything about one token that features are made of. Words are hashes; 0 stands for nothing there.
struct NameWord {
  std::uint32_t form = 0;
  std::uint32_t lower = 0;  // folded
  std::uint32_t shape = 0;
  std::array<std::uint32_t, 4> prefix{};  // of 1 to 4 bytes
  std::array<std::uint32_t, 4> suffix{};  // of 2 to 5 bytes
  WordClass ids;
  std::uint16_t known = 0;      // what the gazetteer says of the word alone, as bits
  std::uint16_t phrase = 0;     // and of the longest phrase the word stands in, with its place there
  std::uint8_t tag = 0;         // Xpos
  std::uint8_t evidence = 0;    // how the rest of the document writes the word
  std::uint8_t run = 0;         // place in a run of capitalised words
  bool capital = false;         // starts with a capital letter
  std::uint32_t run_first = 0;  // tokens [first, last) of the run, with "of" and the like inside
  std::uint32_t run_last = 0;
  // The longer run that the document has this word in elsewhere, or whose acronym it is: what is known of its first and last
  // word, and the word's place there (0: there is no such run).
  std::uint16_t kin_first = 0;
  std::uint16_t kin_last = 0;
  WordClass kin_ids;  // of the last word
  std::uint8_t kin = 0;
  // The type of what has this word in its name, as the document says ("Heeney is a village"): NameType, or nothing. Only where
  // that name is as long as the run here, or a person's and longer.
  static constexpr std::uint8_t kNothingSaid = 255;
  std::uint8_t said = kNothingSaid;
};

class NameFeatures {
 public:
  static constexpr std::size_t kCount = 98;

  // Looks at a whole document, whose tokens have forms and tags. Linear in its size. References outlive the constructor only.
  NameFeatures(std::span<const Sentence> sentences, const WordClasses& classes);

  // The features of one token, hashed.
  void of(std::size_t sentence, std::size_t token, std::span<std::uint64_t, kCount> out) const;

  [[nodiscard]] std::span<const NameWord> words(std::size_t sentence) const {
    return std::span(words_).subspan(starts_[sentence], starts_[sentence + 1] - starts_[sentence]);
  }

 private:
  std::vector<NameWord> words_;       // of all sentences
  std::vector<std::size_t> starts_;   // of each sentence in words_; one more than sentences
  std::vector<std::uint8_t> styles_;  // of each sentence: ordinary, headline, capitals, no capitals
};

}  // namespace factgraph
