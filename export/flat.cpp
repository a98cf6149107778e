#include "export/flat.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "export/escape.h"

namespace factgraph {
namespace {

std::string numbered(std::string_view name, std::size_t number) {
  return number == 0 ? std::string(name) : fmt::format("{} {}", name, number + 1);
}

std::string_view truth(bool value) { return value ? "true" : "false"; }

}  // namespace

FlatGraph::FlatGraph(const Graph& graph) {
  std::size_t aliases = 0;
  std::map<std::string, std::size_t, std::less<>> values;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    aliases = std::max(aliases, graph[v].aliases.size());
    std::map<std::string, std::size_t, std::less<>> own;
    for (const ValueFact& fact : graph[v].values) ++own[qualified_type(fact.relation)];
    for (const auto& [name, count] : own) {
      std::size_t& most = values[name];
      most = std::max(most, count);
    }
  }
  entity_columns_ = {{"name", ColumnType::kText},
                     {"type", ColumnType::kText},
                     {"mentions", ColumnType::kWhole},
                     {"documents", ColumnType::kWhole}};
  for (std::size_t i = 0; i < aliases; ++i) entity_columns_.push_back({numbered("alias", i), ColumnType::kText});
  for (const auto& [name, most] : values) {
    value_columns_[name] = entity_columns_.size();
    for (std::size_t i = 0; i < most; ++i) entity_columns_.push_back({numbered(name, i), ColumnType::kText});
  }

  std::size_t evidence = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    evidence = std::max(evidence, graph[e].evidence.size());
  }
  relation_columns_ = {{"label", ColumnType::kText},      {"open", ColumnType::kTruth},
                       {"polarity", ColumnType::kText},   {"modality", ColumnType::kText},
                       {"confidence", ColumnType::kReal}, {"weight", ColumnType::kReal},
                       {"documents", ColumnType::kWhole}};
  for (std::size_t i = 0; i < evidence; ++i) {
    for (const char* name : {"sentence", "document", "title", "role", "time", "attributed to"}) {
      relation_columns_.push_back({numbered(name, i), ColumnType::kText});
    }
    relation_columns_.push_back({numbered("start", i), ColumnType::kWhole});
    relation_columns_.push_back({numbered("sentence confidence", i), ColumnType::kReal});
  }
  // GraphML wants a name to be of one column only.
  std::set<std::string_view> names;
  for (const Column& column : entity_columns_) names.insert(column.name);
  for (Column& column : relation_columns_) {
    while (names.contains(column.name)) column.name += " of the relation";
  }
}

void FlatGraph::visit(const EntityNode& entity, const Visit& visit) const {
  std::string number;
  const auto add_number = [&](std::size_t column, auto value) {
    number.clear();
    append_number(number, value);
    visit(column, number);
  };
  visit(0, entity.name);
  visit(1, entity.type);
  add_number(2, entity.mentions);
  add_number(3, entity.documents);
  std::size_t column = 4;
  for (const std::string& alias : entity.aliases) visit(column++, alias);
  std::vector<std::pair<std::size_t, std::string_view>> values;
  std::map<std::size_t, std::size_t> taken;
  for (const ValueFact& fact : entity.values) {
    const std::size_t first = value_columns_.at(qualified_type(fact.relation));
    values.emplace_back(first + taken[first]++, fact.value);
  }
  std::sort(values.begin(), values.end());
  for (const auto& [where, text] : values) visit(where, text);
}

void FlatGraph::visit(const RelationEdge& relation, const Visit& visit) const {
  std::string number;
  std::size_t column = 0;
  const auto add_number = [&](auto value) {
    number.clear();
    append_number(number, value);
    visit(column++, number);
  };
  const auto add_text = [&](std::string_view text) {
    if (!text.empty()) visit(column, text);
    ++column;
  };
  visit(column++, relation.type);
  visit(column++, truth(relation.open));
  visit(column++, to_string(relation.polarity));
  visit(column++, to_string(relation.modality));
  add_number(relation.confidence);
  add_number(edge_weight(relation));
  add_number(relation.documents);
  for (const Evidence& evidence : relation.evidence) {
    add_text(evidence.sentence);
    add_text(evidence.document);
    add_text(evidence.title);
    add_text(evidence.role);
    add_text(evidence.time);
    add_text(evidence.attributed_to);
    add_number(static_cast<std::size_t>(evidence.start));
    add_number(evidence.confidence);
  }
}

std::string qualified_type(const RelationEdge& relation) {
  std::string words;
  if (relation.polarity == Polarity::kNegated) words += "not ";
  if (relation.modality != Modality::kAsserted) words += fmt::format("{} ", to_string(relation.modality));
  return words + relation.type;
}

}  // namespace factgraph
