#include <fmt/core.h>
#include <gumbo.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "extract/blocks.h"
#include "extract/calendar.h"
#include "extract/encoding.h"
#include "extract/reader_formats.h"

namespace factgraph {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// --------------------------------------------------------------------------------------------------------------- limits

// Gumbo looks through all open elements at most tags, through all attributes of a tag at each of them, and through all
// formatting that was left open at each word: pages made of those would take forever. Counts them before it begins.
void check_shape(std::string_view html, const std::string& source) {
  constexpr std::size_t kMaxDepth = 512;
  constexpr std::size_t kMaxAttributes = 1000;
  constexpr std::array kVoid = {"area"sv,  "base"sv, "br"sv,   "col"sv,    "embed"sv, "hr"sv,  "img"sv,
                                "input"sv, "link"sv, "meta"sv, "source"sv, "track"sv, "wbr"sv, "param"sv};
  // Another of their kind closes them, so that they do not nest by themselves.
  constexpr std::array kSelfClosing = {"p"sv,  "li"sv,    "td"sv,    "tr"sv,    "th"sv,       "dt"sv,
                                       "dd"sv, "thead"sv, "tbody"sv, "tfoot"sv, "option"sv,   "rp"sv,
                                       "rt"sv, "html"sv,  "head"sv,  "body"sv,  "colgroup"sv, "optgroup"sv};
  // Closing an element around them leaves these open.
  constexpr std::array kFormatting = {"a"sv,    "b"sv, "big"sv,   "code"sv,   "em"sv,     "font"sv, "i"sv,
                                      "nobr"sv, "s"sv, "small"sv, "strike"sv, "strong"sv, "tt"sv,   "u"sv};
  constexpr std::array kRaw = {"script"sv, "style"sv, "textarea"sv, "title"sv, "xmp"sv, "iframe"sv, "noscript"sv};
  const auto is_in = [](const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto fail = [&](std::size_t at, std::string_view what) {
    throw InputError(fmt::format("{}: HTML at byte {} {}; simplify the page or convert it to text", source, at, what));
  };

  std::vector<std::string> open;
  std::map<std::string, std::size_t> open_of_name;
  std::map<std::string, std::size_t> formatting;
  std::size_t formatting_open = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
    const std::size_t start = at++;
    if (html.substr(at).starts_with("!--")) {
      at = std::min(html.find("-->", at), html.size());
      continue;
    }
    const bool closes = at < html.size() && html[at] == '/';
    if (closes) ++at;
    if (at >= html.size() || !is_letter(html[at])) continue;
    std::size_t end = at;
    while (end < html.size() && !is_space(html[end]) && html[end] != '/' && html[end] != '>') ++end;
    const std::string name = lower(html.substr(at, std::min<std::size_t>(end - at, 32)));

    std::size_t attributes = 0;
    char quote = 0;
    for (at = end; at < html.size() && (quote != 0 || html[at] != '>'); ++at) {
      const char c = html[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && html[at - 1] == '=') {
        quote = c;
        ++attributes;
      } else if (is_space(c) || c == '/') {
        ++attributes;
      }
    }
    if (attributes > kMaxAttributes) fail(start, "has a tag of too many attributes");

    if (is_in(kFormatting, name)) {
      std::size_t& count = formatting[name];
      if (!closes) {
        ++count;
        ++formatting_open;
      } else if (count > 0) {
        --count;
        --formatting_open;
      }
    } else if (is_in(kRaw, name) && !closes) {
      const std::string_view rest = html.substr(at);
      std::size_t stop = rest.find("</");
      while (stop != std::string_view::npos && lower(rest.substr(stop + 2, name.size())) != name) {
        stop = rest.find("</", stop + 2);
      }
      at = stop == std::string_view::npos ? html.size() : at + stop;
    } else if (!is_in(kVoid, name) && !is_in(kSelfClosing, name)) {
      std::size_t& count = open_of_name[name];
      if (!closes) {
        ++count;
        open.push_back(name);
      } else if (count > 0) {
        for (bool found = false; !found; open.pop_back()) {
          found = open.back() == name;
          --open_of_name[open.back()];
        }
      }
    }
    if (open.size() + formatting_open > kMaxDepth) fail(start, "is nested too deep");
  }
}

// Memory of one parse, freed as a whole: gumbo's own way to free a tree recurses. An allocation beyond the budget
// leaves the parse by longjmp, since gumbo cannot fail.
class Arena {
 public:
  explicit Arena(std::size_t budget) : budget_(budget) {}
  ~Arena() {
    for (void* chunk : chunks_) std::free(chunk);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Returns nullptr if the tree would need more memory than the budget.
  const GumboOutput* parse(std::string_view html) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = [](void* arena, std::size_t size) { return static_cast<Arena*>(arena)->allocate(size); };
    options.deallocator = [](void*, void*) {};
    options.userdata = this;
    options.max_errors = 0;
    if (setjmp(exit_) != 0) return nullptr;
    return gumbo_parse_with_options(&options, html.data(), html.size());
  }

 private:
  void* allocate(std::size_t size) {
    constexpr std::size_t kChunk = std::size_t{1} << 20;
    constexpr std::size_t kAlign = alignof(std::max_align_t);
    size = (size + kAlign - 1) / kAlign * kAlign;
    if (size > left_) {
      const std::size_t wanted = std::max(size, kChunk);
      void* chunk = used_ + wanted > budget_ || !reserve() ? nullptr : std::malloc(wanted);
      if (chunk == nullptr) std::longjmp(exit_, 1);
      chunks_.push_back(chunk);
      used_ += wanted;
      next_ = static_cast<std::byte*>(chunk);
      left_ = wanted;
    }
    void* out = next_;
    next_ += size;
    left_ -= size;
    return out;
  }

  // Makes room for one more chunk's address, so that adding it cannot throw.
  bool reserve() noexcept {
    try {
      if (chunks_.size() == chunks_.capacity()) chunks_.reserve(2 * chunks_.size() + 16);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  std::size_t budget_;
  std::size_t used_ = 0;
  std::size_t left_ = 0;
  std::byte* next_ = nullptr;
  std::vector<void*> chunks_;
  std::jmp_buf exit_;
};

// ------------------------------------------------------------------------------------------------------------ the tree

bool is_element(const GumboNode* node) { return node->type == GUMBO_NODE_ELEMENT; }
bool is_text(const GumboNode* node) {
  return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

GumboTag tag_of(const GumboNode* node) { return is_element(node) ? node->v.element.tag : GUMBO_TAG_LAST; }

std::string_view attribute(const GumboNode* node, const char* name) {
  if (!is_element(node)) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

template <std::size_t kSize>
bool is_any(GumboTag tag, const std::array<GumboTag, kSize>& tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool is_heading(GumboTag tag) {
  constexpr std::array kTags = {GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6};
  return is_any(tag, kTags);
}

// What a reader of the page never sees as text.
bool is_invisible(const GumboNode* node) {
  constexpr std::array kTags = {
      GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,    GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,
      GUMBO_TAG_EMBED,  GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,    GUMBO_TAG_CANVAS,   GUMBO_TAG_BUTTON, GUMBO_TAG_SELECT,
      GUMBO_TAG_INPUT,  GUMBO_TAG_TEXTAREA, GUMBO_TAG_HEAD,     GUMBO_TAG_DATALIST, GUMBO_TAG_MAP,    GUMBO_TAG_MENU};
  if (node->type == GUMBO_NODE_TEMPLATE || node->type == GUMBO_NODE_COMMENT) return true;
  if (!is_element(node)) return false;
  if (node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML || is_any(tag_of(node), kTags)) return true;
  if (gumbo_get_attribute(&node->v.element.attributes, "hidden") != nullptr) return true;
  if (attribute(node, "aria-hidden") == "true") return true;
  std::string style = lower(attribute(node, "style").substr(0, 1000));
  std::erase_if(style, is_space);
  return style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos;
}

// Whether class or id has one of `names` as a word of its own.
template <std::size_t kSize>
bool has_class(const GumboNode* node, const std::array<std::string_view, kSize>& names) {
  for (const char* key : {"class", "id"}) {
    const std::string value = lower(attribute(node, key).substr(0, 1000));
    for (std::size_t at = 0; at < value.size();) {
      std::size_t end = at;
      while (end < value.size() && is_letter(value[end])) ++end;
      if (std::find(names.begin(), names.end(), std::string_view(value).substr(at, end - at)) != names.end())
        return true;
      at = end + 1;
    }
  }
  return false;
}

// What surrounds an article. Dropped unless much of the page's prose is inside.
bool is_surrounding(const GumboNode* node) {
  constexpr std::array kTags = {GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FOOTER, GUMBO_TAG_FORM};
  constexpr std::array kNames = {
      "share"sv,       "sharing"sv,       "social"sv, "related"sv,    "recommended"sv, "newsletter"sv, "promo"sv,
      "advert"sv,      "advertisement"sv, "ad"sv,     "ads"sv,        "sponsored"sv,   "sidebar"sv,    "comments"sv,
      "comment"sv,     "disqus"sv,        "cookie"sv, "cookies"sv,    "gdpr"sv,        "consent"sv,    "breadcrumb"sv,
      "breadcrumbs"sv, "nav"sv,           "navbar"sv, "navigation"sv, "menu"sv,        "footer"sv,     "subscribe"sv,
      "signup"sv,      "popup"sv,         "modal"sv,  "pagination"sv, "toolbar"sv,     "banner"sv,     "noprint"sv,
      "editsection"sv, "reference"sv,     "toc"sv,    "navbox"sv,     "infobox"sv,     "tags"sv};
  constexpr std::array kRoles = {"navigation"sv, "banner"sv, "complementary"sv, "contentinfo"sv, "search"sv};
  const std::string_view role = attribute(node, "role");
  return is_any(tag_of(node), kTags) || std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end() ||
         has_class(node, kNames);
}

// A visible node in the order of the document.
struct Item {
  const GumboNode* node = nullptr;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;    // past the last of its subtree
  std::uint32_t text = 0;   // bytes of text that are no white space, of the subtree
  std::uint32_t link = 0;   // of those, inside links
  std::uint32_t prose = 0;  // of those, in paragraphs
};

std::vector<const GumboNode*> children_of(const GumboNode* node) {
  const bool container = is_element(node) || node->type == GUMBO_NODE_DOCUMENT;
  if (!container) return {};
  const GumboVector& vector = is_element(node) ? node->v.element.children : node->v.document.children;
  std::vector<const GumboNode*> out;
  for (unsigned i = 0; i < vector.length; ++i) out.push_back(static_cast<const GumboNode*>(vector.data[i]));
  return out;
}

// The subtree of `root` in order, without what `drop` says and all below it.
template <typename Drop>
std::vector<Item> flatten(const GumboNode* root, Drop drop) {
  std::vector<Item> items;
  std::vector<std::pair<const GumboNode*, std::uint32_t>> stack = {{root, 0}};
  while (!stack.empty()) {
    const auto [node, parent] = stack.back();
    stack.pop_back();
    if (drop(node)) continue;
    const auto index = static_cast<std::uint32_t>(items.size());
    items.push_back({node, parent, index + 1, 0, 0, 0});
    const auto children = children_of(node);
    for (auto child = children.rbegin(); child != children.rend(); ++child) stack.emplace_back(*child, index);
  }
  for (std::size_t i = items.size(); i-- > 1;)
    items[items[i].parent].end = std::max(items[items[i].parent].end, items[i].end);
  return items;
}

void measure(std::vector<Item>& items) {
  constexpr std::uint32_t kParagraph = 60;
  constexpr std::array kParagraphTags = {GUMBO_TAG_P, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE};
  std::vector<std::uint32_t> own(items.size());  // text right inside an element
  for (std::size_t i = items.size(); i-- > 0;) {
    Item& item = items[i];
    if (is_text(item.node)) {
      const std::string_view text = item.node->v.text.text;
      item.text = static_cast<std::uint32_t>(
          text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_space)));
      own[item.parent] += item.text;
    }
    if (tag_of(item.node) == GUMBO_TAG_A) item.link = item.text;
    const bool paragraph = is_any(tag_of(item.node), kParagraphTags);
    const std::uint32_t length = paragraph ? item.text : own[i];
    if (is_element(item.node) && !is_heading(tag_of(item.node)) && length >= kParagraph && item.link * 2 < item.text) {
      item.prose = std::max(item.prose, length);
    }
    if (i == 0) break;
    Item& parent = items[item.parent];
    parent.text += item.text;
    parent.link += item.link;
    parent.prose += item.prose;
  }
}

// The element that holds the article: <article>, <main> and the like if they hold much of the prose; else down from the
// top while one child holds nearly all of it.
std::uint32_t find_content(const std::vector<Item>& items) {
  std::optional<std::uint32_t> best;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const GumboNode* node = items[i].node;
    const bool semantic = tag_of(node) == GUMBO_TAG_ARTICLE || tag_of(node) == GUMBO_TAG_MAIN ||
                          attribute(node, "role") == "main" || attribute(node, "itemprop") == "articleBody";
    if (semantic && (!best || items[i].prose >= items[*best].prose)) best = i;
  }
  if (best && items[*best].prose > 0 && items[*best].prose * std::uint64_t{10} >= items[0].prose * std::uint64_t{4}) {
    return *best;
  }
  std::uint32_t at = 0;
  for (bool down = items[0].prose > 0; down;) {
    down = false;
    for (std::uint32_t child = at + 1; child < items[at].end; child = items[child].end) {
      constexpr std::array kStops = {GUMBO_TAG_P, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE};
      const bool most = items[child].prose * std::uint64_t{10} >= items[at].prose * std::uint64_t{8};
      if (!most || is_any(tag_of(items[child].node), kStops)) continue;
      at = child;
      down = true;
      break;
    }
  }
  return at;
}

// ----------------------------------------------------------------------------------------------------------- rendering

// Text put together block by block, white space collapsed.
class Renderer {
 public:
  void append(std::string_view text, bool link) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string_view rest = text.substr(i);
      const bool no_break = rest.starts_with("\xC2\xA0");
      if (is_space(text[i]) || no_break) {
        space_ = !block_.empty();
        i += no_break ? 1 : 0;
      } else if (rest.starts_with("\xC2\xAD")) {  // soft hyphen
        ++i;
      } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xEF\xBB\xBF")) {  // no width
        i += 2;
      } else {
        if (space_ && !block_.empty() && block_.back() != '\n') block_.push_back(' ');
        space_ = false;
        block_.push_back(text[i]);
        link_ += link ? 1 : 0;
      }
    }
  }

  // <br>: a line end; two of them end the block.
  void line_break(std::optional<BlockKind> kind) {
    if (!block_.empty() && block_.back() == '\n') return end_block(kind);
    if (!block_.empty()) block_.push_back('\n');
    space_ = false;
  }

  void cell_break() {
    if (!block_.empty()) append(" | ", false);
    space_ = true;
  }

  void end_block(std::optional<BlockKind> kind) {
    while (!block_.empty() && (is_space(block_.back()) || block_.back() == '|')) block_.pop_back();
    if (!block_.empty()) {
      // A line of links is a menu.
      const bool menu = !kind && link_ * 10 >= block_.size() * 7 && block_.back() != '.' && block_.back() != '!' &&
                        block_.back() != '?';
      if (!text_.empty()) text_ += "\n\n";
      ranges_.emplace_back(text_.size(), text_.size() + block_.size());
      kinds_.push_back(menu ? BlockKind::kBoilerplate : kind);
      text_ += block_;
    }
    block_.clear();
    space_ = false;
    link_ = 0;
  }

  std::vector<BlockDraft> finish(Document& document) {
    document.text = Text(std::move(text_));
    std::vector<BlockDraft> drafts;
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      drafts.push_back(
          {{document.text.offset_of(ranges_[i].first), document.text.offset_of(ranges_[i].second)}, kinds_[i]});
    }
    return drafts;
  }

 private:
  std::string text_;
  std::string block_;
  bool space_ = false;
  std::size_t link_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> ranges_;
  std::vector<std::optional<BlockKind>> kinds_;
};

bool is_inline(GumboTag tag) {
  constexpr std::array kTags = {GUMBO_TAG_A,     GUMBO_TAG_ABBR,   GUMBO_TAG_ACRONYM, GUMBO_TAG_B,      GUMBO_TAG_BDI,
                                GUMBO_TAG_BDO,   GUMBO_TAG_BIG,    GUMBO_TAG_CITE,    GUMBO_TAG_CODE,   GUMBO_TAG_DATA,
                                GUMBO_TAG_DEL,   GUMBO_TAG_DFN,    GUMBO_TAG_EM,      GUMBO_TAG_FONT,   GUMBO_TAG_I,
                                GUMBO_TAG_IMG,   GUMBO_TAG_INS,    GUMBO_TAG_KBD,     GUMBO_TAG_LABEL,  GUMBO_TAG_MARK,
                                GUMBO_TAG_NOBR,  GUMBO_TAG_Q,      GUMBO_TAG_RUBY,    GUMBO_TAG_S,      GUMBO_TAG_SAMP,
                                GUMBO_TAG_SMALL, GUMBO_TAG_SPAN,   GUMBO_TAG_STRIKE,  GUMBO_TAG_STRONG, GUMBO_TAG_SUB,
                                GUMBO_TAG_SUP,   GUMBO_TAG_TIME,   GUMBO_TAG_TT,      GUMBO_TAG_U,      GUMBO_TAG_VAR,
                                GUMBO_TAG_WBR,   GUMBO_TAG_UNKNOWN};
  return is_any(tag, kTags);
}

std::optional<BlockKind> kind_of(const GumboNode* node) {
  constexpr std::array kCaptions = {"caption"sv, "figcaption"sv};
  if (is_heading(tag_of(node))) return BlockKind::kHeading;
  if (tag_of(node) == GUMBO_TAG_FIGCAPTION || has_class(node, kCaptions)) return BlockKind::kCaption;
  return std::nullopt;
}

void render(const std::vector<Item>& items, std::uint32_t root, Renderer& out) {
  struct Open {
    std::uint32_t end = 0;
    bool block = false;
    bool link = false;
    std::optional<BlockKind> kind;
  };
  std::vector<Open> open = {{items[root].end, true, false, std::nullopt}};
  const auto close_until = [&](std::uint32_t at) {
    while (!open.empty() && open.back().end <= at) {
      if (open.back().block) out.end_block(open.back().kind);
      open.pop_back();
    }
  };
  for (std::uint32_t i = root + 1; i < items[root].end;) {
    close_until(i);
    const Item& item = items[i];
    const Open& around = open.back();
    if (is_text(item.node)) {
      out.append(item.node->v.text.text, around.link);
      ++i;
      continue;
    }
    const GumboTag tag = tag_of(item.node);
    // A code listing is no prose; what surrounds the article goes unless much of it is inside.
    const bool listing = tag == GUMBO_TAG_PRE && i + 1 < item.end && tag_of(items[i + 1].node) == GUMBO_TAG_CODE;
    const bool small = item.prose * std::uint64_t{10} < items[root].prose * std::uint64_t{3} || items[root].prose == 0;
    if (listing || (small && is_surrounding(item.node))) {
      i = item.end;
      continue;
    }
    if (tag == GUMBO_TAG_BR) out.line_break(around.kind);
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) out.cell_break();
    const bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
    const bool block = !is_inline(tag) && tag != GUMBO_TAG_BR && !cell;
    if (block) out.end_block(around.kind);
    const auto kind = kind_of(item.node);
    open.push_back({item.end, block, around.link || tag == GUMBO_TAG_A, kind ? kind : around.kind});
    ++i;
  }
  close_until(items[root].end);
}

// The words of a subtree in one line.
std::string words_of(const std::vector<Item>& items, std::uint32_t root) {
  Renderer line;
  for (std::uint32_t i = root; i < items[root].end; ++i) {
    if (is_text(items[i].node)) line.append(items[i].node->v.text.text, false);
  }
  line.end_block(BlockKind::kHeading);
  Document document;
  line.finish(document);
  return document.text.utf8();
}

// ------------------------------------------------------------------------------------------------------ what it says of itself

// Values from the page's head, strongest source first.
struct PageFacts {
  std::string title;
  std::string author;
  std::string published;

  void offer_title(std::string_view value) {
    if (title.empty()) title = one_line(value);
  }
  void offer_author(std::string_view value) {
    std::string name = one_line(value);
    if (lower(name.substr(0, 3)) == "by ") name.erase(0, 3);
    if (author.empty() && name.find("://") == std::string::npos && name.size() <= 80) author = std::move(name);
  }
  void offer_date(std::string_view value) {
    if (published.empty()) published = parse_date(value).value_or(std::string());
  }

  static std::string one_line(std::string_view value) {
    std::string out;
    for (const char c : clean_text(std::string(value))) {
      if (!is_space(c)) {
        out.push_back(c);
      } else if (!out.empty() && out.back() != ' ') {
        out.push_back(' ');
      }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
  }
};

// schema.org data in JSON: headline, date and author of the first thing that has a headline or a date.
void read_json_ld(std::string_view script, PageFacts& facts) {
  constexpr int kMaxDepth = 40;
  bool deep = false;
  const nlohmann::json data = nlohmann::json::parse(
      script,
      [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        deep = deep || depth > kMaxDepth;
        return depth <= kMaxDepth;
      },
      false);
  if (deep || data.is_discarded()) return;
  const auto text = [](const nlohmann::json& object, const char* key) -> std::string {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  std::vector<const nlohmann::json*> stack = {&data};
  while (!stack.empty()) {
    const nlohmann::json& value = *stack.back();
    stack.pop_back();
    if (!value.is_structured()) continue;
    if (value.is_object() && (value.contains("headline") || value.contains("datePublished"))) {
      facts.offer_title(text(value, "headline"));
      facts.offer_date(text(value, "datePublished"));
      const auto author = value.find("author");
      if (author != value.end()) {
        const nlohmann::json& first = author->is_array() && !author->empty() ? author->front() : *author;
        if (first.is_string()) facts.offer_author(first.get<std::string>());
        if (first.is_object()) facts.offer_author(text(first, "name"));
      }
      return;
    }
    for (auto element = value.rbegin(); element != value.rend(); ++element) stack.push_back(&*element);
  }
}

PageFacts read_head(const std::vector<Item>& all) {
  constexpr std::array kTitles = {"og:title"sv, "twitter:title"sv, "dc.title"sv};
  constexpr std::array kDates = {"article:published_time"sv, "datepublished"sv,    "publish-date"sv,
                                 "publish_date"sv,           "pubdate"sv,          "published_time"sv,
                                 "sailthru.date"sv,          "parsely-pub-date"sv, "dc.date"sv,
                                 "dc.date.issued"sv,         "dcterms.created"sv,  "date"sv};
  constexpr std::array kAuthors = {"author"sv, "article:author"sv, "parsely-author"sv, "dc.creator"sv};
  const auto is_in = [](const auto& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  PageFacts facts;
  PageFacts scripts;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const GumboNode* node = all[i].node;
    if (tag_of(node) == GUMBO_TAG_META) {
      const std::string_view content = attribute(node, "content");
      for (const char* key : {"property", "name", "itemprop"}) {
        const std::string name = lower(attribute(node, key));
        if (is_in(kTitles, name)) facts.offer_title(content);
        if (is_in(kDates, name)) facts.offer_date(content);
        if (is_in(kAuthors, name)) facts.offer_author(content);
      }
    } else if (tag_of(node) == GUMBO_TAG_SCRIPT && lower(attribute(node, "type")) == "application/ld+json") {
      if (i + 1 < all[i].end && is_text(all[i + 1].node)) read_json_ld(all[i + 1].node->v.text.text, scripts);
    } else if (tag_of(node) == GUMBO_TAG_TIME && facts.published.empty()) {
      scripts.offer_date(attribute(node, "datetime"));
    } else if (attribute(node, "rel") == "author" || attribute(node, "itemprop") == "author") {
      if (tag_of(node) != GUMBO_TAG_LINK) scripts.offer_author(words_of(all, i));
    }
  }
  facts.offer_title(scripts.title);
  facts.offer_author(scripts.author);
  facts.offer_date(scripts.published);
  return facts;
}

}  // namespace

std::string html_charset(std::string_view bytes) {
  constexpr std::size_t kFront = 4096;
  const std::string front = lower(bytes.substr(0, kFront));
  constexpr std::string_view kKey = "charset=";
  const std::size_t at = front.find(kKey);
  if (at == std::string::npos) return {};
  std::size_t start = at + kKey.size();
  while (start < front.size() && (front[start] == '"' || front[start] == '\'' || front[start] == ' ')) ++start;
  std::size_t end = start;
  const auto is_name = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
  };
  while (end < front.size() && is_name(front[end])) ++end;
  std::string name = front.substr(start, end - start);
  // Browsers read Latin-1 and ASCII as windows-1252, and a page that can say so in ASCII is not in UTF-16.
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") return "windows-1252";
  return name.starts_with("utf-16") || name.starts_with("utf-32") || name.starts_with("utf-7") ? "" : name;
}

Document read_html(const std::string& html, const std::string& source) {
  if (html.size() > kMaxBytes) {
    throw InputError(fmt::format("{}: HTML above {} MiB; convert it to text first", source, kMaxBytes >> 20));
  }
  check_shape(html, source);
  Arena arena((std::size_t{128} << 20) + 40 * html.size());
  const GumboOutput* tree = arena.parse(html);
  if (tree == nullptr) {
    throw InputError(fmt::format("{}: HTML too tangled to read; convert it to text first", source));
  }
  const std::vector<Item> all =
      flatten(tree->root, [](const GumboNode* node) { return node->type == GUMBO_NODE_COMMENT; });
  std::vector<Item> items = flatten(tree->root, is_invisible);

  Document document;
  PageFacts facts = read_head(all);
  document.language = language_code(attribute(tree->root, "lang"));
  if (items.empty()) return document;  // a hidden page
  measure(items);
  const std::uint32_t root = find_content(items);

  // The headline may stand before the element that holds the article.
  std::optional<std::uint32_t> headline;
  for (std::uint32_t i = 0; i < items.size() && !headline; ++i) {
    if (tag_of(items[i].node) == GUMBO_TAG_H1 && items[i].text > 0) headline = i;
  }
  Renderer out;
  if (headline && *headline < root) {
    out.append(words_of(items, *headline), false);
    out.end_block(BlockKind::kHeading);
  }
  render(items, root, out);
  if (headline) facts.offer_title(words_of(items, *headline));
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (tag_of(all[i].node) == GUMBO_TAG_TITLE) facts.offer_title(words_of(all, i));
  }
  document.title = std::move(facts.title);
  document.author = std::move(facts.author);
  document.published = std::move(facts.published);
  classify_blocks(document, out.finish(document));
  return document;
}

}  // namespace factgraph
