#pragma once

#include <ostream>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes entities of FollowTheMoney, one JSON object a line, as Aleph and OpenSanctions' tools read them. Types and relations
// take the schemata that the ontology names; a place is an Address, what has none a Note, and a relation without one, or
// whose ends its schema does not allow, an UnknownLink. What is denied has no place in FollowTheMoney and is left out; what is
// planned or possible says so in `status`.
void write_follow_the_money(const Graph& graph, const Ontology& ontology, std::ostream& out);

}  // namespace factgraph
