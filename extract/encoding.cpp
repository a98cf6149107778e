#include "extract/encoding.h"

#include <fmt/core.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"

namespace factgraph {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Magic {
  std::string_view bytes;
  std::string_view name;
};

constexpr std::array kMagics = {
    Magic{"%PDF-"sv, "PDF"},
    Magic{"PK\x03\x04"sv, "ZIP, perhaps DOCX or EPUB"},
    Magic{"\x7f"
          "ELF"sv,
          "a program"},
    Magic{"\x89PNG"sv, "PNG image"},
    Magic{"GIF8"sv, "GIF image"},
    Magic{"\xFF\xD8\xFF"sv, "JPEG image"},
    Magic{"\x1F\x8B"sv, "gzip"},
    Magic{"\xFD"
          "7zXZ"sv,
          "xz"},
    Magic{"7z\xBC\xAF"sv, "7-Zip"},
    Magic{"\x28\xB5\x2F\xFD"sv, "zstd"},
    Magic{"\xD0\xCF\x11\xE0"sv, "old Word or Excel"},
    Magic{"{\\rtf"sv, "RTF"},
    Magic{"SQLite format 3\0"sv, "SQLite database"},
};

bool is_stray_control(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f;
}

// Converts by the name of a charset; nullopt if ICU does not know it. What cannot be read becomes U+FFFD.
std::optional<std::string> convert(std::string_view bytes, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(charset.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  const auto length = static_cast<std::int32_t>(bytes.size());
  std::vector<UChar> wide(bytes.size() + 16);
  std::int32_t units = ucnv_toUChars(converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(),
                                     length, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    wide.resize(static_cast<std::size_t>(units) + 1);
    units = ucnv_toUChars(converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(), length,
                          &status);
  }
  if (U_FAILURE(status)) return std::nullopt;
  std::string utf8(static_cast<std::size_t>(units) * 3, '\0');
  std::int32_t size = 0;
  u_strToUTF8WithSub(utf8.data(), static_cast<std::int32_t>(utf8.size()), &size, wide.data(), units, 0xFFFD, nullptr,
                     &status);
  if (U_FAILURE(status)) return std::nullopt;
  utf8.resize(static_cast<std::size_t>(size));
  return utf8;
}

// Whether `bytes` are UTF-8, but for a few damaged places.
struct Utf8Shape {
  std::size_t good = 0;  // characters of more than one byte
  std::size_t bad = 0;
};

Utf8Shape utf8_shape(std::string_view bytes) {
  Utf8Shape shape;
  const auto length = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), at, length, c);
    if (c < 0) ++shape.bad;
    if (c > 0x7f) ++shape.good;
  }
  return shape;
}

// Two bytes a character, most of them of the Latin blocks: every other byte is NUL.
std::optional<std::string> utf16_without_mark(std::string_view bytes) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < bytes.size(); ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const std::size_t half = bytes.size() / 2;
  if (bytes.size() % 2 != 0 || half < 8) return std::nullopt;
  if (zeros[1] * 10 > half * 7 && zeros[0] * 20 < half) return "UTF-16LE";
  if (zeros[0] * 10 > half * 7 && zeros[1] * 20 < half) return "UTF-16BE";
  return std::nullopt;
}

// The charset that bytes beyond UTF-8 look to be in. Where one byte in five or fewer is beyond ASCII the text is in a
// Latin script, where windows-1252 is the safe guess.
std::string likely_charset(std::string_view bytes) {
  const auto high =
      static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; }));
  if (high * 5 <= bytes.size()) return "windows-1252";
  constexpr std::size_t kEnough = std::size_t{64} << 10;
  constexpr std::int32_t kConfident = 30;
  bytes = bytes.substr(0, kEnough);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return "windows-1252";
  const std::int32_t confidence = ucsdet_getConfidence(match, &status);
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || confidence < kConfident || name == nullptr) return "windows-1252";
  const std::string charset = name;
  return charset.starts_with("UTF-") || charset.starts_with("IBM") ? "windows-1252" : charset;
}

std::string to_utf8(std::string bytes, const std::string& source, std::string_view declared) {
  const std::string_view view = bytes;
  const auto marked = [&](std::string_view mark, const char* charset) -> std::optional<std::string> {
    if (!view.starts_with(mark)) return std::nullopt;
    return convert(view.substr(mark.size()), charset);
  };
  if (auto text = marked("\xFF\xFE\0\0"sv, "UTF-32LE")) return std::move(*text);
  if (auto text = marked("\0\0\xFE\xFF"sv, "UTF-32BE")) return std::move(*text);
  if (auto text = marked("\xFF\xFE", "UTF-16LE")) return std::move(*text);
  if (auto text = marked("\xFE\xFF", "UTF-16BE")) return std::move(*text);
  if (view.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);

  for (const Magic& magic : kMagics) {
    if (std::string_view(bytes).starts_with(magic.bytes)) {
      throw InputError(fmt::format("{}: not text ({}); convert it to text first", source, magic.name));
    }
  }
  if (const std::size_t nul = bytes.find('\0'); nul != std::string::npos) {
    const auto charset = utf16_without_mark(bytes);
    if (!charset) throw InputError(fmt::format("{}: not text (byte {} is NUL); convert it to text first", source, nul));
    return convert(bytes, *charset).value_or(std::string());
  }
  const Utf8Shape shape = utf8_shape(bytes);
  if (shape.bad == 0) return bytes;
  if (shape.good >= 10 * shape.bad) return convert(bytes, "UTF-8").value_or(std::string());
  if (!declared.empty() && declared.size() < 64) {
    if (auto text = convert(bytes, std::string(declared))) return std::move(*text);
  }
  return convert(bytes, likely_charset(bytes)).value_or(std::string());
}

}  // namespace

std::string decode_text(std::string bytes, const std::string& source, std::string_view declared) {
  const std::string utf8 = to_utf8(std::move(bytes), source, declared);
  std::string text;
  text.reserve(utf8.size());
  std::size_t strays = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const char c = utf8[i];
    if (c == '\r') {
      if (i + 1 == utf8.size() || utf8[i + 1] != '\n') text.push_back('\n');
    } else if (c == '\f') {
      text.push_back('\n');
    } else if (is_stray_control(static_cast<unsigned char>(c))) {
      ++strays;
      text += kReplacement;
    } else {
      text.push_back(c);
    }
  }
  if (strays >= 4 && strays * 20 > utf8.size()) {
    throw InputError(fmt::format("{}: not text (full of control characters); convert it to text first", source));
  }
  return text;
}

std::string clean_text(std::string utf8) {
  std::size_t strays = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    char& c = utf8[i];
    if (c == '\r') c = i + 1 < utf8.size() && utf8[i + 1] == '\n' ? ' ' : '\n';
    if (c == '\f') c = '\n';
    strays += is_stray_control(static_cast<unsigned char>(c)) ? 1 : 0;
  }
  if (strays == 0) return utf8;
  std::string text;
  text.reserve(utf8.size() + 2 * strays);
  for (const char c : utf8) {
    if (is_stray_control(static_cast<unsigned char>(c))) {
      text += kReplacement;
    } else {
      text.push_back(c);
    }
  }
  return text;
}

}  // namespace factgraph
