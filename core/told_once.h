#pragma once

#include <vector>

#include "core/facts.h"

namespace factgraph {

// The relations, each fact once for a sentence: of several that differ only in their trigger or in the mentions that their
// ends have there, the surest, the first of those. In the order of the first of each; they point into `relations`.
[[nodiscard]] std::vector<const Relation*> told_once(const std::vector<Relation>& relations);

}  // namespace factgraph
