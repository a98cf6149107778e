#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/facts.h"
#include "extract/language/annotation.h"
#include "schema/ontology.h"

namespace factgraph {

// A mention with its place in the grammar: tokens [first, last) of a sentence, `head` the topmost of them in the tree.
struct ResolvedMention {
  std::uint32_t sentence = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t head = 0;
  std::uint32_t entity = 0;
  MentionKind kind = MentionKind::kName;
  // A nationality adjective such as "Kazakh", which speaks of the country. Where it says to which country something named
  // belongs ("the Kazakh poet Abai") it is a name; elsewhere it is optional.
  bool adjectival = false;
  // Takes part in no relation: "Oslo" in "University of Oslo", "a town" in "Rena is a town", which patterns read from the tree.
  bool aside = false;
  // Dropped if no relation has it as an end, like the relative pronoun in "Abai, who wrote ...".
  bool optional = false;
};

// A mention that takes part in no relation.
struct AsideMention {
  std::uint32_t entity = 0;
  Mention mention;
};

// The entities of a document and where it speaks of them.
struct ResolvedEntities {
  std::vector<Entity> entities;           // in order of first mention
  std::vector<ResolvedMention> mentions;  // sorted by sentence, then token; disjoint

  std::vector<AsideMention> asides;  // not among `mentions` nor among those of their entities

  // The mention that covers a token, or nullptr.
  [[nodiscard]] const ResolvedMention* at(std::uint32_t sentence, std::uint32_t token) const;

  // The mentions of a sentence.
  [[nodiscard]] std::span<const ResolvedMention> in(std::uint32_t sentence) const;
};

class ReferenceTeacher;

// Finds mentions (names, descriptions, pronouns), joins those of one entity and types it. A teacher, for training, is asked
// what descriptions and pronouns stand for (extract/coreference.h).
[[nodiscard]] ResolvedEntities resolve_entities(const Document& document, const Annotation& annotation,
                                                const Ontology& ontology, ReferenceTeacher* teacher = nullptr);

}  // namespace factgraph
