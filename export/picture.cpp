#include "export/picture.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "core/analysis.h"
#include "core/edtf.h"
#include "export/captions.h"

namespace factgraph {
namespace {

constexpr std::size_t kNever = SIZE_MAX;
constexpr std::size_t kCrowdNames = 3;
constexpr std::size_t kCrowdTies = 4;
constexpr std::size_t kMostCrowds = 12;

// At most `most` of `order`, the first of it, each with a relation to another of them that counts: one that has none brings
// the foremost of those it is related to. Whoever is related to nobody goes, except `always` (the first so many) and where
// `unconnected` asks for them, or where no relation counts.
template <typename Counts>
std::vector<Vertex> select(const Graph& graph, const std::vector<Vertex>& order, std::size_t always, std::size_t most,
                           bool unconnected, Counts counts) {
  std::vector<std::size_t> place(boost::num_vertices(graph), kNever);
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<std::vector<std::size_t>> related(order.size());  // places in `order`
  bool any = false;
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const std::size_t a = place[boost::source(e, graph)];
    const std::size_t b = place[boost::target(e, graph)];
    if (!counts(number++) || a == b || a == kNever || b == kNever) continue;
    any = true;
    related[a].push_back(b);
    related[b].push_back(a);
  }
  if (unconnected || !any) {
    return {order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()))};
  }
  std::vector<bool> chosen(order.size(), false);
  std::size_t count = 0;
  const auto take = [&](std::size_t i) {
    chosen[i] = true;
    ++count;
  };
  for (std::size_t i = 0; i < std::min(always, order.size()); ++i) take(i);
  for (std::size_t i = 0; i < order.size() && count < most; ++i) {
    if (chosen[i] || related[i].empty()) continue;
    const bool joins =
        std::any_of(related[i].begin(), related[i].end(), [&](std::size_t other) { return chosen[other]; });
    if (!joins && count + 2 > most) continue;
    take(i);
    if (!joins) take(*std::min_element(related[i].begin(), related[i].end()));
  }
  std::vector<Vertex> kept;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (chosen[i]) kept.push_back(order[i]);
  }
  return kept;
}

// Hops from the nearest of `from`, over relations either way.
std::vector<std::size_t> hops(const Ties& ties, const std::vector<Vertex>& from) {
  std::vector<std::size_t> far(ties.size(), kNever);
  std::vector<Vertex> queue = from;
  for (const Vertex v : from) far[v] = 0;
  for (std::size_t at = 0; at < queue.size(); ++at) {
    for (const Ties::Tie& tie : ties.of(queue[at])) {
      if (far[tie.to] != kNever) continue;
      far[tie.to] = far[queue[at]] + 1;
      queue.push_back(tie.to);
    }
  }
  return far;
}

// The chosen part of `graph`, unmarked; `place` receives where each vertex went. Refers to `graph` where that is all of it
// and `outlives`.
Picture picture_of(const Graph& graph, const std::vector<Vertex>& kept, bool outlives,
                   std::vector<std::size_t>& place) {
  Picture picture;
  const bool all = outlives && kept.size() == boost::num_vertices(graph);
  picture.graph = all ? std::shared_ptr<const Graph>(std::shared_ptr<void>(), &graph)
                      : std::make_shared<const Graph>(subgraph(graph, kept));
  std::vector<Vertex> sorted = kept;
  std::sort(sorted.begin(), sorted.end());
  place.assign(boost::num_vertices(graph), kNever);
  for (std::size_t i = 0; i < sorted.size(); ++i) place[sorted[i]] = i;
  picture.entities.resize(boost::num_vertices(*picture.graph));
  picture.relations.resize(boost::num_edges(*picture.graph));
  picture.left_out = boost::num_vertices(graph) - kept.size();
  return picture;
}

// Leaves `most` relations in `picture`, or a few more: of each entity the strongest, then of all; before others those that
// have changed or belong to what the picture is about. `place` says where each vertex of the graph it was chosen from is.
void thin(Picture& picture, std::vector<std::size_t>& place, std::size_t most) {
  const Graph& graph = *picture.graph;
  const std::vector<Edge> edges(boost::edges(graph).first, boost::edges(graph).second);
  if (edges.size() <= most) return;
  const auto matters = [&](std::size_t i) {
    return picture.relations[i].change != Change::kSame || picture.entities[boost::source(edges[i], graph)].focus ||
           picture.entities[boost::target(edges[i], graph)].focus;
  };
  std::vector<std::size_t> order(edges.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return matters(a) != matters(b) ? matters(a) : edge_weight(graph[edges[a]]) > edge_weight(graph[edges[b]]);
  });
  std::vector<bool> held(boost::num_vertices(graph), false);
  std::vector<bool> needed(edges.size(), false);
  for (const std::size_t i : order) {
    const Vertex a = boost::source(edges[i], graph);
    const Vertex b = boost::target(edges[i], graph);
    needed[i] = !held[a] || !held[b];
    held[a] = held[b] = true;
  }
  const auto rest = std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return needed[i]; });
  order.resize(std::max(most, static_cast<std::size_t>(rest - order.begin())));
  std::sort(order.begin(), order.end());

  GraphBuilder builder;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) builder.add_entity(graph[v]);
  for (const std::size_t i : order) {
    builder.add_relation(boost::source(edges[i], graph), boost::target(edges[i], graph), graph[edges[i]]);
  }
  std::vector<Vertex> now;  // namesakes may change places
  auto thinned = std::make_shared<const Graph>(builder.build(&now));
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(now[boost::source(edges[a], graph)], now[boost::target(edges[a], graph)]) <
           std::pair(now[boost::source(edges[b], graph)], now[boost::target(edges[b], graph)]);
  });
  std::vector<Mark> entities(now.size());
  for (Vertex v = 0; v < now.size(); ++v) entities[now[v]] = picture.entities[v];
  std::vector<Mark> relations;
  for (const std::size_t i : order) relations.push_back(picture.relations[i]);
  for (std::size_t& where : place) {
    if (where != kNever) where = now[where];
  }
  picture.entities = std::move(entities);
  picture.relations = std::move(relations);
  picture.graph = std::move(thinned);
}

// Sums up what is not drawn, in at most `most` crowds that have relations to what is.
void gather(const Graph& graph, const std::vector<std::size_t>& group, const std::vector<Vertex>& ranked,
            const std::vector<std::size_t>& place, std::size_t most, Picture& picture) {
  std::map<std::size_t, std::vector<Vertex>> members;  // the most central first
  for (const Vertex v : ranked) {
    if (place[v] == kNever) members[group[v]].push_back(v);
  }
  std::set<std::size_t> tied;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Vertex a = boost::source(e, graph);
    const Vertex b = boost::target(e, graph);
    if (place[a] != kNever && place[b] == kNever) tied.insert(group[b]);
    if (place[b] != kNever && place[a] == kNever) tied.insert(group[a]);
  }
  std::vector<std::pair<std::size_t, std::size_t>> order;  // size, group
  for (const auto& [number, vertices] : members) {
    if (vertices.size() > 1 && tied.contains(number)) order.emplace_back(vertices.size(), number);
  }
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (order.size() > most) order.resize(most);
  std::vector<std::size_t> crowd_of(boost::num_vertices(graph), kNever);
  for (const auto& [size, number] : order) {
    Crowd crowd{size, {}};
    for (const Vertex v : members[number]) {
      crowd_of[v] = picture.crowds.size();
      if (crowd.names.size() < kCrowdNames) crowd.names.push_back(graph[v].name);
    }
    picture.crowds.push_back(std::move(crowd));
    picture.left_out -= size;
  }
  std::map<std::tuple<std::size_t, bool, std::size_t>, std::size_t> sums;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Vertex a = boost::source(e, graph);
    const Vertex b = boost::target(e, graph);
    const std::size_t from = crowd_of[a];
    const std::size_t to = crowd_of[b];
    if (from != kNever && to != kNever) {
      if (from != to) ++sums[{std::min(from, to), true, std::max(from, to)}];
    } else if (from != kNever && place[b] != kNever) {
      ++sums[{from, false, place[b]}];
    } else if (to != kNever && place[a] != kNever) {
      ++sums[{to, false, place[a]}];
    }
  }
  // The strongest of each: all of them would cover the picture.
  std::vector<CrowdTie> ties;
  for (const auto& [tie, relations] : sums) {
    ties.push_back({std::get<0>(tie), std::get<1>(tie), std::get<2>(tie), relations});
  }
  std::stable_sort(ties.begin(), ties.end(),
                   [](const CrowdTie& a, const CrowdTie& b) { return a.relations > b.relations; });
  std::vector<std::size_t> drawn(picture.crowds.size(), 0);
  for (const CrowdTie& tie : ties) {
    const bool one = ++drawn[tie.crowd] <= kCrowdTies;
    const bool other = tie.to_crowd && ++drawn[tie.other] <= kCrowdTies;
    if (one || other) picture.ties.push_back(tie);
  }
  std::stable_sort(picture.ties.begin(), picture.ties.end(),
                   [](const CrowdTie& a, const CrowdTie& b) { return a.crowd < b.crowd; });
}

// The period that a time lies in, or begins if it is open-ended.
std::optional<Period> period_of(std::string_view time, PeriodLength length) {
  std::optional<DayRange> days = edtf_days(time);
  if (!days || days->first == DayRange::kOpenFirst) return std::nullopt;
  if (days->last == DayRange::kOpenLast) days = edtf_days(time.substr(0, time.find('/')));
  if (!days || days->last == DayRange::kOpenLast) return std::nullopt;
  const CivilDate first = date_of(days->first);
  const CivilDate last = date_of(days->last);
  if (first.year < 0 || first.year > 9999 || last.year != first.year) return std::nullopt;
  if (length == PeriodLength::kMonth && last.month != first.month) return std::nullopt;
  const std::string edtf = length == PeriodLength::kYear ? fmt::format("{:04}", first.year)
                                                         : fmt::format("{:04}-{:02}", first.year, first.month);
  return Period{edtf, date_words(edtf)};
}

bool begins_after(std::string_view time, DayRange days) {
  const std::optional<DayRange> when = edtf_days(time);
  return when && when->first > days.last;
}

// Drops the evidence from after `days`.
void take_back(RelationEdge& relation, DayRange days) {
  std::erase_if(relation.evidence, [&](const Evidence& evidence) { return begins_after(evidence.time, days); });
  relation.proofs = relation.evidence.size();
}

// How a relation stands out that was known by the end of `period`.
Shade shade_in(const RelationEdge& relation, const Period& period) {
  const PeriodLength length = period.edtf.size() > 4 ? PeriodLength::kMonth : PeriodLength::kYear;
  const bool own = std::any_of(relation.evidence.begin(), relation.evidence.end(), [&](const Evidence& evidence) {
    const std::optional<Period> of = period_of(evidence.time, length);
    return of && of->edtf == period.edtf;
  });
  return own ? Shade::kFull : Shade::kPale;
}

}  // namespace

Picture choose(const Graph& graph, const std::vector<Vertex>& focus, const PictureBudget& budget) {
  const std::size_t size = boost::num_vertices(graph);
  const bool whole = budget.nodes == 0 || size <= budget.nodes;
  const std::size_t most_relations = budget.nodes * budget.relations_per_node;
  std::vector<Vertex> order;
  std::vector<std::size_t> group;
  std::size_t crowds = 0;
  std::vector<Vertex> ranked;
  if (whole) {
    for (Vertex v = 0; v < size; ++v) order.push_back(v);
    std::stable_partition(order.begin(), order.end(),
                          [&](Vertex v) { return std::find(focus.begin(), focus.end(), v) != focus.end(); });
  } else {
    const Ties ties(graph);
    ranked = most_central(graph);
    order = ranked;
    if (!focus.empty()) {
      const std::vector<std::size_t> far = hops(ties, focus);
      std::stable_sort(order.begin(), order.end(), [&](Vertex a, Vertex b) { return far[a] < far[b]; });
    }
    if (budget.crowds) {
      group = communities(ties);
      std::map<std::size_t, std::size_t> sizes;
      for (const std::size_t number : group) ++sizes[number];
      const auto large = static_cast<std::size_t>(
          std::count_if(sizes.begin(), sizes.end(), [](const auto& entry) { return entry.second > 1; }));
      crowds = std::min({budget.nodes / 6, kMostCrowds, large});
    }
  }
  const std::size_t most = whole ? size : budget.nodes - crowds;
  std::vector<std::size_t> place;
  Picture picture =
      picture_of(graph, select(graph, order, focus.size(), most, budget.unconnected, [](std::size_t) { return true; }),
                 true, place);
  for (const Vertex v : focus) {
    if (place[v] != kNever) picture.entities[place[v]].focus = true;
  }
  const std::size_t all = boost::num_edges(*picture.graph);
  if (most_relations > 0) thin(picture, place, most_relations);
  if (crowds > 0) gather(graph, group, ranked, place, crowds, picture);
  const std::size_t drawn = boost::num_vertices(*picture.graph);
  const std::size_t relations = boost::num_edges(*picture.graph);
  if (drawn < size || relations < all) {
    picture.caption = fmt::format("Shown: {} of {} entities{}, {} of {} relations{}.", drawn, size,
                                  whole           ? ""
                                  : focus.empty() ? " (the most central, each with one it is related to)"
                                                  : " (the nearest, of these the most central)",
                                  relations, boost::num_edges(graph), relations < all ? " (the best proven)" : "");
    if (picture.left_out > 0 && !picture.crowds.empty()) {
      picture.caption += fmt::format(" {} more entities are in none of the groups.", picture.left_out);
    }
  }
  return picture;
}

Picture choose(const Difference& difference, const PictureBudget& budget) {
  const Graph& graph = difference.graph;
  const auto changed = [&](std::size_t relation) { return difference.relations[relation] != Change::kSame; };
  std::vector<bool> touched(boost::num_vertices(graph), false);
  for (Vertex v = 0; v < touched.size(); ++v) touched[v] = difference.entities[v] != Change::kSame;
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    if (changed(number++)) touched[boost::source(e, graph)] = touched[boost::target(e, graph)] = true;
  }
  std::vector<Vertex> order = most_central(graph);
  std::erase_if(order, [&](Vertex v) { return !touched[v]; });
  const std::size_t most = budget.nodes == 0 ? order.size() : std::min(budget.nodes, order.size());
  std::vector<std::size_t> place;
  Picture picture = picture_of(graph, select(graph, order, 0, most, budget.unconnected, changed), false, place);
  picture.left_out = order.size() - boost::num_vertices(*picture.graph);
  for (Vertex v = 0; v < touched.size(); ++v) {
    if (place[v] == kNever) continue;
    const Change change = difference.entities[v];
    picture.entities[place[v]] = {change == Change::kSame ? Shade::kPale : Shade::kFull, change, false};
  }
  std::size_t from = 0;
  std::size_t to = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Change change = difference.relations[from++];
    if (place[boost::source(e, graph)] == kNever || place[boost::target(e, graph)] == kNever) continue;
    picture.relations[to++] = {change == Change::kSame ? Shade::kPale : Shade::kFull, change, false};
  }
  const std::size_t all = boost::num_edges(*picture.graph);
  if (budget.nodes > 0 && budget.relations_per_node > 0) thin(picture, place, budget.nodes * budget.relations_per_node);
  const auto counts = [](const std::vector<Change>& changes, const char* one, const char* many) {
    const auto count = [&](Change change) { return std::count(changes.begin(), changes.end(), change); };
    const auto added = count(Change::kAdded);
    return fmt::format("{} {} added, {} gone, {} changed", added, added == 1 ? one : many, count(Change::kGone),
                       count(Change::kChanged));
  };
  picture.caption = fmt::format("{}; {}.", counts(difference.entities, "entity", "entities"),
                                counts(difference.relations, "relation", "relations"));
  if (picture.left_out > 0) {
    picture.caption += fmt::format(" Not drawn: {} of the entities that this touches.", picture.left_out);
  }
  if (const std::size_t drawn = boost::num_edges(*picture.graph); drawn < all) {
    picture.caption += fmt::format(" Of the relations between those drawn, {} of {}.", drawn, all);
  }
  return picture;
}

std::vector<Period> periods_of(const Graph& graph, PeriodLength length, DayRange within) {
  std::set<Period> periods;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    for (const Evidence& evidence : graph[e].evidence) {
      std::optional<Period> period = period_of(evidence.time, length);
      if (period && edtf_days(period->edtf).value_or(DayRange{}).overlaps(within)) periods.insert(*std::move(period));
    }
  }
  return {periods.begin(), periods.end()};
}

Picture at(const Picture& picture, const Period& period) {
  const DayRange days = edtf_days(period.edtf).value_or(DayRange{});
  Picture result = picture;
  auto graph = std::make_shared<Graph>(*picture.graph);
  result.time = period.words;
  for (Mark& mark : result.entities) mark.shade = Shade::kHidden;
  std::size_t number = 0;
  std::size_t shown = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(*graph))) {
    RelationEdge& relation = (*graph)[e];
    const bool proven = !relation.evidence.empty();
    take_back(relation, days);
    const Shade shade = proven && relation.evidence.empty() ? Shade::kHidden : shade_in(relation, period);
    result.relations[number++].shade = shade;
    shown += shade == Shade::kHidden ? 0 : 1;
    for (const Vertex v : {boost::source(e, *graph), boost::target(e, *graph)}) {
      result.entities[v].shade = std::max(result.entities[v].shade, shade);
    }
  }
  for (const Vertex v : boost::make_iterator_range(boost::vertices(*graph))) {
    std::erase_if((*graph)[v].values, [&](ValueFact& fact) {
      const bool proven = !fact.relation.evidence.empty();
      take_back(fact.relation, days);
      return begins_after(fact.value, days) || (proven && fact.relation.evidence.empty());
    });
  }
  result.caption = fmt::format("Shown: {} of the {} relations of the series.", shown, number);
  if (picture.left_out > 0)
    result.caption += fmt::format(" {} entities are in none of its pictures.", picture.left_out);
  result.graph = std::move(graph);
  return result;
}

}  // namespace factgraph
