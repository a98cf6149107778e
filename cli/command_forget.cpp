#include <fmt/core.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::vector<std::string> documents;
  std::string database = kDefaultDatabase;
};

void forget(const Options& options, Session& session) {
  Store store = Store::open(options.database, Store::Access::kWrite);
  for (const std::string& document : options.documents) {
    try {
      const std::string uri = store.forget(document);
      if (!session.quiet) fmt::print(stderr, "factgraph: {}: forgot {}\n", options.database, uri);
    } catch (const InputError& error) {
      fmt::print(stderr, "factgraph: {}\n", error.what());
      session.status = 1;
    }
  }
}

}  // namespace

void add_forget_command(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("forget", "Take documents out of a database, and all that rests on them alone");
  const auto options = std::make_shared<Options>();
  command->add_option("DOCUMENT", options->documents, "URI (the path a file was read from) or title")->required();
  add_database_option(*command, options->database);
  command->footer(
      "The database becomes what it would be had the document never come.\n"
      "\n"
      "Example: factgraph forget articles/retracted.txt --db news.db");
  command->callback([options, &session] { forget(*options, session); });
}

}  // namespace factgraph
