#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::string name;
  std::string database = kDefaultDatabase;
};

}  // namespace

void add_why_command(CLI::App& app, Session&) {
  CLI::App* command = app.add_subcommand("why", "Tell why an entity is one, name by name and document by document");
  const auto options = std::make_shared<Options>();
  command->add_option("NAME", options->name, "Name or alias, \"NAME (TYPE)\" or \"NAME@URI\"")->required();
  add_database_option(*command, options->database);
  command->footer("Example: factgraph why Tokayev --db news.db");
  command->callback([options] {
    std::string text;
    for (const std::string& line : Store::open(options->database, Store::Access::kRead).why(options->name)) {
      text += line + "\n";
    }
    print(text);
  });
}

}  // namespace factgraph
