#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace factgraph {

// Averaged multiclass perceptron (Collins 2002) over hashed rows of weights, as LinearModel reads them. All values are
// whole numbers until the average is taken, so that training gives the same bytes on every machine.
class AveragedPerceptron {
 public:
  AveragedPerceptron(std::uint32_t rows, std::size_t classes);

  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }

  // Sums `rows` into `scores`, which has stride() elements.
  void score(std::span<const std::uint32_t> rows, std::span<std::int32_t> scores) const;

  // Counts one decision; where it was wrong, moves the weights from `wrong` to `right`.
  void learn(std::span<const std::uint32_t> rows, std::size_t right, std::size_t wrong);

  // The weights averaged over all decisions.
  [[nodiscard]] std::vector<float> average() const;

 private:
  void add(std::span<const std::uint32_t> rows, std::size_t column, std::int32_t amount);

  std::uint32_t rows_;
  std::size_t stride_;
  std::int64_t time_ = 1;
  std::vector<std::int32_t> weights_;
  std::vector<std::int64_t> totals_;  // what each weight's changes weigh by the time they came
};

// A small generator of random numbers, the same everywhere (SplitMix64: Steele et al. 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  // Uniform in [0, bound).
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  // Uniform in [0, 1).
  double fraction() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace factgraph
