#include "core/analysis.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <utility>

namespace factgraph {
namespace {

constexpr std::size_t kNone = SIZE_MAX;

// Numbers groups from 0, the largest first, equal ones by their first member.
std::vector<std::size_t> numbered_by_size(const std::vector<std::size_t>& groups) {
  std::vector<std::size_t> sizes;
  std::vector<std::size_t> firsts;
  for (std::size_t v = 0; v < groups.size(); ++v) {
    if (groups[v] >= sizes.size()) {
      sizes.resize(groups[v] + 1, 0);
      firsts.resize(groups[v] + 1, kNone);
    }
    if (sizes[groups[v]]++ == 0) firsts[groups[v]] = v;
  }
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sizes[a] != sizes[b] ? sizes[a] > sizes[b] : firsts[a] < firsts[b];
  });
  std::vector<std::size_t> number(sizes.size());
  for (std::size_t i = 0; i < order.size(); ++i) number[order[i]] = i;
  std::vector<std::size_t> result(groups.size());
  for (std::size_t v = 0; v < groups.size(); ++v) result[v] = number[groups[v]];
  return result;
}

// `count` of the numbers below `size`, drawn as if by chance, the same ones each time.
std::vector<Vertex> drawn(std::size_t size, std::size_t count) {
  std::vector<Vertex> numbers(size);
  std::iota(numbers.begin(), numbers.end(), Vertex{0});
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < count && count < size; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;  // Knuth
    std::swap(numbers[i], numbers[i + static_cast<std::size_t>(state >> 33U) % (size - i)]);
  }
  numbers.resize(count);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Communities -----------------------------------------------------------------------------------------------------------

// Weights multiply to more than 64 bits hold.
__extension__ using Wide = __int128;

// A graph of groups of vertices, with what lies within them in `strengths` only.
struct Level {
  std::vector<std::size_t> starts;
  std::vector<Ties::Tie> ties;
  std::vector<std::uint64_t> strengths;

  [[nodiscard]] std::size_t size() const { return strengths.size(); }
  [[nodiscard]] std::span<const Ties::Tie> of(std::size_t v) const {
    return {ties.data() + starts[v], starts[v + 1] - starts[v]};
  }
};

// Sums by group, for a few groups at a time.
class Tally {
 public:
  explicit Tally(std::size_t size) : sums_(size, 0) {}

  void add(std::size_t group, std::uint64_t weight) {
    if (sums_[group] == 0) touched_.push_back(group);
    sums_[group] += weight;
  }
  [[nodiscard]] std::uint64_t operator[](std::size_t group) const { return sums_[group]; }
  [[nodiscard]] std::vector<std::size_t>& touched() { return touched_; }
  void clear() {
    for (const std::size_t group : touched_) sums_[group] = 0;
    touched_.clear();
  }

 private:
  std::vector<std::uint64_t> sums_;
  std::vector<std::size_t> touched_;
};

class Leiden {
 public:
  explicit Leiden(const Ties& ties) {
    bottom_.starts.push_back(0);
    for (Vertex v = 0; v < ties.size(); ++v) {
      const auto own = ties.of(v);
      bottom_.ties.insert(bottom_.ties.end(), own.begin(), own.end());
      bottom_.starts.push_back(bottom_.ties.size());
      bottom_.strengths.push_back(ties.strength(v));
      total_ += ties.strength(v);
    }
  }

  std::vector<std::size_t> run() {
    constexpr int kMostRounds = 4;
    std::vector<std::size_t> groups(bottom_.size());
    std::iota(groups.begin(), groups.end(), std::size_t{0});
    for (int round = 0; round < kMostRounds; ++round) {
      std::vector<std::size_t> better = improved(groups);
      if (better == groups) break;
      groups = std::move(better);
    }
    return groups;
  }

 private:
  // One descent through ever coarser graphs, beginning with `groups`.
  std::vector<std::size_t> improved(std::vector<std::size_t> groups) const {
    Level level = bottom_;
    std::vector<std::size_t> place(level.size());  // of each vertex in `level`
    std::iota(place.begin(), place.end(), std::size_t{0});
    while (true) {
      const std::size_t count = move_nodes(level, groups);
      if (count == level.size()) break;
      std::vector<std::size_t> refined = refine(level, groups);
      std::size_t parts = renumber(refined);
      if (parts == level.size()) {
        refined = groups;
        parts = count;
      }
      std::vector<std::size_t> above(parts);
      for (std::size_t v = 0; v < level.size(); ++v) above[refined[v]] = groups[v];
      for (std::size_t& at : place) at = refined[at];
      level = merged(level, refined, parts);
      groups = std::move(above);
    }
    std::vector<std::size_t> result(place.size());
    for (std::size_t v = 0; v < place.size(); ++v) result[v] = groups[place[v]];
    renumber(result);
    return result;
  }

  // Numbers groups from 0 in the order of their first members; returns how many there are.
  static std::size_t renumber(std::vector<std::size_t>& groups) {
    std::vector<std::size_t> number(groups.size(), kNone);
    std::size_t count = 0;
    for (std::size_t& group : groups) {
      if (number[group] == kNone) number[group] = count++;
      group = number[group];
    }
    return count;
  }

  // What a node of `strength` gains, up to a constant, in a group of `total` without it that it is tied to by `weight`.
  [[nodiscard]] Wide gain(std::uint64_t weight, std::uint64_t strength, std::uint64_t total) const {
    return static_cast<Wide>(weight) * total_ - static_cast<Wide>(strength) * total;
  }

  // Moves single nodes to better groups until none is better; returns the number of groups, which are renumbered.
  std::size_t move_nodes(const Level& level, std::vector<std::size_t>& groups) const {
    std::vector<std::uint64_t> totals(level.size(), 0);
    std::vector<std::size_t> members(level.size(), 0);
    for (std::size_t v = 0; v < level.size(); ++v) {
      totals[groups[v]] += level.strengths[v];
      ++members[groups[v]];
    }
    std::vector<std::size_t> empty;
    for (std::size_t group = level.size(); group-- > 0;) {
      if (members[group] == 0) empty.push_back(group);
    }
    std::deque<std::size_t> queue(level.size());
    std::iota(queue.begin(), queue.end(), std::size_t{0});
    std::vector<bool> queued(level.size(), true);
    Tally tally(level.size());
    while (!queue.empty()) {
      const std::size_t v = queue.front();
      queue.pop_front();
      queued[v] = false;
      for (const Ties::Tie& tie : level.of(v)) tally.add(groups[tie.to], tie.weight);
      const std::size_t old = groups[v];
      totals[old] -= level.strengths[v];
      if (--members[old] == 0) empty.push_back(old);
      std::size_t best = old;
      Wide most = gain(tally[old], level.strengths[v], totals[old]);
      if (most < 0) {
        best = empty.back();  // alone is better than here
        most = 0;
      }
      for (const std::size_t group : tally.touched()) {
        const Wide here = gain(tally[group], level.strengths[v], totals[group]);
        if (here > most || (here == most && best != old && group < best)) {
          best = group;
          most = here;
        }
      }
      tally.clear();
      if (members[best]++ == 0) empty.pop_back();  // it was the last to become empty
      totals[best] += level.strengths[v];
      groups[v] = best;
      if (best == old) continue;
      for (const Ties::Tie& tie : level.of(v)) {
        if (groups[tie.to] == best || queued[tie.to]) continue;
        queued[tie.to] = true;
        queue.push_back(tie.to);
      }
    }
    return renumber(groups);
  }

  // Splits groups into parts that are well connected within, by merging single nodes.
  [[nodiscard]] std::vector<std::size_t> refine(const Level& level, const std::vector<std::size_t>& groups) const {
    std::vector<std::uint64_t> totals(level.size(), 0);   // of groups
    std::vector<std::uint64_t> outward(level.size(), 0);  // of parts, to the rest of their group
    for (std::size_t v = 0; v < level.size(); ++v) {
      totals[groups[v]] += level.strengths[v];
      for (const Ties::Tie& tie : level.of(v)) {
        if (groups[tie.to] == groups[v]) outward[v] += tie.weight;
      }
    }
    std::vector<std::size_t> parts(level.size());
    std::iota(parts.begin(), parts.end(), std::size_t{0});
    std::vector<std::uint64_t> strengths = level.strengths;  // of parts
    std::vector<bool> single(level.size(), true);
    Tally tally(level.size());
    const auto well_connected = [&](std::size_t part, std::size_t group) {
      return gain(outward[part], strengths[part], totals[group] - strengths[part]) >= 0;
    };
    for (std::size_t v = 0; v < level.size(); ++v) {
      if (!single[v] || !well_connected(v, groups[v])) continue;
      for (const Ties::Tie& tie : level.of(v)) {
        if (groups[tie.to] == groups[v]) tally.add(parts[tie.to], tie.weight);
      }
      std::size_t best = v;
      Wide most = 0;
      for (const std::size_t part : tally.touched()) {
        if (!well_connected(part, groups[v])) continue;
        const Wide here = gain(tally[part], level.strengths[v], strengths[part]);
        if (here > most || (here == most && best != v && part < best)) {
          best = part;
          most = here;
        }
      }
      if (best != v) {
        outward[best] = outward[best] + outward[v] - 2 * tally[best];
        strengths[best] += level.strengths[v];
        strengths[v] = 0;
        single[best] = single[v] = false;
        parts[v] = best;
      }
      tally.clear();
    }
    return parts;
  }

  // The graph of the groups, `count` of them.
  static Level merged(const Level& level, const std::vector<std::size_t>& groups, std::size_t count) {
    std::vector<std::size_t> starts(count + 1, 0);
    for (const std::size_t group : groups) ++starts[group + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::size_t> members(level.size());
    std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
    for (std::size_t v = 0; v < level.size(); ++v) members[next[groups[v]]++] = v;
    Level result;
    result.strengths.assign(count, 0);
    result.starts.push_back(0);
    Tally tally(count);
    for (std::size_t group = 0; group < count; ++group) {
      for (std::size_t i = starts[group]; i < starts[group + 1]; ++i) {
        result.strengths[group] += level.strengths[members[i]];
        for (const Ties::Tie& tie : level.of(members[i])) {
          if (groups[tie.to] != group) tally.add(groups[tie.to], tie.weight);
        }
      }
      std::sort(tally.touched().begin(), tally.touched().end());
      for (const std::size_t other : tally.touched()) result.ties.push_back({other, tally[other]});
      result.starts.push_back(result.ties.size());
      tally.clear();
    }
    return result;
  }

  Level bottom_;
  std::uint64_t total_ = 0;
};

// Paths -----------------------------------------------------------------------------------------------------------------

using Cost = std::uint64_t;
constexpr Cost kStep = 1'000'000;
constexpr Cost kUnreachable = std::numeric_limits<Cost>::max();

Cost step_cost(const RelationEdge& relation) {
  constexpr double kLeastWeight = 0.001;
  return kStep +
         static_cast<Cost>(std::llround(static_cast<double>(kStep) / std::max(kLeastWeight, edge_weight(relation))));
}

struct Arc {
  Vertex to = 0;
  Cost cost = 0;
  std::optional<Edge> edge;  // none from the start and to the goal
};

// The graph to be walked either way, with a vertex before all of `from` (the start) and one behind all of `to` (the goal).
class Roads {
 public:
  Roads(const Graph& graph, const std::vector<Vertex>& from, const std::vector<Vertex>& to)
      : arcs_(boost::num_vertices(graph) + 2), start_(arcs_.size() - 2), goal_(arcs_.size() - 1) {
    for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
      const Vertex source = boost::source(e, graph);
      const Vertex target = boost::target(e, graph);
      if (source == target || graph[e].polarity == Polarity::kNegated) continue;
      const Cost cost = step_cost(graph[e]);
      arcs_[source].push_back({target, cost, e});
      arcs_[target].push_back({source, cost, e});
    }
    for (auto& arcs : arcs_) {
      std::stable_sort(arcs.begin(), arcs.end(),
                       [](const Arc& a, const Arc& b) { return a.to != b.to ? a.to < b.to : a.cost < b.cost; });
      const auto same = [](const Arc& a, const Arc& b) { return a.to == b.to; };
      arcs.erase(std::unique(arcs.begin(), arcs.end(), same), arcs.end());
    }
    for (const Vertex v : from) arcs_[start_].push_back({v, 0, std::nullopt});
    for (const Vertex v : to) arcs_[v].push_back({goal_, 0, std::nullopt});
    measure(to);
  }

  struct Way {
    Cost cost = 0;
    std::vector<Vertex> vertices;  // from the start to the goal
    auto operator<=>(const Way&) const = default;
  };

  // The cheapest way that begins with `root`, goes on with none of `barred`, and comes by no vertex twice.
  [[nodiscard]] std::optional<Way> cheapest(const std::vector<Vertex>& root, const std::set<Vertex>& barred) const {
    // Vertices are taken up in the order of what the whole way costs at least (Hart, Nilsson and Raphael 1968).
    using Entry = std::pair<Cost, Vertex>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    std::map<Vertex, std::pair<Cost, Vertex>> reached;  // cost and the vertex before
    std::set<Vertex> closed(root.begin(), root.end() - 1);
    Cost cost = 0;
    for (std::size_t i = 0; i + 1 < root.size(); ++i) cost += arc(root[i], root[i + 1]).cost;
    reached[root.back()] = {cost, root.back()};
    if (to_goal_[root.back()] == kUnreachable) return std::nullopt;
    open.emplace(cost + to_goal_[root.back()], root.back());
    while (!open.empty()) {
      const Vertex v = open.top().second;
      open.pop();
      if (!closed.insert(v).second) continue;
      if (v == goal_) {
        Way way{reached[v].first, {}};
        for (Vertex at = v; at != root.back(); at = reached[at].second) way.vertices.push_back(at);
        way.vertices.insert(way.vertices.end(), root.rbegin(), root.rend());
        std::reverse(way.vertices.begin(), way.vertices.end());
        return way;
      }
      const Cost so_far = reached[v].first;
      for (const Arc& next : arcs_[v]) {
        if (to_goal_[next.to] == kUnreachable || closed.contains(next.to)) continue;
        if (v == root.back() && barred.contains(next.to)) continue;
        const Cost there = so_far + next.cost;
        const auto [known, is_new] = reached.try_emplace(next.to, there, v);
        if (!is_new && there >= known->second.first) continue;
        known->second = {there, v};
        open.emplace(there + to_goal_[next.to], next.to);
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] const Arc& arc(Vertex from, Vertex to) const {
    return *std::find_if(arcs_[from].begin(), arcs_[from].end(), [&](const Arc& arc) { return arc.to == to; });
  }

  [[nodiscard]] Vertex start() const { return start_; }

 private:
  // The cost from everywhere to the goal (Dijkstra 1959).
  void measure(const std::vector<Vertex>& to) {
    to_goal_.assign(arcs_.size(), kUnreachable);
    using Entry = std::pair<Cost, Vertex>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    to_goal_[goal_] = to_goal_[start_] = 0;
    for (const Vertex v : to) {
      to_goal_[v] = 0;
      open.emplace(0, v);
    }
    while (!open.empty()) {
      const auto [cost, v] = open.top();
      open.pop();
      if (cost > to_goal_[v]) continue;
      for (const Arc& next : arcs_[v]) {
        if (cost + next.cost >= to_goal_[next.to]) continue;
        to_goal_[next.to] = cost + next.cost;
        open.emplace(to_goal_[next.to], next.to);
      }
    }
  }

  std::vector<std::vector<Arc>> arcs_;
  Vertex start_;
  Vertex goal_;
  std::vector<Cost> to_goal_;
};

}  // namespace

std::vector<std::size_t> degrees(const Graph& graph) {
  std::vector<std::size_t> result(boost::num_vertices(graph), 0);
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    ++result[boost::source(e, graph)];
    if (boost::source(e, graph) != boost::target(e, graph)) ++result[boost::target(e, graph)];
  }
  return result;
}

std::vector<double> betweenness(const Ties& ties, std::size_t exact_up_to) {
  const std::size_t size = ties.size();
  std::vector<double> through(size, 0.0);
  if (size < 3 || exact_up_to == 0) return through;
  const std::size_t pivots = std::min(size, exact_up_to);
  const std::vector<Vertex> start = drawn(size, pivots);
  std::vector<std::size_t> far(size);
  std::vector<double> ways(size);
  std::vector<double> share(size);
  std::vector<Vertex> order;
  order.reserve(size);
  std::fill(far.begin(), far.end(), kNone);
  for (std::size_t pivot = 0; pivot < pivots; ++pivot) {
    const Vertex from = start[pivot];
    order.assign(1, from);
    far[from] = 0;
    ways[from] = 1;
    for (std::size_t at = 0; at < order.size(); ++at) {
      const Vertex v = order[at];
      for (const Ties::Tie& tie : ties.of(v)) {
        if (far[tie.to] == kNone) {
          far[tie.to] = far[v] + 1;
          ways[tie.to] = 0;
          order.push_back(tie.to);
        }
        if (far[tie.to] == far[v] + 1) ways[tie.to] += ways[v];
      }
    }
    for (const Vertex v : order) share[v] = 0;
    for (std::size_t at = order.size(); at-- > 1;) {
      const Vertex v = order[at];
      for (const Ties::Tie& tie : ties.of(v)) {
        if (far[tie.to] + 1 == far[v]) share[tie.to] += ways[tie.to] / ways[v] * (1 + share[v]);
      }
      through[v] += share[v];
    }
    for (const Vertex v : order) far[v] = kNone;
  }
  const double pairs = static_cast<double>(pivots) * static_cast<double>(size - 1) * static_cast<double>(size - 2) /
                       static_cast<double>(size);
  for (double& value : through) value = std::round(value / pairs * 1e9) / 1e9;
  return through;
}

std::vector<std::size_t> components(const Ties& ties) {
  std::vector<std::size_t> result(ties.size(), kNone);
  std::vector<Vertex> stack;
  std::size_t count = 0;
  for (Vertex v = 0; v < ties.size(); ++v) {
    if (result[v] != kNone) continue;
    result[v] = count;
    stack.push_back(v);
    while (!stack.empty()) {
      const Vertex at = stack.back();
      stack.pop_back();
      for (const Ties::Tie& tie : ties.of(at)) {
        if (result[tie.to] != kNone) continue;
        result[tie.to] = count;
        stack.push_back(tie.to);
      }
    }
    ++count;
  }
  return numbered_by_size(result);
}

std::vector<std::size_t> core_numbers(const Ties& ties) {
  const std::size_t size = ties.size();
  std::vector<std::size_t> degree(size);
  std::size_t most = 0;
  for (Vertex v = 0; v < size; ++v) most = std::max(most, degree[v] = ties.of(v).size());
  // Vertices in the order of their degrees; `begins` is where those of each degree begin.
  std::vector<std::size_t> begins(most + 2, 0);
  for (const std::size_t d : degree) ++begins[d + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<Vertex> order(size);
  std::vector<std::size_t> place(size);
  std::vector<std::size_t> next = begins;
  for (Vertex v = 0; v < size; ++v) order[place[v] = next[degree[v]]++] = v;
  for (std::size_t at = 0; at < size; ++at) {
    const Vertex v = order[at];
    for (const Ties::Tie& tie : ties.of(v)) {
      const Vertex u = tie.to;
      if (degree[u] <= degree[v]) continue;
      // Takes one off the degree of u by moving it to the front of those of its degree.
      const std::size_t front = begins[degree[u]]++;
      const Vertex other = order[front];
      std::swap(order[front], order[place[u]]);
      std::swap(place[u], place[other]);
      --degree[u];
    }
  }
  return degree;
}

std::vector<std::size_t> communities(const Ties& ties) { return numbered_by_size(Leiden(ties).run()); }

double modularity(const Ties& ties, const std::vector<std::size_t>& groups) {
  std::vector<std::uint64_t> totals(groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1, 0);
  std::uint64_t all = 0;
  std::uint64_t within = 0;
  for (Vertex v = 0; v < ties.size(); ++v) {
    all += ties.strength(v);
    totals[groups[v]] += ties.strength(v);
    for (const Ties::Tie& tie : ties.of(v)) within += groups[tie.to] == groups[v] ? tie.weight : 0;
  }
  if (all == 0) return 0.0;
  const auto whole = static_cast<double>(all);
  double result = static_cast<double>(within) / whole;
  for (const std::uint64_t total : totals)
    result -= static_cast<double>(total) / whole * (static_cast<double>(total) / whole);
  return result;
}

std::vector<Path> shortest_paths(const Graph& graph, const std::vector<Vertex>& from, const std::vector<Vertex>& to,
                                 std::size_t count) {
  if (from.empty() || to.empty() || count == 0) return {};
  const Roads roads(graph, from, to);
  std::vector<Roads::Way> found;
  std::set<Roads::Way> candidates;
  if (auto first = roads.cheapest({roads.start()}, {})) candidates.insert(*std::move(first));
  while (!candidates.empty() && found.size() < count) {
    found.push_back(std::move(candidates.extract(candidates.begin()).value()));
    if (found.size() == count) break;
    const std::vector<Vertex> last = found.back().vertices;
    for (std::size_t spur = 0; spur + 1 < last.size(); ++spur) {
      const std::vector<Vertex> root(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(spur) + 1);
      std::set<Vertex> barred;
      for (const Roads::Way& way : found) {
        if (way.vertices.size() > root.size() && std::equal(root.begin(), root.end(), way.vertices.begin())) {
          barred.insert(way.vertices[root.size()]);
        }
      }
      if (auto other = roads.cheapest(root, barred)) candidates.insert(*std::move(other));
    }
  }
  std::vector<Path> paths;
  for (const Roads::Way& way : found) {
    Path path;
    path.cost = static_cast<double>(way.cost) / static_cast<double>(kStep);
    path.entities.assign(way.vertices.begin() + 1, way.vertices.end() - 1);
    for (std::size_t i = 0; i + 1 < path.entities.size(); ++i) {
      path.relations.push_back(*roads.arc(path.entities[i], path.entities[i + 1]).edge);
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

}  // namespace factgraph
