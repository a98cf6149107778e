#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace factgraph {

// The bytes of a model file linked into the program, such as "tagger"; they live as long as the program. Empty if there
// is none of that name.
[[nodiscard]] std::span<const std::byte> embedded_model(std::string_view name);

}  // namespace factgraph
