#include "extract/clauses.h"

#include <algorithm>

#include "extract/speech.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

// Bounds on what a conjunct takes over, so that conjuncts nested in conjuncts do not add up.
constexpr std::size_t kMaxSharedWords = 12;
constexpr std::size_t kMaxSharedArguments = 4;

bool is_subject(Deprel deprel) {
  switch (deprel) {
    case Deprel::kNsubj:
    case Deprel::kNsubjPass:
    case Deprel::kCsubj:
    case Deprel::kCsubjPass:
      return true;
    default:
      return false;
  }
}

bool is_auxiliary(Deprel deprel) {
  return deprel == Deprel::kAux || deprel == Deprel::kAuxPass || deprel == Deprel::kCop;
}

bool is_negation(const Token& token) {
  return token.lemma == "not" || token.lemma == "never" || token.form == "n't" || token.form == "n’t" ||
         token.lemma == "n't";
}

bool is_verbal(const Token& token) { return token.upos == Upos::kVerb || token.upos == Upos::kAux; }

bool is_finite(Xpos xpos) {
  return xpos == Xpos::kVbd || xpos == Xpos::kVbp || xpos == Xpos::kVbz || xpos == Xpos::kMd;
}

bool is_relative_pronoun(const Token& token) {
  switch (token.xpos) {
    case Xpos::kWdt:
    case Xpos::kWp:
      return true;
    default:
      return token.lemma == "that" || token.lemma == "which" || token.lemma == "who";
  }
}

// Relations under which a verb or a copular phrase is a clause of its own.
bool is_clausal(Deprel deprel) {
  switch (deprel) {
    case Deprel::kRoot:
    case Deprel::kConj:
    case Deprel::kCcomp:
    case Deprel::kXcomp:
    case Deprel::kAdvcl:
    case Deprel::kAdvclRelcl:
    case Deprel::kAcl:
    case Deprel::kAclRelcl:
    case Deprel::kCsubj:
    case Deprel::kCsubjOuter:
    case Deprel::kCsubjPass:
    case Deprel::kParataxis:
    case Deprel::kDep:
    case Deprel::kList:
    case Deprel::kAppos:
    case Deprel::kDislocated:
    case Deprel::kReparandum:
      return true;
    default:
      return false;
  }
}

class Builder {
 public:
  explicit Builder(const Tree& tree) : tree_(tree), clause_of_(tree.size(), kNone), within_(tree.size(), kNone) {}

  std::vector<Clause> build() {
    for (const std::uint32_t token : tree_.top_down()) {
      if (heads_clause(token) && !merge(token)) open(token);
      const auto head = tree_.head(token);
      within_[token] = clause_of_[token] != kNone || !head ? clause_of_[token] : within_[*head];
    }
    for (Clause& clause : clauses_) finish(clause);
    return in_order();
  }

 private:
  bool heads_clause(std::uint32_t token) const {
    const Token& word = tree_[token];
    if (!is_clausal(word.deprel)) return false;
    bool copula = false;
    bool subject = false;
    for (const std::uint32_t child : tree_.children(token)) {
      copula |= tree_[child].deprel == Deprel::kCop;
      subject |= is_subject(tree_[child].deprel);
    }
    if (copula) return true;
    if (!is_verbal(word)) {
      // "he happy, she sad": the second half of a coordination may leave out its verb, but has its subject.
      return subject && word.deprel != Deprel::kXcomp && word.upos != Upos::kPropn;
    }
    if (word.deprel == Deprel::kConj && !subject) {
      // A finite verb coordinated with a noun belongs to the clause around that noun, whatever the tree says.
      const std::uint32_t head = *tree_.head(token);
      return clause_of_[head] != kNone || (within_[head] != kNone && has_finite_form(token));
    }
    return true;
  }

  bool has_finite_form(std::uint32_t verb) const {
    if (is_finite(tree_[verb].xpos)) return true;
    return std::any_of(tree_.children(verb).begin(), tree_.children(verb).end(), [this](std::uint32_t child) {
      return is_auxiliary(tree_[child].deprel) && is_finite(tree_[child].xpos);
    });
  }

  // "is able to win": an infinitive after an adjective, whatever the tree calls it. "It is hard to win", "too small to
  // win" and "small enough to win" say something else.
  bool completes_adjective(std::uint32_t token) const {
    const auto head = tree_.head(token);
    const auto mark = tree_.child(token, Deprel::kMark);
    if (!head || *head > token || tree_[*head].upos != Upos::kAdj || !mark) return false;
    if (tree_[token].xpos != Xpos::kVb || tree_[*mark].xpos != Xpos::kTo) return false;
    return std::none_of(tree_.children(*head).begin(), tree_.children(*head).end(), [this](std::uint32_t child) {
      const Token& word = tree_[child];
      return word.deprel == Deprel::kExpl || word.lemma == "it" || word.lemma == "too" || word.lemma == "enough";
    });
  }

  // "tries to woo": a verbal complement joins the predicate of the verb above unless an object stands between
  // them.
  bool merge(std::uint32_t token) {
    if (tree_[token].deprel != Deprel::kXcomp && !completes_adjective(token)) return false;
    const std::uint32_t head = *tree_.head(token);
    const std::uint32_t index = clause_of_[head];
    if (index == kNone || head > token) return false;
    if (!is_verbal(tree_[head]) && tree_[head].upos != Upos::kAdj) return false;
    if (clauses_[index].verbs.back() != head) return false;
    for (const std::uint32_t child : tree_.children(head)) {
      const Deprel deprel = tree_[child].deprel;
      if (child > head && child < token && (deprel == Deprel::kObj || deprel == Deprel::kIobj)) return false;
    }
    for (const std::uint32_t child : tree_.children(token)) {
      if (is_subject(tree_[child].deprel)) return false;
    }
    clauses_[index].verbs.push_back(token);
    clause_of_[token] = index;
    return true;
  }

  void open(std::uint32_t token) {
    Clause clause;
    clause.head = token;
    clause.verbs = {token};
    clause.kind = kind_of(token);
    const auto head = tree_.head(token);
    if (head && within_[*head] != kNone) clause.parent = within_[*head];
    clause_of_[token] = static_cast<std::uint32_t>(clauses_.size());
    clauses_.push_back(std::move(clause));
  }

  ClauseKind kind_of(std::uint32_t token) const {
    switch (tree_[token].deprel) {
      case Deprel::kConj:
        return within_[*tree_.head(token)] == kNone ? ClauseKind::kParataxis : ClauseKind::kConjunct;
      case Deprel::kCcomp:
      case Deprel::kXcomp:
        return ClauseKind::kComplement;
      case Deprel::kCsubj:
      case Deprel::kCsubjOuter:
      case Deprel::kCsubjPass:
        return ClauseKind::kSubject;
      case Deprel::kAdvcl:
      case Deprel::kAdvclRelcl:
        return ClauseKind::kAdverbial;
      case Deprel::kAclRelcl:
        return ClauseKind::kRelative;
      case Deprel::kAcl:
        return ClauseKind::kAdnominal;
      case Deprel::kRoot:
        return ClauseKind::kMain;
      default:
        return ClauseKind::kParataxis;
    }
  }

  // Subject, predicate and arguments; the clause above is finished by then.
  void finish(Clause& clause) {
    if (clause.kind == ClauseKind::kRelative || clause.kind == ClauseKind::kAdnominal) {
      clause.antecedent = tree_.head(clause.head);
      // The tree may hang the clause on a verb; its noun then stands right before its pronoun, if anywhere.
      if (clause.antecedent && is_verbal(tree_[*clause.antecedent])) clause.antecedent.reset();
    }
    find_subject(clause);
    for (const std::uint32_t verb : clause.verbs) add_verb(clause, verb);
    std::sort(clause.predicate.begin(), clause.predicate.end());
    if (clause.kind == ClauseKind::kConjunct) share(clause);
    fill_gap(clause);
    if (clause.kind == ClauseKind::kParataxis && clause.arguments.empty()) take_speech(clause);
    std::stable_sort(clause.arguments.begin(), clause.arguments.end(), [](const auto& a, const auto& b) {
      return std::pair(a.shared, a.head) < std::pair(b.shared, b.head);
    });
    judge(clause);
  }

  void find_subject(Clause& clause) {
    std::optional<std::uint32_t> expletive;
    for (const std::uint32_t child : tree_.children(clause.head)) {
      const Deprel deprel = tree_[child].deprel;
      if (deprel == Deprel::kExpl && !expletive) expletive = child;
      if ((is_subject(deprel) || deprel == Deprel::kNsubjOuter) && (!clause.subject || is_subject(deprel))) {
        clause.subject = child;
      }
    }
    if (expletive) clause.subject = expletive;
    if (clause.subject) {
      clause.subject_kind = SubjectKind::kOwn;
      if (clause.antecedent && is_relative_pronoun(tree_[*clause.subject])) {
        clause.subject = clause.antecedent;
        clause.subject_kind = SubjectKind::kAntecedent;
      } else if (const auto noun = noun_before(*clause.subject)) {
        clause.subject = noun;
        clause.subject_kind = SubjectKind::kAntecedent;
      }
      return;
    }
    const auto take = [&clause](std::optional<std::uint32_t> subject, SubjectKind kind) {
      if (!subject) return;
      clause.subject = subject;
      clause.subject_kind = kind;
    };
    const Clause* parent = clause.parent ? &clauses_[*clause.parent] : nullptr;
    const Xpos xpos = tree_[clause.head].xpos;
    switch (clause.kind) {
      case ClauseKind::kConjunct:
        if (parent->subject) take(parent->subject, SubjectKind::kShared);
        break;
      case ClauseKind::kAdnominal:
        // "the challenge of finishing" says nothing of who finishes.
        if ((xpos == Xpos::kVbn || xpos == Xpos::kVbg || xpos == Xpos::kVbd) &&
            !tree_.child(clause.head, Deprel::kMark)) {
          take(clause.antecedent, SubjectKind::kAntecedent);
          if (!clause.antecedent && parent != nullptr) take(parent->subject, SubjectKind::kControlled);
        }
        break;
      case ClauseKind::kRelative:
        // "the man I know": the verb's own subject would stand in the clause, so none means a reduced
        // relative.
        take(clause.antecedent, SubjectKind::kAntecedent);
        break;
      case ClauseKind::kAdverbial:
        if (parent != nullptr && clause_of_[*tree_.head(clause.head)] == *clause.parent) {
          take(parent->subject, SubjectKind::kControlled);
        }
        break;
      case ClauseKind::kComplement:
        if (parent != nullptr && tree_[clause.head].deprel == Deprel::kXcomp) {
          const auto object =
              std::find_if(parent->arguments.begin(), parent->arguments.end(), [](const auto& argument) {
                const bool addressed =
                    argument.role == ArgumentRole::kObject || argument.role == ArgumentRole::kIndirectObject;
                return addressed && !argument.shared;
              });
          take(object != parent->arguments.end() ? std::optional(object->head) : parent->subject,
               SubjectKind::kControlled);
        }
        break;
      default:
        break;
    }
  }

  // The noun a relative pronoun outside of a relative clause must mean: the one right before it or its comma.
  std::optional<std::uint32_t> noun_before(std::uint32_t pronoun) const {
    const Xpos xpos = tree_[pronoun].xpos;
    if ((xpos != Xpos::kWdt && xpos != Xpos::kWp) || tree_[pronoun].lemma == "what" || pronoun == 0)
      return std::nullopt;
    std::uint32_t noun = pronoun - 1;
    if (tree_[noun].form == "," && noun > 0) --noun;
    if (tree_[noun].upos != Upos::kNoun && tree_[noun].upos != Upos::kPropn) return std::nullopt;
    const auto head = tree_.head(noun);
    const Deprel deprel = tree_[noun].deprel;
    const bool part = deprel == Deprel::kCompound || deprel == Deprel::kFlat;
    return part && head ? head : noun;
  }

  // The words and dependents of one verb of the predicate.
  void add_verb(Clause& clause, std::uint32_t verb) {
    const std::span<const std::uint32_t> children = tree_.children(verb);
    bool copula = false;
    for (const std::uint32_t child : children) copula |= tree_[child].deprel == Deprel::kCop;
    const bool merged = verb != clause.head;

    if (!copula) clause.predicate.push_back(verb);
    for (const std::uint32_t child : children) {
      const Token& word = tree_[child];
      // "the aim is to win": the dependents of a verb after a copula are within what is ascribed.
      if (copula && child > verb && is_verbal(tree_[verb])) continue;
      switch (word.deprel) {
        case Deprel::kAux:
        case Deprel::kAuxPass:
        case Deprel::kCop:
        case Deprel::kCompoundPrt:
          clause.predicate.push_back(child);
          break;
        case Deprel::kMark:
          if (merged && word.xpos == Xpos::kTo) clause.predicate.push_back(child);
          break;
        case Deprel::kObj:
          add(clause, ArgumentRole::kObject, child);
          break;
        case Deprel::kIobj:
          add(clause, ArgumentRole::kIndirectObject, child);
          break;
        case Deprel::kObl:
        case Deprel::kOblUnmarked:
        case Deprel::kNmodUnmarked:
          if (word.deprel == Deprel::kNmodUnmarked && !is_verbal(tree_[verb])) break;
          add(clause, ArgumentRole::kOblique, child);
          break;
        case Deprel::kOblAgent:
          add(clause, ArgumentRole::kAgent, child);
          break;
        case Deprel::kCcomp:
          add(clause, ArgumentRole::kComplement, child);
          break;
        case Deprel::kXcomp:
          if (clause_of_[child] == clause_of_[verb]) break;
          add(clause, is_verbal(word) ? ArgumentRole::kComplement : ArgumentRole::kPredicate, child);
          break;
        case Deprel::kAdvcl:
        case Deprel::kAdvclRelcl:
          add(clause, ArgumentRole::kAdverbial, child);
          break;
        case Deprel::kAdvmod:
          if (is_negation(word) || before_verb(verb, child)) {
            clause.predicate.push_back(child);
          } else if (!copula || is_adverbial_of_clause(verb, child)) {
            add(clause, ArgumentRole::kAdverb, child);
          }
          break;
        case Deprel::kNsubj:
        case Deprel::kNsubjPass:
        case Deprel::kCsubj:
        case Deprel::kCsubjPass:
          // "There are two of them", "It is clear that ...": the expletive is the subject.
          if (clause.subject && clause.subject != child && tree_[*clause.subject].deprel == Deprel::kExpl) {
            add(clause, ArgumentRole::kObject, child);
          }
          break;
        default:
          break;
      }
    }
    if (!copula) return;
    if (verb == clause.verbs.back()) {
      add(clause, ArgumentRole::kPredicate, verb);
    } else {
      clause.predicate.push_back(verb);  // "is able to win"
    }
  }

  static void add(Clause& clause, ArgumentRole role, std::uint32_t head) {
    ClauseArgument argument;
    argument.role = role;
    argument.head = head;
    clause.arguments.push_back(argument);
  }

  // An adverb with nothing but auxiliaries and other adverbs between it and the verb: "has often been seen".
  bool before_verb(std::uint32_t verb, std::uint32_t adverb) const {
    if (adverb > verb || !tree_.children(adverb).empty() || tree_[adverb].upos != Upos::kAdv) return false;
    if (tree_[adverb].xpos == Xpos::kWrb) return false;
    bool copula = false;
    for (const std::uint32_t child : tree_.children(verb)) copula |= tree_[child].deprel == Deprel::kCop;
    bool after_auxiliary = false;
    for (const std::uint32_t child : tree_.children(verb)) {
      if (is_auxiliary(tree_[child].deprel)) after_auxiliary |= child < adverb;
    }
    for (std::uint32_t token = adverb + 1; token < verb; ++token) {
      const Token& word = tree_[token];
      if (word.head != static_cast<std::int32_t>(verb)) return false;
      if (!is_auxiliary(word.deprel) && word.deprel != Deprel::kAdvmod) return false;
    }
    return copula ? after_auxiliary && tree_[verb].upos != Upos::kAdj : true;
  }

  // Of a copular phrase: an adverb apart from the noun or adjective, so that it cannot be part of it.
  bool is_adverbial_of_clause(std::uint32_t head, std::uint32_t adverb) const {
    if (adverb > head) return true;
    for (const std::uint32_t child : tree_.children(head)) {
      if (tree_[child].deprel == Deprel::kCop) return adverb < child;
    }
    return false;
  }

  // "was sold to Oslo and renamed": after a passive, a past form with nothing to act on is one more participle.
  bool is_participle(std::uint32_t verb, const Clause& parent, std::uint32_t partner) const {
    if (!parent.passive || !parent.finite || tree_[partner].xpos != Xpos::kVbn || tree_[verb].xpos != Xpos::kVbd)
      return false;
    return !tree_.child(verb, Deprel::kObj) && !tree_.child(verb, Deprel::kCcomp) && !tree_.child(verb, Deprel::kXcomp);
  }

  // What a conjunct has in common with the clause it is joined to.
  void share(Clause& clause) {
    const Clause& parent = clauses_[*clause.parent];
    const std::uint32_t head = *tree_.head(clause.head);
    const std::uint32_t partner = clause_of_[head] != kNone ? head : parent.verbs.back();
    if (clause.subject_kind != SubjectKind::kShared) return;

    const bool auxiliaries = std::any_of(clause.predicate.begin(), clause.predicate.end(),
                                         [this](std::uint32_t word) { return is_auxiliary(tree_[word].deprel); });
    const Xpos form = tree_[clause.head].xpos;
    const bool alike = form == tree_[partner].xpos && !is_finite(form);
    if (!auxiliaries && is_verbal(tree_[clause.head]) && (alike || is_participle(clause.head, parent, partner))) {
      std::vector<std::uint32_t> shared;
      for (const std::uint32_t word : parent.predicate) {
        if (word == partner || shared.size() == kMaxSharedWords) break;
        const bool adverb = tree_[word].deprel == Deprel::kAdvmod && !is_negation(tree_[word]);
        if (!adverb && word < clause.head) shared.push_back(word);
      }
      clause.predicate.insert(clause.predicate.begin(), shared.begin(), shared.end());
      clause.passive = parent.passive;
    }

    bool object = false;
    for (const ClauseArgument& argument : clause.arguments) object |= argument.role == ArgumentRole::kObject;
    std::size_t taken = 0;
    std::vector<ClauseArgument> shared;
    for (const ClauseArgument& argument : parent.arguments) {
      if (taken == kMaxSharedArguments) break;
      const bool before = (argument.role == ArgumentRole::kOblique || argument.role == ArgumentRole::kAdverbial) &&
                          argument.head < parent.predicate.front();
      const bool after = argument.role == ArgumentRole::kObject && !object && !argument.antecedent &&
                         is_verbal(tree_[clause.head]) && argument.head > clause.head;
      if (!before && !after) continue;
      shared.push_back(argument);
      shared.back().shared = !after;
      ++taken;
    }
    clause.arguments.insert(clause.arguments.end(), shared.begin(), shared.end());
  }

  // Puts the antecedent of a relative clause where the clause has its pronoun or a gap.
  void fill_gap(Clause& clause) {
    if (clause.kind != ClauseKind::kRelative || !clause.antecedent || clause.subject == clause.antecedent) return;
    bool object = false;
    for (ClauseArgument& argument : clause.arguments) {
      const bool nominal = argument.role == ArgumentRole::kObject || argument.role == ArgumentRole::kOblique ||
                           argument.role == ArgumentRole::kIndirectObject || argument.role == ArgumentRole::kAgent;
      if (nominal && is_relative_pronoun(tree_[argument.head])) {
        const std::optional<std::uint32_t> preposition = tree_.child(argument.head, Deprel::kCase);
        argument.head = *clause.antecedent;
        argument.preposition = preposition;
        argument.antecedent = true;
        return;
      }
      // "the town he lived in": a preposition that has lost its noun.
      if (argument.role == ArgumentRole::kOblique && tree_[argument.head].upos == Upos::kAdp) {
        argument.preposition = argument.head;
        argument.head = *clause.antecedent;
        argument.antecedent = true;
        return;
      }
      object |= argument.role == ArgumentRole::kObject || argument.role == ArgumentRole::kComplement ||
                argument.role == ArgumentRole::kPredicate;
    }
    if (object || clause.passive || !is_verbal(tree_[clause.verbs.back()])) return;
    for (const std::uint32_t child : tree_.children(clause.head)) {
      if (tree_[child].xpos == Xpos::kWrb) return;  // "the place where he lives"
    }
    ClauseArgument gap;
    gap.head = *clause.antecedent;
    gap.antecedent = true;
    clause.arguments.push_back(gap);
  }

  // "..., he said": what stands beside the reporting verb is what is said.
  void take_speech(Clause& clause) {
    if (clause.parent && clause.subject_kind == SubjectKind::kOwn && is_speech_verb(tree_[clause.head].lemma)) {
      add(clause, ArgumentRole::kComplement, clauses_[*clause.parent].head);
    }
  }

  void judge(Clause& clause) {
    const Token& head = tree_[clause.head];
    bool passive_words = false;
    for (const std::uint32_t child : tree_.children(clause.head)) {
      const Deprel deprel = tree_[child].deprel;
      clause.copular |= deprel == Deprel::kCop;
      passive_words |= deprel == Deprel::kAuxPass || deprel == Deprel::kNsubjPass || deprel == Deprel::kCsubjPass;
    }
    clause.passive |= passive_words || (clause.kind == ClauseKind::kAdnominal && head.xpos == Xpos::kVbn);
    for (const std::uint32_t word : clause.predicate) {
      clause.negated |= is_negation(tree_[word]);
      clause.finite |= is_finite(tree_[word].xpos);
    }
  }

  // By the place of the head.
  std::vector<Clause> in_order() {
    std::vector<std::uint32_t> order(clauses_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [this](std::uint32_t a, std::uint32_t b) { return clauses_[a].head < clauses_[b].head; });
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    std::vector<Clause> sorted;
    sorted.reserve(order.size());
    for (const std::uint32_t i : order) {
      sorted.push_back(std::move(clauses_[i]));
      if (sorted.back().parent) sorted.back().parent = place[*sorted.back().parent];
    }
    return sorted;
  }

  const Tree& tree_;
  std::vector<std::uint32_t> clause_of_;  // of the tokens in some clause's `verbs`
  std::vector<std::uint32_t> within_;     // the nearest clause at or above each token
  std::vector<Clause> clauses_;
};

}  // namespace

Tree::Tree(const Sentence& sentence) : sentence_(&sentence), first_child_(sentence.tokens.size() + 1, 0) {
  const std::vector<Token>& tokens = sentence.tokens;
  for (const Token& token : tokens) {
    if (token.head >= 0) ++first_child_[static_cast<std::size_t>(token.head) + 1];
  }
  for (std::size_t i = 1; i < first_child_.size(); ++i) first_child_[i] += first_child_[i - 1];
  children_.resize(first_child_.back());
  std::vector<std::uint32_t> next(first_child_.begin(), first_child_.end() - 1);
  top_down_.reserve(tokens.size());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].head >= 0) {
      children_[next[static_cast<std::size_t>(tokens[i].head)]++] = i;
    } else {
      top_down_.push_back(i);
    }
  }
  for (std::size_t i = 0; i < top_down_.size(); ++i) {
    const std::span<const std::uint32_t> below = children(top_down_[i]);
    top_down_.insert(top_down_.end(), below.begin(), below.end());
  }
}

std::span<const std::uint32_t> Tree::children(std::uint32_t token) const {
  return std::span(children_).subspan(first_child_[token], first_child_[token + 1] - first_child_[token]);
}

std::optional<std::uint32_t> Tree::child(std::uint32_t token, Deprel deprel) const {
  for (const std::uint32_t child : children(token)) {
    if ((*sentence_).tokens[child].deprel == deprel) return child;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Tree::head(std::uint32_t token) const {
  const std::int32_t head = sentence_->tokens[token].head;
  if (head < 0) return std::nullopt;
  return static_cast<std::uint32_t>(head);
}

std::uint32_t dateline_length(const Tree& tree) {
  constexpr std::uint32_t kMaxLength = 10;
  const std::string& first = tree[0].form;
  if (first.size() < 2 || std::any_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return 0;
  for (std::uint32_t token = 1; token + 1 < tree.size() && token < kMaxLength; ++token) {
    const Token& word = tree[token];
    if (word.form == "–" || word.form == "—" || word.form == "-" || word.form == "--") {
      const bool apart = tree[token - 1].span.end < word.span.start && word.span.end < tree[token + 1].span.start;
      return apart ? token + 1 : 0;
    }
    const bool name = word.upos == Upos::kPropn || word.upos == Upos::kNum || word.upos == Upos::kPunct;
    if (!name) return 0;
  }
  return 0;
}

std::vector<Clause> find_clauses(const Tree& tree) { return Builder(tree).build(); }

}  // namespace factgraph
