#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <nlohmann/json.hpp>
#include <string>

namespace factgraph {

// Parses the lines of `input` that are not blank, one JSON object each, and hands them on with their number
// (from 1). A byte-order mark before the first is skipped. Throws InputError naming `source` and line for a
// line that is not UTF-8 or JSON, is no object, nests deeper than 64 or is longer than 256 MiB.
void read_json_lines(std::istream& input, const std::string& source,
                     const std::function<void(const nlohmann::json&, std::size_t)>& sink);

}  // namespace factgraph
