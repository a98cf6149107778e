#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes `graph` as node-link JSON, which networkx reads (node_link_graph) and D3 draws: a directed multigraph, a relation
// a link with all its evidence.
void write_node_link(const Graph& graph, std::ostream& out);

}  // namespace factgraph
