#include "extract/language/name_model.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::uint32_t bucket_of(std::uint64_t feature) { return static_cast<std::uint32_t>(feature >> 48); }
constexpr std::uint16_t fingerprint_of(std::uint64_t feature) { return static_cast<std::uint16_t>(feature >> 32); }

}  // namespace

NameModel::NameModel(const ModelFile& file) : file_(file) {
  file_.expect("names", kVersion);
  row_starts_ = file_.array<std::uint32_t>("row starts");
  weight_starts_ = file_.array<std::uint32_t>("weight starts");
  fingerprints_ = file_.array<std::uint16_t>("fingerprints");
  sizes_ = file_.array<std::uint8_t>("sizes");
  labels_ = file_.array<std::uint8_t>("labels");
  weights_ = file_.array<std::int8_t>("weights");
  transitions_ = file_.array<std::int16_t>("transitions");
  calibration_ = file_.array<std::uint8_t>("calibration");
  bool fits = row_starts_.size() == kBuckets + 1 && weight_starts_.size() == kBuckets + 1 && row_starts_.front() == 0 &&
              weight_starts_.front() == 0 && row_starts_.back() == fingerprints_.size() &&
              sizes_.size() == fingerprints_.size() && weight_starts_.back() == labels_.size() &&
              labels_.size() == weights_.size() && transitions_.size() == std::size_t{kNameLabels} * kNameLabels &&
              !calibration_.empty() && std::is_sorted(row_starts_.begin(), row_starts_.end()) &&
              std::all_of(labels_.begin(), labels_.end(), [](std::uint8_t label) { return label < kNameLabels; });
  for (std::uint32_t b = 0; fits && b < kBuckets; ++b) {
    std::uint64_t weights = weight_starts_[b];
    for (std::uint32_t row = row_starts_[b]; row < row_starts_[b + 1]; ++row) weights += sizes_[row];
    fits = weights == weight_starts_[b + 1];
  }
  if (!fits) throw ModelError("names: sections do not fit one another; install the models of this version again");
}

void NameModel::add(std::uint64_t feature, NameScores& scores) const {
  const std::uint32_t bucket = bucket_of(feature);
  const std::uint16_t fingerprint = fingerprint_of(feature);
  std::uint32_t weight = weight_starts_[bucket];
  for (std::uint32_t row = row_starts_[bucket]; row < row_starts_[bucket + 1]; ++row) {
    if (fingerprints_[row] == fingerprint) {
      for (const std::uint32_t end = weight + sizes_[row]; weight < end; ++weight) {
        scores[labels_[weight]] += weights_[weight];
      }
      return;
    }
    weight += sizes_[row];
  }
}

float NameModel::confidence(std::int32_t margin) const {
  const auto step = static_cast<std::size_t>(std::max(margin, 0) / kMarginStep);
  return static_cast<float>(calibration_[std::min(step, calibration_.size() - 1)]) / 100.0F;
}

void NameModel::write(const std::filesystem::path& path, std::vector<Row> rows,
                      const std::array<std::int16_t, kNameLabels * kNameLabels>& transitions,
                      const std::vector<std::uint8_t>& calibration) {
  const auto order = [](const Row& row) { return std::pair(bucket_of(row.feature), fingerprint_of(row.feature)); };
  const auto heft = [](const Row& row) {
    int sum = 0;
    for (const auto& [label, weight] : row.weights) sum += std::abs(static_cast<int>(weight));
    return sum;
  };
  // Of rows that cannot be told apart the heaviest stays.
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return std::tuple(order(a), -heft(a), a.feature) < std::tuple(order(b), -heft(b), b.feature);
  });
  rows.erase(std::unique(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return order(a) == order(b); }),
             rows.end());
  std::vector<std::uint32_t> row_starts(kBuckets + 1);
  std::vector<std::uint32_t> weight_starts(kBuckets + 1);
  std::vector<std::uint16_t> fingerprints;
  std::vector<std::uint8_t> sizes;
  std::vector<std::uint8_t> labels;
  std::vector<std::int8_t> weights;
  for (const Row& row : rows) {
    ++row_starts[bucket_of(row.feature) + 1];
    weight_starts[bucket_of(row.feature) + 1] += static_cast<std::uint32_t>(row.weights.size());
    fingerprints.push_back(fingerprint_of(row.feature));
    sizes.push_back(static_cast<std::uint8_t>(row.weights.size()));
    for (const auto& [label, weight] : row.weights) {
      labels.push_back(label);
      weights.push_back(weight);
    }
  }
  for (std::uint32_t b = 0; b < kBuckets; ++b) {
    row_starts[b + 1] += row_starts[b];
    weight_starts[b + 1] += weight_starts[b];
  }
  ModelWriter writer("names", kVersion);
  writer.add_array<std::uint32_t>("row starts", row_starts);
  writer.add_array<std::uint32_t>("weight starts", weight_starts);
  writer.add_array<std::uint16_t>("fingerprints", fingerprints);
  writer.add_array<std::uint8_t>("sizes", sizes);
  writer.add_array<std::uint8_t>("labels", labels);
  writer.add_array<std::int8_t>("weights", weights);
  writer.add_array<std::int16_t>("transitions", transitions);
  writer.add_array<std::uint8_t>("calibration", calibration);
  writer.write(path);
}

}  // namespace factgraph
