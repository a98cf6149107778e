#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/filters.h"
#include "cli/output.h"
#include "core/analysis.h"
#include "db/store.h"
#include "export/captions.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string measure = "centrality";
  GraphFilter filter;
  std::size_t limit = 20;
  bool json = false;
};

std::vector<double> measured(const Graph& graph, const std::string& measure) {
  if (measure == "betweenness") return betweenness(Ties(graph));
  std::vector<double> values;
  if (measure == "mentions" || measure == "documents") {
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
      values.push_back(static_cast<double>(measure == "mentions" ? graph[v].mentions : graph[v].documents));
    }
    return values;
  }
  for (const std::size_t value : measure == "degree" ? degrees(graph) : core_numbers(Ties(graph))) {
    values.push_back(static_cast<double>(value));
  }
  return values;
}

void print_top(const Options& options) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  // Types say whom to list; all entities count for the measure.
  GraphFilter filter = options.filter;
  filter.types.clear();
  const bool dated = !filter.since.empty() || !filter.until.empty();
  const Graph graph = load_graph(store, filter, dated ? GraphDetail::kEverything : GraphDetail::kRelations);
  const std::vector<std::string> types = with_subtypes(store.ontology(), options.filter.types);
  const std::vector<double> rank = centrality(graph);  // tells apart whom the measure does not
  const std::vector<double> values = options.measure == "centrality" ? rank : measured(graph, options.measure);
  std::vector<Vertex> order;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    if (types.empty() || std::find(types.begin(), types.end(), graph[v].type) != types.end()) order.push_back(v);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](Vertex a, Vertex b) { return std::pair(values[a], rank[a]) > std::pair(values[b], rank[b]); });
  if (options.limit > 0 && order.size() > options.limit) order.resize(options.limit);
  if (options.json) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Vertex v : order) {
      json.push_back({{"name", graph[v].name}, {"type", graph[v].type}, {options.measure, values[v]}});
    }
    print_json(json);
    return;
  }
  std::string text;
  for (const Vertex v : order) {
    text += fmt::format("{:>10.6g}  {} ({})\n", values[v], graph[v].name, type_words(store.ontology(), graph[v].type));
  }
  print(text);
}

}  // namespace

void add_top_command(CLI::App& app, Session& /*session*/) {
  CLI::App* command = app.add_subcommand("top", "List the entities that matter most");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command
      ->add_option(
          "--by", options->measure,
          "centrality (PageRank over relations, the first is 1), betweenness (share of the shortest connections "
          "that run through it), degree (relations), core (k-core), mentions, documents")
      ->type_name("MEASURE")
      ->check(CLI::IsMember({"centrality", "betweenness", "degree", "core", "mentions", "documents"}))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "At most this many entities; 0: all")
      ->type_name("N")
      ->capture_default_str();
  add_filter_options(*command, options->filter);
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Equals are listed by centrality.\n"
      "Example: factgraph top --type person --by betweenness --db news.db");
  command->callback([options] { print_top(*options); });
}

}  // namespace factgraph
