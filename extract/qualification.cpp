#include "extract/qualification.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "extract/speech.h"

namespace factgraph {
namespace {

template <std::size_t kSize>
bool has(const std::string_view (&words)[kSize], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

// Lemmas, each list sorted.

// What is under such a verb is not so: "refused to sign", "denied that ...".
constexpr std::string_view kDenyingVerbs[] = {"abandon", "avoid",    "ban",    "block",  "cancel", "decline", "deny",
                                              "dispute", "fail",     "forbid", "forget", "halt",   "neglect", "oppose",
                                              "prevent", "prohibit", "refuse", "refute", "reject", "scrap",   "veto"};

// What is under such a verb is to come: "plans to sign".
constexpr std::string_view kPlanningVerbs[] = {
    "agree",    "aim",     "ask",     "attempt",   "await", "call",   "commit",   "decide",   "demand",
    "design",   "direct",  "expect",  "fight",     "go",    "hope",   "instruct", "intend",   "invite",
    "mean",     "need",    "offer",   "order",     "plan",  "pledge", "prepare",  "promise",  "propose",
    "request",  "require", "resolve", "schedule",  "seek",  "set",    "strive",   "struggle", "swear",
    "threaten", "try",     "urge",    "volunteer", "vow",   "want",   "wish",     "work"};

// What is under such a verb may be so: "seems to have signed".
constexpr std::string_view kDoubtingVerbs[] = {
    "accuse",    "allege",  "appear",  "assume",  "believe",     "charge", "claim",   "consider", "doubt",
    "estimate",  "fear",    "guess",   "imagine", "investigate", "mull",   "presume", "question", "seem",
    "speculate", "suggest", "suppose", "suspect", "tend",        "think",  "weigh",   "wonder"};

constexpr std::string_view kPlanningNouns[] = {"agreement", "aim",      "ambition", "attempt", "bid",    "commitment",
                                               "deal",      "decision", "desire",   "effort",  "goal",   "intention",
                                               "need",      "offer",    "order",    "plan",    "pledge", "promise",
                                               "proposal",  "request",  "target",   "vow",     "wish"};
constexpr std::string_view kDoubtingNouns[] = {
    "accusation", "allegation", "chance", "claim",  "expectation", "fear",      "likelihood", "possibility",
    "prospect",   "risk",       "rumor",  "rumour", "speculation", "suspicion", "talk",       "threat"};
constexpr std::string_view kDenyingNouns[] = {"denial", "failure", "inability", "refusal", "rejection"};

constexpr std::string_view kPlanningAdjectives[] = {"expected",  "forthcoming", "future",   "intended",
                                                    "planned",   "prepared",    "proposed", "ready",
                                                    "scheduled", "upcoming",    "willing"};
constexpr std::string_view kDoubtingAdjectives[] = {"alleged",   "apparent", "likely",    "possible",
                                                    "potential", "probable", "reported",  "rumored",
                                                    "rumoured",  "supposed", "suspected", "unclear"};
constexpr std::string_view kDenyingAdjectives[] = {"abortive", "failed",   "false", "impossible",
                                                   "unable",   "unlikely", "untrue"};

constexpr std::string_view kDoubtingAdverbs[] = {"allegedly",  "apparently",  "likely",     "maybe",    "perhaps",
                                                 "possibly",   "potentially", "presumably", "probably", "purportedly",
                                                 "reportedly", "seemingly",   "supposedly"};
constexpr std::string_view kDenyingAdverbs[] = {"barely", "hardly", "n't", "neither", "never",
                                                "no",     "nor",    "not", "n’t",     "scarcely"};

// "No country signed", "Nobody came".
constexpr std::string_view kDenyingWords[] = {"neither", "no", "nobody", "none", "nothing"};

// Verbs that bring about what their object names, so that what is said of them holds for it: "did not make an offer".
constexpr std::string_view kCarryingVerbs[] = {"carry",    "complete", "conclude", "conduct", "do",    "finalise",
                                               "finalize", "finish",   "give",     "have",    "hold",  "launch",
                                               "make",     "pay",      "perform",  "sign",    "stage", "take"};

class Judge {
 public:
  Judge(const Tree& tree, std::uint32_t trigger) : tree_(tree), trigger_(trigger) {}

  Qualification judge() {
    look_below(trigger_);
    std::uint32_t at = trigger_;
    for (auto head = tree_.head(at); head; head = tree_.head(at)) {
      climb(at, *head);
      at = *head;
    }
    end_at(at);
    return {negated_ ? Polarity::kNegated : Polarity::kAffirmed, modality_, source_};
  }

 private:
  void deny() {
    if (scoped_) negated_ = !negated_;
  }
  void weaken(Modality modality) {
    if (scoped_) modality_ = std::max(modality_, modality);
  }
  void attribute(std::optional<std::uint32_t> source) {
    if (!source_ && source && *source != trigger_) source_ = source;
  }

  // What the dependents of a predicate or noun say about it.
  void look_below(std::uint32_t token) {
    if (is_negated(token)) deny();
    for (const std::uint32_t child : tree_.children(token)) {
      const Token& word = tree_[child];
      switch (word.deprel) {
        case Deprel::kAux:
        case Deprel::kAuxPass:
          look_at_auxiliary(word);
          break;
        case Deprel::kAdvmod:
          if (has(kDoubtingAdverbs, word.lemma)) weaken(Modality::kPossible);
          break;
        case Deprel::kMark:
          if (word.lemma == "if" || word.lemma == "unless" || word.lemma == "whether") weaken(Modality::kPossible);
          if (word.lemma == "to" && is_appointed(token)) weaken(Modality::kPlanned);
          break;
        case Deprel::kAmod:
          if (has(kPlanningAdjectives, word.lemma) || has(kPlanningVerbs, word.lemma)) weaken(Modality::kPlanned);
          if (has(kDoubtingAdjectives, word.lemma) || has(kDoubtingVerbs, word.lemma)) weaken(Modality::kPossible);
          break;
        default:
          break;
      }
    }
    look_for_source(token);
  }

  bool is_negated(std::uint32_t token) const {
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(), [this](std::uint32_t child) {
      const Token& word = tree_[child];
      switch (word.deprel) {
        case Deprel::kAdvmod:
          return has(kDenyingAdverbs, word.lemma) || (word.lemma.starts_with("long") && has_child(child, "no"));
        case Deprel::kNsubj:
        case Deprel::kNsubjPass:
        case Deprel::kObj:
        case Deprel::kObl:
          return is_denied(child);
        case Deprel::kDet:
        case Deprel::kCc:
        case Deprel::kCcPreconj:
          return word.lemma == "no" || word.lemma == "neither" || word.lemma == "nor";
        case Deprel::kCase:
          return word.lemma == "without";
        case Deprel::kMark:
          return word.lemma == "without" || word.lemma == "instead" || word.lemma == "rather";
        case Deprel::kAmod:
          return has(kDenyingAdjectives, word.lemma) || word.lemma == "fail";
        default:
          return false;
      }
    });
  }

  // "is to visit Oslo": an infinitive that is the predicate of its clause.
  bool is_appointed(std::uint32_t token) const {
    if (tree_[token].xpos != Xpos::kVb) return false;
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(), [this](std::uint32_t child) {
      return tree_[child].lemma == "be" && (tree_[child].deprel == Deprel::kCop || tree_[child].deprel == Deprel::kAux);
    });
  }

  // "..., he said", "As he noted, ...": a clause of reporting beside or under what it reports.
  bool reports(std::uint32_t token, const Token& word) const {
    if (!is_speech_verb(word.lemma)) return false;
    if (word.deprel == Deprel::kAdvcl) {
      const auto mark = tree_.child(token, Deprel::kMark);
      return mark && tree_[*mark].lemma == "as";
    }
    return !tree_.child(token, Deprel::kCcomp) && !tree_.child(token, Deprel::kObj);
  }

  void look_at_auxiliary(const Token& word) {
    if (word.xpos != Xpos::kMd) return;
    const std::string_view lemma = word.lemma;
    if (lemma == "will" || lemma == "shall" || word.form == "'ll" || word.form == "’ll" || word.form == "wo") {
      weaken(Modality::kPlanned);
    } else {
      weaken(Modality::kPossible);
    }
  }

  bool has_child(std::uint32_t token, std::string_view lemma) const {
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(),
                       [&](std::uint32_t child) { return tree_[child].lemma == lemma; });
  }

  // "no country", "none of them", "nobody".
  bool is_denied(std::uint32_t token) const {
    if (has(kDenyingWords, tree_[token].lemma)) return true;
    const auto det = tree_.child(token, Deprel::kDet);
    return det && (tree_[*det].lemma == "no" || tree_[*det].lemma == "neither");
  }

  void climb(std::uint32_t token, std::uint32_t head) {
    const Token& word = tree_[token];
    const Token& above = tree_[head];
    switch (word.deprel) {
      case Deprel::kConj:
        // What stands before the first conjunct holds for those that have no words of their own for it.
        if (shares(token, head)) {
          look_below(head);
        } else {
          look_for_source(head);
        }
        break;
      case Deprel::kCcomp:
      case Deprel::kCsubj:
      case Deprel::kCsubjPass:
        enter_complement(head);
        break;
      case Deprel::kXcomp:
        enter_infinitive(token, head);
        look_below(head);
        break;
      case Deprel::kParataxis:
        if (is_speech_verb(above.lemma) && token > head && !tree_.child(head, Deprel::kCcomp)) {
          attribute(doer_of(tree_, head));
        }
        look_for_source(head);
        break;
      case Deprel::kAdvcl:
      case Deprel::kAdvclRelcl:
        enter_adverbial(token, head);
        look_for_source(head);
        break;
      case Deprel::kAcl:
        enter_noun(token, head);
        scoped_ = false;
        look_for_source(head);
        break;
      case Deprel::kObj:
      case Deprel::kNsubjPass:
      case Deprel::kObl:
        if (nominal_ && !is_verb(trigger_)) enter_object(word.deprel, head);
        nominal_ = false;
        look_for_source(head);
        break;
      case Deprel::kNmod:
        if (nominal_ && is_topic(token, head)) enter_noun(token, head);
        break;
      case Deprel::kCompound:
      case Deprel::kFlat:
      case Deprel::kAppos:
        break;
      default:
        nominal_ = false;
        scoped_ = scoped_ && word.deprel != Deprel::kAclRelcl;
        look_for_source(head);
        break;
    }
    if (word.deprel == Deprel::kAclRelcl) scoped_ = false;
  }

  // Whether `noun` is about `token`, as in "talks on a merger"; "the decision of the president" is not.
  bool is_topic(std::uint32_t token, std::uint32_t noun) const {
    const auto preposition = tree_.child(token, Deprel::kCase);
    if (!preposition) return false;
    const std::string_view lemma = tree_[*preposition].lemma;
    return lemma == "on" || lemma == "for" || lemma == "about" || lemma == "over" ||
           (lemma == "of" && has(kDoubtingNouns, tree_[noun].lemma));
  }

  bool is_verb(std::uint32_t token) const {
    return tree_[token].upos == Upos::kVerb || tree_[token].upos == Upos::kAux;
  }

  bool shares(std::uint32_t token, std::uint32_t head) const {
    for (const std::uint32_t child : tree_.children(token)) {
      const Deprel deprel = tree_[child].deprel;
      if (deprel == Deprel::kAux || deprel == Deprel::kAuxPass || deprel == Deprel::kCop || deprel == Deprel::kNsubj ||
          deprel == Deprel::kNsubjPass) {
        return false;
      }
    }
    const Xpos xpos = tree_[token].xpos;
    if (is_verb(token))
      return xpos == tree_[head].xpos && (xpos == Xpos::kVb || xpos == Xpos::kVbn || xpos == Xpos::kVbg);
    return true;
  }

  void look_for_source(std::uint32_t token) {
    for (const std::uint32_t child : tree_.children(token)) {
      if (tree_[child].deprel == Deprel::kObl && is_according_to(tree_, child)) attribute(child);
      const bool beside = tree_[child].deprel == Deprel::kParataxis || tree_[child].deprel == Deprel::kAdvcl;
      if (beside && reports(child, tree_[child])) attribute(doer_of(tree_, child));
    }
  }

  // From "that ..." to the verb or adjective over it.
  void enter_complement(std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    if (is_verb(head)) {
      if (is_speech_verb(lemma)) attribute(doer_of(tree_, head));
      if (has(kDenyingVerbs, lemma)) deny();
      if (has(kPlanningVerbs, lemma) && !is_speech_verb(lemma)) weaken(Modality::kPlanned);
      if (has(kDoubtingVerbs, lemma)) weaken(Modality::kPossible);
    } else if (has(kDenyingAdjectives, lemma)) {
      deny();
    } else if (has(kDoubtingAdjectives, lemma)) {
      weaken(Modality::kPossible);
    }
    // "did not say that ..." leaves open whether it is so.
    if (is_negated(head)) weaken(Modality::kPossible);
    look_for_source(head);
  }

  // From "to ..." or "...ing" to the verb over it.
  void enter_infinitive(std::uint32_t token, std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    if (has(kDenyingVerbs, lemma) || has(kDenyingAdjectives, lemma)) {
      deny();
    } else if (has(kDoubtingVerbs, lemma) || has(kDoubtingAdjectives, lemma)) {
      weaken(Modality::kPossible);
      if (lemma == "claim") attribute(doer_of(tree_, head));
    } else if (has(kPlanningVerbs, lemma) || has(kPlanningAdjectives, lemma)) {
      const bool infinitive = tree_[token].xpos == Xpos::kVb || has_child(token, "to");
      if (infinitive) weaken(Modality::kPlanned);
    } else if (is_speech_verb(lemma) && is_verb(token)) {
      weaken(Modality::kPossible);
    }
  }

  void enter_adverbial(std::uint32_t token, std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    const bool marked_to = tree_[token].xpos == Xpos::kVb && has_child(token, "to");
    const bool gerund = tree_[token].xpos == Xpos::kVbg;
    if (marked_to) weaken(Modality::kPlanned);
    if (gerund && tree_.child(token, Deprel::kMark)) {
      // "accused of hiding", "prevented from leaving".
      if (has(kDenyingVerbs, lemma)) deny();
      if (lemma == "accuse" || lemma == "suspect" || lemma == "charge") {
        weaken(Modality::kPossible);
        attribute(doer_of(tree_, head));
      }
    }
    scoped_ = false;
  }

  // From a clause or noun to the noun it belongs to: "a plan to sign", "talks about a merger".
  void enter_noun(std::uint32_t token, std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    const bool infinitive = tree_[token].xpos == Xpos::kVb && has_child(token, "to");
    const bool participle = is_verb(token) && !infinitive && !tree_.child(token, Deprel::kMark);
    if (participle && tree_[token].deprel == Deprel::kAcl) return;
    if (has(kDenyingNouns, lemma)) {
      deny();
    } else if (has(kDoubtingNouns, lemma)) {
      weaken(Modality::kPossible);
    } else if (infinitive || has(kPlanningNouns, lemma)) {
      weaken(Modality::kPlanned);
    }
    if (is_speech_noun(lemma)) {
      attribute(tree_.child(head, Deprel::kNmodPoss));
      if (tree_[token].deprel == Deprel::kAcl) {
        for (const std::uint32_t child : tree_.children(head)) {
          if (tree_[child].deprel == Deprel::kNmod && has_child(child, "by")) attribute(child);
        }
      }
    }
  }

  // From a noun to the verb it is the object of: "plans a merger", "did not make an offer".
  void enter_object(Deprel deprel, std::uint32_t head) {
    if (!is_verb(head)) return;
    const std::string_view lemma = tree_[head].lemma;
    if (has(kCarryingVerbs, lemma) && deprel != Deprel::kObl) look_below(head);
    if (has(kDenyingVerbs, lemma)) {
      deny();
    } else if (has(kDoubtingVerbs, lemma)) {
      weaken(Modality::kPossible);
    } else if (has(kPlanningVerbs, lemma) && deprel != Deprel::kObl) {
      weaken(Modality::kPlanned);
    }
  }

  // Questions and commands.
  void end_at(std::uint32_t root) {
    scoped_ = true;
    if (tree_[tree_.size() - 1].form == "?") weaken(Modality::kPossible);
    if (root != trigger_ || tree_[root].xpos != Xpos::kVb) return;
    for (const std::uint32_t child : tree_.children(root)) {
      const Deprel deprel = tree_[child].deprel;
      if (deprel == Deprel::kNsubj || deprel == Deprel::kNsubjPass || deprel == Deprel::kAux ||
          deprel == Deprel::kCop) {
        return;
      }
    }
    weaken(Modality::kPossible);
  }

  const Tree& tree_;
  std::uint32_t trigger_;
  bool negated_ = false;
  Modality modality_ = Modality::kAsserted;
  std::optional<std::uint32_t> source_;
  bool nominal_ = true;  // only nouns have come since the trigger
  bool scoped_ = true;   // what stands further up still bears on the trigger
};

}  // namespace

Qualification qualify(const Tree& tree, std::uint32_t trigger) { return Judge(tree, trigger).judge(); }

}  // namespace factgraph
