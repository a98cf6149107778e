#include "db/identity.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <set>

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

// Latin letters for Cyrillic ones, those of Russian, Ukrainian, Belarusian and Kazakh, after BGN/PCGN.
const char* latin_of(UChar32 c) {
  static constexpr std::array<const char*, 48> kLetters = {
      "a",  "b", "v",  "g", "d",  "e",  "zh", "z",  "i",  "y",    "k",  "l",  "m", "n", "o",  "p",     // U+0430
      "r",  "s", "t",  "u", "f",  "kh", "ts", "ch", "sh", "shch", "",   "y",  "",  "e", "yu", "ya",    // U+0440
      "ye", "e", "dj", "g", "ye", "dz", "i",  "i",  "y",  "lj",   "nj", "ts", "k", "i", "u",  "dzh"};  // U+0450
  if (c >= 0x430 && c < 0x430 + static_cast<UChar32>(kLetters.size()))
    return kLetters[static_cast<std::size_t>(c - 0x430)];
  switch (c) {
    case 0x0491:
      return "g";
    case 0x0493:
      return "g";
    case 0x049B:
      return "k";
    case 0x04A3:
      return "ng";
    case 0x04AF:
    case 0x04B1:
      return "u";
    case 0x04BB:
      return "h";
    case 0x04D9:
      return "a";
    case 0x04E9:
      return "o";
    default:
      return nullptr;
  }
}

// Latin letters that are no letter with a mark.
const char* plain_latin(UChar32 c) {
  switch (c) {
    case 0x00E6:
      return "ae";
    case 0x00F0:
    case 0x0111:
      return "d";
    case 0x00F8:
      return "o";
    case 0x00FE:
      return "th";
    case 0x0131:
      return "i";
    case 0x0142:
      return "l";
    case 0x0153:
      return "oe";
    case 0x0259:
      return "a";
    default:
      return nullptr;
  }
}

// `key` with Latin and Cyrillic letters in ASCII.
std::string to_ascii(const std::string& key) {
  if (std::all_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return key;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw Error("ICU has no data for Unicode normalisation; reinstall libicu");
  std::string out;
  const icu::UnicodeString text = decode(key);
  bool latin = false;  // the letter a mark may stand on
  for (std::int32_t at = 0; at < text.length();) {
    const UChar32 c = text.char32At(at);
    at += U16_LENGTH(c);
    const char* letters = latin_of(c);
    if (letters == nullptr) letters = plain_latin(c);
    if (letters != nullptr) {
      out += letters;
      latin = true;
      continue;
    }
    icu::UnicodeString parts;
    if (!decomposer->getDecomposition(c, parts)) parts = icu::UnicodeString(c);
    if (parts.char32At(0) < 0x80) {
      out += static_cast<char>(parts.char32At(0));
      latin = true;
    } else if (!latin || u_charType(c) != U_NON_SPACING_MARK) {
      icu::UnicodeString(c).toUTF8String(out);
      latin = false;
    }
  }
  return out;
}

using Words = std::vector<std::string>;

Words split(std::string_view text) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string join(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// A Roman numeral up to 39, as in the names of kings.
bool is_numeral(const std::string& word) {
  std::string_view rest = word;
  const auto take = [&](std::string_view part) {
    const bool there = rest.starts_with(part);
    if (there) rest.remove_prefix(part.size());
    return there;
  };
  for (int i = 0; i < 3; ++i) (void)take("x");
  if (!take("ix") && !take("iv")) {
    (void)take("v");
    for (int i = 0; i < 3; ++i) (void)take("i");
  }
  return rest.empty() && !word.empty();
}

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

// A word as it sounds, so that the ways to write a name that was transliterated are one.
std::string sound(const std::string& word) {
  if (is_numeral(word) || word.find_first_of("0123456789") != std::string::npos) return word;
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    const bool last = i + 2 >= word.size();
    char sounds = c;
    if (c == 'q') sounds = 'k';
    if (c == 'w') sounds = 'v';
    if (c == 'k' && next == 'h') sounds = 'h';
    if (c == 'z' && next == 'h') sounds = 'j';
    if (sounds != c && next == 'h' && c != 'w') ++i;
    if (c == 'y' && !out.empty() && is_vowel(out.back()) && is_vowel(next)) continue;
    if (c == 'y' && i == 0 && next == 'e') continue;  // Yevgeny, Evgeny
    if (c == 'y') sounds = 'i';
    if (c == 'j' && last && next == '\0' && !out.empty() && out.back() == 'i') continue;  // -ij as -iy
    if (!out.empty() && out.back() == sounds && static_cast<unsigned char>(c) < 0x80) continue;
    out += sounds;
  }
  return out;
}

bool one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_title(const std::string& word) {
  return one_of(word, {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame"});
}

bool is_patronymic(const std::string& word) {
  static constexpr std::array<std::string_view, 9> kEndings = {"ovich", "evich", "ovna", "evna", "uli",
                                                               "kizi",  "gizi",  "ogli", "oglu"};
  return word.size() > 5 &&
         std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return word.ends_with(ending); });
}

// What follows a surname: a numeral or "Jr".
bool is_suffix(const std::string& word) { return one_of(word, {"jr", "sr"}) || is_numeral(word); }

bool is_legal_form(const std::string& word) {
  return one_of(word, {"inc", "incorporated", "corp", "corporation", "ltd", "limited", "llc", "llp", "plc", "co",
                       "gmbh", "ag", "jsc", "ojsc", "pjsc", "ooo", "oao"});
}

bool is_small_word(const std::string& word) {
  return one_of(word, {"of", "the", "and", "for", "in", "on", "to", "de", "du", "des", "la", "le", "et", "und"});
}

}  // namespace

std::string identity_key(std::string_view name, std::string_view root) {
  const std::string normal = normalize_name(name);
  const bool person = root == "person";
  const bool organization = root == "organization";
  std::string plain_name;
  for (const char c : to_ascii(normal)) {
    if (c == '\'') continue;
    if (c == '.' && !person) continue;
    if (c == '&' && organization) {
      plain_name += " and ";
      continue;
    }
    plain_name += c == '.' || c == ',' || c == '-' ? ' ' : c;
  }
  Words words = split(plain_name);
  if (person) {
    while (words.size() > 1 && is_title(words.front())) words.erase(words.begin());
    for (std::string& word : words) word = sound(word);
    for (std::size_t i = 1; i + 1 < words.size() && words.size() > 2;) {
      if (is_patronymic(words[i])) {
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    // "Iosif Zhumabekovich" stays; "Kassym-Jomart Tokayev Kemeluly" has the patronymic at its end.
    if (words.size() > 2 && is_patronymic(words.back())) words.pop_back();
  }
  if (organization) {
    while (words.size() > 1 && is_legal_form(words.back())) words.pop_back();
  }
  const std::string key = join(words);
  return key.empty() ? normal : key;
}

std::vector<std::string> short_forms(std::string_view key, std::string_view root) {
  Words words = split(key);
  std::set<std::string> forms;
  if (words.size() < 2) return {};
  if (root == "person") {
    forms.insert("^" + words.front());
    while (words.size() > 1 && is_suffix(words.back())) words.pop_back();
    if (words.size() < 2) return {forms.begin(), forms.end()};
    const std::string& last = words.back();
    if (last.size() > 1) forms.insert(last);
    Words initials;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) initials.push_back(words[i].substr(0, 1));
    initials.push_back(last);
    if (static_cast<unsigned char>(key[0]) < 0x80) {
      forms.insert(join(initials));
      forms.insert(initials.front() + " " + last);
    }
    if (words.size() > 2) forms.insert(words.front() + " " + last);
  } else if (root == "organization") {
    std::string initials;
    std::size_t big = 0;
    for (const std::string& word : words) {
      if (is_small_word(word)) continue;
      initials += word[0];
      ++big;
    }
    if (big >= 2 && big <= 6) forms.insert("=" + initials);
  }
  forms.erase(std::string(key));
  return {forms.begin(), forms.end()};
}

bool is_short_for(std::string_view shorter, std::string_view key) {
  if (shorter == key) return false;
  const Words wanted = split(shorter);
  const Words words = split(key);
  if (wanted.size() > 1 && !words.empty() && is_suffix(words.back()) && wanted.back() != words.back())
    return false;  // the father of "Jr"
  std::size_t at = 0;
  for (const std::string& word : wanted) {
    const auto matches = [&](const std::string& full) {
      const bool initial = word.size() == 1 && word[0] >= 'a' && word[0] <= 'z';
      return full == word || (initial && full[0] == word[0] && !is_numeral(full));
    };
    while (at < words.size() && !matches(words[at])) ++at;
    if (at == words.size()) return false;
    ++at;
  }
  return !wanted.empty();
}

bool looks_like_initials(std::string_view name) {
  std::size_t letters = 0;
  for (const char c : name) {
    if (c == '.') continue;
    if (c < 'A' || c > 'Z') return false;
    ++letters;
  }
  return letters >= 2 && letters <= 6;
}

std::string elect_root(const std::map<std::string, std::int64_t>& votes, const Ontology& ontology,
                       const std::string& fallback) {
  std::map<std::string, std::int64_t> roots;
  for (const auto& [type, count] : votes) roots[std::string(ontology.root(type))] += count;
  const auto best =
      std::max_element(roots.begin(), roots.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == roots.end() ? fallback : best->first;
}

namespace {

// normalize_name() of what is ASCII letters, signs and spaces, as nearly all names are; nothing of what is more.
std::optional<std::string> normalize_ascii(std::string_view name) {
  std::string key;
  key.reserve(name.size());
  for (const char c : name) {
    if (c < ' ' || c > '~') return std::nullopt;  // of signed and unsigned char alike
    if (c == ' ' && (key.empty() || key.back() == ' ')) continue;
    key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '`' ? '\'' : c;
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

void drop_article(std::string& key) {
  constexpr std::string_view kArticle = "the ";
  if (key.size() > kArticle.size() && key.starts_with(kArticle)) key.erase(0, kArticle.size());
}

}  // namespace

std::string normalize_name(std::string_view name) {
  if (auto key = normalize_ascii(name)) {
    drop_article(*key);
    return *std::move(key);
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* folder = icu::Normalizer2::getNFKCCasefoldInstance(status);
  // Accents that stand alone would come out of NFKC as a space and a mark: make plain before and after.
  const std::string plain_name = tidy(decode(name), true);
  const icu::UnicodeString folded =
      folder == nullptr ? icu::UnicodeString() : folder->normalize(decode(plain_name), status);
  if (U_FAILURE(status)) throw Error("ICU has no data for Unicode normalisation; reinstall libicu");
  std::string key = tidy(folded, true);
  drop_article(key);
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
