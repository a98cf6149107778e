#include "extract/language/training/perceptron.h"

#include <algorithm>

#include "extract/language/linear_model.h"

namespace factgraph {

AveragedPerceptron::AveragedPerceptron(std::uint32_t rows, std::size_t classes)
    : rows_(rows),
      stride_(padded_classes(classes)),
      weights_(rows * padded_classes(classes)),
      totals_(rows * padded_classes(classes)) {}

void AveragedPerceptron::score(std::span<const std::uint32_t> rows, std::span<std::int32_t> scores) const {
  constexpr std::size_t kAhead = 24;
  for (std::size_t i = 0; i < rows.size() && i < kAhead; ++i) {
    const std::int32_t* row = weights_.data() + rows[i] * stride_;
    for (std::size_t j = 0; j < stride_; j += 16) __builtin_prefetch(row + j);
  }
  std::fill(scores.begin(), scores.end(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + kAhead < rows.size()) {
      const std::int32_t* next = weights_.data() + rows[i + kAhead] * stride_;
      for (std::size_t j = 0; j < stride_; j += 16) __builtin_prefetch(next + j);
    }
    const std::int32_t* row = weights_.data() + rows[i] * stride_;
    for (std::size_t block = 0; block < stride_; block += kClassBlock) {
      for (std::size_t j = 0; j < kClassBlock; ++j) scores[block + j] += row[block + j];
    }
  }
}

void AveragedPerceptron::learn(std::span<const std::uint32_t> rows, std::size_t right, std::size_t wrong) {
  if (right != wrong) {
    add(rows, right, 1);
    add(rows, wrong, -1);
  }
  ++time_;
}

void AveragedPerceptron::add(std::span<const std::uint32_t> rows, std::size_t column, std::int32_t amount) {
  for (const std::uint32_t row : rows) {
    weights_[row * stride_ + column] += amount;
    totals_[row * stride_ + column] += amount * time_;
  }
}

std::vector<float> AveragedPerceptron::average() const {
  std::vector<float> average(weights_.size());
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    average[i] = static_cast<float>(static_cast<double>(weights_[i]) -
                                    static_cast<double>(totals_[i]) / static_cast<double>(time_));
  }
  return average;
}

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace factgraph
