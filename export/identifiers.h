#pragma once

#include <string>
#include <vector>

#include "core/graph.h"

namespace factgraph {

// Names for machines, the same in every format and in every part of a graph: "e" or "r" and 16 hexadecimal digits that are
// made of what is named (XXH3). Namesakes that hold the same differ in a number behind, in the order of the graph.
struct Identifiers {
  std::vector<std::string> entities;             // by vertex
  std::vector<std::string> relations;            // in the order of the graph's edges
  std::vector<std::vector<std::string>> values;  // by vertex, in the order of its values
};

[[nodiscard]] Identifiers identify(const Graph& graph);

}  // namespace factgraph
