#pragma once

#include <CLI/App.hpp>

namespace factgraph {

// The subcommands of factgraph-train that have to do with names: "words", "names" and "score-names".
void declare_name_commands(CLI::App& app);

}  // namespace factgraph
