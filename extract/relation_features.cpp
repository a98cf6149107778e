#include "extract/relation_features.h"

#include <algorithm>
#include <array>

#include "extract/language/fold.h"
#include "extract/language/linear_model.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kMostMentions = 24;  // of a sentence; lists of names hold few facts
constexpr std::uint32_t kFarthest = 60;      // tokens between two ends
constexpr std::uint32_t kLongestPath = 10;   // steps from an end to where the paths meet
constexpr std::uint32_t kMostBetween = 20;   // items between, as single features
constexpr std::uint32_t kWholeBetween = 6;   // items between, as one feature
constexpr std::size_t kMostSteps = 24;       // looked at from one word

std::uint32_t hash_of(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash | 1U;  // 0 stands for nothing
}

std::uint32_t join(std::uint32_t a, std::uint32_t b) { return hash_feature(0x5EEDU, a, b, 0) | 1U; }

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

std::uint32_t bucket(std::uint32_t value) {
  if (value < 6) return value;
  if (value < 9) return 6;
  if (value < 14) return 7;
  if (value < 22) return 8;
  return 9;
}

bool is_content(const Token& token) {
  return token.upos == Upos::kVerb || token.upos == Upos::kNoun || token.upos == Upos::kAdj ||
         token.upos == Upos::kPropn;
}

}  // namespace

struct RelationFeatures::End {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t head = 0;
  std::uint32_t root = 0;  // hashed
  std::uint32_t type = 0;  // hashed
  std::uint32_t kind = 0;  // name, nominal, pronoun, adjective, or how exact a date is
  std::uint32_t entity = kNoWord;
};

// Numbers the templates: a feature is what it says and the place in the code that says it.
class RelationFeatures::Collector {
 public:
  explicit Collector(std::vector<Feature>& features) : features_(features) {}

  void add(std::uint32_t number, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
           std::uint32_t word = kNoWord) {
    if (features_.size() < LinearModel::kMaxFeatures) features_.push_back({hash_feature(number, a, b, c), word});
  }

 private:
  std::vector<Feature>& features_;
};

RelationFeatures::RelationFeatures(const SentenceView& view, const Ontology& ontology, const WordClasses& classes,
                                   std::span<const Relation> known)
    : view_(view), known_(known) {
  for (const ResolvedMention& mention : view.mentions) {
    if (mention.entity >= roots_.size()) {
      roots_.resize(mention.entity + 1);
      types_.resize(mention.entity + 1);
    }
    const std::string& type = view.entities[mention.entity].type;
    roots_[mention.entity] = hash_of(ontology.root(type));
    types_[mention.entity] = hash_of(type);
  }
  add_items(classes);
}

void RelationFeatures::add_items(const WordClasses& classes) {
  static const std::uint32_t kDate = hash_of("DATE");
  static const std::uint32_t kNumber = hash_of("NUMBER");
  const std::uint32_t size = view_.tree.size();
  std::vector<const ResolvedMention*> mention_at(size, nullptr);
  std::vector<const TimeExpression*> time_at(size, nullptr);
  for (const ResolvedMention& mention : view_.mentions) {
    for (std::uint32_t t = mention.first; t < mention.last; ++t) mention_at[t] = &mention;
  }
  for (const TimeExpression& time : view_.times) {
    for (std::uint32_t t = time.first; t < time.last; ++t) time_at[t] = &time;
  }
  item_of_.resize(size);
  company_.resize(size);
  for (std::uint32_t t = 0; t < size;) {
    Item item;
    item.first = t;
    item.last = t + 1;
    const ResolvedMention* mention = mention_at[t];
    if (mention != nullptr && mention->kind != MentionKind::kPronoun) {
      item.last = std::max(mention->last, t + 1);
      item.symbol = join(roots_[mention->entity], mention->kind == MentionKind::kName ? 1 : 2);
    } else if (mention == nullptr && time_at[t] != nullptr) {
      item.last = std::max(time_at[t]->last, t + 1);
      item.symbol = kDate;
    } else if (view_.tree[t].upos == Upos::kNum) {
      item.symbol = kNumber;
    } else {
      const Token& token = view_.tree[t];
      const std::string lemma = lower(token.lemma);
      const WordClass company = classes.lookup(fold(token.form));
      item.symbol = hash_of(lemma);
      item.company = company.fine;
      item.word = token.upos != Upos::kPunct && token.upos != Upos::kSym;
      company_[t] = company.middle;
    }
    for (; t < item.last; ++t) item_of_[t] = static_cast<std::uint32_t>(items_.size());
    items_.push_back(item);
  }
}

RelationFeatures::End RelationFeatures::end_of(const ResolvedMention& mention) const {
  return {.first = mention.first,
          .last = mention.last,
          .head = mention.head,
          .root = roots_[mention.entity],
          .type = types_[mention.entity],
          .kind = mention.adjectival ? 4U : static_cast<std::uint32_t>(mention.kind) + 1,
          .entity = mention.entity};
}

RelationFeatures::End RelationFeatures::end_of(const TimeExpression& time) const {
  static const std::uint32_t kDate = hash_of("DATE");
  const auto inside = [&](std::uint32_t t) { return time.first <= t && t < time.last; };
  std::uint32_t head = time.last - 1;
  for (std::uint32_t t = time.first; t < time.last; ++t) {
    const auto above = view_.tree.head(t);
    if (!above || !inside(*above)) {
      head = t;
      break;
    }
  }
  const bool range = time.edtf.find('/') != std::string::npos;
  return {.first = time.first,
          .last = time.last,
          .head = head,
          .root = kDate,
          .type = kDate,
          .kind = range ? 31U : static_cast<std::uint32_t>(std::min<std::size_t>(time.edtf.size(), 10)) + 10};
}

std::vector<RelationPair> RelationFeatures::pairs() const {
  std::vector<RelationPair> pairs;
  if (view_.mentions.empty() || view_.mentions.size() > kMostMentions) return pairs;
  const auto near = [](const auto& a, const auto& b) {
    return a.first < b.first ? b.first < a.last + kFarthest : a.first < b.last + kFarthest;
  };
  for (const ResolvedMention& subject : view_.mentions) {
    if (subject.adjectival) continue;
    for (const ResolvedMention& object : view_.mentions) {
      if (object.entity != subject.entity && near(subject, object)) pairs.push_back({&subject, &object, nullptr});
    }
    for (const TimeExpression& time : view_.times) {
      if (near(subject, time)) pairs.push_back({&subject, nullptr, &time});
    }
  }
  return pairs;
}

void RelationFeatures::of(const RelationPair& pair, std::vector<Feature>& features) const {
  features.clear();
  Collector out(features);
  const End subject = end_of(*pair.subject);
  const End object = pair.object != nullptr ? end_of(*pair.object) : end_of(*pair.date);
  add_kinds(subject, object, out);
  add_known(pair, out);
  add_graph(subject, object, out);
  add_path(subject, object, out);
  add_words(subject, object, out);
}

void RelationFeatures::add_kinds(const End& subject, const End& object, Collector& out) const {
  const std::uint32_t order = subject.first < object.first ? 1 : 2;
  const std::uint32_t roots = join(subject.root, object.root);
  out.add(0);
  out.add(1, order, roots);
  out.add(2, subject.type, object.type);
  out.add(3, subject.kind, object.kind, order);
  out.add(4, object.type, object.kind);
  // What the names themselves say: "... University", "... Inc".
  const auto word = [&](std::uint32_t t) { return hash_of(lower(view_.tree[t].form)); };
  const bool named = subject.kind == 1;
  if (named) out.add(5, word(subject.last - 1), object.root);
  if (object.root == subject.root || object.kind == 1) {
    out.add(6, word(object.last - 1), subject.root);
    out.add(7, word(object.first), subject.root);
  }
  if (object.kind == 4) out.add(8, subject.root);
  const std::uint32_t from = item_of_[order == 1 ? subject.last - 1 : object.last - 1];
  const std::uint32_t to = item_of_[order == 1 ? object.first : subject.first];
  const std::uint32_t apart = to > from ? to - from - 1 : 0;
  out.add(9, bucket(apart), order, roots);
  // How many other ends of the same kind stand between: the nearest is the likeliest.
  std::uint32_t rivals = 0;
  for (const ResolvedMention& mention : view_.mentions) {
    const bool between =
        mention.first > std::min(subject.first, object.first) && mention.first < std::max(subject.first, object.first);
    if (!between || mention.entity == subject.entity || mention.entity == object.entity) continue;
    if (roots_[mention.entity] == object.root) rivals |= 1U;
    if (roots_[mention.entity] == subject.root) rivals |= 2U;
  }
  std::uint32_t rank = 0;  // of a date among the dates of the sentence
  for (const TimeExpression& time : view_.times) rank += time.first < object.first ? 1U : 0U;
  out.add(10, rivals, order, roots);
  if (object.entity == kNoWord) out.add(11, rank, static_cast<std::uint32_t>(view_.times.size()), object.kind);
  out.add(12, subject.first == 0 ? 1 : 2, subject.kind, roots);
  out.add(13, subject.entity == 0 ? 1 : 2, roots);
}

void RelationFeatures::add_known(const RelationPair& pair, Collector& out) const {
  for (const Relation& relation : known_) {
    if (relation.open) continue;
    const std::uint32_t type = hash_of(relation.type);
    const std::uint32_t subject = pair.subject->entity;
    if (pair.object == nullptr) {
      const Span span{view_.tree[pair.date->first].span.start, view_.tree[pair.date->last - 1].span.end};
      if (relation.subject == subject && relation.object_span == span) out.add(20, type);
      if (relation.subject == subject && !relation.object && relation.object_span != span) out.add(21, type);
      continue;
    }
    const std::uint32_t object = pair.object->entity;
    if (relation.subject == subject && relation.object == object) out.add(22, type);
    if (relation.subject == object && relation.object == subject) out.add(23, type);
    if (relation.subject == subject && relation.object && *relation.object != object) out.add(24, type);
    if (relation.object == object && relation.subject != subject) out.add(25, type);
    if (relation.object == subject && relation.subject != object) out.add(26, type);
    if (relation.subject == object && relation.object != subject) out.add(27, type);
  }
}

void RelationFeatures::add_graph(const End& subject, const End& object, Collector& out) const {
  const SentenceGraph& graph = view_.graph;
  const auto symbol = [&](std::uint32_t t) { return items_[item_of_[t]].symbol; };
  const auto steps = [](std::span<const SentenceGraph::Step> all) {
    return all.first(std::min(all.size(), kMostSteps));
  };
  for (const SentenceGraph::Step& step : steps(graph.from(subject.head))) {
    if (step.to == object.head) out.add(30, step.label, object.root);
  }
  for (const SentenceGraph::Step& step : steps(graph.from(object.head))) {
    if (step.to == subject.head) out.add(31, step.label, subject.root);
  }
  // A word that has both as its arguments, or one of them and a word that has the other.
  for (const SentenceGraph::Step& to_subject : steps(graph.into(subject.head))) {
    const std::uint32_t word = to_subject.to;
    if (word == object.head) continue;
    for (const SentenceGraph::Step& step : steps(graph.from(word))) {
      if (step.to == object.head) {
        out.add(32, symbol(word), to_subject.label, step.label, word);
        out.add(33, company_[word], to_subject.label, step.label);
        out.add(34, to_subject.label, step.label, object.root);
        out.add(35, symbol(word), object.type, 0, word);
      } else if (step.to != subject.head) {
        for (const SentenceGraph::Step& next : steps(graph.from(step.to))) {
          if (next.to != object.head || next.to == word) continue;
          out.add(36, symbol(word), join(to_subject.label, step.label), join(symbol(step.to), next.label), word);
          out.add(37, symbol(step.to), next.label, to_subject.label, step.to);
          out.add(38, symbol(word), join(to_subject.label, step.label), next.label, word);
        }
      }
    }
  }
  for (const SentenceGraph::Step& to_object : steps(graph.into(object.head))) {
    const std::uint32_t word = to_object.to;
    if (word == subject.head) continue;
    out.add(39, symbol(word), to_object.label, 0, word);
    for (const SentenceGraph::Step& step : steps(graph.from(word))) {
      if (step.to == subject.head || step.to == object.head) continue;
      for (const SentenceGraph::Step& next : steps(graph.from(step.to))) {
        if (next.to != subject.head) continue;
        out.add(40, symbol(word), join(to_object.label, step.label), join(symbol(step.to), next.label), word);
        out.add(41, symbol(step.to), next.label, to_object.label, step.to);
      }
    }
  }
}

void RelationFeatures::add_path(const End& subject, const End& object, Collector& out) const {
  // Both ways up to where they meet.
  const auto ascend = [&](std::uint32_t from) {
    std::vector<std::uint32_t> way = {from};
    while (way.size() <= kLongestPath) {
      const auto above = view_.tree.head(way.back());
      if (!above) break;
      way.push_back(*above);
    }
    return way;
  };
  std::vector<std::uint32_t> up = ascend(subject.head);
  std::vector<std::uint32_t> down = ascend(object.head);
  std::size_t steps_up = up.size();
  std::size_t steps_down = down.size();
  for (std::size_t i = 0; i < up.size() && steps_up == up.size(); ++i) {
    const auto met = std::find(down.begin(), down.end(), up[i]);
    if (met == down.end()) continue;
    steps_up = i;
    steps_down = static_cast<std::size_t>(met - down.begin());
  }
  if (steps_up == up.size()) {
    out.add(50);
    return;
  }
  const auto symbol = [&](std::uint32_t t) { return items_[item_of_[t]].symbol; };
  const auto relation = [&](std::uint32_t t) { return static_cast<std::uint32_t>(view_.tree[t].deprel) + 1; };
  const auto marker = [&](std::uint32_t t) -> std::uint32_t {
    const auto word = view_.tree.child(t, Deprel::kCase);
    return word ? symbol(*word) : 0;
  };
  const auto outside = [&](std::uint32_t t) {
    return (t < subject.first || t >= subject.last) && (t < object.first || t >= object.last);
  };
  std::uint32_t shape = 0;
  std::uint32_t words = 0;
  const auto visit = [&](std::uint32_t t, std::uint32_t side) {
    if (!outside(t) || side == 3) return;
    words = join(words, symbol(t));
    out.add(51, symbol(t), side, 0, t);
    out.add(52, company_[t], side);
    if (is_content(view_.tree[t])) {
      out.add(53, symbol(t), object.type, 0, t);
      for (const std::uint32_t child : view_.tree.children(t)) {
        const Deprel deprel = view_.tree[child].deprel;
        if (!outside(child) || deprel == Deprel::kDet || deprel == Deprel::kPunct || child >= t + 8) continue;
        if (deprel == Deprel::kCase || deprel == Deprel::kAmod || deprel == Deprel::kCompound ||
            deprel == Deprel::kCompoundPrt || deprel == Deprel::kXcomp || deprel == Deprel::kObj ||
            deprel == Deprel::kNmodPoss || deprel == Deprel::kObl) {
          out.add(54, symbol(t), symbol(child), 0, child);
        }
      }
    }
  };
  for (std::size_t i = 0; i < steps_up; ++i) {
    shape = join(shape, relation(up[i]));
    if (i > 0) visit(up[i], 1);
  }
  const std::uint32_t top = up[steps_up];
  shape = join(shape, 99);
  visit(top, 2);
  for (std::size_t i = steps_down; i-- > 0;) {
    shape = join(shape, relation(down[i]));
    if (i > 0) visit(down[i], 1 + 4);
  }
  const std::uint32_t case_of_object = marker(object.head);
  const std::uint32_t case_of_subject = marker(subject.head);
  out.add(55, shape, object.root);
  out.add(56, shape, case_of_object, case_of_subject);
  out.add(57, shape, words);
  out.add(58, symbol(top), case_of_object, relation(object.head));
  out.add(59, words, case_of_object, relation(subject.head));
  out.add(60, static_cast<std::uint32_t>(steps_up), static_cast<std::uint32_t>(steps_down), object.root);
  if (steps_down > 0) {
    const std::uint32_t above = down[1];
    if (outside(above)) {
      out.add(61, symbol(above), case_of_object, relation(object.head), above);
      out.add(62, company_[above], case_of_object, relation(object.head));
    }
  }
  if (steps_up > 0) {
    const std::uint32_t above = up[1];
    if (outside(above)) {
      out.add(63, symbol(above), case_of_subject, relation(subject.head), above);
      out.add(64, company_[above], case_of_subject, relation(subject.head));
    }
  }
}

void RelationFeatures::add_words(const End& subject, const End& object, Collector& out) const {
  const std::uint32_t order = subject.first < object.first ? 1 : 2;
  const End& left = order == 1 ? subject : object;
  const End& right = order == 1 ? object : subject;
  const std::uint32_t begin = item_of_[left.last - 1] + 1;
  const std::uint32_t end = std::max(begin, item_of_[right.first]);
  const auto size = static_cast<std::uint32_t>(items_.size());
  const auto symbol = [&](std::uint32_t i) -> std::uint32_t { return i < size ? items_[i].symbol : 0; };
  const auto company = [&](std::uint32_t i) -> std::uint32_t { return i < size ? items_[i].company : 0; };
  if (end - begin <= kWholeBetween) {
    std::uint32_t whole = 0;
    std::uint32_t groups = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      whole = join(whole, symbol(i));
      groups = join(groups, items_[i].company != 0 ? company_[items_[i].first] : symbol(i));
    }
    out.add(70, whole, order, object.root);
    out.add(71, groups, order, object.root);
  }
  for (std::uint32_t i = begin; i < std::min(end, begin + kMostBetween); ++i) {
    const std::uint32_t word = items_[i].word ? items_[i].first : kNoWord;
    out.add(72, symbol(i), order, 0, word);
    if (company(i) != 0) out.add(73, company(i), order);
    if (i + 1 < end) out.add(74, symbol(i), symbol(i + 1), order, word);
    if (i + 2 < end) out.add(75, join(symbol(i), symbol(i + 1)), symbol(i + 2), order, word);
  }
  // Around each end, as seen from it.
  const auto around = [&](const End& at, std::uint32_t role) {
    const std::uint32_t first = item_of_[at.first];
    const std::uint32_t last = item_of_[at.last - 1];
    const std::uint32_t before = first > 0 ? symbol(first - 1) : 1;
    const std::uint32_t second = first > 1 ? symbol(first - 2) : 1;
    const std::uint32_t third = first > 2 ? symbol(first - 3) : 1;
    const auto word = [&](std::uint32_t i) { return i < size && items_[i].word ? items_[i].first : kNoWord; };
    out.add(80, before, role, order, first > 0 ? word(first - 1) : kNoWord);
    out.add(81, join(second, before), role, 0, first > 1 ? word(first - 2) : kNoWord);
    out.add(82, join(third, second), before, role, first > 2 ? word(first - 3) : kNoWord);
    out.add(83, symbol(last + 1), role, order, word(last + 1));
    out.add(84, join(symbol(last + 1), symbol(last + 2)), role, 0, word(last + 1));
    if (first > 1) out.add(85, company(first - 2), before, role);
    out.add(86, company(last + 1), role, order);
    out.add(87, before, symbol(last + 1), role);
  };
  around(subject, 1);
  around(object, 2);
  // The rest of the sentence, content words only.
  std::uint32_t left_words = 0;
  for (std::uint32_t i = item_of_[left.first]; i-- > 0 && left_words < 8;) {
    const Item& item = items_[i];
    if (!item.word || !is_content(view_.tree[item.first])) continue;
    out.add(90, item.symbol, order, 0, item.first);
    ++left_words;
  }
  std::uint32_t right_words = 0;
  for (std::uint32_t i = item_of_[right.last - 1] + 1; i < size && right_words < 8; ++i) {
    const Item& item = items_[i];
    if (!item.word || !is_content(view_.tree[item.first])) continue;
    out.add(91, item.symbol, order, 0, item.first);
    ++right_words;
  }
}

}  // namespace factgraph
