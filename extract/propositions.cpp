#include "extract/propositions.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "extract/speech.h"

namespace factgraph {
namespace {

using Words = std::vector<std::uint32_t>;  // tokens of a sentence in the order of the text

// Longer arguments and predicates make no proposition a person could read, and bound the work on deep trees.
constexpr std::size_t kMaxArgumentWords = 120;
constexpr std::size_t kMaxPredicateWords = 24;
constexpr std::size_t kMaxArguments = 12;
constexpr std::size_t kMaxConjuncts = 12;
constexpr std::size_t kMaxTuples = 48;  // of one clause

// How far the two names of an apposition may lie apart, in tokens.
constexpr std::uint32_t kMaxAppositionDistance = 12;

bool is_open_mark(std::string_view form) {
  return form == "(" || form == "[" || form == "{" || form == "``" || form == "“" || form == "«" || form == "‘" ||
         form == "`" || form == "-LRB-" || form == "-LSB-";
}

bool is_close_mark(std::string_view form) {
  return form == ")" || form == "]" || form == "}" || form == "''" || form == "”" || form == "»" || form == "’" ||
         form == "'" || form == "-RRB-" || form == "-RSB-";
}

bool is_punctuation(const Token& token) { return token.upos == Upos::kPunct; }

template <std::size_t kSize>
bool has(const std::string_view (&words)[kSize], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_temporal_or_causal(std::string_view mark) {
  constexpr std::string_view kMarks[] = {"after", "as", "because", "before", "if",  "once",
                                         "since", "so", "unless",  "until",  "when"};
  return has(kMarks, mark);
}

// Adverbs that tie a sentence to the one before it or stress a word of it, and add nothing to what it says.
bool is_connective(std::string_view adverb) {
  constexpr std::string_view kAdverbs[] = {
      "accordingly", "additionally", "also",        "besides", "consequently", "even",      "furthermore",
      "hence",       "however",      "indeed",      "instead", "just",         "likewise",  "meanwhile",
      "moreover",    "nevertheless", "nonetheless", "only",    "otherwise",    "similarly", "so",
      "then",        "therefore",    "though",      "thus",    "too"};
  return has(kAdverbs, adverb);
}

// A word that cannot stand for a thing: what the tree makes a subject of it is a mistake.
bool is_function_word(const Token& token) {
  switch (token.xpos) {
    case Xpos::kIn:
    case Xpos::kTo:
    case Xpos::kCc:
    case Xpos::kRb:
    case Xpos::kPrpPoss:
      return true;
    default:
      return token.deprel == Deprel::kDet;
  }
}

bool is_nominal(const Token& token) { return token.upos == Upos::kPropn || token.upos == Upos::kNoun; }

// "who", "which", "whose", "where": what follows one after a comma is said of the noun before it.
bool is_relative(const Token& token) {
  return token.xpos == Xpos::kWdt || token.xpos == Xpos::kWpPoss || (token.xpos == Xpos::kWp && token.lemma == "who") ||
         (token.xpos == Xpos::kWrb && token.lemma == "where");
}

enum class Origin : std::uint8_t { kClause, kApposition, kFragment };

struct Part {
  std::uint32_t head = 0;
  Words words;
  Words preposition;  // the part of `words` that ties them to the verb, or what has joined the predicate
  ArgumentRole role = ArgumentRole::kObject;
};

struct Draft {
  Origin origin = Origin::kClause;
  const Clause* clause = nullptr;  // nullptr unless the origin is a clause
  Part subject;
  Words predicate;
  Words verb;            // the predicate without a preposition
  std::string supplied;  // a word the predicate starts with and the sentence lacks
  std::vector<Part> arguments;
};

// A logistic model of whether a tuple is right. The weights are set by hand in quarter steps: they follow how precision
// falls with each trait of a tuple on development data, and are monotone in it (docs/propositions.md).
struct Weights {
  double bias = 1.75;
  double apposition = -1.0;
  double fragment = -1.25;
  double complement_clause = -0.5;
  double unsaid_clause = -1.0;  // a complement of a verb that reports no speech
  double adnominal_clause = -0.5;
  double subject_clause = -1.0;
  double depth = -0.25;  // per clause above
  double shared_subject = 0.5;
  double passive = 0.25;
  double non_finite = -0.25;
  double name_subject = 0.5;
  double bare_subject = -0.5;  // "it", "this", "which"
  double expletive = -0.5;     // "there is", "it is clear that"
  double verb_in_subject = -0.5;
  double subject_after_preposition = -0.25;
  double predicate_words = 0.25;  // logarithms, here and below
  double sentence_words = -0.25;
  double commas = -0.75;
  double arguments = -0.25;
  double gap = -0.25;           // words between the parts
  double inverted = -0.75;      // the subject comes last
  double reported = 0.5;        // the first argument is a clause
  double weak_argument = -0.5;  // or an adverb
  double odd_argument = -0.5;   // or a pronoun or a verb
  double adjective = -0.25;     // or an adjective
  double name_argument = 0.25;  // or a name
  double one_word = -0.25;      // the first argument is one word long
  double some_words = 0.25;     // or five to nine
  double date_argument = 0.5;   // a phrase with a number, or a name after another argument
};
constexpr Weights kWeights;

class Finder {
 public:
  Finder(const Text& text, const Tree& tree, const std::vector<Clause>& clauses)
      : text_(text), tree_(tree), clauses_(clauses), dateline_(dateline_length(tree)), skipped_(tree.size(), 0) {}

  std::vector<Draft> drafts(PropositionForm form) {
    for (const Clause& clause : clauses_) add_clause(clause, form);
    for (std::uint32_t token = 0; token < tree_.size(); ++token) {
      if (tree_[token].deprel == Deprel::kAppos) add_apposition(token);
    }
    if (drafts_.empty()) add_fragment(form);
    return std::move(drafts_);
  }

  Proposition render(const Draft& draft, std::uint32_t sentence) const {
    Proposition result;
    result.confidence = confidence(draft);
    result.sentence = sentence;
    result.subject = words_of(draft.subject.words);
    result.subject_span = hull(draft.subject.words);
    result.predicate = draft.supplied;
    const std::string predicate = words_of(draft.predicate);
    if (!result.predicate.empty() && !predicate.empty()) result.predicate += ' ';
    result.predicate += predicate;
    for (std::size_t i = 0; i < draft.predicate.size(); ++i) {
      const Span span = tree_[draft.predicate[i]].span;
      if (i > 0 && draft.predicate[i] == draft.predicate[i - 1] + 1) {
        result.predicate_spans.back().end = span.end;
      } else {
        result.predicate_spans.push_back(span);
      }
    }
    for (const Part& part : draft.arguments) {
      result.arguments.push_back(words_of(part.words));
      result.argument_spans.push_back(hull(part.words));
    }
    return result;
  }

 private:
  // ---- confidence

  double confidence(const Draft& draft) const {
    const Part& first = draft.arguments.front();
    double sum = kWeights.bias;
    if (draft.origin == Origin::kApposition) sum += kWeights.apposition;
    if (draft.origin == Origin::kFragment) sum += kWeights.fragment;
    if (draft.clause != nullptr) sum += weight_of(*draft.clause);

    sum += kWeights.predicate_words * std::log(static_cast<double>(draft.predicate.size() + 1));
    sum += kWeights.sentence_words * std::log(static_cast<double>(tree_.size()));
    sum += kWeights.arguments * std::log(static_cast<double>(draft.arguments.size()));
    std::size_t commas = count_commas(draft.subject.words);
    for (const Part& part : draft.arguments) commas += count_commas(part.words);
    sum += kWeights.commas * std::log(static_cast<double>(commas + 1));

    const Token& head = tree_[first.head];
    if (first.role == ArgumentRole::kComplement) {
      sum += kWeights.reported;
    } else if (head.upos == Upos::kPron || head.upos == Upos::kVerb) {
      sum += kWeights.odd_argument;
    }
    if (first.role == ArgumentRole::kAdverb || first.role == ArgumentRole::kAdverbial) sum += kWeights.weak_argument;
    if (head.xpos == Xpos::kJj) sum += kWeights.adjective;
    if (head.upos == Upos::kPropn) sum += kWeights.name_argument;
    if (first.words.size() == 1) sum += kWeights.one_word;
    if (first.words.size() >= 5 && first.words.size() <= 9) sum += kWeights.some_words;
    if (has_date(draft)) sum += kWeights.date_argument;

    const std::uint32_t opening = draft.subject.words.front();
    if (opening > 0 && tree_[opening - 1].xpos == Xpos::kIn) sum += kWeights.subject_after_preposition;
    if (std::any_of(draft.subject.words.begin(), draft.subject.words.end(), [this](std::uint32_t word) {
          return tree_[word].upos == Upos::kVerb || tree_[word].upos == Upos::kAux;
        })) {
      sum += kWeights.verb_in_subject;
    }

    if (!draft.predicate.empty()) {
      const std::uint32_t before = draft.subject.words.back();
      const std::uint32_t start = draft.predicate.front();
      const std::uint32_t end = draft.predicate.back();
      const std::uint32_t after = first.words.front();
      if (before > start) sum += kWeights.inverted;
      if (before < start) sum += kWeights.gap * std::log(static_cast<double>(start - before));
      if (after > end) sum += kWeights.gap * std::log(static_cast<double>(after - end));
    }
    // Rounded, so that the last bits of a machine's exp() do not show.
    return std::round(1e4 / (1.0 + std::exp(-sum))) / 1e4;
  }

  double weight_of(const Clause& clause) const {
    double sum = 0.0;
    if (clause.kind == ClauseKind::kComplement) {
      sum += kWeights.complement_clause;
      if (clause.parent && !is_speech_verb(tree_[clauses_[*clause.parent].head].lemma)) sum += kWeights.unsaid_clause;
    }
    if (clause.kind == ClauseKind::kAdnominal) sum += kWeights.adnominal_clause;
    if (clause.kind == ClauseKind::kSubject) sum += kWeights.subject_clause;
    if (clause.subject_kind == SubjectKind::kShared) sum += kWeights.shared_subject;
    if (clause.passive) sum += kWeights.passive;
    if (!clause.finite) sum += kWeights.non_finite;
    constexpr int kMaxDepth = 6;
    auto parent = clause.parent;
    for (int depth = 0; parent && depth < kMaxDepth; ++depth, parent = clauses_[*parent].parent) sum += kWeights.depth;
    const Token& subject = tree_[*clause.subject];
    if (subject.deprel == Deprel::kExpl || subject.xpos == Xpos::kEx) sum += kWeights.expletive;
    const bool personal = subject.xpos == Xpos::kPrp && subject.lemma != "it";
    if (subject.upos == Upos::kPropn) sum += kWeights.name_subject;
    if ((subject.upos == Upos::kPron && !personal) || subject.upos == Upos::kDet) sum += kWeights.bare_subject;
    return sum;
  }

  bool has_date(const Draft& draft) const {
    for (std::size_t i = 0; i < draft.arguments.size(); ++i) {
      const Part& part = draft.arguments[i];
      if (part.role != ArgumentRole::kOblique) continue;
      const Token& head = tree_[part.head];
      if (head.xpos == Xpos::kCd || (i > 0 && head.upos == Upos::kPropn)) return true;
    }
    return false;
  }

  std::size_t count_commas(const Words& words) const {
    return static_cast<std::size_t>(
        std::count_if(words.begin(), words.end(), [this](std::uint32_t word) { return tree_[word].form == ","; }));
  }

  // ---- words under a token

  void skip(std::uint32_t token) { skipped_[token] = stamp_; }
  bool is_skipped(std::uint32_t token) const { return skipped_[token] == stamp_; }
  void new_words() { ++stamp_; }

  // Set off by a comma from the noun it belongs to.
  bool after_comma(std::uint32_t token) const {
    for (const std::uint32_t child : tree_.children(token)) {
      if (child < token && is_punctuation(tree_[child])) return true;
    }
    return false;
  }

  // Whether a dependent says something apart from its head, which a proposition about the head leaves out.
  bool is_aside(std::uint32_t token) const {
    switch (tree_[token].deprel) {
      case Deprel::kAclRelcl:
      case Deprel::kAppos:
      case Deprel::kParataxis:
      case Deprel::kDiscourse:
      case Deprel::kVocative:
      case Deprel::kReparandum:
        return true;
      case Deprel::kAcl:
        return after_comma(token);
      case Deprel::kAdvcl:
        return token > *tree_.head(token) && after_comma(token);
      case Deprel::kNmod:
      case Deprel::kObl:
        return token > *tree_.head(token) && after_comma(token) && gives_examples(token);
      default:
        return false;
    }
  }

  // "including ...", "such as ...".
  bool gives_examples(std::uint32_t token) const {
    const auto preposition = tree_.child(token, Deprel::kCase);
    return preposition && (tree_[*preposition].form == "including" || tree_[*preposition].form == "such");
  }

  // The subtree of `top` without asides and skipped tokens; empty if it is too long. `whole` keeps the
  // asides.
  Words collect(std::uint32_t top, bool whole = false) {
    Words words;
    Words stack = {top};
    while (!stack.empty()) {
      const std::uint32_t token = stack.back();
      stack.pop_back();
      if (token >= dateline_) words.push_back(token);
      if (words.size() > kMaxArgumentWords) return {};
      for (const std::uint32_t child : tree_.children(token)) {
        if (is_skipped(child) || (!whole && is_aside(child))) continue;
        const bool misplaced = tree_[child].deprel == Deprel::kConj && clause_at(child) != nullptr;
        if (misplaced && clause_at(token) == nullptr && tree_[token].upos != Upos::kVerb) continue;
        stack.push_back(child);
      }
    }
    std::sort(words.begin(), words.end());
    if (!whole) cut_relative(words, top);
    trim(words);
    return words;
  }

  // Ends a phrase where a relative clause starts that the tree took for something else.
  void cut_relative(Words& words, std::uint32_t top) const {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      const std::uint32_t comma = words[i];
      if (comma > top && words[i + 1] == comma + 1 && tree_[comma].form == "," && is_relative(tree_[comma + 1])) {
        words.resize(i);
        return;
      }
    }
  }

  // Strips punctuation and stray conjunctions at the edges, and marks without their counterpart.
  void trim(Words& words) const {
    const auto edge = [&](std::uint32_t token, bool first) {
      const Token& word = tree_[token];
      if (word.deprel == Deprel::kCc) return true;
      if (!is_punctuation(word)) return false;
      if (word.form == "\"") return !is_balanced(words, "\"");
      if (first && is_open_mark(word.form)) return !is_balanced(words, word.form);
      if (!first && is_close_mark(word.form)) return !is_balanced(words, word.form);
      return true;
    };
    std::size_t first = 0;
    std::size_t last = words.size();
    if (last > 2 && is_bracket(words[0]) && is_bracket(words[last - 1])) ++first, --last;
    while (first < last && edge(words[first], true)) ++first;
    while (first < last && edge(words[last - 1], false)) --last;
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(last), words.end());
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(first));
  }

  bool is_bracket(std::uint32_t token) const {
    const Xpos xpos = tree_[token].xpos;
    return xpos == Xpos::kLrb || xpos == Xpos::kRrb;
  }

  bool is_balanced(const Words& words, std::string_view mark) const {
    int open = 0;
    int close = 0;
    int straight = 0;
    for (const std::uint32_t token : words) {
      const std::string& form = tree_[token].form;
      open += is_open_mark(form);
      close += is_close_mark(form) && is_punctuation(tree_[token]);
      straight += form == "\"";
    }
    return mark == "\"" ? straight % 2 == 0 : open == close;
  }

  // ---- clauses

  void add_clause(const Clause& clause, PropositionForm form) {
    if (!clause.subject) return;
    const Token& subject = tree_[*clause.subject];
    if (subject.xpos == Xpos::kWp || subject.xpos == Xpos::kWdt || is_function_word(subject)) return;
    if (clause.kind == ClauseKind::kComplement && clause.subject_kind == SubjectKind::kControlled) return;

    Draft draft;
    draft.clause = &clause;
    draft.subject = {*clause.subject, subject_words(clause), {}, ArgumentRole::kObject};
    draft.predicate = clause.predicate;
    if (draft.subject.words.empty() || draft.predicate.empty() || draft.predicate.size() > kMaxPredicateWords) return;
    draft.supplied = supplied_copula(clause);
    // "(There, is, a bridge)" joins no two things.
    if (form == PropositionForm::kBinary && subject.xpos == Xpos::kEx) return;
    if (const auto to = purpose_mark(clause)) {
      // "left to become": what was done comes with what it was meant for.
      draft.predicate.insert(draft.predicate.begin(), *to);
      const Words& above = clauses_[*clause.parent].predicate;
      if (above.back() < *to) draft.predicate.insert(draft.predicate.begin(), above.begin(), above.end());
      if (draft.predicate.size() > kMaxPredicateWords) return;
    }
    draft.verb = draft.predicate;

    bool blocked = false;  // an object or complement has come, so a preposition stays with its noun
    bool moved = false;    // a preposition has joined the predicate
    const std::uint32_t verb = clause.verbs.back();
    std::vector<Part> late;
    for (const ClauseArgument& argument : clause.arguments) {
      if (draft.arguments.size() + late.size() == kMaxArguments) break;
      Part part;
      part.head = argument.head;
      part.role = argument.role;
      part.words = argument_words(clause, argument);
      if (part.words.empty() || is_loose_pronoun(part)) continue;
      Words preposition = preposition_of(argument);
      const bool oblique = argument.role == ArgumentRole::kOblique || argument.role == ArgumentRole::kAgent;
      if (argument.preposition && !oblique) preposition = {*argument.preposition};
      if (oblique) part.preposition = preposition;
      switch (argument.role) {
        case ArgumentRole::kAdverbial:
          if (!is_wanted_adverbial(argument.head)) continue;
          late.push_back(std::move(part));
          continue;
        case ArgumentRole::kAdverb:
          if (tree_[argument.head].xpos == Xpos::kWrb || is_connective(tree_[argument.head].lemma)) continue;
          late.push_back(std::move(part));
          continue;
        case ArgumentRole::kOblique:
        case ArgumentRole::kAgent: {
          const bool joins = !preposition.empty() && !blocked && !moved && !argument.shared &&
                             (argument.head > verb || argument.antecedent) &&
                             draft.predicate.size() + preposition.size() <= kMaxPredicateWords;
          if (joins) {
            const Words lead = take_preposition(part);
            draft.predicate.insert(draft.predicate.end(), lead.begin(), lead.end());
            moved = true;
            draft.arguments.insert(draft.arguments.begin(), std::move(part));
          } else {
            if (argument.antecedent) part.words.insert(part.words.begin(), preposition.begin(), preposition.end());
            late.push_back(std::move(part));
          }
          continue;
        }
        case ArgumentRole::kComplement: {
          // "said that ...": the conjunction joins the predicate.
          const auto mark = tree_.child(argument.head, Deprel::kMark);
          if (!blocked && mark && tree_[*mark].lemma == "that" && part.words.front() == *mark) {
            draft.predicate.push_back(*mark);
            part.words.erase(part.words.begin());
            trim(part.words);
          }
          break;
        }
        case ArgumentRole::kPredicate: {
          if (argument.head != verb) break;
          // "was in the car", and "is familiar with the case" where something follows the adjective.
          if (!preposition.empty() && part.words.front() == preposition.front()) {
            draft.predicate.insert(draft.predicate.end(), preposition.begin(), preposition.end());
            remove(part.words, preposition);
            moved = true;
          } else if (tree_[verb].upos == Upos::kAdj && has_oblique_after(clause, verb)) {
            if (draft.predicate.size() + part.words.size() > kMaxPredicateWords) return;
            draft.predicate.insert(draft.predicate.end(), part.words.begin(), part.words.end());
            continue;
          }
          break;
        }
        default:
          break;
      }
      if (part.words.empty()) continue;
      if (argument.head > verb || argument.role == ArgumentRole::kPredicate) blocked = true;
      if (argument.antecedent) blocked = true;
      draft.arguments.push_back(std::move(part));
    }
    std::move(late.begin(), late.end(), std::back_inserter(draft.arguments));
    if (draft.arguments.empty()) take_adverbial(clause, draft);
    if (draft.arguments.empty()) return;
    if (form == PropositionForm::kBinary) {
      split(draft);
    } else {
      spread(draft);
    }
  }

  // "can be cleared by adding salt": a clause after the verb where there is nothing else to say of it.
  void take_adverbial(const Clause& clause, Draft& draft) {
    for (const ClauseArgument& argument : clause.arguments) {
      if (argument.role != ArgumentRole::kAdverbial || argument.head < clause.verbs.back()) continue;
      Part part;
      part.head = argument.head;
      part.role = argument.role;
      part.words = argument_words(clause, argument);
      if (part.words.empty()) continue;
      const auto mark = tree_.child(argument.head, Deprel::kMark);
      const bool joins = mark && part.words.size() > 1 && part.words.front() == *mark;
      if (joins && tree_[argument.head].xpos == Xpos::kVbg) {
        draft.predicate.push_back(*mark);
        part.words.erase(part.words.begin());
      }
      draft.arguments.push_back(std::move(part));
      return;
    }
  }

  // A relative pronoun whose noun is not known.
  bool is_loose_pronoun(const Part& part) const {
    const Xpos xpos = tree_[part.head].xpos;
    return part.words.size() <= 2 && (xpos == Xpos::kWdt || xpos == Xpos::kWp);
  }

  // The "to" of a clause of purpose that borrows the subject of the clause above: what it says may not have happened.
  std::optional<std::uint32_t> purpose_mark(const Clause& clause) const {
    if (clause.kind != ClauseKind::kAdverbial || clause.subject_kind != SubjectKind::kControlled) return std::nullopt;
    if (!clause.parent || clauses_[*clause.parent].predicate.empty()) return std::nullopt;
    const auto mark = tree_.child(clause.head, Deprel::kMark);
    return mark && tree_[*mark].xpos == Xpos::kTo ? mark : std::nullopt;
  }

  // One proposition for each of coordinated objects.
  void spread(const Draft& draft) {
    const Part& first = draft.arguments.front();
    if (first.role != ArgumentRole::kObject && first.role != ArgumentRole::kPredicate) {
      drafts_.push_back(draft);
      return;
    }
    for (Words& words : conjuncts(first)) {
      drafts_.push_back(draft);
      drafts_.back().arguments.front().words = std::move(words);
    }
  }

  // One proposition for each argument and each pair of conjuncts. What follows an object takes it into the
  // predicate: "made a deal with".
  void split(const Draft& draft) {
    const auto weak = [](const Part& part) {
      return part.role == ArgumentRole::kAdverb || part.role == ArgumentRole::kAdverbial;
    };
    const Part& first = draft.arguments.front();
    const bool fixed = first.role == ArgumentRole::kObject || first.role == ArgumentRole::kPredicate;
    if (draft.origin == Origin::kClause && first.role == ArgumentRole::kPredicate) add_part_of(draft);
    const std::vector<Words> subjects = conjuncts(draft.subject);
    const std::vector<Words> firsts = conjuncts(first);
    const std::size_t limit = drafts_.size() + kMaxTuples;
    for (std::size_t i = 0; i < draft.arguments.size(); ++i) {
      Part argument = draft.arguments[i];
      if (i > 0 && weak(argument)) continue;
      // "This year, Ada says ...": when it was said tells nothing of what.
      if (i > 0 && first.role == ArgumentRole::kComplement && argument.preposition.empty()) continue;
      if (i > 0) argument.preposition = take_preposition(argument);
      if (argument.words.empty()) continue;
      std::vector<Words> predicates = {draft.predicate};
      if (i > 0) {
        predicates.assign(fixed ? firsts.size() : 1, draft.verb);
        for (std::size_t k = 0; k < predicates.size(); ++k) {
          Words& predicate = predicates[k];
          if (fixed) predicate.insert(predicate.end(), firsts[k].begin(), firsts[k].end());
          predicate.insert(predicate.end(), argument.preposition.begin(), argument.preposition.end());
        }
      }
      const std::vector<Words> objects = i > 0 ? conjuncts(argument) : firsts;
      for (const Words& subject : subjects) {
        for (const Words& predicate : predicates) {
          for (const Words& object : objects) {
            if (predicate.size() > kMaxPredicateWords || drafts_.size() == limit) continue;
            Draft single = draft;
            single.subject.words = subject;
            single.predicate = predicate;
            argument.words = object;
            single.arguments = {argument};
            drafts_.push_back(std::move(single));
          }
        }
      }
    }
  }

  // Takes the preposition off an argument, with what measures or stresses it: "even in", "a few months before".
  Words take_preposition(Part& part) const {
    Words taken;
    if (part.preposition.empty()) return taken;
    if (std::find(part.words.begin(), part.words.end(), part.preposition.front()) == part.words.end()) {
      return part.preposition;  // "the town he lived in"
    }
    for (const std::uint32_t word : part.words) {
      if (word < part.preposition.front() && !is_connective(tree_[word].lemma)) taken.push_back(word);
    }
    std::erase_if(part.words, [&part](std::uint32_t word) { return word < part.preposition.front(); });
    taken.insert(taken.end(), part.preposition.begin(), part.preposition.end());
    remove(part.words, part.preposition);
    return taken;
  }

  // "Ada is the mayor of Oslo": (Ada, is the mayor of, Oslo).
  void add_part_of(const Draft& draft) {
    const Part& first = draft.arguments.front();
    if (!is_nominal(tree_[first.head])) return;
    for (const std::uint32_t child : tree_.children(first.head)) {
      const auto of = tree_.child(child, Deprel::kCase);
      if (tree_[child].deprel != Deprel::kNmod || child < first.head || !of || tree_[*of].lemma != "of") continue;
      Draft single = draft;
      std::copy_if(first.words.begin(), first.words.end(), std::back_inserter(single.predicate),
                   [&](std::uint32_t word) { return word <= *of; });
      Part part;
      part.head = child;
      part.role = ArgumentRole::kOblique;
      new_words();
      part.words = collect(child);
      std::erase_if(part.words, [&](std::uint32_t word) { return word <= *of; });
      if (part.words.empty() || single.predicate.size() > kMaxPredicateWords) return;
      single.arguments = {std::move(part)};
      drafts_.push_back(std::move(single));
      return;
    }
  }

  // The coordinated parts of an argument, or all of it.
  std::vector<Words> conjuncts(const Part& part) {
    Words heads;
    for (const std::uint32_t child : tree_.children(part.head)) {
      const bool within = std::binary_search(part.words.begin(), part.words.end(), child);
      if (tree_[child].deprel == Deprel::kConj && within && heads.size() < kMaxConjuncts) heads.push_back(child);
    }
    if (heads.empty() || part.role == ArgumentRole::kComplement) return {part.words};
    std::vector<Words> result(1, part.words);
    for (const std::uint32_t head : heads) {
      new_words();
      for (const std::uint32_t child : tree_.children(head)) {
        const bool repeated = tree_[child].deprel == Deprel::kCase && !part.preposition.empty();
        if (tree_[child].deprel == Deprel::kCc || repeated) skip(child);
      }
      Words words = collect(head);
      std::erase_if(words, [&part](std::uint32_t word) {
        return !std::binary_search(part.words.begin(), part.words.end(), word);
      });
      new_words();
      remove(result.front(), collect(head, true));
      if (!words.empty()) result.push_back(std::move(words));
    }
    trim(result.front());
    trim(result.front());  // a mark whose counterpart went with the conjunct
    if (result.front().empty()) return {part.words};
    return result;
  }

  static void remove(Words& words, const Words& gone) {
    std::erase_if(words,
                  [&gone](std::uint32_t word) { return std::find(gone.begin(), gone.end(), word) != gone.end(); });
  }

  // The subject without the clause itself, where that hangs below it.
  Words subject_words(const Clause& clause) {
    new_words();
    if (clause.subject_kind != SubjectKind::kOwn) {
      skip_path(clause.head, *clause.subject);
      skip_case(*clause.subject);
    }
    return collect(*clause.subject);
  }

  // Skips what ties a noun into another clause than the one that borrows it, and that clause where it heads
  // it.
  void skip_case(std::uint32_t token) {
    if (const Clause* clause = clause_at(token)) skip_clause_words(*clause, token);
    for (const std::uint32_t child : tree_.children(token)) {
      const Deprel deprel = tree_[child].deprel;
      if (child < token && (deprel == Deprel::kCase || deprel == Deprel::kCc || deprel == Deprel::kMark)) skip(child);
    }
  }

  // Skips the branch under `top` that holds `token`.
  void skip_path(std::uint32_t token, std::uint32_t top) {
    for (auto head = tree_.head(token); head; token = *head, head = tree_.head(token)) {
      if (*head == top) {
        skip(token);
        return;
      }
    }
  }

  Words argument_words(const Clause& clause, const ClauseArgument& argument) {
    new_words();
    if (argument.antecedent) {
      skip_path(clause.head, argument.head);
      skip_case(argument.head);
    }
    if (argument.head == clause.verbs.back()) skip_clause_words(clause, argument.head);
    if (argument.role == ArgumentRole::kComplement && clause.kind == ClauseKind::kParataxis) skip(clause.head);
    return collect(argument.head, argument.role == ArgumentRole::kComplement);
  }

  // Of a copular noun or adjective: what belongs to the clause and not to the phrase.
  void skip_clause_words(const Clause& clause, std::uint32_t head) {
    for (const std::uint32_t child : tree_.children(head)) {
      switch (tree_[child].deprel) {
        case Deprel::kNsubj:
        case Deprel::kNsubjPass:
        case Deprel::kNsubjOuter:
        case Deprel::kCsubj:
        case Deprel::kCsubjPass:
        case Deprel::kCsubjOuter:
        case Deprel::kExpl:
        case Deprel::kMark:
        case Deprel::kCc:
        case Deprel::kDiscourse:
        case Deprel::kVocative:
          skip(child);
          break;
        case Deprel::kConj:
          if (clause_at(child) != nullptr) skip(child);
          break;
        default:
          break;
      }
    }
    for (const std::uint32_t word : clause.predicate) skip(word);
    for (const std::uint32_t verb : clause.verbs) {
      if (verb != head) skip(verb);
    }
    for (const ClauseArgument& other : clause.arguments) {
      if (other.head != head) skip(other.head);
    }
  }

  const Clause* clause_at(std::uint32_t token) const {
    const auto found = std::lower_bound(clauses_.begin(), clauses_.end(), token,
                                        [](const Clause& clause, std::uint32_t head) { return clause.head < head; });
    return found != clauses_.end() && found->head == token ? &*found : nullptr;
  }

  // The words before a noun that mark its part in the clause: "in", "because of".
  Words preposition_of(const ClauseArgument& argument) const {
    if (argument.preposition) return with_fixed(*argument.preposition);
    Words words;
    for (const std::uint32_t child : tree_.children(argument.head)) {
      if (child > argument.head) break;
      if (tree_[child].deprel != Deprel::kCase) continue;
      const Words part = with_fixed(child);
      words.insert(words.end(), part.begin(), part.end());
    }
    return words;
  }

  Words with_fixed(std::uint32_t token) const {
    Words words = {token};
    for (const std::uint32_t child : tree_.children(token)) {
      if (tree_[child].deprel == Deprel::kFixed) words.push_back(child);
    }
    return words;
  }

  bool has_oblique_after(const Clause& clause, std::uint32_t token) const {
    return std::any_of(clause.arguments.begin(), clause.arguments.end(), [&](const ClauseArgument& argument) {
      return argument.head > token && argument.role == ArgumentRole::kOblique && !preposition_of(argument).empty();
    });
  }

  bool is_wanted_adverbial(std::uint32_t head) const {
    const auto mark = tree_.child(head, Deprel::kMark);
    if (mark) return is_temporal_or_causal(tree_[*mark].lemma);
    return std::any_of(tree_.children(head).begin(), tree_.children(head).end(),
                       [this](std::uint32_t child) { return tree_[child].xpos == Xpos::kWrb; });
  }

  // A participle under a noun lacks its copula: "the bridge [is] built by Rome".
  std::string supplied_copula(const Clause& clause) const {
    if (clause.subject_kind != SubjectKind::kAntecedent || clause.kind != ClauseKind::kAdnominal) return {};
    const Token& noun = tree_[*clause.subject];
    const bool plural = noun.xpos == Xpos::kNns || noun.xpos == Xpos::kNnps;
    return plural ? "are" : "is";
  }

  // ---- the rest

  // "Ada, the queen": (Ada, is, the queen) where one of them is a name and they are near.
  void add_apposition(std::uint32_t token) {
    const std::uint32_t head = *tree_.head(token);
    if (token < head || token - head > kMaxAppositionDistance) return;
    if (tree_[head].upos != Upos::kPropn && tree_[token].upos != Upos::kPropn) return;
    if (!is_nominal(tree_[head]) || !is_nominal(tree_[token])) return;
    Draft draft;
    draft.origin = Origin::kApposition;
    new_words();
    skip(token);
    skip_case(head);
    draft.subject.words = collect(head);
    draft.supplied = "is";
    Part part;
    new_words();
    part.words = collect(token);
    part.role = ArgumentRole::kPredicate;
    if (draft.subject.words.empty() || part.words.empty()) return;
    draft.arguments.push_back(std::move(part));
    drafts_.push_back(std::move(draft));
  }

  // Where the tree has no clause: the first finite verb with what stands before and after it.
  void add_fragment(PropositionForm form) {
    const auto& tokens = tree_.sentence().tokens;
    const auto finite = std::find_if(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.xpos == Xpos::kVbd || token.xpos == Xpos::kVbp || token.xpos == Xpos::kVbz;
    });
    if (finite == tokens.end() || tokens.size() > kMaxArgumentWords) return;
    const auto verb = static_cast<std::uint32_t>(finite - tokens.begin());
    if (form == PropositionForm::kBinary && verb > 0 && tree_[verb - 1].xpos == Xpos::kEx) return;
    Draft draft;
    draft.origin = Origin::kFragment;
    for (std::uint32_t token = 0; token < verb; ++token) draft.subject.words.push_back(token);
    draft.predicate = {verb};
    Part rest;
    for (std::uint32_t token = verb + 1; token < tree_.size(); ++token) rest.words.push_back(token);
    trim(draft.subject.words);
    trim(rest.words);
    if (draft.subject.words.empty() || rest.words.empty()) return;
    draft.arguments.push_back(std::move(rest));
    drafts_.push_back(std::move(draft));
  }

  // ---- texts

  std::string words_of(const Words& words) const {
    std::string result;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const Span span = tree_[words[i]].span;
      if (i > 0 && tree_[words[i - 1]].span.end != span.start) result += ' ';
      result += text_.slice(span);
    }
    return result;
  }

  Span hull(const Words& words) const {
    Span span = tree_[words.front()].span;
    for (const std::uint32_t word : words) {
      span.start = std::min(span.start, tree_[word].span.start);
      span.end = std::max(span.end, tree_[word].span.end);
    }
    return span;
  }

  const Text& text_;
  const Tree& tree_;
  const std::vector<Clause>& clauses_;
  std::uint32_t dateline_;              // tokens before this one are no part of what is said
  std::vector<std::uint32_t> skipped_;  // the stamp under which a token was skipped last
  std::uint32_t stamp_ = 0;
  std::vector<Draft> drafts_;
};

}  // namespace

std::vector<Proposition> find_propositions(const Text& text, std::uint32_t sentence, const Tree& tree,
                                           const std::vector<Clause>& clauses, PropositionForm form) {
  Finder finder(text, tree, clauses);
  std::vector<Proposition> result;
  for (const Draft& draft : finder.drafts(form)) result.push_back(finder.render(draft, sentence));
  return result;
}

}  // namespace factgraph
