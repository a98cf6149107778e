#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace factgraph {

// A possible arc from `head` (negative for the root of the tree) to `child`, and what it is worth.
struct WeightedArc {
  std::int32_t head = -1;
  std::int32_t child = 0;
  std::int64_t weight = 0;
};

// The heads of the heaviest tree with exactly one root that `arcs` allow over `words` words (Chu and Liu 1965; Edmonds
// 1967), the first arc winning ties; empty if there is no such tree.
[[nodiscard]] std::vector<std::int32_t> maximum_spanning_tree(std::size_t words, std::span<const WeightedArc> arcs);

}  // namespace factgraph
