#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  bool json = false;
};

// The full-text indexes can only be checked by one who may write.
Store open_for_check(const std::string& database) {
  try {
    return Store::open(database, Store::Access::kWrite);
  } catch (const DatabaseError&) {
    return Store::open(database, Store::Access::kRead);
  }
}

void verify(const Options& options, Session& session) {
  const Store store = open_for_check(options.database);
  const std::vector<Problem> problems = store.verify();
  if (!problems.empty()) session.status = 1;
  if (options.json) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Problem& problem : problems) {
      json.push_back({{"table", problem.table}, {"id", problem.id}, {"message", problem.message}});
    }
    print_json(json);
    return;
  }
  std::string text;
  for (const Problem& problem : problems) {
    text += problem.id != 0 ? fmt::format("{} {}: {}\n", problem.table, problem.id, problem.message)
                            : fmt::format("{}: {}\n", problem.table, problem.message);
  }
  if (problems.empty()) {
    const Stats stats = store.stats();
    std::size_t evidence = 0;
    std::size_t documents = 0;
    for (const auto& [table, rows] : stats.tables) {
      if (table == "evidence") evidence = rows;
      if (table == "documents") documents = rows;
    }
    text = fmt::format("{}: nothing wrong; {} proven in {}.\n", options.database,
                       counted(evidence, "piece") + " of evidence", counted(documents, "document"));
  }
  print(text);
}

}  // namespace

void add_verify_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("verify", "Prove a database again: every span, count and structure");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_flag("--json", options->json, "Print JSON");
  command->footer("Exit status 1 if something is wrong; each problem is printed on a line of its own.");
  command->callback([options, &session] { verify(*options, session); });
}

}  // namespace factgraph
