#include "cli/filters.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/edtf.h"
#include "core/error.h"

namespace factgraph {
namespace {

// Every relation asked for must be one of the ontology, or an open one that occurs.
void check_relations(const Ontology& ontology, const Graph& graph, const std::vector<std::string>& relations) {
  for (const std::string& asked : relations) {
    const auto [first, last] = edges(graph);
    if (ontology.relation(asked) != nullptr ||
        std::any_of(first, last, [&](const Edge& edge) { return graph[edge].type == asked; })) {
      continue;
    }
    std::vector<std::string> known;
    for (const RelationType& relation : ontology.relations()) known.push_back(relation.name);
    throw InputError(
        fmt::format("--relation {}: no such relation here; the ontology has {}", asked, fmt::join(known, ", ")));
  }
}

}  // namespace

std::vector<std::string> with_subtypes(const Ontology& ontology, const std::vector<std::string>& types) {
  std::vector<std::string> all;
  for (const std::string& asked : types) {
    if (ontology.type(asked) == nullptr) {
      std::vector<std::string> known;
      for (const EntityType& type : ontology.types()) known.push_back(type.name);
      throw InputError(
          fmt::format("--type {}: the database's ontology has no such type; it has {}", asked, fmt::join(known, ", ")));
    }
    for (const EntityType& type : ontology.types()) {
      if (ontology.is_a(type.name, asked)) all.push_back(type.name);
    }
  }
  return all;
}

void add_filter_options(CLI::App& command, GraphFilter& filter) {
  const auto edtf = CLI::Validator(
      [](std::string& text) {
        return edtf_days(text) ? std::string() : text + " is not a date like 2024-03-15 or 2024";
      },
      "DATE", "date");
  constexpr const char* kGroup = "Filters";
  command.add_option("--type", filter.types, "Only entities of this type and those below it; several times")
      ->type_name("TYPE")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--relation", filter.relations, "Only this relation; several times")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--min-confidence", filter.min_confidence, "Only relations at least this sure, 0 to 1")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0))
      ->group(kGroup);
  command.add_option("--since", filter.since, "No evidence dated before this")
      ->type_name("DATE")
      ->check(edtf)
      ->group(kGroup);
  command.add_option("--until", filter.until, "No evidence dated after this")
      ->type_name("DATE")
      ->check(edtf)
      ->group(kGroup);
  command.add_flag("--asserted", filter.asserted_only, "No relations that are negated, planned or only possible")
      ->group(kGroup);
}

Graph load_graph(const Store& store, const GraphFilter& asked, GraphDetail detail) {
  Graph graph = store.graph(detail);
  if (asked == GraphFilter{}) return graph;
  const auto since = edtf_days(asked.since);
  const auto until = edtf_days(asked.until);
  if (since && until && since->first > until->last) {
    throw InputError(fmt::format("--since {} is after --until {}", asked.since, asked.until));
  }
  GraphFilter filter = asked;
  filter.types = with_subtypes(store.ontology(), filter.types);
  check_relations(store.ontology(), graph, filter.relations);
  return filter_graph(graph, filter);
}

}  // namespace factgraph
