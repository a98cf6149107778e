#include "core/graph.h"

#include <fmt/core.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <bit>
#include <boost/iterator/transform_iterator.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "core/analysis.h"
#include "core/edtf.h"
#include "core/error.h"
#include "core/likeness.h"
#include "core/ties.h"

namespace factgraph {
namespace {

template <typename Range, typename Less = std::less<>>
void sort_unless_sorted(Range& range, Less less = {}) {
  if (!std::is_sorted(range.begin(), range.end(), less)) std::sort(range.begin(), range.end(), less);
}

// How many documents sorted evidence comes from, and how much of it there is.
std::pair<std::size_t, std::size_t> count_proofs(const std::vector<Evidence>& sorted) {
  std::size_t documents = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].document != sorted[i - 1].document) ++documents;
  }
  return {documents, sorted.size()};
}

void make_canonical(RelationEdge& relation) {
  if (relation.evidence.empty()) return;
  sort_unless_sorted(relation.evidence);
  std::tie(relation.documents, relation.proofs) = count_proofs(relation.evidence);
}

void make_canonical(EntityNode& entity) {
  sort_unless_sorted(entity.aliases);
  for (ValueFact& fact : entity.values) make_canonical(fact.relation);
  sort_unless_sorted(entity.values);
  sort_unless_sorted(entity.statements);
}

// The form in which names are compared: compatible Unicode forms and cases made equal. Broken UTF-8 is
// compared as far as it can be read.
std::string fold(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string folded;
  if (U_SUCCESS(status)) {
    icu::StringByteSink<std::string> sink(&folded);
    normalizer->normalizeUTF8(0, {name.data(), static_cast<std::int32_t>(name.size())}, sink, nullptr, status);
  }
  if (U_FAILURE(status)) throw Error(fmt::format("cannot fold a name: {}", u_errorName(status)));
  return folded;
}

[[noreturn]] void throw_unknown_entity(const Graph& graph, std::string_view name) {
  constexpr std::size_t kSuggestions = 3;
  const Likeness likeness(fold(name));
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    std::optional<std::size_t> best = likeness.distance_to(fold(graph[v].name));
    for (const std::string& alias : graph[v].aliases) {
      const std::optional<std::size_t> other = likeness.distance_to(fold(alias));
      if (other && (!best || *other < *best)) best = other;
    }
    if (best) near.emplace_back(*best, graph[v].name);
  }
  std::sort(near.begin(), near.end());
  std::vector<std::string_view> suggestions;
  for (const auto& [far, suggestion] : near) {
    const bool known = std::find(suggestions.begin(), suggestions.end(), suggestion) != suggestions.end();
    if (suggestions.size() < kSuggestions && !known) suggestions.push_back(suggestion);
  }
  std::string message = fmt::format("no entity is called \"{}\"", name);
  for (std::size_t i = 0; i < suggestions.size(); ++i) {
    message += fmt::format("{}\"{}\"", i == 0 ? "; the nearest names are " : ", ", suggestions[i]);
  }
  throw InputError(message);
}

DayRange window_of(const GraphFilter& filter) {
  const auto read = [](const std::string& date, const char* option) {
    if (date.empty()) return DayRange{};
    const std::optional<DayRange> days = edtf_days(date);
    if (!days)
      throw InputError(fmt::format("{} is not a date: \"{}\"; write 2024, 2024-03 or 2024-03-15", option, date));
    return *days;
  };
  return {read(filter.since, "since").first, read(filter.until, "until").last};
}

// Decides which relations a filter keeps, and what evidence of them.
class RelationFilter {
 public:
  explicit RelationFilter(const GraphFilter& filter)
      : filter_(filter),
        window_(window_of(filter)),
        types_(filter.relations.begin(), filter.relations.end()),
        dated_(!filter.since.empty() || !filter.until.empty()),
        restricts_(dated_ || !types_.empty() || filter.min_confidence > 0 || filter.asserted_only) {}

  // Whether it can drop anything at all.
  [[nodiscard]] bool restricts() const { return restricts_; }

  [[nodiscard]] bool keeps(const RelationEdge& relation) const {
    if (!restricts_) return true;
    if (relation.confidence < filter_.min_confidence) return false;
    if (!types_.empty() && !types_.contains(relation.type)) return false;
    const bool plain = relation.polarity == Polarity::kAffirmed && relation.modality == Modality::kAsserted;
    if (filter_.asserted_only && !plain) return false;
    if (!dated_ || relation.evidence.empty()) return true;
    return std::any_of(relation.evidence.begin(), relation.evidence.end(),
                       [this](const Evidence& evidence) { return keeps(evidence); });
  }

  // Drops the evidence outside the window.
  void narrow(RelationEdge& relation) const {
    if (!dated_ || relation.evidence.empty()) return;
    std::erase_if(relation.evidence, [this](const Evidence& evidence) { return !keeps(evidence); });
    std::tie(relation.documents, relation.proofs) = count_proofs(relation.evidence);
  }

 private:
  [[nodiscard]] bool keeps(const Evidence& evidence) const {
    if (evidence.time.empty()) return true;
    const std::optional<DayRange> days = edtf_days(evidence.time);
    return !days || days->overlaps(window_);
  }

  const GraphFilter& filter_;
  DayRange window_;
  std::set<std::string, std::less<>> types_;
  bool dated_;
  bool restricts_;
};

using Ends = std::pair<Vertex, Vertex>;  // source, target

// The graph of these, all in their order; what `relation` points to, one for each of the ends, is taken.
template <typename EndsIterator, typename RelationIterator>
Graph assembled(std::vector<EntityNode> entities, EndsIterator first, EndsIterator last, RelationIterator relation) {
  Graph graph(boost::edges_are_unsorted_multi_pass, first, last, relation, entities.size());
  for (Vertex v = 0; v < entities.size(); ++v) graph[v] = std::move(entities[v]);
  return graph;
}

Graph copy_if(const Graph& graph, const std::vector<bool>& kept, const RelationFilter& relations) {
  std::vector<EntityNode> entities;
  std::vector<Ends> ends;
  std::vector<RelationEdge> edges;
  std::vector<Vertex> renumbered(boost::num_vertices(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    if (!kept[v]) continue;
    EntityNode entity = graph[v];
    if (relations.restricts()) {
      std::erase_if(entity.values, [&](const ValueFact& fact) { return !relations.keeps(fact.relation); });
      for (ValueFact& fact : entity.values) relations.narrow(fact.relation);
    }
    renumbered[v] = entities.size();
    entities.push_back(std::move(entity));
  }
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Vertex source = boost::source(e, graph);
    const Vertex target = boost::target(e, graph);
    if (!kept[source] || !kept[target] || !relations.keeps(graph[e])) continue;
    RelationEdge relation = graph[e];
    relations.narrow(relation);
    ends.emplace_back(renumbered[source], renumbered[target]);
    edges.push_back(std::move(relation));
  }
  return assembled(std::move(entities), ends.begin(), ends.end(), std::make_move_iterator(edges.begin()));
}

// Marks what is within `depth` hops of `seeds`, in either direction, over what is already kept.
std::vector<bool> neighbourhood(const Graph& graph, const std::vector<bool>& kept, const std::vector<Vertex>& seeds,
                                std::size_t depth, const RelationFilter& relations) {
  std::vector<bool> reached(kept.size(), false);
  std::vector<Vertex> ring = seeds;
  for (const Vertex v : ring) reached[v] = true;
  for (std::size_t hop = 0; hop < depth && !ring.empty(); ++hop) {
    std::vector<Vertex> next;
    const auto visit = [&](Vertex v) {
      if (!kept[v] || reached[v]) return;
      reached[v] = true;
      next.push_back(v);
    };
    for (const Vertex v : ring) {
      for (const Edge e : boost::make_iterator_range(boost::out_edges(v, graph))) {
        if (relations.keeps(graph[e])) visit(boost::target(e, graph));
      }
      for (const Edge e : boost::make_iterator_range(boost::in_edges(v, graph))) {
        if (relations.keeps(graph[e])) visit(boost::source(e, graph));
      }
    }
    ring = std::move(next);
  }
  return reached;
}

// The entities on the cheapest ways between the two that `filter` names. Throws InputError where there are none.
std::vector<Vertex> on_the_way(const Graph& graph, const GraphFilter& filter) {
  const std::string& from = filter.between.at(0);
  const std::string& to = filter.between.at(1);
  std::set<Vertex> met;
  for (const Path& path : shortest_paths(graph, find_entities(graph, from), find_entities(graph, to), filter.ways)) {
    met.insert(path.entities.begin(), path.entities.end());
  }
  if (met.empty()) throw InputError(fmt::format("no relations connect \"{}\" and \"{}\"", from, to));
  return {met.begin(), met.end()};
}

// Unmarks what no kept relation or value touches.
void drop_unrelated(const Graph& graph, std::vector<bool>& kept, const RelationFilter& relations) {
  std::vector<bool> related(kept.size(), false);
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Vertex source = boost::source(e, graph);
    const Vertex target = boost::target(e, graph);
    if (kept[source] && kept[target] && relations.keeps(graph[e])) related[source] = related[target] = true;
  }
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const auto& values = graph[v].values;
    related[v] = related[v] || std::any_of(values.begin(), values.end(),
                                           [&](const ValueFact& fact) { return relations.keeps(fact.relation); });
    kept[v] = kept[v] && related[v];
  }
}

}  // namespace

void GraphBuilder::reserve(std::size_t entities, std::size_t relations) {
  entities_.reserve(entities);
  relations_.reserve(relations);
}

std::size_t GraphBuilder::add_entity(EntityNode entity) {
  entities_.push_back(std::move(entity));
  return entities_.size() - 1;
}

std::size_t GraphBuilder::add_relation(std::size_t subject, std::size_t object, RelationEdge relation) {
  if (subject >= entities_.size() || object >= entities_.size()) {
    throw std::out_of_range("GraphBuilder: a relation of an entity that was not added");
  }
  auto type = numbers_.find(relation.type);
  if (type == numbers_.end()) {
    type = numbers_.emplace(relation.type, static_cast<std::uint32_t>(types_.size())).first;
    types_.push_back(std::move(relation.type));
  }
  const std::size_t number = relations_.size();
  relations_.push_back({static_cast<std::uint32_t>(subject), static_cast<std::uint32_t>(object), type->second,
                        relation.open, relation.polarity, relation.modality, relation.confidence, relation.documents,
                        relation.proofs});
  if (!relation.evidence.empty()) evidence(number) = std::move(relation.evidence);
  return number;
}

std::vector<Evidence>& GraphBuilder::evidence(std::size_t relation) {
  if (relation >= evidence_.size()) evidence_.resize(relations_.size());
  return evidence_.at(relation);
}

bool GraphBuilder::before(std::size_t one, std::size_t other) const {
  const auto key = [this](const Pending& r) {
    return std::tie(types_[r.type], r.open, r.polarity, r.modality, r.confidence, r.documents, r.proofs);
  };
  const auto one_key = key(relations_[one]);
  const auto other_key = key(relations_[other]);
  if (one_key != other_key) return one_key < other_key;
  if (other >= evidence_.size()) return false;
  return one >= evidence_.size() ? !evidence_[other].empty() : evidence_[one] < evidence_[other];
}

RelationEdge GraphBuilder::take(std::size_t relation) {
  const Pending& pending = relations_[relation];
  RelationEdge edge{types_[pending.type], pending.open,      pending.polarity, pending.modality,
                    pending.confidence,   pending.documents, pending.proofs,   {}};
  if (relation < evidence_.size()) edge.evidence = std::move(evidence_[relation]);
  return edge;
}

std::vector<std::size_t> GraphBuilder::sorted_entities() const {
  std::vector<std::size_t> order(entities_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto less = [this](std::size_t a, std::size_t b) { return entities_[a] < entities_[b]; };
  std::stable_sort(order.begin(), order.end(), less);

  // Namesakes that hold the same are told apart by their relations.
  struct Tie {
    bool incoming;
    std::size_t other;
    std::size_t relation;
  };
  std::map<std::size_t, std::vector<Tie>> ties;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (!less(order[i - 1], order[i])) {
      ties[order[i - 1]];
      ties[order[i]];
    }
  }
  if (ties.empty()) return order;
  const auto add = [&](std::size_t end, const Tie& tie) {
    const auto found = ties.find(end);
    if (found != ties.end()) found->second.push_back(tie);
  };
  for (std::size_t r = 0; r < relations_.size(); ++r) {
    add(relations_[r].subject, {false, relations_[r].object, r});
    add(relations_[r].object, {true, relations_[r].subject, r});
  }
  const auto ties_before = [&](const Tie& a, const Tie& b) {
    if (a.incoming != b.incoming) return b.incoming;
    if (less(a.other, b.other) || less(b.other, a.other)) return less(a.other, b.other);
    return before(a.relation, b.relation);
  };
  for (auto& [entity, list] : ties) std::sort(list.begin(), list.end(), ties_before);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (less(a, b)) return true;
    if (less(b, a) || !ties.contains(a) || !ties.contains(b)) return false;
    return std::lexicographical_compare(ties.at(a).begin(), ties.at(a).end(), ties.at(b).begin(), ties.at(b).end(),
                                        ties_before);
  });
  return order;
}

Graph GraphBuilder::build(std::vector<Vertex>* vertices) {
  for (EntityNode& entity : entities_) make_canonical(entity);
  for (std::size_t r = 0; r < evidence_.size(); ++r) {
    if (evidence_[r].empty()) continue;
    sort_unless_sorted(evidence_[r]);
    std::tie(relations_[r].documents, relations_[r].proofs) = count_proofs(evidence_[r]);
  }
  const std::vector<std::size_t> order = sorted_entities();
  std::vector<Vertex> vertex(order.size());
  for (Vertex v = 0; v < order.size(); ++v) vertex[order[v]] = v;

  struct Place {
    std::uint64_t ends;  // the source above the target
    std::size_t relation;
  };
  constexpr unsigned kHalf = 32;
  std::vector<Place> places;
  places.reserve(relations_.size());
  for (const Pending& relation : relations_) {
    places.push_back({vertex[relation.subject] << kHalf | vertex[relation.object], places.size()});
  }
  std::sort(places.begin(), places.end(), [this](const Place& a, const Place& b) {
    return a.ends != b.ends ? a.ends < b.ends : before(a.relation, b.relation);
  });
  const auto ends = [](const Place& place) { return Ends(place.ends >> kHalf, place.ends & UINT32_MAX); };
  const auto edge = [this](const Place& place) { return take(place.relation); };
  Graph graph(boost::edges_are_unsorted_multi_pass, boost::make_transform_iterator(places.begin(), ends),
              boost::make_transform_iterator(places.end(), ends), boost::make_transform_iterator(places.begin(), edge),
              order.size());
  for (Vertex v = 0; v < order.size(); ++v) graph[v] = std::move(entities_[order[v]]);
  *this = {};
  if (vertices != nullptr) *vertices = std::move(vertex);
  return graph;
}

std::vector<Vertex> find_entities(const Graph& graph, std::string_view name) {
  const std::string wanted = fold(name);
  std::vector<Vertex> called;
  std::vector<Vertex> alias;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const EntityNode& entity = graph[v];
    if (fold(entity.name) == wanted) {
      called.push_back(v);
    } else if (std::any_of(entity.aliases.begin(), entity.aliases.end(),
                           [&](const std::string& other) { return fold(other) == wanted; })) {
      alias.push_back(v);
    }
  }
  if (called.empty() && alias.empty()) throw_unknown_entity(graph, name);
  return called.empty() ? alias : called;
}

Graph filter_graph(const Graph& graph, const GraphFilter& filter, Omitted* omitted) {
  const std::size_t size = boost::num_vertices(graph);
  const RelationFilter relations(filter);
  std::vector<Vertex> seeds;
  for (const std::string& name : filter.entities) {
    const std::vector<Vertex> found = find_entities(graph, name);
    seeds.insert(seeds.end(), found.begin(), found.end());
  }
  std::sort(seeds.begin(), seeds.end());
  seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());

  std::vector<bool> kept(size, true);
  if (!filter.types.empty()) {
    const std::set<std::string, std::less<>> types(filter.types.begin(), filter.types.end());
    for (Vertex v = 0; v < size; ++v) kept[v] = types.contains(graph[v].type);
  }
  for (const Vertex v : seeds) kept[v] = true;
  if (!seeds.empty()) kept = neighbourhood(graph, kept, seeds, filter.depth, relations);
  if (relations.restricts()) drop_unrelated(graph, kept, relations);
  for (const Vertex v : seeds) kept[v] = true;

  Graph result = copy_if(graph, kept, relations);
  if (!filter.between.empty()) {
    const std::vector<Vertex> met = on_the_way(result, filter);
    std::vector<bool> still(size, false);  // by vertex of `graph`
    std::vector<Vertex> origin;
    for (Vertex v = 0; v < size; ++v) {
      if (kept[v]) origin.push_back(v);
    }
    for (const Vertex v : met) still[origin[v]] = true;
    kept = std::move(still);
    for (const Vertex v : seeds) kept[v] = true;
    result = copy_if(graph, kept, relations);
  }
  if (filter.top > 0 && boost::num_vertices(result) > filter.top) {
    std::vector<bool> is_seed(size, false);
    for (const Vertex v : seeds) is_seed[v] = true;
    std::vector<bool> named;  // by vertex of `result`
    for (Vertex v = 0; v < size; ++v) {
      if (kept[v]) named.push_back(is_seed[v]);
    }
    std::vector<Vertex> ranked = most_central(result);
    std::stable_partition(ranked.begin(), ranked.end(), [&](Vertex v) { return named[v]; });
    ranked.resize(std::max(filter.top, seeds.size()));
    result = subgraph(result, ranked);
  }
  if (omitted != nullptr) {
    omitted->entities = size - boost::num_vertices(result);
    omitted->relations = boost::num_edges(graph) - boost::num_edges(result);
  }
  return result;
}

Graph subgraph(const Graph& graph, const std::vector<Vertex>& vertices) {
  std::vector<bool> kept(boost::num_vertices(graph), false);
  for (const Vertex v : vertices) kept[v] = true;
  return copy_if(graph, kept, RelationFilter({}));
}

double edge_weight(const RelationEdge& relation) {
  return relation.confidence * static_cast<double>(std::bit_width(std::max<std::size_t>(1, relation.proofs)));
}

std::vector<double> centrality(const Graph& graph) {
  constexpr double kDamping = 0.85;
  constexpr double kEnough = 1e-10;
  constexpr int kMostRounds = 200;
  const Ties ties(graph);
  // Up to a factor: what comes to each by chance is 1, those without ties included. Each value is used as soon as it is
  // there (Gauss and Seidel), which takes half the rounds.
  std::vector<double> rank(ties.size(), 1.0);
  std::vector<double> given(ties.size(), 0.0);  // by each to one unit of its ties
  for (Vertex v = 0; v < ties.size(); ++v) {
    if (ties.strength(v) > 0) given[v] = kDamping / static_cast<double>(ties.strength(v));
  }
  for (int round = 0; round < kMostRounds; ++round) {
    double change = 0.0;
    double whole = 0.0;
    for (Vertex v = 0; v < ties.size(); ++v) {
      if (ties.strength(v) == 0) continue;
      double next = 1.0;
      for (const Ties::Tie& tie : ties.of(v)) next += given[tie.to] * static_cast<double>(tie.weight);
      change += std::abs(next - rank[v]);
      whole += next;
      rank[v] = next;
      given[v] = kDamping * next / static_cast<double>(ties.strength(v));
    }
    if (change <= kEnough * whole) break;
  }
  const double most = rank.empty() ? 1.0 : *std::max_element(rank.begin(), rank.end());
  for (double& value : rank) value = std::round(value / most * 1e9) / 1e9;
  return rank;
}

std::vector<Vertex> most_central(const Graph& graph) {
  const std::vector<double> rank = centrality(graph);
  std::vector<Vertex> order(rank.size());
  std::iota(order.begin(), order.end(), Vertex{0});
  std::stable_sort(order.begin(), order.end(), [&](Vertex a, Vertex b) { return rank[a] > rank[b]; });
  return order;
}

}  // namespace factgraph
