#include "export/graphrag_csv.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/analysis.h"
#include "export/captions.h"
#include "export/identifiers.h"
#include "export/layout.h"

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
    text += fmt::format("; {}: {}", claim_words(ontology, fact.relation), date_words(fact.value));
  }
  return text;
}

std::string description_of(const Graph& graph, const Ontology& ontology, const Edge& e) {
  const RelationEdge& relation = graph[e];
  std::string claim = relation.polarity == Polarity::kNegated ? "not " : "";
  if (relation.modality != Modality::kAsserted) claim += fmt::format("{} ", to_string(relation.modality));
  if (!claim.empty()) claim.back() = ':';
  return fmt::format("{}{}{} {} {}", claim, claim.empty() ? "" : " ", graph[boost::source(e, graph)].name,
                     relation_words(ontology, relation), graph[boost::target(e, graph)].name);
}

// A title for each entity and no other, as relationships name their ends by it: its name, with its type and a number where
// that is taken.
std::vector<std::string> titles_of(const Graph& graph) {
  std::vector<std::string> titles;
  std::set<std::string> taken;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const EntityNode& entity = graph[v];
    std::string title = entity.name;
    for (std::size_t number = 1; !taken.insert(title).second; ++number) {
      title = number == 1 ? fmt::format("{} ({})", entity.name, entity.type)
                          : fmt::format("{} ({}) {}", entity.name, entity.type, number);
    }
    titles.push_back(std::move(title));
  }
  return titles;
}

std::size_t words_of(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    words += !space && !inside ? 1 : 0;
    inside = !space;
  }
  return words;
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

  std::vector<std::set<std::string>> units_of(boost::num_vertices(graph));
  for (const Vertex v : vertices) {
    for (const ValueFact& fact : graph[v].values) unit_ids(fact.relation, units_of[v]);
  }
  for (const Edge& e : edges) {
    unit_ids(graph[e], units_of[boost::source(e, graph)]);
    unit_ids(graph[e], units_of[boost::target(e, graph)]);
  }
  const std::vector<std::string> titles = titles_of(graph);

  {
    // Beyond, all lie at 0, as those that GraphRAG has not laid out.
    constexpr std::size_t kMostLaidOut = 5000;
    std::vector<Position> places(boost::num_vertices(graph));
    if (places.size() <= kMostLaidOut) places = lay_out(graph);
    CsvTable table(open("entities.csv"), {"id", "human_readable_id", "title", "type", "description", "frequency",
                                          "degree", "x", "y", "name", "mentions"});
    for (const Vertex v : vertices) {
      table.cell(names.entities[v]).cell(v).cell(titles[v]).cell(graph[v].type);
      table.cell(description_of(ontology, graph[v])).cell(units_of[v].size()).cell(degree[v]);
      table.cell(places[v].x).cell(places[v].y).cell(graph[v].name).cell(graph[v].mentions).end();
    }
  }
  {
    CsvTable table(open("entity_text_units.csv"), {"entity_id", "text_unit_id"});
    for (const Vertex v : vertices) {
      for (const std::string& id : units_of[v]) table.cell(names.entities[v]).cell(id).end();
    }
  }
  {
    CsvTable table(open("relationships.csv"),
                   {"id", "human_readable_id", "source", "target", "description", "weight", "combined_degree",
                    "source_id", "target_id", "type", "polarity", "modality"});
    std::size_t number = 0;
    for (const Edge& e : edges) {
      const Vertex source = boost::source(e, graph);
      const Vertex target = boost::target(e, graph);
      table.cell(names.relations[number]).cell(number).cell(titles[source]).cell(titles[target]);
      table.cell(description_of(graph, ontology, e)).cell(edge_weight(graph[e])).cell(degree[source] + degree[target]);
      table.cell(names.entities[source]).cell(names.entities[target]);
      table.cell(graph[e].type).cell(to_string(graph[e].polarity)).cell(to_string(graph[e].modality)).end();
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
  std::map<std::string, std::string> texts;  // of documents, as far as it is known: the sentences that prove something
  {
    CsvTable table(open("text_units.csv"), {"id", "human_readable_id", "text", "n_tokens", "document_id"});
    std::size_t number = 0;
    for (const auto& [place, unit] : units) {
      table.cell(unit.id).cell(number++).cell(unit.text).cell(words_of(unit.text)).cell(document_id(place.first)).end();
      std::string& text = texts[place.first];
      text += (text.empty() ? "" : "\n") + unit.text;
    }
  }
  {
    CsvTable table(open("documents.csv"), {"id", "human_readable_id", "title", "text", "creation_date", "uri"});
    for (const auto& [uri, title] : documents) {
      table.cell(document_id(uri)).cell(document_numbers.at(uri)).cell(title.empty() ? uri : title);
      table.cell(texts[uri]).cell("").cell(uri).end();
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
    CsvTable table(open("communities.csv"),
                   {"id", "human_readable_id", "community", "level", "parent", "title", "period", "size"});
    for (const auto& [group, size] : sizes) {
      table.cell(fmt::format("c{}", group)).cell(group).cell(group).cell(std::size_t{0}).cell(-1.0);
      table.cell(titles[leaders.at(group)]).cell("").cell(size).end();
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
