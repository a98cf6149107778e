#include "extract/language/name_features.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <string_view>
#include <unordered_map>

#include "extract/language/fold.h"
#include "extract/language/gazetteer.h"

namespace factgraph {
namespace {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

constexpr std::uint64_t kHashSeed = 0xcbf29ce484222325;

// FNV-1a, byte by byte, so that a phrase can be hashed as it grows.
constexpr std::uint64_t hash_on(std::uint64_t hash, std::string_view bytes) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

constexpr std::uint32_t hash32(std::string_view bytes) {
  const std::uint64_t hash = hash_on(kHashSeed, bytes);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32)) | 1U;
}

// What the gazetteer knows, looked up by hash: bits of `known`, and the kind of phrase (0 if it is none).
enum KnownBit : std::uint16_t {
  kCountryBit = 1,
  kAreaBit = 2,
  kRegionBit = 4,
  kCityBit = 8,
  kNatureBit = 16,
  kGroupBit = 32,
  kOrganizationBit = 64,
  kTitleBit = 128,
  kGivenNameBit = 256,
  kCompanyHeadBit = 512,
  kBodyHeadBit = 1024,
  kPlaceHeadBit = 2048,
  kEventHeadBit = 4096,
  kWorkHeadBit = 8192,
  kOtherHeadBit = 16384,
};

std::uint16_t head_bit(std::string_view type) {
  if (type == "company" || type == "media" || type == "sports_team") return kCompanyHeadBit;
  if (type == "government_body" || type == "political_party" || type == "military" || type == "organization" ||
      type == "educational_institution") {
    return kBodyHeadBit;
  }
  if (type == "country" || type == "region" || type == "city" || type == "natural_feature" || type == "facility") {
    return kPlaceHeadBit;
  }
  if (type == "law" || type == "treaty" || type == "publication") return kWorkHeadBit;
  if (type == "product" || type == "concept") return kOtherHeadBit;
  return kEventHeadBit;
}

using KnownWords = std::unordered_map<std::uint64_t, std::uint16_t>;

const KnownWords& known_words() {
  static const KnownWords words = [] {
    KnownWords known;
    const Gazetteer& gazetteer = Gazetteer::instance();
    for (const Gazetteer::Entry& entry : gazetteer.entries()) {
      std::uint16_t bits = 0;
      switch (entry.kind) {
        case Gazetteer::Kind::kPlace:
          for (const Place& place : gazetteer.places(entry.key)) {
            bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(place.kind)));
          }
          break;
        case Gazetteer::Kind::kGroup:
          bits = kGroupBit;
          break;
        case Gazetteer::Kind::kOrganization:
          bits = kOrganizationBit;
          break;
        case Gazetteer::Kind::kTitle:
          bits = kTitleBit;
          break;
        case Gazetteer::Kind::kGivenName:
          bits = kGivenNameBit;
          break;
        case Gazetteer::Kind::kHead:
          for (const std::string_view type : gazetteer.head_types(entry.key)) {
            bits = static_cast<std::uint16_t>(bits | head_bit(type));
          }
          break;
      }
      std::uint16_t& all = known[hash_on(kHashSeed, entry.key)];
      all = static_cast<std::uint16_t>(all | bits);
    }
    return known;
  }();
  return words;
}

// The type of what has a name, by the hash of the noun it is said to be.
const std::unordered_map<std::uint32_t, std::uint8_t>& noun_types() {
  static const std::unordered_map<std::uint32_t, std::uint8_t> types = [] {
    std::unordered_map<std::uint32_t, std::uint8_t> known;
    for (const Gazetteer::Noun& noun : Gazetteer::instance().nouns()) {
      known.emplace(hash32(fold(noun.word)), static_cast<std::uint8_t>(noun.type));
    }
    return known;
  }();
  return types;
}

std::uint16_t look_up(std::uint64_t hash) {
  const auto found = known_words().find(hash);
  return found != known_words().end() ? found->second : std::uint16_t{0};
}

// The kind of name a phrase with these bits is, counted from 1; 0 for none.
std::uint16_t phrase_kind(std::uint16_t bits) {
  if ((bits & kCountryBit) != 0) return 1;
  if ((bits & kOrganizationBit) != 0) return 2;
  if ((bits & kGroupBit) != 0) return 3;
  if ((bits & (kRegionBit | kAreaBit)) != 0) return 4;
  if ((bits & kCityBit) != 0) return 5;
  if ((bits & kNatureBit) != 0) return 6;
  if ((bits & kTitleBit) != 0) return 7;
  return 0;
}

// Typographic quotation marks and dashes as the corpora have them: plain.
std::string straighten(std::string_view form) {
  std::string plain;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form.substr(i, 2) != "\xe2\x80" || i + 2 >= form.size()) {
      plain.push_back(form[i]);
      continue;
    }
    const auto last = static_cast<unsigned char>(form[i + 2]);
    if (last >= 0x90 && last <= 0x95) {
      plain.push_back('-');
    } else if (last >= 0x98 && last <= 0x9b) {
      plain.push_back('\'');
    } else if (last >= 0x9c && last <= 0x9f) {
      plain.push_back('"');
    } else {
      plain += form.substr(i, 3);
    }
    i += 2;
  }
  return plain;
}

// Letters and digits of a folded word: how the gazetteer compares names.
std::string letters_of(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (is_high(c) || is_digit(c) || is_lower(c) || is_upper(c) || c == '&') letters.push_back(c);
  }
  return letters;
}

// Runs of one kind of character at most twice: "McDonald" is "XxXxx", "1999" is "dd".
std::uint32_t shape_of(std::string_view form, std::string_view folded) {
  std::string shape;
  char last = 0;
  int repeats = 0;
  for (const char c : form) {
    char kind = c;
    if (is_upper(c)) {
      kind = 'X';
    } else if (is_lower(c)) {
      kind = 'x';
    } else if (is_digit(c)) {
      kind = 'd';
    } else if (is_high(c)) {
      if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;
      // The first letter of another script or with an accent is a capital if folding changes its first byte's case.
      kind = shape.empty() && !folded.empty() && form.substr(0, 2) != folded.substr(0, 2) ? 'U' : 'u';
    }
    repeats = kind == last ? repeats + 1 : 1;
    last = kind;
    if (repeats <= 2) shape.push_back(kind);
  }
  return hash32(shape);
}

bool starts_capital(std::string_view form, std::string_view folded) {
  if (form.empty()) return false;
  if (is_upper(form.front())) return true;
  if (!is_high(form.front())) {
    // "iPhone", "eBay": a capital right behind the first letter.
    return form.size() > 2 && is_lower(form[0]) && is_upper(form[1]) && is_lower(form[2]);
  }
  return !folded.starts_with(form.substr(0, std::min<std::size_t>(form.size(), 2))) &&
         is_lower(folded.empty() ? '\0' : folded.front());
}

// Words that may stand inside a name between capitalised ones.
bool links(std::string_view form) {
  static constexpr std::array<std::string_view, 24> kLinks = {"of",  "the", "and", "for", "&",   "-",  "de", "la",
                                                              "von", "van", "der", "al",  "bin", "'s", "’s", "du",
                                                              "del", "di",  "da",  "el",  "in",  "on", "–",  "den"};
  return std::find(kLinks.begin(), kLinks.end(), form) != kLinks.end();
}

// How the document writes a word, over all its places.
struct Counts {
  std::uint32_t lower = 0;    // without capital
  std::uint32_t middle = 0;   // with a capital inside an ordinary sentence
  std::uint32_t person = 0;   // behind a given name or title
  std::uint32_t body = 0;     // before the head word of an organization
  std::uint32_t located = 0;  // behind "in", "at", "near", "from"
};

// What one place of a word adds to its counts.
Counts counts_at(std::span<const NameWord> words, std::size_t i, bool ordinary) {
  static const std::uint32_t kLocating[] = {hash32("in"), hash32("at"), hash32("near"), hash32("from")};
  const NameWord& word = words[i];
  Counts counts;
  if (!word.capital) {
    counts.lower = 1;
    return counts;
  }
  if (!ordinary || i == 0) return counts;
  counts.middle = 1;
  const NameWord& before = words[i - 1];
  if (before.capital && (before.known & (kGivenNameBit | kTitleBit)) != 0) counts.person = 1;
  if (std::find(std::begin(kLocating), std::end(kLocating), before.lower) != std::end(kLocating)) counts.located = 1;
  if (i + 1 < words.size() && words[i + 1].capital && (words[i + 1].known & (kCompanyHeadBit | kBodyHeadBit)) != 0) {
    counts.body = 1;
  }
  return counts;
}

// Whether a word may be an acronym: "IOC", "ILOs".
bool is_acronym(std::string_view form) {
  if (form.size() > 2 && form.back() == 's') form.remove_suffix(1);
  return form.size() >= 2 && form.size() <= 8 && std::all_of(form.begin(), form.end(), is_upper);
}

// Whether the letters of an acronym are the initials of the last capitalised words.
bool has_initials(std::span<const NameWord> words, std::string_view acronym) {
  std::size_t letters = acronym.size();
  if (acronym.back() == 's') --letters;
  for (std::size_t i = words.size(); i-- > 0 && letters > 0;) {
    if (!words[i].capital) continue;
    const char letter = static_cast<char>(acronym[--letters] - 'A' + 'a');
    if (words[i].prefix[0] != hash32(std::string_view(&letter, 1))) return false;
  }
  return letters == 0;
}

// A run of capitalised words: indexes of its first and last word among all of the document.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
  bool spelt_out = false;  // by the word in question, an acronym
};

// What a document says a name is.
struct Saying {
  std::uint8_t type = NameWord::kNothingSaid;
  std::size_t length = 0;  // of the name, in words
  int weight = 0;          // of how it is said
};

bool is_common_noun(const NameWord& word) {
  return !word.capital &&
         (word.tag == static_cast<std::uint8_t>(Xpos::kNn) || word.tag == static_cast<std::uint8_t>(Xpos::kNns));
}

template <std::size_t kSize>
bool among(const std::array<std::uint32_t, kSize>& set, std::uint32_t word) {
  return std::find(set.begin(), set.end(), word) != set.end();
}

std::uint8_t type_of_noun(const NameWord& word) {
  const auto known = noun_types().find(word.lower);
  return known != noun_types().end() ? known->second : NameWord::kNothingSaid;
}

constexpr auto kPersonSaid = static_cast<std::uint8_t>(NameType::kPerson);
constexpr auto kPlaceSaid = static_cast<std::uint8_t>(NameType::kPlace);

// What is said before the run of capitalised words that starts at `first`: "the singer", "a village called", "the city of".
std::uint8_t said_before(std::span<const NameWord> words, std::size_t first) {
  static const auto kNaming = std::to_array({hash32("called"), hash32("named"), hash32("titled"), hash32("entitled")});
  static const std::uint32_t kOf = hash32("of");
  static const auto kPointing = std::to_array({hash32("this"), hash32("that"), hash32("these"), hash32("those")});
  if (first > 0 && is_common_noun(words[first - 1])) {
    const bool pointing = first > 1 && among(kPointing, words[first - 2].lower);  // "in this film Mara plays"
    const std::uint8_t type = type_of_noun(words[first - 1]);
    const bool part = first > 1 && words[first - 2].tag == static_cast<std::uint8_t>(Xpos::kHyph) &&
                      type == static_cast<std::uint8_t>(NameType::kOrganization);  // "film-maker Mara Lind"
    return pointing || part ? NameWord::kNothingSaid : type;
  }
  if (first < 2 || !is_common_noun(words[first - 2])) return NameWord::kNothingSaid;
  const std::uint8_t type = type_of_noun(words[first - 2]);
  const bool named = among(kNaming, words[first - 1].lower) || (words[first - 1].lower == kOf && type == kPlaceSaid);
  return named ? type : NameWord::kNothingSaid;
}

// What is said behind a run that ends before `at`: "is a quiet village in", "(1901-1970) was the third director of", ", a village,",
// ", who", "(born in"; and whether it is said in so many words.
std::pair<std::uint8_t, bool> said_behind(std::span<const NameWord> words, std::size_t at) {
  static const auto kBe = std::to_array({hash32("is"), hash32("was"), hash32("are"), hash32("were")});
  static const auto kA = std::to_array({hash32("a"), hash32("an")});
  static const auto kThe = std::to_array({hash32("the"), hash32("one")});
  static const auto kOfPersons = std::to_array({hash32("born"), hash32("died"), hash32("married"), hash32("née")});
  static const std::uint32_t kWho = hash32("who");
  static const std::uint32_t kComma = hash32(",");
  static const std::uint32_t kOpen = hash32("(");
  static const std::uint32_t kClose = hash32(")");
  const bool one = words[at - 1].tag == static_cast<std::uint8_t>(Xpos::kNnp);
  if (at + 1 < words.size() && words[at].lower == kOpen) {
    if (among(kOfPersons, words[at + 1].lower)) return {kPersonSaid, true};
    constexpr std::size_t kLongest = 40;
    const std::size_t end = std::min(words.size(), at + kLongest);
    while (at < end && words[at].lower != kClose) ++at;
    ++at;
  }
  if (at + 2 >= words.size()) return {NameWord::kNothingSaid, false};
  const bool copula = among(kBe, words[at].lower);
  const bool comma = words[at].lower == kComma;
  if (comma && one && words[at + 1].lower == kWho) return {kPersonSaid, false};
  if (among(kOfPersons, words[at + (copula ? 1 : 0)].lower)) return {kPersonSaid, true};
  const bool article = among(kA, words[at + 1].lower) || (copula && among(kThe, words[at + 1].lower));
  if ((!copula && !comma) || !article) return {NameWord::kNothingSaid, false};
  std::size_t noun = 0;
  constexpr std::size_t kReach = 10;
  for (std::size_t i = at + 2; i < std::min(words.size(), at + kReach); ++i) {
    if (is_common_noun(words[i])) {
      noun = i;
      continue;
    }
    const auto tag = static_cast<Xpos>(words[i].tag);
    const bool before = tag == Xpos::kJj || tag == Xpos::kJjs || tag == Xpos::kVbn || tag == Xpos::kVbg ||
                        tag == Xpos::kCd || tag == Xpos::kHyph || tag == Xpos::kRb || tag == Xpos::kNnp ||
                        tag == Xpos::kNn || tag == Xpos::kNns || tag == Xpos::kNnps;
    const bool between = words[i].lower == kComma || tag == Xpos::kCc;
    if (!before && (!between || noun != 0)) break;
  }
  return {noun != 0 ? type_of_noun(words[noun]) : NameWord::kNothingSaid, copula};
}

// What is said of the run of capitalised words that holds token `in`.
Saying said_of(std::span<const NameWord> words, std::size_t in) {
  const std::size_t first = words[in].run_first;
  const std::size_t last = words[in].run_last;
  const auto tag_of = [&](std::size_t i) { return static_cast<Xpos>(words[i].tag); };
  Saying saying{NameWord::kNothingSaid, last - first, 0};
  if (tag_of(last - 1) != Xpos::kNnp && tag_of(last - 1) != Xpos::kNnps && tag_of(last - 1) != Xpos::kFw) return saying;
  const auto [type, plainly] = said_behind(words, last);
  // "In Lund, a company said"
  const bool adverbial = first == 1 && tag_of(0) == Xpos::kIn;
  if (type != NameWord::kNothingSaid && (plainly || !adverbial)) {
    saying.type = type;
    saying.weight = plainly ? 2 : 1;
  } else {
    saying.type = said_before(words, first);
    saying.weight = saying.type != NameWord::kNothingSaid ? 1 : 0;
  }
  return saying;
}

enum Style : std::uint8_t { kOrdinary, kHeadline, kCapitals, kNoCapitals };

class Emitter {
 public:
  explicit Emitter(std::span<std::uint64_t, NameFeatures::kCount> out) : out_(out) {}

  void add(std::uint64_t a) { put(a, 0, 0); }
  void add(std::uint64_t a, std::uint64_t b) { put(a, b, 1); }
  void add(std::uint64_t a, std::uint64_t b, std::uint64_t c) { put(a ^ (c << 32) ^ (c >> 32), b, 2); }

  [[nodiscard]] std::size_t size() const { return next_; }

 private:
  void put(std::uint64_t a, std::uint64_t b, std::uint64_t arity) {
    assert(next_ < out_.size());
    std::uint64_t hash = (next_ + 1 + arity) * 0x9e3779b97f4a7c15;
    hash = (hash ^ a) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ (hash >> 29) ^ b) * 0x94d049bb133111eb;
    hash ^= hash >> 31;
    out_[next_++] = hash * 0xd6e8feb86659fd93;
  }

  std::span<std::uint64_t, NameFeatures::kCount> out_;
  std::size_t next_ = 0;
};

}  // namespace

NameFeatures::NameFeatures(std::span<const Sentence> sentences, const WordClasses& classes) {
  starts_.push_back(0);
  std::unordered_map<std::uint32_t, Run> kin;  // the longest run of each word
  std::vector<std::uint64_t> keys;             // of each word for the gazetteer; kHashSeed where it has no letter
  for (const Sentence& sentence : sentences) {
    const std::size_t begin = words_.size();
    std::size_t capitals = 0;
    std::size_t shouted = 0;
    std::size_t letters = 0;
    std::vector<std::string> forms;
    keys.clear();
    for (const Token& token : sentence.tokens) {
      forms.push_back(straighten(token.form));
      const std::string_view form = forms.back();
      const std::string folded = fold(form);
      NameWord word;
      word.form = hash32(form);
      word.lower = hash32(folded);
      word.shape = shape_of(form, folded);
      for (std::size_t n = 1; n <= 4; ++n) {
        if (folded.size() > n) word.prefix[n - 1] = hash32(std::string_view(folded).substr(0, n));
        if (folded.size() > n + 1) word.suffix[n - 1] = hash32(std::string_view(folded).substr(folded.size() - n - 1));
      }
      word.ids = classes.lookup(folded);
      word.tag = static_cast<std::uint8_t>(token.xpos);
      word.capital = starts_capital(form, folded);
      const std::string raw = letters_of(form);
      const std::string key = letters_of(folded);
      keys.push_back(hash_on(kHashSeed, key));
      if (!key.empty()) {
        constexpr std::size_t kLongestAcronym = 5;
        const bool acronym = raw.size() <= kLongestAcronym && std::all_of(raw.begin(), raw.end(), is_upper);
        if (acronym) word.known = look_up(hash_on(kHashSeed, raw));
        if (word.known == 0) word.known = look_up(keys.back());
      }
      if (key.size() > 3) {
        ++letters;
        if (word.capital) ++capitals;
        if (std::none_of(form.begin(), form.end(), is_lower)) ++shouted;
      }
      words_.push_back(word);
    }
    const std::size_t count = words_.size() - begin;
    starts_.push_back(words_.size());
    Style style = kOrdinary;
    if (letters >= 3 && shouted * 4 >= letters * 3) {
      style = kCapitals;
    } else if (letters >= 3 && capitals * 4 >= letters * 3) {
      style = kHeadline;
    } else if (letters >= 3 && capitals == 0 && !words_[begin].capital) {
      style = kNoCapitals;
    }
    styles_.push_back(style);

    // Phrases of the gazetteer: the longest from each place, from left to right.
    const std::span<NameWord> words = std::span(words_).subspan(begin);
    for (std::size_t i = 0; i < count;) {
      constexpr std::size_t kLongestPhrase = 7;
      std::size_t longest = 1;
      std::uint16_t kind = words[i].capital ? phrase_kind(words[i].known) : std::uint16_t{0};
      std::uint64_t hash = keys[i];
      if (words[i].capital && hash != kHashSeed) {
        for (std::size_t n = 1; n < kLongestPhrase && i + n < count; ++n) {
          hash = hash_on(hash, letters_of(fold(forms[i + n])));
          if (keys[i + n] == kHashSeed) continue;
          if (const std::uint16_t found = phrase_kind(look_up(hash)); found != 0) {
            kind = found;
            longest = n + 1;
          }
        }
      }
      for (std::size_t n = 0; n < longest && kind != 0; ++n) {
        const std::size_t place = longest == 1 ? 3 : n == 0 ? 0 : n + 1 == longest ? 2 : 1;
        words[i + n].phrase = static_cast<std::uint16_t>(kind * 4 + place);
      }
      i += longest;
    }

    // Runs of capitalised words, with linking words between them.
    for (std::size_t i = 0; i < count;) {
      if (!words[i].capital) {
        words[i].run_first = static_cast<std::uint32_t>(i);
        words[i].run_last = static_cast<std::uint32_t>(i + 1);
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < count) {
        std::size_t next = end;
        while (next < count && next < end + 2 && links(forms[next])) ++next;
        if (next >= count || !words[next].capital) break;
        end = next + 1;
      }
      for (std::size_t j = i; j < end; ++j) {
        words[j].run_first = static_cast<std::uint32_t>(i);
        words[j].run_last = static_cast<std::uint32_t>(end);
        const std::size_t place = end - i == 1 ? 3 : j == i ? 0 : j + 1 == end ? 2 : 1;
        words[j].run = static_cast<std::uint8_t>(1 + place * 4 + std::min<std::size_t>(end - i, 4) - 1);
        if (end - i == 1 || style == kCapitals || style == kHeadline || !words[j].capital) continue;
        Run& longest = kin[words[j].lower];
        const bool longer = longest.last == longest.first || end - i > longest.last - longest.first + 1;
        if (!longest.spelt_out && longer) longest = {begin + i, begin + end - 1, false};
      }
      if (end + 2 < count && forms[end] == "(" && forms[end + 2] == ")" && end - i > 1 && is_acronym(forms[end + 1]) &&
          has_initials(words.subspan(i, end - i), forms[end + 1])) {
        kin[words[end + 1].lower] = {begin + i, begin + end - 1, true};
      }
      i = end;
    }
  }

  // What the document says names are: the first time counts, "is a" more than a comma.
  std::unordered_map<std::uint32_t, Saying> sayings;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::span<const NameWord> in = words(s);
    for (std::size_t i = 0; i < in.size(); i = in[i].run_last) {
      if (!in[i].capital) continue;
      const Saying said = said_of(in, i);
      for (std::size_t j = i; j < in[i].run_last; ++j) {
        Saying& saying = sayings[in[j].lower];
        if (in[j].capital && said.weight > saying.weight) saying = said;
      }
    }
  }

  // What the rest of the document tells of each word.
  std::unordered_map<std::uint32_t, Counts> totals;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::span<const NameWord> in = words(s);
    for (std::size_t i = 0; i < in.size(); ++i) {
      const Counts here = counts_at(in, i, styles_[s] == kOrdinary);
      Counts& total = totals[in[i].lower];
      total.lower += here.lower;
      total.middle += here.middle;
      total.person += here.person;
      total.body += here.body;
      total.located += here.located;
    }
  }
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const std::span<NameWord> in = std::span(words_).subspan(starts_[s], starts_[s + 1] - starts_[s]);
    for (std::size_t i = 0; i < in.size(); ++i) {
      const Counts here = counts_at(in, i, styles_[s] == kOrdinary);
      const Counts& total = totals.at(in[i].lower);
      const std::uint32_t lower = total.lower - here.lower;
      const std::uint32_t middle = total.middle - here.middle;
      unsigned bits = 0;
      if (lower > 0) bits |= 1;
      if (middle > 0) bits |= 2;
      if (lower > middle) bits |= 4;
      if (total.person > here.person) bits |= 8;
      if (total.body > here.body) bits |= 16;
      if (total.located > here.located) bits |= 32;
      in[i].evidence = static_cast<std::uint8_t>(bits);
      if (!in[i].capital) continue;
      if (const auto said = sayings.find(in[i].lower); said != sayings.end()) {
        const Saying& saying = said->second;
        const std::size_t length = in[i].run_last - in[i].run_first;
        const bool part = length < saying.length && saying.type == kPersonSaid;
        if (length == saying.length || part) in[i].said = saying.type;
      }
      const auto found = kin.find(in[i].lower);
      if (found == kin.end()) continue;
      const Run& run = found->second;
      if (!run.spelt_out && run.last - run.first < in[i].run_last - in[i].run_first) continue;
      const NameWord& last = words_[run.last];
      in[i].kin_first = words_[run.first].known;
      in[i].kin_last = last.known;
      in[i].kin_ids = last.ids;
      const bool begins = words_[run.first].lower == in[i].lower;
      in[i].kin = run.spelt_out ? 1 : last.lower == in[i].lower ? 2 : begins ? 3 : 4;
    }
  }
}

void NameFeatures::of(std::size_t sentence, std::size_t token, std::span<std::uint64_t, kCount> out) const {
  static const NameWord kNothing{};
  const std::span<const NameWord> in = words(sentence);
  const auto at = [&](std::size_t i) -> const NameWord& { return i < in.size() ? in[i] : kNothing; };
  const NameWord& w = in[token];
  const NameWord& l = at(token - 1);  // wraps below zero to nothing
  const NameWord& ll = at(token - 2);
  const NameWord& r = at(token + 1);
  const NameWord& rr = at(token + 2);
  const NameWord& before = at(std::size_t{w.run_first} - 1);
  const NameWord& after = at(w.run_last);
  const NameWord& first = in[w.run_first];
  const NameWord& last = in[w.run_last - 1U];
  const std::uint64_t style = styles_[sentence];
  const std::uint64_t start = token == 0 ? 1 : 0;
  const auto tag = [](const NameWord& word) { return word.form == 0 ? 99ULL : std::uint64_t{word.tag}; };

  Emitter e(out);
  e.add(style, start);
  e.add(w.form);
  e.add(w.lower);
  e.add(l.form);
  e.add(r.form);
  e.add(l.lower);
  e.add(r.lower);
  e.add(ll.lower);
  e.add(rr.lower);
  e.add(l.lower, w.lower);
  e.add(w.lower, r.lower);
  e.add(l.lower, r.lower);
  e.add(ll.lower, l.lower);
  e.add(r.lower, rr.lower);

  e.add(w.shape, style);
  e.add(l.shape, w.shape);
  e.add(w.shape, r.shape);
  e.add(l.shape, w.shape, r.shape);
  e.add(w.shape, l.lower);
  e.add(w.shape, r.lower);
  e.add(w.shape, style, start);
  for (const std::uint32_t prefix : w.prefix) e.add(prefix, w.capital);
  for (const std::uint32_t suffix : w.suffix) e.add(suffix, w.capital);
  e.add(l.suffix[1], l.capital);
  e.add(r.suffix[1], r.capital);

  e.add(w.ids.fine, w.capital);
  e.add(l.ids.fine, l.capital);
  e.add(r.ids.fine, r.capital);
  e.add(ll.ids.fine);
  e.add(rr.ids.fine);
  e.add(w.ids.middle, w.capital);
  e.add(l.ids.middle, l.capital);
  e.add(r.ids.middle, r.capital);
  e.add(ll.ids.middle);
  e.add(rr.ids.middle);
  e.add(w.ids.coarse, w.capital);
  e.add(l.ids.coarse, l.capital);
  e.add(r.ids.coarse, r.capital);
  e.add(l.ids.fine, w.ids.fine);
  e.add(w.ids.fine, r.ids.fine);
  e.add(l.ids.middle, w.ids.middle);
  e.add(w.ids.middle, r.ids.middle);
  e.add(l.ids.middle, r.ids.middle, w.shape);
  e.add(l.ids.coarse, w.ids.coarse, r.ids.coarse);
  e.add(ll.ids.coarse, l.ids.coarse, w.shape);
  e.add(r.ids.coarse, rr.ids.coarse, w.shape);
  e.add(w.ids.middle, w.shape);
  e.add(w.ids.coarse, w.shape, w.run);

  e.add(w.known, w.capital);
  e.add(l.known, l.capital);
  e.add(r.known, r.capital);
  e.add(l.known, w.known, w.shape);
  e.add(w.known, r.known, w.shape);
  e.add(w.phrase);
  e.add(l.phrase, w.capital);
  e.add(r.phrase, w.capital);
  e.add(w.phrase, w.shape, l.lower);

  e.add(tag(w));
  e.add(tag(l));
  e.add(tag(r));
  e.add(tag(l), tag(w));
  e.add(tag(w), tag(r));
  e.add(tag(l), tag(w), tag(r));
  e.add(tag(w), w.shape, style);
  e.add(tag(w), w.ids.coarse, w.capital);

  e.add(w.evidence, w.capital, start);
  e.add(w.evidence, w.shape, w.known);
  e.add(w.evidence, w.ids.coarse);
  e.add(l.evidence, w.run);
  e.add(r.evidence, w.run);

  e.add(w.run, w.shape, style);
  e.add(w.run, before.lower);
  e.add(w.run, before.ids.fine);
  e.add(w.run, after.lower);
  e.add(w.run, after.ids.fine);
  e.add(w.run, last.lower);
  e.add(w.run, last.known);
  e.add(w.run, last.ids.middle);
  e.add(w.run, first.lower);
  e.add(w.run, first.known);
  e.add(w.run, first.ids.middle);
  e.add(w.run, first.known, last.known);
  e.add(w.run, before.ids.coarse, after.ids.coarse);
  e.add(w.run, at(std::size_t{w.run_first} - 2).lower, before.lower);
  e.add(w.run, after.lower, at(std::size_t{w.run_last} + 1).lower);
  e.add(w.run, after.ids.middle, at(std::size_t{w.run_last} + 1).ids.middle);
  e.add(w.run, first.lower, last.lower);

  e.add(w.kin, w.run, start);
  e.add(w.kin, w.kin_last);
  e.add(w.kin, w.kin_first, w.kin_last);
  e.add(w.kin, w.kin_ids.middle);
  e.add(w.kin, w.kin_ids.coarse, w.run);
  assert(e.size() == kCount);
}

}  // namespace factgraph
