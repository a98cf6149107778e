#include <fmt/core.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::vector<std::string> words;
  std::string database = kDefaultDatabase;
  std::size_t limit = 20;
  bool json = false;
};

void search_json(const SearchResult& result) {
  nlohmann::ordered_json entities = nlohmann::ordered_json::array();
  for (const EntityHit& hit : result.entities) {
    entities.push_back({{"name", hit.name}, {"type", hit.type}, {"mentions", hit.mentions}});
  }
  nlohmann::ordered_json documents = nlohmann::ordered_json::array();
  for (const DocumentHit& hit : result.documents) {
    documents.push_back({{"uri", hit.uri}, {"title", hit.title}, {"snippet", hit.snippet}});
  }
  print_json({{"entities", std::move(entities)}, {"documents", std::move(documents)}});
}

void search(const Options& options, Session& session) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const SearchResult result = store.search(fmt::format("{}", fmt::join(options.words, " ")), options.limit);
  if (result.entities.empty() && result.documents.empty()) session.status = 1;
  if (options.json) {
    search_json(result);
    return;
  }
  std::string text;
  for (const EntityHit& hit : result.entities) {
    text += fmt::format("{} ({}), {}\n", hit.name, hit.type, counted(hit.mentions, "mention"));
  }
  for (const DocumentHit& hit : result.documents) {
    if (!text.empty()) text += '\n';
    text += hit.title.empty() ? fmt::format("{}\n", hit.uri) : fmt::format("{}  ({})\n", hit.title, hit.uri);
    text += indented(hit.snippet, "    ");
  }
  print(text.empty() ? "Nothing found.\n" : text);
}

}  // namespace

void add_search_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("search", "Find entities and documents by words");
  const auto options = std::make_shared<Options>();
  command->add_option("WORDS", options->words, "Words that must all be there")->required();
  add_database_option(*command, options->database);
  command->add_option("--limit", options->limit, "At most this many of each")->type_name("N")->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->footer("Exit status 1 if nothing is found.\n\nExample: factgraph search kurultai ulytau --db news.db");
  command->callback([options, &session] { search(*options, session); });
}

}  // namespace factgraph
