#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/times.h"

namespace factgraph {

// The name of a step in a sentence graph: "subj", "obj", ..., or a preposition. Small and dense.
using StepLabel = std::uint16_t;

// The label of that name, nullopt if no graph ever has it. docs/ontology.md lists them.
[[nodiscard]] std::optional<StepLabel> parse_step(std::string_view name);

// The name of a label; "..." for prepositions that have none.
[[nodiscard]] std::string_view step_name(StepLabel label);

// What a sentence says, freed from how it says it: a graph over its tokens in which the one who acts is `subj` and the
// one acted upon is `obj`, be the sentence active or passive, a relative clause, a participle or an apposition; whose
// coordinated words each have all their steps; and where a noun that describes something ("X is the president", "X, the
// president", "President X", "X became president") has it as `subj`. Names are single nodes: their head.
//
// The ideas are those of enhanced Universal Dependencies (Schuster and Manning 2016) carried a little further.
class SentenceGraph {
 public:
  static constexpr std::uint32_t kNoMarker = std::numeric_limits<std::uint32_t>::max();

  struct Step {
    std::uint32_t to = 0;
    StepLabel label = 0;
    std::uint32_t marker = kNoMarker;  // the word that makes the step: a preposition or a copula
  };

  // A relative pronoun and the noun or name it stands for.
  struct Relative {
    std::uint32_t pronoun = 0;
    std::uint32_t antecedent = 0;
  };

  // `mentions` and `times` are those of this sentence. Takes near-linear time.
  SentenceGraph(const Tree& tree, std::span<const ResolvedMention> mentions, const std::vector<Entity>& entities,
                std::span<const TimeExpression> times, const Ontology& ontology);

  // Steps that leave and that reach a token; of the latter `to` is where they come from.
  [[nodiscard]] std::span<const Step> from(std::uint32_t token) const;
  [[nodiscard]] std::span<const Step> into(std::uint32_t token) const;

  [[nodiscard]] std::span<const Relative> relatives() const { return relatives_; }

 private:
  std::vector<Relative> relatives_;
  std::vector<std::uint32_t> from_begin_, into_begin_;
  std::vector<Step> from_, into_;
};

}  // namespace factgraph
