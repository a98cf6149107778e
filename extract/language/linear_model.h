#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/language/model_file.h"

namespace factgraph {

// What the tagger and the parser share: multiclass linear scoring over hashed features.
//
// A feature is a template's number with up to three atoms (numbers that stand for words, tags, ...), hashed to a row
// of weights, one per class, so that a feature costs one vector addition (hash kernel: Shi et al. 2009). Weights
// are small integers, sums are exact: scores are the same on every machine.

// Atoms of a template, as positions in the array of atoms; position 0 holds the empty atom.
using FeatureTemplate = std::array<std::uint8_t, 3>;

[[nodiscard]] constexpr std::uint32_t hash_feature(std::uint32_t number, std::uint32_t a, std::uint32_t b,
                                                   std::uint32_t c) {
  constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = (number + 1) * 0xD6E8FEB86659FD93U;
  hash = ((hash ^ a) * kMultiplier);
  hash = ((hash ^ (hash >> 32U) ^ b) * kMultiplier);
  hash = ((hash ^ (hash >> 32U) ^ c) * kMultiplier);
  return static_cast<std::uint32_t>(hash >> 32U);
}

// Row of a table of `rows` rows for a hashed feature.
[[nodiscard]] constexpr std::uint32_t row_of(std::uint32_t hash, std::uint32_t rows) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(hash) * rows) >> 32U);
}

// Classes are padded so that a row is a whole number of vectors.
constexpr std::size_t kClassBlock = 16;
[[nodiscard]] constexpr std::size_t padded_classes(std::size_t classes) {
  return (classes + kClassBlock - 1) / kClassBlock * kClassBlock;
}

// The weights, unpacked from the arithmetic code in which a model file keeps them. Immutable.
//
// Scoring waits for memory and nothing else, so a row is laid out for few cache lines: the classes whose weights are
// mostly not 0 share its first line, and the others are looked at only where some of them are not 0.
class LinearModel {
 public:
  // At most so many features may be scored at once, lest a sum overflow.
  static constexpr std::size_t kMaxFeatures = 256;

  // Throws ModelError if the sections "rows", "groups", "frequencies" and "weights" do not fit together and `classes`.
  LinearModel(const ModelFile& file, std::size_t classes);

  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] std::size_t stride() const { return padded_classes(place_.size()); }  // padded number of classes

  // Sums `rows`, at most kMaxFeatures, into `scores`, which has stride() elements.
  void score(std::span<const std::uint32_t> rows, std::span<std::int16_t> scores) const;

 private:
  struct Free {
    void operator()(std::int8_t* bytes) const { std::free(bytes); }
  };
  using Bytes = std::unique_ptr<std::int8_t[], Free>;
  static Bytes allocate(std::size_t size);

  std::uint32_t rows_ = 0;
  std::vector<std::uint16_t> place_;  // of each class within a row
  std::size_t head_ = 0;              // weights of a row in heads_
  std::size_t tail_ = 0;              // weights of a row in tails_
  Bytes heads_;
  Bytes tails_;
  std::vector<std::uint64_t> has_tail_;  // a bit for each row that is not 0 there
};

// Writes trained weights (rows of padded_classes(classes) each) as LinearModel reads them, rounded to multiples of `step`.
void write_linear_model(ModelWriter& writer, std::span<const float> weights, std::size_t classes, double step);

// A map from hashed words to small numbers, read from two sections of a model file: sorted keys, and their values.
class WordTable {
 public:
  WordTable() = default;
  WordTable(const ModelFile& file, std::string_view name);
  WordTable(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values);

  // 0 if `key` is not there.
  [[nodiscard]] std::uint16_t find(std::uint32_t key) const {
    if (slots_.empty()) return 0;
    for (std::size_t at = key & mask_;; at = (at + 1) & mask_) {
      if (slots_[at].value == 0) return 0;
      if (slots_[at].key == key) return slots_[at].value;
    }
  }

 private:
  struct Slot {
    std::uint32_t key = 0;
    std::uint16_t value = 0;
  };
  void fill(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values);

  std::size_t mask_ = 0;
  std::vector<Slot> slots_;  // open addressing, at most half full; value 0 marks a free one
};

}  // namespace factgraph
