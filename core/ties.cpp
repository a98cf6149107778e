#include "core/ties.h"

#include <algorithm>
#include <cmath>

namespace factgraph {

Ties::Ties(const Graph& graph) : starts_(boost::num_vertices(graph) + 1, 0), strengths_(boost::num_vertices(graph), 0) {
  struct Link {
    Vertex source;
    Vertex target;
    std::uint64_t weight;
  };
  // Edges come in the order of (source, target): parallel ones are neighbours here.
  std::vector<Link> links;
  links.reserve(boost::num_edges(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    for (const Edge e : boost::make_iterator_range(boost::out_edges(v, graph))) {
      const Vertex target = boost::target(e, graph);
      const double weight = std::max(0.0, edge_weight(graph[e])) * static_cast<double>(kUnit);
      if (target == v) continue;
      const auto whole = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(weight)));
      if (!links.empty() && links.back().source == v && links.back().target == target) {
        links.back().weight += whole;
      } else {
        links.push_back({v, target, whole});
      }
    }
  }
  for (const Link& link : links) {
    ++starts_[link.source + 1];
    ++starts_[link.target + 1];
  }
  for (std::size_t v = 1; v < starts_.size(); ++v) starts_[v] += starts_[v - 1];
  ties_.resize(starts_.back());
  std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
  for (const Link& link : links) {
    ties_[next[link.source]++] = {link.target, link.weight};
    ties_[next[link.target]++] = {link.source, link.weight};
  }
  // One tie for what runs both ways.
  std::size_t kept = 0;
  for (Vertex v = 0; v + 1 < starts_.size(); ++v) {
    const auto first = ties_.begin() + static_cast<std::ptrdiff_t>(starts_[v]);
    const auto last = ties_.begin() + static_cast<std::ptrdiff_t>(starts_[v + 1]);
    const auto by_end = [](const Tie& a, const Tie& b) { return a.to < b.to; };
    if (!std::is_sorted(first, last, by_end)) std::sort(first, last, by_end);
    const std::size_t start = kept;
    for (auto tie = first; tie != last; ++tie) {
      strengths_[v] += tie->weight;
      if (kept > start && ties_[kept - 1].to == tie->to) {
        ties_[kept - 1].weight += tie->weight;
      } else {
        ties_[kept++] = *tie;
      }
    }
    starts_[v] = start;
  }
  starts_.back() = kept;
  ties_.resize(kept);
}

}  // namespace factgraph
