#include "export/escape.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <iterator>

#include "export/dot_text.h"

namespace factgraph {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// Copies `text`; what `substitute(out, character)` has written itself, returning true, is not copied. It is asked for
// characters of ASCII that are marked in `special`, and for all beyond.
template <typename Substitute>
void copy(std::string& out, std::string_view text, const std::array<bool, 128>& special, Substitute substitute) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t length = text.size();
  std::size_t copied = 0;
  for (std::size_t at = 0; at < length;) {
    if (bytes[at] < 0x80 && !special[bytes[at]]) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    out.append(text.substr(copied, start - copied));
    if (c < 0) {
      out.append(kReplacement);
    } else if (!substitute(out, c)) {
      out.append(text.substr(start, at - start));
    }
    copied = at;
  }
  out.append(text.substr(copied));
}

constexpr std::array<bool, 128> marked(std::string_view characters, bool controls) {
  std::array<bool, 128> special = {};
  for (std::size_t c = 0; c < 0x20; ++c) special[c] = controls;
  special[0x7f] = controls;
  for (const char c : characters) special[static_cast<unsigned char>(c)] = true;
  return special;
}

bool is_control(UChar32 c) { return c < 0x20 || c == 0x7f; }

void append_unicode_escape(std::string& out, UChar32 c) {
  fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
}

// A backslash and a letter for what has one.
bool append_letter_escape(std::string& out, UChar32 c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return true;
    case '\r':
      out += "\\r";
      return true;
    case '\t':
      out += "\\t";
      return true;
    default:
      return false;
  }
}

// A string in double or single quotation marks with escapes of JSON's kind; `escaped` gets a backslash, controls and
// `hidden` are written by number.
void append_quoted(std::string& out, std::string_view text, char quote, const std::array<bool, 128>& special,
                   char hidden) {
  out += quote;
  copy(out, text, special, [&](std::string& to, UChar32 c) {
    if (append_letter_escape(to, c)) return true;
    if (c == '\\' || c == quote) {
      to += '\\';
      to += static_cast<char>(c);
      return true;
    }
    if (!is_control(c) && c != hidden && c != 0x2028 && c != 0x2029) return false;
    append_unicode_escape(to, c);
    return true;
  });
  out += quote;
}

}  // namespace

void append_xml(std::string& out, std::string_view text) {
  static constexpr auto kSpecial = marked("<>&\"", true);
  copy(out, text, kSpecial, [](std::string& to, UChar32 c) {
    switch (c) {
      case '<':
        to += "&lt;";
        return true;
      case '>':
        to += "&gt;";
        return true;
      case '&':
        to += "&amp;";
        return true;
      case '"':
        to += "&quot;";
        return true;
      case '\t':
      case '\n':
      case '\r':
        fmt::format_to(std::back_inserter(to), "&#{};", c);
        return true;
      default:
        break;
    }
    if (c == 0xfffe || c == 0xffff) {
      to += kReplacement;
    } else if (c < 0x20) {
      to += "\xe2\x90";
      to += static_cast<char>(0x80 + c);
    } else {
      return false;
    }
    return true;
  });
}

void append_json(std::string& out, std::string_view text) {
  static constexpr auto kSpecial = marked("\"\\<", true);
  append_quoted(out, text, '"', kSpecial, '<');
}

void append_rdf(std::string& out, std::string_view text) {
  static constexpr auto kSpecial = marked("\"\\", true);
  append_quoted(out, text, '"', kSpecial, '"');
}

void append_cypher(std::string& out, std::string_view text) {
  static constexpr auto kSpecial = marked("'\\", true);
  append_quoted(out, text, '\'', kSpecial, '\'');
}

void append_csv(std::string& out, std::string_view text) {
  static constexpr auto kQuotes = marked("\"", false);
  static constexpr auto kRun = marked("=+-@'", true);
  const auto first = text.empty() ? '\0' : text.front();
  const bool guarded =
      !text.empty() && static_cast<unsigned char>(first) < 0x80 && kRun[static_cast<unsigned char>(first)];
  const bool quoted = guarded || text.find_first_of(",\"\r\n") != std::string_view::npos ||
                      (!text.empty() && (first == ' ' || text.back() == ' '));
  if (quoted) out += '"';
  if (guarded) out += '\'';
  copy(out, text, kQuotes, [](std::string& to, UChar32 c) {
    if (c != '"') return false;
    to += "\"\"";
    return true;
  });
  if (quoted) out += '"';
}

std::string markdown_words(std::string_view text) {
  static constexpr auto kSpecial = marked("\\`*_{}[]()<>#|~&$=^%!@:\"'", false);
  std::string out;
  copy(out, legible(text), kSpecial, [](std::string& to, UChar32 c) {
    if (c < 0x80) to += '\\';
    return false;
  });
  return out;
}

std::string mermaid_words(std::string_view text) {
  static constexpr auto kSpecial = marked("\"#<>&;`\\|[]{}()%*_~$", false);
  std::string out;
  copy(out, legible(text), kSpecial, [](std::string& to, UChar32 c) {
    if (c >= 0x80) return false;
    fmt::format_to(std::back_inserter(to), "#{};", c);
    return true;
  });
  return out;
}

std::string iri_part(std::string_view text) {
  static constexpr auto kSpecial = [] {
    std::array<bool, 128> special = {};
    for (std::size_t c = 0; c < special.size(); ++c) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                         c == '.' || c == '_' || c == '~';
      special[c] = !plain;
    }
    return special;
  }();
  std::string out;
  copy(out, text, kSpecial, [](std::string& to, UChar32 c) {
    if (c >= 0xa0 && u_isgraph(c) && u_charType(c) != U_PRIVATE_USE_CHAR && u_charType(c) != U_FORMAT_CHAR)
      return false;
    std::array<std::uint8_t, 4> bytes = {};
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, c);
    for (std::int32_t i = 0; i < size; ++i) {
      fmt::format_to(std::back_inserter(to), "%{:02X}", bytes[static_cast<std::size_t>(i)]);
    }
    return true;
  });
  return out;
}

void append_number(std::string& out, double number) { fmt::format_to(std::back_inserter(out), "{}", number); }
void append_number(std::string& out, std::size_t number) { fmt::format_to(std::back_inserter(out), "{}", number); }

}  // namespace factgraph
