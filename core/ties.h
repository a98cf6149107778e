#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/graph.h"

namespace factgraph {

// A graph as its analysis sees it: which entities are tied to which, and how strongly. Directions are gone, the parallel
// relations of two entities are one tie that weighs as much as all of them, and relations of an entity to itself are no
// ties. Weights are whole numbers, so that sums are exact in any order.
class Ties {
 public:
  struct Tie {
    Vertex to = 0;
    std::uint64_t weight = 0;
  };

  static constexpr std::uint64_t kUnit = 10'000;  // what edge_weight() 1 weighs

  explicit Ties(const Graph& graph);

  [[nodiscard]] std::size_t size() const { return starts_.size() - 1; }  // entities
  // Of one entity, in the order of the other ends.
  [[nodiscard]] std::span<const Tie> of(Vertex v) const {
    return {ties_.data() + starts_[v], starts_[v + 1] - starts_[v]};
  }
  [[nodiscard]] std::uint64_t strength(Vertex v) const { return strengths_[v]; }  // weight of all its ties

 private:
  std::vector<std::size_t> starts_;
  std::vector<Tie> ties_;
  std::vector<std::uint64_t> strengths_;
};

}  // namespace factgraph
