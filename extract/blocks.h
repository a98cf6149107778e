#pragma once

#include <optional>
#include <vector>

#include "core/document.h"

namespace factgraph {

// A stretch of text on its way to a Block, with its kind where the file's markup tells.
struct BlockDraft {
  Span span;
  std::optional<BlockKind> kind;
};

// Cuts plain text into paragraphs: at empty lines, and at line ends where lines are not those of wrapped prose. Spans
// are free of white space at both ends.
[[nodiscard]] std::vector<BlockDraft> cut_paragraphs(const Text& text);

// Sets document.blocks from `drafts` (sorted, disjoint): tells prose from headings, captions, bylines and boilerplate, and
// cuts datelines ("ASTANA, March 15 (Agency) –") off their paragraph as blocks of kind kByline. What is not clearly
// something else is prose, and so is all of a text of one paragraph but its dateline. Fills title, author, place and published
// from the text where they are empty.
void classify_blocks(Document& document, const std::vector<BlockDraft>& drafts);

}  // namespace factgraph
