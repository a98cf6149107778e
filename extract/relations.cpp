#include "extract/relations.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "extract/language/gazetteer.h"
#include "extract/qualification.h"

namespace factgraph {
namespace {

// What the classifier guesses with less than kDoubtful yields to what a pattern proves with more than kClear.
constexpr double kDoubtful = 0.6;
constexpr double kClear = 0.8;

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

bool is_shouted(std::string_view word) {
  return word.size() > 1 &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '.'; });
}

class Reader {
 public:
  Reader(const Text& text, std::uint32_t sentence, const SentenceView& view, const Ontology& ontology)
      : text_(text), sentence_(sentence), view_(view), ontology_(ontology) {}

  Relation read(const PatternMatch& match) const {
    const RelationType& type = ontology_.relations()[match.relation];
    Relation relation;
    relation.type = type.name;
    relation.sentence = sentence_;
    relation.subject = match.subject->entity;
    relation.subject_span = span(match.subject->first, match.subject->last);
    relation.trigger_span = span(match.trigger_first, match.trigger_last);
    relation.confidence = match.confidence;
    relation.rule = type.name + "/" + std::to_string(match.pattern + 1);
    if (match.object != nullptr) {
      relation.object = match.object->entity;
      relation.object_span = span(match.object->first, match.object->last);
    } else if (match.date != nullptr) {
      take_date(match, relation);
    } else {
      const auto [first, last] = noun_phrase(match.value);
      relation.value = class_noun(first, last);
      relation.object_span = span(first, last);
    }
    if (match.role) {
      const auto [first, last] = noun_phrase(*match.role);
      relation.role = class_noun(first, last);
    }
    if (match.date == nullptr) relation.time = ended(time_of(match), match);
    relation.place = place_of(match);
    if (type.symmetric && relation.object) order_ends(relation);
    return relation;
  }

 private:
  const Token& token(std::uint32_t t) const { return view_.tree[t]; }
  Span span(std::uint32_t first, std::uint32_t last) const {
    return {token(first).span.start, token(last - 1).span.end};
  }

  const ResolvedMention* mention_at(std::uint32_t t) const {
    for (const ResolvedMention& mention : view_.mentions) {
      if (mention.first <= t && t < mention.last) return &mention;
    }
    return nullptr;
  }

  // Where the words tied to `t` by hyphens begin: "vice" of "vice-president".
  std::uint32_t tied_from(std::uint32_t t) const {
    while (t > 1 && token(t - 1).form == "-" && token(t - 2).span.end == token(t - 1).span.start &&
           token(t - 1).span.end == token(t).span.start) {
      t -= 2;
    }
    return t;
  }

  // Words tied by hyphens that tell no kind: "51-year-old", "13th-highest", "then-president", and no name either.
  bool tells_no_kind(std::uint32_t first, std::uint32_t last) const {
    if (first + 1 == last) return false;
    for (std::uint32_t t = first; t < last; ++t) {
      if (mention_at(t) != nullptr || (token(t).form[0] >= '0' && token(t).form[0] <= '9')) return true;
    }
    return lower(token(first).form) == "then";
  }

  // A noun with the words that stand right before it and make it what it is: "vice president", "holding company".
  std::pair<std::uint32_t, std::uint32_t> noun_phrase(std::uint32_t head) const {
    std::uint32_t first = tied_from(head);
    if (tells_no_kind(first, head + 1)) first = head;
    while (first > 0 && head - first < 4) {
      const Token& before = token(first - 1);
      const bool modifier = before.upos == Upos::kNoun || before.upos == Upos::kPropn || before.upos == Upos::kAdj;
      const bool inside =
          before.head >= static_cast<std::int32_t>(first) && before.head <= static_cast<std::int32_t>(head);
      const bool chief = lower(before.form) == "chief" && lower(token(first).form) == "executive";
      if (!modifier || !(inside || chief) || mention_at(first - 1) != nullptr) break;
      if (Gazetteer::instance().demonym(before.form).has_value()) break;
      const std::uint32_t tied = tied_from(first - 1);
      if (tells_no_kind(tied, first)) break;
      first = tied;
    }
    std::uint32_t last = head + 1;
    while (last < view_.tree.size() && last - head < 3 && token(last).head == static_cast<std::int32_t>(head) &&
           (token(last).deprel == Deprel::kFlat || token(last).deprel == Deprel::kCompound) &&
           mention_at(last) == nullptr) {
      ++last;
    }
    return {first, last};
  }

  // A class or an office is one thing: "the writers Mira and Otto" are each a writer.
  std::string class_noun(std::uint32_t first, std::uint32_t last) const {
    const Token& noun = token(last - 1);
    if (noun.xpos != Xpos::kNns || noun.lemma.empty()) return words(first, last);
    return (last - 1 > first ? words(first, last - 1) + " " : std::string()) + lower(noun.lemma);
  }

  // The words as a class noun or an office is written: "President" is "president", "CEO" stays.
  std::string words(std::uint32_t first, std::uint32_t last) const {
    std::string result;
    for (std::uint32_t t = first; t < last; ++t) {
      if (t > first && token(t - 1).span.end != token(t).span.start) result += ' ';
      result += is_shouted(token(t).form) ? token(t).form : lower(token(t).form);
    }
    return result;
  }

  // "1950–2010" in brackets is one time expression: a birth takes its start, a death its end.
  void take_date(const PatternMatch& match, Relation& relation) const {
    const TimeExpression& date = *match.date;
    relation.value = date.edtf;
    relation.object_span = span(date.first, date.last);
    const std::size_t slash = date.edtf.find('/');
    if (slash == std::string::npos) return;
    const bool end = ontology_.relations()[match.relation].name == "date_of_death";
    for (std::uint32_t t = date.first; t < date.last; ++t) {
      const std::string& form = token(t).form;
      const bool inside = date.first < t && t + 1 < date.last;
      const bool whole = t + 1 == date.last && date.first == t;  // "1950–2010" as one token
      if (!whole && !(inside && (form == "–" || form == "-" || form == "—" || form == "to"))) continue;
      relation.value = end ? date.edtf.substr(slash + 1) : date.edtf.substr(0, slash);
      if (!whole) relation.object_span = end ? span(t + 1, date.last) : span(date.first, t);
      break;
    }
  }

  // "since 2015" has no end, "until 2015" no beginning.
  std::string bounded(std::string edtf, std::uint32_t marker) const {
    if (marker == SentenceGraph::kNoMarker || edtf.empty() || edtf.find('/') != std::string::npos) return edtf;
    const std::string word = lower(token(marker).form);
    if (word == "since" || word == "after") return edtf + "/..";
    if (word == "until" || word == "till" || word == "before") return "../" + edtf;
    return edtf;
  }

  // "stepped down as chief executive on Monday", "left Norvia in 2019": the time is when what is told ended.
  std::string ended(std::string edtf, const PatternMatch& match) const {
    if (edtf.empty() || edtf.starts_with("..") || edtf.ends_with("..")) return edtf;
    std::optional<std::uint32_t> verb = match.trigger;
    const bool office = token(*verb).upos == Upos::kNoun && token(*verb).deprel == Deprel::kObl;
    if (office) verb = view_.tree.head(*verb);
    if (!verb || token(*verb).upos != Upos::kVerb || !ends(*verb, office)) return edtf;
    // "left Norvia for Holm": not what somebody leaves for.
    if (!office && (match.object == nullptr || token(match.object->head).deprel != Deprel::kObj)) return edtf;
    const std::size_t slash = edtf.find('/');
    return "../" + (slash == std::string::npos ? edtf : edtf.substr(slash + 1));
  }

  bool ends(std::uint32_t verb, bool office) const {
    const std::string_view lemma = token(verb).lemma;
    constexpr std::string_view kLeaving[] = {"divorce", "flee", "leave", "quit", "resign", "retire"};
    if (std::find(std::begin(kLeaving), std::end(kLeaving), lemma) != std::end(kLeaving)) return true;
    if (const auto particle = view_.tree.child(verb, Deprel::kCompoundPrt)) {
      return (lemma == "step" || lemma == "stand") && token(*particle).lemma != "up";
    }
    constexpr std::string_view kRemovals[] = {"dismiss", "fire", "oust", "remove", "replace", "sack"};
    const bool removed = std::find(std::begin(kRemovals), std::end(kRemovals), lemma) != std::end(kRemovals);
    return office && removed && view_.tree.child(verb, Deprel::kNsubjPass);
  }

  // Whether a word before a time may tell how long something is so: "chief executive since May", not "on Monday".
  bool is_span(std::uint32_t marker) const {
    if (marker == SentenceGraph::kNoMarker) return true;
    const std::string word = lower(token(marker).form);
    return word != "on" && word != "at" && word != "by";
  }

  // "joined Norvia in 1990 after studying in Graz"
  bool is_at_another_time(std::uint32_t t) const {
    const auto mark = token(t).deprel == Deprel::kAdvcl ? view_.tree.child(t, Deprel::kMark) : std::nullopt;
    if (!mark) return false;
    const std::string_view lemma = token(*mark).lemma;
    return lemma == "after" || lemma == "before" || lemma == "since" || lemma == "until" || lemma == "although" ||
           lemma == "though" || lemma == "because";
  }

  bool is_event(std::uint32_t t) const {
    return token(t).upos == Upos::kVerb || token(t).upos == Upos::kAux || token(t).upos == Upos::kNoun;
  }

  std::string time_of(const PatternMatch& match) const {
    static const StepLabel kWhen = *parse_step("when");
    const auto at = [&](std::uint32_t t) -> std::string {
      for (const TimeExpression& time : view_.times) {
        if (time.first <= t && t < time.last) return time.edtf;
      }
      return {};
    };
    if (match.time) {
      if (std::string edtf = at(*match.time); !edtf.empty()) return edtf;
    }
    // The trigger's own time, or that of the verb it depends on; the nearest where there are several. What names or only
    // describes somebody ("Finance Minister Mara Lind left on Monday") does so at any time.
    const bool is_class = match.object == nullptr && !view_.tree.child(match.trigger, Deprel::kCop);
    const bool describes =
        (is_class && token(match.trigger).upos == Upos::kNoun) || qualify(view_.tree, match.trigger).presupposed;
    std::optional<std::uint32_t> word = match.trigger;
    for (int hops = 0; word && hops < 3; ++hops) {
      std::string best;
      std::uint32_t distance = UINT32_MAX;
      for (const SentenceGraph::Step& step : view_.graph.from(*word)) {
        if (step.label != kWhen || (describes && !is_span(step.marker))) continue;
        const std::uint32_t apart = step.to > *word ? step.to - *word : *word - step.to;
        if (apart < distance) {
          best = bounded(at(step.to), step.marker);
          distance = apart;
        }
      }
      if (!best.empty()) return best;
      if (describes || !is_event(*word)) break;
      const Deprel relation = token(*word).deprel;
      if (relation == Deprel::kConj || relation == Deprel::kCcomp || relation == Deprel::kAcl ||
          relation == Deprel::kAclRelcl || relation == Deprel::kParataxis || relation == Deprel::kAppos ||
          is_at_another_time(*word)) {
        break;
      }
      word = view_.tree.head(*word);
    }
    return {};
  }

  // Where the trigger says it happened, if that is neither subject nor object.
  std::string place_of(const PatternMatch& match) const {
    static const StepLabel kIn = *parse_step("in");
    static const StepLabel kAt = *parse_step("at");
    const auto named = [&](std::uint32_t t) -> std::string {
      const ResolvedMention* mention = mention_at(t);
      if (mention == nullptr || mention->entity == match.subject->entity) return {};
      if (match.object != nullptr && mention->entity == match.object->entity) return {};
      const Entity& entity = view_.entities[mention->entity];
      return ontology_.is_a(entity.type, "place") ? entity.name : std::string();
    };
    if (match.place) return named(*match.place);
    if (match.object != nullptr && ontology_.is_a(view_.entities[match.object->entity].type, "place")) return {};
    if (token(match.trigger).upos != Upos::kVerb) return {};
    for (const SentenceGraph::Step& step : view_.graph.from(match.trigger)) {
      if (step.label != kIn && step.label != kAt) continue;
      if (std::string place = named(step.to); !place.empty()) return place;
    }
    return {};
  }

  void order_ends(Relation& relation) const {
    const auto key = [&](std::uint32_t entity) {
      return std::pair(std::string_view(view_.entities[entity].name), entity);
    };
    if (key(relation.subject) <= key(*relation.object)) return;
    std::swap(relation.subject, *relation.object);
    std::swap(relation.subject_span, relation.object_span);
  }

  const Text& text_;
  std::uint32_t sentence_;
  const SentenceView& view_;
  const Ontology& ontology_;
};

}  // namespace

Relation read_relation(const Text& text, std::uint32_t sentence, const SentenceView& view, const Ontology& ontology,
                       const PatternMatch& match) {
  return Reader(text, sentence, view, ontology).read(match);
}

std::vector<Relation> find_relations(const Text& text, std::uint32_t sentence, const SentenceView& view,
                                     const Ontology& ontology, const PatternSet& patterns,
                                     std::vector<std::uint32_t>& triggers) {
  const Reader reader(text, sentence, view, ontology);
  struct Candidate {
    Relation relation;
    std::uint32_t trigger;
    int plainness;  // of the two mentions: names are better proof than pronouns
  };
  std::vector<Candidate> candidates;
  const auto plainness = [](const ResolvedMention* mention) {
    return mention == nullptr ? 0 : static_cast<int>(mention->kind);
  };
  for (const PatternMatch& match : patterns.match(view)) {
    candidates.push_back({reader.read(match), match.trigger, plainness(match.subject) + plainness(match.object)});
  }
  const auto fact = [](const Candidate& c) {
    return std::tie(c.relation.type, c.relation.subject, c.relation.object, c.relation.value, c.trigger);
  };
  const auto better = [](const Candidate& a, const Candidate& b) {
    return std::tuple(-a.relation.confidence, a.plainness, a.relation.subject_span, a.relation.object_span) <
           std::tuple(-b.relation.confidence, b.plainness, b.relation.subject_span, b.relation.object_span);
  };
  std::stable_sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    if (fact(a) != fact(b)) return fact(a) < fact(b);
    return better(a, b);
  });
  const auto last = std::unique(candidates.begin(), candidates.end(),
                                [&](const Candidate& a, const Candidate& b) { return fact(a) == fact(b); });
  candidates.erase(last, candidates.end());
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.trigger < b.trigger; });
  std::vector<Relation> relations;
  for (Candidate& candidate : candidates) {
    relations.push_back(std::move(candidate.relation));
    triggers.push_back(candidate.trigger);
  }
  return relations;
}

std::vector<ResolvedMention> with_relative_pronouns(const SentenceView& view, const Ontology& ontology) {
  static const StepLabel kSubject = *parse_step("subj");
  std::vector<ResolvedMention> mentions(view.mentions.begin(), view.mentions.end());
  std::map<std::uint32_t, const ResolvedMention*> headed;  // by the token that heads a mention
  std::set<std::uint32_t> covered;
  for (const ResolvedMention& mention : view.mentions) {
    headed.emplace(mention.head, &mention);
    for (std::uint32_t t = mention.first; t < mention.last; ++t) covered.insert(t);
  }
  for (const SentenceGraph::Relative& relative : view.graph.relatives()) {
    if (covered.contains(relative.pronoun)) continue;
    const auto stands_for = [&](std::uint32_t token) {
      const auto found = headed.find(token);
      if (found == headed.end()) return false;
      const Xpos xpos = view.tree[relative.pronoun].xpos;
      const bool human = xpos == Xpos::kWp || xpos == Xpos::kWpPoss;
      if (human == ontology.is_a(view.entities[found->second->entity].type, "person")) {
        ResolvedMention mention = *found->second;
        mention.first = mention.head = relative.pronoun;
        mention.last = relative.pronoun + 1;
        mention.kind = MentionKind::kPronoun;
        mention.adjectival = false;
        mentions.push_back(mention);
        covered.insert(relative.pronoun);
      }
      return true;
    };
    if (stands_for(relative.antecedent)) continue;
    for (const SentenceGraph::Step& step : view.graph.from(relative.antecedent)) {
      if (step.label == kSubject && stands_for(step.to)) break;
    }
  }
  std::sort(mentions.begin(), mentions.end(),
            [](const ResolvedMention& a, const ResolvedMention& b) { return a.first < b.first; });
  return mentions;
}

std::vector<Relation> without_superseded(std::vector<Relation> relations, const Ontology& ontology) {
  // What the classifier alone says yields to what a pattern proves of the same two: "joined Tesla" is work.
  const auto guessed = [](const Relation& relation) { return relation.rule.starts_with("classifier/"); };
  const auto supersedes = [&](const Relation& more, const Relation& less) {
    const RelationType* type = ontology.relation(more.type);
    return type != nullptr &&
           std::find(type->supersedes.begin(), type->supersedes.end(), less.type) != type->supersedes.end() &&
           more.subject == less.subject && more.object == less.object && more.polarity == less.polarity &&
           more.modality == less.modality;
  };
  // And to what a pattern proves of the same words with somebody else: "Mara's brother, who lives in Oslo" says nothing of Mara.
  const auto of_another = [&](const Relation& guess, const Relation& proven) {
    const RelationType* type = ontology.relation(guess.type);
    return type != nullptr && !type->symmetric && guess.type == proven.type && guess.object == proven.object &&
           guess.object_span == proven.object_span && guess.subject != proven.subject && guess.confidence < kDoubtful &&
           proven.confidence > kClear;
  };
  // And a guess that turns round what a pattern proves: a parent is no child of its child.
  const auto reversed = [&](const Relation& guess, const Relation& proven) {
    const RelationType* type = ontology.relation(guess.type);
    return type != nullptr && !type->symmetric && guess.type == proven.type && guess.object == proven.subject &&
           proven.object == guess.subject;
  };
  // And to what a pattern proves of the same office: "chief executive of Holm Cars, Norvia's affiliate" leads Holm.
  const auto of_the_office = [](const Relation& guess, const Relation& proven) {
    return guess.type == proven.type && guess.subject == proven.subject && guess.object != proven.object &&
           !guess.role.empty() && guess.role == proven.role && guess.trigger_span.overlaps(proven.trigger_span) &&
           guess.confidence < kDoubtful && proven.confidence > kClear;
  };
  const std::vector<Relation> all = relations;
  std::erase_if(relations, [&](const Relation& guess) {
    return guessed(guess) && std::any_of(all.begin(), all.end(), [&](const Relation& proven) {
             return !guessed(proven) && (supersedes(guess, proven) || of_another(guess, proven) ||
                                         reversed(guess, proven) || of_the_office(guess, proven));
           });
  });
  const auto superseding = [&](const Relation& less) -> const Relation* {
    for (const Relation& more : relations) {
      if (supersedes(more, less)) return &more;
    }
    return nullptr;
  };
  std::vector<Relation> result;
  const auto told = [&](const Relation& relation) {
    const auto same = [&](const Relation& other) {
      return other.type == relation.type && other.subject_span == relation.subject_span &&
             other.object_span == relation.object_span;
    };
    return std::any_of(relations.begin(), relations.end(), same) || std::any_of(result.begin(), result.end(), same);
  };
  for (const Relation& relation : relations) {
    const Relation* more = superseding(relation);
    if (more == nullptr) {
      result.push_back(relation);
      continue;
    }
    Relation again = *more;
    again.subject_span = relation.subject_span;
    again.object_span = relation.object_span;
    if (!told(again)) result.push_back(std::move(again));
  }
  return result;
}

void share_event_times(std::vector<Relation>& relations, const Ontology& ontology) {
  const auto is = [&](const Relation& relation, std::string_view property) {
    const RelationType* type = relation.open ? nullptr : ontology.relation(relation.type);
    if (type == nullptr || relation.polarity == Polarity::kNegated) return false;
    const auto found = type->counterparts.find("wikidata");
    return found != type->counterparts.end() && found->second == property;
  };
  struct Event {
    std::set<std::string> dates;
    std::set<std::uint32_t> places;
    std::vector<Relation*> undated;
  };
  std::map<std::uint32_t, Event> events;
  for (Relation& relation : relations) {
    if (is(relation, "P585")) events[relation.subject].dates.insert(relation.value);
    if (!is(relation, "P276") || !relation.object || !relation.time.empty()) continue;
    events[relation.subject].places.insert(*relation.object);
    events[relation.subject].undated.push_back(&relation);
  }
  for (auto& [entity, event] : events) {
    if (event.dates.size() != 1 || event.places.size() != 1) continue;
    for (Relation* relation : event.undated) relation->time = *event.dates.begin();
  }
}

}  // namespace factgraph
