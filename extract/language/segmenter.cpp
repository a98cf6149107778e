#include "extract/language/segmenter.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "extract/language/tokenizer.h"

namespace factgraph {
namespace {

// ---- characters

enum class Kind : std::uint8_t { kSpace, kNewline, kLower, kUpper, kLetter, kDigit, kMark, kSign };

Kind classify(char32_t c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return Kind::kLower;
    if (c >= 'A' && c <= 'Z') return Kind::kUpper;
    if (c >= '0' && c <= '9') return Kind::kDigit;
    if (c == '\n') return Kind::kNewline;
    return c == ' ' || (c >= '\t' && c <= '\r') ? Kind::kSpace : Kind::kSign;
  }
  const auto point = static_cast<UChar32>(c);
  if (c == 0x2028 || c == 0x2029) return Kind::kNewline;
  if (u_isUWhiteSpace(point) != 0) return Kind::kSpace;
  switch (u_charType(point)) {
    case U_LOWERCASE_LETTER:
      return Kind::kLower;
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return Kind::kUpper;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return Kind::kLetter;
    case U_DECIMAL_DIGIT_NUMBER:
      return Kind::kDigit;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_FORMAT_CHAR:
      return Kind::kMark;
    default:
      return c >= 0x1F3FB && c <= 0x1F3FF ? Kind::kMark : Kind::kSign;  // skin tones follow what they colour
  }
}

bool is_letter(Kind kind) { return kind == Kind::kLower || kind == Kind::kUpper || kind == Kind::kLetter; }
bool is_white(Kind kind) { return kind == Kind::kSpace || kind == Kind::kNewline; }

// One character for all that are written for each other.
char32_t normalize(char32_t c) {
  switch (c) {
    case 0x2019:
    case 0x00B4:
    case 0x02BC:
    case 0x2032:
      return U'\'';
    case 0x2018:
      return U'`';
    case 0x2010:
    case 0x2011:
      return U'-';
    case 0x2012:
      return 0x2013;
    case 0x2015:
      return 0x2014;
    case 0x201E:
      return 0x201C;
    default:
      return c;
  }
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

constexpr std::uint32_t kHashSeed = 2166136261U;
constexpr std::uint32_t extend(std::uint32_t hash, std::uint32_t value) { return (hash ^ value) * 16777619U; }

// Murmur3's finalizer.
constexpr std::uint32_t mix(std::uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6bU;
  h ^= h >> 13;
  h *= 0xc2b2ae35U;
  return h ^ (h >> 16);
}

template <typename... Values>
constexpr std::uint32_t combine(std::uint32_t number, Values... values) {
  std::uint32_t hash = number * 0x9E3779B1U;
  ((hash = (std::rotl(hash, 13) ^ static_cast<std::uint32_t>(values)) * 0x9E3779B1U), ...);
  return mix(hash);
}

constexpr std::uint32_t hash_ascii(std::string_view letters) {
  std::uint32_t hash = kHashSeed;
  for (const char c : letters) hash = extend(hash, static_cast<std::uint32_t>(c));
  return mix(hash);
}

// ---- abbreviations

enum class Abbreviation : std::uint8_t { kNone, kTitle, kMonth, kDay, kCompany, kPlace, kReference, kLatin, kUnit };

struct AbbreviationEntry {
  std::uint32_t hash;
  Abbreviation kind;
};

template <std::size_t kSize>
void append(std::vector<AbbreviationEntry>& table, Abbreviation kind,
            const std::array<std::string_view, kSize>& words) {
  for (const std::string_view word : words) table.push_back({hash_ascii(word), kind});
}

std::vector<AbbreviationEntry> make_abbreviations() {
  using std::string_view_literals::operator""sv;
  std::vector<AbbreviationEntry> table;
  append(table, Abbreviation::kTitle,
         std::array{"mr"sv,   "mrs"sv,   "ms"sv,   "dr"sv,   "prof"sv, "gen"sv,   "sen"sv,  "rep"sv,  "gov"sv,
                    "pres"sv, "hon"sv,   "rev"sv,  "fr"sv,   "lt"sv,   "col"sv,   "maj"sv,  "capt"sv, "cpt"sv,
                    "sgt"sv,  "cpl"sv,   "adm"sv,  "cmdr"sv, "brig"sv, "supt"sv,  "insp"sv, "det"sv,  "messrs"sv,
                    "mme"sv,  "mlle"sv,  "amb"sv,  "atty"sv, "sec"sv,  "asst"sv,  "st"sv,   "ste"sv,  "mt"sv,
                    "ft"sv,   "pvt"sv,   "spc"sv,  "pfc"sv,  "ofc"sv,  "treas"sv, "del"sv,  "reps"sv, "sens"sv,
                    "drs"sv,  "profs"sv, "gens"sv, "secy"sv, "dir"sv,  "msgr"sv,  "mgr"sv});
  append(table, Abbreviation::kMonth,
         std::array{"jan"sv, "feb"sv, "mar"sv, "apr"sv, "jun"sv, "jul"sv, "aug"sv, "sep"sv, "sept"sv, "oct"sv, "nov"sv,
                    "dec"sv});
  append(table, Abbreviation::kDay,
         std::array{"mon"sv, "tue"sv, "tues"sv, "wed"sv, "thu"sv, "thur"sv, "thurs"sv, "fri"sv, "sat"sv, "sun"sv});
  append(table, Abbreviation::kCompany,
         std::array{"inc"sv, "corp"sv, "co"sv,  "cos"sv,  "ltd"sv,  "llc"sv,  "plc"sv,  "bros"sv,
                    "jr"sv,  "sr"sv,   "esq"sv, "assn"sv, "dept"sv, "univ"sv, "intl"sv, "natl"sv,
                    "mfg"sv, "gmbh"sv, "ph"sv,  "phd"sv,  "md"sv,   "ba"sv,   "bsc"sv,  "msc"sv});
  append(table, Abbreviation::kPlace,
         std::array{"ave"sv, "blvd"sv, "rd"sv,   "hwy"sv,  "apt"sv,  "bldg"sv, "calif"sv, "conn"sv, "fla"sv,
                    "ill"sv, "mass"sv, "mich"sv, "minn"sv, "okla"sv, "ore"sv,  "tenn"sv,  "tex"sv,  "wash"sv,
                    "wis"sv, "ariz"sv, "ark"sv,  "colo"sv, "kan"sv,  "neb"sv,  "nev"sv,   "pa"sv,   "va"sv,
                    "vt"sv,  "wyo"sv,  "ga"sv,   "md"sv,   "ont"sv,  "que"sv});
  append(table, Abbreviation::kReference,
         std::array{"no"sv, "nos"sv,  "vol"sv, "vols"sv, "fig"sv, "figs"sv, "pp"sv, "pg"sv,
                    "ch"sv, "chap"sv, "art"sv, "sect"sv, "ed"sv,  "eds"sv,  "eq"sv, "ex"sv,
                    "nr"sv, "para"sv, "tel"sv, "ext"sv,  "cf"sv,  "ca"sv,   "op"sv, "trans"sv});
  append(table, Abbreviation::kLatin,
         std::array{"etc"sv, "al"sv, "vs"sv, "viz"sv, "v"sv, "ibid"sv, "approx"sv, "est"sv, "incl"sv, "excl"sv,
                    "misc"sv, "resp"sv, "esp"sv});
  append(table, Abbreviation::kUnit,
         std::array{"ft"sv, "lb"sv, "lbs"sv, "oz"sv, "hr"sv, "hrs"sv, "min"sv, "mins"sv, "km"sv,  "kg"sv,   "mi"sv,
                    "sq"sv, "yr"sv, "yrs"sv, "mo"sv, "wk"sv, "bn"sv,  "mln"sv, "cu"sv,   "mph"sv, "tbsp"sv, "tsp"sv});
  std::stable_sort(table.begin(), table.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
  return table;
}

Abbreviation find_abbreviation(std::uint32_t hash) {
  static const std::vector<AbbreviationEntry> kTable = make_abbreviations();
  const auto found = std::lower_bound(kTable.begin(), kTable.end(), hash,
                                      [](const AbbreviationEntry& entry, std::uint32_t h) { return entry.hash < h; });
  return found != kTable.end() && found->hash == hash ? found->kind : Abbreviation::kNone;
}

// Words that rarely belong to a name: with a capital, they tell that a sentence begins.
bool is_function_word(std::uint32_t hash) {
  static const std::vector<std::uint32_t> kTable = [] {
    using std::string_view_literals::operator""sv;
    std::vector<std::uint32_t> table;
    for (const std::string_view word :
         {"the"sv,   "a"sv,       "an"sv,      "this"sv,   "that"sv,  "these"sv,  "those"sv,   "i"sv,        "you"sv,
          "he"sv,    "she"sv,     "it"sv,      "we"sv,     "they"sv,  "his"sv,    "her"sv,     "its"sv,      "our"sv,
          "their"sv, "my"sv,      "your"sv,    "there"sv,  "here"sv,  "and"sv,    "but"sv,     "or"sv,       "nor"sv,
          "so"sv,    "yet"sv,     "if"sv,      "when"sv,   "while"sv, "as"sv,     "because"sv, "although"sv, "though"sv,
          "since"sv, "until"sv,   "after"sv,   "before"sv, "in"sv,    "on"sv,     "at"sv,      "for"sv,      "from"sv,
          "with"sv,  "without"sv, "by"sv,      "to"sv,     "under"sv, "during"sv, "despite"sv, "what"sv,     "who"sv,
          "how"sv,   "why"sv,     "where"sv,   "which"sv,  "is"sv,    "are"sv,    "was"sv,     "were"sv,     "did"sv,
          "does"sv,  "do"sv,      "can"sv,     "will"sv,   "would"sv, "not"sv,    "no"sv,      "some"sv,     "many"sv,
          "most"sv,  "all"sv,     "both"sv,    "each"sv,   "then"sv,  "now"sv,    "also"sv,    "however"sv,  "one"sv,
          "two"sv,   "other"sv,   "another"sv, "yes"sv,    "let"sv,   "please"sv}) {
      table.push_back(hash_ascii(word));
    }
    std::sort(table.begin(), table.end());
    return table;
  }();
  return std::binary_search(kTable.begin(), kTable.end(), hash);
}

// ---- atoms: the pieces that words are made of

// What an atom or a word looks like: one of these, or kFirstSign + the sign itself.
enum Shape : std::uint32_t {
  kNothing,  // beyond the edge
  kLower1,
  kLower2,
  kLower3,
  kLowerLong,
  kInitial,
  kCapitalized,
  kUpper2,
  kUpper3,
  kUpperLong,
  kMixed,
  kUncased,
  kDigit1,
  kDigit2,
  kDigit3,
  kDigit4,
  kDigitLong,
  kAddress,
  kHandle,
  kMarks,
  kDotted,     // "e.g", "example.com"
  kDottedEnd,  // "U.S.", "Mr."
  kNumber,     // "1,234", "10:30"
  kOrdinal,    // "5th", "1990s"
  kCompound,   // "e-mail", "AT&T"
  kSigns,      // ":-)"
  kFirstSign = 32,
  kRun = 0x400000,  // added for a sign that is repeated
};

struct Atom {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t hash = 0;
  std::uint32_t shape = kNothing;
};

bool is_sign(std::uint32_t shape) { return shape >= kFirstSign; }

// ---- words as sentence boundaries see them

struct Word {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t hash = 0;
  std::uint32_t shape = kNothing;
  bool after_space = false;
  Abbreviation abbreviation = Abbreviation::kNone;
  bool acronym = false;  // "U.S.", "p.m."
};

// Signs that are never one word with their like.
bool stands_alone(char32_t c) {
  switch (c) {
    case U'(':
    case U')':
    case U'[':
    case U']':
    case U'{':
    case U'}':
    case U'"':
    case 0x201C:
    case 0x201D:
    case 0x00AB:
    case 0x00BB:
      return true;
    default:
      return false;
  }
}

bool is_opening(std::uint32_t shape) { return shape == kFirstSign + U'(' || shape == kFirstSign + U'['; }
bool is_closing(std::uint32_t shape) { return shape == kFirstSign + U')' || shape == kFirstSign + U']'; }

class Segmenter {
 public:
  Segmenter(const Text& text, Span block, const SplitLexicon& lexicon, SegmentDecider& decider)
      : base_(block.start), lexicon_(lexicon), decider_(decider) {
    const std::string_view utf8 = text.slice(block);
    chars_.reserve(block.size());
    kinds_.reserve(block.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    for (std::size_t at = 0; at < utf8.size();) {
      UChar32 c = 0;
      U8_NEXT_UNSAFE(bytes, at, c);
      chars_.push_back(normalize(static_cast<char32_t>(c)));
      kinds_.push_back(classify(static_cast<char32_t>(c)));
    }
  }

  std::vector<SegmentedWord> run() {
    find_words();
    return find_sentences();
  }

 private:
  // -- words

  void find_words() {
    const std::uint32_t size = length();
    std::uint32_t at = 0;
    while (at < size) {
      while (at < size && is_white(kinds_[at])) ++at;
      if (at == size) break;
      const std::uint32_t start = at;
      while (at < size && !is_white(kinds_[at])) ++at;
      cut_chunk(start, at);
    }
  }

  [[nodiscard]] std::uint32_t length() const { return static_cast<std::uint32_t>(chars_.size()); }

  // Cuts a stretch without white space into words, a bounded number of atoms at a time.
  void cut_chunk(std::uint32_t start, std::uint32_t end) {
    bool after_space = true;
    find_addresses(start, end);
    std::size_t address = 0;
    for (std::uint32_t at = start; at < end;) {
      atoms_.clear();
      while (at < end && atoms_.size() < kMaxAtoms) at = add_atoms(at, end, address);
      decide_words(end, after_space);
      after_space = false;
    }
  }

  // Web and mail addresses, @names and #topics are one word each.
  void find_addresses(std::uint32_t start, std::uint32_t end) {
    addresses_.clear();
    if (end - start < 3) return;
    std::uint32_t free = start;  // addresses found so far end here
    for (std::uint32_t i = start; i < end; ++i) {
      if (i < free) continue;
      const char32_t c = chars_[i];
      std::optional<Atom> found;
      if (c == U'@') {
        found = find_mail(free, i, end);
        if (!found) found = find_handle(start, i, end);
      } else if (c == U'#') {
        found = find_handle(start, i, end);
      } else if ((c == U':' && starts_with(i, end, "://")) ||
                 ((c == U'w' || c == U'W') && starts_with(i, end, "www."))) {
        found = find_url(free, i, end);
      }
      if (!found) continue;
      addresses_.push_back(*found);
      free = found->end;
    }
  }

  [[nodiscard]] bool starts_with(std::uint32_t at, std::uint32_t end, std::string_view ascii) const {
    if (end - at < ascii.size()) return false;
    for (std::size_t i = 0; i < ascii.size(); ++i) {
      if (lower(chars_[at + i]) != static_cast<char32_t>(ascii[i])) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_word_char(std::uint32_t at) const {
    return is_letter(kinds_[at]) || kinds_[at] == Kind::kDigit || kinds_[at] == Kind::kMark || chars_[at] == U'_';
  }

  [[nodiscard]] std::optional<Atom> find_mail(std::uint32_t free, std::uint32_t at, std::uint32_t end) const {
    const auto is_local = [this](std::uint32_t i) {
      return is_word_char(i) || chars_[i] == U'.' || chars_[i] == U'-' || chars_[i] == U'+' || chars_[i] == U'%';
    };
    std::uint32_t first = at;
    while (first > free && is_local(first - 1)) --first;
    while (first < at && !is_word_char(first)) ++first;
    std::uint32_t last = at + 1;
    bool dot = false;
    while (last < end && (is_word_char(last) || chars_[last] == U'-' || chars_[last] == U'.')) {
      dot = dot || (chars_[last] == U'.' && last > at + 1);
      ++last;
    }
    while (last > at + 1 && !is_word_char(last - 1)) --last;
    if (first == at || !dot || last == at + 1) return std::nullopt;
    return Atom{first, last, combine(1, kAddress), kAddress};
  }

  [[nodiscard]] std::optional<Atom> find_handle(std::uint32_t start, std::uint32_t at, std::uint32_t end) const {
    if (at > start && is_word_char(at - 1)) return std::nullopt;
    if (at + 1 == end || !is_word_char(at + 1)) return std::nullopt;
    std::uint32_t last = at + 1;
    bool letter = false;
    for (; last < end && is_word_char(last); ++last) letter = letter || is_letter(kinds_[last]);
    if (!letter || (chars_[at] == U'#' && !is_letter(kinds_[at + 1]))) return std::nullopt;
    return Atom{at, last, combine(1, kHandle), kHandle};
  }

  [[nodiscard]] std::optional<Atom> find_url(std::uint32_t free, std::uint32_t at, std::uint32_t end) const {
    std::uint32_t first = at;
    while (first > free && is_letter(kinds_[first - 1])) --first;
    if (first == at && chars_[at] == U':') return std::nullopt;
    std::uint32_t last = at;
    bool open = false;
    const auto stops = [](char32_t c) {
      return c == U'<' || c == U'>' || c == U'"' || c == U'|' || c == 0x201C || c == 0x201D || c == 0x00AB ||
             c == 0x00BB;
    };
    for (; last < end && !stops(chars_[last]); ++last) open = open || chars_[last] == U'(';
    while (last > at && kinds_[last - 1] == Kind::kSign && chars_[last - 1] != U'/' && chars_[last - 1] != U'=' &&
           !(open && chars_[last - 1] == U')')) {
      --last;
    }
    if (last <= at + 4) return std::nullopt;
    return Atom{first, last, combine(1, kAddress), kAddress};
  }

  // Adds the atoms that begin at `at`; returns where the next begin.
  std::uint32_t add_atoms(std::uint32_t at, std::uint32_t end, std::size_t& address) {
    std::uint32_t limit = end;
    if (address < addresses_.size()) {
      if (addresses_[address].start == at) {
        atoms_.push_back(addresses_[address]);
        return addresses_[address++].end;
      }
      limit = addresses_[address].start;
    }
    const std::uint32_t start = at;
    while (at < limit && kinds_[at] == Kind::kMark) ++at;
    if (at == limit) {
      atoms_.push_back({start, at, combine(1, kMarks), kMarks});
      return at;
    }
    if (is_letter(kinds_[at])) return add_letters(start, at, limit);
    if (kinds_[at] == Kind::kDigit) return add_digits(start, at, limit);
    return add_sign(start, at, limit);
  }

  std::uint32_t add_letters(std::uint32_t start, std::uint32_t at, std::uint32_t end) {
    const bool first_upper = kinds_[at] == Kind::kUpper;
    std::uint32_t hash = kHashSeed;
    std::uint32_t letters = 0;
    std::uint32_t uppers = 0;
    std::uint32_t lowers = 0;
    for (; at < end; ++at) {
      const Kind kind = kinds_[at];
      if (kind == Kind::kMark) continue;
      if (!is_letter(kind)) break;
      ++letters;
      uppers += kind == Kind::kUpper ? 1 : 0;
      lowers += kind == Kind::kLower ? 1 : 0;
      hash = extend(hash, lower(chars_[at]));
    }
    std::uint32_t shape = kUncased;
    if (lowers == letters) {
      shape = kLower1 + std::min(letters, 4U) - 1;
    } else if (uppers == letters) {
      shape = letters == 1 ? std::uint32_t{kInitial} : kUpper2 + std::min(letters, 4U) - 2;
    } else if (uppers + lowers > 0) {
      shape = first_upper && uppers == 1 ? kCapitalized : kMixed;
    }
    hash = mix(hash);
    // "don't" is "do" + "n't", "cannot" "can" + "not": the cut lies inside the letters.
    std::uint32_t first = 0;
    if (at - start == letters) {
      const bool not_follows = at + 1 < end && chars_[at] == U'\'' && lower(chars_[at + 1]) == U't' &&
                               (at + 2 == end || !is_letter(kinds_[at + 2]));
      if (not_follows && letters > 1 && lower(chars_[at - 1]) == U'n') first = letters - 1;
      if (first == 0) first = lexicon_.find(hash);
    }
    if (first == 0 || first >= letters) {
      atoms_.push_back({start, at, hash, shape});
      return at;
    }
    for (const Span part : {Span{start, start + first}, Span{start + first, at}}) {
      std::uint32_t part_hash = kHashSeed;
      for (std::uint32_t i = part.start; i < part.end; ++i) part_hash = extend(part_hash, lower(chars_[i]));
      atoms_.push_back({part.start, part.end, mix(part_hash), shape});
    }
    return at;
  }

  std::uint32_t add_digits(std::uint32_t start, std::uint32_t at, std::uint32_t end) {
    std::uint32_t hash = kHashSeed;
    std::uint32_t digits = 0;
    for (; at < end && (kinds_[at] == Kind::kDigit || kinds_[at] == Kind::kMark); ++at) {
      if (kinds_[at] == Kind::kMark) continue;
      ++digits;
      hash = extend(hash, chars_[at]);
    }
    atoms_.push_back({start, at, mix(hash), kDigit1 + std::min(digits, 5U) - 1});
    return at;
  }

  std::uint32_t add_sign(std::uint32_t start, std::uint32_t at, std::uint32_t end) {
    const char32_t c = chars_[at];
    constexpr char32_t kJoiner = 0x200D;
    std::uint32_t count = 0;
    while (at < end && chars_[at] == c && (count == 0 || !stands_alone(c))) {
      ++count;
      ++at;
      while (at < end && kinds_[at] == Kind::kMark) {
        const bool joins = chars_[at] == kJoiner;
        ++at;
        if (joins && at < end && kinds_[at] == Kind::kSign) ++at;  // a sequence of emoji is one sign
      }
    }
    const std::uint32_t shape = kFirstSign + (count > 1 ? std::uint32_t{kRun} : 0U) + static_cast<std::uint32_t>(c);
    atoms_.push_back({start, at, combine(2, shape, std::min(count, 4U)), shape});
    return at;
  }

  [[nodiscard]] const Atom& atom(std::ptrdiff_t index) const {
    static constexpr Atom kEdge{};
    return index < 0 || index >= static_cast<std::ptrdiff_t>(atoms_.size()) ? kEdge
                                                                            : atoms_[static_cast<std::size_t>(index)];
  }

  // The kind of character that follows the white space after the stretch that ends at `end`.
  [[nodiscard]] std::uint32_t look_ahead(std::uint32_t end) const {
    std::uint32_t newlines = 0;
    for (; end < length() && is_white(kinds_[end]); ++end) newlines += kinds_[end] == Kind::kNewline ? 1 : 0;
    if (end == length() || newlines > 1) return 0;
    return kinds_[end] == Kind::kSign ? 16 + static_cast<std::uint32_t>(chars_[end])
                                      : 1 + static_cast<std::uint32_t>(kinds_[end]);
  }

  [[nodiscard]] std::uint32_t hash_ahead(std::uint32_t end) const {
    while (end < length() && is_white(kinds_[end])) ++end;
    std::uint32_t hash = kHashSeed;
    for (std::uint32_t i = end; i < length() && i < end + 16 && is_letter(kinds_[i]); ++i)
      hash = extend(hash, lower(chars_[i]));
    return mix(hash);
  }

  // Asks for each border between atoms whether a word ends there, and adds the words.
  void decide_words(std::uint32_t chunk_end, bool after_space) {
    const std::size_t count = atoms_.size();
    std::size_t first = 0;
    if (count > 1) {
      const bool last_slice = atoms_.back().end == chunk_end;
      const std::uint32_t ahead = last_slice ? look_ahead(chunk_end) : 0;
      const std::uint32_t word_ahead = last_slice ? hash_ahead(chunk_end) : 0;
      const std::uint32_t word_before = words_.empty() ? 0 : words_.back().hash;
      std::uint32_t outline = 0;
      std::uint32_t content = 0;
      if (count <= 12) {
        for (const Atom& part : atoms_) {
          outline = combine(outline, part.shape);
          content = combine(content, part.hash);
        }
      }
      std::uint32_t before = 2;  // whether words ended at the last two borders
      for (std::size_t i = 0; i + 1 < count; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(i);
        const Atom& a = atom(at - 2);
        const Atom& b = atom(at - 1);
        const Atom& c = atom(at);
        const Atom& d = atom(at + 1);
        const Atom& e = atom(at + 2);
        const Atom& f = atom(at + 3);
        if (is_abbreviating_period(at)) {
          before = before << 1U & 3U;
          continue;
        }
        const bool near_end = i + 3 >= count;
        const std::uint32_t next = near_end ? ahead : 1000;
        const auto abbreviation =
            static_cast<std::uint32_t>(d.shape == kFirstSign + U'.' ? find_abbreviation(c.hash) : Abbreviation::kNone);
        features_.clear();
        features_.add(combine(1, c.hash, d.hash));
        features_.add(combine(2, c.hash, d.shape));
        features_.add(combine(3, c.shape, d.hash));
        features_.add(combine(4, c.hash, d.hash, e.hash));
        features_.add(combine(5, b.hash, c.hash, d.hash));
        features_.add(combine(6, b.shape, c.shape, d.shape, e.shape));
        features_.add(combine(7, c.shape, d.shape));
        features_.add(combine(8, b.shape, c.shape, d.shape, before));
        features_.add(combine(9, c.shape, d.shape, e.shape, f.shape));
        features_.add(combine(10, a.shape, b.shape, c.shape, d.shape));
        features_.add(combine(11, c.hash, d.shape, before));
        features_.add(combine(12, outline, i, count <= 12));
        features_.add(combine(13, content, i, count <= 12));
        features_.add(combine(14, c.shape, d.shape, e.shape, next));
        features_.add(combine(15, c.hash, d.hash, e.shape, next));
        features_.add(combine(16, b.hash, c.shape, d.hash));
        features_.add(combine(17, b.hash, c.shape, d.shape));
        features_.add(combine(18, c.shape, d.shape, e.hash));
        features_.add(combine(19, abbreviation, d.shape, e.shape, next));
        features_.add(combine(20, c.hash, d.hash, near_end ? word_ahead : 0));
        features_.add(combine(21, c.hash, d.hash, i == 0 ? word_before : 0));
        features_.add(combine(22, b.shape, c.shape, d.shape, e.shape, f.shape));
        features_.add(combine(23, a.hash, b.hash, c.hash, d.hash));
        features_.add(combine(24, b.hash, c.hash, d.hash, e.hash));
        features_.add(combine(25, b.hash, c.hash, d.shape, before));
        const std::uint32_t end = c.end;
        const bool cut = decider_.ends_word(features_, base_ + end);
        before = (before << 1U | (cut ? 1U : 0U)) & 3U;
        if (cut) {
          add_word(first, i + 1, after_space && first == 0);
          first = i + 1;
        }
      }
    }
    add_word(first, count, after_space && first == 0);
  }

  // Whether the atom after `at` is the last period of "U.S." or "p.m.", that of "v.", or one that a comma follows, as in
  // "Inc.,".
  [[nodiscard]] bool is_abbreviating_period(std::ptrdiff_t at) const {
    const auto is_letter_atom = [this](std::ptrdiff_t i) {
      return atom(i).shape == kLower1 || atom(i).shape == kInitial;
    };
    const auto is_sign_atom = [this](std::ptrdiff_t i, char32_t sign) { return atom(i).shape == kFirstSign + sign; };
    if (!is_sign_atom(at + 1, U'.') || atom(at).shape < kLower1 || atom(at).shape > kUncased) return false;
    if (is_sign_atom(at + 2, U',') || is_sign_atom(at + 2, U';') || is_sign_atom(at + 2, U':')) return true;
    static constexpr std::uint32_t kVersus = hash_ascii("v");
    if (atoms_.size() == 2 && atom(at).shape == kLower1 && atom(at).hash == kVersus) return true;
    return is_letter_atom(at) && is_sign_atom(at - 1, U'.') && is_letter_atom(at - 2);
  }

  [[nodiscard]] bool is_acronym(std::size_t first, std::size_t last) const {
    if (last - first < 4) return false;
    static constexpr std::uint32_t kA = hash_ascii("a");
    static constexpr std::uint32_t kP = hash_ascii("p");
    static constexpr std::uint32_t kM = hash_ascii("m");
    const Atom& front = atoms_[first];
    const Atom& back = atoms_[last - 2];
    if (last - first == 4 && (front.hash == kA || front.hash == kP) && back.hash == kM) return true;
    return front.shape == kInitial && back.shape == kInitial;
  }

  void add_word(std::size_t first, std::size_t last, bool after_space) {
    Word word{atoms_[first].start,
              atoms_[last - 1].end,
              atoms_[first].hash,
              atoms_[first].shape,
              after_space,
              Abbreviation::kNone,
              false};
    if (last - first > 1) {
      bool dots = false;
      bool letters = false;
      bool digits = false;
      for (std::size_t i = first; i < last; ++i) {
        const std::uint32_t shape = atoms_[i].shape;
        dots = dots || shape == kFirstSign + U'.';
        letters = letters || (shape >= kLower1 && shape <= kUncased);
        digits = digits || (shape >= kDigit1 && shape <= kDigitLong);
        if (i > first) word.hash = combine(word.hash, atoms_[i].hash);
      }
      if (dots && letters && atoms_[last - 1].shape == kFirstSign + U'.') {
        word.shape = kDottedEnd;
        word.abbreviation = find_abbreviation(atoms_[last - 2].hash);
        word.acronym = is_acronym(first, last);
      } else if (digits) {
        const std::uint32_t back = atoms_[last - 1].shape;
        word.shape = back >= kLower1 && back <= kUncased ? kOrdinal : kNumber;
      } else if (dots && letters) {
        word.shape = kDotted;
      } else {
        word.shape = letters ? kCompound : kSigns;
      }
    }
    words_.push_back(word);
  }

  // -- sentences

  std::vector<SegmentedWord> find_sentences() {
    std::vector<SegmentedWord> result;
    result.reserve(words_.size());
    measure_lines();
    measure_style();
    State state;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Word& word = words_[i];
      state.take(word, i);
      bool ends = i + 1 == words_.size() || i + 1 - state.first >= Tokenizer::kMaxSentence;
      if (!ends && words_[i + 1].after_space) {
        const std::uint32_t newlines = count_newlines(word.end, words_[i + 1].start);
        ends = newlines > 1 || is_certain(i, state) ||
               (is_candidate(i, newlines, state) && decide_sentence(i, newlines, state));
      }
      result.push_back({{base_ + word.start, base_ + word.end}, ends});
      if (ends) state = State{.first = i + 1};
    }
    return result;
  }

  // What the sentence so far holds.
  struct State {
    std::size_t first = 0;
    std::uint32_t depth = 0;   // open brackets
    std::uint32_t quotes = 0;  // quotation marks
    std::uint32_t lowers = 0;  // words in lower case
    std::uint32_t capitals = 0;
    std::uint32_t first_shape = kNothing;

    void take(const Word& word, std::size_t index) {
      if (index == first) first_shape = word.shape;
      if (is_opening(word.shape)) ++depth;
      if (is_closing(word.shape) && depth > 0) --depth;
      const std::uint32_t sign = word.shape - kFirstSign;
      if (is_sign(word.shape) && (sign == U'"' || sign == 0x201C || sign == 0x201D)) ++quotes;
      if (word.shape >= kLower1 && word.shape <= kLowerLong) ++lowers;
      if (word.shape >= kInitial && word.shape <= kMixed) ++capitals;
    }
  };

  [[nodiscard]] std::uint32_t count_newlines(std::uint32_t from, std::uint32_t to) const {
    std::uint32_t newlines = 0;
    for (; from < to && newlines < 2; ++from) newlines += kinds_[from] == Kind::kNewline ? 1 : 0;
    return newlines;
  }

  [[nodiscard]] bool is_candidate(std::size_t i, std::uint32_t newlines, const State& state) const {
    const auto is_lower = [](std::uint32_t shape) { return shape >= kLower1 && shape <= kLowerLong; };
    if (newlines > 0) return true;
    if (words_[i + 1].shape == kAddress) return is_sign(words_[i].shape);
    // Where capitals are kept, a bracket after a word or before a small letter closes an aside.
    if (casual_ == 0 && words_[i].shape == kFirstSign + U')' && !is_opening(state.first_shape)) {
      if (is_lower(words_[i + 1].shape) || (i > 0 && !is_sign(words_[i - 1].shape))) return false;
    }
    if (!is_lower(words_[i + 1].shape)) return true;
    return is_sign(words_[i].shape) ? words_[i].shape != kFirstSign + U',' : words_[i].shape == kDottedEnd;
  }

  // An abbreviation that names nothing by what follows, such as "Inc.", "Nov." or "U.S.", and then "The": too rare in
  // treebanks to be learned. A headline has capitals everywhere and is left to the model.
  [[nodiscard]] bool is_certain(std::size_t i, const State& state) const {
    const Word& next = words_[i + 1];
    // What is quoted has ended with a full stop; "..., she said" follows a comma.
    const bool mark = words_[i].shape == kFirstSign + U'"' || words_[i].shape == kFirstSign + 0x201D;
    if (mark && !words_[i].after_space && i > state.first && words_[i - 1].shape == kFirstSign + U'.' &&
        state.quotes % 2 == 0 && (next.shape == kCapitalized || next.shape == kInitial)) {
      return true;
    }
    if (words_[i].shape != kDottedEnd || next.shape != kCapitalized || state.lowers == 0) return false;
    if (!is_function_word(next.hash)) return false;
    switch (words_[i].abbreviation) {
      case Abbreviation::kMonth:
      case Abbreviation::kDay:
      case Abbreviation::kCompany:
      case Abbreviation::kPlace:
      case Abbreviation::kUnit:
        return true;
      case Abbreviation::kNone:
        return words_[i].acronym;
      default:
        return false;
    }
  }

  // The longest line, to tell a line that was wrapped from one that ends where its author wanted.
  void measure_lines() {
    std::uint32_t start = 0;
    for (std::uint32_t i = 0; i <= length(); ++i) {
      if (i < length() && kinds_[i] != Kind::kNewline) continue;
      longest_line_ = std::max(longest_line_, i - start);
      start = i + 1;
    }
  }

  // Whether the author cares for capitals: 0 yes, 1 perhaps, 2 no.
  void measure_style() {
    std::size_t careful = 0;
    std::size_t careless = 0;
    static constexpr std::uint32_t kI = hash_ascii("i");
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Word& word = words_[i];
      if (word.hash == kI) ++(word.shape == kLower1 ? careless : careful);
      if (i > 0 && words_[i - 1].shape != kFirstSign + U'.' && words_[i - 1].shape != kFirstSign + U'?' &&
          words_[i - 1].shape != kFirstSign + U'!') {
        continue;
      }
      if (word.shape >= kLower1 && word.shape <= kLowerLong) ++careless;
      if (word.shape >= kInitial && word.shape <= kUpperLong) ++careful;
    }
    casual_ = careless == 0 ? 0 : careless < careful || careless < 2 ? 1 : 2;
  }

  // 0: the words share a line; 1: the line is full; 2: the next word would have fitted.
  std::uint32_t line_break(std::size_t i, std::uint32_t newlines) {
    if (newlines == 0) return 0;
    std::uint32_t end = words_[i].end;
    while (kinds_[end] != Kind::kNewline) ++end;
    // Lines lie in order, so the start is found once for each.
    for (std::uint32_t at = line_seen_; at < end; ++at) {
      if (kinds_[at] == Kind::kNewline) line_start_ = at + 1;
    }
    line_seen_ = std::max(line_seen_, end);
    std::uint32_t next = words_[i + 1].start;
    const std::uint32_t limit = std::min(length(), next + 64);
    while (next < limit && !is_white(kinds_[next])) ++next;
    const std::uint32_t word = next - words_[i + 1].start;
    return words_[i].end - line_start_ + 1 + word > longest_line_ ? 1 : 2;
  }

  [[nodiscard]] const Word& word(std::ptrdiff_t index, std::ptrdiff_t first) const {
    static constexpr Word kEdge{};
    return index < first || index >= static_cast<std::ptrdiff_t>(words_.size())
               ? kEdge
               : words_[static_cast<std::size_t>(index)];
  }

  bool decide_sentence(std::size_t i, std::uint32_t newlines, const State& state) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    const auto first = static_cast<std::ptrdiff_t>(state.first);
    const Word& a = word(at - 2, first);
    const Word& b = word(at - 1, first);
    const Word& c = word(at, first);
    const Word& d = word(at + 1, first);
    const Word& e = word(at + 2, first);
    const Word& f = word(at + 3, first);
    const std::uint32_t line = line_break(i, newlines);
    const auto count = static_cast<std::uint32_t>(i + 1 - state.first);
    const std::uint32_t long_as = std::min<std::uint32_t>(static_cast<std::uint32_t>(std::bit_width(count)), 6);
    const auto abbreviation = static_cast<std::uint32_t>(c.abbreviation);
    const std::uint32_t inside = (state.depth > 0 ? 1 : 0) + (state.quotes % 2 != 0 ? 2 : 0);
    const std::uint32_t title = (state.lowers == 0 ? 1 : 0) + (state.capitals > 1 ? 2 : 0);
    const std::uint32_t glued = (c.after_space ? 1 : 0) + (e.after_space ? 2 : 0);
    features_.clear();
    const auto add = [this, line](auto... values) { features_.add(combine(values..., line)); };
    add(30, 0);
    add(31, c.hash, d.hash);
    add(32, c.hash, d.shape);
    add(33, c.shape, d.hash);
    add(34, c.shape, d.shape);
    add(35, b.shape, c.shape, d.shape);
    add(36, c.shape, d.shape, e.shape);
    add(37, b.shape, c.shape, d.shape, e.shape);
    add(38, a.shape, b.shape, c.shape, d.shape);
    add(39, c.shape, d.shape, e.shape, f.shape);
    add(40, b.hash, c.hash, d.shape);
    add(41, b.hash, c.shape, d.hash);
    add(42, c.shape, d.hash, e.hash);
    add(43, c.shape, d.hash, e.shape);
    add(44, c.hash, abbreviation);
    add(45, abbreviation, d.shape, e.shape);
    add(46, c.shape, d.shape, long_as);
    add(47, c.shape, d.shape, inside, glued);
    add(48, c.shape, d.shape, title, long_as);
    add(49, c.shape, d.shape, state.first_shape);
    add(50, d.hash);
    add(51, b.hash, c.shape);
    add(52, c.hash, d.shape, e.shape, glued);
    add(53, c.shape, d.shape, state.first_shape, title, b.shape);
    add(54, b.hash, c.hash);
    add(55, c.shape, d.hash, long_as);
    add(56, c.shape, e.hash, d.shape);
    add(57, inside, c.hash, d.shape, long_as);
    const std::uint32_t starter = is_function_word(d.hash) ? 1 + (is_function_word(e.hash) ? 1 : 0) : 0;
    add(58, c.shape, d.shape, starter);
    add(59, abbreviation, c.shape, d.shape, starter);
    add(60, abbreviation, c.hash, d.shape, starter);
    features_.add(combine(61, line, newlines));
    add(62, c.shape, d.shape, casual_);
    add(63, b.shape, c.shape, d.shape, casual_);
    add(64, c.shape, d.hash, casual_);
    return decider_.ends_sentence(features_, base_ + c.end);
  }

  static constexpr std::size_t kMaxAtoms = 1024;

  std::uint32_t base_;
  const SplitLexicon& lexicon_;
  SegmentDecider& decider_;
  std::vector<char32_t> chars_;  // normalized
  std::vector<Kind> kinds_;
  std::vector<Atom> atoms_;
  std::vector<Atom> addresses_;
  std::vector<Word> words_;
  Features features_;
  std::uint32_t casual_ = 0;
  std::uint32_t longest_line_ = 0;
  std::uint32_t line_start_ = 0;
  std::uint32_t line_seen_ = 0;
};

}  // namespace

SplitLexicon::SplitLexicon(const std::vector<std::pair<std::string, std::uint32_t>>& entries) {
  if (entries.empty()) return;
  table_.resize(std::bit_ceil(entries.size() * 4));
  for (const auto& [word, first] : entries) {
    const std::uint32_t hash = hash_ascii(word);
    std::size_t slot = hash & (table_.size() - 1);
    while (table_[slot].first != 0 && table_[slot].hash != hash) slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = {hash, first};
  }
}

std::uint32_t SplitLexicon::find(std::uint32_t hash) const {
  if (table_.empty()) return 0;
  std::size_t slot = hash & (table_.size() - 1);
  while (table_[slot].first != 0) {
    if (table_[slot].hash == hash) return table_[slot].first;
    slot = (slot + 1) & (table_.size() - 1);
  }
  return 0;
}

std::vector<SegmentedWord> segment(const Text& text, Span block, const SplitLexicon& lexicon, SegmentDecider& decider) {
  return Segmenter(text, block, lexicon, decider).run();
}

}  // namespace factgraph
