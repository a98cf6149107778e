#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::string file;
  std::string database = kDefaultDatabase;
};

}  // namespace

void add_backup_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("backup", "Copy a database while others read and write it");
  const auto options = std::make_shared<Options>();
  command->add_option("FILE", options->file, "The copy, which must not be there yet")->required();
  add_database_option(*command, options->database);
  command->footer(
      "The copy is the database of one moment, in one file that appears whole or not at all.\n"
      "\n"
      "Example: factgraph backup news-monday.db --db news.db");
  command->callback([options, &session] {
    Store::open(options->database, Store::Access::kRead).backup(options->file);
    if (!session.quiet) fmt::print(stderr, "factgraph: {}: copied to {}\n", options->database, options->file);
  });
}

void add_sql_command(CLI::App& app, Session&) {
  CLI::App* command =
      app.add_subcommand("sql", "Print the tables and views of a database, with what each column holds");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->footer(
      "docs/sql.md explains them and has queries to start from; metadata.yaml tells Datasette.\n"
      "\n"
      "Example: factgraph sql --db news.db");
  command->callback([options] { print(Store::open(options->database, Store::Access::kRead).schema()); });
}

}  // namespace factgraph
