#include <cmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "extract/blocks.h"
#include "extract/calendar.h"
#include "extract/reader_formats.h"

namespace factgraph {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// Reads `key: value` lines between lines of "---" at the top into `document`; returns what follows them.
std::string_view take_front_matter(std::string_view text, Document& document) {
  if (!text.starts_with("---\n")) return text;
  std::size_t end = std::string_view::npos;
  std::size_t after = 0;
  for (std::size_t at = 4; at < text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(text.substr(at, stop - at));
    if (line == "---" || line == "...") {
      end = at;
      after = std::min(stop + 1, text.size());
      break;
    }
    at = stop + 1;
  }
  if (end == std::string_view::npos) return text;
  for (std::size_t at = 4; at < end;) {
    const std::size_t stop = text.find('\n', at);
    const std::string_view line = text.substr(at, stop - at);
    at = stop + 1;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string key(trimmed(line.substr(0, colon)));
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    std::string_view value = trimmed(line.substr(colon + 1));
    const bool quoted =
        value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front();
    if (quoted) value = value.substr(1, value.size() - 2);
    if (key == "title") document.title = std::string(value);
    if (key == "author") document.author = std::string(value);
    if (key == "lang" || key == "language") document.language = language_code(value);
    if (key == "date" || key == "published") document.published = parse_date(value).value_or(document.published);
  }
  return text.substr(after);
}

struct Rendered {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> ranges;  // bytes
  std::vector<std::optional<BlockKind>> kinds;
};

// Walks the tree without recursion; each paragraph and heading becomes a block.
Rendered render(cmark_node* root) {
  Rendered out;
  std::string block;
  int images = 0;  // open ones; their descriptions are dropped
  const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> iterator(cmark_iter_new(root), &cmark_iter_free);
  for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator.get())) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    const bool enter = event == CMARK_EVENT_ENTER;
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        if (images == 0) block += cmark_node_get_literal(node);
        break;
      case CMARK_NODE_SOFTBREAK:
        block.push_back(' ');
        break;
      case CMARK_NODE_LINEBREAK:
        block.push_back('\n');
        break;
      case CMARK_NODE_IMAGE:
        images += enter ? 1 : -1;
        break;
      case CMARK_NODE_PARAGRAPH:
      case CMARK_NODE_HEADING: {
        if (enter) break;
        const std::string_view words = trimmed(block);
        if (!words.empty()) {
          if (!out.text.empty()) out.text += "\n\n";
          const std::size_t start = out.text.size();
          out.text += words;
          out.ranges.emplace_back(start, out.text.size());
          const bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
          out.kinds.push_back(heading ? std::optional(BlockKind::kHeading) : std::nullopt);
        }
        block.clear();
        break;
      }
      default:
        break;
    }
  }
  return out;
}

}  // namespace

Document read_markdown(const std::string& markdown, const std::string& source) {
  if (markdown.size() > kMaxBytes) {
    throw InputError(fmt::format("{}: Markdown above {} MiB; split it, or pass it as .txt", source, kMaxBytes >> 20));
  }
  Document document;
  const std::string_view body = take_front_matter(markdown, document);
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> root(
      cmark_parse_document(body.data(), body.size(), CMARK_OPT_DEFAULT), &cmark_node_free);
  Rendered rendered = render(root.get());
  document.text = Text(std::move(rendered.text));
  std::vector<BlockDraft> drafts;
  for (std::size_t i = 0; i < rendered.ranges.size(); ++i) {
    const auto [start, end] = rendered.ranges[i];
    drafts.push_back({{document.text.offset_of(start), document.text.offset_of(end)}, rendered.kinds[i]});
  }
  classify_blocks(document, drafts);
  return document;
}

}  // namespace factgraph
