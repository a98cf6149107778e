#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/graph.h"
#include "db/store.h"
#include "schema/ontology.h"

namespace factgraph {

// The options that say which relations and entities of a graph to look at: --type, --relation, --min-confidence, --since,
// --until, --asserted.
void add_filter_options(CLI::App& command, GraphFilter& filter);

// `types` and all below them. Throws InputError for one that the ontology does not have.
[[nodiscard]] std::vector<std::string> with_subtypes(const Ontology& ontology, const std::vector<std::string>& types);

// The part of the database's graph that `filter` asks for; a type stands for all below it. Throws InputError for a type or
// relation that is not there, naming those that are.
[[nodiscard]] Graph load_graph(const Store& store, const GraphFilter& filter,
                               GraphDetail detail = GraphDetail::kEverything);

}  // namespace factgraph
