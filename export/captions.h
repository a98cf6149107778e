#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

// Short words for people, as pictures and cards show them.

// An EDTF date in words, such as "15 Mar 2024", "Mar 2024", "15 Mar" (of any year), "spring 2024", "Q1 2024", "c. 1990",
// "2006 – 2010" or "since 2006"; what is not understood comes back as it is.
[[nodiscard]] std::string date_words(std::string_view edtf);

// The label that the ontology has for a type of entity or relation; else its name with spaces for underscores.
[[nodiscard]] std::string type_words(const Ontology& ontology, std::string_view entity_type);
[[nodiscard]] std::string relation_words(const Ontology& ontology, const RelationEdge& relation);

// The same, behind "not", "planned:" or "possible:" where that is so.
[[nodiscard]] std::string claim_words(const Ontology& ontology, const RelationEdge& relation);

// The aliases that are names: "the company" is what a text calls it, and no name.
[[nodiscard]] std::vector<std::string> other_names(const Ontology& ontology, const EntityNode& entity);

// What qualifies a relation, in brief: its most frequent role and its dates, such as "president, 2019"; empty if nothing.
[[nodiscard]] std::string qualifier_words(const RelationEdge& relation);

}  // namespace factgraph
