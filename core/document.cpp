#include "core/document.h"

#include <array>
#include <cstddef>

namespace factgraph {
namespace {

constexpr std::array<std::string_view, 5> kBlockKinds = {"prose", "heading", "caption", "byline", "boilerplate"};

}  // namespace

std::string_view to_string(BlockKind kind) { return kBlockKinds.at(static_cast<std::size_t>(kind)); }

std::optional<BlockKind> parse_block_kind(std::string_view word) {
  for (std::size_t kind = 0; kind < kBlockKinds.size(); ++kind) {
    if (word == kBlockKinds.at(kind)) return static_cast<BlockKind>(kind);
  }
  return std::nullopt;
}

}  // namespace factgraph
