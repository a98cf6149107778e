#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {

void add_dump_command(CLI::App& app, Session& /*session*/) {
  struct Options {
    std::string database = kDefaultDatabase;
    std::string output;
  };
  CLI::App* command = app.add_subcommand("dump", "Print everything a database holds, in a fixed order");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_option("-o,--output", options->output, "File to write; standard output if not given")->type_name("FILE");
  command->footer(
      "JSON lines of everything but row ids and the versions that wrote it: two databases of the same\n"
      "documents give the same bytes, however they came to be.\n"
      "\n"
      "Example: cmp <(factgraph dump --db a.db) <(factgraph dump --db b.db)");
  command->callback([options] {
    const Store store = Store::open(options->database, Store::Access::kRead);
    Output output(options->output);
    store.dump(output.stream());
    output.close();
  });
}

}  // namespace factgraph
