#include "export/dot_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
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
bool is_plain(char c) { return c >= 0x20 && c < 0x7f; }

// Whether `text` stands in quotation marks as it is.
bool needs_no_escape(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c) && c != '"' && c != '\\' && c != '&'; });
}

std::string quote(std::string_view text, Use use) {
  constexpr std::string_view kWordJoiner = "\xe2\x81\xa0";
  std::string quoted;
  quoted.reserve(text.size() + 2);
  quoted += '"';
  if (needs_no_escape(text)) {
    quoted += text;
    quoted += '"';
    return quoted;
  }
  bool after_backslash = false;
  for_each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (after_backslash && use == Use::kTooltip && c < 0x80 && is_letter(static_cast<char>(c))) quoted += kWordJoiner;
    after_backslash = c == '\\';
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '&': {
        const auto position = static_cast<std::size_t>(bytes.data() - text.data());
        quoted += use != Use::kExact && begins_entity(text.substr(position + 1)) ? "&amp;" : "&";
        break;
      }
      default:
        quoted += bytes;
    }
  });
  quoted += '"';
  return quoted;
}

bool turns_direction(UChar32 c) { return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069); }

// A character that belongs to the one before it.
bool continues(UChar32 c) {
  return u_getCombiningClass(c) != 0 || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK ||
         c == 0x200d;
}

}  // namespace

std::string dot_exact(std::string_view text) { return quote(text, Use::kExact); }
std::string dot_label(std::string_view text) { return quote(text, Use::kLabel); }
std::string dot_tooltip(std::string_view text) { return quote(text, Use::kTooltip); }

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
  const auto plain_word = [](char c) { return is_plain(c) && c != ' '; };
  char before = ' ';
  const bool as_it_is = std::all_of(text.begin(), text.end(), [&](char c) {
    const bool fits = plain_word(c) || (c == ' ' && before != ' ');
    before = c;
    return fits;
  });
  if (as_it_is && (text.empty() || before != ' ')) return std::string(text);
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

std::string clip(std::string_view text, std::size_t most) {
  if (text.size() <= most && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
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

std::string wrap(std::string_view text, std::size_t width) {
  if (text.size() <= width) return std::string(text);
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
