#include "db/identity.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/error.h"

namespace factgraph {
namespace {

bool is_space(UChar32 c) { return u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF; }

// Typographic variants as their ASCII character.
UChar32 plain(UChar32 c) {
  switch (c) {
    case 0x0060:  // grave accent
    case 0x00B4:  // acute accent
    case 0x02B9:  // modifier letter prime
    case 0x02BB:  // modifier letter turned comma
    case 0x02BC:  // modifier letter apostrophe
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:  // prime
    case 0xFF07:  // fullwidth apostrophe
      return '\'';
    case 0x00AB:
    case 0x00BB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:  // double prime
    case 0xFF02:  // fullwidth quotation mark
      return '"';
    case 0x2212:  // minus
      return '-';
    default:
      return u_charType(c) == U_DASH_PUNCTUATION ? '-' : c;
  }
}

// `text` in UTF-8 with white space collapsed, and typographic variants made plain if asked.
std::string tidy(const icu::UnicodeString& text, bool make_plain) {
  icu::UnicodeString out;
  bool gap = false;
  for (std::int32_t at = 0; at < text.length();) {
    const UChar32 c = text.char32At(at);
    at += U16_LENGTH(c);
    if (is_space(c)) {
      gap = !out.isEmpty();
      continue;
    }
    if (gap) out.append(static_cast<UChar>(' '));
    gap = false;
    out.append(make_plain ? plain(c) : c);
  }
  std::string utf8;
  return out.toUTF8String(utf8);
}

icu::UnicodeString decode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

}  // namespace

std::string normalize_name(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folder = icu::Normalizer2::getNFKCCasefoldInstance(status);
  // Accents that stand alone would come out of NFKC as a space and a mark: make plain before and after.
  const std::string plain_name = tidy(decode(name), true);
  const icu::UnicodeString folded =
      folder == nullptr ? icu::UnicodeString() : folder->normalize(decode(plain_name), status);
  if (U_FAILURE(status)) throw Error("ICU has no data for Unicode normalisation; reinstall libicu");
  std::string key = tidy(folded, true);
  constexpr std::string_view kArticle = "the ";
  if (key.size() > kArticle.size() && key.starts_with(kArticle)) key.erase(0, kArticle.size());
  return key;
}

std::string collapse_space(std::string_view text) {
  // Nearly every name is plain words with single spaces already.
  char before = ' ';
  bool collapsed = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x7f || (c == ' ' && before == ' ')) collapsed = false;
    before = c;
  }
  if (collapsed && before != ' ') return std::string(text);
  return tidy(decode(text), false);
}

std::optional<std::string> alias_of(MentionKind kind, std::string_view words, std::string_view name) {
  std::string alias = collapse_space(words);
  if (kind == MentionKind::kName) return alias;
  if (kind == MentionKind::kPronoun) return std::nullopt;
  for (const std::string_view article : {"the ", "The ", "this ", "This ", "that ", "That "}) {
    if (alias.starts_with(article)) {
      alias.erase(0, article.size());
      break;
    }
  }
  const std::string key = normalize_name(alias);
  const std::string full = normalize_name(name);
  const auto edge = [&](std::size_t at) {
    return at == 0 || at == full.size() || full[at] == ' ' || full[at - 1] == ' ';
  };
  for (std::size_t at = full.find(key); !key.empty() && at != std::string::npos; at = full.find(key, at + 1)) {
    if (edge(at) && edge(at + key.size())) return alias;
  }
  return std::nullopt;
}

std::string elect_type(std::string_view root, const std::map<std::string, std::int64_t>& votes,
                       const Ontology& ontology) {
  std::string elected(root);
  for (;;) {
    std::map<std::string, std::int64_t> children;
    for (const auto& [type, count] : votes) {
      // The child of `elected` on the way up from `type`; a type the ontology does not know has no way.
      const EntityType* at = ontology.type(type);
      while (at != nullptr && at->parent != elected) at = at->parent.empty() ? nullptr : ontology.type(at->parent);
      if (at != nullptr) children[at->name] += count;
    }
    if (children.empty()) return elected;
    const auto best = std::max_element(children.begin(), children.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    elected = best->first;
  }
}

}  // namespace factgraph
