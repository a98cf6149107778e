#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"

namespace factgraph {

// Immutable UTF-8 text, addressed by code points. Holds valid UTF-8 without NUL, always.
class Text {
 public:
  Text() = default;

  // Throws InputError naming the byte offset if `utf8` is not valid UTF-8 or holds a NUL, or is longer than 2^31 bytes.
  explicit Text(std::string utf8);

  [[nodiscard]] const std::string& utf8() const { return utf8_; }

  // Number of code points.
  [[nodiscard]] std::uint32_t size() const;

  // Byte position of code point `offset`; size() gives the number of bytes. Throws InputError past the end.
  [[nodiscard]] std::size_t byte_of(std::uint32_t offset) const;

  // Code point that starts at byte `position`, or that holds it; the number of bytes gives size(). Throws past the end.
  [[nodiscard]] std::uint32_t offset_of(std::size_t position) const;

  // The words under `span`, as they stand there; valid as long as this text. Throws InputError past the end.
  [[nodiscard]] std::string_view slice(Span span) const;

  friend bool operator==(const Text& a, const Text& b) { return a.utf8_ == b.utf8_; }

 private:
  std::string utf8_;
  std::vector<std::uint32_t> starts_;  // byte of each code point; empty where every character is one byte
};

}  // namespace factgraph
