#pragma once

#include <vector>

#include "core/facts.h"

namespace factgraph {

// The relations, each fact once for the words that tell it: of several with the same trigger, which differ only in the
// mentions that their ends have in the sentence, the first. In their order; they point into `relations`.
[[nodiscard]] std::vector<const Relation*> told_once(const std::vector<Relation>& relations);

}  // namespace factgraph
