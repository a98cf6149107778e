#pragma once

#include <compare>
#include <cstdint>

namespace factgraph {

// A piece of a text: code points [start, end). Where a function takes a text too, the span must lie inside it.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;

  [[nodiscard]] constexpr std::uint32_t size() const { return end - start; }
  [[nodiscard]] constexpr bool empty() const { return start == end; }
  [[nodiscard]] constexpr bool contains(Span other) const { return start <= other.start && other.end <= end; }
  [[nodiscard]] constexpr bool overlaps(Span other) const { return start < other.end && other.start < end; }

  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace factgraph
