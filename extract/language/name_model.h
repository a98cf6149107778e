#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/language/model_file.h"
#include "extract/language/name_labels.h"

namespace factgraph {

// Scores of labels and of label pairs in integers, units of 1 / kScale of a log-probability.
using NameScores = std::array<std::int32_t, kNameLabels>;

// The weights of the name recogniser: a sparse row of scores for each known feature, found by hash (names.model).
class NameModel {
 public:
  static constexpr std::uint32_t kVersion = 1;
  static constexpr std::int32_t kScale = 20;
  static constexpr std::uint32_t kBuckets = 1U << 16;

  // One row as the training program hands it over.
  struct Row {
    std::uint64_t feature = 0;
    std::vector<std::pair<std::uint8_t, std::int8_t>> weights;  // label and score
  };

  // Throws ModelError if `file` is no model of names.
  explicit NameModel(const ModelFile& file);

  // Adds the scores of a feature.
  void add(std::uint64_t feature, NameScores& scores) const;

  [[nodiscard]] std::int32_t transition(std::uint32_t label, std::uint32_t next) const {
    return transitions_[label * kNameLabels + next];
  }

  // The probability that a name found with this margin over the next best reading is right.
  [[nodiscard]] float confidence(std::int32_t margin) const;

  // Writes names.model. `calibration` holds probabilities in percent for margins of 0, 1, 2, ... steps of kMarginStep.
  static constexpr std::int32_t kMarginStep = 10;
  static void write(const std::filesystem::path& path, std::vector<Row> rows,
                    const std::array<std::int16_t, kNameLabels * kNameLabels>& transitions,
                    const std::vector<std::uint8_t>& calibration);

 private:
  ModelFile file_;
  std::span<const std::uint32_t> row_starts_;     // first row of each bucket; one more than buckets
  std::span<const std::uint32_t> weight_starts_;  // first weight of each bucket; one more than buckets
  std::span<const std::uint16_t> fingerprints_;   // of each row
  std::span<const std::uint8_t> sizes_;           // number of weights of each row
  std::span<const std::uint8_t> labels_;          // of each weight
  std::span<const std::int8_t> weights_;
  std::span<const std::int16_t> transitions_;
  std::span<const std::uint8_t> calibration_;
};

}  // namespace factgraph
