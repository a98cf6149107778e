#pragma once

#include <cstddef>
#include <ostream>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes `graph` as a flowchart of Mermaid, which GitHub, GitLab and Obsidian draw inside Markdown. Of a larger
// graph it draws `max_nodes` entities and the best proven relations, as choose() has them (export/picture.h), and says in a comment how much it
// leaves out; 0: all. What is denied, planned or possible is drawn dotted and says so.
void write_mermaid(const Graph& graph, const Ontology& ontology, std::size_t max_nodes, std::ostream& out);

}  // namespace factgraph
