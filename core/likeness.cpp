#include "core/likeness.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace factgraph {
namespace {

constexpr std::size_t kMostCharacters = 100;  // what is compared by edit distance stays cheap whatever comes in
constexpr std::size_t kLeastInWord = 4;       // shorter words (of, the, von) have to be the same

std::u32string characters(std::string_view text) {
  std::u32string result;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t length = text.size();
  for (std::size_t at = 0; at < length && result.size() < kMostCharacters;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, length, c);
    result.push_back(static_cast<char32_t>(c));
  }
  return result;
}

std::vector<std::u32string> words_of(const std::u32string& text) {
  std::vector<std::u32string> words;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(U' ', from), text.size());
    if (to > from) words.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

// Edit distance with transpositions of neighbours (optimal string alignment).
std::size_t edits(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

// Up to a third of the letters of `wanted`; nullopt where they are further apart.
std::optional<std::size_t> close(const std::u32string& wanted, const std::u32string& other) {
  const std::size_t most = wanted.size() < kLeastInWord ? 0 : wanted.size() / 3;
  if (std::max(other.size(), wanted.size()) - std::min(other.size(), wanted.size()) > most) return std::nullopt;
  const std::size_t found = edits(wanted, other);
  return found <= most ? std::optional(found) : std::nullopt;
}

}  // namespace

Likeness::Likeness(std::string_view wanted) : wanted_(characters(wanted)), words_(words_of(wanted_)) {}

std::optional<std::size_t> Likeness::distance_to(std::string_view text) const {
  const std::u32string name = characters(text);
  if (const auto spelt = close(wanted_, name)) return spelt;

  const std::vector<std::u32string> words = words_of(name);
  bool shared = false;
  std::size_t far = kMostCharacters;
  for (const std::u32string& word : words_) {
    std::optional<std::size_t> nearest;
    for (const std::u32string& other : words) {
      const auto found = close(word, other);
      if (found && *found < nearest.value_or(kMostCharacters)) nearest = found;
    }
    far += nearest.value_or(word.size());
    shared = shared || (nearest && word.size() >= kLeastInWord);
  }
  if (shared) return far;
  if (wanted_.size() >= 3 && name.find(wanted_) != std::u32string::npos) return 3 * kMostCharacters;
  return std::nullopt;
}

}  // namespace factgraph
