#include "extract/language/linear_model.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error.h"

namespace factgraph {
namespace {

using Weights16 = std::int8_t __attribute__((vector_size(16)));
using Sums16 = std::int16_t __attribute__((vector_size(32)));
constexpr std::size_t kLevels = 16;

// Two blocks of classes at a time stay in registers while the rows go by.
[[gnu::always_inline]] inline void sum_rows(const std::int8_t* weights, std::size_t stride,
                                            std::span<const std::uint32_t> rows, std::int16_t* scores) {
  for (std::size_t block = 0; block < stride; block += 2 * kClassBlock) {
    const bool two = block + kClassBlock < stride;
    const std::size_t next = two ? kClassBlock : 0;
    Sums16 first{};
    Sums16 second{};
    for (const std::uint32_t row : rows) {
      const std::int8_t* at = weights + static_cast<std::size_t>(row) * stride + block;
      Weights16 a;
      Weights16 b;
      std::memcpy(&a, at, sizeof(a));
      std::memcpy(&b, at + next, sizeof(b));
      first += __builtin_convertvector(a, Sums16);
      second += __builtin_convertvector(b, Sums16);
    }
    std::memcpy(scores + block, &first, sizeof(first));
    if (two) std::memcpy(scores + block + kClassBlock, &second, sizeof(second));
  }
}

void sum_rows_anywhere(const std::int8_t* weights, std::size_t stride, std::span<const std::uint32_t> rows,
                       std::int16_t* scores) {
  sum_rows(weights, stride, rows, scores);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_rows_avx2(const std::int8_t* weights, std::size_t stride,
                                           std::span<const std::uint32_t> rows, std::int16_t* scores) {
  sum_rows(weights, stride, rows, scores);
}

using Sum = void (*)(const std::int8_t*, std::size_t, std::span<const std::uint32_t>, std::int16_t*);
const Sum kSum = __builtin_cpu_supports("avx2") != 0 ? sum_rows_avx2 : sum_rows_anywhere;
#else
constexpr auto kSum = sum_rows_anywhere;
#endif

}  // namespace

LinearModel::LinearModel(const ModelFile& file, std::size_t classes) : stride_(padded_classes(classes)) {
  const auto rows = file.array<std::uint32_t>("rows");
  const auto codebook = file.array<std::int8_t>("codebook");
  const auto packed = file.array<std::uint8_t>("weights");
  const std::size_t row_bytes = (classes + 1) / 2;
  if (rows.size() != 1 || rows[0] == 0 || codebook.size() != kLevels || classes == 0 ||
      packed.size() != rows[0] * row_bytes) {
    throw ModelError(
        fmt::format("{}: the weights do not fit the classes; install the models of this version again", file.kind()));
  }
  rows_ = rows[0];
  std::array<std::uint16_t, 256> pairs{};  // two weights of a byte, low half first
  for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
    const std::array<std::int8_t, 2> pair = {codebook[byte % kLevels], codebook[byte / kLevels]};
    std::memcpy(&pairs[byte], pair.data(), 2);
  }
  weights_.resize(rows_ * stride_);
  const std::uint8_t* from = packed.data();
  std::int8_t* to = weights_.data();
  for (std::uint32_t row = 0; row < rows_; ++row, from += row_bytes, to += stride_) {
    for (std::size_t i = 0; i < row_bytes; ++i) std::memcpy(to + 2 * i, &pairs[from[i]], 2);
  }
}

void LinearModel::score(std::span<const std::uint32_t> rows, std::span<std::int16_t> scores) const {
  kSum(weights_.data(), stride_, rows, scores.data());
}

void write_linear_model(ModelWriter& writer, std::span<const float> weights, std::size_t classes) {
  const std::size_t stride = padded_classes(classes);
  const std::size_t rows = weights.size() / stride;

  // One-dimensional k-means (Lloyd 1982) over a histogram of the weights, the value 0 kept.
  constexpr std::int32_t kHalf = 2048;
  std::vector<float> sizes;
  for (const float weight : weights) {
    if (weight != 0) sizes.push_back(std::abs(weight));
  }
  float top = 1;
  if (!sizes.empty()) {
    const auto rank = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - 1 - sizes.size() / 20000);
    std::nth_element(sizes.begin(), rank, sizes.end());
    top = *rank;
  }
  const auto bin_of = [&](float weight) {
    return std::clamp(static_cast<std::int32_t>(std::lround(weight / top * (kHalf - 1))), 1 - kHalf, kHalf - 1);
  };
  std::vector<double> counts(2 * kHalf);
  for (const float weight : weights) {
    if (weight != 0) counts[static_cast<std::size_t>(bin_of(weight) + kHalf)] += 1;
  }
  std::array<double, kLevels> centers{};
  for (std::size_t i = 0; i < kLevels; ++i) {
    const double at = (static_cast<double>(i) - 7) / 8;
    centers[i] = (at < 0 ? -1 : 1) * at * at * (kHalf - 1);
  }
  std::vector<std::uint8_t> level_of(2 * kHalf);
  for (int round = 0; round < 100; ++round) {
    std::array<double, kLevels> sum{};
    std::array<double, kLevels> mass{};
    std::size_t level = 0;
    for (std::int32_t bin = -kHalf; bin < kHalf; ++bin) {
      while (level + 1 < kLevels && std::abs(centers[level + 1] - bin) < std::abs(centers[level] - bin)) ++level;
      const auto at = static_cast<std::size_t>(bin + kHalf);
      level_of[at] = static_cast<std::uint8_t>(level);
      sum[level] += counts[at] * bin;
      mass[level] += counts[at];
    }
    for (std::size_t i = 0; i < kLevels; ++i) {
      if (i != 7 && mass[i] > 0) centers[i] = sum[i] / mass[i];
    }
  }
  std::array<std::int8_t, kLevels> codebook{};
  for (std::size_t i = 0; i < kLevels; ++i) {
    codebook[i] = static_cast<std::int8_t>(std::lround(centers[i] * 127 / kHalf));
  }
  std::vector<std::uint8_t> packed;
  packed.reserve(rows * ((classes + 1) / 2));
  const auto code = [&](std::size_t row, std::size_t column) -> std::uint8_t {
    return column < classes ? level_of[static_cast<std::size_t>(bin_of(weights[row * stride + column]) + kHalf)]
                            : std::uint8_t{7};
  };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < classes; column += 2) {
      packed.push_back(static_cast<std::uint8_t>(code(row, column) | (code(row, column + 1) << 4U)));
    }
  }
  const auto row_count = static_cast<std::uint32_t>(rows);
  writer.add_array<std::uint32_t>("rows", {&row_count, 1});
  writer.add_array<std::int8_t>("codebook", codebook);
  writer.add_array<std::uint8_t>("weights", packed);
}

WordTable::WordTable(const ModelFile& file, std::string_view name) {
  const auto keys = file.array<std::uint32_t>(std::string(name) + ".keys");
  const auto values = file.array<std::uint16_t>(std::string(name) + ".values");
  if (keys.size() != values.size()) {
    throw ModelError(fmt::format("{}: table '{}' has keys without values; install the models of this version again",
                                 file.kind(), name));
  }
  fill(keys, values);
}

WordTable::WordTable(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values) { fill(keys, values); }

void WordTable::fill(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values) {
  slots_.resize(std::bit_ceil(std::max<std::size_t>(2 * keys.size(), 2)));
  mask_ = slots_.size() - 1;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (values[i] == 0) continue;
    std::size_t at = keys[i] & mask_;
    while (slots_[at].value != 0) at = (at + 1) & mask_;
    slots_[at] = {keys[i], values[i]};
  }
}

}  // namespace factgraph
