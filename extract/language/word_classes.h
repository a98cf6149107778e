#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "extract/language/model_file.h"

namespace factgraph {

// Groups of words that keep similar company, at three grains. Ids start at 1; 0 means the word is not known.
struct WordClass {
  std::uint16_t fine = 0;    // of 1000
  std::uint16_t middle = 0;  // of 300
  std::uint16_t coarse = 0;  // of 60

  friend bool operator==(const WordClass&, const WordClass&) = default;
};

// The classes of some 340,000 English words, from the model file words.model (docs/models.md).
class WordClasses {
 public:
  static constexpr std::uint32_t kVersion = 1;
  static constexpr std::uint32_t kFine = 1000;
  static constexpr std::uint32_t kMiddle = 300;
  static constexpr std::uint32_t kCoarse = 60;

  // Throws ModelError if `model` is not a model of word classes.
  explicit WordClasses(const ModelFile& model);

  // The classes of a word in lower case, without accents. About one unknown word in 10,000 is taken for a known one:
  // the model holds hashes of words only.
  [[nodiscard]] WordClass lookup(std::string_view lower) const;

 private:
  ModelFile model_;
  std::span<const std::uint32_t> starts_;        // of each bucket in the two below; one more than buckets
  std::span<const std::uint16_t> fingerprints_;  // sorted within a bucket
  std::span<const std::uint32_t> classes_;       // see pack()
};

}  // namespace factgraph
