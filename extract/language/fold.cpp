#include "extract/language/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace factgraph {
namespace {

const UNormalizer2* decomposition() {
  static const UNormalizer2* const instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    return unorm2_getNFDInstance(&status);
  }();
  return instance;
}

// Latin letters that Unicode does not take apart.
std::string_view plain(UChar32 c) {
  switch (c) {
    case 0x142:
      return "l";  // ł
    case 0xf8:
      return "o";  // ø
    case 0x111:
      return "d";  // đ
    case 0x131:
      return "i";  // ı
    case 0xdf:
      return "ss";  // ß
    case 0xe6:
      return "ae";  // æ
    case 0x153:
      return "oe";  // œ
    case 0xfe:
      return "th";  // þ
    case 0xf0:
      return "d";  // ð
    default:
      return {};
  }
}

void append(std::string& out, UChar32 c) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, c);
  out.append(bytes.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, length, c);
    if (c < 0) continue;
    if (c < 0x80) {
      out.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
      continue;
    }
    c = u_tolower(c);
    if (const std::string_view letter = plain(c); !letter.empty()) {
      out += letter;
      continue;
    }
    std::array<UChar, 32> parts{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t count =
        unorm2_getDecomposition(decomposition(), c, parts.data(), static_cast<std::int32_t>(parts.size()), &status);
    if (count < 0 || U_FAILURE(status)) {
      if (u_charType(c) != U_NON_SPACING_MARK) append(out, c);
      continue;
    }
    for (std::int32_t i = 0; i < count;) {
      UChar32 part = 0;
      U16_NEXT(parts.data(), i, count, part);
      if (u_charType(part) == U_NON_SPACING_MARK) continue;
      part < 0x80 ? out.push_back(static_cast<char>(part)) : append(out, part);
    }
  }
  return out;
}

}  // namespace factgraph
