#include "export/dot_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace factgraph {
namespace {

// Calls `visit(character, its bytes)`; broken bytes come as U+FFFD, one for each.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t length = text.size();
  for (std::size_t at = 0; at < length;) {
    const std::size_t start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c > 0) {
      visit(c, text.substr(start, at - start));
    } else {
      visit(UChar32{0xfffd}, kReplacement);
    }
  }
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the & in front of `rest` begins what Graphviz may read as an entity.
bool begins_entity(std::string_view rest) {
  return !rest.empty() && (rest.front() == '#' || is_letter(rest.front())) && rest.find(';') != std::string_view::npos;
}

enum class Use { kExact, kLabel, kTooltip };

// Printable ASCII, in which nothing belongs together.
bool is_plain(char c) { return static_cast<unsigned char>(c - 0x20) < 0x5f; }

bool is_plain(std::string_view text) {
  bool odd = false;
  for (const char c : text) odd |= !is_plain(c);  // to the end, which compilers make faster than a way out
  return !odd;
}

// Plain, and spaced as legible() would.
bool is_legible(std::string_view text) {
  return is_plain(text) && text.find("  ") == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ');
}

constexpr std::array<bool, 256> marked_special() {
  std::array<bool, 256> special = {};
  for (const unsigned char c : {'\0', '\n', '\r', '"', '\\', '&'}) special[c] = true;
  for (std::size_t c = 0x80; c < special.size(); ++c) special[c] = true;
  return special;
}

// Appends `text` in quotation marks.
void append_quoted(std::string& out, std::string_view text, Use use) {
  static constexpr std::array<bool, 256> kSpecial = marked_special();
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  constexpr std::string_view kWordJoiner = "\xe2\x81\xa0";
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t length = text.size();
  out += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < length;) {
    if (!kSpecial[bytes[at]]) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, length, c);
    if (c >= 0x80) continue;
    out.append(text.substr(copied, start - copied));
    copied = at;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        if (use == Use::kTooltip && at < length && is_letter(text[at])) out += kWordJoiner;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '&':
        out += use != Use::kExact && begins_entity(text.substr(at)) ? "&amp;" : "&";
        break;
      default:  // NUL or broken
        out += kReplacement;
    }
  }
  out.append(text.substr(copied));
  out += '"';
}

bool turns_direction(UChar32 c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); }

// A character that belongs to the one before it.
bool continues(UChar32 c) {
  return u_getCombiningClass(c) != 0 || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK ||
         c == 0x200d;
}

}  // namespace

void append_dot_exact(std::string& out, std::string_view text) { append_quoted(out, text, Use::kExact); }
void append_dot_label(std::string& out, std::string_view text) { append_quoted(out, text, Use::kLabel); }
void append_dot_tooltip(std::string& out, std::string_view text) { append_quoted(out, text, Use::kTooltip); }

std::string dot_markup(std::string_view text) {
  std::string escaped;
  for_each_character(text, [&](UChar32 c, std::string_view bytes) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\n':
        escaped += "<BR/>";
        break;
      default:
        if (u_charType(c) != U_CONTROL_CHAR) escaped += bytes;
    }
  });
  return escaped;
}

std::string legible(std::string_view text) {
  if (is_legible(text)) return std::string(text);
  std::string line;
  bool space = false;
  for_each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR) {
      space = true;
    } else if (!turns_direction(c)) {
      if (space && !line.empty()) line += ' ';
      space = false;
      line += bytes;
    }
  });
  return line;
}

std::string clip(std::string text, std::size_t most) {
  if (text.size() <= most && is_plain(text)) return text;
  std::string kept;
  std::size_t count = 0;
  std::size_t cut = 0;  // where the last character that leaves room for the ellipsis ends
  for_each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (count == 0 || !continues(c)) {
      if (++count <= most) cut = kept.size();
    }
    if (count <= most) kept += bytes;
  });
  if (count <= most) return kept;
  kept.resize(cut);
  while (kept.ends_with(' ')) kept.pop_back();
  return kept + "…";
}

void append_clipped(std::string& out, std::string_view text, std::size_t most) {
  if (text.size() <= most && is_legible(text)) {
    out += text;
  } else {
    out += clip(legible(text), most);
  }
}

std::string wrap(std::string text, std::size_t width) {
  if (text.size() <= width) return text;
  std::vector<std::string> words;
  std::vector<std::size_t> sizes;
  std::string word;
  std::size_t size = 0;
  const auto finish = [&] {
    words.push_back(std::move(word));
    sizes.push_back(size);
    word.clear();
    size = 0;
  };
  for_each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (c == ' ') {
      finish();
    } else {
      word += bytes;
      if (!continues(c)) ++size;
    }
  });
  finish();

  const auto lines_at = [&](std::size_t limit) {
    std::size_t lines = 1;
    std::size_t used = sizes.front();
    for (std::size_t i = 1; i < sizes.size(); ++i) {
      if (used + 1 + sizes[i] > limit) {
        ++lines;
        used = sizes[i];
      } else {
        used += 1 + sizes[i];
      }
    }
    return lines;
  };
  // The narrowest width that takes no more lines than `width` does.
  std::size_t low = *std::max_element(sizes.begin(), sizes.end());
  std::size_t high = std::max(width, low);
  const std::size_t lines = lines_at(high);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (lines_at(middle) <= lines) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  std::string wrapped = words.front();
  std::size_t used = sizes.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool breaks = used + 1 + sizes[i] > high;
    wrapped += breaks ? '\n' : ' ';
    wrapped += words[i];
    used = breaks ? sizes[i] : used + 1 + sizes[i];
  }
  return wrapped;
}

}  // namespace factgraph
