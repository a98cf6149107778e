#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"

namespace factgraph {

// What a stretch of a document is for. Facts come from kProse (and kHeading where it is a sentence); the others are
// read only for what they say about the document: its date, place and author.
enum class BlockKind { kProse, kHeading, kCaption, kByline, kBoilerplate };

// The word for a kind in files and interfaces, and back (nullopt if unknown).
[[nodiscard]] std::string_view to_string(BlockKind kind);  // prose | heading | caption | byline | boilerplate
[[nodiscard]] std::optional<BlockKind> parse_block_kind(std::string_view word);

// A paragraph, heading, caption, ...: no sentence crosses its borders.
struct Block {
  Span span;
  BlockKind kind = BlockKind::kProse;
};

// One article, as a reader made it.
struct Document {
  std::string uri;        // names the document; unique within a database
  std::string title;      // empty if unknown
  std::string published;  // EDTF date such as 2024-03-15, empty if unknown
  std::string language;   // ISO 639-1, empty if unknown
  std::string author;     // empty if unknown
  std::string place;      // it was written from, such as "Oslo, Norway", as its dateline has it; empty if unknown
  Text text;
  std::vector<Block> blocks;  // sorted, disjoint, cover all but white space; empty means: the whole text is prose
};

}  // namespace factgraph
