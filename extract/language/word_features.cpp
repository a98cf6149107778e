#include "extract/language/word_features.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <xxhash.h>

#include <algorithm>
#include <string>

#include "extract/language/fold.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kSeed = 2166136261U;

std::uint32_t mix(std::uint32_t hash, std::uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1U;
  return hash ^ (hash >> 15U);
}

std::uint32_t nonzero(std::uint32_t hash) { return hash == 0 ? 1 : hash; }

// Typographic quotation marks and dashes as ASCII has them, digits as 0: news and corpora write them differently.
UChar32 unify(UChar32 c) {
  if (c < 0x80) return c >= '0' && c <= '9' ? '0' : c;
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
      return '"';
    case 0x2010:
    case 0x2011:
      return '-';
    default:
      return u_isdigit(c) != 0 ? '0' : c;
  }
}

std::uint32_t hash_of(const std::u32string& text) {
  return nonzero(static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size() * sizeof(char32_t))));
}

char class_of(UChar32 original, UChar32 unified, UChar32 lowered) {
  if (unified == '0') return 'd';
  if (lowered != unified) return 'X';
  if (original < 0x80 ? (original >= 'a' && original <= 'z') : u_isalpha(original) != 0) return 'x';
  return static_cast<char>(unified < 0x80 ? unified : '*');
}

}  // namespace

WordFeatures word_features(std::string_view form, const WordClasses& classes) {
  // Longer words are no words; their beginning says enough.
  form = form.substr(0, 256);
  thread_local std::u32string text;
  thread_local std::u32string lower;
  text.clear();
  lower.clear();

  WordFeatures word;
  std::uint32_t shape = kSeed;
  char previous = 0;
  bool letter = false;
  bool capitals = true;
  const auto size = static_cast<std::int32_t>(form.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 original = 0;
    U8_NEXT_OR_FFFD(form.data(), at, size, original);
    const UChar32 c = unify(original);
    const UChar32 low = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : u_tolower(c);
    const char kind = class_of(original, c, low);
    if (kind == 'X' && text.empty()) word.flags |= kCapitalFirst;
    if (kind == 'X' || kind == 'x') letter = true;
    if (kind == 'x') capitals = false;
    if (kind == 'd') word.flags |= kHasDigit;
    if (kind == '-') word.flags |= kHasHyphen;
    if (kind == '.') word.flags |= kHasPeriod;
    if (original == 0x201C || original == 0x2018 || original == 0xAB) word.flags |= kOpeningMark;
    if (original == 0x201D || original == 0x2019 || original == 0xBB) word.flags |= kClosingMark;
    if (kind != previous) shape = mix(shape, static_cast<std::uint32_t>(kind));
    previous = kind;
    text.push_back(static_cast<char32_t>(c));
    lower.push_back(static_cast<char32_t>(low));
  }
  if (letter && capitals) word.flags |= kAllCapitals;
  if (!letter) word.flags |= kNoLetter;
  if (text.size() > 6) word.flags |= kLong;
  word.shape = nonzero(mix(shape, static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), 4))));
  word.form = hash_of(text);
  word.lower = hash_of(lower);
  std::uint32_t hash = kSeed;
  for (std::size_t i = 0; i < word.prefix.size() && i < lower.size(); ++i) {
    hash = mix(hash, lower[i]);
    word.prefix[i] = nonzero(hash);
  }
  hash = kSeed;
  for (std::size_t i = 0; i < word.suffix.size() && i < lower.size(); ++i) {
    hash = mix(hash, lower[lower.size() - 1 - i]);
    word.suffix[i] = nonzero(hash);
  }
  if (letter) word.company = classes.lookup(fold(form));
  return word;
}

std::vector<WordFeatures> word_features(std::span<const Token> tokens, const WordClasses& classes) {
  std::vector<WordFeatures> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(word_features(token.form, classes));
  return words;
}

}  // namespace factgraph
