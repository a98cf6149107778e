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

// Its name, with its type where others are called so.
std::string shown_name(const Graph& graph, const Ontology& ontology, Vertex v) {
  const std::string& name = graph[v].name;
  const bool before = v > 0 && graph[v - 1].name == name;
  const bool after = v + 1 < boost::num_vertices(graph) && graph[v + 1].name == name;
  return before || after ? fmt::format("{} ({})", name, type_words(ontology, graph[v].type)) : name;
}

std::string path_text(const Graph& graph, const Ontology& ontology, const Path& path) {
  constexpr std::size_t kSentences = 2;
  std::string text;
  for (const Vertex v : path.entities) text += (text.empty() ? "" : " – ") + shown_name(graph, ontology, v);
  text += "\n";
  for (const Edge& e : path.relations) {
    const RelationEdge& relation = graph[e];
    const std::string words = claim_words(ontology, relation);
    const std::string qualifier = qualifier_words(relation);
    text += fmt::format("\n  {} | {} | {}{}\n", shown_name(graph, ontology, boost::source(e, graph)), words,
                        shown_name(graph, ontology, boost::target(e, graph)),
                        qualifier.empty() ? "" : fmt::format("  [{}]", qualifier));
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

// Those whom `asked` may mean: a name or alias, or one with a type behind it, as in "Jordan (country)".
std::vector<Vertex> meant_by(const Graph& graph, const Ontology& ontology, const std::string& asked) {
  const std::size_t open = asked.rfind(" (");
  if (open != std::string::npos && asked.ends_with(')')) {
    const std::string type = asked.substr(open + 2, asked.size() - open - 3);
    try {
      std::vector<Vertex> found = find_entities(graph, asked.substr(0, open));
      std::erase_if(found, [&](Vertex v) {
        return !ontology.is_a(graph[v].type, type) && type_words(ontology, graph[v].type) != type;
      });
      if (!found.empty()) return found;
    } catch (const InputError&) {
      // the brackets may be part of a name
    }
  }
  return find_entities(graph, asked);
}

// The cheapest ways from one of `from` to another of `to`.
std::vector<Path> ways(const Graph& graph, const std::vector<Vertex>& from, const std::vector<Vertex>& to,
                       std::size_t count) {
  if (std::find_first_of(from.begin(), from.end(), to.begin(), to.end()) == from.end()) {
    return shortest_paths(graph, from, to, count);
  }
  // Namesakes at both ends: each on its own, once in one direction.
  std::vector<Path> all;
  for (const Vertex a : from) {
    std::vector<Vertex> others = to;
    std::erase_if(others, [&](Vertex b) {
      return b == a || (b < a && std::find(from.begin(), from.end(), b) != from.end() &&
                        std::find(to.begin(), to.end(), a) != to.end());
    });
    if (others.empty()) continue;
    for (Path& path : shortest_paths(graph, {a}, others, count)) all.push_back(std::move(path));
  }
  std::stable_sort(all.begin(), all.end(), [](const Path& a, const Path& b) { return a.cost < b.cost; });
  if (all.size() > count) all.resize(count);
  return all;
}

// Says on standard error whom a name may mean, if it is several.
void tell_meanings(const Graph& graph, const Ontology& ontology, const std::string& asked,
                   const std::vector<Vertex>& meant) {
  constexpr std::size_t kMost = 5;
  if (meant.size() < 2) return;
  std::string words;
  for (std::size_t i = 0; i < std::min(meant.size(), kMost); ++i) {
    words +=
        fmt::format("{}{} ({})", i == 0 ? "" : ", ", graph[meant[i]].name, type_words(ontology, graph[meant[i]].type));
  }
  if (meant.size() > kMost) words += fmt::format(" and {} more", meant.size() - kMost);
  fmt::print(stderr, "factgraph: \"{}\" may be {}\n", asked, words);
}

void find_path(const Options& options, Session& session) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const Graph graph = load_graph(store, options.filter);
  const std::vector<Vertex> from = meant_by(graph, store.ontology(), options.from);
  const std::vector<Vertex> to = meant_by(graph, store.ontology(), options.to);
  if (from.size() == 1 && from == to) {
    throw InputError(fmt::format("\"{}\" and \"{}\" are the same entity", options.from, options.to));
  }
  if (!session.quiet) {
    tell_meanings(graph, store.ontology(), options.from, from);
    if (options.to != options.from) tell_meanings(graph, store.ontology(), options.to, to);
  }
  const std::vector<Path> paths = ways(graph, from, to, options.count);
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
  command
      ->add_option("A", options->from,
                   "Name or alias, in any case; with its type where several have it: \"Jordan (country)\"")
      ->required();
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
