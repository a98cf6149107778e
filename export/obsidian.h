#pragma once

#include "core/graph.h"
#include "export/csv.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes a folder of Markdown for Obsidian: a note per entity, with its type and aliases as properties, its relations as
// links to the notes of the others, and the sentences that prove them as quotations. Nothing in a name makes markup, a link
// or a path.
void write_obsidian(const Graph& graph, const Ontology& ontology, const OpenFile& open);

}  // namespace factgraph
