#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/language/model_file.h"

namespace factgraph {

// What the relation classifier can tell apart (extract/relation_classifier.h lists it).
constexpr std::size_t kRelationClasses = 19;

// A pair of mentions of a sentence with all that was found out about it alone: numbers only, so that a trainer can keep many.
struct ScoredPair {
  // What a pattern found of the pair's two ends.
  enum Known : std::uint8_t { kUnknown, kToldOfOthers, kToldOfThese };  // by other mentions; by these very mentions

  std::uint32_t subject = 0, object = 0;  // entities; of a date its first token
  std::uint32_t subject_first = 0, subject_last = 0, object_first = 0, object_last = 0;  // tokens
  std::uint8_t subject_kind = 0, object_kind = 0;
  bool date = false;
  std::uint32_t admitted = 0;   // a bit for each class that may hold
  std::uint32_t symmetric = 0;  // a bit for each class that has no direction
  std::array<std::uint8_t, kRelationClasses> known{};
  std::array<std::int16_t, kRelationClasses> scores{};  // by the classifier's weights, steps of 1/64
};

// The pairs of one sentence, seen beside one another. Keeps a reference.
class PairCompany {
 public:
  explicit PairCompany(std::span<const ScoredPair> pairs);

  // Whether a class is worth judging for a pair: a pattern found it or some pair of mentions of its ends scores well enough.
  [[nodiscard]] bool plausible(std::size_t pair, std::size_t relation) const;

  // The rows of the judge's weights that speak of a pair and a class.
  void features(std::size_t pair, std::size_t relation, std::vector<std::uint32_t>& rows) const;

  // Pairs of the same two ends have the same number, in whatever direction where the class has none.
  [[nodiscard]] std::uint32_t ends(std::size_t pair, std::size_t relation) const;

 private:
  struct Ends {
    std::uint32_t subject = 0, object = 0;
    bool date = false;
    std::uint32_t mirrored = 0;  // number of the ends the other way round, or of these
    std::uint32_t pairs = 0;
    std::uint32_t nearest = 0;  // tokens between the mentions that stand nearest to each other
    std::uint32_t admitted = 0;
    std::array<std::uint8_t, kRelationClasses> known{};
    std::array<std::int16_t, kRelationClasses> best{};
  };
  [[nodiscard]] std::int32_t best(const Ends& ends, std::size_t relation) const;
  [[nodiscard]] std::uint8_t known(const Ends& ends, std::size_t relation) const;

  std::span<const ScoredPair> pairs_;
  std::vector<Ends> ends_;
  std::vector<std::uint32_t> ends_of_;                      // by pair
  std::vector<std::uint8_t> subject_order_, object_order_;  // of a pair's mentions among those of their entities
};

// Says how likely a pair of mentions tells of a relation, from what the classifier's weights make of it and of the pairs
// beside it and from what the patterns found: logistic regression over the scores of a first one (stacked generalisation:
// Wolpert 1992). Whole numbers, the same everywhere. Immutable.
class RelationJudge {
 public:
  static constexpr std::uint32_t kRows = 1U << 13U;
  static constexpr double kStep = 1.0 / 256;   // of weights and scores, in logits
  static constexpr std::int32_t kBucket = 32;  // scores are told apart in steps of so many
  static constexpr std::size_t kBuckets = 128;

  static constexpr std::size_t bucket_of(std::int32_t score) {
    const std::int32_t bucket =
        (score + (score < 0 ? 1 - kBucket : 0)) / kBucket + static_cast<std::int32_t>(kBuckets / 2);
    return static_cast<std::size_t>(bucket < 0 ? 0
                                    : bucket >= static_cast<std::int32_t>(kBuckets)
                                        ? static_cast<std::int32_t>(kBuckets) - 1
                                        : bucket);
  }

  // Throws ModelError if the sections "judge" and "probabilities" do not fit.
  explicit RelationJudge(const ModelFile& file);

  // The probability, in ten thousandths.
  [[nodiscard]] std::uint16_t probability(const std::vector<std::uint32_t>& rows) const;

 private:
  std::vector<std::int16_t> weights_;
  std::array<std::uint16_t, kBuckets> probabilities_{};
};

}  // namespace factgraph
