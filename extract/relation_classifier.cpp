#include "extract/relation_classifier.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::array<std::string_view, kRelationClasses> kRelations = {
    "born_in",    "died_in",   "lives_in",  "citizen_of", "educated_at",      "spouse_of",     "child_of",
    "sibling_of", "works_for", "leads",     "member_of",  "founded",          "headquartered_in", "subsidiary_of",
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
  if ((result & bit(RelationClass::kChiefExecutive)) != 0) {
    bool found = ontology_.is_a(object, "organization");
    if (found) {
      found = false;
      for (std::uint32_t t = 0; t < view.tree.size() && !found; ++t) found = is_chief_executive(view.tree, t);
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

RelationClassifier::RelationClassifier(const ModelFile& file, const WordClasses& classes, const Ontology& ontology)
    : classes_(classes), ontology_(ontology), admission_(ontology), weights_([&] {
        file.expect(kKind, kVersion);
        return LinearModel(file, kRelationClasses);
      }()) {
  const auto thresholds = file.array<std::int16_t>("thresholds");
  const auto probabilities = file.array<std::uint16_t>("probabilities");
  const bool fits = thresholds.size() == kRelationClasses && probabilities.size() == kRelationClasses * kBuckets &&
                    std::all_of(probabilities.begin(), probabilities.end(),
                                [](std::uint16_t p) { return p > 0 && p <= 10000; });
  if (!fits) {
    throw ModelError("relations model: sections do not fit one another; install the models of this version again");
  }
  std::copy(thresholds.begin(), thresholds.end(), thresholds_.begin());
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    std::copy_n(probabilities.begin() + static_cast<std::ptrdiff_t>(c * kBuckets), kBuckets, probabilities_[c].begin());
  }
}

std::uint32_t RelationClassifier::trigger_of(const std::vector<RelationFeatures::Feature>& features,
                                             std::size_t relation, const PatternMatch& match) const {
  const std::uint32_t object_first = match.object != nullptr ? match.object->first : match.date->first;
  const std::uint32_t object_last = match.object != nullptr ? match.object->last : match.date->last;
  std::map<std::uint32_t, std::int32_t> weight;
  std::vector<std::int16_t> scores(weights_.stride());
  for (const RelationFeatures::Feature& feature : features) {
    const std::uint32_t word = feature.word;
    if (word == RelationFeatures::kNoWord) continue;
    const bool end = (match.subject->first <= word && word < match.subject->last) ||
                     (object_first <= word && word < object_last);
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

std::vector<PatternMatch> RelationClassifier::find(const SentenceView& view, std::span<const Relation> known) const {
  std::vector<PatternMatch> matches;
  if (view.mentions.size() + view.times.size() < 2) return matches;
  const RelationFeatures sentence(view, ontology_, classes_, known);
  struct Scored {
    std::size_t relation;
    std::uint32_t subject, object;  // entities, or the date's first token
    std::int32_t score;
    const Relation* known;
    PatternMatch match;
  };
  const auto repeats = [&](const Relation* one, const RelationPair& pair) {
    if (one == nullptr) return false;
    const auto span = [&](const auto& end) {
      return Span{view.tree[end.first].span.start, view.tree[end.last - 1].span.end};
    };
    const Span from = span(*pair.subject);
    const Span to = pair.object != nullptr ? span(*pair.object) : span(*pair.date);
    return (one->subject_span == from && one->object_span == to) ||
           (one->subject_span == to && one->object_span == from);
  };
  std::vector<Scored> scored;
  std::vector<RelationFeatures::Feature> features;
  std::vector<std::uint32_t> rows;
  std::vector<std::int16_t> scores(weights_.stride());
  using Ends = std::tuple<std::size_t, std::uint32_t, std::uint32_t>;
  std::map<Ends, std::int32_t> best;
  for (const RelationPair& pair : sentence.pairs()) {
    const std::uint32_t admitted = admission_.admitted(view, pair);
    if (admitted == 0) continue;
    sentence.of(pair, features);
    rows.clear();
    for (const RelationFeatures::Feature& feature : features) rows.push_back(row_of(feature.hash, weights_.rows()));
    weights_.score(rows, scores);
    for (std::size_t c = 0; c < kRelationClasses; ++c) {
      if ((admitted >> c & 1U) == 0) continue;
      std::uint32_t from = pair.subject->entity;
      std::uint32_t to = pair.object != nullptr ? pair.object->entity : pair.date->first;
      if (admission_.symmetric(c) && from > to) std::swap(from, to);
      const auto [at, fresh] = best.try_emplace({c, from, to}, scores[c]);
      if (!fresh) at->second = std::max<std::int32_t>(at->second, scores[c]);
      const Relation* found = admission_.find(c, view, pair, known);
      if (repeats(found, pair)) continue;
      PatternMatch match;
      match.relation = static_cast<std::uint32_t>(admission_.index(c));
      match.subject = pair.subject;
      match.object = pair.object;
      match.date = pair.date;
      scored.push_back({c, from, to, scores[c], found, match});
    }
  }
  for (Scored& candidate : scored) {
    const std::int32_t score = best[{candidate.relation, candidate.subject, candidate.object}];
    if (candidate.known == nullptr && score < thresholds_[candidate.relation]) continue;
    PatternMatch& match = candidate.match;
    if (admission_.symmetric(candidate.relation) && match.subject->first > match.object->first) continue;
    sentence.of({match.subject, match.object, match.date}, features);
    match.trigger = trigger_of(features, candidate.relation, match);
    if (candidate.relation == static_cast<std::size_t>(RelationClass::kChiefExecutive)) {
      // The role is in the words: the nearest that name it.
      std::uint32_t nearest = RelationFeatures::kNoWord;
      const auto apart = [&](std::uint32_t t) {
        return t > match.object->first ? t - match.object->first : match.object->first - t;
      };
      for (std::uint32_t t = 0; t < view.tree.size(); ++t) {
        if (!is_chief_executive(view.tree, t)) continue;
        if (nearest == RelationFeatures::kNoWord || apart(t) < apart(nearest)) nearest = t;
      }
      match.trigger = nearest;
      match.role = nearest;
    }
    match.trigger_first = match.trigger;
    match.trigger_last = match.trigger + 1;
    match.confidence = candidate.known != nullptr ? candidate.known->confidence
                                                  : probabilities_[candidate.relation][bucket_of(score)] / 10000.0;
    matches.push_back(match);
  }
  return matches;
}

}  // namespace factgraph
