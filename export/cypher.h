#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes `graph` as statements of Cypher (Neo4j from 4.4 on), which make (:Entity) nodes and relationships of their
// relations' names, the evidence as (:Evidence) nodes that name the relation by its id and point at both of its ends,
// aliases as (:Alias) and values as (:Value). Run twice, they change nothing.
void write_cypher(const Graph& graph, std::ostream& out);

}  // namespace factgraph
