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
#include "core/error.h"
#include "db/store.h"
#include "export/captions.h"

namespace factgraph {
namespace {

struct Options {
  std::string from;
  std::string to;
  std::string database = kDefaultDatabase;
  GraphFilter filter;
  std::size_t count = 1;
  bool json = false;
};

nlohmann::ordered_json to_json(const Graph& graph, const Edge& e) {
  const RelationEdge& relation = graph[e];
  nlohmann::ordered_json evidence = nlohmann::ordered_json::array();
  const auto or_null = [](const std::string& text) {
    return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
  };
  for (const Evidence& proof : relation.evidence) {
    evidence.push_back({{"document", proof.document},
                        {"title", or_null(proof.title)},
                        {"sentence", proof.sentence},
                        {"role", or_null(proof.role)},
                        {"time", or_null(proof.time)},
                        {"attributed_to", or_null(proof.attributed_to)},
                        {"confidence", proof.confidence}});
  }
  return {{"subject", graph[boost::source(e, graph)].name},
          {"relation", relation.type},
          {"open", relation.open},
          {"object", graph[boost::target(e, graph)].name},
          {"modality", to_string(relation.modality)},
          {"confidence", relation.confidence},
          {"evidence", std::move(evidence)}};
}

nlohmann::ordered_json to_json(const Graph& graph, const Path& path) {
  nlohmann::ordered_json entities = nlohmann::ordered_json::array();
  for (const Vertex v : path.entities) entities.push_back({{"name", graph[v].name}, {"type", graph[v].type}});
  nlohmann::ordered_json hops = nlohmann::ordered_json::array();
  for (const Edge& e : path.relations) hops.push_back(to_json(graph, e));
  return {{"cost", path.cost}, {"entities", std::move(entities)}, {"hops", std::move(hops)}};
}

std::string path_text(const Graph& graph, const Ontology& ontology, const Path& path) {
  constexpr std::size_t kSentences = 2;
  std::string text;
  for (const Vertex v : path.entities) text += (text.empty() ? "" : " – ") + graph[v].name;
  text += "\n";
  for (const Edge& e : path.relations) {
    const RelationEdge& relation = graph[e];
    std::string words = relation_words(ontology, relation);
    if (relation.modality != Modality::kAsserted) words = fmt::format("{}: {}", to_string(relation.modality), words);
    const std::string qualifier = qualifier_words(relation);
    text += fmt::format("\n  {} | {} | {}{}\n", graph[boost::source(e, graph)].name, words,
                        graph[boost::target(e, graph)].name, qualifier.empty() ? "" : fmt::format("  [{}]", qualifier));
    std::vector<std::string> sentences;  // one may prove it more than once
    for (const Evidence& evidence : relation.evidence) {
      std::string sentence = fmt::format("“{}” {}", evidence.sentence, evidence.document);
      if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
        sentences.push_back(std::move(sentence));
      }
    }
    for (std::size_t i = 0; i < std::min(sentences.size(), kSentences); ++i) text += indented(sentences[i], "      ");
    if (sentences.size() > kSentences) {
      text += fmt::format("      and {} more\n", counted(sentences.size() - kSentences, "sentence"));
    }
  }
  return text;
}

void find_path(const Options& options, Session& session) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const Graph graph = load_graph(store, options.filter);
  const std::vector<Vertex> from = find_entities(graph, options.from);
  const std::vector<Vertex> to = find_entities(graph, options.to);
  if (std::find_first_of(from.begin(), from.end(), to.begin(), to.end()) != from.end()) {
    throw InputError(fmt::format("\"{}\" and \"{}\" are the same entity", options.from, options.to));
  }
  const std::vector<Path> paths = shortest_paths(graph, from, to, options.count);
  if (paths.empty()) session.status = 1;
  if (options.json) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const Path& path : paths) json.push_back(to_json(graph, path));
    print_json(json);
    return;
  }
  std::string text;
  if (paths.empty()) text = fmt::format("no relations connect {} and {}\n", options.from, options.to);
  for (const Path& path : paths) text += (text.empty() ? "" : "\n") + path_text(graph, store.ontology(), path);
  print(text);
}

}  // namespace

void add_path_command(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("path", "Print how two entities are connected, with the sentences that say so");
  const auto options = std::make_shared<Options>();
  command->add_option("A", options->from, "Name or alias, in any case")->required();
  command->add_option("B", options->to, "Name or alias, in any case")->required();
  add_database_option(*command, options->database);
  command->add_option("-k,--k", options->count, "This many ways, the shortest and best proven first")
      ->type_name("N")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_filter_options(*command, options->filter);
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Goes along relations in both directions, never along one that is denied. Exit status 1 if there is no way.\n"
      "Example: factgraph path Tokayev Ulytau --db news.db");
  command->callback([options, &session] { find_path(*options, session); });
}

}  // namespace factgraph
