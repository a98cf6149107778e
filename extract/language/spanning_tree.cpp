#include "extract/language/spanning_tree.h"

#include <optional>

namespace factgraph {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  std::int64_t weight = 0;
  std::size_t below = 0;  // the same edge one level down; at the bottom, the arc
};

// The graph after some rounds of contracting cycles.
struct Level {
  std::size_t nodes = 0;
  std::size_t root = 0;
  std::vector<Edge> edges;
  std::vector<std::size_t> best;  // heaviest edge into each node
};

// Fills in `best`; false if a node cannot be reached.
bool choose(Level& level) {
  level.best.assign(level.nodes, kNone);
  for (std::size_t i = 0; i < level.edges.size(); ++i) {
    const Edge& edge = level.edges[i];
    if (edge.to == level.root) continue;
    std::size_t& best = level.best[edge.to];
    if (best == kNone || edge.weight > level.edges[best].weight) best = i;
  }
  for (std::size_t node = 0; node < level.nodes; ++node) {
    if (node != level.root && level.best[node] == kNone) return false;
  }
  return true;
}

// The level above, each cycle of best edges one node; nothing if there is no cycle.
std::optional<Level> contract(const Level& level) {
  constexpr std::size_t kOpen = kNone - 1;
  std::vector<std::size_t> group(level.nodes, kNone);
  std::vector<bool> in_cycle(level.nodes);
  std::vector<std::size_t> walk;
  std::size_t groups = 0;
  bool found = false;
  for (std::size_t start = 0; start < level.nodes; ++start) {
    walk.clear();
    std::size_t node = start;
    while (group[node] == kNone) {
      group[node] = kOpen;
      walk.push_back(node);
      if (node == level.root) break;
      node = level.edges[level.best[node]].from;
    }
    const bool closed = !walk.empty() && walk.back() != level.root && group[node] == kOpen;
    if (closed) {
      found = true;
      std::size_t member = kNone;
      do {
        member = walk.back();
        walk.pop_back();
        group[member] = groups;
        in_cycle[member] = true;
      } while (member != node);
      ++groups;
    }
    for (const std::size_t other : walk) group[other] = groups++;
  }
  if (!found) return std::nullopt;
  Level above;
  above.nodes = groups;
  above.root = group[level.root];
  for (std::size_t i = 0; i < level.edges.size(); ++i) {
    const Edge& edge = level.edges[i];
    if (group[edge.from] == group[edge.to]) continue;
    const std::int64_t lost = in_cycle[edge.to] ? level.edges[level.best[edge.to]].weight : 0;
    above.edges.push_back({group[edge.from], group[edge.to], edge.weight - lost, i});
  }
  return above;
}

// Heads of the heaviest tree under `root`, empty if there is none.
std::vector<std::int32_t> tree_under(std::size_t root, std::size_t words, std::span<const WeightedArc> arcs) {
  std::vector<Level> levels(1);
  levels[0].nodes = words;
  levels[0].root = root;
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    if (arcs[i].head < 0) continue;
    levels[0].edges.push_back(
        {static_cast<std::size_t>(arcs[i].head), static_cast<std::size_t>(arcs[i].child), arcs[i].weight, i});
  }
  for (;;) {
    if (!choose(levels.back())) return {};
    std::optional<Level> above = contract(levels.back());
    if (!above) break;
    levels.push_back(std::move(*above));
  }
  // An edge chosen above enters a cycle below and there replaces the edge of the node that it enters.
  for (std::size_t at = levels.size() - 1; at > 0; --at) {
    for (const std::size_t chosen : levels[at].best) {
      if (chosen == kNone) continue;
      const std::size_t below = levels[at].edges[chosen].below;
      levels[at - 1].best[levels[at - 1].edges[below].to] = below;
    }
  }
  std::vector<std::int32_t> heads(words, -1);
  for (std::size_t word = 0; word < words; ++word) {
    if (word != root) heads[word] = static_cast<std::int32_t>(levels[0].edges[levels[0].best[word]].from);
  }
  return heads;
}

}  // namespace

std::vector<std::int32_t> maximum_spanning_tree(std::size_t words, std::span<const WeightedArc> arcs) {
  std::vector<std::int32_t> best;
  std::int64_t best_weight = 0;
  for (const WeightedArc& candidate : arcs) {
    if (candidate.head >= 0) continue;
    std::vector<std::int32_t> heads = tree_under(static_cast<std::size_t>(candidate.child), words, arcs);
    if (heads.empty()) continue;
    std::int64_t weight = candidate.weight;
    for (const WeightedArc& arc : arcs) {
      const auto child = static_cast<std::size_t>(arc.child);
      if (arc.head >= 0 && heads[child] == arc.head) weight += arc.weight;
    }
    if (best.empty() || weight > best_weight) {
      best = std::move(heads);
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace factgraph
