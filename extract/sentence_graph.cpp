#include "extract/sentence_graph.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

namespace factgraph {
namespace {

// Steps that are not prepositions, in the order of the enumeration below.
constexpr std::array<std::string_view, 22> kCoreSteps = {
    "subj",  "obj",    "iobj",       "poss",       "compound",    "amod",       "appos", "unmarked",
    "xcomp", "ccomp",  "acl",        "advcl",      "advmod",      "nummod",     "det",   "prt",
    "when",  "within", "birth_date", "death_date", "birth_place", "death_place"};

enum Core : StepLabel {
  kSubj,
  kObj,
  kIobj,
  kPoss,
  kCompound,
  kAmod,
  kAppos,
  kUnmarked,
  kXcomp,
  kCcomp,
  kAcl,
  kAdvcl,
  kAdvmod,
  kNummod,
  kDet,
  kPrt,
  kWhen,
  kWithin,
  kBirthDate,
  kDeathDate,
  kBirthPlace,
  kDeathPlace
};

// Sorted. Words of a fixed expression are joined by "_".
constexpr auto kPrepositions = std::to_array<std::string_view>(
    {"aboard",       "about",       "above",     "according_to", "across",        "after",
     "against",      "ahead_of",    "along",     "along_with",   "alongside",     "amid",
     "among",        "amongst",     "around",    "as",           "as_of",         "at",
     "because_of",   "before",      "behind",    "below",        "beneath",       "beside",
     "besides",      "between",     "beyond",    "by",           "despite",       "down",
     "due_to",       "during",      "except",    "following",    "for",           "from",
     "in",           "in_front_of", "including", "inside",       "instead_of",    "into",
     "like",         "near",        "next_to",   "of",           "off",           "on",
     "on_behalf_of", "onto",        "opposite",  "out_of",       "outside",       "over",
     "past",         "per",         "prior_to",  "since",        "such_as",       "than",
     "through",      "throughout",  "till",      "to",           "together_with", "toward",
     "towards",      "under",       "until",     "up_to",        "upon",          "via",
     "vs",           "with",        "without"});

static_assert(std::is_sorted(kPrepositions.begin(), kPrepositions.end()));

constexpr StepLabel kOtherPreposition = kCoreSteps.size() + kPrepositions.size();

StepLabel preposition(std::string_view word) {
  const auto found = std::lower_bound(kPrepositions.begin(), kPrepositions.end(), word);
  if (found == kPrepositions.end() || *found != word) return kOtherPreposition;
  return static_cast<StepLabel>(kCoreSteps.size() + static_cast<std::size_t>(found - kPrepositions.begin()));
}

bool is_preposition(StepLabel label) { return label >= kCoreSteps.size(); }

std::string lower(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return result;
}

Deprel base(Deprel deprel) {
  switch (deprel) {
    case Deprel::kNsubjOuter:
      return Deprel::kNsubj;
    case Deprel::kCsubjOuter:
      return Deprel::kCsubj;
    default:
      return deprel;
  }
}

class Builder {
 public:
  using Step = SentenceGraph::Step;
  struct Edge {
    std::uint32_t from;
    Step step;
  };

  Builder(const Tree& tree, std::span<const ResolvedMention> mentions, const std::vector<Entity>& entities,
          std::span<const TimeExpression> times, const Ontology& ontology)
      : tree_(tree),
        mentions_(mentions),
        entities_(entities),
        times_(times),
        ontology_(ontology),
        mention_of_(tree.size(), kNone),
        passive_(tree.size(), false),
        subjects_(tree.size()),
        out_(tree.size(), kNone),
        in_(tree.size(), kNone),
        limit_(16 * static_cast<std::size_t>(tree.size()) + 64) {
    for (std::uint32_t m = 0; m < mentions.size(); ++m) {
      if (mentions[m].kind != MentionKind::kName || mentions[m].adjectival) continue;
      for (std::uint32_t t = mentions[m].first; t < mentions[m].last; ++t) mention_of_[t] = m;
    }
  }

  const std::vector<SentenceGraph::Relative>& relatives() const { return relatives_; }

  const std::vector<Edge>& build() {
    for (const std::uint32_t token : tree_.top_down()) find_passive(token);
    for (std::uint32_t token = 0; token < tree_.size(); ++token) add_basic(token);
    for (const auto& [noun, name] : described_by_copula_) set_subjects(noun, {name});
    add_titles();
    add_based_in();
    add_places_by_kind();
    add_lost_predicates();
    add_lost_subjects();
    add_fronted_description();
    for (const std::uint32_t token : tree_.top_down()) add_implied(token);
    add_lost_conjuncts();
    for (const std::uint32_t token : tree_.top_down()) share_incoming(token);
    for (const std::uint32_t pronoun : theirs_) add_joint_owners(pronoun);
    add_whose();
    add_neighbours();
    add_workplaces();
    add_place_chains();
    add_life_dates();
    add_times();
    for (const std::uint32_t token : tree_.top_down()) share_outgoing(token);
    return edges_;
  }

 private:
  static constexpr std::uint32_t kNone = SentenceGraph::kNoMarker;

  const Token& token(std::uint32_t t) const { return tree_[t]; }
  Deprel deprel(std::uint32_t t) const { return base(tree_[t].deprel); }
  bool verbal(std::uint32_t t) const { return token(t).upos == Upos::kVerb || token(t).upos == Upos::kAux; }
  bool nominal(std::uint32_t t) const {
    const Upos upos = token(t).upos;
    return upos == Upos::kNoun || upos == Upos::kPropn || upos == Upos::kPron || upos == Upos::kNum ||
           upos == Upos::kSym;
  }
  bool in_name(std::uint32_t t) const { return mention_of_[t] != kNone; }
  bool names_a(std::uint32_t t, std::string_view type) const {
    return in_name(t) && ontology_.is_a(entities_[mentions_[mention_of_[t]].entity].type, type);
  }
  std::uint32_t node(std::uint32_t t) const { return in_name(t) ? mentions_[mention_of_[t]].head : t; }

  void add(std::uint32_t from, std::uint32_t to, StepLabel label, std::uint32_t marker = kNone) {
    from = node(from);
    to = node(to);
    if (from == to || edges_.size() >= limit_) return;
    std::size_t looked_at = 0;
    for (std::uint32_t e = out_[from]; e != kNone && looked_at < 64; e = next_out_[e], ++looked_at) {
      if (edges_[e].step.to == to && edges_[e].step.label == label) return;
    }
    const auto index = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back({from, {to, label, marker}});
    next_out_.push_back(std::exchange(out_[from], index));
    next_in_.push_back(std::exchange(in_[to], index));
  }

  // Edges out of or into a token as they stand now, oldest first; at most 64.
  std::vector<Edge> outgoing(std::uint32_t t) const { return collect(out_[node(t)], next_out_); }
  std::vector<Edge> incoming(std::uint32_t t) const { return collect(in_[node(t)], next_in_); }
  std::vector<Edge> collect(std::uint32_t e, const std::vector<std::uint32_t>& next) const {
    std::vector<Edge> result;
    for (; e != kNone && result.size() < 64; e = next[e]) result.push_back(edges_[e]);
    std::reverse(result.begin(), result.end());
    return result;
  }
  std::vector<std::uint32_t> targets(std::uint32_t t, StepLabel label) const {
    std::vector<std::uint32_t> result;
    for (const Edge& edge : outgoing(t)) {
      if (edge.step.label == label) result.push_back(edge.step.to);
    }
    return result;
  }
  bool has(std::uint32_t t, StepLabel label) const {
    for (std::uint32_t e = out_[node(t)]; e != kNone; e = next_out_[e]) {
      if (edges_[e].step.label == label) return true;
    }
    return false;
  }

  bool has_child(std::uint32_t t, Deprel relation) const { return tree_.child(t, relation).has_value(); }

  // The preposition of a noun; "'s" is none.
  std::optional<std::uint32_t> case_of(std::uint32_t t) const {
    for (const std::uint32_t child : tree_.children(t)) {
      if (token(child).deprel == Deprel::kCase && token(child).xpos != Xpos::kPos) return child;
    }
    return std::nullopt;
  }
  bool genitive(std::uint32_t t) const {
    const auto children = tree_.children(t);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t child) {
      return token(child).deprel == Deprel::kCase && token(child).xpos == Xpos::kPos;
    });
  }
  StepLabel preposition_label(std::uint32_t marker) const {
    std::string word = lower(token(marker).lemma);
    for (const std::uint32_t child : tree_.children(marker)) {
      if (token(child).deprel == Deprel::kFixed) word += "_" + lower(token(child).form);
    }
    return preposition(word);
  }

  // Whether the grammatical subject of a verb is the one acted upon.
  void find_passive(std::uint32_t t) {
    if (!verbal(t)) return;
    if (has_child(t, Deprel::kAuxPass) || has_child(t, Deprel::kNsubjPass)) {
      passive_[t] = true;
      return;
    }
    if (token(t).xpos != Xpos::kVbn || has_child(t, Deprel::kAux)) return;
    if (deprel(t) == Deprel::kAcl || deprel(t) == Deprel::kAdvcl) passive_[t] = !has_child(t, Deprel::kNsubj);
    const auto head = tree_.head(t);
    if (deprel(t) == Deprel::kConj && head) passive_[t] = passive_[*head] && !has_child(t, Deprel::kNsubj);
  }

  // How a token hangs on its head. What cannot be, a name that is part of a verb, is an argument of it.
  Deprel relation_to(std::uint32_t h, std::uint32_t t) const {
    const Deprel relation = deprel(t);
    const bool part = relation == Deprel::kFlat || relation == Deprel::kCompound || relation == Deprel::kNmodDesc;
    if (!part || !verbal(h) || in_name(h) || !in_name(t) || node(t) != t) return relation;
    if (case_of(t)) return Deprel::kObl;
    if (t > h) return has_child(h, Deprel::kObj) ? relation : Deprel::kObj;
    return has_child(h, Deprel::kNsubj) || has_child(h, Deprel::kNsubjPass) ? relation : Deprel::kNsubj;
  }

  void add_basic(std::uint32_t t) {
    const auto head = tree_.head(t);
    if (!head) return;
    const std::uint32_t h = *head;
    switch (relation_to(h, t)) {
      case Deprel::kNsubj:
      case Deprel::kCsubj: {
        const auto copula = tree_.child(h, Deprel::kCop);
        add(h, t, passive_[h] ? kObj : kSubj, copula.value_or(kNone));
        subjects_[h].push_back(t);
        if (const auto marker = case_of(h); copula && marker) add(t, h, preposition_label(*marker), *marker);
        // "Her husband was X": the name says who is meant.
        if (copula && in_name(h) && !in_name(t) && nominal(t) && !case_of(h)) described_by_copula_.emplace_back(t, h);
        break;
      }
      case Deprel::kNsubjPass:
      case Deprel::kCsubjPass:
        add(h, t, kObj);
        subjects_[h].push_back(t);
        break;
      case Deprel::kObj:
        add(h, t, kObj);
        break;
      case Deprel::kIobj:
        add(h, t, kIobj);
        break;
      case Deprel::kOblAgent:
        add(h, t, kSubj);
        break;
      case Deprel::kObl:
      case Deprel::kNmod:
      case Deprel::kOblUnmarked:
      case Deprel::kNmodUnmarked: {
        const auto marker = case_of(t);
        if (!marker) {
          add(h, t, genitive(t) ? kPoss : kUnmarked);
          break;
        }
        if (genitive(t)) break;  // "leader of France's Front"
        const StepLabel label = preposition_label(*marker);
        add(h, t, label, *marker);
        // A person takes no complements, nor does whoever acts: "said X in a speech at Y" speaks of saying. And no name
        // does anything: "the takeover of X by Y".
        const auto above = tree_.head(h);
        const bool lost = names_a(h, "person") || (in_name(h) && deprel(h) == Deprel::kOblAgent);
        if (lost && above && verbal(*above)) add(*above, t, label, *marker);
        const bool done_to = in_name(h) && deprel(h) == Deprel::kNmod && label == preposition("by");
        if (done_to && above && !verbal(*above)) add(*above, t, label, *marker);
        if (label != preposition("by") || starts_time(t)) break;
        if (passive_[h]) add(h, t, kSubj);
        if (const auto verb = named_by(h)) add(*verb, t, kSubj);
        break;
      }
      case Deprel::kNmodPoss:
        add(h, t, kPoss);
        if (lower(token(t).form) == "their") theirs_.push_back(t);
        break;
      case Deprel::kCompound:
      case Deprel::kFlat:
      case Deprel::kNmodDesc:
        add(h, t, kCompound);
        break;
      case Deprel::kAmod:
        add(h, t, kAmod);
        break;
      case Deprel::kXcomp:
        add(h, t, kXcomp);
        break;
      case Deprel::kCcomp:
        add(h, t, kCcomp);
        break;
      case Deprel::kAcl:
      case Deprel::kAclRelcl:
        add(h, t, kAcl);
        break;
      case Deprel::kAdvcl:
        add(h, t, kAdvcl);
        break;
      case Deprel::kAdvmod:
        add(h, t, kAdvmod);
        break;
      case Deprel::kNummod:
        add(h, t, kNummod);
        break;
      case Deprel::kDet:
        add(h, t, kDet);
        break;
      case Deprel::kCompoundPrt:
        add(h, t, kPrt);
        break;
      default:
        break;
    }
  }

  // "was named minister by X", "was replaced as head of the bank by X": the verb whose "by" hangs on the office.
  std::optional<std::uint32_t> named_by(std::uint32_t noun) const {
    for (int hops = 0; hops < 3; ++hops) {
      const auto above = tree_.head(noun);
      if (!above) return std::nullopt;
      const bool office = deprel(noun) == Deprel::kXcomp || (deprel(noun) == Deprel::kObl && marked_as(noun));
      if (office) return passive_[*above] ? above : std::nullopt;
      if (deprel(noun) != Deprel::kNmod) return std::nullopt;
      noun = *above;
    }
    return std::nullopt;
  }

  bool starts_time(std::uint32_t t) const {
    return std::any_of(times_.begin(), times_.end(),
                       [&](const TimeExpression& time) { return time.first <= t && t < time.last; });
  }

  // What a conjunct is coordinated with. A name is not coordinated with a common noun: in "a fellow at Norvia and an
  // adviser of Tarsk" the adviser goes with the fellow.
  std::optional<std::uint32_t> conjunction_head(std::uint32_t t) const {
    auto head = tree_.head(t);
    if (!head || deprel(t) != Deprel::kConj) return std::nullopt;
    if (in_name(t) || !in_name(*head) || verbal(t)) return head;
    for (int hops = 0; hops < 3; ++hops) {
      const auto above = tree_.head(*head);
      if (!above || deprel(*head) == Deprel::kNsubj || deprel(*head) == Deprel::kNsubjPass) break;
      head = above;
      if (!in_name(*head)) return nominal(*head) ? head : tree_.head(t);
    }
    return tree_.head(t);
  }

  // Gives a predicate a subject that stands elsewhere.
  void set_subjects(std::uint32_t t, const std::vector<std::uint32_t>& subjects, std::uint32_t marker = kNone) {
    for (const std::uint32_t subject : subjects) {
      if (subjects_[t].size() == 8) break;
      add(t, subject, passive_[t] ? kObj : kSubj, marker);
      subjects_[t].push_back(subject);
    }
  }

  // Whom "as director" or "director" after "named her" describes: the verb's object if there is one, else its subject.
  std::vector<std::uint32_t> described_under(std::uint32_t verb) const {
    if (passive_[verb]) return subjects_[verb];
    std::vector<std::uint32_t> objects = targets(verb, kObj);
    if (objects.empty()) objects = targets(verb, kIobj);
    return objects.empty() ? subjects_[verb] : objects;
  }

  void add_implied(std::uint32_t t) {
    const auto head = tree_.head(t);
    if (!head) return;
    std::uint32_t h = *head;
    const bool subjectless = subjects_[t].empty();
    switch (deprel(t)) {
      case Deprel::kConj:
        h = conjunction_head(t).value_or(h);
        if (subjectless && !in_name(t) && (verbal(t) || !verbal(h) || has_child(t, Deprel::kCop)) &&
            !subjects_[h].empty() && !describes_others(t, h)) {
          set_subjects(t, subjects_[h]);
        }
        break;
      case Deprel::kXcomp:
        if (subjectless) set_subjects(t, described_under(h), h);
        break;
      case Deprel::kAdvcl:
        if (subjectless && verbal(t)) set_subjects(t, subjects_[h]);
        if (subjectless && !verbal(t) && marked_as(t)) set_subjects(t, described_under(h), h);
        break;
      case Deprel::kObl:
        if (subjectless && verbal(h) && marked_as(t)) describe_as(t, h);
        break;
      case Deprel::kAcl:
        if (!subjectless) break;
        if (verbal(h) && has_child(t, Deprel::kCc)) {
          set_subjects(t, subjects_[h]);
          break;
        }
        // "X is a bank based in Y": what is said of the bank is said of X.
        if (passive_[t] || token(t).xpos == Xpos::kVbg) set_subjects(t, subjects_[h]);
        if (passive_[t] || token(t).xpos == Xpos::kVbg) {
          set_subjects(t, {h});
          if (passive_[t] && !in_name(h)) add_farther_subjects(t, h);
        } else if (verbal(t) && is_ranked(h)) {
          set_subjects(t, {h});
          set_subjects(t, subjects_[h]);
        } else if (verbal(t)) {
          set_subjects(t, targets(h, kPoss));  // "her decision to resign"
        } else {
          set_subjects(t, {h});
        }
        break;
      case Deprel::kAclRelcl:
        resolve_relative(t, h);
        break;
      case Deprel::kAppos:
        describe(h, t);
        break;
      case Deprel::kParataxis:
        if (subjectless && verbal(t) && verbal(h)) set_subjects(t, subjects_[h]);
        break;
      case Deprel::kCompound:
      case Deprel::kFlat:
      case Deprel::kNmodDesc:
      case Deprel::kAmod:
        title(h, t);
        break;
      default:
        break;
    }
  }

  // "her husband, Otto, a son, Max, and two daughters": the son is not Otto, nor are the daughters.
  bool describes_others(std::uint32_t t, std::uint32_t h) const {
    if (verbal(t)) return false;
    const auto name = tree_.child(t, Deprel::kAppos);
    return (name && in_name(*name)) || (token(t).xpos == Xpos::kNns && token(h).xpos == Xpos::kNn);
  }

  // "the first woman to head Norvia", "the only one to resign": who does it.
  bool is_ranked(std::uint32_t noun) const {
    return std::any_of(tree_.children(noun).begin(), tree_.children(noun).end(), [&](std::uint32_t child) {
      const std::string& word = token(child).lemma;
      return token(child).deprel == Deprel::kAmod &&
             (word == "first" || word == "second" || word == "third" || word == "last" || word == "only" ||
              token(child).xpos == Xpos::kJjs);
    });
  }

  // What a participle belongs to is often not the noun the tree says: "a maker of airships based in Oslo", "the head of
  // Norvia, based in Oslo".
  void add_farther_subjects(std::uint32_t t, std::uint32_t h) {
    if (t > 1 && token(t - 1).xpos == Xpos::kComma && in_name(t - 2)) set_subjects(t, {node(t - 2)});
    const auto above = tree_.head(h);
    if (above && case_of(h) && !verbal(*above)) {
      set_subjects(t, {*above});
      set_subjects(t, subjects_[*above]);
    }
  }

  bool marked_as(std::uint32_t t) const {
    for (const std::uint32_t child : tree_.children(t)) {
      const Deprel relation = token(child).deprel;
      if ((relation == Deprel::kCase || relation == Deprel::kMark) && lower(token(child).form) == "as") return true;
    }
    return false;
  }

  // "served the bank as director": the person is described, not the bank.
  void describe_as(std::uint32_t t, std::uint32_t verb) {
    const std::vector<std::uint32_t> described = described_under(verb);
    const bool things = std::any_of(described.begin(), described.end(),
                                    [&](std::uint32_t d) { return in_name(d) && !names_a(d, "person"); });
    set_subjects(t, things ? subjects_[verb] : described, *case_of(t));
  }

  // Apposition: the one that is no name describes the one that is.
  void describe(std::uint32_t h, std::uint32_t t) {
    if (!in_name(t)) set_subjects(t, {h});
    if (!in_name(h) && nominal(t)) set_subjects(h, {t});
    if (in_name(t) && in_name(h) && !(names_a(h, "place") && names_a(t, "person"))) add(h, t, kAppos);
  }

  // "President X", "Georgia's prime minister X", "Apple chief executive X", "Norvia's subsidiary X", "NATO member X": the title
  // describes the name.
  void title(std::uint32_t h, std::uint32_t t) {
    const bool kind = in_name(h) && deprel(t) == Deprel::kNmodDesc;
    if (!in_name(t) && (names_a(h, "person") || kind) && t < h && nominal(t)) {
      set_subjects(t, {h});
      const auto siblings = tree_.children(h);
      for (const std::uint32_t other : siblings.first(std::min<std::size_t>(siblings.size(), 16))) {
        if (other >= t) break;
        const Deprel relation = deprel(other);
        if (relation == Deprel::kNmodPoss) add(t, other, kPoss);
        if (relation == Deprel::kCompound || relation == Deprel::kNmodDesc) add(t, other, kCompound);
        if (relation == Deprel::kAmod) add(t, other, kAmod);
      }
    } else if (names_a(t, "person") && !in_name(h) && h < t && nominal(h) && subjects_[h].empty()) {
      set_subjects(h, {t});
    }
  }

  // "Anna is currently professor ...", "Norvia (formerly Tarsk) is a bank", where the tree has lost the subject: the noun
  // after the copula describes the name before it.
  void add_lost_predicates() {
    constexpr std::uint32_t kFarthest = 40;
    for (const ResolvedMention& mention : mentions_) {
      if (!in_name(mention.first)) continue;
      const std::uint32_t end = std::min(tree_.size(), mention.last + kFarthest);
      std::uint32_t t = mention.last;
      while (t < end && (token(t).xpos == Xpos::kLrb || token(t).xpos == Xpos::kComma)) {
        t = token(t).xpos == Xpos::kLrb ? closing(t) + 1 : t + 1;
      }
      if (t >= end || token(t).upos != Upos::kAux || lower(token(t).lemma) != "be") continue;
      const std::uint32_t copula = t;
      std::uint32_t noun = kNone;
      for (++t; t < end; ++t) {
        const Upos upos = token(t).upos;
        if (nominal(t) && upos != Upos::kPron) {
          noun = in_name(t) ? kNone : t;
        } else if (upos != Upos::kDet && upos != Upos::kAdj && upos != Upos::kAdv && token(t).xpos != Xpos::kHyph &&
                   token(t).xpos != Xpos::kPos) {
          break;
        }
      }
      if (noun == kNone || !subjects_[noun].empty() || genitive(noun)) continue;
      set_subjects(noun, {mention.head}, copula);
    }
  }

  // "an economist and the head of Norvia", where the tree has coordinated otherwise: the second noun describes whom the
  // first one does.
  void add_lost_conjuncts() {
    for (std::uint32_t t = 2; t < tree_.size(); ++t) {
      if (!nominal(t) || token(t).upos == Upos::kPron || in_name(t) || !subjects_[t].empty() || case_of(t)) continue;
      const Deprel relation = deprel(t);
      if (relation == Deprel::kNsubj || relation == Deprel::kNsubjPass || relation == Deprel::kObj ||
          relation == Deprel::kCompound || genitive(t)) {
        continue;
      }
      std::uint32_t at = t - 1;
      while (at > 0 && t - at < 5 && !in_name(at) &&
             (token(at).upos == Upos::kDet || token(at).upos == Upos::kAdj || token(at).deprel == Deprel::kCompound)) {
        --at;
      }
      if (token(at).upos != Upos::kCconj) continue;
      while (at > 0 && (token(at).upos == Upos::kCconj || token(at).xpos == Xpos::kComma)) --at;
      if (!nominal(at) || in_name(at) || verbal(at)) continue;
      for (const std::uint32_t described : std::vector<std::uint32_t>(subjects_[at])) {
        if (names_a(described, "person") || token(described).upos == Upos::kPron) set_subjects(t, {described});
      }
    }
  }

  // "A native of Tarsk, Anna ...": what stands before the subject and a comma describes it.
  void add_fronted_description() {
    std::uint32_t noun = kNone;
    for (std::uint32_t t = 0; t + 1 < tree_.size() && t < 24; ++t) {
      if (verbal(t)) return;
      if (noun == kNone && nominal(t) && !in_name(t) && deprel(t) != Deprel::kCompound) {
        if (t > 4 || case_of(t)) return;
        noun = t;
      }
      if (noun == kNone || token(t).xpos != Xpos::kComma || !in_name(t + 1)) continue;
      const std::uint32_t name = node(t + 1);
      const Deprel relation = deprel(name);
      if (names_a(name, "person") && (relation == Deprel::kNsubj || relation == Deprel::kNsubjPass)) {
        if (subjects_[noun].empty()) set_subjects(noun, {name});
        return;
      }
    }
  }

  // "his wife Anna", "her brother, Otto,", "two sons: Max and Karl", "German Chancellor Karl": a noun before a name describes
  // it, however the tree has joined them.
  void add_titles() {
    for (const ResolvedMention& mention : mentions_) {
      if (!in_name(mention.first) || mention.first == 0) continue;
      std::uint32_t before = mention.first - 1;
      const bool apart = is_one_of(before, ",", ":", "-", "–", "—");
      if (apart && before == 0) continue;
      if (apart) --before;
      const bool noun = token(before).upos == Upos::kNoun;
      const bool title = !apart && (noun || token(before).upos == Upos::kPropn) && names_a(mention.first, "person");
      if ((!noun && !title) || in_name(before)) continue;
      if (starts_time(before) || part_of_another_phrase(before, mention)) continue;
      const bool counted = has_child(before, Deprel::kNummod) && names_a(mention.first, "person");
      if (subjects_[before].empty() &&
          (apart ? has_child(before, Deprel::kNmodPoss) || counted : titles(before, mention))) {
        set_subjects(before, {mention.head});
      }
      if (title) add_before_title(before);
    }
  }

  // What stands before the title of a person belongs to it: "with German Chancellor Karl", "by Finance Minister Ada", "Norvia
  // founder and chairman Karl".
  void add_before_title(std::uint32_t title) {
    std::uint32_t t = title;
    for (int words = 0; t > 0 && words < 4; ++words) {
      const Token& word = token(t - 1);
      if (word.upos == Upos::kAdj) {
        add(title, t - 1, kAmod);
      } else if (in_name(t - 1) || word.upos == Upos::kPropn || word.upos == Upos::kNoun) {
        add(title, t - 1, kCompound);
      } else if (word.upos == Upos::kCconj && t > 1 && token(title).upos == Upos::kNoun &&
                 token(t - 2).upos == Upos::kNoun && !in_name(t - 2)) {
        --t;  // the first of two titles
      } else if (word.xpos != Xpos::kHyph) {
        break;
      }
      if (in_name(t - 1)) return;
      --t;
    }
    if (t > 1 && token(t - 1).upos == Upos::kAdp) add_governed(title, t - 1);
  }

  // A word that stands behind a preposition belongs to the word before it.
  void add_governed(std::uint32_t t, std::uint32_t marker) {
    const std::uint32_t governor = marker - 1;
    if (!nominal(governor) && !verbal(governor)) return;
    add(governor, t, preposition_label(marker), marker);
    if (passive_[governor] && preposition_label(marker) == preposition("by") && !has(governor, kSubj)) {
      add(governor, t, kSubj);
    }
  }

  // "Oslo-based Norvia", "the Turin-born painter Ada", "Tarsk-owned Norvia": the hyphen keeps a participle from its place or
  // owner and its noun.
  void add_based_in() {
    for (std::uint32_t t = 2; t + 1 < tree_.size(); ++t) {
      if (token(t - 1).xpos != Xpos::kHyph || !in_name(t - 2)) continue;
      const std::string word = lower(token(t).form);
      const bool owned = word == "owned" && names_a(t - 2, "organization");
      if (!owned && !names_a(t - 2, "place")) continue;
      if (!owned && word != "based" && word != "headquartered" && word != "born" && word != "raised" &&
          word != "educated" && word != "trained")
        continue;
      add(t, t - 2, owned ? kSubj : kUnmarked);
      // The last noun of the phrase, and the name that it may be a title of.
      std::uint32_t noun = kNone;
      for (std::uint32_t at = t + 1; at < tree_.size() && at < t + 8; ++at) {
        if (in_name(at) && noun != kNone && mention_of_[at] != mention_of_[noun] && token(at).upos != Upos::kPropn)
          break;
        if (nominal(at)) {
          noun = at;
          if (in_name(at) && !names_a(at, "place")) break;
        } else if (token(at).upos != Upos::kAdj && token(at).xpos != Xpos::kHyph) {
          break;
        }
      }
      if (noun == kNone) continue;
      add(noun, t, kAmod);
      if (owned) add(t, noun, kObj);
    }
  }

  // "the town of Aktau": the noun says what the place is.
  void add_places_by_kind() {
    for (const ResolvedMention& mention : mentions_) {
      if (mention.first < 2 || !names_a(mention.first, "place") || lower(token(mention.first - 1).form) != "of")
        continue;
      const std::uint32_t noun = mention.first - 2;
      if (in_name(noun) || !nominal(noun) || !subjects_[noun].empty() || token(noun).lemma == "capital") continue;
      const std::string& type = entities_[mention.entity].type;
      const EntityType* known = ontology_.type(type);
      if (known == nullptr) continue;
      if (std::find(known->nouns.begin(), known->nouns.end(), lower(token(noun).lemma)) == known->nouns.end()) continue;
      const auto article = tree_.child(noun, Deprel::kDet);
      if (article && (lower(token(*article).form) == "a" || lower(token(*article).form) == "an")) continue;
      set_subjects(noun, {mention.head});
    }
  }

  // "After the talks in Oslo, Anna flew home", where the tree has joined the two names: a verb right behind a name has it as
  // its subject.
  void add_lost_subjects() {
    for (std::uint32_t t = 1; t < tree_.size(); ++t) {
      const Xpos xpos = token(t).xpos;
      const bool finite = xpos == Xpos::kVbd || xpos == Xpos::kVbz || xpos == Xpos::kVbp;
      if (!finite || token(t).upos != Upos::kVerb || !subjects_[t].empty() || deprel(t) == Deprel::kConj) continue;
      std::uint32_t last = t - 1;
      while (last > 0 && (token(last).upos == Upos::kAdv || token(last).upos == Upos::kAux)) --last;
      if (!in_name(last)) continue;
      const ResolvedMention& name = mentions_[mention_of_[last]];
      const Deprel relation = deprel(name.head);
      if (name.last != last + 1 || relation == Deprel::kNsubj || relation == Deprel::kNsubjPass) continue;
      std::uint32_t first = name.first;
      while (first > 0 && (token(first - 1).upos == Upos::kPropn || token(first - 1).upos == Upos::kDet) &&
             !in_name(first - 1)) {
        --first;
      }
      if (first == 0 || token(first - 1).xpos == Xpos::kComma) set_subjects(t, {name.head});
    }
  }

  // What stands between two names and is no person's title may be a verb: "Norvia buys Tarsk Bank".
  bool titles(std::uint32_t noun, const ResolvedMention& name) const {
    if (names_a(name.first, "person")) return true;
    if (names_a(name.first, "place")) return is_noun_of(noun, entities_[name.entity].type);
    return noun == 0 || !in_name(noun - 1);
  }

  template <typename... Words>
  bool is_one_of(std::uint32_t t, Words... words) const {
    return ((token(t).form == words) || ...);
  }

  // "In his speech Otto said": noun and name are two phrases of one clause.
  bool part_of_another_phrase(std::uint32_t noun, const ResolvedMention& name) const {
    const Deprel relation = deprel(name.head);
    if (relation != Deprel::kNsubj && relation != Deprel::kNsubjPass && relation != Deprel::kObj) return false;
    const auto head = tree_.head(noun);
    const Deprel own = deprel(noun);
    const bool part = own == Deprel::kConj || own == Deprel::kCompound || own == Deprel::kNmodDesc;
    if (!head || *head == name.head || part) return false;
    return case_of(noun) || verbal(*head);
  }

  // Steps to the relative pronoun of `clause` also lead to the noun it stands for.
  void resolve_relative(std::uint32_t clause, std::uint32_t antecedent) {
    bool found = false;
    const auto stands_for = [&](std::uint32_t word) {
      const Xpos xpos = token(word).xpos;
      if (xpos == Xpos::kWrb) {
        if (lower(token(word).form) == "where") {
          add(clause, antecedent, preposition("in"), word);
          add(clause, antecedent, preposition("at"), word);
        }
        found = true;
      } else if (xpos == Xpos::kWdt || xpos == Xpos::kWp || xpos == Xpos::kWpPoss) {
        relatives_.push_back({word, node(antecedent)});
        for (const Edge& edge : incoming(word)) {
          if (edge.from == node(antecedent)) continue;
          add(edge.from, antecedent, edge.step.label, edge.step.marker);
          for (const std::uint32_t described : subjects_[antecedent]) {
            if (!verbal(antecedent)) add(edge.from, described, edge.step.label, edge.step.marker);
          }
        }
        const bool acts =
            std::find(subjects_[clause].begin(), subjects_[clause].end(), word) != subjects_[clause].end();
        std::replace(subjects_[clause].begin(), subjects_[clause].end(), word, antecedent);
        if (acts && !verbal(antecedent) && !in_name(antecedent)) {
          for (const std::uint32_t described : subjects_[antecedent]) subjects_[clause].push_back(described);
        }
        found = true;
      }
    };
    for (const std::uint32_t child : tree_.children(clause)) {
      stands_for(child);
      for (const std::uint32_t grandchild : tree_.children(child)) {
        if (deprel(grandchild) == Deprel::kNmodPoss || deprel(grandchild) == Deprel::kNmod) stands_for(grandchild);
      }
      if (child > clause) break;
    }
    if (!found && verbal(clause) && !has(clause, kObj) && !subjects_[clause].empty()) add(clause, antecedent, kObj);
  }

  // "Norvia, whose president, Anna, ...", where the tree has taken the president for another name of Norvia.
  void add_whose() {
    for (std::uint32_t t = 1; t < tree_.size(); ++t) {
      if (token(t).xpos != Xpos::kWpPoss) continue;
      const auto noun = tree_.head(t);
      if (!noun || *noun < t || deprel(t) != Deprel::kNmodPoss) continue;
      const std::uint32_t owner = token(t - 1).xpos == Xpos::kComma && t > 1 ? t - 2 : t - 1;
      if (!nominal(owner)) continue;
      add(*noun, owner, kPoss, t);
      const std::uint32_t name = *noun + 2;
      if (name < tree_.size() && token(*noun + 1).xpos == Xpos::kComma && names_a(name, "person")) {
        set_subjects(*noun, {node(name)});
      }
    }
  }

  // "Anna and Otto left with their son": the subjects of the clause own together.
  void add_joint_owners(std::uint32_t pronoun) {
    const auto noun = tree_.head(pronoun);
    auto verb = noun;
    for (int hops = 0; verb && !verbal(*verb) && hops < 4; ++hops) verb = tree_.head(*verb);
    if (!verb || !verbal(*verb)) return;
    const std::vector<std::uint32_t> owners = targets(*verb, passive_[*verb] ? kObj : kSubj);
    if (owners.size() < 2) return;
    for (const std::uint32_t owner : owners) {
      if (owner < pronoun) add(*noun, owner, kPoss);
    }
  }

  // Coordinated nouns: what leads to the first leads to the others.
  void share_incoming(std::uint32_t t) {
    const auto head = conjunction_head(t);
    if (!head || verbal(t) || has_child(t, Deprel::kCop) || has_child(t, Deprel::kNsubj)) return;
    for (const Edge& edge : incoming(*head)) {
      const StepLabel label = edge.step.label;
      const bool shared = label == kSubj || label == kObj || label == kIobj || label == kPoss || label == kUnmarked ||
                          is_preposition(label);
      if (label == kSubj && !verbal(edge.from) && (has_own_title(t, edge.from) || titles_one(edge.from, *head)))
        continue;
      if (shared && edge.from != node(t)) add(edge.from, t, label, edge.step.marker);
    }
  }

  // "Chancellor Otto and President Mira": each has a title, and only that.
  bool has_own_title(std::uint32_t t, std::uint32_t title) const {
    if (!in_name(t)) return false;
    const std::uint32_t first = mentions_[mention_of_[t]].first;
    if (first == 0 || title > first) return false;
    const std::vector<Edge> known = incoming(t);
    return std::any_of(known.begin(), known.end(), [&](const Edge& edge) {
      return edge.step.label == kSubj && edge.from + 1 == first && edge.from != title;
    });
  }

  // "President Otto and his guest": only Otto is president.
  bool titles_one(std::uint32_t title, std::uint32_t name) const {
    if (!in_name(name) || mentions_[mention_of_[name]].first != title + 1) return false;
    return token(title).xpos == Xpos::kNn || token(title).xpos == Xpos::kNnp;
  }

  // Coordinated predicates: "founded and leads X", "president and owner of X", "X's founder and owner".
  void share_outgoing(std::uint32_t t) {
    const auto head = conjunction_head(t);
    if (!head || in_name(t) || in_name(*head)) return;
    const std::uint32_t h = *head;
    if (verbal(t) != verbal(h) || t < h) return;
    const auto complement = [](StepLabel label) { return label == kObj || label == kWhen || is_preposition(label); };
    const auto shares = [&](const Edge& edge) {
      // A participle's object is its subject, which set_subjects has shared already.
      return complement(edge.step.label) && !(edge.step.label == kObj && (passive_[h] || passive_[t]));
    };
    const std::vector<Edge> first = outgoing(h);
    const std::vector<Edge> second = outgoing(t);
    const auto lacks = [](const std::vector<Edge>& edges, StepLabel label) {
      return std::none_of(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.step.label == label; });
    };
    const bool nothing_between = std::none_of(first.begin(), first.end(), [&](const Edge& edge) {
      return complement(edge.step.label) && h < edge.step.to && edge.step.to < t;
    });
    if (nothing_between && t - h <= 5) {
      for (const Edge& edge : second) {
        if (shares(edge) && lacks(first, edge.step.label) && edge.step.to > t)
          add(h, edge.step.to, edge.step.label, edge.step.marker);
      }
    }
    for (const Edge& edge : first) {
      if (edge.step.to > t && shares(edge) && lacks(second, edge.step.label))
        add(t, edge.step.to, edge.step.label, edge.step.marker);
      const bool owner = edge.step.label == kPoss || edge.step.label == kCompound;
      // "her husband, a son and two daughters"
      const auto article = tree_.child(t, Deprel::kDet);
      const bool one = article && edge.step.label == kPoss && is_one_of(*article, "a", "an");
      if (owner && !verbal(t) && edge.step.to < h && lacks(second, kPoss) && (one || !article)) {
        add(t, edge.step.to, edge.step.label, edge.step.marker);
      }
    }
  }

  // A preposition between a word and a name that the tree has lost: it joins the two.
  void add_neighbours() {
    for (const ResolvedMention& mention : mentions_) {
      if (!in_name(mention.first) || mention.first < 2 || genitive(mention.head)) continue;
      std::uint32_t before = mention.first - 1;
      if (token(before).upos == Upos::kDet && before > 1) --before;
      if (token(before).upos != Upos::kAdp || (!nominal(before - 1) && !verbal(before - 1))) continue;
      const auto modified = modified_by(mention.head);
      if (modified && modified == tree_.head(before)) continue;
      const std::vector<Edge> known = incoming(mention.head);
      if (std::none_of(known.begin(), known.end(), [&](const Edge& edge) { return edge.step.marker == before; })) {
        add_governed(mention.head, before);
      }
    }
  }

  // Whether texts call things of this type or its subtypes so.
  bool is_noun_of(std::uint32_t noun, std::string_view type) const {
    const std::string word = lower(token(noun).lemma);
    return std::any_of(ontology_.types().begin(), ontology_.types().end(), [&](const EntityType& known) {
      return ontology_.is_a(known.name, type) &&
             std::find(known.nouns.begin(), known.nouns.end(), word) != known.nouns.end();
    });
  }

  // The noun between a name and another one that it describes: "for the Norvia side Tarsk".
  std::optional<std::uint32_t> modified_by(std::uint32_t name) const {
    const auto head = tree_.head(name);
    const bool between = head && *head > name && *head + 1 < tree_.size() && in_name(*head + 1);
    return between && deprel(name) == Deprel::kCompound && !in_name(*head) ? head : std::nullopt;
  }

  // "professor of the history of art at Norvia", "a degree in law from Tarsk": the first noun of the chain is meant.
  void add_workplaces() {
    static const StepLabel kAt = preposition("at");
    static const StepLabel kFrom = preposition("from");
    static const StepLabel kOf = preposition("of");
    static const StepLabel kIn = preposition("in");
    for (const ResolvedMention& mention : mentions_) {
      if (!in_name(mention.first)) continue;
      for (const Edge& edge : incoming(mention.head)) {
        const StepLabel label = edge.step.label;
        if ((label != kAt && label != kFrom) || verbal(edge.from)) continue;
        std::uint32_t noun = edge.from;
        for (int hops = 0; hops < 4; ++hops) {
          const auto head = tree_.head(noun);
          const auto marker = case_of(noun);
          const StepLabel link = marker ? preposition_label(*marker) : kOtherPreposition;
          const bool of = link == kOf || (link == kIn && label == kFrom);
          const bool name_part = deprel(noun) == Deprel::kAmod || deprel(noun) == Deprel::kConj;
          if (!head || verbal(*head) || !(of || name_part) || in_name(*head)) break;
          noun = *head;
          add(noun, mention.head, label, edge.step.marker);
        }
      }
    }
  }

  // "Vinton, Iowa": what happened in Vinton happened in Iowa.
  void add_place_chains() {
    for (std::size_t m = 1; m < mentions_.size(); ++m) {
      const ResolvedMention& inner = mentions_[m - 1];
      const ResolvedMention& outer = mentions_[m];
      if (!in_name(inner.first) || !in_name(outer.first) || !names_a(inner.first, "place")) continue;
      if (!names_a(outer.first, "country") && !names_a(outer.first, "region") && !hangs_on(outer, inner)) continue;
      if (names_a(inner.first, "country") || inner.entity == outer.entity) continue;
      if (in_long_list(m - 1)) continue;
      if (outer.first != inner.last + 1 || token(inner.last).xpos != Xpos::kComma) continue;
      if (deprel(outer.head) == Deprel::kConj && in_list(outer)) continue;
      for (const Edge& edge : incoming(inner.head)) {
        if (is_preposition(edge.step.label) || edge.step.label == kWithin) {
          add(edge.from, outer.head, edge.step.label, edge.step.marker);
        }
      }
      add(inner.head, outer.head, kWithin, inner.last);
    }
  }

  // Whether a place is one of "Kent, Surrey, Sussex and Essex".
  bool in_long_list(std::size_t m) const {
    std::size_t items = 1;
    const auto follows = [&](std::uint32_t at) {
      return m + 1 < mentions_.size() && mentions_[m + 1].first == at && names_a(at, "place");
    };
    for (; follows(mentions_[m].last + 1) && token(mentions_[m].last).xpos == Xpos::kComma; ++m) ++items;
    const std::uint32_t next = mentions_[m].last;
    return items >= 3 && next < tree_.size() && token(next).upos == Upos::kCconj && follows(next + 1);
  }

  // Whether the tree takes the second of two places for a part of the first one's address.
  bool hangs_on(const ResolvedMention& outer, const ResolvedMention& inner) const {
    const Deprel relation = deprel(outer.head);
    const auto head = tree_.head(outer.head);
    return names_a(outer.first, "place") && !names_a(outer.first, "facility") && head && node(*head) == inner.head &&
           (relation == Deprel::kAppos || relation == Deprel::kNmodUnmarked || relation == Deprel::kFlat);
  }

  // Whether a coordinated place is one of "London, France and Rome".
  bool in_list(const ResolvedMention& mention) const {
    return has_child(mention.head, Deprel::kCc) ||
           (mention.last < tree_.size() && token(mention.last).upos == Upos::kCconj) ||
           (mention.last + 1 < tree_.size() && token(mention.last + 1).upos == Upos::kCconj);
  }

  void add_times() {
    for (const TimeExpression& time : times_) {
      std::uint32_t top = time.first;
      for (std::size_t hops = 0; hops < time.last - time.first; ++hops) {
        const auto head = tree_.head(top);
        if (!head || *head < time.first || *head >= time.last) break;
        top = *head;
      }
      const std::uint32_t marker = case_of(top).value_or(kNone);
      if (time.first > 1 && token(time.first - 1).upos == Upos::kAdp && token(time.first - 2).upos == Upos::kNoun) {
        add(time.first - 2, top, kWhen, time.first - 1);  // "her death in 1981", wherever the tree has hung it
      }
      std::uint32_t below = top;
      for (int hops = 0; hops < 3; ++hops) {
        const auto above = tree_.head(below);
        if (!above || deprel(below) == Deprel::kConj) break;
        if (deprel(below) == Deprel::kNsubj && !names_a(below, "person")) break;
        if (verbal(*above) || !life_dates_.contains(time.first)) add(*above, top, kWhen, marker);
        if (verbal(*above) || life_dates_.contains(time.first)) break;
        below = *above;
      }
    }
  }

  // The bracket that opens right after a person's name, but for letters such as "Jr." or "OBE" and another bracket that
  // spells the name in its own script; kNone if there is none.
  std::uint32_t bracket_after(const ResolvedMention& mention) const {
    constexpr std::uint32_t kFarthest = 12;
    for (std::uint32_t t = mention.last; t < tree_.size() && t < mention.last + kFarthest; ++t) {
      const Token& word = token(t);
      if (word.xpos == Xpos::kLrb) {
        const std::uint32_t close = closing(t);
        if (has_time(t, close)) return t;
        t = close;
      } else if (word.xpos != Xpos::kComma && word.upos != Upos::kPropn && word.upos != Upos::kX) {
        break;
      }
    }
    return kNone;
  }
  std::uint32_t closing(std::uint32_t open) const {
    constexpr std::uint32_t kLongest = 64;
    int depth = 0;
    std::uint32_t t = open;
    for (; t < tree_.size() && t < open + kLongest; ++t) {
      if (token(t).xpos == Xpos::kLrb) ++depth;
      if (token(t).xpos == Xpos::kRrb && --depth == 0) break;
    }
    return t;
  }
  bool has_time(std::uint32_t first, std::uint32_t last) const {
    return std::any_of(times_.begin(), times_.end(),
                       [&](const TimeExpression& time) { return first <= time.first && time.last <= last; });
  }

  // "X (15 March 1950 – 3 May 2010)", "X (born 1950 in Oslo)", "X (1906 in Oslo – 1968 in Rome)": one part for the birth
  // and one for the death, parted by a dash or a word.
  void add_life_dates() {
    for (const ResolvedMention& mention : mentions_) {
      if (!names_a(mention.first, "person")) continue;
      const std::uint32_t open = bracket_after(mention);
      if (open != kNone) read_life(mention.head, open, closing(open));
    }
  }

  void read_life(std::uint32_t person, std::uint32_t open, std::uint32_t close) {
    enum class Part { kOpen, kBirth, kDeath };
    Part part = Part::kOpen;
    bool range = false;
    for (const TimeExpression& time : times_) {
      if (time.first < open || time.last > close) continue;
      if (time.edtf.find('/') != std::string::npos) range = true;
    }
    // A date in brackets is a birth where a death follows or where the text says so.
    std::uint32_t dates = 0;
    bool dash = false;
    for (std::uint32_t t = open + 1; t < close; ++t) {
      const std::string form = lower(token(t).form);
      if (form == "born" || form == "b." || form == "b") {
        part = Part::kBirth;
        if (token(t).upos == Upos::kVerb && !has(t, kObj)) add(t, person, kObj);
      } else if (form == "died" || form == "d." || form == "d" || form == "†") {
        part = Part::kDeath;
        if (token(t).upos == Upos::kVerb && !has(t, kSubj)) add(t, person, kSubj);
      } else if ((form == "–" || form == "—" || form == "-") && dates > 0 && part != Part::kDeath) {
        dash = true;
        part = Part::kDeath;
      }
      const TimeExpression* time = time_at(t);
      if (time != nullptr && time->first == t) {
        ++dates;
        life_dates_.insert(t);
        if (part == Part::kOpen && (range || death_follows(time->last, close))) part = Part::kBirth;
        if (range) add(person, t, kBirthDate, open);
        if (range || part == Part::kDeath) add(person, t, kDeathDate, open);
        if (!range && part == Part::kBirth) add(person, t, kBirthDate, open);
      } else if (names_a(t, "place") && mentions_[mention_of_[t]].first == t) {
        if (part == Part::kBirth && !dash) add(person, t, kBirthPlace, open);
        if (part == Part::kDeath) add(person, t, kDeathPlace, open);
      }
    }
  }

  const TimeExpression* time_at(std::uint32_t t) const {
    for (const TimeExpression& time : times_) {
      if (time.first <= t && t < time.last) return &time;
    }
    return nullptr;
  }

  // Whether a dash or "died" and another date come before the bracket closes.
  bool death_follows(std::uint32_t from, std::uint32_t close) const {
    for (std::uint32_t t = from; t < close; ++t) {
      const std::string form = lower(token(t).form);
      if (form == "–" || form == "—" || form == "-" || form == "died" || form == "d.")
        return has_time(t, close) || t + 1 == close;
    }
    return false;
  }

  const Tree& tree_;
  std::span<const ResolvedMention> mentions_;
  const std::vector<Entity>& entities_;
  std::span<const TimeExpression> times_;
  const Ontology& ontology_;
  std::vector<std::uint32_t> mention_of_;  // index of the name a token belongs to
  std::vector<bool> passive_;
  std::vector<std::vector<std::uint32_t>> subjects_;  // grammatical subjects, wherever they stand
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> out_, in_, next_out_, next_in_;  // lists of edges, newest first
  std::size_t limit_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> described_by_copula_;  // noun and name
  std::vector<SentenceGraph::Relative> relatives_;
  std::vector<std::uint32_t> theirs_;
  std::set<std::uint32_t> life_dates_;  // first tokens of the times in brackets after a person's name
};

}  // namespace

std::optional<StepLabel> parse_step(std::string_view name) {
  const auto core = std::find(kCoreSteps.begin(), kCoreSteps.end(), name);
  if (core != kCoreSteps.end()) return static_cast<StepLabel>(core - kCoreSteps.begin());
  const StepLabel label = preposition(name);
  return label == kOtherPreposition ? std::nullopt : std::optional(label);
}

std::string_view step_name(StepLabel label) {
  if (label < kCoreSteps.size()) return kCoreSteps[label];
  return label < kOtherPreposition ? kPrepositions[label - kCoreSteps.size()] : "...";
}

SentenceGraph::SentenceGraph(const Tree& tree, std::span<const ResolvedMention> mentions,
                             const std::vector<Entity>& entities, std::span<const TimeExpression> times,
                             const Ontology& ontology)
    : from_begin_(tree.size() + 1, 0), into_begin_(tree.size() + 1, 0) {
  Builder builder(tree, mentions, entities, times, ontology);
  const std::vector<Builder::Edge>& edges = builder.build();
  relatives_ = builder.relatives();
  for (const Builder::Edge& edge : edges) {
    ++from_begin_[edge.from + 1];
    ++into_begin_[edge.step.to + 1];
  }
  for (std::uint32_t t = 0; t < tree.size(); ++t) {
    from_begin_[t + 1] += from_begin_[t];
    into_begin_[t + 1] += into_begin_[t];
  }
  from_.resize(edges.size());
  into_.resize(edges.size());
  std::vector<std::uint32_t> next_from(from_begin_.begin(), from_begin_.end() - 1);
  std::vector<std::uint32_t> next_into(into_begin_.begin(), into_begin_.end() - 1);
  for (const Builder::Edge& edge : edges) {
    from_[next_from[edge.from]++] = edge.step;
    into_[next_into[edge.step.to]++] = {edge.from, edge.step.label, edge.step.marker};
  }
}

std::span<const SentenceGraph::Step> SentenceGraph::from(std::uint32_t token) const {
  return std::span(from_).subspan(from_begin_[token], from_begin_[token + 1] - from_begin_[token]);
}

std::span<const SentenceGraph::Step> SentenceGraph::into(std::uint32_t token) const {
  return std::span(into_).subspan(into_begin_[token], into_begin_[token + 1] - into_begin_[token]);
}

}  // namespace factgraph
