#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/linear_model.h"

namespace factgraph {

// How a lemma comes from its form: take `keep_case` or the lower case, drop `drop` characters, append `ending`.
struct LemmaScript {
  bool keep_case = false;
  std::uint32_t drop = 0;
  std::string ending;

  // The shortest script from `form` to `lemma`.
  [[nodiscard]] static LemmaScript between(std::string_view form, std::string_view lemma);
  [[nodiscard]] std::string apply(std::string_view form) const;
};

// Gives words their dictionary form by rules over their ending, tag and capitals, the longest ending first; a whole
// word is the longest of endings. Immutable and thread-safe.
class Lemmatizer {
 public:
  static constexpr std::uint32_t kVersion = 1;

  // Throws ModelError if `file` is no lemmatizer of this version.
  explicit Lemmatizer(const ModelFile& file);

  // Sets `lemma` of tagged tokens.
  void lemmatize(std::span<Token> tokens) const;
  [[nodiscard]] std::string lemma(std::string_view form, Upos upos, Xpos xpos) const;

 private:
  std::vector<LemmaScript> scripts_;
  WordTable rules_;
};

// What the rules are keyed by, shared with the training program: keys from the whole word to the empty ending.
class LemmaKeys {
 public:
  LemmaKeys(std::string_view form, Upos upos, Xpos xpos);
  [[nodiscard]] std::span<const std::uint32_t> longest_first() const { return keys_; }

 private:
  std::vector<std::uint32_t> keys_;
};

}  // namespace factgraph
