#pragma once

#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"

namespace factgraph {

// Which sentences facts may come from: prose, and headings that are sentences; no captions, bylines, menus and footers.
[[nodiscard]] std::vector<bool> readable_sentences(const Document& document, const Annotation& annotation);

// What kind of block each sentence stands in; kProse where the document has no blocks, kBoilerplate outside of all of them.
[[nodiscard]] std::vector<BlockKind> sentence_blocks(const Document& document, const Annotation& annotation);

}  // namespace factgraph
