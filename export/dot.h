#pragma once

#include <ostream>
#include <string>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

struct DotOptions {
  std::size_t max_nodes = 60;  // the most central are kept; 0 keeps all
  bool clusters = false;       // a box per entity type
  bool legend = true;
  std::string title;
};

// Writes `graph` as a GraphViz digraph that a person would put into an article. The same graph gives the same bytes, and
// cgraph reads back the very text of every name.
void write_dot(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out);

}  // namespace factgraph
