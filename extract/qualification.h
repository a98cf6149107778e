#pragma once

#include <cstdint>
#include <optional>

#include "core/facts.h"
#include "extract/clauses.h"

namespace factgraph {

// How a sentence holds what one of its words says.
struct Qualification {
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  std::optional<std::uint32_t> source;  // token that heads the phrase naming who says so, innermost
  bool presupposed = false;             // the word describes a name: so whatever the sentence says of the name
};

// Judges the words that lie under and over `trigger`, the token that expresses a fact: negation, auxiliaries,
// verbs that deny, plan or doubt, conditions, questions, reported speech, "according to".
[[nodiscard]] Qualification qualify(const Tree& tree, std::uint32_t trigger);

}  // namespace factgraph
