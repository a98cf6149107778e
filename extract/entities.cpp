#include "extract/entities.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "extract/affiliation.h"
#include "extract/clauses.h"
#include "extract/coreference.h"
#include "extract/language/fold.h"
#include "extract/language/gazetteer.h"
#include "extract/readable.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
constexpr std::size_t kNameTypes = 8;
constexpr std::uint32_t kLongestName = 8;
constexpr double kDoubtful = 0.05;  // confidence in what only the tagger takes for a name
constexpr double kSure = 0.9;       // above it the recogniser knows better than the last word of the name

template <std::size_t kSize>
bool one_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_calendar_word(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday",  "sunday",  "january",  "february", "march",
       "april",  "may",     "june",      "july",     "august", "september", "october", "november", "december", "mon",
       "tue",    "wed",     "thu",       "fri",      "sat",    "sun",       "jan",     "feb",      "mar",      "apr",
       "jun",    "jul",     "aug",       "sep",      "sept",   "oct",       "nov",     "dec"});
  return one_of(word, kWords);
}

bool is_company_suffix(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"inc", "incorporated", "corp", "corporation", "ltd", "limited", "llc",  "llp", "plc",
       "co",  "company",      "gmbh", "ag",          "sa",  "nv",      "bv",   "spa", "ab",
       "oy",  "jsc",          "pty",  "asa",         "oyj", "kgaa",    "pjsc", "ojsc"});
  return one_of(word, kWords);
}

// What follows a person's name and is no part of it.
bool is_postnominal(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"jr", "sr", "esq", "phd", "md", "mp", "mep", "frs", "obe", "cbe", "mbe", "kbe", "dbe", "qc", "kc", "sj", "ra"});
  return one_of(word, kWords);
}

// What a person is, in small letters: "striker".
bool is_calling(const std::string& word) {
  const Gazetteer& gazetteer = Gazetteer::instance();
  return gazetteer.is_noun_of(word, NameType::kPerson) && !gazetteer.given_name(word);
}

bool is_regnal(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"});
  return one_of(word, kWords);
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// A name where it stands.
struct Found {
  std::uint32_t sentence = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t head = 0;
  NameType type = NameType::kConcept;
  double confidence = 0;
  bool heading = false;
  std::vector<std::string> words;  // folded, without punctuation, articles and "'s"
  std::uint32_t cluster = kNone;
  bool small = false;   // written like no name: "digital humanities"
  bool former = false;  // a name somebody was born with
};

// Everything a document calls by one name.
struct Group {
  std::vector<std::string> words;
  std::vector<std::uint32_t> found;
  std::array<double, kNameTypes> votes{};

  NameType type() const { return static_cast<NameType>(std::max_element(votes.begin(), votes.end()) - votes.begin()); }
};

// One entity in the making.
struct Cluster {
  bool person = false;
  std::vector<std::vector<std::string>> forms;  // words of its names, fullest first
  std::array<double, kNameTypes> votes{};
  std::string given_name;  // by the gazetteer: its usual name; empty if none
  std::string type;
  bool happens = false;  // somebody holds it or speaks at it
  bool written = false;  // somebody wrote it, or a noun says that it is a work
  std::uint32_t first_found = kNone;
  int mentions = 0;

  NameType root() const { return static_cast<NameType>(std::max_element(votes.begin(), votes.end()) - votes.begin()); }
  // How sure the recogniser is of the root on the average.
  double confidence() const { return *std::max_element(votes.begin(), votes.end()) / std::max(mentions, 1); }
};

std::string join(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) {
    if (!result.empty()) result += ' ';
    result += word;
  }
  return result;
}

bool ends_with(const std::vector<std::string>& words, const std::vector<std::string>& end) {
  return words.size() > end.size() && std::equal(end.rbegin(), end.rend(), words.rbegin());
}

bool starts_with(const std::vector<std::string>& words, const std::vector<std::string>& start) {
  return words.size() > start.size() && std::equal(start.begin(), start.end(), words.begin());
}

class Resolver {
 public:
  Resolver(const Document& document, const Annotation& annotation, const Ontology& ontology)
      : document_(document), annotation_(annotation), ontology_(ontology) {
    for (const EntityType& type : ontology.types()) {
      for (const std::string& noun : type.nouns) type_of_noun_[noun] = type.name;
    }
  }

  ResolvedEntities run(ReferenceTeacher* teacher) {
    find_readable();
    collect_names();
    collect_missed();
    group_names();
    drop_heading_only();
    cluster_persons();
    add_birth_names();
    cluster_others();
    add_bracketed_acronyms();
    find_again();
    add_nationalities();
    find_inner_names();
    type_clusters();
    return assemble(teacher);
  }

 private:
  const Token& token(std::uint32_t s, std::uint32_t t) const { return annotation_.sentences[s].tokens[t]; }

  void find_readable() {
    readable_ = readable_sentences(document_, annotation_);
    for (const BlockKind kind : sentence_blocks(document_, annotation_)) {
      heading_.push_back(kind == BlockKind::kHeading);
      noise_.push_back(kind == BlockKind::kBoilerplate);
    }
  }

  // The token of [first, last) that depends on something outside; the one nearest to the root where there are several.
  std::uint32_t head_of(const Sentence& sentence, std::uint32_t first, std::uint32_t last) const {
    std::uint32_t best = last - 1;
    std::size_t best_depth = SIZE_MAX;
    for (std::uint32_t t = first; t < last; ++t) {
      const std::int32_t head = sentence.tokens[t].head;
      if (head >= static_cast<std::int32_t>(first) && head < static_cast<std::int32_t>(last)) continue;
      std::size_t depth = 0;
      for (std::int32_t above = head; above >= 0 && depth < 32; ++depth) {
        above = sentence.tokens[static_cast<std::size_t>(above)].head;
      }
      if (depth < best_depth) {
        best_depth = depth;
        best = t;
      }
    }
    return best;
  }

  void collect_names() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      if (!readable_[s]) continue;
      const Sentence& sentence = annotation_.sentences[s];
      for (const Name& name : sentence.names) {
        Found found;
        found.sentence = s;
        found.first = name.first;
        found.last = name.last;
        found.type = name.type;
        found.confidence = std::max(0.01, static_cast<double>(name.confidence));
        found.heading = heading_[s];
        trim(sentence, found, gazetteer);
        glue(sentence, found, gazetteer);
        if (found.first >= found.last || !is_name(sentence, found, gazetteer) || is_honour(sentence, found)) continue;
        found.head = head_of(sentence, found.first, found.last);
        (is_birth_name(sentence, found) ? birth_names_ : found_).push_back(std::move(found));
      }
    }
  }

  static bool is_title(const Sentence& sentence, std::uint32_t first, std::uint32_t last) {
    std::string words;
    for (std::uint32_t t = first; t < last; ++t) words += (t > first ? " " : "") + sentence.tokens[t].form;
    return Gazetteer::instance().is_title(words);
  }

  // Capitalised words inside a sentence that the tagger takes for a name and the recogniser knows no type of.
  void collect_missed() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    std::vector<Found> missed;
    std::size_t next = 0;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      const Sentence& sentence = annotation_.sentences[s];
      const auto size = static_cast<std::uint32_t>(sentence.tokens.size());
      std::vector<bool> taken(size, false);
      for (; next < found_.size() && found_[next].sentence == s; ++next) {
        for (std::uint32_t t = found_[next].first; t < found_[next].last; ++t) taken[t] = true;
      }
      for (const Found& birth : birth_names_) {
        if (birth.sentence == s) std::fill(taken.begin() + birth.first, taken.begin() + birth.last, true);
      }
      if (!readable_[s] || heading_[s]) continue;
      const auto proper = [&](std::uint32_t t) {
        const Token& token = sentence.tokens[t];
        if (taken[t] || !is_upper(token.form[0]) || token.form.size() < 2) return false;
        return token.upos == Upos::kPropn;
      };
      for (std::uint32_t t = 1; t < size; ++t) {
        if (!proper(t)) continue;
        std::uint32_t last = t + 1;
        while (last < size && proper(last)) ++last;
        const bool beside = taken[t - 1] || (last < size && taken[last]);
        Found found;
        found.sentence = s;
        found.first = t;
        found.last = last;
        found.confidence = kDoubtful;
        trim(sentence, found, gazetteer);
        const bool title = is_title(sentence, t, last) || is_title(sentence, last - 1, last);
        t = last;
        if (beside || title || found.first >= found.last || !is_name(sentence, found, gazetteer)) continue;
        found.head = head_of(sentence, found.first, found.last);
        missed.push_back(std::move(found));
      }
    }
    found_.insert(found_.end(), std::make_move_iterator(missed.begin()), std::make_move_iterator(missed.end()));
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::pair(a.sentence, a.first) < std::pair(b.sentence, b.first);
    });
  }

  // "a Just Norway" is an idea, not the country: a capitalised word between an article and a place belongs to the name.
  void glue(const Sentence& sentence, Found& found, const Gazetteer& gazetteer) const {
    if (found.type != NameType::kPlace || found.first < 2 || found.first >= found.last || found.heading) return;
    const Token& word = sentence.tokens[found.first - 1];
    const Token& article = sentence.tokens[found.first - 2];
    if (found_.size() && found_.back().sentence == found.sentence && found_.back().last >= found.first) return;
    const bool determined = article.upos == Upos::kDet || article.xpos == Xpos::kPrpPoss;
    const bool describes =
        word.upos == Upos::kAdj || word.upos == Upos::kAdv || word.upos == Upos::kPropn || word.upos == Upos::kNoun;
    if (!determined || !describes || !is_upper(word.form[0]) || word.form.size() < 2 || is_upper(word.form[1])) return;
    if (gazetteer.is_title(word.form) || gazetteer.is_group(word.form) || gazetteer.demonym(word.form)) return;
    if (!gazetteer.places(word.form).empty() || is_calendar_word(fold(word.form))) return;
    --found.first;
    found.words.insert(found.words.begin(), fold(word.form));
    const std::string determiner = fold(article.form);
    if (determiner == "a" || determiner == "an" || article.xpos == Xpos::kPrpPoss) found.type = NameType::kConcept;
  }

  // A word before a name; not the "All" of "All Blacks".
  static bool is_determiner(const Token& token) {
    const bool all = token.form == "All" || token.form == "No" || token.form == "Every";
    return token.upos == Upos::kDet && !all;
  }

  // Takes articles, possessive endings and titles off a name, and reads its words.
  static void trim(const Sentence& sentence, Found& found, const Gazetteer& gazetteer) {
    const auto form = [&](std::uint32_t t) -> const std::string& { return sentence.tokens[t].form; };
    while (found.first < found.last &&
           (is_determiner(sentence.tokens[found.first]) || sentence.tokens[found.first].upos == Upos::kPunct)) {
      ++found.first;
    }
    while (found.first < found.last && (sentence.tokens[found.last - 1].xpos == Xpos::kPos ||
                                        (sentence.tokens[found.last - 1].upos == Upos::kPunct &&
                                         sentence.tokens[found.last - 1].xpos != Xpos::kRrb))) {
      --found.last;
    }
    while (found.type == NameType::kPerson && found.first + 1 < found.last) {
      const bool two =
          found.first + 2 < found.last && gazetteer.is_title(form(found.first) + " " + form(found.first + 1));
      if (!two && !gazetteer.is_title(form(found.first))) break;
      found.first += two ? 2 : 1;
    }
    if (found.type == NameType::kPerson && found.first + 1 < found.last && is_maiden(form(found.first))) ++found.first;
    // "Striker Mara Lind" at the start of a sentence
    if (found.type == NameType::kPerson && found.first == 0 && found.last > 2 && is_calling(fold(form(0))))
      ++found.first;
    read_words(sentence, found);
    while (found.type == NameType::kPerson && found.words.size() > 1 && is_postnominal(found.words.back())) {
      found.words.pop_back();
    }
  }

  static void read_words(const Sentence& sentence, Found& found) {
    for (std::uint32_t t = found.first; t < found.last; ++t) {
      const Token& token = sentence.tokens[t];
      if (token.upos == Upos::kPunct || token.xpos == Xpos::kPos || token.xpos == Xpos::kHyph) continue;
      std::string word = fold(token.form);
      std::erase_if(word, [](char c) { return c == '.' || c == '\'' || c == '"'; });
      if (!word.empty()) found.words.push_back(std::move(word));
    }
  }

  static bool is_maiden(std::string_view word) {
    return word == "née" || word == "nee" || word == "Née" || word == "né";
  }

  // The last name in "Anna Berg (née Lind)" and, where persons were named before, "she was born Anna Lind in Oslo".
  bool is_birth_name(const Sentence& sentence, const Found& found) const {
    if (found.type != NameType::kPerson || found.first < 2) return false;
    const auto person = [](const Found& before) { return before.type == NameType::kPerson; };
    if (std::none_of(found_.begin(), found_.end(), person)) return false;
    const Token& before = sentence.tokens[found.first - 1];
    if (is_maiden(before.form)) return true;
    return before.form == "born" && found.words.size() > 1 && sentence.tokens[found.first - 2].lemma == "be";
  }

  // Birth names are names of who was named before them: in the sentence, else with the same given name, else most.
  void add_birth_names() {
    for (Found& birth : birth_names_) {
      const Found* bearer = nullptr;
      for (const Found& found : found_) {
        if (found.cluster == kNone || !clusters_[found.cluster].person) continue;
        if (std::pair(found.sentence, found.first) >= std::pair(birth.sentence, birth.first)) continue;
        const auto rank = [&](const Found& one) {
          const Cluster& cluster = clusters_[one.cluster];
          const bool given = birth.words.size() > 1 && cluster.forms.front().front() == birth.words.front();
          return std::tuple(one.sentence == birth.sentence, given, cluster.mentions);
        };
        if (bearer == nullptr || rank(found) >= rank(*bearer)) bearer = &found;
      }
      if (bearer == nullptr) continue;
      const std::uint32_t cluster = bearer->cluster;
      birth.former = true;
      found_.push_back(std::move(birth));
      assign(static_cast<std::uint32_t>(found_.size() - 1), cluster);
    }
  }

  // The letters in "Mark Lind, QC".
  bool is_honour(const Sentence& sentence, const Found& found) const {
    if (found.words.size() != 1 || found.first < 2 || !is_postnominal(found.words[0]) || found_.empty()) return false;
    const Found& person = found_.back();
    return person.type == NameType::kPerson && person.sentence == found.sentence && person.last + 1 == found.first &&
           sentence.tokens[person.last].xpos == Xpos::kComma;
  }

  static bool is_name(const Sentence& sentence, const Found& found, const Gazetteer& gazetteer) {
    if (found.words.empty()) return false;
    if (found.words.size() == 1) {
      const Token& token = sentence.tokens[found.first];
      if (is_calendar_word(found.words[0]) && found.type != NameType::kPerson) return false;
      if (gazetteer.is_title(token.form) && !gazetteer.given_name(token.form)) return false;
      switch (token.upos) {
        case Upos::kPropn:
        case Upos::kNoun:
        case Upos::kAdj:
        case Upos::kX:
        case Upos::kNum:
          break;
        default:
          return found.type == NameType::kPerson || !gazetteer.places(token.form).empty();
      }
    }
    if (sentence.tokens[found.first].upos == Upos::kNum && no_capital(sentence, found))
      return false;  // "5,000-metre race"
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
    return std::any_of(found.words.begin(), found.words.end(),
                       [&](const std::string& word) { return std::any_of(word.begin(), word.end(), letter); });
  }

  static bool no_capital(const Sentence& sentence, const Found& found) {
    return std::none_of(sentence.tokens.begin() + found.first, sentence.tokens.begin() + found.last,
                        [](const Token& token) { return std::any_of(token.form.begin(), token.form.end(), is_upper); });
  }

  std::string surface(const Found& found) const {
    const Sentence& sentence = annotation_.sentences[found.sentence];
    const Span span = {sentence.tokens[found.first].span.start, sentence.tokens[found.last - 1].span.end};
    std::string result;
    for (const char c : document_.text.slice(span)) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!space) {
        result += c;
      } else if (!result.empty() && result.back() != ' ') {
        result += ' ';
      }
    }
    return result;
  }

  // Names of the same words, in the order of their first mention.
  void group_names() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    std::map<std::string, std::uint32_t> index;
    for (std::uint32_t f = 0; f < found_.size(); ++f) {
      const Found& found = found_[f];
      if (is_nationality(found, gazetteer)) continue;
      const auto [at, fresh] = index.emplace(join(found.words), static_cast<std::uint32_t>(groups_.size()));
      if (fresh) groups_.push_back({found.words, {}, {}});
      groups_[at->second].found.push_back(f);
      groups_[at->second].votes[static_cast<std::size_t>(found.type)] += found.confidence;
    }
    // "Zyntra" is the company where the text has "Zyntra plc" too.
    for (const Group& group : groups_) {
      if (group.words.size() != 2 || !is_company_suffix(group.words[1])) continue;
      const auto bare = index.find(group.words[0]);
      if (bare == index.end() || gazetteer.given_name(group.words[0])) continue;
      Group& other = groups_[bare->second];
      const double votes = other.votes[static_cast<std::size_t>(other.type())];
      other.votes = {};
      other.votes[static_cast<std::size_t>(NameType::kOrganization)] = votes;
      for (const std::uint32_t f : other.found) found_[f].type = NameType::kOrganization;
    }
    for (std::uint32_t g = 0; g < groups_.size(); ++g) by_length_.push_back(g);
    std::stable_sort(by_length_.begin(), by_length_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return groups_[a].words.size() > groups_[b].words.size();
    });
  }

  // "Kazakh" or "South Korean" before a noun; add_nationalities finds it again.
  bool is_nationality(const Found& found, const Gazetteer& gazetteer) const {
    const std::uint32_t length = found.last - found.first;
    if (length > 2) return false;
    const Token& word = token(found.sentence, found.last - 1);
    const std::string form = length == 1 ? word.form : token(found.sentence, found.first).form + " " + word.form;
    const bool compound = word.deprel == Deprel::kCompound && word.head >= static_cast<std::int32_t>(found.last);
    const bool modifier = word.deprel == Deprel::kAmod || word.upos == Upos::kAdj || compound;
    return modifier && gazetteer.demonym(form).has_value() && gazetteer.country(form) == nullptr;
  }

  // Headlines capitalise everything: a name that stands only there is not to be trusted.
  void drop_heading_only() {
    std::set<std::string> known;
    for (const Group& group : groups_) {
      if (std::all_of(group.found.begin(), group.found.end(), [&](std::uint32_t f) { return found_[f].heading; }))
        continue;
      known.insert(group.words.begin(), group.words.end());
    }
    for (Group& group : groups_) {
      const bool trusted = std::all_of(group.words.begin(), group.words.end(),
                                       [&](const std::string& word) { return known.contains(word); });
      if (!trusted && !known.empty()) group.found.clear();
    }
    std::erase_if(by_length_, [&](std::uint32_t g) { return groups_[g].found.empty(); });
  }

  std::uint32_t new_cluster(const Group& group) {
    clusters_.emplace_back();
    clusters_.back().forms.push_back(group.words);
    return static_cast<std::uint32_t>(clusters_.size() - 1);
  }

  void assign(std::uint32_t f, std::uint32_t cluster) {
    found_[f].cluster = cluster;
    Cluster& target = clusters_[cluster];
    target.votes[static_cast<std::size_t>(found_[f].type)] += found_[f].confidence;
    ++target.mentions;
    target.first_found = std::min(target.first_found, f);
  }

  // The last word of a person's name, or the one before "of".
  static const std::string& surname(const std::vector<std::string>& words) { return class_word(words); }

  static bool same_person(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0]) return true;  // "Berg Anna"
    if (surname(a) != surname(b)) return false;
    if (ends_with(a, b) || ends_with(b, a)) return true;  // "YouTuber Anna Berg"
    const std::string& x = a.front();
    const std::string& y = b.front();
    return x == y || ((x.size() == 1 || y.size() == 1) && x[0] == y[0]);
  }

  // Full names first; a single name goes to a person of that surname (or given name), and so does "Norton I".
  void cluster_persons() {
    std::map<std::string, std::vector<std::uint32_t>> by_word;  // surname or given name -> clusters
    const auto full = [&](const Group& group, bool regnal) {
      return group.words.size() > 1 && group.type() == NameType::kPerson && is_regnal(group.words.back()) == regnal;
    };
    for (const std::uint32_t g : by_length_) {
      const Group& group = groups_[g];
      if (!full(group, false)) continue;
      const std::string& given = group.words.front();
      const std::string& family = surname(group.words);
      std::uint32_t cluster = kNone;
      for (const std::uint32_t other : by_word[family]) {
        if (same_person(clusters_[other].forms.front(), group.words)) cluster = other;
      }
      for (const std::uint32_t other : by_word[given]) {
        if (cluster == kNone && starts_with(clusters_[other].forms.front(), group.words)) cluster = other;
      }
      if (cluster == kNone) {
        cluster = new_cluster(group);
        clusters_[cluster].person = true;
      } else {
        clusters_[cluster].forms.push_back(group.words);
      }
      for (const std::string& word : {family, given}) {
        std::vector<std::uint32_t>& bearers = by_word[word];
        if (std::find(bearers.begin(), bearers.end(), cluster) == bearers.end()) bearers.push_back(cluster);
      }
      for (const std::uint32_t f : group.found) assign(f, cluster);
    }
    std::map<std::string, int> rulers;  // of one name
    for (const std::uint32_t g : by_length_) {
      if (full(groups_[g], true)) ++rulers[groups_[g].words.front()];
    }
    for (const std::uint32_t g : by_length_) {
      const Group& group = groups_[g];
      if (!full(group, true)) continue;
      const std::string& name = group.words.front();
      std::vector<std::uint32_t>& bearers = by_word[name];
      const bool surname = bearers.size() == 1 && clusters_[bearers.front()].forms.front().back() == name &&
                           !beside(group, bearers.front());
      std::uint32_t cluster = kNone;
      if (group.words.size() == 2 && rulers[name] == 1 && surname) {
        cluster = bearers.front();
        clusters_[cluster].forms.push_back(group.words);
      } else {
        cluster = new_cluster(group);
        clusters_[cluster].person = true;
        bearers.push_back(cluster);
      }
      for (const std::uint32_t f : group.found) assign(f, cluster);
    }
    for (const std::uint32_t g : by_length_) {
      const Group& group = groups_[g];
      if (group.words.size() != 1) continue;
      const auto bearers = by_word.find(group.words[0]);
      if (bearers == by_word.end() || bearers->second.empty()) {
        if (group.type() != NameType::kPerson || told_otherwise(g)) continue;
        const std::uint32_t cluster = new_cluster(group);
        clusters_[cluster].person = true;
        for (const std::uint32_t f : group.found) assign(f, cluster);
        continue;
      }
      for (const std::uint32_t f : group.found) {
        if (names_body_before(f, bearers->second)) {
          groups_[g].votes[static_cast<std::size_t>(found_[f].type)] -= found_[f].confidence;
          found_[f].type = NameType::kOrganization;
          groups_[g].votes[static_cast<std::size_t>(NameType::kOrganization)] += found_[f].confidence;
          continue;
        }
        if (found_[f].type == NameType::kPerson || (group.type() != NameType::kPlace && !known_place(group))) {
          assign(f, last_spoken_of(bearers->second, f));
          clusters_[found_[f].cluster].votes[0] += 1;  // whatever the recogniser thought of the single word
        }
      }
    }
  }

  // Whether a name of the group and one of the cluster are subject and object of one verb: two persons.
  bool beside(const Group& group, std::uint32_t cluster) const {
    const auto argument = [](const Token& head) {
      return head.deprel == Deprel::kNsubj || head.deprel == Deprel::kObj;
    };
    return std::any_of(group.found.begin(), group.found.end(), [&](std::uint32_t f) {
      const Token& head = token(found_[f].sentence, found_[f].head);
      return argument(head) && std::any_of(found_.begin(), found_.end(), [&](const Found& other) {
               if (other.cluster != cluster || other.sentence != found_[f].sentence) return false;
               const Token& also = token(other.sentence, other.head);
               return argument(also) && also.head == head.head;
             });
    });
  }

  // "Harlow", taken for a person, where Harlow Motors was spoken of before, and "Ida" where Typhoon Ida was; settles the type.
  bool told_otherwise(std::uint32_t g) {
    const std::uint32_t f = groups_[g].found.front();
    const std::string& word = groups_[g].words[0];
    std::optional<NameType> type;
    if (names_body_before(f, {}) && !Gazetteer::instance().given_name(word)) type = NameType::kOrganization;
    for (std::uint32_t before = 0; before < f && !type; ++before) {
      const Found& storm = found_[before];
      if (storm.type == NameType::kEvent && storm.words.size() > 1 && storm.words.back() == word) type = storm.type;
    }
    const bool given = Gazetteer::instance().given_name(word).has_value();
    if (!type && !given && is_capital(surface(found_[f]))) type = NameType::kPlace;
    if (!type && !given && Gazetteer::instance().organization(surface(found_[f])) != nullptr)
      type = NameType::kOrganization;
    if (!type) return false;
    for (const std::uint32_t other : groups_[g].found) found_[other].type = *type;
    groups_[g].votes = {};
    groups_[g].votes[static_cast<std::size_t>(*type)] = kDoubtful + static_cast<double>(groups_[g].found.size()) / 2;
    return true;
  }

  static bool is_capital(const std::string& form) {
    const std::span<const Place> places = Gazetteer::instance().places(form);
    return std::any_of(places.begin(), places.end(), [](const Place& place) { return place.capital; });
  }

  // "Harlow" where Harlow Motors was spoken of and no person called so yet.
  bool names_body_before(std::uint32_t f, const std::vector<std::uint32_t>& bearers) const {
    for (const std::uint32_t bearer : bearers) {
      if (clusters_[bearer].first_found < f) return false;
    }
    return std::any_of(found_.begin(), found_.begin() + f, [&](const Found& before) {
      if (before.type != NameType::kOrganization || before.words.size() < 2 || before.words[0] != found_[f].words[0])
        return false;
      const std::span<const std::string_view> kinds = Gazetteer::instance().head_types(before.words.back());
      return !kinds.empty() && kinds.front() == "company";
    });
  }

  static bool known_place(const Group& group) { return !Gazetteer::instance().places(group.words[0]).empty(); }

  // Whether the recogniser mostly knows what has the name.
  static bool sure(const Group& group) {
    return group.votes[static_cast<std::size_t>(group.type())] > 0.5 * static_cast<double>(group.found.size());
  }

  // "her father, Otto Berg", "his wife Mara"
  bool is_relative(const Found& found) const {
    static constexpr auto kKin = std::to_array<std::string_view>(
        {"father", "mother", "brother", "sister", "son", "daughter", "wife", "husband", "widow", "uncle", "aunt",
         "nephew", "niece", "cousin", "grandfather", "grandmother", "grandson", "granddaughter"});
    const std::vector<Token>& tokens = annotation_.sentences[found.sentence].tokens;
    for (std::uint32_t t = found.first > 2 ? found.first - 2 : 0; t < found.first; ++t) {
      if (t == 0 || !one_of(tokens[t].lemma, kKin)) continue;
      const auto owner = std::find_if(tokens.begin(), tokens.begin() + t,
                                      [](const Token& token) { return token.xpos == Xpos::kPrpPoss; });
      if (owner != tokens.begin() + t && owner + 4 > tokens.begin() + t) return true;
    }
    return false;
  }

  // The cluster with the latest name in the sentence of `f` and the one before, else the one named most or latest.
  std::uint32_t last_spoken_of(std::vector<std::uint32_t> candidates, std::uint32_t f) const {
    if (candidates.size() == 1) return candidates[0];
    // "Her father, Otto Berg, was a miner": "Berg" is whose father he was.
    std::vector<std::uint32_t> own;
    for (const std::uint32_t candidate : candidates) {
      const std::uint32_t first = clusters_[candidate].first_found;
      if (first < f && !is_relative(found_[first])) own.push_back(candidate);
    }
    if (!own.empty()) candidates = std::move(own);
    if (candidates.size() == 1) return candidates[0];
    std::uint32_t latest = kNone;
    for (std::uint32_t before = f; before-- > 0 && latest == kNone;) {
      const std::uint32_t cluster = found_[before].cluster;
      if (std::find(candidates.begin(), candidates.end(), cluster) == candidates.end()) continue;
      if (found_[f].sentence - found_[before].sentence < 2) return cluster;
      latest = cluster;
    }
    if (latest == kNone) {
      latest = *std::min_element(candidates.begin(), candidates.end(), [&](std::uint32_t a, std::uint32_t b) {
        return clusters_[a].first_found < clusters_[b].first_found;
      });
    }
    const std::uint32_t most = *std::max_element(
        candidates.begin(), candidates.end(),
        [&](std::uint32_t a, std::uint32_t b) { return clusters_[a].mentions < clusters_[b].mentions; });
    return clusters_[most].mentions > clusters_[latest].mentions ? most : latest;
  }

  static std::string initials(const std::vector<std::string>& words, bool all) {
    static constexpr auto kSmall = std::to_array<std::string_view>({"of", "the", "and", "for", "in", "on", "de", "&"});
    std::string result;
    for (const std::string& word : words) {
      if (all || !one_of(word, kSmall)) result += word.substr(0, 1);
    }
    return result;
  }

  // One word that stands once, no acronym, and is a name for the tagger alone.
  bool doubtful(const Group& group) const {
    if (group.words.size() > 1 || group.votes[static_cast<std::size_t>(group.type())] > 1.5 * kDoubtful) return false;
    const std::string form = surface(found_[group.found.front()]);
    return form.size() < 3 || std::any_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  // The key under which names of one body meet: without "Inc", and by their usual name where everybody knows them.
  std::string usual_key(const Group& group, std::string& usual_name) const {
    const Gazetteer& gazetteer = Gazetteer::instance();
    const std::string form = surface(found_[group.found.front()]);
    const NameType type = group.type();
    if (type != NameType::kPerson && type != NameType::kWork) {
      if (const Place* country = gazetteer.country(form)) {
        usual_name = country->name;
        return fold(usual_name);
      }
    }
    if (type == NameType::kOrganization || type == NameType::kPlace || type == NameType::kConcept) {
      if (const KnownOrganization* body = gazetteer.organization(form)) {
        usual_name = body->name;
        return fold(usual_name);
      }
    }
    std::vector<std::string> words = group.words;
    while (words.size() > 1 && is_company_suffix(words.back())) words.pop_back();
    if (words.size() > 1) {
      const std::string first = form.substr(0, form.find(' '));
      const Place* country = gazetteer.country(first);
      if (country != nullptr) words.front() = fold(country->name);
    }
    return join(words);
  }

  // The word that says what a name names: the last one, or the one before "of".
  static const std::string& class_word(const std::vector<std::string>& words) {
    const auto of = std::find(words.begin(), words.end(), "of");
    return of != words.end() && of != words.begin() ? *(of - 1) : words.back();
  }

  void cluster_others() {
    std::map<std::string, std::uint32_t> by_key;
    std::map<std::string, std::vector<std::uint32_t>> by_head;
    std::map<std::string, std::vector<std::uint32_t>> by_initials;
    for (const std::uint32_t g : by_length_) {
      const Group& group = groups_[g];
      std::vector<std::uint32_t> open;
      for (const std::uint32_t f : group.found) {
        if (found_[f].cluster != kNone) continue;
        const auto meant =
            is_state_of_a_city(f) ? std::optional<std::string_view>("Washington State") : government(found_[f]);
        if (const auto country = meant) {
          const auto [at, fresh] = by_key.emplace(fold(*country), static_cast<std::uint32_t>(clusters_.size()));
          if (fresh) {
            clusters_.emplace_back();
            clusters_.back().given_name = *country;
            clusters_.back().forms.push_back({fold(*country)});
          }
          assign(f, at->second);
          continue;
        }
        open.push_back(f);
      }
      if (open.empty()) continue;
      std::string usual_name;
      const std::string key = usual_key(group, usual_name);
      std::uint32_t cluster = kNone;
      const auto known = by_key.find(key);
      if (known != by_key.end()) cluster = known->second;
      const NameType type = group.type();
      if (cluster == kNone && usual_name.empty() && group.words.size() == 1 && type != NameType::kGroup) {
        const auto same = by_initials.find(group.words[0]);
        const std::string form = surface(found_[group.found.front()]);
        if (same != by_initials.end() && same->second.size() == 1 && form.size() > 1 && is_upper(form[0]) &&
            is_upper(form[1])) {
          cluster = same->second.front();
        }
      }
      const bool placed = type == NameType::kPlace && (sure(group) || known_place(group));
      if (cluster == kNone && usual_name.empty() && !placed && type != NameType::kGroup) {
        std::vector<std::uint32_t> longer;
        for (const std::uint32_t other : by_head[group.words.back()]) {
          const NameType root = clusters_[other].root();
          const std::vector<std::string>& words = clusters_[other].forms.front();
          const bool headed =
              ends_with(words, group.words) || (starts_with(words, group.words) && words[group.words.size()] == "of");
          if (headed && root != NameType::kPlace && root != NameType::kGroup) {
            longer.push_back(other);
          }
        }
        if (!longer.empty()) cluster = last_spoken_of(longer, open.front());
        // "Activision" for "Activision Blizzard", where no other body begins so.
        if (cluster == kNone && type == NameType::kOrganization && (sure(group) || group.words.size() > 1)) {
          cluster = only_body_beginning_with(group.words);
        }
      }
      if (cluster == kNone && type == NameType::kPlace && group.words.size() == 1) {
        cluster = known_place(group) ? club_of(group) : only_body_beginning_with(group.words);
        for (const std::uint32_t f : open) {
          if (cluster != kNone) found_[f].type = NameType::kOrganization;
        }
      }
      if (cluster == kNone && usual_name.empty() && doubtful(group)) continue;
      if (cluster == kNone) {
        cluster = new_cluster(group);
        clusters_[cluster].given_name = usual_name;
        by_key.emplace(key, cluster);
        by_head[class_word(group.words)].push_back(cluster);
        if (group.words.size() > 1) {
          by_initials[initials(group.words, false)].push_back(cluster);
          if (initials(group.words, true) != initials(group.words, false)) {
            by_initials[initials(group.words, true)].push_back(cluster);
          }
        }
      } else {
        clusters_[cluster].forms.push_back(group.words);
      }
      for (const std::uint32_t f : open) assign(f, cluster);
    }
  }

  // "Milan" for "AC Milan" where the document does nothing in the town.
  std::uint32_t club_of(const Group& group) const {
    static constexpr auto kClub =
        std::to_array<std::string_view>({"ac", "afc", "as", "cf", "fc", "inter", "real", "sc", "ss", "united", "city",
                                         "athletic", "sporting", "dynamo"});
    static constexpr auto kThere = std::to_array<std::string_view>({"in", "at", "near", "around", "outside", "to"});
    for (const std::uint32_t f : group.found) {
      const Found& found = found_[f];
      if (found.first > 0 && one_of(token(found.sentence, found.first - 1).form, kThere)) return kNone;
    }
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      const std::vector<std::string>& words = clusters_[c].forms.front();
      if (words.size() != 2 || clusters_[c].root() != NameType::kOrganization) continue;
      if ((words[0] == group.words[0] && one_of(words[1], kClub)) ||
          (words[1] == group.words[0] && one_of(words[0], kClub)))
        return c;
    }
    return kNone;
  }

  // The one body that has one word more than `start`, if no head noun says what kind of body it is ("Ford Foundation").
  std::uint32_t only_body_beginning_with(const std::vector<std::string>& start) const {
    std::uint32_t only = kNone;
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      std::vector<std::string> words = clusters_[c].forms.front();
      if (clusters_[c].person || clusters_[c].root() != NameType::kOrganization || !starts_with(words, start)) continue;
      const std::size_t two = start.size() + 1;
      while (words.size() > two && is_company_suffix(words.back())) words.pop_back();
      const std::span<const std::string_view> kinds = Gazetteer::instance().head_types(words[two - 1]);
      const std::span<const std::string_view> last = Gazetteer::instance().head_types(words.back());
      const bool firm =
          words.size() == two + 1 && !last.empty() && last.front() == "company";  // "Mercy Health Partners"
      if (only != kNone || (words.size() > two && !firm) || (!kinds.empty() && kinds.front() != "company"))
        return kNone;
      only = c;
    }
    return only;
  }

  // Whether `letters` are the initials of `words`, perhaps in the order of another language: "Action and Solidarity Party, PAS".
  static bool abbreviates(std::string letters, const std::vector<std::string>& words) {
    for (const bool all : {false, true}) {
      std::string first = initials(words, all);
      if (letters == first) return true;
      if (letters.size() < 3 || letters.size() != first.size()) continue;
      std::sort(first.begin(), first.end());
      std::sort(letters.begin(), letters.end());
      if (letters == first) return true;
    }
    return false;
  }

  // "General Confederation of Labour (CGT)": the letters are of the name in its own language.
  bool abroad(const Found& found, const std::string& form) const {
    const Gazetteer& gazetteer = Gazetteer::instance();
    const bool letters = form.size() < 7 && std::all_of(form.begin(), form.end(), is_upper);
    const std::span<const std::string_view> kinds = gazetteer.head_types(class_word(found.words));
    return letters && found.type != NameType::kPerson && !kinds.empty() && kinds.front() != "company" &&
           kinds.front() != "sports_team" && gazetteer.places(form).empty() && gazetteer.organization(form) == nullptr;
  }

  // "International Olive Council (IOC)" and "International Olive Council, IOC,": the recogniser may have missed the letters
  // here and later.
  void add_bracketed_acronyms() {
    std::map<std::string, std::uint32_t> meaning;
    std::vector<std::vector<bool>> taken;
    for (const Sentence& sentence : annotation_.sentences) taken.emplace_back(sentence.tokens.size(), false);
    for (const Found& found : found_) {
      for (std::uint32_t t = found.first; t < found.last; ++t) taken[found.sentence][t] = true;
    }
    for (const Found& found : found_) {
      const std::vector<Token>& tokens = annotation_.sentences[found.sentence].tokens;
      if (found.cluster == kNone || found.words.size() < 2 || found.last + 2 >= tokens.size()) continue;
      const bool brackets = tokens[found.last].xpos == Xpos::kLrb && tokens[found.last + 2].xpos == Xpos::kRrb;
      const bool commas = tokens[found.last].form == "," && tokens[found.last + 2].form == ",";
      if (!brackets && !commas) continue;
      const std::string letters = fold(tokens[found.last + 1].form);
      if (letters.size() < 2 || !is_upper(tokens[found.last + 1].form[0]) || !is_upper(tokens[found.last + 1].form[1]))
        continue;
      if (abbreviates(letters, found.words) || (brackets && abroad(found, tokens[found.last + 1].form))) {
        meaning.emplace(tokens[found.last + 1].form, found.cluster);
      }
    }
    if (meaning.empty()) return;
    std::vector<Found> fresh;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      if (!readable_[s]) continue;
      for (std::uint32_t t = 0; t < annotation_.sentences[s].tokens.size(); ++t) {
        const auto known = meaning.find(token(s, t).form);
        if (known == meaning.end() || taken[s][t]) continue;
        fresh.push_back(
            {s, t, t + 1, t, clusters_[known->second].root(), 0.5, false, {fold(known->first)}, known->second});
      }
    }
    for (Found& found : found_) {
      if (found.words.size() != 1 || found.cluster == kNone) continue;
      const auto known = meaning.find(surface(found));
      if (known != meaning.end()) found.cluster = known->second;
    }
    found_.insert(found_.end(), fresh.begin(), fresh.end());
  }

  // "the Kazakh president" speaks of Kazakhstan too, and "Abai is a Kazakh poet" names it.
  void add_nationalities() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    std::map<std::string, std::uint32_t> places;  // folded name -> cluster
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      if (!clusters_[c].given_name.empty()) {
        places.emplace(fold(clusters_[c].given_name), c);
      } else if (clusters_[c].root() == NameType::kPlace) {
        places.emplace(join(clusters_[c].forms.front()), c);
      }
    }
    std::vector<std::vector<bool>> taken;
    for (const Sentence& sentence : annotation_.sentences) taken.emplace_back(sentence.tokens.size());
    std::vector<std::vector<bool>> named = taken;
    for (const Found& found : found_) {
      if (found.cluster == kNone) continue;
      for (std::uint32_t t = found.first; t < found.last; ++t) {
        taken[found.sentence][t] = true;
        named[found.sentence][t] = found.type != NameType::kGroup;
      }
    }
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      if (!readable_[s]) continue;
      const std::vector<Token>& tokens = annotation_.sentences[s].tokens;
      for (std::uint32_t t = 0; t < tokens.size(); ++t) {
        if (taken[s][t] || tokens[t].form.empty() || !is_upper(tokens[t].form[0])) continue;
        std::uint32_t last = t;
        std::optional<std::string_view> place;
        if (t + 1 < tokens.size() && !taken[s][t + 1]) {
          place = gazetteer.demonym(tokens[t].form + " " + tokens[t + 1].form);
          if (place) last = t + 1;
        }
        if (!place) place = gazetteer.demonym(tokens[t].form);
        if (!place) continue;
        const Token& word = tokens[last];
        if (word.upos != Upos::kAdj && word.deprel != Deprel::kAmod && word.deprel != Deprel::kCompound) continue;
        const MentionKind kind =
            affiliates(Tree(annotation_.sentences[s]), last, named[s]) ? MentionKind::kName : MentionKind::kNominal;
        if (kind != MentionKind::kName && gazetteer.country(*place) == nullptr) continue;
        const auto [at, unseen] = places.emplace(fold(*place), static_cast<std::uint32_t>(clusters_.size()));
        if (unseen) {
          clusters_.emplace_back();
          clusters_.back().given_name = *place;
          clusters_.back().forms.push_back({fold(*place)});
          clusters_.back().votes[static_cast<std::size_t>(NameType::kPlace)] = 1;
        }
        adjectives_.push_back({s, t, last + 1, last, at->second, kind, true, false, kind != MentionKind::kName});
        t = last;
      }
    }
  }

  // The names of the document by their words; kNone where one stands for several.
  std::map<std::string, std::uint32_t> known_names() const {
    std::map<std::string, std::uint32_t> known;
    const auto learn = [&](const std::string& name, std::uint32_t cluster) {
      const auto [at, fresh] = known.emplace(name, cluster);
      if (!fresh && at->second != cluster) at->second = kNone;
    };
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      if (!clusters_[c].given_name.empty()) learn(fold(clusters_[c].given_name), c);
    }
    for (const Found& found : found_) {
      if (found.cluster != kNone) learn(join(found.words), found.cluster);
    }
    return known;
  }

  // The state in "Redmond, Washington".
  bool is_state_of_a_city(std::uint32_t f) const {
    if (f == 0 || found_[f].words != std::vector<std::string>{"washington"}) return false;
    const Found& before = found_[f - 1];
    return before.type == NameType::kPlace && before.sentence == found_[f].sentence &&
           before.last + 1 == found_[f].first && token(before.sentence, before.last).xpos == Xpos::kComma;
  }

  // Whether the object of a verb is a person's name.
  bool takes_person(std::uint32_t s, std::int32_t verb) const {
    return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
      if (found.sentence != s || found.type != NameType::kPerson) return false;
      const Token& head = token(s, found.head);
      return head.head == verb && head.deprel == Deprel::kObj;
    });
  }

  // "Moscow denied it": the country whose government a capital stands for where it does what cities do not.
  std::optional<std::string_view> government(const Found& found) const {
    static constexpr auto kActs = std::to_array<std::string_view>(
        {"accuse",    "agree",     "announce",  "attack",  "back",      "ban",      "blame",  "claim",   "condemn",
         "criticise", "criticize", "declare",   "demand",  "deny",      "deploy",   "expel",  "impose",  "insist",
         "invade",    "lift",      "negotiate", "oppose",  "pledge",    "protest",  "ratify", "recall",  "recognise",
         "recognize", "refuse",    "reject",    "respond", "retaliate", "sanction", "say",    "seek",    "sign",
         "sue",       "support",   "threaten",  "urge",    "vow",       "want",     "warn",   "withdraw"});
    const Token& head = token(found.sentence, found.head);
    if (found.type != NameType::kPlace || head.deprel != Deprel::kNsubj || head.head < 0) return std::nullopt;
    const Token& verb = token(found.sentence, static_cast<std::uint32_t>(head.head));
    if (!one_of(verb.lemma, kActs) || verb.xpos == Xpos::kVbp) return std::nullopt;  // "Madrid want": the team
    if (verb.lemma == "sign" && takes_person(found.sentence, head.head)) return std::nullopt;
    const std::string form = surface(found);
    if (found.confidence < 0.7 && Gazetteer::instance().given_name(form)) return std::nullopt;  // "Victoria denied it"
    if (form == "Washington") return "United States";
    for (const Place& place : Gazetteer::instance().places(form)) {
      if (place.capital && place.name != place.country) return place.country;
    }
    return std::nullopt;
  }

  // Whether a name may be written small: "the Digital Humanities", "digital humanities".
  bool is_common(std::uint32_t cluster) const {
    const NameType root = clusters_[cluster].root();
    return !clusters_[cluster].person && root != NameType::kPlace && root != NameType::kPerson;
  }

  // Names of the text stand again where the recogniser missed them, and in headings and captions, which say no more of them.
  void find_again() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    const std::map<std::string, std::uint32_t> known = known_names();
    if (known.empty()) return;
    std::vector<std::vector<bool>> taken;
    for (const Sentence& sentence : annotation_.sentences) taken.emplace_back(sentence.tokens.size(), false);
    for (const Found& found : found_) {
      if (found.cluster == kNone) continue;
      for (std::uint32_t t = found.first; t < found.last; ++t) taken[found.sentence][t] = true;
    }
    std::vector<Found> fresh;
    for (std::uint32_t s = 0; s < annotation_.sentences.size(); ++s) {
      if (noise_[s]) continue;
      const std::vector<Token>& tokens = annotation_.sentences[s].tokens;
      const auto size = static_cast<std::uint32_t>(tokens.size());
      const auto free = [&](std::uint32_t t) {
        return !taken[s][t] &&
               (is_upper(tokens[t].form[0]) || tokens[t].upos == Upos::kNoun || tokens[t].upos == Upos::kAdj);
      };
      const auto proper = [&](std::uint32_t t) {
        return t < size && tokens[t].upos == Upos::kPropn && is_upper(tokens[t].form[0]);
      };
      for (std::uint32_t t = 0; t < size; ++t) {
        if (!free(t)) continue;
        for (std::uint32_t last = std::min(size, t + kLongestName); last > t; --last) {
          if (!free(last - 1)) continue;
          Found found;
          found.sentence = s;
          found.first = t;
          found.last = last;
          read_words(annotation_.sentences[s], found);
          const auto name = known.find(join(found.words));
          if (name == known.end() || name->second == kNone) continue;
          const bool small = !is_upper(tokens[t].form[0]) || !is_upper(tokens[last - 1].form[0]);
          const bool idea = clusters_[name->second].root() == NameType::kConcept;
          if (small && (!is_common(name->second) || (last == t + 1 && !idea) || tokens[last - 1].upos != Upos::kNoun))
            continue;
          const bool titled = clusters_[name->second].person && t > 0 && gazetteer.is_title(tokens[t - 1].form);
          if ((t > 0 && proper(t - 1) && !titled) || proper(last)) continue;
          if (last == t + 1) {
            if (!small && !proper(t) && (tokens[t].upos != Upos::kNoun || t == 0 || !readable_[s])) continue;
            if (gazetteer.demonym(tokens[t].form) && gazetteer.country(tokens[t].form) == nullptr) continue;
          }
          found.type = clusters_[name->second].root();
          found.heading = heading_[s];
          found.cluster = name->second;
          found.small = small;
          found.head = head_of(annotation_.sentences[s], t, last);
          fresh.push_back(std::move(found));
          t = last - 1;
          break;
        }
      }
    }
    found_.insert(found_.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
  }

  // "University of Oslo" speaks of Oslo too, and "Tolstoy Museum" of the Tolstoy named elsewhere.
  void find_inner_names() {
    std::map<std::string, std::uint32_t> known = known_names();
    for (const Found& found : found_) {
      const bool person = found.cluster != kNone && clusters_[found.cluster].person;
      if (found.cluster == kNone || person || found.type == NameType::kPerson || found.type == NameType::kConcept)
        continue;
      for (std::uint32_t first = found.first; first < found.last; ++first) {
        for (std::uint32_t last = std::min(first + 3, found.last); last > first; --last) {
          if (last - first == found.last - found.first) continue;
          const std::uint32_t cluster = inner_cluster(found, first, last, known);
          if (cluster == kNone || cluster == found.cluster) continue;
          asides_.push_back({found.sentence, first, last, last - 1, cluster, MentionKind::kNominal, false, true});
          first = last;
          break;
        }
      }
    }
  }

  // The entity that the words [first, last) inside a name stand for; a new one for a place that everybody knows ("Oslo
  // University", "Manila Bay") and for the owner in "Maxim's Hall".
  std::uint32_t inner_cluster(const Found& outer, std::uint32_t first, std::uint32_t last,
                              std::map<std::string, std::uint32_t>& known) {
    const Gazetteer& gazetteer = Gazetteer::instance();
    const std::vector<Token>& tokens = annotation_.sentences[outer.sentence].tokens;
    if (!is_upper(tokens[first].form[0]) || !is_upper(tokens[last - 1].form[0])) return kNone;
    std::string form;
    for (std::uint32_t t = first; t < last; ++t) form += (t > first ? " " : "") + tokens[t].form;
    const auto same = known.find(fold(form));
    if (same != known.end()) return same->second;
    const std::string before = first > outer.first ? fold(tokens[first - 1].form) : std::string();
    const bool after_of = before == "of" || before == "in";
    const std::span<const std::string_view> kinds = gazetteer.head_types(fold(tokens[outer.last - 1].form));
    const bool bay = outer.type == NameType::kPlace && outer.last == last + 1 && !kinds.empty() &&
                     (kinds.front() == "natural_feature" || kinds.front() == "facility");
    if (!after_of && !bay && (first > outer.first || outer.type == NameType::kPlace)) return kNone;
    if (first == outer.first && last < outer.last && tokens[last].xpos == Xpos::kPos) {
      const bool person = gazetteer.given_name(tokens[first].form).has_value();
      if (!person && last > first + 1) return kNone;  // "Republican People's Party"
      return known[fold(form)] = inner_entity(form, person ? NameType::kPerson : NameType::kConcept);
    }
    const std::span<const Place> places = gazetteer.places(form);
    if (form.size() < 3 && !is_upper(form.back())) return kNone;  // "La Salle" is not of Louisiana
    if (places.empty() || outer.type == NameType::kWork || gazetteer.is_title(form)) return kNone;
    const std::string name(places.front().name);
    const auto usual = known.find(fold(name));
    if (usual != known.end()) return usual->second;
    return known[fold(name)] = inner_entity(name, NameType::kPlace);
  }

  std::uint32_t inner_entity(const std::string& name, NameType type) {
    clusters_.emplace_back();
    clusters_.back().given_name = name;
    clusters_.back().forms.push_back({fold(name)});
    clusters_.back().votes[static_cast<std::size_t>(type)] = 1;
    return static_cast<std::uint32_t>(clusters_.size() - 1);
  }

  // ---- types

  void type_clusters() {
    const Gazetteer& gazetteer = Gazetteer::instance();
    std::vector<std::map<std::string, int>> described(clusters_.size());
    roles_.resize(clusters_.size());
    for (const Found& found : found_) {
      if (found.cluster != kNone) read_context(found, described[found.cluster]);
    }
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      Cluster& cluster = clusters_[c];
      const std::string root(to_string(cluster.root()));
      if (cluster.person || root == "person") {
        cluster.person = true;
        cluster.type = "person";
      } else {
        cluster.type = narrow(cluster, root, described[c], gazetteer);
      }
      if (ontology_.type(cluster.type) == nullptr && ontology_.type(root) != nullptr) cluster.type = root;
    }
    for (std::size_t f = 1; f < found_.size(); ++f) type_inner_place(found_[f - 1], found_[f]);
  }

  std::string narrow(const Cluster& cluster, const std::string& root, const std::map<std::string, int>& described,
                     const Gazetteer& gazetteer) const {
    if (!cluster.given_name.empty()) {
      if (gazetteer.country(cluster.given_name) != nullptr) return "country";
      if (const KnownOrganization* body = gazetteer.organization(cluster.given_name)) return std::string(body->type);
    }
    const std::vector<std::string>& words = cluster.forms.front();
    if (cluster.written && cluster.confidence() < 0.8 && gazetteer.places(join(words)).empty())
      return ontology_.is_a(root, "work") ? root : "work";
    if (root == "place") {
      const std::span<const Place> places = gazetteer.places(join(words));
      if (!places.empty()) {
        switch (places.front().kind) {
          case PlaceKind::kCountry:
            return "country";
          case PlaceKind::kArea:
          case PlaceKind::kRegion:
            return "region";
          case PlaceKind::kCity:
            return "city";
          case PlaceKind::kNaturalFeature:
            return "natural_feature";
        }
      }
    }
    // The word that says what it is: the last one, or the one before "of"; "Lake Como" has it in front.
    std::vector<std::string> heads;
    const auto of = std::find(words.begin(), words.end(), "of");
    if (of != words.end() && of != words.begin()) heads.push_back(*(of - 1));
    if (of == words.end() || of == words.begin()) heads.push_back(words.back());
    heads.push_back(words.front());
    if (words.size() > 1) {
      for (const std::string& head : heads) {
        std::string any;
        for (const std::string_view type : gazetteer.head_types(head)) {
          if (cluster.happens && ontology_.is_a(type, "event")) return std::string(type);
        }
        for (const std::string_view type : gazetteer.head_types(head)) {
          if (ontology_.is_a(type, root)) return std::string(type);
          if (any.empty() && ontology_.type(type) != nullptr && type != "concept") any = type;
        }
        const auto noun = type_of_noun_.find(head);
        if (noun != type_of_noun_.end() && ontology_.is_a(noun->second, root)) return noun->second;
        const bool firm = root == "organization" && any == "natural_feature";  // "Norvian Ocean" builds ships
        if (!any.empty() && !firm && &head == &heads.front() && root != "group" && cluster.confidence() < kSure)
          return any;
      }
    }
    std::string best;
    int most = 0;
    const bool doubtful = cluster.confidence() < 0.7 && gazetteer.places(join(words)).empty();
    for (const auto& [type, count] : described) {
      const bool admitted = (ontology_.is_a(type, root) && type != root) ||
                            (doubtful && !ontology_.is_a(type, "person") && !ontology_.is_a(type, root));
      if (admitted && count > most) {
        most = count;
        best = type;
      }
    }
    if (!best.empty()) return best;
    if (cluster.happens && (root == "organization" || root == "event" || root == "concept")) return "meeting";
    return root;
  }

  // What nouns a name is described by: "X, a city", "X is a bank", "the city of X", "President X".
  void read_context(const Found& found, std::map<std::string, int>& described) {
    const std::vector<Token>& tokens = annotation_.sentences[found.sentence].tokens;
    const auto inside = [&](std::int32_t t) {
      return t >= static_cast<std::int32_t>(found.first) && t < static_cast<std::int32_t>(found.last);
    };
    const auto describe = [&](std::uint32_t t) {
      if (tokens[t].upos != Upos::kNoun && tokens[t].upos != Upos::kPropn) return;
      std::string noun = fold(tokens[t].lemma);
      const auto type = type_of_noun_.find(noun);
      if (type != type_of_noun_.end()) ++described[type->second];
      std::vector<std::string>& roles = roles_[found.cluster];
      if (found.type == NameType::kPerson && roles.size() < 8 &&
          std::find(roles.begin(), roles.end(), noun) == roles.end()) {
        roles.push_back(std::move(noun));
      }
    };
    const Token& head = tokens[found.head];
    if (happens(tokens, found)) clusters_[found.cluster].happens = true;
    if (is_written(tokens, found)) clusters_[found.cluster].written = true;
    if (head.head >= 0) {
      const auto above = static_cast<std::uint32_t>(head.head);
      const bool copular = std::any_of(tokens.begin(), tokens.end(), [&](const Token& other) {
        return other.deprel == Deprel::kCop && other.head == head.head;
      });
      if (head.deprel == Deprel::kAppos || (head.deprel == Deprel::kNsubj && copular)) describe(above);
      if ((head.deprel == Deprel::kFlat || head.deprel == Deprel::kNmodDesc) && above < found.first) describe(above);
      // "the Norvia party"
      if (head.deprel == Deprel::kCompound && above == found.last && one_of(tokens[above].lemma, kKindsBehind))
        describe(above);
      if (head.deprel == Deprel::kNmod && above + 2 == found.first && tokens[above + 1].form == "of") describe(above);
    }
    const std::uint32_t near = std::min<std::uint32_t>(found.last + 12, static_cast<std::uint32_t>(tokens.size()));
    for (std::uint32_t t = found.first > 4 ? found.first - 4 : 0; t < near; ++t) {
      if (inside(static_cast<std::int32_t>(t)) || !inside(tokens[t].head)) continue;
      const Deprel relation = tokens[t].deprel;
      if (relation == Deprel::kAppos) describe(t);
      if (t < found.first &&
          (relation == Deprel::kCompound || relation == Deprel::kNmodDesc || relation == Deprel::kFlat)) {
        describe(t);
      }
    }
  }

  static constexpr auto kKindsBehind = std::to_array<std::string_view>(
      {"party", "newspaper", "magazine", "province", "region", "district", "river", "island"});

  // "held the X", "the X, opened in ...", "her speech at the X".
  static bool happens(const std::vector<Token>& tokens, const Found& found) {
    static constexpr auto kHold =
        std::to_array<std::string_view>({"hold", "convene", "inaugurate", "host", "stage", "attend", "organize",
                                         "organise", "postpone", "adjourn", "co-host"});
    static constexpr auto kSay =
        std::to_array<std::string_view>({"say", "speak", "tell", "speech", "address", "remarks", "keynote", "meet",
                                         "gather", "participant", "participate", "compete", "perform", "panel"});
    const Token& head = tokens[found.head];
    if (head.head >= 0) {
      const Token& above = tokens[static_cast<std::size_t>(head.head)];
      const bool object = head.deprel == Deprel::kObj || head.deprel == Deprel::kNsubjPass;
      if (object && one_of(above.lemma, kHold)) return true;
      if ((head.deprel == Deprel::kObl || head.deprel == Deprel::kNmod) && one_of(above.lemma, kSay) &&
          found.first > 0) {
        const std::uint32_t before =
            found.first - (tokens[found.first - 1].upos == Upos::kDet && found.first > 1 ? 2 : 1);
        if (tokens[before].form == "at" || tokens[before].form == "during") return true;
      }
    }
    const std::size_t near = std::min<std::size_t>(tokens.size(), found.last + 6);
    for (std::size_t t = found.last; t < near; ++t) {
      if (tokens[t].deprel == Deprel::kAcl && tokens[t].head == static_cast<std::int32_t>(found.head) &&
          one_of(tokens[t].lemma, kHold)) {
        return true;
      }
    }
    return false;
  }

  // "wrote the X", "the author of X", "the film X": a work, whatever its words are.
  bool is_written(const std::vector<Token>& tokens, const Found& found) const {
    static constexpr auto kWrite = std::to_array<std::string_view>({"write", "author", "co-write", "co-author", "pen"});
    const Token& head = tokens[found.head];
    if (head.head >= 0) {
      const Token& above = tokens[static_cast<std::size_t>(head.head)];
      const bool object = head.deprel == Deprel::kObj || head.deprel == Deprel::kNsubjPass;
      if (object && one_of(above.lemma, kWrite)) return true;
      if (head.deprel == Deprel::kNmod && above.lemma == "author") return true;
      const auto noun = type_of_noun_.find(fold(above.lemma));
      const bool work = noun != type_of_noun_.end() && noun->second == "work" && !one_of(noun->first, kSeldomWorks);
      if (head.deprel == Deprel::kAppos && work && above.upos == Upos::kNoun) return true;
      // "a film called X"
      if (above.head >= 0 && (above.lemma == "call" || above.lemma == "title" || above.lemma == "entitle") &&
          above.xpos == Xpos::kVbn) {
        const auto named = type_of_noun_.find(fold(tokens[static_cast<std::size_t>(above.head)].lemma));
        if (named != type_of_noun_.end() && ontology_.is_a(named->second, "work") &&
            !one_of(named->first, kSeldomWorks))
          return true;
      }
    }
    if (found.first == 0 || tokens[found.first - 1].upos != Upos::kNoun) return false;
    const auto type = type_of_noun_.find(fold(tokens[found.first - 1].lemma));
    return type != type_of_noun_.end() && type->second == "work" && !one_of(type->first, kSeldomWorks);
  }
  // Class nouns of works that more often stand before what is none: "the show Anna left", "the series Norvia won".
  static constexpr auto kSeldomWorks = std::to_array<std::string_view>({"show", "series", "play"});

  // "Springfield, Illinois": a place inside a region or country and nothing else known of it is a city.
  void type_inner_place(const Found& inner, const Found& outer) {
    if (inner.cluster == kNone || outer.cluster == kNone || inner.sentence != outer.sentence) return;
    if (clusters_[inner.cluster].type != "place" || outer.first != inner.last + 1) return;
    if (token(inner.sentence, inner.last).xpos != Xpos::kComma || ontology_.type("city") == nullptr) return;
    const std::string& type = clusters_[outer.cluster].type;
    if (type == "region" || type == "country") clusters_[inner.cluster].type = "city";
  }

  // ---- results

  Gender gender_of(const Found& found) const {
    const Gazetteer& gazetteer = Gazetteer::instance();
    if (found.first > 0) {
      const auto title = gazetteer.title_gender(token(found.sentence, found.first - 1).form);
      if (title && *title != Gender::kEither) return *title;
    }
    if (found.last - found.first < 2 && clusters_[found.cluster].forms.front().size() > 1) return Gender::kEither;
    return gazetteer.given_name(token(found.sentence, found.first).form).value_or(Gender::kEither);
  }

  // The fullest form of a cluster: most words, then most often, then first.
  std::string best_name(std::uint32_t c, const std::vector<std::vector<std::uint32_t>>& members) const {
    if (!clusters_[c].given_name.empty()) return clusters_[c].given_name;
    std::map<std::string, int> counts;
    for (const std::uint32_t f : members[c]) ++counts[surface(found_[f])];
    std::string best;
    std::pair<std::size_t, int> best_rank;
    for (const std::uint32_t f : members[c]) {
      std::string name = surface(found_[f]);
      const bool shouting =
          name.size() > 5 && std::none_of(name.begin(), name.end(), [](char ch) { return ch >= 'a' && ch <= 'z'; });
      const std::pair rank(shouting || found_[f].former ? std::size_t{0} : found_[f].words.size(), counts[name]);
      if (best.empty() || rank > best_rank) {
        best = std::move(name);
        best_rank = rank;
      }
    }
    return best;
  }

  ResolvedEntities assemble(ReferenceTeacher* teacher) {
    std::vector<ResolvedMention> mentions = adjectives_;
    std::vector<std::vector<std::uint32_t>> members(clusters_.size());
    std::vector<Referent> referents(clusters_.size());
    for (std::uint32_t f = 0; f < found_.size(); ++f) {
      const Found& found = found_[f];
      if (found.cluster == kNone) continue;
      members[found.cluster].push_back(f);
      mentions.push_back({found.sentence, found.first, found.last, found.head, found.cluster,
                          found.small ? MentionKind::kNominal : MentionKind::kName, false});
      Referent& referent = referents[found.cluster];
      if (clusters_[found.cluster].person && referent.gender == Gender::kEither) referent.gender = gender_of(found);
    }
    for (std::uint32_t c = 0; c < clusters_.size(); ++c) {
      referents[c].type = clusters_[c].type;
      referents[c].heads = std::move(roles_[c]);
      for (const std::vector<std::string>& form : clusters_[c].forms) {
        referents[c].words.insert(referents[c].words.end(), form.begin(), form.end());
      }
      const std::vector<std::string>& words = clusters_[c].forms.front();
      if (clusters_[c].person || words.size() < 2) continue;
      referents[c].heads.push_back(class_word(words));
      const Gazetteer& gazetteer = Gazetteer::instance();
      const bool before = gazetteer.head_types(words.back()).empty() && !gazetteer.head_types(words.front()).empty();
      if (before) referents[c].heads.push_back(words.front());  // "Lake Como", "Hurricane Ida"
    }
    const auto by_place = [](const ResolvedMention& a, const ResolvedMention& b) {
      return std::pair(a.sentence, a.first) < std::pair(b.sentence, b.first);
    };
    std::sort(mentions.begin(), mentions.end(), by_place);
    for (const ResolvedMention& reference :
         find_references(annotation_, mentions, std::move(referents), readable_, ontology_, teacher)) {
      (reference.aside ? asides_ : mentions).push_back(reference);
    }
    std::sort(mentions.begin(), mentions.end(), by_place);
    std::sort(asides_.begin(), asides_.end(), by_place);

    ResolvedEntities result;
    std::vector<std::uint32_t> number(clusters_.size(), kNone);
    for (ResolvedMention& mention : mentions) {
      std::uint32_t& entity = number[mention.entity];
      if (entity == kNone) {
        entity = static_cast<std::uint32_t>(result.entities.size());
        result.entities.push_back({best_name(mention.entity, members), clusters_[mention.entity].type, {}});
      }
      mention.entity = entity;
      const std::vector<Token>& tokens = annotation_.sentences[mention.sentence].tokens;
      result.entities[entity].mentions.push_back(
          {{tokens[mention.first].span.start, tokens[mention.last - 1].span.end}, mention.kind});
    }
    for (const ResolvedMention& mention : asides_) {
      std::uint32_t& entity = number[mention.entity];
      if (entity == kNone) {
        entity = static_cast<std::uint32_t>(result.entities.size());
        result.entities.push_back({best_name(mention.entity, members), clusters_[mention.entity].type, {}});
      }
      const std::vector<Token>& tokens = annotation_.sentences[mention.sentence].tokens;
      result.asides.push_back(
          {entity, {{tokens[mention.first].span.start, tokens[mention.last - 1].span.end}, mention.kind}});
    }
    result.mentions = std::move(mentions);
    return result;
  }

  const Document& document_;
  const Annotation& annotation_;
  const Ontology& ontology_;
  std::map<std::string, std::string, std::less<>> type_of_noun_;
  std::vector<bool> readable_, heading_, noise_;  // by sentence
  std::vector<Found> found_;
  std::vector<Found> birth_names_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> by_length_;  // groups, those of most words first
  std::vector<Cluster> clusters_;
  std::vector<ResolvedMention> adjectives_;      // `entity` is a cluster
  std::vector<ResolvedMention> asides_;          // likewise
  std::vector<std::vector<std::string>> roles_;  // by cluster: what a person is called
};

}  // namespace

const ResolvedMention* ResolvedEntities::at(std::uint32_t sentence, std::uint32_t token) const {
  const auto after = std::upper_bound(mentions.begin(), mentions.end(), std::pair(sentence, token),
                                      [](const auto& place, const ResolvedMention& mention) {
                                        return place < std::pair(mention.sentence, mention.first);
                                      });
  if (after == mentions.begin()) return nullptr;
  const ResolvedMention& mention = *(after - 1);
  return mention.sentence == sentence && token < mention.last ? &mention : nullptr;
}

std::span<const ResolvedMention> ResolvedEntities::in(std::uint32_t sentence) const {
  const auto before = [](const ResolvedMention& mention, std::uint32_t s) { return mention.sentence < s; };
  const auto first = std::lower_bound(mentions.begin(), mentions.end(), sentence, before);
  const auto last = std::lower_bound(first, mentions.end(), sentence + 1, before);
  return {first, last};
}

ResolvedEntities resolve_entities(const Document& document, const Annotation& annotation, const Ontology& ontology,
                                  ReferenceTeacher* teacher) {
  return Resolver(document, annotation, ontology).run(teacher);
}

}  // namespace factgraph
