#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/word_classes.h"

namespace factgraph {

// What the tagger and the parser see of a word's letters, hashed; 0 stands for nothing there.
struct WordFeatures {
  std::uint32_t form = 0;                 // as written, digits and quotation marks unified
  std::uint32_t lower = 0;                // the same in lower case
  std::array<std::uint32_t, 4> prefix{};  // of 1 to 4 characters, lower case
  std::array<std::uint32_t, 5> suffix{};  // of 1 to 5 characters, lower case
  std::uint32_t shape = 0;                // runs of upper, lower, digit, other, such as Xx-d
  std::uint32_t flags = 0;                // capital first, all capitals, digit, hyphen, full stop, ... as bits
  WordClass company;                      // the groups the word belongs to
};

enum WordFlag : std::uint32_t {
  kCapitalFirst = 1,
  kAllCapitals = 2,
  kHasDigit = 4,
  kHasHyphen = 8,
  kHasPeriod = 16,
  kNoLetter = 32,
  kLong = 64,
  kOpeningMark = 128,
  kClosingMark = 256,
};

[[nodiscard]] WordFeatures word_features(std::string_view form, const WordClasses& classes);
[[nodiscard]] std::vector<WordFeatures> word_features(std::span<const Token> tokens, const WordClasses& classes);

}  // namespace factgraph
