#include "export/identifiers.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <initializer_list>
#include <string_view>
#include <unordered_map>

namespace factgraph {
namespace {

class Names {
 public:
  std::string name(char kind, std::initializer_list<std::string_view> parts) {
    joined_.clear();
    for (const std::string_view part : parts) {
      joined_ += std::to_string(part.size());
      joined_ += ':';
      joined_ += part;
    }
    const XXH64_hash_t hash = XXH3_64bits(joined_.data(), joined_.size());
    const std::size_t before = seen_[hash]++;
    return before == 0 ? fmt::format("{}{:016x}", kind, hash) : fmt::format("{}{:016x}-{}", kind, hash, before + 1);
  }

 private:
  std::unordered_map<XXH64_hash_t, std::size_t> seen_;
  std::string joined_;
};

}  // namespace

Identifiers identify(const Graph& graph) {
  Identifiers result;
  Names entities;
  Names relations;
  const auto relation_name = [&](std::string_view subject, const RelationEdge& relation, std::string_view kind,
                                 std::string_view object) {
    return relations.name('r', {subject, relation.type, relation.open ? "open" : "", to_string(relation.polarity),
                                to_string(relation.modality), kind, object});
  };
  result.entities.reserve(boost::num_vertices(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    result.entities.push_back(entities.name('e', {graph[v].name, graph[v].type}));
  }
  result.relations.reserve(boost::num_edges(graph));
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    result.relations.push_back(relation_name(result.entities[boost::source(e, graph)], graph[e], "entity",
                                             result.entities[boost::target(e, graph)]));
  }
  result.values.resize(boost::num_vertices(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    for (const ValueFact& fact : graph[v].values) {
      result.values[v].push_back(relation_name(result.entities[v], fact.relation, "value", fact.value));
    }
  }
  return result;
}

}  // namespace factgraph
