#pragma once

#include <cstddef>
#include <vector>

#include "core/graph.h"

namespace factgraph {

// What became of an entity or a relation from one graph to another.
enum class Change { kSame, kAdded, kGone, kChanged };

// Two graphs laid over one another: everything that is in either.
struct Difference {
  Graph graph;                    // what is in both as the later graph has it
  std::vector<Change> entities;   // by vertex
  std::vector<Change> relations;  // in the order of the graph's edges
};

// Compares two graphs. Entities are the same by name and type, namesakes in the order of their graph; relations by their
// ends, type, openness, polarity and modality. An entity has changed if its aliases or values have, a relation if its
// evidence has: what it is believed to be worth follows from that and is no change of its own.
[[nodiscard]] Difference compare(const Graph& before, const Graph& after);

}  // namespace factgraph
