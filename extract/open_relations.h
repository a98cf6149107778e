#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/facts.h"
#include "extract/clauses.h"
#include "extract/entities.h"

namespace factgraph {

// Relations between two entities of one clause that the ontology has no name for: `type` is the lemmatised
// predicate
// ("contribute to"), `open` is set, `rule` is "open". Polarity, modality and attribution are filled in.
//
// `known` are the relations already found in the document: where one of them has the same trigger, or joins
// the same two entities in this sentence, the sentence needs no open one. `statements` come from
// find_statements.
[[nodiscard]] std::vector<Relation> find_open_relations(std::uint32_t sentence, const Tree& tree,
                                                        const std::vector<Clause>& clauses,
                                                        const ResolvedEntities& entities,
                                                        std::span<const Relation> known,
                                                        const std::vector<Statement>& statements);

}  // namespace factgraph
