#pragma once

#include <functional>
#include <istream>
#include <ostream>
#include <string>

#include "core/facts.h"

namespace factgraph {

// The JSON lines of `factgraph extract` and `factgraph load`: one object per document, keys in a fixed order
// (documented in docs/jsonl.md).

// Returns one line, without its newline.
[[nodiscard]] std::string to_json_line(const DocumentFacts& facts);

// Reads facts of any extractor: entity ids may be numbers or strings, missing fields take their defaults, and
// `text` must be there. Checks that spans lie in the text and references resolve. Calls `sink` for each document.
// Throws InputError naming `source`, line and field.
void read_facts_jsonl(std::istream& input, const std::string& source, const std::function<void(DocumentFacts)>& sink);

}  // namespace factgraph
