#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {

void add_analyse_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("analyse", "Compute measures and communities of the graph, for SQL");
  const auto database = std::make_shared<std::string>(kDefaultDatabase);
  add_database_option(*command, *database);
  command->footer(
      "Fills the table entity_metrics (docs/sql.md), which is empty again when documents come or go.\n"
      "Example: factgraph analyse --db news.db");
  command->callback([database, &session] {
    const std::size_t entities = Store::open(*database, Store::Access::kWrite).analyse();
    if (!session.quiet) fmt::print(stderr, "factgraph: {}: {} analysed\n", *database, counted(entities, "entity"));
  });
}

}  // namespace factgraph
