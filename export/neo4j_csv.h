#pragma once

#include "core/graph.h"
#include "export/csv.h"

namespace factgraph {

// Writes the files that `neo4j-admin database import full` reads, the script import.sh that calls it, and after-import.cypher,
// which takes away the apostrophes that guard cells against spreadsheets. In the database, (:Entity) are tied by
// relationships of their relation's name; names beyond the first are (:Alias), values (:Value), and each sentence that
// proves a relation an (:Evidence) with the relation's id, tied to both of its ends.
void write_neo4j_csv(const Graph& graph, const OpenFile& open);

}  // namespace factgraph
