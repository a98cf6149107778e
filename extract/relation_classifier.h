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
#include "extract/relation_judge.h"
#include "schema/ontology.h"

namespace factgraph {

// What the classifier can tell apart: relations of the shipped ontology, some of them by kinds.
enum class RelationClass : std::uint8_t {
  kBornIn,
  kDiedIn,
  kLivesIn,
  kCitizenOf,
  kEducatedAt,
  kSpouseOf,
  kChildOf,
  kSiblingOf,
  kWorksFor,
  kChiefExecutive,
  kMemberOf,
  kFounded,
  kHeadquarteredIn,
  kSubsidiaryOf,
  kCapitalOf,
  kTookPlaceIn,
  kDateOfBirth,
  kDateOfDeath,
  kInception
};
static_assert(static_cast<std::size_t>(RelationClass::kInception) + 1 == kRelationClasses);

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
  // Whether the word stands before the name of somebody else than `entity`: "chief executive Ada".
  [[nodiscard]] bool is_office_of_another(const SentenceView& view, std::uint32_t office, std::uint32_t entity) const;

  const Ontology& ontology_;
  std::array<Class, kRelationClasses> classes_;
};

// What is known of a pair before anything is scored, all but the scores. `pair` is one of `view`.
[[nodiscard]] ScoredPair describe(const RelationAdmission& admission, const SentenceView& view,
                                  const RelationPair& pair, std::span<const Relation> known);

// A relation as a pair of mentions tells it.
struct ClassifiedRelation {
  PatternMatch match;               // `relation` is an index in the ontology
  const Relation* known = nullptr;  // what a pattern found of the same two ends by other mentions; nullptr if nothing
  bool timeless = false;            // holds at any time, whatever the sentence says: kin, nations, capitals
};

// Finds relations the patterns have no words for, by what trained weights make of two ends and all that stands around
// them: one logistic regression for each class, over hashed features, and a judge that sees all pairs of a sentence beside
// one another. Whole numbers, the same everywhere. Thread-safe.
class RelationClassifier {
 public:
  static constexpr std::uint32_t kVersion = 2;
  static constexpr std::string_view kKind = "relations";

  // Scores are logits in units of kStep.
  static constexpr double kStep = 1.0 / 64;
  // A pair of mentions that is less likely to tell of a relation, in ten thousandths, is left out.
  static constexpr std::uint16_t kLeast = 4500;
  // A pattern that is so sure of itself is believed.
  static constexpr double kSure = 0.95;

  // References outlive the classifier. Throws ModelError if `file` is no model of relations.
  RelationClassifier(const ModelFile& file, const WordClasses& classes, const Ontology& ontology);

  // The relations of a sentence that are likely enough and not among `known`, which the patterns found there: one for each
  // pair of mentions of their two ends, also of those a pattern found by other mentions. All those of two ends have the
  // confidence of the likeliest and its trigger, the word that speaks most for the relation. They point into `view` and
  // `known`. Those of `known` that experience tells of get the probability as their confidence.
  [[nodiscard]] std::vector<ClassifiedRelation> find(const SentenceView& view, std::span<Relation> known) const;

 private:
  [[nodiscard]] std::uint32_t trigger_of(const std::vector<RelationFeatures::Feature>& features, std::size_t relation,
                                         const PatternMatch& match) const;
  // Of a chief executive, the words nearest to `match` that say so.
  void find_office(const Tree& tree, PatternMatch& match) const;

  const WordClasses& classes_;
  const Ontology& ontology_;
  RelationAdmission admission_;
  LinearModel weights_;
  RelationJudge judge_;
};

}  // namespace factgraph
