#pragma once

#include <ostream>

#include "core/graph.h"

namespace factgraph {

// Writes one row per piece of evidence, all in names, with the columns of the view `facts` (docs/sql.md) and the identifiers
// that the other formats use.
void write_facts_csv(const Graph& graph, std::ostream& out);

}  // namespace factgraph
