#include <fmt/core.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  bool json = false;
};

nlohmann::ordered_json to_json(const Counts& counts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, count] : counts) json[name] = count;
  return json;
}

std::size_t rows_of(const Stats& stats, std::string_view table) {
  for (const auto& [name, rows] : stats.tables) {
    if (name == table) return rows;
  }
  return 0;
}

void print_stats_json(const Stats& stats) {
  nlohmann::ordered_json versions = nlohmann::ordered_json::array();
  for (const auto& [name, version] : stats.versions) versions.push_back({{"of", name}, {"version", version}});
  print_json({{"tables", to_json(stats.tables)},
              {"types", to_json(stats.types)},
              {"relations", to_json(stats.relations)},
              {"versions", std::move(versions)}});
}

void print_stats(const Stats& stats) {
  constexpr std::size_t kLines = 15;
  std::string text =
      fmt::format("{}, {}\n{}, {}\n{}, {} of evidence\n{}, {}\n", counted(rows_of(stats, "documents"), "document"),
                  counted(rows_of(stats, "sentences"), "sentence"), counted(rows_of(stats, "entities"), "entity"),
                  counted(rows_of(stats, "mentions"), "mention"), counted(rows_of(stats, "relations"), "relation"),
                  counted(rows_of(stats, "evidence"), "piece"), counted(rows_of(stats, "statements"), "statement"),
                  counted(rows_of(stats, "propositions"), "proposition"));
  if (!stats.types.empty()) text += "\nEntities by type\n" + columns(stats.types, kLines);
  if (!stats.relations.empty()) text += "\nEvidence by relation\n" + columns(stats.relations, kLines);
  print(text);
}

}  // namespace

void add_stats_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("stats", "Count what a database holds");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_flag("--json", options->json, "Print JSON, with every table and the versions that wrote it");
  (void)session;
  command->callback([options] {
    const Stats stats = Store::open(options->database, Store::Access::kRead).stats();
    options->json ? print_stats_json(stats) : print_stats(stats);
  });
}

}  // namespace factgraph
