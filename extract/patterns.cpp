#include "extract/patterns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/error.h"

namespace factgraph {
namespace {

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

// The regular forms of a verb, for words the lemmatiser does not know.
std::vector<std::string> regular_forms(const std::string& verb) {
  const std::string stem = verb.ends_with('e') ? verb.substr(0, verb.size() - 1) : verb;
  std::vector<std::string> forms = {verb + "s", stem + "ed", stem + "ing"};
  if (verb.ends_with('y') && verb.size() > 2) {
    const std::string before = verb.substr(0, verb.size() - 1);
    forms.push_back(before + "ies");
    forms.push_back(before + "ied");
  }
  return forms;
}

// One word of a trigger or a condition: "chief_executive.n".
struct Word {
  std::vector<std::string> parts;  // the last counts, by lemma or form, the others stand before it; none: any word
  char kind = 0;                   // 'v', 'n', 'c', 'a', or 0 for any
  std::vector<std::string> forms;  // further forms of the last part, for verbs
};

struct Edge {
  StepLabel label = 0;
  bool backwards = false;
};

// One part of a path: any of these edges, to any of these words (none: to whatever is there).
struct Hop {
  std::vector<Edge> edges;
  std::vector<Word> words;
};

enum class Slot : std::uint8_t { kSubject, kObject, kRole, kTime, kPlace, kWith, kWithout };

struct Item {
  Slot slot = Slot::kWith;
  bool optional = false;
  std::vector<Hop> path;           // empty: the trigger itself
  std::vector<std::string> types;  // narrower than the relation asks; of a condition, the only ones that count
};

enum class Root : std::uint8_t { kWords, kSubject, kObject };

struct Pattern {
  std::uint32_t relation = 0;
  std::uint32_t index = 0;
  Root root = Root::kWords;
  std::vector<Word> words;
  std::vector<std::string> root_types;
  std::vector<Item> items;
  double confidence = 0.7;
};

bool word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '\'' || c == '&' || static_cast<unsigned char>(c) >= 0x80;
}

// Reads one pattern from left to right.
class PatternParser {
 public:
  PatternParser(const Ontology& ontology, const PatternSource& source)
      : ontology_(ontology), source_(source), text_(source.text) {}

  Pattern read(const RelationType& relation) {
    Pattern pattern;
    skip_spaces();
    const std::size_t start = at_;
    if (const auto root = keyword()) {
      pattern.root = *root;
      pattern.root_types = types();
    } else {
      pattern.words = words();
      for (const Word& word : pattern.words) {
        if (word.parts.empty()) fail(start, "a trigger cannot be any word");
      }
    }
    bool subject = pattern.root == Root::kSubject;
    bool object = pattern.root == Root::kObject;
    while (skip_spaces(), at_ < text_.size()) {
      if (text_[at_] == '~') {
        pattern.confidence = confidence();
        continue;
      }
      const std::size_t item_start = at_;
      pattern.items.push_back(item());
      const Item& last = pattern.items.back();
      if ((last.slot == Slot::kSubject && std::exchange(subject, true)) ||
          (last.slot == Slot::kObject && std::exchange(object, true))) {
        fail(item_start, "subject and object are given once each");
      }
      if (last.slot == Slot::kObject && relation.value != ValueKind::kNone && !last.types.empty()) {
        fail(item_start, "the object of this relation is a value and has no type");
      }
    }
    if (pattern.root == Root::kObject && relation.value != ValueKind::kNone) {
      fail(start, "a pattern cannot start at an object that is a value");
    }
    if (!subject || !object) fail(start, "a pattern needs subject=... and object=...");
    return pattern;
  }

  Word set_word() {
    skip_spaces();
    std::string text(text_);
    std::replace(text.begin(), text.end(), ' ', '_');
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (!word_char(text[i]) && text[i] != '.') fail(i, "a word holds letters, digits, -, ' and .");
    }
    return make_word(text);
  }

 private:
  [[noreturn]] void fail(std::size_t at, std::string_view message) const {
    std::size_t column = source_.column;
    for (std::size_t i = 0; i < at && i < text_.size(); ++i) {
      column += (static_cast<unsigned char>(text_[i]) & 0xC0U) != 0x80U ? 1 : 0;
    }
    throw SchemaError(fmt::format("{}:{}:{}: {}", ontology_.source(), source_.line, column, message));
  }

  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool accept(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view take_word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && word_char(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  std::optional<Root> keyword() {
    const std::size_t start = at_;
    const std::string_view word = take_word();
    if (word == "subject") return Root::kSubject;
    if (word == "object") return Root::kObject;
    at_ = start;
    return std::nullopt;
  }

  std::vector<std::string> types() {
    std::vector<std::string> result;
    if (!accept(':')) return result;
    do {
      const std::size_t start = at_;
      const std::string_view name = take_word();
      if (ontology_.type(name) == nullptr) fail(start, fmt::format("unknown type \"{}\"", name));
      result.emplace_back(name);
    } while (accept('|'));
    return result;
  }

  static Word make_word(std::string_view text) {
    Word word;
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('_', start), text.size());
      if (end > start) word.parts.push_back(lower(text.substr(start, end - start)));
      start = end + 1;
    }
    return word;
  }

  char kind() {
    if (!accept('.')) return 0;
    const char c = at_ < text_.size() ? text_[at_] : ' ';
    if (c != 'v' && c != 'n' && c != 'c' && c != 'a') {
      fail(at_, "after a word comes .v (verb), .n (noun), .c (noun, no name) or .a (adjective)");
    }
    ++at_;
    return c;
  }

  // word|word|..., a word being text, @set (or @type for the nouns of a type and its subtypes) or * for any. A kind after the last word holds for all that have none.
  std::vector<Word> words() {
    std::vector<Word> result;
    do {
      const std::size_t start = at_;
      std::vector<Word> group;
      if (accept('@')) {
        const std::string_view name = take_word();
        const WordSet* set = ontology_.word_set(name);
        if (set != nullptr) {
          for (const PatternSource& word : set->words) group.push_back(PatternParser(ontology_, word).set_word());
        } else if (ontology_.type(name) != nullptr) {
          for (const EntityType& type : ontology_.types()) {
            if (!ontology_.is_a(type.name, name)) continue;
            for (const std::string& noun : type.nouns) group.push_back(make_word(noun));
          }
        } else {
          fail(start, fmt::format("unknown word set \"@{}\"; add it under [words]", name));
        }
      } else if (accept('*')) {
        group.emplace_back();
      } else {
        group.push_back(make_word(take_word()));
        if (group.back().parts.empty()) fail(start, "a word is missing here");
      }
      const char own = kind();
      for (Word& word : group) {
        word.kind = own;
        result.push_back(std::move(word));
      }
    } while (accept('|'));
    for (Word& word : result) {
      if (word.kind == 0) word.kind = result.back().kind;
      if (word.kind == 'v' && !word.parts.empty()) word.forms = regular_forms(word.parts.back());
    }
    return result;
  }

  Item item() {
    Item result;
    const std::size_t start = at_;
    if (accept('+')) {
      result.slot = Slot::kWith;
    } else if (accept('!')) {
      result.slot = Slot::kWithout;
    } else {
      const std::string_view name = take_word();
      if (name == "subject") {
        result.slot = Slot::kSubject;
      } else if (name == "object") {
        result.slot = Slot::kObject;
      } else if (name == "role") {
        result.slot = Slot::kRole;
      } else if (name == "time") {
        result.slot = Slot::kTime;
      } else if (name == "place") {
        result.slot = Slot::kPlace;
      } else {
        fail(start, "expected subject=, object=, role=, time=, place=, +path, !path or ~confidence");
      }
      result.types = types();
      result.optional = accept('?');
      if (result.optional && result.slot <= Slot::kObject) fail(start, "subject and object cannot be optional");
      if (!accept('=')) fail(at_, "\"=\" is missing");
      if (accept('.')) return result;
    }
    do result.path.push_back(hop());
    while (accept('/'));
    if (result.path.size() > 4) fail(start, "a path has at most four steps");
    if (result.slot == Slot::kWith || result.slot == Slot::kWithout) result.types = types();
    if (at_ < text_.size() && text_[at_] != ' ') fail(at_, "a space is missing here");
    return result;
  }

  Hop hop() {
    Hop result;
    do {
      Edge edge;
      edge.backwards = accept('<');
      const std::size_t start = at_;
      const std::string_view name = take_word();
      const auto label = parse_step(name);
      if (!label) fail(start, fmt::format("unknown step \"{}\": neither a grammatical step nor a preposition", name));
      edge.label = *label;
      result.edges.push_back(edge);
    } while (accept('|'));
    if (accept('[')) {
      result.words = words();
      if (!accept(']')) fail(at_, "\"]\" is missing");
    }
    return result;
  }

  double confidence() {
    const std::size_t start = at_++;
    double value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    at_ = static_cast<std::size_t>(end - text_.data());
    if (error != std::errc() || !(value > 0.0 && value <= 1.0)) {
      fail(start, "confidence is written ~0.8, above 0 and at most 1");
    }
    return value;
  }

  const Ontology& ontology_;
  const PatternSource& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

// Every type that a list of types admits, sorted.
std::vector<std::string> admitted(const Ontology& ontology, const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const EntityType& type : ontology.types()) {
    if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return ontology.is_a(type.name, name); })) {
      result.push_back(type.name);
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace

struct PatternSet::Impl {
  const Ontology* ontology;
  std::vector<Pattern> patterns;
  // By the last word of a trigger: patterns and the word of theirs.
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>, std::less<>> by_word;
  std::vector<std::uint32_t> by_mention;                // patterns that start at the subject or object
  std::vector<std::vector<std::string>> domain, range;  // by relation

  class Matcher;
};

PatternSet::PatternSet(const Ontology& ontology) {
  auto impl = std::make_unique<Impl>();
  impl->ontology = &ontology;
  const std::vector<RelationType>& relations = ontology.relations();
  for (std::uint32_t r = 0; r < relations.size(); ++r) {
    impl->domain.push_back(admitted(ontology, relations[r].domain));
    impl->range.push_back(admitted(ontology, relations[r].range));
    for (std::uint32_t i = 0; i < relations[r].patterns.size(); ++i) {
      Pattern pattern = PatternParser(ontology, relations[r].patterns[i]).read(relations[r]);
      pattern.relation = r;
      pattern.index = i;
      const auto number = static_cast<std::uint32_t>(impl->patterns.size());
      if (pattern.root != Root::kWords) impl->by_mention.push_back(number);
      for (std::uint32_t w = 0; w < pattern.words.size(); ++w) {
        impl->by_word[pattern.words[w].parts.back()].emplace_back(number, w);
        for (const std::string& form : pattern.words[w].forms) impl->by_word[form].emplace_back(number, w);
      }
      impl->patterns.push_back(std::move(pattern));
    }
  }
  impl_ = std::move(impl);
}

PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

class PatternSet::Impl::Matcher {
 public:
  Matcher(const Impl& set, const SentenceView& sentence)
      : set_(set), view_(sentence), mention_at_(sentence.tree.size(), nullptr) {
    lemmas_.reserve(sentence.tree.size());
    for (std::uint32_t t = 0; t < sentence.tree.size(); ++t) {
      lemmas_.push_back(lower(sentence.tree[t].lemma));
      forms_.push_back(lower(sentence.tree[t].form));
    }
    for (const ResolvedMention& mention : sentence.mentions) {
      for (std::uint32_t t = mention.first; t < mention.last; ++t) mention_at_[t] = &mention;
    }
  }

  std::vector<PatternMatch> run() {
    for (std::uint32_t t = 0; t < view_.tree.size(); ++t) {
      if (in_name(t)) continue;
      match_word(t, lemmas_[t]);
      if (forms_[t] != lemmas_[t]) match_word(t, forms_[t]);
    }
    for (const std::uint32_t number : set_.by_mention) {
      const Pattern& pattern = set_.patterns[number];
      for (const ResolvedMention& mention : view_.mentions) {
        const bool subject = pattern.root == Root::kSubject;
        if (fits(mention, subject ? set_.domain[pattern.relation] : set_.range[pattern.relation], pattern.root_types)) {
          bind(pattern, mention.head, &mention, mention.first, mention.last);
        }
      }
    }
    const auto key = [](const PatternMatch& m) {
      return std::tuple(m.trigger, m.relation, m.pattern, m.subject->first,
                        m.object != nullptr ? m.object->first
                        : m.date != nullptr ? m.date->first
                                            : m.value);
    };
    std::sort(matches_.begin(), matches_.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto last =
        std::unique(matches_.begin(), matches_.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); });
    matches_.erase(last, matches_.end());
    return std::move(matches_);
  }

 private:
  static constexpr std::size_t kMostEnds = 32;
  static constexpr std::size_t kMostMatches = 4096;

  struct End {
    std::uint32_t token;
    std::uint32_t marker;  // of the last step
  };

  bool in_name(std::uint32_t t) const {
    return mention_at_[t] != nullptr && mention_at_[t]->kind == MentionKind::kName;
  }

  void match_word(std::uint32_t t, const std::string& text) {
    const auto found = set_.by_word.find(text);
    if (found == set_.by_word.end()) return;
    for (const auto& [number, w] : found->second) {
      const Pattern& pattern = set_.patterns[number];
      if (const auto first = begin_of(t, pattern.words[w])) bind(pattern, t, nullptr, *first, t + 1);
    }
  }

  // Whether `word` ends at token `t`; returns where it begins.
  std::optional<std::uint32_t> begin_of(std::uint32_t t, const Word& word) const {
    if (!word.parts.empty() && lemmas_[t] != word.parts.back() && forms_[t] != word.parts.back() &&
        std::find(word.forms.begin(), word.forms.end(), forms_[t]) == word.forms.end()) {
      return std::nullopt;
    }
    const Upos upos = view_.tree[t].upos;
    if (word.kind == 'v' && upos != Upos::kVerb && upos != Upos::kAux) return std::nullopt;
    if (word.kind == 'n' && upos != Upos::kNoun && upos != Upos::kPropn) return std::nullopt;
    if (word.kind == 'c' && ((upos != Upos::kNoun && upos != Upos::kPropn) || in_name(t))) return std::nullopt;
    if (word.kind == 'a' && upos != Upos::kAdj && upos != Upos::kVerb) return std::nullopt;
    for (std::size_t part = word.parts.size(); part-- > 1;) {
      if (t > 0 && view_.tree[t - 1].xpos == Xpos::kHyph) --t;
      if (t == 0 || (lemmas_[t - 1] != word.parts[part - 1] && forms_[t - 1] != word.parts[part - 1]))
        return std::nullopt;
      --t;
    }
    return t;
  }

  bool is_any(std::uint32_t t, const std::vector<Word>& words) const {
    return words.empty() ||
           std::any_of(words.begin(), words.end(), [&](const Word& word) { return begin_of(t, word); });
  }

  bool fits(const ResolvedMention& mention, const std::vector<std::string>& allowed,
            const std::vector<std::string>& narrower) const {
    const std::string& type = view_.entities[mention.entity].type;
    if (!std::binary_search(allowed.begin(), allowed.end(), type)) return false;
    return narrower.empty() || is_of(&mention, narrower);
  }
  bool is_of(const ResolvedMention* mention, const std::vector<std::string>& types) const {
    return mention != nullptr && std::any_of(types.begin(), types.end(), [&](const auto& name) {
             return set_.ontology->is_a(view_.entities[mention->entity].type, name);
           });
  }

  std::vector<End> follow(std::uint32_t start, const std::vector<Hop>& path) const {
    std::vector<End> ends = {{start, SentenceGraph::kNoMarker}};
    for (const Hop& hop : path) {
      std::vector<End> next;
      for (const End& end : ends) {
        for (const Edge& edge : hop.edges) {
          for (const SentenceGraph::Step& step :
               edge.backwards ? view_.graph.into(end.token) : view_.graph.from(end.token)) {
            if (step.label != edge.label || !is_any(step.to, hop.words) || next.size() == kMostEnds) continue;
            next.push_back({step.to, step.marker});
          }
        }
      }
      ends = std::move(next);
    }
    return ends;
  }

  // Matches a pattern at its root: a trigger [first, last) headed by `root`, or the mention it starts at.
  void bind(const Pattern& pattern, std::uint32_t root, const ResolvedMention* mention, std::uint32_t first,
            std::uint32_t last) {
    const RelationType& relation = set_.ontology->relations()[pattern.relation];
    PatternMatch match;
    match.relation = pattern.relation;
    match.pattern = pattern.index;
    match.confidence = pattern.confidence;
    std::vector<End> subjects;
    std::vector<End> objects;
    if (pattern.root == Root::kSubject) subjects.push_back({root, SentenceGraph::kNoMarker});
    if (pattern.root == Root::kObject) objects.push_back({root, SentenceGraph::kNoMarker});
    const std::vector<std::string>* subject_types = &pattern.root_types;
    const std::vector<std::string>* object_types = &pattern.root_types;
    for (const Item& item : pattern.items) {
      std::vector<End> ends = follow(root, item.path);
      if (item.slot == Slot::kWith || item.slot == Slot::kWithout) {
        std::erase_if(ends, [&](const End& end) {
          // What must not be there is something else: "head coach" has no compound of its own.
          if (item.slot == Slot::kWithout && first <= end.token && end.token < last) return true;
          return !item.types.empty() && !is_of(mention_at_[end.token], item.types);
        });
      }
      if (item.slot == Slot::kWithout ? !ends.empty() : ends.empty() && !item.optional) return;
      if (ends.empty()) continue;
      switch (item.slot) {
        case Slot::kSubject:
          subjects = std::move(ends);
          subject_types = &item.types;
          break;
        case Slot::kObject:
          objects = std::move(ends);
          object_types = &item.types;
          break;
        case Slot::kRole:
          match.role = ends.front().token;
          break;
        case Slot::kTime:
          match.time = ends.front().token;
          break;
        case Slot::kPlace:
          match.place = ends.front().token;
          break;
        case Slot::kWith:
        case Slot::kWithout:
          break;
      }
    }
    name_descriptions(subjects);
    if (relation.value == ValueKind::kNone) name_descriptions(objects);
    const bool one_by_one = view_.tree[root].xpos == Xpos::kNns && gives_office(pattern);
    const auto rank = [&](const std::vector<End>& ends, const End& end) {
      return one_by_one ? order_of(ends, end.token) : std::pair<std::size_t, std::size_t>();
    };
    for (const End& subject : subjects) {
      match.subject = mention_at_[subject.token];
      if (match.subject == nullptr || !fits(*match.subject, set_.domain[pattern.relation], *subject_types)) continue;
      for (const End& object : objects) {
        match.object = nullptr;
        match.date = nullptr;
        if (!bind_object(relation, pattern, object.token, *object_types, match)) continue;
        const auto [subject_at, subject_count] = rank(subjects, subject);
        const auto [object_at, object_count] = rank(objects, object);
        const bool several = subject_count > 1 && object_count > 1;
        if (several && (subject_at != object_at || subject_count != object_count)) continue;
        set_trigger(match, mention, root, first, last, mention == match.subject ? object : subject);
        if (matches_.size() < kMostMatches) matches_.push_back(match);
      }
    }
  }

  // Whether the trigger is the role: "the presidents of Norvia and Tarsk, X and Y" hold one office each.
  static bool gives_office(const Pattern& pattern) {
    return std::any_of(pattern.items.begin(), pattern.items.end(),
                       [](const Item& item) { return item.slot == Slot::kRole && item.path.empty(); });
  }

  // Which of the mentions among `ends` the one at `token` is, and how many there are.
  std::pair<std::size_t, std::size_t> order_of(const std::vector<End>& ends, std::uint32_t token) const {
    std::set<std::uint32_t> places;
    for (const End& end : ends) {
      if (mention_at_[end.token] != nullptr) places.insert(mention_at_[end.token]->first);
    }
    const auto at = places.find(mention_at_[token]->first);
    return {static_cast<std::size_t>(std::distance(places.begin(), at)), places.size()};
  }

  // An end that is no mention but describes one stands for it: "the daughter of the painter X".
  void name_descriptions(std::vector<End>& ends) const {
    static const StepLabel kSubject = *parse_step("subj");
    for (std::size_t i = 0, count = ends.size(); i < count; ++i) {
      const std::uint32_t token = ends[i].token;
      const Upos upos = view_.tree[token].upos;
      if (mention_at_[token] != nullptr || (upos != Upos::kNoun && upos != Upos::kPropn)) continue;
      for (const SentenceGraph::Step& step : view_.graph.from(token)) {
        if (step.label != kSubject || mention_at_[step.to] == nullptr || ends.size() == kMostEnds) continue;
        ends.push_back({step.to, ends[i].marker});
      }
    }
  }

  bool bind_object(const RelationType& relation, const Pattern& pattern, std::uint32_t token,
                   const std::vector<std::string>& types, PatternMatch& match) const {
    if (relation.value == ValueKind::kDate) {
      for (const TimeExpression& time : view_.times) {
        if (time.first <= token && token < time.last && !time.edtf.empty()) match.date = &time;
      }
      return match.date != nullptr;
    }
    if (relation.value == ValueKind::kText) {
      match.value = token;
      return view_.tree[token].upos == Upos::kNoun &&
             (mention_at_[token] == nullptr || mention_at_[token]->kind != MentionKind::kName);
    }
    match.object = mention_at_[token];
    if (match.object == nullptr || match.object->entity == match.subject->entity) return false;
    if (relation.same_kind && set_.ontology->root(view_.entities[match.subject->entity].type) !=
                                  set_.ontology->root(view_.entities[match.object->entity].type)) {
      return false;
    }
    return fits(*match.object, set_.range[pattern.relation], types);
  }

  // The trigger of a pattern that starts at a mention is the word that makes the last step to the other end, or what
  // stands between the two, or that end itself.
  static void set_trigger(PatternMatch& match, const ResolvedMention* mention, std::uint32_t root, std::uint32_t first,
                          std::uint32_t last, const End& other) {
    match.trigger = root;
    match.trigger_first = first;
    match.trigger_last = last;
    if (mention == nullptr) return;
    match.trigger = other.marker != SentenceGraph::kNoMarker ? other.marker : other.token;
    match.trigger_first = match.trigger;
    match.trigger_last = match.trigger + 1;
  }

  const Impl& set_;
  const SentenceView& view_;
  std::vector<std::string> lemmas_, forms_;
  std::vector<const ResolvedMention*> mention_at_;
  std::vector<PatternMatch> matches_;
};

std::vector<PatternMatch> PatternSet::match(const SentenceView& sentence) const {
  return Impl::Matcher(*impl_, sentence).run();
}

}  // namespace factgraph
