#pragma once

#include <array>
#include <cstdint>

#include "extract/language/annotation.h"

namespace factgraph {

// The labels of tokens: outside a name, or begin, inside, end or single token of a name of each type (BIOES).

inline constexpr std::uint32_t kNameTypes = 8;
inline constexpr std::uint32_t kNameLabels = 1 + 4 * kNameTypes;
inline constexpr std::uint32_t kOutside = 0;

enum class NamePart : std::uint32_t { kBegin, kInside, kEnd, kSingle };

constexpr std::uint32_t name_label(NamePart part, NameType type) {
  return 1 + 4 * static_cast<std::uint32_t>(type) + static_cast<std::uint32_t>(part);
}
constexpr NameType type_of(std::uint32_t label) { return static_cast<NameType>((label - 1) / 4); }
constexpr NamePart part_of(std::uint32_t label) { return static_cast<NamePart>((label - 1) % 4); }

// Whether a name goes on behind a token of this label, or has to.
constexpr bool open_after(std::uint32_t label) {
  return label != kOutside && (part_of(label) == NamePart::kBegin || part_of(label) == NamePart::kInside);
}
// Whether a token of this label goes on with a name begun before it.
constexpr bool open_before(std::uint32_t label) {
  return label != kOutside && (part_of(label) == NamePart::kInside || part_of(label) == NamePart::kEnd);
}

// Whether `next` may follow `label`.
constexpr bool may_follow(std::uint32_t label, std::uint32_t next) {
  if (open_after(label) != open_before(next)) return false;
  return !open_after(label) || type_of(label) == type_of(next);
}

}  // namespace factgraph
