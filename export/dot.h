#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

struct DotOptions {
  std::size_t max_nodes = 60;  // the most central are kept; 0 keeps all
  bool unconnected = false;    // draw entities without relations too, beside those that have some
  bool clusters = false;       // a box per entity type
  bool legend = true;          // what the shapes, colours and lines stand for, as far as they occur
  std::string layout;          // Graphviz engine: dot, sfdp, neato, ...; empty picks one by size
  std::string title;
};

// Writes `graph` as a GraphViz digraph that a person would put into an article (docs/dot.md). The same graph gives the same
// bytes. Every node carries the attributes `name` and `type`, every edge `relation`: the very text, by the rule of
// export/dot_text.h; what is shown is made legible and may be cut. Throws InputError for an unknown layout.
void write_dot(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out);

}  // namespace factgraph
