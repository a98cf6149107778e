#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"

namespace factgraph {

// The JSON lines of `factgraph extract` and `factgraph load`: one object per document, keys in a fixed order
// (documented in docs/jsonl.md).

// A word as `extract --tokens` writes it; the strings outlive the call they are passed to.
struct TokenRecord {
  Span span;
  std::string_view lemma;
  std::string_view upos;
  std::string_view xpos;
  std::string_view deprel;
  std::int32_t head = -1;  // index in the sentence; -1 for the root
};

// Returns one line, without its newline. `tokens`, if given, holds the words of each sentence of `facts` and
// is written as the last key.
[[nodiscard]] std::string to_json_line(const DocumentFacts& facts,
                                       const std::vector<std::vector<TokenRecord>>* tokens = nullptr);

// Reads facts of any extractor: entity ids may be numbers or strings, missing fields take their defaults, and
// `text` must be there. Where no sentences are given, lines stand for them. Every reference resolves and
// every span lies in the text, in its sentence too; a relation's ends are among their entities' mentions.
// Calls `sink` for each document. Throws InputError naming `source`, line and field.
void read_facts_jsonl(std::istream& input, const std::string& source, const std::function<void(DocumentFacts)>& sink);

}  // namespace factgraph
