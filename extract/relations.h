#pragma once

#include <cstdint>
#include <vector>

#include "core/facts.h"
#include "extract/patterns.h"

namespace factgraph {

// The relations that the ontology's patterns find in a sentence, one per relation, subject, object and trigger: the surest
// pattern's, names before descriptions before pronouns. `rule` is "relation/number of the pattern", from 1. Role, time and
// place are filled in; polarity, modality and attribution are left to the caller, who finds the trigger's token in `triggers`.
//
// A symmetric relation has the entity whose name comes first as its subject.
[[nodiscard]] std::vector<Relation> find_relations(const Text& text, std::uint32_t sentence, const SentenceView& view,
                                                   const Ontology& ontology, const PatternSet& patterns,
                                                   std::vector<std::uint32_t>& triggers);

// The relation a match stands for, all but polarity, modality and attribution.
[[nodiscard]] Relation read_relation(const Text& text, std::uint32_t sentence, const SentenceView& view,
                                     const Ontology& ontology, const PatternMatch& match);

// The mentions of a sentence and its relative pronouns, as mentions of what they stand for: "Ada, who founded Norvia". By
// token, disjoint.
[[nodiscard]] std::vector<ResolvedMention> with_relative_pronouns(const SentenceView& view, const Ontology& ontology);

// The relations of a sentence, those that another one supersedes (docs/ontology.md) in words of that other: who leads a
// bank also works for it, and the sentence is told to say the former only.
[[nodiscard]] std::vector<Relation> without_superseded(std::vector<Relation> relations, const Ontology& ontology);

// Gives the relations that say where an event was (Wikidata's P276) its time where they have none: the one date that the
// document gives the event (P585), as long as they all name one place.
void share_event_times(std::vector<Relation>& relations, const Ontology& ontology);

}  // namespace factgraph
