#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes `graph` as GEXF 1.3, as Gephi reads it: every relation an edge of its own kind, so that parallel ones stay apart,
// with all its evidence (export/flat.h). Where evidence has dates the graph is dynamic, and an edge lives at the times its
// evidence names.
void write_gexf(const Graph& graph, std::ostream& out);

}  // namespace factgraph
