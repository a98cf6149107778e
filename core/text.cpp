#include "core/text.h"

#include <fmt/core.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace factgraph {

Text::Text(std::string utf8) : utf8_(std::move(utf8)) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 31;
  if (utf8_.size() > kMaxBytes) {
    throw InputError(fmt::format("text of {} bytes is too long; split it (limit {})", utf8_.size(), kMaxBytes));
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8_.data());
  const auto length = static_cast<std::int32_t>(utf8_.size());
  std::vector<std::uint32_t> starts;
  bool ascii = true;
  for (std::int32_t at = 0; at < length;) {
    const std::int32_t start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c <= 0) {
      throw InputError(fmt::format("{} at byte {}", c == 0 ? "NUL character" : "invalid UTF-8", start));
    }
    if (ascii && c > 0x7f) {
      ascii = false;
      starts.reserve(utf8_.size());
      for (std::int32_t i = 0; i < start; ++i) starts.push_back(static_cast<std::uint32_t>(i));
    }
    if (!ascii) starts.push_back(static_cast<std::uint32_t>(start));
  }
  starts_ = std::move(starts);
}

std::uint32_t Text::size() const { return static_cast<std::uint32_t>(starts_.empty() ? utf8_.size() : starts_.size()); }

std::size_t Text::byte_of(std::uint32_t offset) const {
  const std::uint32_t length = size();
  if (offset > length) throw InputError(fmt::format("offset {} is past the end of the text ({})", offset, length));
  if (offset == length) return utf8_.size();
  return starts_.empty() ? offset : starts_[offset];
}

std::uint32_t Text::offset_of(std::size_t position) const {
  if (position > utf8_.size()) {
    throw InputError(fmt::format("byte {} is past the end of the text ({})", position, utf8_.size()));
  }
  if (starts_.empty()) return static_cast<std::uint32_t>(position);
  if (position == utf8_.size()) return size();
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), position);
  return static_cast<std::uint32_t>(after - starts_.begin() - 1);
}

std::string_view Text::slice(Span span) const {
  if (span.start > span.end) throw InputError(fmt::format("span [{}, {}) ends before it starts", span.start, span.end));
  const std::size_t from = byte_of(span.start);
  return std::string_view(utf8_).substr(from, byte_of(span.end) - from);
}

}  // namespace factgraph
