#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes `graph` as GraphML, every relation as an edge of its own with all its evidence (export/flat.h). The attribute
// "label" of an edge is its relation's name, which Neo4j takes for the type.
void write_graphml(const Graph& graph, std::ostream& out);

}  // namespace factgraph
