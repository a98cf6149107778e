#include "core/difference.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace factgraph {
namespace {

using EntityKey = std::tuple<std::string_view, std::string_view, std::size_t>;  // name, type, which of the namesakes
using RelationKey = std::tuple<std::size_t, std::size_t, std::string_view, bool, Polarity, Modality, std::size_t>;

// Each entity by its key, in the order of the graph.
std::vector<EntityKey> entity_keys(const Graph& graph) {
  std::vector<EntityKey> keys;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    EntityKey key(graph[v].name, graph[v].type, 0);
    if (!keys.empty() && std::get<0>(keys.back()) == graph[v].name && std::get<1>(keys.back()) == graph[v].type) {
      std::get<2>(key) = std::get<2>(keys.back()) + 1;
    }
    keys.push_back(key);
  }
  return keys;
}

// Each relation by its key, its ends by their places in `number`.
std::map<RelationKey, const RelationEdge*> relations_of(const Graph& graph, const std::vector<std::size_t>& number) {
  std::map<RelationKey, const RelationEdge*> relations;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const RelationEdge& relation = graph[e];
    RelationKey key(number[boost::source(e, graph)], number[boost::target(e, graph)], relation.type, relation.open,
                    relation.polarity, relation.modality, 0);
    while (!relations.emplace(key, &relation).second) ++std::get<6>(key);
  }
  return relations;
}

bool same_proof(const RelationEdge& a, const RelationEdge& b) {
  // Neither confidence nor the attributed entity's present name: they can change with other documents.
  const auto key = [](const Evidence& e) {
    return std::tie(e.document, e.start, e.sentence, e.role, e.time, e.subject, e.trigger, e.object);
  };
  return std::equal(a.evidence.begin(), a.evidence.end(), b.evidence.begin(), b.evidence.end(),
                    [&](const Evidence& x, const Evidence& y) { return key(x) == key(y); });
}

bool same_words(const EntityNode& a, const EntityNode& b) {
  const auto alike = [](const ValueFact& x, const ValueFact& y) {
    return x.value == y.value && x.relation.type == y.relation.type && x.relation.polarity == y.relation.polarity &&
           x.relation.modality == y.relation.modality;
  };
  return a.aliases == b.aliases &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), alike);
}

}  // namespace

Difference compare(const Graph& before, const Graph& after) {
  const std::vector<EntityKey> old_keys = entity_keys(before);
  const std::vector<EntityKey> new_keys = entity_keys(after);
  std::map<EntityKey, std::pair<const EntityNode*, const EntityNode*>> entities;
  for (std::size_t v = 0; v < old_keys.size(); ++v) entities[old_keys[v]].first = &before[v];
  for (std::size_t v = 0; v < new_keys.size(); ++v) entities[new_keys[v]].second = &after[v];

  Difference difference;
  GraphBuilder builder;
  std::map<EntityKey, std::size_t> number;
  std::vector<Change> changes;
  for (const auto& [key, nodes] : entities) {
    const auto& [old_node, new_node] = nodes;
    number[key] = builder.add_entity(new_node != nullptr ? *new_node : *old_node);
    changes.push_back(old_node == nullptr                ? Change::kAdded
                      : new_node == nullptr              ? Change::kGone
                      : same_words(*old_node, *new_node) ? Change::kSame
                                                         : Change::kChanged);
  }
  const auto numbers = [&number](const std::vector<EntityKey>& keys) {
    std::vector<std::size_t> result;
    for (const EntityKey& key : keys) result.push_back(number.at(key));
    return result;
  };
  const auto old_relations = relations_of(before, numbers(old_keys));
  const auto new_relations = relations_of(after, numbers(new_keys));
  std::map<RelationKey, std::pair<const RelationEdge*, const RelationEdge*>> relations;
  for (const auto& [key, relation] : old_relations) relations[key].first = relation;
  for (const auto& [key, relation] : new_relations) relations[key].second = relation;
  for (const auto& [key, both] : relations) {
    builder.add_relation(std::get<0>(key), std::get<1>(key), both.second != nullptr ? *both.second : *both.first);
  }

  std::vector<Vertex> vertices;
  difference.graph = builder.build(&vertices);
  difference.entities.resize(changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) difference.entities[vertices[i]] = changes[i];
  std::vector<std::size_t> back(vertices.size());
  for (std::size_t i = 0; i < vertices.size(); ++i) back[vertices[i]] = i;
  RelationKey last;
  bool first = true;
  for (const Edge e : boost::make_iterator_range(boost::edges(difference.graph))) {
    const RelationEdge& relation = difference.graph[e];
    RelationKey key(back[boost::source(e, difference.graph)], back[boost::target(e, difference.graph)], relation.type,
                    relation.open, relation.polarity, relation.modality, 0);
    const auto alike = [](RelationKey a, RelationKey b) {
      std::get<6>(a) = std::get<6>(b) = 0;
      return a == b;
    };
    if (!first && alike(key, last)) std::get<6>(key) = std::get<6>(last) + 1;
    first = false;
    last = key;
    const auto& [old_relation, new_relation] = relations.at(key);
    difference.relations.push_back(old_relation == nullptr                    ? Change::kAdded
                                   : new_relation == nullptr                  ? Change::kGone
                                   : same_proof(*old_relation, *new_relation) ? Change::kSame
                                                                              : Change::kChanged);
  }
  return difference;
}

}  // namespace factgraph
