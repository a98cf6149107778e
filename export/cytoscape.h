#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes `graph` as JSON for Cytoscape and Cytoscape.js (elements with data), a relation an edge with all its evidence.
void write_cytoscape(const Graph& graph, std::ostream& out);

}  // namespace factgraph
