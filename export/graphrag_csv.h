#pragma once

#include "core/graph.h"
#include "export/csv.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes the tables of GraphRAG under its names of columns: entities, relationships, text units (the sentences that prove
// relations), documents and communities. What GraphRAG keeps as a list in a cell is a table of pairs, so that any tool makes
// Parquet of them; relationships name their ends by title, as there, and by id, so that titles are of one entity each. What a
// graph does not know stays empty: when documents were written (`creation_date`) and read (`period`); their `text` is the
// sentences that prove something, `n_tokens` counts words.
void write_graphrag_csv(const Graph& graph, const Ontology& ontology, const OpenFile& open);

}  // namespace factgraph
