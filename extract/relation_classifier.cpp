#include "extract/relation_classifier.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::array<std::string_view, kRelationClasses> kRelations = {
    "born_in",    "died_in",       "lives_in",      "citizen_of",    "educated_at", "spouse_of",        "child_of",
    "sibling_of", "works_for",     "leads",         "member_of",     "founded",     "headquartered_in", "subsidiary_of",
    "capital_of", "took_place_in", "date_of_birth", "date_of_death", "inception"};

std::vector<std::string> admitted_types(const Ontology& ontology, const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const EntityType& type : ontology.types()) {
    if (std::any_of(names.begin(), names.end(), [&](const auto& name) { return ontology.is_a(type.name, name); })) {
      result.push_back(type.name);
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

bool has(const std::vector<std::string>& sorted, const std::string& name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}

// The words that name a chief executive: the last of them, or nothing.
bool is_chief_executive(const Tree& tree, std::uint32_t t) {
  const std::string& form = tree[t].form;
  if (form == "CEO" || form == "Ceo" || form == "ceo") return true;
  return tree[t].lemma == "executive" && t > 0 && tree[t - 1].lemma == "chief";
}

// Without such a word a sentence tells of no founding and no death. Lemmas.
constexpr std::string_view kFoundings[] = {
    "begin",         "begun",    "born",     "charter",   "co-found",   "co-founder", "cofound",
    "cofounder",     "create",   "creation", "date",      "establish",  "found",      "foundation",
    "founder",       "founding", "form",     "formation", "inaugurate", "inception",  "incorporate",
    "incorporation", "launch",   "open",     "organise",  "organize",   "set",        "start"};
constexpr std::string_view kDeaths[] = {
    "assassinate", "assassination", "bury",   "death",    "die",  "drown",  "execute", "execution", "fall",   "hang",
    "kill",        "late",          "murder", "obituary", "pass", "perish", "shoot",   "stab",      "suicide"};

template <std::size_t kSize>
bool tells(const Tree& tree, const std::string_view (&words)[kSize]) {
  for (std::uint32_t t = 0; t < tree.size(); ++t) {
    if (std::find(std::begin(words), std::end(words), tree[t].lemma) != std::end(words)) return true;
  }
  return false;
}

// "Name (1950-2010)"
bool in_brackets(const Tree& tree, std::uint32_t t) {
  for (std::uint32_t at = t; at-- > 0 && tree[at].form != ")";) {
    if (tree[at].form == "(" || tree[at].form == "[") return true;
  }
  return false;
}

std::optional<std::uint32_t> verb_over(const Tree& tree, std::uint32_t t) {
  auto at = tree.head(t);
  while (at && tree[*at].upos != Upos::kVerb) at = tree.head(*at);
  return at;
}

// Whether the subject of the verb over `t` is somebody of `entity`: "Berg's father died in 1999" tells nothing of Berg.
bool is_of_another(const SentenceView& view, std::uint32_t t, std::string_view verb, std::uint32_t entity) {
  static const StepLabel kSubject = *parse_step("subj");
  const Tree& tree = view.tree;
  const auto at = verb_over(tree, t);
  if (!at || tree[*at].lemma != verb) return false;
  const auto is_owner = [&](std::uint32_t owner) {
    return std::any_of(view.mentions.begin(), view.mentions.end(), [&](const ResolvedMention& mention) {
      return mention.entity == entity && mention.first <= owner && owner < mention.last;
    });
  };
  // "Berg's father, the painter Otto Berg"
  const auto is_owned = [&](std::optional<std::uint32_t> noun) {
    for (; noun; noun = tree[*noun].deprel == Deprel::kAppos ? tree.head(*noun) : std::nullopt) {
      const auto owner = tree.child(*noun, Deprel::kNmodPoss);
      if (owner && is_owner(*owner)) return true;
    }
    return false;
  };
  if (tree[*at].deprel == Deprel::kAcl && is_owned(tree.head(*at))) return true;
  const auto steps = view.graph.from(*at);
  return std::any_of(steps.begin(), steps.end(),
                     [&](const SentenceGraph::Step& step) { return step.label == kSubject && is_owned(step.to); });
}

// Whether the verb over `t` has a subject that `mention` only helps to describe: "Berg, who married Lind, lives in Oslo" tells
// nothing of Lind.
bool is_aside(const SentenceView& view, std::uint32_t t, const ResolvedMention& mention) {
  static const StepLabel kSubject = *parse_step("subj");
  const Tree& tree = view.tree;
  const auto verb = verb_over(tree, t);
  if (!verb) return false;
  std::optional<std::uint32_t> clause;  // the relative clause the mention is in
  std::optional<std::uint32_t> at = mention.head;
  for (; at && *at != *verb; at = tree.head(*at)) {
    if (tree[*at].deprel == Deprel::kAclRelcl) clause = at;
  }
  if (!at || !clause) return false;
  const auto steps = view.graph.from(*verb);
  return std::any_of(steps.begin(), steps.end(), [&](const SentenceGraph::Step& step) {
    return step.label == kSubject && tree.head(*clause) == step.to && step.to != mention.head;
  });
}

// Whether the words of a sentence bear out what the classifier makes of it.
bool is_borne_out(const SentenceView& view, const RelationPair& pair, std::size_t relation) {
  const std::uint32_t end = pair.object != nullptr ? pair.object->head : pair.date->first;
  const std::uint32_t subject = pair.subject->entity;
  if (pair.subject->kind == MentionKind::kName && is_aside(view, end, *pair.subject)) return false;
  switch (static_cast<RelationClass>(relation)) {
    case RelationClass::kInception:
      return tells(view.tree, kFoundings) || in_brackets(view.tree, end);
    case RelationClass::kDateOfDeath:
      return (tells(view.tree, kDeaths) || in_brackets(view.tree, end)) && !is_of_another(view, end, "die", subject);
    case RelationClass::kDiedIn:
      return !is_of_another(view, end, "die", subject);
    case RelationClass::kBornIn:
    case RelationClass::kDateOfBirth:
      return !is_of_another(view, end, "bear", subject);
    default:
      return true;
  }
}

bool is_timeless(std::size_t relation) {
  switch (static_cast<RelationClass>(relation)) {
    case RelationClass::kCitizenOf:
    case RelationClass::kChildOf:
    case RelationClass::kSiblingOf:
    case RelationClass::kCapitalOf:
      return true;
    default:
      return false;
  }
}

// Whether annotators looked for the class in every sentence, and for such mentions: KnowledgeNet has no facts told of
// descriptions, and Re-DocRED alone leaves out too much.
bool is_experienced(std::size_t relation, const ScoredPair& pair) {
  switch (static_cast<RelationClass>(relation)) {
    case RelationClass::kDiedIn:
    case RelationClass::kSiblingOf:
    case RelationClass::kCapitalOf:
    case RelationClass::kTookPlaceIn:
      return false;
    default:
      break;
  }
  constexpr auto kNominal = static_cast<std::uint8_t>(MentionKind::kNominal);
  return pair.subject_kind != kNominal && pair.object_kind != kNominal;
}

}  // namespace

std::string_view relation_of(RelationClass relation) { return kRelations[static_cast<std::size_t>(relation)]; }

RelationAdmission::RelationAdmission(const Ontology& ontology) : ontology_(ontology) {
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    const RelationType* relation = ontology.relation(kRelations[c]);
    const bool date = c >= static_cast<std::size_t>(RelationClass::kDateOfBirth);
    if (relation == nullptr || relation->value != (date ? ValueKind::kDate : ValueKind::kNone)) continue;
    Class& known = classes_[c];
    known.index = static_cast<std::size_t>(relation - ontology.relations().data());
    known.symmetric = relation->symmetric;
    known.date = date;
    known.domain = admitted_types(ontology, relation->domain);
    known.range = admitted_types(ontology, relation->range);
  }
}

bool RelationAdmission::is_office_of_another(const SentenceView& view, std::uint32_t office,
                                             std::uint32_t entity) const {
  return std::any_of(view.mentions.begin(), view.mentions.end(), [&](const ResolvedMention& mention) {
    return mention.first == office + 1 && mention.kind == MentionKind::kName && mention.entity != entity &&
           ontology_.is_a(view.entities[mention.entity].type, "person");
  });
}

std::uint32_t RelationAdmission::admitted(const SentenceView& view, const RelationPair& pair) const {
  const std::string& subject = view.entities[pair.subject->entity].type;
  const std::string none;
  const std::string& object = pair.object != nullptr ? view.entities[pair.object->entity].type : none;
  std::uint32_t result = 0;
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    const Class& known = classes_[c];
    if (known.index == SIZE_MAX || known.date != (pair.object == nullptr) || !has(known.domain, subject)) continue;
    if (!known.date && !has(known.range, object)) continue;
    result |= 1U << c;
  }
  const auto bit = [](RelationClass relation) { return 1U << static_cast<unsigned>(relation); };
  // Who belongs to a party or a team is its member; who belongs to anything else works for it, unless it is told.
  if (ontology_.is_a(object, "political_party") || ontology_.is_a(object, "sports_team")) {
    result &= ~bit(RelationClass::kWorksFor);
  }
  // The corpora tell of persons only what is a member of what.
  if (!ontology_.is_a(subject, "person")) result &= ~bit(RelationClass::kMemberOf);
  if ((result & bit(RelationClass::kChiefExecutive)) != 0) {
    bool found = false;
    for (std::uint32_t t = 0; t < view.tree.size() && !found && ontology_.is_a(object, "organization"); ++t) {
      found = is_chief_executive(view.tree, t) && !is_office_of_another(view, t, pair.subject->entity);
    }
    if (!found) result &= ~bit(RelationClass::kChiefExecutive);
  }
  return result;
}

const Relation* RelationAdmission::find(std::size_t relation, const SentenceView& view, const RelationPair& pair,
                                        std::span<const Relation> known) const {
  for (const Relation& one : known) {
    if (one.type != kRelations[relation]) continue;
    if (relation == static_cast<std::size_t>(RelationClass::kChiefExecutive) &&
        one.role.find("chief executive") == std::string::npos && one.role.find("CEO") == std::string::npos) {
      continue;
    }
    if (pair.object == nullptr) {
      const Span date{view.tree[pair.date->first].span.start, view.tree[pair.date->last - 1].span.end};
      if (one.subject == pair.subject->entity && !one.object && one.object_span == date) return &one;
      continue;
    }
    const bool same = one.subject == pair.subject->entity && one.object == pair.object->entity;
    const bool mirrored = one.subject == pair.object->entity && one.object == pair.subject->entity;
    if (same || (mirrored && classes_[relation].symmetric)) return &one;
  }
  return nullptr;
}

ScoredPair describe(const RelationAdmission& admission, const SentenceView& view, const RelationPair& pair,
                    std::span<const Relation> known) {
  ScoredPair result;
  result.admitted = admission.admitted(view, pair);
  if (result.admitted == 0) return result;
  const auto kind = [](const ResolvedMention& mention) {
    return static_cast<std::uint8_t>(mention.adjectival ? 4 : static_cast<int>(mention.kind));
  };
  result.date = pair.object == nullptr;
  result.subject = pair.subject->entity;
  result.subject_first = pair.subject->first;
  result.subject_last = pair.subject->last;
  result.subject_kind = kind(*pair.subject);
  result.object = result.date ? pair.date->first : pair.object->entity;
  result.object_first = result.date ? pair.date->first : pair.object->first;
  result.object_last = result.date ? pair.date->last : pair.object->last;
  result.object_kind = result.date ? std::uint8_t{5} : kind(*pair.object);
  const auto span = [&](std::uint32_t first, std::uint32_t last) {
    return Span{view.tree[first].span.start, view.tree[last - 1].span.end};
  };
  const Span from = span(result.subject_first, result.subject_last);
  const Span to = span(result.object_first, result.object_last);
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    if (admission.symmetric(c)) result.symmetric |= 1U << c;
    if ((result.admitted >> c & 1U) == 0) continue;
    const Relation* found = admission.find(c, view, pair, known);
    if (found == nullptr) continue;
    const bool these = (found->subject_span == from && found->object_span == to) ||
                       (found->subject_span == to && found->object_span == from);
    result.known[c] = these ? ScoredPair::kToldOfThese : ScoredPair::kToldOfOthers;
  }
  return result;
}

RelationClassifier::RelationClassifier(const ModelFile& file, const WordClasses& classes, const Ontology& ontology)
    : classes_(classes),
      ontology_(ontology),
      admission_(ontology),
      weights_([&] {
        file.expect(kKind, kVersion);
        return LinearModel(file, kRelationClasses);
      }()),
      judge_(file) {}

std::uint32_t RelationClassifier::trigger_of(const std::vector<RelationFeatures::Feature>& features,
                                             std::size_t relation, const PatternMatch& match) const {
  const std::uint32_t object_first = match.object != nullptr ? match.object->first : match.date->first;
  const std::uint32_t object_last = match.object != nullptr ? match.object->last : match.date->last;
  std::map<std::uint32_t, std::int32_t> weight;
  std::vector<std::int16_t> scores(weights_.stride());
  for (const RelationFeatures::Feature& feature : features) {
    const std::uint32_t word = feature.word;
    if (word == RelationFeatures::kNoWord) continue;
    const bool end =
        (match.subject->first <= word && word < match.subject->last) || (object_first <= word && word < object_last);
    if (end) continue;
    const std::uint32_t row = row_of(feature.hash, weights_.rows());
    weights_.score({&row, 1}, scores);
    weight[word] += scores[relation];
  }
  std::uint32_t best = RelationFeatures::kNoWord;
  for (const auto& [word, sum] : weight) {
    if (sum > 0 && (best == RelationFeatures::kNoWord || sum > weight[best])) best = word;
  }
  if (best != RelationFeatures::kNoWord) return best;
  // Nothing but punctuation says it, as in "Name (1950)", or the object does, as a nationality.
  const std::uint32_t left = std::min(match.subject->last, object_last);
  return left < std::max(match.subject->first, object_first) ? left : object_first;
}

void RelationClassifier::find_office(const Tree& tree, PatternMatch& match) const {
  std::uint32_t nearest = RelationFeatures::kNoWord;
  const auto apart = [&](std::uint32_t t) {
    return t > match.object->first ? t - match.object->first : match.object->first - t;
  };
  for (std::uint32_t t = 0; t < tree.size(); ++t) {
    if (!is_chief_executive(tree, t)) continue;
    if (nearest == RelationFeatures::kNoWord || apart(t) < apart(nearest)) nearest = t;
  }
  match.trigger = nearest;
  match.role = nearest;
}

std::vector<ClassifiedRelation> RelationClassifier::find(const SentenceView& view, std::span<Relation> known) const {
  std::vector<ClassifiedRelation> result;
  if (view.mentions.size() + view.times.size() < 2) return result;
  const RelationFeatures sentence(view, ontology_, classes_, known);
  std::vector<RelationPair> pairs;
  std::vector<ScoredPair> scored;
  std::vector<RelationFeatures::Feature> features;
  std::vector<std::uint32_t> rows;
  std::vector<std::int16_t> scores(weights_.stride());
  for (const RelationPair& pair : sentence.pairs()) {
    ScoredPair one = describe(admission_, view, pair, known);
    if (one.admitted == 0) continue;
    sentence.of(pair, features);
    rows.clear();
    for (const RelationFeatures::Feature& feature : features) rows.push_back(row_of(feature.hash, weights_.rows()));
    weights_.score(rows, scores);
    std::copy_n(scores.begin(), kRelationClasses, one.scores.begin());
    pairs.push_back(pair);
    scored.push_back(one);
  }

  const PairCompany company(scored);
  struct Best {
    std::uint16_t probability = 0;
    std::size_t pair = 0;
    std::uint32_t trigger = 0;  // counted from 1; 0 before it is looked for
  };
  struct Likely {
    std::size_t pair, relation;
  };
  std::map<std::pair<std::size_t, std::uint32_t>, Best> best;  // by class and ends
  std::vector<Likely> likely;
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    for (std::size_t c = 0; c < kRelationClasses; ++c) {
      if (!company.plausible(p, c)) continue;
      if (admission_.symmetric(c) && pairs[p].subject->first > pairs[p].object->first) continue;
      company.features(p, c, rows);
      const std::uint16_t probability = judge_.probability(rows);
      Best& top = best[{c, company.ends(p, c)}];
      if (probability > top.probability) top = {probability, p, 0};
      const bool told = scored[p].known[c] == ScoredPair::kToldOfThese;
      if (!told && probability >= kLeast && is_borne_out(view, pairs[p], c)) likely.push_back({p, c});
    }
  }
  const auto match_of = [&](std::size_t p, std::size_t c) {
    PatternMatch match;
    match.relation = static_cast<std::uint32_t>(admission_.index(c));
    match.subject = pairs[p].subject;
    match.object = pairs[p].object;
    match.date = pairs[p].date;
    return match;
  };
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    for (std::size_t c = 0; c < kRelationClasses; ++c) {
      if (scored[p].known[c] != ScoredPair::kToldOfThese) continue;
      const auto top = best.find({c, company.ends(p, c)});
      if (top == best.end()) continue;
      if (!is_experienced(c, scored[p])) continue;
      const Relation* told = admission_.find(c, view, pairs[p], known);
      double& confidence = known[static_cast<std::size_t>(told - known.data())].confidence;
      // Annotators skip much that is told plainly: where the judge doubts a pattern, the truth lies between the two.
      const double judged = top->second.probability / 10000.0;
      if (confidence < kSure) confidence = judged < confidence ? (judged + confidence) / 2 : judged;
    }
  }
  for (const Likely& one : likely) {
    Best& top = best[{one.relation, company.ends(one.pair, one.relation)}];
    if (top.trigger == 0) {
      sentence.of(pairs[top.pair], features);
      top.trigger = trigger_of(features, one.relation, match_of(top.pair, one.relation)) + 1;
    }
    ClassifiedRelation found{match_of(one.pair, one.relation), nullptr, is_timeless(one.relation)};
    found.known = admission_.find(one.relation, view, pairs[one.pair], known);
    PatternMatch& match = found.match;
    match.trigger = top.trigger - 1;
    if (one.relation == static_cast<std::size_t>(RelationClass::kChiefExecutive)) find_office(view.tree, match);
    match.trigger_first = match.trigger;
    match.trigger_last = match.trigger + 1;
    match.confidence = top.probability / 10000.0;
    result.push_back(found);
  }
  return result;
}

}  // namespace factgraph
