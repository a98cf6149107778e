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
constexpr std::string_view kDenyingVerbs[] = {"abandon", "avoid",   "ban",     "block",   "cancel",  "decline",
                                              "deny",    "dismiss", "dispute", "fail",    "forbid",  "forget",
                                              "halt",    "neglect", "oppose",  "pretend", "prevent", "prohibit",
                                              "refuse",  "refute",  "reject",  "scrap",   "veto"};

// Denied, these say nothing: "did not deny signing", "has not ruled out signing".
constexpr std::string_view kOpenDenials[] = {"deny", "dismiss", "dispute", "exclude", "reject", "rule"};

// What is under such a verb is to come: "plans to sign".
constexpr std::string_view kPlanningVerbs[] = {
    "agree",    "aim",      "apply",     "ask",      "aspire",   "attempt",  "await",    "bid",
    "call",     "campaign", "commit",    "decide",   "delay",    "demand",   "design",   "direct",
    "expect",   "fight",    "go",        "groom",    "hope",     "instruct", "intend",   "invite",
    "mean",     "need",     "negotiate", "nominate", "offer",    "order",    "plan",     "pledge",
    "postpone", "prepare",  "promise",   "propose",  "request",  "require",  "resolve",  "schedule",
    "seek",     "set",      "slate",     "strive",   "struggle", "swear",    "threaten", "tip",
    "try",      "urge",     "volunteer", "vow",      "want",     "wish",     "work"};

// Whom such a verb has as something is not that yet: "nominated as director".
constexpr std::string_view kCandidacyVerbs[] = {"groom", "nominate", "propose", "slate", "suggest", "tip"};

// What is under such a verb may be so: "seems to have signed".
constexpr std::string_view kDoubtingVerbs[] = {
    "accuse",  "allege",   "allow",   "appear",   "assume",   "authorise", "authorize", "believe",   "charge",
    "claim",   "consider", "doubt",   "dream",    "estimate", "fear",      "guess",     "imagine",   "investigate",
    "mull",    "permit",   "presume", "question", "rumor",    "rumour",    "seem",      "speculate", "suggest",
    "suppose", "suspect",  "tend",    "think",    "weigh",    "wonder"};

constexpr std::string_view kPlanningNouns[] = {"agreement", "aim",      "ambition", "attempt", "bid",    "commitment",
                                               "deal",      "decision", "desire",   "effort",  "goal",   "intention",
                                               "need",      "offer",    "order",    "plan",    "pledge", "promise",
                                               "proposal",  "request",  "target",   "vow",     "wish"};
constexpr std::string_view kDoubtingNouns[] = {
    "accusation", "allegation",  "belief",     "chance",    "claim",       "dream",    "expectation", "fear",
    "hope",       "idea",        "likelihood", "option",    "possibility", "prospect", "risk",        "rumor",
    "rumour",     "speculation", "suggestion", "suspicion", "talk",        "theory",   "threat"};
// "no doubt that ..."
constexpr std::string_view kCertainties[] = {"dispute", "doubt", "question", "secret"};
constexpr std::string_view kDenyingNouns[] = {"denial", "failure", "inability", "refusal", "rejection"};

constexpr std::string_view kPlanningAdjectives[] = {"about", "bound",     "committed",   "determined", "due",
                                                    "eager", "expected",  "forthcoming", "future",     "intended",
                                                    "keen",  "planned",   "poised",      "prepared",   "proposed",
                                                    "ready", "scheduled", "set",         "upcoming",   "willing"};
constexpr std::string_view kDoubtingAdjectives[] = {"alleged",   "apparent", "likely",    "possible",
                                                    "potential", "probable", "reported",  "rumored",
                                                    "rumoured",  "supposed", "suspected", "unclear"};
constexpr std::string_view kDenyingAdjectives[] = {"abortive", "failed",   "false", "impossible",
                                                   "unable",   "unlikely", "untrue"};

constexpr std::string_view kDoubtingAdverbs[] = {"allegedly",  "apparently",  "likely",     "maybe",    "perhaps",
                                                 "possibly",   "potentially", "presumably", "probably", "purportedly",
                                                 "reportedly", "seemingly",   "supposedly"};
// "came close to signing", "stopped short of signing".
constexpr std::string_view kNearing[] = {"capable", "close", "free", "interested", "near", "open"};

// What follows "from" and a verb such as these is so: "benefits from owning". Of others it is not: "kept from signing".
constexpr std::string_view kFactualFrom[] = {"arise", "benefit", "come",   "derive", "earn",   "emerge", "gain",
                                             "go",    "learn",   "profit", "range",  "result", "return", "suffer"};

// What is said in such a way is not so: "was wrongly called".
constexpr std::string_view kFalseAdverbs[] = {"erroneously", "falsely", "incorrectly", "mistakenly", "wrongly"};

// "It is not true that ..."
constexpr std::string_view kFactualWords[] = {"accurate", "case", "correct", "right", "true"};

// "not only signed", "not just signed" affirm.
constexpr std::string_view kStresses[] = {"just", "merely", "only", "simply", "solely"};

// "in the view of X".
constexpr std::string_view kViews[] = {"account",  "assessment", "estimation", "eye", "judgement",
                                       "judgment", "opinion",    "view",       "word"};

// Verbs that deny with a particle: "rule out".
struct PhrasalVerb {
  std::string_view verb;
  std::string_view particle;
};
constexpr PhrasalVerb kDenyingPhrasalVerbs[] = {{"back", "out"},  {"call", "off"},   {"give", "up"},
                                                {"rule", "out"},  {"shoot", "down"}, {"strike", "down"},
                                                {"turn", "down"}, {"vote", "down"}};

constexpr std::string_view kDenyingAdverbs[] = {"almost", "barely", "hardly", "n't", "nearly", "neither",
                                                "never",  "no",     "nor",    "not", "n’t",    "scarcely"};

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
    const bool presupposed = describes_name(trigger_);
    if (presupposed) {
      look_at_attributes(trigger_);
    } else {
      look_below(trigger_);
    }
    scoped_ = !presupposed;
    std::uint32_t at = trigger_;
    for (auto head = tree_.head(at); head; head = tree_.head(at)) {
      climb(at, *head);
      at = *head;
    }
    if (!presupposed) end_at(at);
    return {negated_ ? Polarity::kNegated : Polarity::kAffirmed, modality_, source_, presupposed};
  }

 private:
  // "his wife, Ada Berg", "chief executive Ada Berg", "Ada Berg, the mayor": what calls a name something holds whatever the
  // sentence says of the name.
  bool describes_name(std::uint32_t token) const {
    // "the London-based firm"
    if (tree_[token].xpos == Xpos::kVbn && is_compound(token) && tree_.head(token) && *tree_.head(token) > token)
      return true;
    if (is_verb(token)) return false;
    if (tree_[token].deprel == Deprel::kAmod) return describes_somebody(token);
    for (const std::uint32_t child : tree_.children(token)) {
      const Deprel deprel = tree_[child].deprel;
      const bool beside = deprel == Deprel::kAppos || deprel == Deprel::kFlat;
      if (beside && child > token && tree_[child].upos == Upos::kPropn) return true;
      if (deprel == Deprel::kCop || deprel == Deprel::kAux) return false;
    }
    if (is_beside_subject(token)) return true;
    const auto name = tree_.head(token);
    if (!name || tree_[*name].upos != Upos::kPropn) return false;
    if (tree_[token].deprel == Deprel::kNmodDesc) return true;
    if (tree_[token].deprel == Deprel::kCompound) return tree_[token].upos == Upos::kNoun;
    // Without a comma it may be what somebody is named: "named Ada Berg director".
    return tree_[token].deprel == Deprel::kAppos && *name < token && has_child(token, ",");
  }

  // "Norvia's chief executive, Ada Berg, ...", where the tree makes the noun and the name two parts of the clause.
  bool is_beside_subject(std::uint32_t token) const {
    const Deprel deprel = tree_[token].deprel;
    const bool loose = deprel == Deprel::kNsubj || deprel == Deprel::kNsubjPass ||
                       (deprel == Deprel::kObl && !tree_.child(token, Deprel::kCase));
    if (!loose) return false;
    const std::span<const std::uint32_t> siblings = tree_.children(*tree_.head(token));
    const auto next = std::upper_bound(siblings.begin(), siblings.end(), token);
    if (next == siblings.end() || tree_[*next].upos != Upos::kPropn) return false;
    const bool subject = tree_[*next].deprel == Deprel::kNsubj || tree_[*next].deprel == Deprel::kNsubjPass;
    return subject && has_child(token, ",");
  }

  bool is_compound(std::uint32_t token) const { return token > 0 && tree_[token - 1].xpos == Xpos::kHyph; }

  // "a Kazakh singer", where the sentence does not say that somebody is or becomes one.
  bool describes_somebody(std::uint32_t adjective) const {
    const auto noun = tree_.head(adjective);
    if (!noun || !is_noun(*noun) || tree_.child(*noun, Deprel::kCop)) return false;
    if (tree_.child(*noun, Deprel::kAppos) || describes_name(*noun)) return true;
    switch (tree_[*noun].deprel) {
      case Deprel::kNsubj:
      case Deprel::kNsubjPass:
      case Deprel::kObl:
      case Deprel::kNmod:
      case Deprel::kNmodPoss:
        return !is_denied(*noun);
      case Deprel::kObj: {
        const auto verb = tree_.head(*noun);
        return verb && tree_[*verb].lemma != "become" && tree_[*verb].lemma != "remain" && !is_denied(*noun);
      }
      default:
        return tree_[*noun].upos == Upos::kPropn;
    }
  }

  void deny() {
    if (scoped_ && deniable_) negated_ = !negated_;
  }
  void weaken(Modality modality) {
    if (scoped_) modality_ = std::max(modality_, modality);
  }
  void attribute(std::optional<std::uint32_t> source) {
    if (source_ || !source) return;
    // What describes the source is not what it says: "according to Norvia, a group based in Oslo".
    for (std::optional<std::uint32_t> at = trigger_; at; at = tree_.head(*at)) {
      if (*at == *source) return;
    }
    source_ = source;
  }

  // What the dependents of a predicate or noun say about it.
  void look_below(std::uint32_t token) {
    if (is_negated(token)) deny();
    for (const std::uint32_t child : tree_.children(token)) {
      const Token& word = tree_[child];
      switch (word.deprel) {
        case Deprel::kAux:
        case Deprel::kAuxPass:
          look_at_auxiliary(token, word);
          break;
        case Deprel::kAdvmod:
          if (has(kDoubtingAdverbs, word.lemma)) weaken(Modality::kPossible);
          break;
        case Deprel::kMark:
          if (word.lemma == "if" || word.lemma == "unless" || word.lemma == "whether") weaken(Modality::kPossible);
          if (word.lemma == "to" && is_appointed(token)) weaken(Modality::kPlanned);
          if (word.lemma == "to" && child > 0 && tree_[child - 1].lemma == "yet") deny();  // "has yet to sign"
          break;
        case Deprel::kCase:
          // "is due to visit Oslo", which the tree may take for "due to" and a noun.
          if (word.lemma == "due" && tree_[token].xpos == Xpos::kVb) weaken(Modality::kPlanned);
          break;
        case Deprel::kAmod:
          if (has(kPlanningAdjectives, word.lemma) || is_planned(word)) weaken(Modality::kPlanned);
          if (has(kDoubtingAdjectives, word.lemma) || has(kDoubtingVerbs, word.lemma)) weaken(Modality::kPossible);
          break;
        default:
          break;
      }
    }
    if (is_verb(token) && is_inverted(token)) weaken(Modality::kPossible);
    look_for_source(token);
  }

  // "his alleged wife, Ada".
  void look_at_attributes(std::uint32_t noun) {
    for (const std::uint32_t child : tree_.children(noun)) {
      const Token& word = tree_[child];
      if (word.deprel != Deprel::kAmod && word.deprel != Deprel::kAdvmod) continue;
      if (has(kDenyingAdjectives, word.lemma) || has(kDenyingAdverbs, word.lemma)) deny();
      if (has(kPlanningAdjectives, word.lemma) || is_planned(word)) weaken(Modality::kPlanned);
      if (has(kDoubtingAdjectives, word.lemma) || has(kDoubtingVerbs, word.lemma) ||
          has(kDoubtingAdverbs, word.lemma)) {
        weaken(Modality::kPossible);
      }
    }
    look_for_source(noun);
  }

  // "a planned visit", not "a working visit".
  static bool is_planned(const Token& word) { return word.xpos != Xpos::kVbg && has(kPlanningVerbs, word.lemma); }

  bool is_negated(std::uint32_t token) const {
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(), [this, token](std::uint32_t child) {
      const Token& word = tree_[child];
      switch (word.deprel) {
        case Deprel::kAdvmod:
          if (child + 1 < tree_.size() && has(kStresses, tree_[child + 1].lemma)) return false;
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
        case Deprel::kCop: {
          // "was never chief executive": the tree may hang the adverb on the adjective.
          if (child + 2 >= tree_.size() || child + 1 >= token) return false;
          const std::string_view next = tree_[child + 1].lemma;
          return (next == "never" || next == "not" || next == "n't") && !has(kStresses, tree_[child + 2].lemma);
        }
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

  void look_at_auxiliary(std::uint32_t predicate, const Token& word) {
    if (word.xpos != Xpos::kMd) return;
    const std::string_view lemma = word.lemma;
    const bool will =
        lemma == "will" || lemma == "shall" || word.form == "'ll" || word.form == "’ll" || word.form == "wo";
    const bool would = word.form == "would" || word.form == "'d" || word.form == "’d";
    if (will || (would && is_reported(predicate) && !has_child(predicate, "have"))) {
      weaken(Modality::kPlanned);
    } else {
      weaken(Modality::kPossible);
    }
  }

  // "said she would visit Oslo": what was said to come.
  bool is_reported(std::uint32_t predicate) const {
    std::uint32_t at = predicate;
    auto head = tree_.head(at);
    while (head && tree_[at].deprel == Deprel::kConj) {
      at = *head;
      head = tree_.head(at);
    }
    // "said last month that ...": the tree may hang the clause on the noun.
    if (head && is_noun(*head) && tree_.head(*head) && has_child(at, "that")) head = tree_.head(*head);
    if (!head) return false;
    const Deprel deprel = tree_[at].deprel;
    const bool clause = deprel == Deprel::kCcomp || deprel == Deprel::kAcl || deprel == Deprel::kParataxis;
    return clause && (is_speech_verb(tree_[*head].lemma) || is_speech_noun(tree_[*head].lemma));
  }

  bool has_child_before(std::uint32_t token) const {
    const std::span<const std::uint32_t> children = tree_.children(token);
    return !children.empty() && children.front() < token;
  }

  bool has_child(std::uint32_t token, std::string_view lemma) const {
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(),
                       [&](std::uint32_t child) { return tree_[child].lemma == lemma; });
  }

  // Whether what is under a verb is not so: "denied that ...", "ruled out that ...".
  bool denies(std::uint32_t verb) const {
    const std::string_view lemma = tree_[verb].lemma;
    if (has(kDenyingVerbs, lemma)) return true;
    if (lemma == "lie") return tells_lies(verb);
    const auto particle = tree_.child(verb, Deprel::kCompoundPrt);
    return particle &&
           std::any_of(std::begin(kDenyingPhrasalVerbs), std::end(kDenyingPhrasalVerbs), [&](const auto& phrasal) {
             return phrasal.verb == lemma && phrasal.particle == tree_[*particle].lemma;
           });
  }

  // "lied that ...", "lied about a visit"; "lies on the border" is another verb.
  bool tells_lies(std::uint32_t verb) const {
    return std::any_of(tree_.children(verb).begin(), tree_.children(verb).end(), [this](std::uint32_t child) {
      return tree_[child].deprel == Deprel::kCcomp || has_child(child, "about");
    });
  }

  // "no country", "none of them", "neither of them", "nobody".
  bool is_denied(std::uint32_t token) const {
    if (has(kDenyingWords, tree_[token].lemma)) return true;
    const auto preconjunction = tree_.child(token, Deprel::kCcPreconj);
    if (preconjunction && tree_[*preconjunction].lemma == "neither") return true;
    const auto det = tree_.child(token, Deprel::kDet);
    return det && (tree_[*det].lemma == "no" || tree_[*det].lemma == "neither");
  }

  void climb(std::uint32_t token, std::uint32_t head) {
    const Token& word = tree_[token];
    const Token& above = tree_[head];
    if (has(kCandidacyVerbs, above.lemma) && has_child(token, "as")) weaken(Modality::kPlanned);
    if (above.lemma == "look" && word.xpos == Xpos::kVbg && has_child(head, "forward")) weaken(Modality::kPlanned);
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
        if (word.deprel == Deprel::kCcomp && is_noun(head)) {
          enter_noun(token, head);
          enter_object_of(head);
        } else if (!follows_colon(token) || is_speech_verb(above.lemma)) {
          enter_complement(head);
        }
        break;
      case Deprel::kAclRelcl:
        // The tree may take "that ..." for a relative clause of the verb, which has none.
        if (is_verb(head)) enter_loose_clause(token, head);
        nominal_ = false;
        look_for_source(head);
        break;
      case Deprel::kXcomp:
        enter_infinitive(token, head);
        if (is_false(head)) deny();
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
        // "ruled out buying", which the tree may take for an adverbial.
        if (tree_[token].xpos == Xpos::kVbg && token > head && denies(head) && !has_child_before(token)) {
          enter_infinitive(token, head);
          look_below(head);
          break;
        }
        enter_adverbial(token, head);
        if (scoped_) look_below(head);
        look_for_source(head);
        break;
      case Deprel::kAcl:
        enter_noun(token, head);
        if (is_speech_noun(above.lemma) || has(kDoubtingNouns, above.lemma)) enter_object_of(head);
        scoped_ = false;
        look_for_source(head);
        break;
      case Deprel::kObj:
      case Deprel::kNsubjPass:
      case Deprel::kObl:
        if (word.deprel == Deprel::kObl && is_false(head)) deny();
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

  bool is_false(std::uint32_t verb) const {
    return std::any_of(tree_.children(verb).begin(), tree_.children(verb).end(), [this](std::uint32_t child) {
      return tree_[child].deprel == Deprel::kAdvmod && has(kFalseAdverbs, tree_[child].lemma);
    });
  }

  // "Had she stayed, ...": a condition without "if" has its auxiliary first.
  bool is_inverted(std::uint32_t token) const {
    bool inverted = false;
    for (const std::uint32_t child : tree_.children(token)) {
      const Token& word = tree_[child];
      if (word.deprel == Deprel::kNsubj || word.deprel == Deprel::kNsubjPass) return inverted && child < token;
      if (word.deprel != Deprel::kAux && word.deprel != Deprel::kAuxPass) continue;
      if (child > 0 && tree_[child - 1].upos != Upos::kPunct && tree_[child - 1].upos != Upos::kCconj) return false;
      inverted = word.lemma == "have" || word.lemma == "be" || word.lemma == "should";
      if (!inverted) return false;
    }
    return false;
  }

  bool is_noun(std::uint32_t token) const {
    return tree_[token].upos == Upos::kNoun || tree_[token].upos == Upos::kPropn;
  }

  bool follows_colon(std::uint32_t token) const {
    return std::any_of(tree_.children(token).begin(), tree_.children(token).end(),
                       [&](std::uint32_t child) { return child < token && tree_[child].form == ":"; });
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
      if (tree_[child].deprel == Deprel::kObl && has(kViews, tree_[child].lemma) && has_child(child, "in")) {
        const auto holder = tree_.child(child, Deprel::kNmodPoss);
        attribute(holder ? holder : tree_.child(child, Deprel::kNmod));
      }
      const bool beside = tree_[child].deprel == Deprel::kParataxis || tree_[child].deprel == Deprel::kAdvcl;
      if (beside && reports(child, tree_[child])) attribute(doer_of(tree_, child));
    }
  }

  // From "that ..." to the verb or adjective over it.
  void enter_complement(std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    const bool negated = is_negated(head);
    if (negated && has(kFactualWords, lemma)) {
      deny();
      return;
    }
    if (is_verb(head)) {
      if (is_speech_verb(lemma) && !negated) attribute(doer_of(tree_, head));
      if ((denies(head) || is_false(head)) && !negated) deny();
      if (has(kPlanningVerbs, lemma) && !is_speech_verb(lemma)) weaken(Modality::kPlanned);
      if (has(kDoubtingVerbs, lemma)) weaken(Modality::kPossible);
      if (lemma == "have") weaken(Modality::kPossible);  // "Had she been there, ..."
    } else if (has(kDenyingAdjectives, lemma)) {
      deny();
    } else if (has(kDoubtingAdjectives, lemma)) {
      weaken(Modality::kPossible);
    }
    // "did not say that ..." leaves open whether it is so.
    if (negated) weaken(Modality::kPossible);
    look_for_source(head);
  }

  // From "that ..." to the noun before it, where that is a child of the verb the tree hangs it on; else to the verb.
  void enter_loose_clause(std::uint32_t token, std::uint32_t verb) {
    std::optional<std::uint32_t> noun;
    for (const std::uint32_t child : tree_.children(verb)) {
      const Deprel deprel = tree_[child].deprel;
      if (child < token && child > verb && is_noun(child) && (deprel == Deprel::kNsubj || deprel == Deprel::kObj)) {
        noun = child;
      }
    }
    if (!noun) {
      enter_complement(verb);
    } else if (has(kDoubtingNouns, tree_[*noun].lemma) || is_speech_noun(tree_[*noun].lemma)) {
      enter_noun(token, *noun);
      if (denies(verb)) deny();
    }
  }

  // From a noun that says something to the verb it is the object of: "rejected claims that ...".
  void enter_object_of(std::uint32_t noun) {
    const auto verb = tree_.head(noun);
    if (verb && tree_[noun].deprel == Deprel::kObj && denies(*verb)) deny();
  }

  // From "to ..." or "...ing" to the verb over it.
  void enter_infinitive(std::uint32_t token, std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    if (denies(head) || has(kDenyingAdjectives, lemma)) {
      deny();
      if (has(kOpenDenials, lemma) && is_negated(head)) weaken(Modality::kPossible);
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
    const auto mark = tree_.child(token, Deprel::kMark);
    if (gerund && mark) {
      // "accused of hiding", "prevented from leaving", "came close to signing".
      if (denies(head) || (tree_[*mark].lemma == "from" && is_verb(head) && !has(kFactualFrom, lemma))) deny();
      if (tree_[*mark].lemma == "against") deny();
      if (has(kNearing, lemma) || tree_[*mark].lemma == "about") weaken(Modality::kPossible);
      if (lemma == "short") deny();
      for (const std::uint32_t child : tree_.children(head)) {
        if (tree_[child].deprel != Deprel::kAdvmod && tree_[child].deprel != Deprel::kXcomp) continue;
        if (has(kNearing, tree_[child].lemma)) weaken(Modality::kPossible);
        if (tree_[child].lemma == "short") deny();
      }
      if (lemma == "accuse" || lemma == "suspect" || lemma == "charge") {
        weaken(Modality::kPossible);
        attribute(doer_of(tree_, head));
      }
    }
    // "will meet Berg before flying to Oslo": to come as well, though not denied with it.
    const bool follows = gerund && token > head && (!mark || tree_[*mark].lemma == "before");
    if (follows && !tree_.child(token, Deprel::kAux) && is_verb(head)) {
      deniable_ = false;
    } else {
      scoped_ = false;
    }
  }

  // From a clause or noun to the noun it belongs to: "a plan to sign", "talks about a merger".
  void enter_noun(std::uint32_t token, std::uint32_t head) {
    const std::string_view lemma = tree_[head].lemma;
    const bool infinitive = tree_[token].xpos == Xpos::kVb && has_child(token, "to");
    const bool participle = is_verb(token) && !infinitive && !tree_.child(token, Deprel::kMark);
    if (participle && tree_[token].deprel == Deprel::kAcl) return;
    if (is_denied(head) && !has(kCertainties, lemma)) weaken(Modality::kPossible);  // "no evidence that ..."
    if (has(kDenyingNouns, lemma)) {
      deny();
    } else if (has(kDoubtingNouns, lemma)) {
      weaken(Modality::kPossible);
    } else if ((infinitive && !is_ranked(head)) || has(kPlanningNouns, lemma)) {
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

  // "the first woman to head Norvia" has done it.
  bool is_ranked(std::uint32_t noun) const {
    return has_child(noun, "first") || has_child(noun, "last") || has_child(noun, "only") || has_child(noun, "second");
  }

  // From a noun to the verb it is the object of: "plans a merger", "did not make an offer".
  void enter_object(Deprel deprel, std::uint32_t head) {
    if (!is_verb(head)) return;
    const std::string_view lemma = tree_[head].lemma;
    if (has(kCarryingVerbs, lemma) && deprel != Deprel::kObl) look_below(head);
    if (denies(head)) {
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
  bool nominal_ = true;   // only nouns have come since the trigger
  bool scoped_ = true;    // what stands further up still bears on the trigger
  bool deniable_ = true;  // as does its denial
};

}  // namespace

Qualification qualify(const Tree& tree, std::uint32_t trigger) { return Judge(tree, trigger).judge(); }

}  // namespace factgraph
