#pragma once

#include <cstdint>
#include <vector>

#include "extract/clauses.h"

namespace factgraph {

// Whether the nationality adjective that ends at token `word` says where something named belongs, "Abai is a Kazakh poet",
// "Abai, a Kazakh poet", "the Kazakh poet Abai", or persons, a body or a part of the country do: "Kazakh officials", "Kazakh
// cities". `named` tells of each token
// whether it is in a name.
[[nodiscard]] bool affiliates(const Tree& tree, std::uint32_t word, const std::vector<bool>& named);

}  // namespace factgraph
