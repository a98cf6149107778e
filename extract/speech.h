#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "extract/clauses.h"

namespace factgraph {

// Whether a verb reports what somebody says: "say", "announce", "warn". Takes the lemma.
[[nodiscard]] bool is_speech_verb(std::string_view lemma);

// Whether a noun names something said: "statement", "claim". Takes the lemma.
[[nodiscard]] bool is_speech_noun(std::string_view lemma);

// The token that heads the phrase of who does what the verb says: its subject, that of the clause it is coordinated with
// or controlled by, the noun it modifies, the agent of a passive. nullopt if nobody is named.
[[nodiscard]] std::optional<std::uint32_t> doer_of(const Tree& tree, std::uint32_t verb);

// Whether a token heads X of "according to X".
[[nodiscard]] bool is_according_to(const Tree& tree, std::uint32_t token);

}  // namespace factgraph
