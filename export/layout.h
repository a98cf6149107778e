#pragma once

#include <compare>
#include <vector>

#include "core/graph.h"

namespace factgraph {

struct Position {
  double x = 0;
  double y = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// Where to draw each vertex of `graph`: a force-directed layout (the forces of ForceAtlas2, Jacomy et al. 2014, those of
// far vertices summed up after Barnes and Hut 1986), scaled so that all lie within -1000 .. 1000, y pointing up. Related
// entities come to lie together, and no two at the same place. A function of the graph: it starts from fixed places, uses
// only operations that IEEE 754 defines exactly, and sums in a fixed order.
[[nodiscard]] std::vector<Position> lay_out(const Graph& graph);

}  // namespace factgraph
