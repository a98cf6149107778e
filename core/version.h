#pragma once

#include <string_view>

namespace factgraph {

// The version of this program, such as "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace factgraph
