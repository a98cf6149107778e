#pragma once

#include <string>
#include <string_view>

namespace factgraph {

// `text` (UTF-8) in lower case and without accents: "Malmö" gives "malmo", "Łódź" gives "lodz". Letters of other scripts
// only lose case and marks. Bytes that are not UTF-8 are dropped.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace factgraph
