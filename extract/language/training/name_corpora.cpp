#include "extract/language/training/name_corpora.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "extract/language/conllu.h"
#include "extract/language/fold.h"
#include "extract/language/gazetteer.h"
#include "extract/language/name_labels.h"

namespace factgraph {
namespace {

// A set of name types.
using Types = std::uint32_t;

constexpr Types one(NameType type) { return 1U << static_cast<unsigned>(type); }
constexpr Types kPersonSet = one(NameType::kPerson);
constexpr Types kOrganizationSet = one(NameType::kOrganization);
constexpr Types kPlaceSet = one(NameType::kPlace);
constexpr Types kEventSet = one(NameType::kEvent);
constexpr Types kWorkSet = one(NameType::kWork);
constexpr Types kProductSet = one(NameType::kProduct);
constexpr Types kGroupSet = one(NameType::kGroup);
constexpr Types kConceptSet = one(NameType::kConcept);
constexpr Types kOtherTypes = kEventSet | kWorkSet | kProductSet | kGroupSet | kConceptSet;
constexpr Types kAllTypes = (1U << kNameTypes) - 1;

constexpr std::uint64_t bit(std::uint32_t label) { return std::uint64_t{1} << label; }
constexpr std::uint64_t kOutsideBit = bit(kOutside);

std::uint64_t labels(Types types, NamePart part) {
  std::uint64_t set = 0;
  for (std::uint32_t t = 0; t < kNameTypes; ++t) {
    if ((types >> t & 1U) != 0) set |= bit(name_label(part, static_cast<NameType>(t)));
  }
  return set;
}

std::uint64_t labels(Types types) {
  return labels(types, NamePart::kBegin) | labels(types, NamePart::kInside) | labels(types, NamePart::kEnd) |
         labels(types, NamePart::kSingle);
}

// Says that no name goes on from a word to the next.
void part(std::uint64_t& left, std::uint64_t& right) {
  left &= ~(labels(kAllTypes, NamePart::kBegin) | labels(kAllTypes, NamePart::kInside));
  right &= ~(labels(kAllTypes, NamePart::kInside) | labels(kAllTypes, NamePart::kEnd));
}

bool has_capital(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) >= 0x80); });
}

struct MarkedSpan {
  std::size_t first = 0;
  std::size_t last = 0;
  Types types = 0;
  bool maybe = false;  // may be no name at all
};

// Splits "techno-based" into three words.
std::vector<std::string> split_word(const std::string& word) {
  std::vector<std::string> parts;
  if (word.find("://") != std::string::npos || word.find('@') != std::string::npos) return {word};
  std::size_t start = 0;
  const auto solid = [](char c) { return c != '-' && c != '.' && c != '\''; };
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    if (word[i] != '-' || !solid(word[i - 1]) || !solid(word[i + 1]) || i == start) continue;
    parts.push_back(word.substr(start, i - start));
    parts.emplace_back("-");
    start = i + 1;
  }
  parts.push_back(word.substr(start));
  return parts;
}

// What a word such as "Cup" or "Treaty" makes of a name that is neither person nor organization nor place.
Types types_of_head(std::string_view word) {
  Types types = 0;
  for (const std::string_view type : Gazetteer::instance().head_types(word)) {
    if (type == "meeting" || type == "election" || type == "conflict" || type == "disaster" || type == "ceremony" ||
        type == "competition") {
      types |= kEventSet;
    } else if (type == "law" || type == "treaty" || type == "publication") {
      types |= kWorkSet;
    } else if (type == "product") {
      types |= kProductSet;
    } else if (type == "concept") {
      types |= kConceptSet;
    }
  }
  return types != 0 ? types : kOtherTypes;
}

// A sentence of words with its names, and what other words may be: outside, or parts of names of the types `unmarked`, which
// the corpus does not mark.
void add_sentence(NameDocument& document, const std::vector<std::string>& words, std::vector<MarkedSpan> spans,
                  Types unmarked) {
  if (words.empty()) return;
  std::vector<std::size_t> start_of;
  Sentence sentence;
  std::uint32_t at = 0;
  for (const std::string& word : words) {
    start_of.push_back(sentence.tokens.size());
    for (std::string& piece : split_word(word)) {
      Token token;
      token.span = {at, at + static_cast<std::uint32_t>(piece.size())};
      token.form = std::move(piece);
      at = token.span.end + 1;
      sentence.tokens.push_back(std::move(token));
    }
  }
  start_of.push_back(sentence.tokens.size());
  std::vector<std::uint64_t> allowed;
  for (const Token& token : sentence.tokens) {
    allowed.push_back(kOutsideBit | (has_capital(token.form) ? labels(unmarked) : labels(unmarked, NamePart::kInside)));
  }
  const Gazetteer& gazetteer = Gazetteer::instance();
  std::vector<bool> taken(sentence.tokens.size());
  for (MarkedSpan span : spans) {
    std::size_t first = start_of[span.first];
    const std::size_t last = start_of[span.last];
    if (std::find(taken.begin() + static_cast<std::ptrdiff_t>(first), taken.begin() + static_cast<std::ptrdiff_t>(last),
                  true) != taken.begin() + static_cast<std::ptrdiff_t>(last)) {
      continue;  // inside a longer name
    }
    std::fill(taken.begin() + static_cast<std::ptrdiff_t>(first), taken.begin() + static_cast<std::ptrdiff_t>(last),
              true);
    if (last == first + 1 && (span.types & (kPlaceSet | kOrganizationSet | kOtherTypes)) != 0 &&
        gazetteer.is_group(sentence.tokens[first].form) && gazetteer.places(sentence.tokens[first].form).empty()) {
      span.types = kGroupSet | (span.types == kOtherTypes ? kConceptSet : 0);  // "French", the language
    }
    if (span.types == kOtherTypes) {
      for (std::size_t i = last; span.types == kOtherTypes && i-- > first;) {
        span.types = types_of_head(sentence.tokens[i].form);
      }
    }
    if (span.types == kPersonSet) {
      while (last - first > 1 && gazetteer.is_title(sentence.tokens[first].form) &&
             !gazetteer.given_name(sentence.tokens[first].form)) {
        allowed[first++] = kOutsideBit;
      }
    }
    const std::string article = fold(sentence.tokens[first].form);
    if (last - first > 1 && (article == "the" || article == "a" || article == "an") && span.types != kWorkSet) {
      allowed[first++] = kOutsideBit;
    }
    const std::uint64_t maybe = span.maybe ? kOutsideBit : 0;
    if (last == first + 1) {
      allowed[first] = labels(span.types, NamePart::kSingle) | maybe;
      continue;
    }
    for (std::size_t i = first; i < last; ++i) {
      allowed[i] = labels(span.types, i == first      ? NamePart::kBegin
                                      : i + 1 == last ? NamePart::kEnd
                                                      : NamePart::kInside) |
                   maybe;
    }
  }
  sentence.span = {0, at};
  document.sentences.push_back(std::move(sentence));
  document.allowed.push_back(std::move(allowed));
}

struct Marking {
  Types types = 0;
  bool maybe = false;
};

Marking marking_of(std::string_view label, ColumnCorpus corpus) {
  static const std::map<std::string_view, Marking> kCommon = {
      {"PER", {kPersonSet}}, {"LOC", {kPlaceSet}}, {"ORG", {kOrganizationSet}}, {"MISC", {kOtherTypes}}};
  static const std::map<std::string_view, Marking> kWnut = {
      {"person", {kPersonSet}},   {"location", {kPlaceSet}},     {"corporation", {kOrganizationSet}},
      {"product", {kProductSet}}, {"creative-work", {kWorkSet}}, {"group", {kOrganizationSet}}};
  static const std::map<std::string_view, Marking> kCross = {
      {"person", {kPersonSet}},
      {"politician", {kPersonSet}},
      {"writer", {kPersonSet}},
      {"musicalartist", {kPersonSet}},
      {"scientist", {kPersonSet}},
      {"researcher", {kPersonSet}},
      {"organisation", {kOrganizationSet}},
      {"politicalparty", {kOrganizationSet}},
      {"band", {kOrganizationSet}},
      {"university", {kOrganizationSet}},
      {"country", {kPlaceSet}},
      {"location", {kPlaceSet}},
      {"astronomicalobject", {kPlaceSet}},
      {"event", {kEventSet}},
      {"conference", {kEventSet}},
      {"election", {kEventSet}},
      {"award", {kEventSet | kConceptSet | kWorkSet}},
      {"book", {kWorkSet}},
      {"poem", {kWorkSet}},
      {"song", {kWorkSet}},
      {"album", {kWorkSet}},
      {"magazine", {kWorkSet | kOrganizationSet}},
      {"academicjournal", {kWorkSet}},
      {"product", {kProductSet | kConceptSet, true}},
      {"programlang", {kProductSet}},
      {"misc", {kOtherTypes, true}},
  };
  const auto& table = corpus == ColumnCorpus::kWnut ? kWnut : corpus == ColumnCorpus::kCrossNer ? kCross : kCommon;
  const auto found = table.find(label);
  if (found != table.end()) return found->second;
  return {kConceptSet | kProductSet, true};
}

}  // namespace

std::vector<NameDocument> read_columns(const std::filesystem::path& path, ColumnCorpus corpus) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  const Types unmarked = corpus == ColumnCorpus::kBroadTwitter ? kOtherTypes
                         : corpus == ColumnCorpus::kWnut       ? (kEventSet | kGroupSet | kConceptSet)
                         : corpus == ColumnCorpus::kCrossNer   ? kConceptSet
                                                               : 0;
  std::vector<NameDocument> documents;
  bool fresh = true;
  std::vector<std::string> words;
  std::vector<std::string> marks;
  const auto finish = [&] {
    std::vector<MarkedSpan> spans;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (marks[i] == "O") continue;
      const std::string type = marks[i].substr(2);
      const bool goes_on = marks[i][0] == 'I' && i > 0 && marks[i - 1] != "O" && marks[i - 1].substr(2) == type &&
                           !spans.empty() && spans.back().last == i;
      if (goes_on) {
        ++spans.back().last;
        continue;
      }
      const Marking marking = marking_of(type, corpus);
      // Fields, tasks and compounds are common nouns unless they stand with a capital.
      if (marking.maybe && !has_capital(words[i])) continue;
      spans.push_back({i, i + 1, marking.types, marking.maybe});
    }
    if (words.empty()) return;
    // Addresses of tweets are no names.
    spans.erase(
        std::remove_if(spans.begin(), spans.end(), [&](const MarkedSpan& span) { return words[span.first] == "@"; }),
        spans.end());
    if (fresh || corpus != ColumnCorpus::kWikigold) documents.emplace_back();
    fresh = false;
    add_sentence(documents.back(), words, std::move(spans), unmarked);
    words.clear();
    marks.clear();
  };
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::size_t gap = line.find_last_of(" \t");
    if (line.find_first_not_of(" \t") == std::string::npos || gap == std::string::npos || gap == 0) {
      finish();
      continue;
    }
    if (line.starts_with("-DOCSTART-")) {
      finish();
      fresh = true;
      continue;
    }
    std::string mark = line.substr(gap + 1);
    if (mark.empty() || (mark != "O" && (mark.size() < 3 || mark[1] != '-'))) {
      throw InputError(fmt::format("{}:{}: '{}' is no label", path.string(), number, mark));
    }
    const std::string word = line.substr(0, line.find_last_not_of(" \t", gap) + 1);
    if (corpus == ColumnCorpus::kBroadTwitter && !words.empty() && words.back() == "@") {
      words.back() += word;  // one word, as in running text
      marks.back().assign(1, 'O');
      continue;
    }
    words.push_back(word);
    marks.push_back(std::move(mark));
  }
  finish();
  return documents;
}

std::vector<NameDocument> read_universal_ner(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  std::vector<NameDocument> documents;
  NameDocument* document = nullptr;
  Sentence sentence;
  std::vector<std::string> marks;
  const auto finish = [&] {
    if (sentence.tokens.empty()) return;
    if (document == nullptr) document = &documents.emplace_back();
    std::vector<std::uint64_t> allowed;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] == "O" || marks[i].ends_with("OTH")) {
        allowed.push_back(kOutsideBit | labels(kOtherTypes));
        continue;
      }
      const bool begins = marks[i][0] == 'B';
      const bool ends = i + 1 == marks.size() || marks[i + 1][0] != 'I';
      const Types types = marking_of(std::string_view(marks[i]).substr(2), ColumnCorpus::kWikigold).types;
      allowed.push_back(labels(
          types, begins ? (ends ? NamePart::kSingle : NamePart::kBegin) : (ends ? NamePart::kEnd : NamePart::kInside)));
    }
    document->sentences.push_back(std::exchange(sentence, {}));
    document->allowed.push_back(std::move(allowed));
    marks.clear();
  };
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) {
      finish();
    } else if (line.starts_with("# newdoc")) {
      finish();
      document = &documents.emplace_back();
    } else if (line[0] != '#') {
      const std::size_t first = line.find('\t');
      const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
      if (second == std::string::npos) throw InputError(fmt::format("{}:{}: expected columns", path.string(), number));
      Token token;
      token.form = line.substr(first + 1, second - first - 1);
      sentence.tokens.push_back(std::move(token));
      marks.push_back(line.substr(second + 1, line.find('\t', second + 1) - second - 1));
    }
  }
  finish();
  return documents;
}

std::vector<NameDocument> read_docred(const std::filesystem::path& path, std::size_t first, std::size_t last) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  std::vector<NameDocument> documents;
  try {
    const nlohmann::json articles = nlohmann::json::parse(file);
    static const std::map<std::string_view, Types> kTypes = {
        {"PER", kPersonSet}, {"ORG", kOrganizationSet}, {"LOC", kPlaceSet}, {"MISC", kOtherTypes}};
    for (std::size_t d = first; d < std::min(last, articles.size()); ++d) {
      const nlohmann::json& article = articles[d];
      const nlohmann::json& sentences = article.at("sents");
      std::vector<std::map<std::pair<std::size_t, std::size_t>, Types>> spans(sentences.size());
      for (const nlohmann::json& entity : article.at("vertexSet")) {
        for (const nlohmann::json& mention : entity) {
          const auto type = kTypes.find(mention.at("type").get_ref<const std::string&>());
          if (type == kTypes.end()) continue;
          const nlohmann::json& place = mention.at("pos");
          spans.at(mention.at("sent_id")
                       .get<std::size_t>())[{place.at(0).get<std::size_t>(), place.at(1).get<std::size_t>()}] =
              type->second;
        }
      }
      NameDocument& document = documents.emplace_back();
      for (std::size_t s = 0; s < sentences.size(); ++s) {
        const auto words = sentences[s].get<std::vector<std::string>>();
        std::vector<MarkedSpan> found;
        for (const auto& [place, types] : spans[s]) {
          if (place.first < place.second && place.second <= words.size())
            found.push_back({place.first, place.second, types});
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const MarkedSpan& a, const MarkedSpan& b) { return a.last - a.first > b.last - b.first; });
        add_sentence(document, words, std::move(found), 0);
      }
    }
  } catch (const nlohmann::json::exception& error) {
    throw InputError(fmt::format("{}: not a file of DocRED: {}", path.string(), error.what()));
  }
  return documents;
}

namespace {

// What the ends of a relation of KnowledgeNet are.
struct Ends {
  Types subject = 0;
  Types object = 0;
};

Ends ends_of(std::string_view property) {
  static const std::map<std::string_view, Ends> kEnds = {
      {"SUBSIDIARY_OF", {kOrganizationSet, kOrganizationSet}},
      {"FOUNDED_BY", {kOrganizationSet, kPersonSet | kOrganizationSet}},
      {"EMPLOYEE_OR_MEMBER_OF", {kPersonSet, kOrganizationSet}},
      {"CEO", {kOrganizationSet, kPersonSet}},
      {"DATE_FOUNDED", {kOrganizationSet, 0}},
      {"HEADQUARTERS", {kOrganizationSet, kPlaceSet}},
      {"EDUCATED_AT", {kPersonSet, kOrganizationSet}},
      {"NATIONALITY", {kPersonSet, kPlaceSet}},
      {"PLACE_OF_RESIDENCE", {kPersonSet, kPlaceSet}},
      {"PLACE_OF_BIRTH", {kPersonSet, kPlaceSet}},
      {"DATE_OF_BIRTH", {kPersonSet, 0}},
      {"DATE_OF_DEATH", {kPersonSet, 0}},
      {"SPOUSE", {kPersonSet, kPersonSet}},
      {"CHILD_OF", {kPersonSet, kPersonSet}},
      {"POLITICAL_AFFILIATION", {kPersonSet, kOrganizationSet}}};
  const auto found = kEnds.find(property);
  return found != kEnds.end() ? found->second : Ends{};
}

// Whether words that stand for something are its name: no pronoun, no description.
bool reads_as_name(const std::vector<std::string>& words, std::size_t first, std::size_t last) {
  static const std::set<std::string, std::less<>> kOther = {"He", "She", "It", "His", "Her", "Him", "Its",  "They",
                                                            "I",  "My",  "We", "Our", "Us",  "You", "Your", "Their"};
  static const std::set<std::string, std::less<>> kLinks = {"of",  "the", "and", "for", "&",  "-",  "de", "la",
                                                            "von", "van", "'s",  "in",  "at", "du", ",",  "."};
  if (!has_capital(words[first]) || !has_capital(words[last - 1]) || kOther.contains(words[first])) return false;
  return std::all_of(words.begin() + static_cast<std::ptrdiff_t>(first),
                     words.begin() + static_cast<std::ptrdiff_t>(last),
                     [](const std::string& word) { return has_capital(word) || kLinks.contains(word); });
}

void add_passage(NameDocument& document, const nlohmann::json& passage, const Tokenizer& tokenizer) {
  const Text text(passage.at("passageText").get<std::string>());
  const auto offset = passage.at("passageStart").get<std::uint32_t>();
  std::map<Span, Types> marked;
  const auto mark = [&](const nlohmann::json& fact, const std::string& end, Types types) {
    const Span span = {fact.at(end + "Start").get<std::uint32_t>() - offset,
                       fact.at(end + "End").get<std::uint32_t>() - offset};
    const auto [at, fresh] = marked.emplace(span, types);
    if (!fresh && (at->second & types) != 0) at->second &= types;
  };
  for (const nlohmann::json& fact : passage.at("facts")) {
    const Ends ends = ends_of(fact.at("propertyName").get_ref<const std::string&>());
    if (ends.subject != 0) mark(fact, "subject", ends.subject);
    if (ends.object != 0) mark(fact, "object", ends.object);
  }
  for (const Sentence& sentence : tokenizer.tokenize(text, {0, text.size()})) {
    std::vector<std::string> words;
    for (const Token& token : sentence.tokens) words.push_back(token.form);
    std::vector<MarkedSpan> spans;
    for (const auto& [span, types] : marked) {
      std::size_t first = 0;
      while (first < words.size() && sentence.tokens[first].span.start < span.start) ++first;
      std::size_t last = first;
      while (last < words.size() && sentence.tokens[last].span.end <= span.end) ++last;
      const bool exact = first < last && sentence.tokens[first].span.start == span.start &&
                         sentence.tokens[last - 1].span.end == span.end;
      if (exact && reads_as_name(words, first, last)) spans.push_back({first, last, types});
    }
    std::stable_sort(spans.begin(), spans.end(),
                     [](const MarkedSpan& a, const MarkedSpan& b) { return a.last - a.first > b.last - b.first; });
    if (!spans.empty()) add_sentence(document, words, std::move(spans), kAllTypes);
  }
}

}  // namespace

std::vector<NameDocument> read_knowledgenet(const std::filesystem::path& path, int end_fold,
                                            const Tokenizer& tokenizer) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  std::vector<NameDocument> documents;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) continue;
    try {
      const nlohmann::json article = nlohmann::json::parse(line);
      if (article.at("fold").get<int>() >= end_fold) continue;
      NameDocument document;
      for (const nlohmann::json& passage : article.at("passages")) add_passage(document, passage, tokenizer);
      if (!document.sentences.empty()) documents.push_back(std::move(document));
    } catch (const nlohmann::json::exception& error) {
      throw InputError(fmt::format("{}:{}: not a file of KnowledgeNet: {}", path.string(), number, error.what()));
    }
  }
  return documents;
}

namespace {

// One word of a treebank, as far as names go.
struct TreeWord {
  std::string form;
  std::string tag;
  std::size_t head = 0;  // from 1; 0 for the root
  std::string relation;
  std::string entities;  // the brackets of GUM's Entity=
};

bool is_proper(const TreeWord& word) { return word.tag == "NNP" || word.tag == "NNPS"; }

bool is_calendar(std::string_view form) {
  static const std::set<std::string, std::less<>> kWords = {
      "monday",   "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",    "january", "february",
      "march",    "april",   "may",       "june",     "july",   "august",   "september", "october", "november",
      "december", "mon",     "tue",       "tues",     "wed",    "thu",      "thur",      "thurs",   "fri",
      "sat",      "sun",     "jan",       "feb",      "mar",    "apr",      "jun",       "jul",     "aug",
      "sep",      "sept",    "oct",       "nov",      "dec"};
  std::string folded = fold(form);
  while (!folded.empty() && (folded.back() == '.' || folded.back() == 's') && !kWords.contains(folded))
    folded.pop_back();
  return kWords.contains(folded);
}

bool is_address(std::string_view form) {
  return form.find('@') != std::string_view::npos || form.find("://") != std::string_view::npos ||
         form.starts_with("www.") || form.find(".com") != std::string_view::npos ||
         form.find('_') != std::string_view::npos;
}

// What the tags alone tell: proper nouns are in names, of whatever type.
std::vector<std::uint64_t> allowed_by_tags(const std::vector<TreeWord>& words) {
  constexpr std::size_t kReach = 3;
  const auto in_name = [](const TreeWord& word) { return is_proper(word) && !is_calendar(word.form); };
  std::vector<std::uint64_t> allowed(words.size(), kOutsideBit);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool proper_next = i + 1 < words.size() && is_proper(words[i + 1]);
    if (is_proper(words[i])) {
      allowed[i] = labels(kAllTypes);
      if (is_calendar(words[i].form)) allowed[i] = kOutsideBit | labels(kEventSet | kWorkSet | kOrganizationSet);
      if (is_address(words[i].form) || words[i].form.size() == 1) allowed[i] |= kOutsideBit;
      if (proper_next && Gazetteer::instance().is_title(words[i].form)) allowed[i] |= kOutsideBit;
      continue;
    }
    if (Gazetteer::instance().is_group(words[i].form)) allowed[i] |= labels(kGroupSet | kConceptSet);
    bool before = false;
    bool after = false;
    for (std::size_t n = 1; n <= kReach; ++n) {
      before = before || (i >= n && in_name(words[i - n]));
      after = after || (i + n < words.size() && in_name(words[i + n]));
    }
    const bool verb = words[i].tag.starts_with("V") || words[i].tag == "MD" || words[i].tag.starts_with("PRP");
    if (before && after && !verb) allowed[i] |= labels(kAllTypes, NamePart::kInside);
    const bool beside = proper_next || (i > 0 && is_proper(words[i - 1]));
    if (beside && i > 0 && has_capital(words[i].form)) allowed[i] |= labels(kAllTypes);
  }
  return allowed;
}

// A name ends before the second of two proper nouns that the tree keeps apart: "Regards, Mara Lind" and "Street Tartu".
void part_by_tree(const std::vector<TreeWord>& words, std::vector<std::uint64_t>& allowed) {
  static const std::set<std::string, std::less<>> kTies = {"flat", "compound", "amod", "goeswith", "conj",     "nummod",
                                                           "nmod", "fixed",    "det",  "case",     "nmod:poss"};
  std::vector<std::size_t> phrase(words.size());  // the topmost word of each word's phrase
  const auto top = [&](std::size_t i) {
    for (std::size_t hops = 0; hops < words.size() && words[i].head != 0 && kTies.contains(words[i].relation); ++hops) {
      if (words[i].head > words.size()) break;
      i = words[i].head - 1;
    }
    return i;
  };
  for (std::size_t i = 0; i < words.size(); ++i) phrase[i] = top(i);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (is_proper(words[i]) && is_proper(words[i + 1]) && phrase[i] != phrase[i + 1]) part(allowed[i], allowed[i + 1]);
  }
}

// Given name and surname hang together as "flat", and so do the words of foreign names.
void join_flat_names(const std::vector<TreeWord>& words, std::vector<std::uint64_t>& allowed) {
  const Gazetteer& gazetteer = Gazetteer::instance();
  for (std::size_t head = 0; head < words.size(); ++head) {
    if (!is_proper(words[head]) || words[head].relation == "flat" || words[head].relation == "compound" ||
        words[head].relation == "amod" || is_calendar(words[head].form)) {
      continue;
    }
    std::size_t last = head + 1;
    while (last < words.size() && words[last].relation == "flat" && words[last].head == head + 1 &&
           is_proper(words[last])) {
      ++last;
    }
    if (last == head + 1 || (head > 0 && is_proper(words[head - 1]) && words[head - 1].head == head + 1 &&
                             words[head - 1].relation != "nmod:desc")) {
      continue;
    }
    static const std::set<std::string, std::less<>> kForeign = {"al",  "el", "la", "las", "los", "san", "santa",
                                                                "st.", "st", "le", "les", "de",  "sao"};
    std::string name;
    for (std::size_t i = head; i < last; ++i) name += words[i].form + " ";
    const bool person = gazetteer.places(name).empty() && gazetteer.organization(name) == nullptr &&
                        !kForeign.contains(fold(words[head].form)) &&
                        gazetteer.head_types(words[last - 1].form).empty();
    const Types types = person ? kPersonSet : kPersonSet | kPlaceSet | kOrganizationSet | kWorkSet;
    for (std::size_t i = head; i < last; ++i) {
      allowed[i] = labels(types, i == head ? NamePart::kBegin : i + 1 == last ? NamePart::kEnd : NamePart::kInside);
    }
  }
}

// Adds a sentence to a document. Every other one goes on with the sentence before it if that has no full stop, as where
// line ends are lost: "Best regards, Mara Lind Dear Olaf, ...".
void add_run_together(NameDocument& document, Sentence sentence, std::vector<std::uint64_t> allowed) {
  constexpr std::size_t kLongest = 60;
  const auto stops = [](std::string_view form) { return form == "." || form == "!" || form == "?"; };
  const bool joins = !document.sentences.empty() && !document.sentences.back().tokens.empty() &&
                     !stops(document.sentences.back().tokens.back().form) &&
                     document.sentences.back().tokens.size() + sentence.tokens.size() < kLongest &&
                     (document.sentences.size() + sentence.tokens.size()) % 2 == 0;
  if (!joins) {
    document.sentences.push_back(std::move(sentence));
    document.allowed.push_back(std::move(allowed));
    return;
  }
  std::vector<Token>& tokens = document.sentences.back().tokens;
  part(document.allowed.back().back(), allowed.front());
  tokens.insert(tokens.end(), std::make_move_iterator(sentence.tokens.begin()),
                std::make_move_iterator(sentence.tokens.end()));
  document.allowed.back().insert(document.allowed.back().end(), allowed.begin(), allowed.end());
}

struct TreeEntity {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string type;
};

// Reads GUM's brackets: "(1-person-...", "1)", "(2-place-...)", one behind another.
std::vector<TreeEntity> entities_of(const std::vector<TreeWord>& words) {
  std::vector<TreeEntity> entities;
  std::vector<std::pair<std::string, TreeEntity>> open;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& brackets = words[i].entities;
    for (std::size_t at = 0; at < brackets.size();) {
      const bool opens = brackets[at] == '(';
      const std::size_t end = std::min(brackets.find_first_of("()", at + 1), brackets.size());
      if (opens) {
        const std::string fields = brackets.substr(at + 1, end - at - 1);
        const std::size_t dash = fields.find('-');
        const std::size_t next = dash == std::string::npos ? dash : fields.find('-', dash + 1);
        const std::string id = fields.substr(0, dash);
        const std::string type = dash == std::string::npos ? "" : fields.substr(dash + 1, next - dash - 1);
        open.emplace_back(id, TreeEntity{i, i + 1, type});
      }
      const bool closes = end < brackets.size() && brackets[end] == ')';
      if (closes) {
        const std::string id = opens ? open.back().first : brackets.substr(at, end - at);
        for (std::size_t o = open.size(); o-- > 0;) {
          if (open[o].first != id) continue;
          open[o].second.last = i + 1;
          entities.push_back(open[o].second);
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(o));
          break;
        }
      }
      at = closes ? end + 1 : end;
    }
  }
  return entities;
}

// The proper name at the head of an entity: proper nouns with what links them, such as "University of Portsmouth".
MarkedSpan name_of(const std::vector<TreeWord>& words, const TreeEntity& entity) {
  std::size_t head = entity.last;
  for (std::size_t i = entity.first; i < entity.last; ++i) {
    const std::size_t above = words[i].head;
    if (above == 0 || above - 1 < entity.first || above - 1 >= entity.last) {
      head = i;
      break;
    }
  }
  if (head == entity.last || !is_proper(words[head]) || is_calendar(words[head].form)) return {};
  const auto solid = [&](std::size_t i) {
    return is_proper(words[i]) || words[i].tag == "CD" ||
           (has_capital(words[i].form) && words[i].tag != "DT" && words[i].tag != "PRP");
  };
  const auto link = [&](std::size_t i) {
    static const std::set<std::string, std::less<>> kLinks = {"of", "the", "&",   "-",  "for", "de",
                                                              "la", "von", "van", "'s", "del", "der"};
    return kLinks.contains(words[i].form);
  };
  std::size_t first = head;
  while (first > entity.first) {
    std::size_t next = first - 1;
    while (next > entity.first && link(next) && first - next < 2) --next;
    if (!solid(next)) break;
    first = next;
  }
  std::size_t last = head + 1;
  while (last < entity.last) {
    std::size_t next = last;
    while (next + 1 < entity.last && link(next) && next - last < 2) ++next;
    if (!solid(next)) break;
    last = next + 1;
  }
  static const std::map<std::string_view, Types> kTypes = {
      {"person", kPersonSet | kGroupSet},
      {"organization", kOrganizationSet},
      {"place", kPlaceSet},
      {"event", kEventSet},
      {"object", kProductSet | kWorkSet | kPlaceSet},
      {"abstract", kConceptSet | kWorkSet | kProductSet | kEventSet}};
  const auto type = kTypes.find(entity.type);
  if (type == kTypes.end()) return {};
  Types types = type->second;
  if (entity.type == "person") {
    if (Gazetteer::instance().is_title(words[head].form)) return {};
    if (words[head].tag == "NNP") types = kPersonSet;
  }
  return {first, last, types};
}

}  // namespace

std::vector<NameDocument> read_treebank_names(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path.string()));
  std::vector<NameDocument> documents;
  std::vector<TreeWord> words;
  const auto finish = [&] {
    if (words.empty()) return;
    if (documents.empty()) documents.emplace_back();
    Sentence sentence;
    for (const TreeWord& word : words) {
      Token token;
      token.form = word.form;
      token.xpos = parse_xpos(word.tag).value_or(Xpos::kFw);
      sentence.tokens.push_back(std::move(token));
    }
    std::vector<std::uint64_t> allowed = allowed_by_tags(words);
    part_by_tree(words, allowed);
    join_flat_names(words, allowed);
    std::vector<MarkedSpan> names;
    for (const TreeEntity& entity : entities_of(words)) {
      if (const MarkedSpan name = name_of(words, entity); name.types != 0) names.push_back(name);
    }
    std::stable_sort(names.begin(), names.end(),
                     [](const MarkedSpan& a, const MarkedSpan& b) { return a.last - a.first > b.last - b.first; });
    std::vector<bool> taken(words.size());
    for (MarkedSpan name : names) {
      bool inside = false;
      for (std::size_t i = name.first; i < name.last; ++i) inside = inside || taken[i];
      if (inside) continue;
      for (std::size_t i = name.first; i < name.last; ++i) taken[i] = true;
      while (name.types == kPersonSet && name.last - name.first > 1 &&
             Gazetteer::instance().is_title(words[name.first].form)) {
        allowed[name.first++] = kOutsideBit;
      }
      for (std::size_t i = name.first; i < name.last; ++i) {
        const bool begins = i == name.first;
        const bool ends = i + 1 == name.last;
        allowed[i] = labels(name.types, begins ? (ends ? NamePart::kSingle : NamePart::kBegin)
                                               : (ends ? NamePart::kEnd : NamePart::kInside));
      }
    }
    add_run_together(documents.back(), std::move(sentence), std::move(allowed));
    words.clear();
  };
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) {
      finish();
      continue;
    }
    if (line[0] == '#') {
      if (line.starts_with("# newdoc")) documents.emplace_back();
      continue;
    }
    std::vector<std::string> columns;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      columns.push_back(line.substr(at, end - at));
      at = end + 1;
    }
    if (columns.size() != 10) throw InputError(fmt::format("{}:{}: expected ten columns", path.string(), number));
    if (columns[0].find_first_not_of("0123456789") != std::string::npos) continue;
    TreeWord word{columns[1], columns[4], 0, columns[7], ""};
    word.head = std::strtoul(columns[6].c_str(), nullptr, 10);
    constexpr std::string_view kKey = "Entity=";
    if (const std::size_t at = columns[9].find(kKey); at != std::string::npos) {
      const std::size_t from = at + kKey.size();
      word.entities = columns[9].substr(from, columns[9].find('|', from) - from);
    }
    words.push_back(std::move(word));
  }
  finish();
  return documents;
}

}  // namespace factgraph
