#include "extract/open_relations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "extract/qualification.h"
#include "extract/speech.h"
#include "extract/statements.h"

namespace factgraph {
namespace {

constexpr std::size_t kMaxPerSentence = 8;
constexpr std::size_t kMaxConjuncts = 5;

// Verbs that say nothing by themselves. Sorted.
constexpr std::string_view kLightVerbs[] = {"appear",   "be",   "become", "begin",  "bring", "call", "come", "consider",
                                            "continue", "do",   "find",   "get",    "give",  "go",   "have", "hear",
                                            "include",  "keep", "know",   "leave",  "let",   "like", "look", "make",
                                            "mean",     "need", "put",    "remain", "see",   "seem", "set",  "show",
                                            "start",    "take", "think",  "try",    "turn",  "use",  "want"};

// Prepositions that tie a verb and its object to somebody: "sign an agreement with". Sorted.
constexpr std::string_view kTies[] = {"against", "for", "from",   "into",    "of",
                                      "over",    "to",  "toward", "towards", "with"};

// Prepositions that compare or leave out, and so relate nothing. Sorted.
constexpr std::string_view kNoTies[] = {"after",  "as",     "before",  "beyond", "by",     "despite",
                                        "during", "except", "include", "like",   "per",    "since",
                                        "than",   "unlike", "until",   "within", "without"};

template <std::size_t kSize>
bool has(const std::string_view (&words)[kSize], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

class Finder {
 public:
  Finder(std::uint32_t sentence, const Tree& tree, const ResolvedEntities& entities, std::span<const Relation> known,
         const std::vector<Statement>& statements)
      : sentence_(sentence), tree_(tree), entities_(entities), known_(known), statements_(statements) {}

  std::vector<Relation> find(const std::vector<Clause>& clauses) {
    for (const Clause& clause : clauses) {
      if (found_.size() >= kMaxPerSentence) break;
      if (!clause.subject || clause.verbs.empty() || is_according_to(tree_, *clause.subject)) continue;
      if (clause.copular) {
        add_ascription(clause);
      } else {
        add_action(clause);
      }
    }
    return std::move(found_);
  }

 private:
  // What a verb says of its subject and an object, agent or prepositional phrase.
  void add_action(const Clause& clause) {
    const std::uint32_t verb = clause.verbs.back();
    const Token& word = tree_[verb];
    if (word.upos != Upos::kVerb || is_speech_verb(word.lemma)) return;
    std::string predicate = lower(word.lemma);
    Span trigger = word.span;
    if (const auto particle = tree_.child(verb, Deprel::kCompoundPrt)) {
      predicate += ' ' + lower(tree_[*particle].lemma);
      if (*particle == verb + 1) trigger.end = tree_[*particle].span.end;
    }
    const bool light = has(kLightVerbs, word.lemma);
    const ClauseArgument* object = nullptr;
    for (const ClauseArgument& argument : clause.arguments) {
      switch (argument.role) {
        case ArgumentRole::kObject:
          if (!light && !clause.passive) relate(clause, *clause.subject, argument.head, predicate, trigger, verb, 0.7);
          object = &argument;
          break;
        case ArgumentRole::kAgent:
          if (!light && clause.passive) relate(clause, argument.head, *clause.subject, predicate, trigger, verb, 0.65);
          break;
        case ArgumentRole::kOblique:
          add_oblique(clause, argument, object, predicate, trigger, verb, light);
          break;
        case ArgumentRole::kComplement:
          return;
        default:
          break;
      }
    }
  }

  // "contribute to X"; with an object, "sign an agreement with X".
  void add_oblique(const Clause& clause, const ClauseArgument& argument, const ClauseArgument* object,
                   std::string predicate, Span trigger, std::uint32_t verb, bool light) {
    if (argument.shared) return;
    const auto preposition = preposition_of(argument);
    if (!preposition) return;
    const std::string_view tie = tree_[*preposition].lemma;
    if (clause.passive && tie == "by") {
      if (!light) relate(clause, argument.head, *clause.subject, predicate, trigger, verb, 0.65);
      return;
    }
    if (object != nullptr) {
      const Token& noun = tree_[object->head];
      if (object->antecedent || noun.upos != Upos::kNoun || !has(kTies, tie) || tie == "of") return;
      if (object->head < verb || *preposition < object->head) return;
      predicate += ' ' + lower(noun.lemma);
      trigger.end = std::max(trigger.end, noun.span.end);
    } else if (light || has(kNoTies, tie)) {
      return;
    }
    for (const std::uint32_t child : tree_.children(*preposition)) {
      if (tree_[child].deprel == Deprel::kFixed) return;  // "because of", "according to"
    }
    predicate += ' ' + lower(tree_[*preposition].form);
    const Span words = tree_[*preposition].span;
    if (words.start > trigger.end && *preposition <= verb + 6) trigger.end = words.end;
    if (words.end > trigger.end && words.start >= trigger.end && *preposition == verb + 1) trigger.end = words.end;
    relate(clause, *clause.subject, argument.head, predicate, trigger, verb, object != nullptr ? 0.6 : 0.65);
  }

  // "X is a critic of Y", "X is loyal to Y".
  void add_ascription(const Clause& clause) {
    const std::uint32_t head = clause.head;
    const Token& word = tree_[head];
    if (word.upos != Upos::kNoun && word.upos != Upos::kAdj) return;
    for (const std::uint32_t child : tree_.children(head)) {
      const Deprel deprel = tree_[child].deprel;
      if (child < head || (deprel != Deprel::kNmod && deprel != Deprel::kObl)) continue;
      if ((deprel == Deprel::kNmod) != (word.upos == Upos::kNoun)) continue;
      const auto preposition = tree_.child(child, Deprel::kCase);
      if (!preposition || !has(kTies, tree_[*preposition].lemma)) continue;
      const std::string predicate = "be " + lower(word.lemma) + ' ' + lower(tree_[*preposition].form);
      Span trigger = word.span;
      if (*preposition == head + 1) trigger.end = tree_[*preposition].span.end;
      relate(clause, *clause.subject, child, predicate, trigger, head, 0.6);
    }
  }

  std::optional<std::uint32_t> preposition_of(const ClauseArgument& argument) const {
    if (argument.preposition) return argument.preposition;
    const auto first = tree_.child(argument.head, Deprel::kCase);
    if (!first || *first > argument.head) return std::nullopt;
    return first;
  }

  // Adds a relation for each pair of coordinated subjects and objects.
  void relate(const Clause& clause, std::uint32_t subject, std::uint32_t object, const std::string& predicate,
              Span trigger, std::uint32_t head, double confidence) {
    for (const ResolvedMention* left : mentions_of(subject)) {
      for (const ResolvedMention* right : mentions_of(object)) {
        if (found_.size() >= kMaxPerSentence) return;
        Relation relation;
        relation.type = predicate;
        relation.open = true;
        relation.subject = left->entity;
        relation.object = right->entity;
        relation.subject_span = span_of(*left);
        relation.object_span = span_of(*right);
        relation.trigger_span = trigger;
        relation.sentence = sentence_;
        if (!is_wanted(relation)) continue;
        const Qualification qualification = qualify(tree_, head);
        relation.polarity = qualification.polarity;
        relation.modality = qualification.modality;
        relation.attributed_to = attribute(qualification, sentence_, trigger, statements_, entities_);
        if (clause.subject_kind == SubjectKind::kShared || clause.subject_kind == SubjectKind::kControlled) {
          confidence -= 0.05;
        }
        if (left->kind != MentionKind::kName) confidence -= 0.1;
        if (right->kind != MentionKind::kName) confidence -= 0.1;
        relation.confidence = std::max(confidence, 0.05);
        relation.rule = "open";
        found_.push_back(std::move(relation));
      }
    }
  }

  // The entity at a token and those coordinated with it.
  std::vector<const ResolvedMention*> mentions_of(std::uint32_t token) const {
    std::vector<const ResolvedMention*> mentions;
    const auto add = [&](std::uint32_t head) {
      const ResolvedMention* mention = entities_.at(sentence_, head);
      if (mention == nullptr || mentions.size() >= kMaxConjuncts) return;
      if (std::find(mentions.begin(), mentions.end(), mention) == mentions.end()) mentions.push_back(mention);
    };
    add(token);
    for (const std::uint32_t child : tree_.children(token)) {
      if (tree_[child].deprel == Deprel::kConj) add(child);
    }
    return mentions;
  }

  bool is_wanted(const Relation& relation) const {
    if (relation.subject == *relation.object) return false;
    if (relation.trigger_span.overlaps(relation.subject_span) || relation.trigger_span.overlaps(relation.object_span)) {
      return false;
    }
    const Statement* quotation = quotation_at(statements_, relation.trigger_span);
    if (quotation != quotation_at(statements_, relation.subject_span) ||
        quotation != quotation_at(statements_, relation.object_span)) {
      return false;
    }
    const auto says_the_same = [&relation](const Relation& other) {
      if (other.sentence != relation.sentence) return false;
      if (!other.open && other.trigger_span.overlaps(relation.trigger_span)) return true;
      if (!other.object) return false;
      const bool same = other.subject == relation.subject && *other.object == *relation.object;
      const bool reversed = other.subject == *relation.object && *other.object == relation.subject;
      return same || reversed;
    };
    return std::none_of(known_.begin(), known_.end(), says_the_same) &&
           std::none_of(found_.begin(), found_.end(), says_the_same);
  }

  Span span_of(const ResolvedMention& mention) const {
    return {tree_[mention.first].span.start, tree_[mention.last - 1].span.end};
  }

  // ASCII lower case: predicates are English words.
  static std::string lower(std::string_view word) {
    std::string result(word);
    for (char& c : result) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
  }

  std::uint32_t sentence_;
  const Tree& tree_;
  const ResolvedEntities& entities_;
  std::span<const Relation> known_;
  const std::vector<Statement>& statements_;
  std::vector<Relation> found_;
};

}  // namespace

std::vector<Relation> find_open_relations(std::uint32_t sentence, const Tree& tree, const std::vector<Clause>& clauses,
                                          const ResolvedEntities& entities, std::span<const Relation> known,
                                          const std::vector<Statement>& statements) {
  return Finder(sentence, tree, entities, known, statements).find(clauses);
}

}  // namespace factgraph
