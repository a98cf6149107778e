#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/language/linear_model.h"
#include "extract/language/model_file.h"
#include "extract/language/word_classes.h"
#include "extract/patterns.h"
#include "extract/relation_features.h"
#include "schema/ontology.h"

namespace factgraph {

// What the classifier can tell apart: relations of the shipped ontology, some of them by kinds.
enum class RelationClass : std::uint8_t {
  kBornIn, kDiedIn, kLivesIn, kCitizenOf, kEducatedAt, kSpouseOf, kChildOf, kSiblingOf, kWorksFor, kChiefExecutive,
  kMemberOf, kFounded, kHeadquarteredIn, kSubsidiaryOf, kCapitalOf, kTookPlaceIn, kDateOfBirth, kDateOfDeath, kInception
};
constexpr std::size_t kRelationClasses = 19;

// The relation of the ontology a class belongs to, such as "leads".
[[nodiscard]] std::string_view relation_of(RelationClass relation);

// Which classes an ontology admits between two ends. Keeps a reference.
class RelationAdmission {
 public:
  explicit RelationAdmission(const Ontology& ontology);

  // Index of a class's relation in the ontology; SIZE_MAX if it has none of that name and kind.
  [[nodiscard]] std::size_t index(std::size_t relation) const { return classes_[relation].index; }
  [[nodiscard]] bool symmetric(std::size_t relation) const { return classes_[relation].symmetric; }

  // The relation of that class between those two things (by any of their mentions) among `known`, which the patterns found
  // in the sentence; nullptr if there is none.
  [[nodiscard]] const Relation* find(std::size_t relation, const SentenceView& view, const RelationPair& pair,
                                     std::span<const Relation> known) const;

  // A bit for each class that may hold between the ends of `pair`, by their types and the words of the sentence.
  [[nodiscard]] std::uint32_t admitted(const SentenceView& view, const RelationPair& pair) const;

 private:
  struct Class {
    std::size_t index = SIZE_MAX;
    bool symmetric = false;
    bool date = false;
    std::vector<std::string> domain, range;  // sorted
  };
  const Ontology& ontology_;
  std::array<Class, kRelationClasses> classes_;
};

// Finds relations the patterns have no words for, by what trained weights make of two ends and all that stands around
// them: one logistic regression for each class, over hashed features. Whole numbers, the same everywhere. Thread-safe.
class RelationClassifier {
 public:
  static constexpr std::uint32_t kVersion = 1;
  static constexpr std::string_view kKind = "relations";

  // Scores are logits in units of kStep; probabilities are kept for steps of kBucket of them, in ten thousandths.
  static constexpr double kStep = 1.0 / 64;
  static constexpr std::int32_t kBucket = 8;
  static constexpr std::size_t kBuckets = 128;
  static constexpr std::size_t bucket_of(std::int32_t score) {
    const std::int32_t bucket = score / kBucket + static_cast<std::int32_t>(kBuckets / 2);
    return static_cast<std::size_t>(bucket < 0 ? 0 : bucket >= static_cast<std::int32_t>(kBuckets)
                                                        ? static_cast<std::int32_t>(kBuckets) - 1 : bucket);
  }

  // References outlive the classifier. Throws ModelError if `file` is no model of relations.
  RelationClassifier(const ModelFile& file, const WordClasses& classes, const Ontology& ontology);

  // The relations of a sentence that are likely enough and not among `known`, those the patterns found there: one for each
  // pair of mentions of their two ends, also of those that a pattern found by other mentions. The match's `relation` is an
  // index in the ontology, its confidence a calibrated probability (or the pattern's), its trigger the word that speaks
  // most for the relation. They point into `view`.
  [[nodiscard]] std::vector<PatternMatch> find(const SentenceView& view, std::span<const Relation> known) const;

 private:
  [[nodiscard]] std::uint32_t trigger_of(const std::vector<RelationFeatures::Feature>& features, std::size_t relation,
                                         const PatternMatch& match) const;

  const WordClasses& classes_;
  const Ontology& ontology_;
  RelationAdmission admission_;
  LinearModel weights_;
  std::array<std::int16_t, kRelationClasses> thresholds_{};
  std::array<std::array<std::uint16_t, kBuckets>, kRelationClasses> probabilities_{};
};

}  // namespace factgraph
