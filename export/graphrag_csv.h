#pragma once

#include "core/graph.h"
#include "export/csv.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes the tables of GraphRAG under its names of columns: entities, relationships, text units (the sentences that prove
// relations), documents and communities. What GraphRAG keeps as a list in a cell is a table of pairs, so that any tool makes
// Parquet of them; relationships name their ends by title, as there, and by id.
void write_graphrag_csv(const Graph& graph, const Ontology& ontology, const OpenFile& open);

}  // namespace factgraph
