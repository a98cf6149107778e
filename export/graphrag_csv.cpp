#include "export/graphrag_csv.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/analysis.h"
#include "export/captions.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

// A sentence: its document's uri and where it starts.
using Place = std::pair<std::string, std::uint32_t>;

struct TextUnit {
  std::string text;
  std::string id;
};

std::string description_of(const Ontology& ontology, const EntityNode& entity) {
  std::string text = type_words(ontology, entity.type);
  for (const ValueFact& fact : entity.values) {
    if (fact.relation.polarity == Polarity::kNegated) continue;
    text += fmt::format("; {}: {}", relation_words(ontology, fact.relation), date_words(fact.value));
  }
  return text;
}

std::string description_of(const Graph& graph, const Ontology& ontology, const Edge& e) {
  const RelationEdge& relation = graph[e];
  return fmt::format("{} {}{} {}", graph[boost::source(e, graph)].name,
                     relation.polarity == Polarity::kNegated ? "(not) " : "", relation_words(ontology, relation),
                     graph[boost::target(e, graph)].name);
}

}  // namespace

void write_graphrag_csv(const Graph& graph, const Ontology& ontology, const OpenFile& open) {
  const Identifiers names = identify(graph);
  const auto vertices = boost::make_iterator_range(boost::vertices(graph));
  const auto edges = boost::make_iterator_range(boost::edges(graph));
  const std::vector<std::size_t> degree = degrees(graph);

  std::map<Place, TextUnit> units;
  std::map<std::string, std::string> documents;  // uri to title
  const auto take = [&](const RelationEdge& relation) {
    for (const Evidence& evidence : relation.evidence) {
      units[{evidence.document, evidence.start}].text = evidence.sentence;
      documents[evidence.document] = evidence.title;
    }
  };
  for (const Vertex v : vertices) {
    for (const ValueFact& fact : graph[v].values) take(fact.relation);
  }
  for (const Edge& e : edges) take(graph[e]);
  std::map<std::string, std::size_t> document_numbers;
  for (const auto& [uri, title] : documents) document_numbers.emplace(uri, document_numbers.size());
  for (auto& [place, unit] : units) unit.id = fmt::format("t{}-{}", document_numbers.at(place.first), place.second);
  const auto document_id = [&](const std::string& uri) { return fmt::format("d{}", document_numbers.at(uri)); };
  const auto unit_ids = [&](const RelationEdge& relation, std::set<std::string>& ids) {
    for (const Evidence& evidence : relation.evidence) ids.insert(units.at({evidence.document, evidence.start}).id);
  };

  {
    CsvTable table(open("entities.csv"),
                   {"id", "human_readable_id", "title", "type", "description", "frequency", "degree"});
    for (const Vertex v : vertices) {
      table.cell(names.entities[v]).cell(v).cell(graph[v].name).cell(graph[v].type);
      table.cell(description_of(ontology, graph[v])).cell(graph[v].mentions).cell(degree[v]).end();
    }
  }
  {
    CsvTable table(open("entity_text_units.csv"), {"entity_id", "text_unit_id"});
    for (const Vertex v : vertices) {
      std::set<std::string> ids;
      for (const ValueFact& fact : graph[v].values) unit_ids(fact.relation, ids);
      for (const Edge& e : boost::make_iterator_range(boost::out_edges(v, graph))) unit_ids(graph[e], ids);
      for (const Edge& e : boost::make_iterator_range(boost::in_edges(v, graph))) unit_ids(graph[e], ids);
      for (const std::string& id : ids) table.cell(names.entities[v]).cell(id).end();
    }
  }
  {
    CsvTable table(open("relationships.csv"), {"id", "human_readable_id", "source", "target", "description", "weight",
                                               "combined_degree", "source_id", "target_id"});
    std::size_t number = 0;
    for (const Edge& e : edges) {
      const Vertex source = boost::source(e, graph);
      const Vertex target = boost::target(e, graph);
      table.cell(names.relations[number]).cell(number).cell(graph[source].name).cell(graph[target].name);
      table.cell(description_of(graph, ontology, e)).cell(edge_weight(graph[e])).cell(degree[source] + degree[target]);
      table.cell(names.entities[source]).cell(names.entities[target]).end();
      ++number;
    }
  }
  {
    CsvTable table(open("relationship_text_units.csv"), {"relationship_id", "text_unit_id"});
    std::size_t number = 0;
    for (const Edge& e : edges) {
      std::set<std::string> ids;
      unit_ids(graph[e], ids);
      for (const std::string& id : ids) table.cell(names.relations[number]).cell(id).end();
      ++number;
    }
  }
  {
    CsvTable table(open("text_units.csv"), {"id", "human_readable_id", "text", "document_id"});
    std::size_t number = 0;
    for (const auto& [place, unit] : units) {
      table.cell(unit.id).cell(number++).cell(unit.text).cell(document_id(place.first)).end();
    }
  }
  {
    CsvTable table(open("documents.csv"), {"id", "human_readable_id", "title", "uri"});
    for (const auto& [uri, title] : documents) {
      table.cell(document_id(uri)).cell(document_numbers.at(uri)).cell(title.empty() ? uri : title).cell(uri).end();
    }
  }
  const std::vector<std::size_t> groups = communities(Ties(graph));
  const std::vector<Vertex> central = most_central(graph);
  std::map<std::size_t, std::size_t> sizes;
  std::map<std::size_t, Vertex> leaders;  // the most central of each
  for (const Vertex v : central) {
    ++sizes[groups[v]];
    leaders.emplace(groups[v], v);
  }
  {
    CsvTable table(open("communities.csv"), {"id", "human_readable_id", "community", "level", "title", "size"});
    for (const auto& [group, size] : sizes) {
      table.cell(fmt::format("c{}", group)).cell(group).cell(group).cell(std::size_t{0});
      table.cell(graph[leaders.at(group)].name).cell(size).end();
    }
  }
  {
    CsvTable table(open("community_entities.csv"), {"community", "entity_id"});
    for (const Vertex v : vertices) table.cell(groups[v]).cell(names.entities[v]).end();
  }
  {
    CsvTable table(open("community_relationships.csv"), {"community", "relationship_id"});
    std::size_t number = 0;
    for (const Edge& e : edges) {
      const std::size_t group = groups[boost::source(e, graph)];
      if (group == groups[boost::target(e, graph)]) table.cell(group).cell(names.relations[number]).end();
      ++number;
    }
  }
}

}  // namespace factgraph
