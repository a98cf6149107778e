#include "extract/relation_judge.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/error.h"
#include "extract/language/linear_model.h"

namespace factgraph {
namespace {

constexpr std::int32_t kUnit = 64;              // of the classifier's scores to a logit
constexpr std::int32_t kHopeless = -4 * kUnit;  // below, nothing has ever been right
constexpr std::int16_t kNever = -16 * kUnit;

// Half logits from -5 to 5.
std::uint32_t half_logits(std::int32_t score) {
  return static_cast<std::uint32_t>(std::clamp(score, -5 * kUnit, 5 * kUnit) + 5 * kUnit) / (kUnit / 2);
}

// By how much one score is above another: logits from -3 to 3, and how far below.
std::uint32_t margin(std::int32_t above, std::int32_t below) {
  return static_cast<std::uint32_t>(std::clamp(above - below, -3 * kUnit, 3 * kUnit) + 3 * kUnit) / kUnit;
}

std::uint32_t distance(const ScoredPair& pair) {
  return pair.subject_first < pair.object_first
             ? (pair.object_first > pair.subject_last ? pair.object_first - pair.subject_last : 0)
             : (pair.subject_first > pair.object_last ? pair.subject_first - pair.object_last : 0);
}

}  // namespace

PairCompany::PairCompany(std::span<const ScoredPair> pairs) : pairs_(pairs) {
  using Key = std::tuple<bool, std::uint32_t, std::uint32_t>;
  std::map<Key, std::uint32_t> numbers;
  std::map<std::uint32_t, std::vector<std::uint32_t>> places;  // of each entity's mentions
  const auto add_place = [&](std::uint32_t entity, std::uint32_t first) {
    std::vector<std::uint32_t>& known = places[entity];
    const auto at = std::lower_bound(known.begin(), known.end(), first);
    if (at == known.end() || *at != first) known.insert(at, first);
  };
  for (const ScoredPair& pair : pairs) {
    const auto [at, fresh] =
        numbers.try_emplace({pair.date, pair.subject, pair.object}, static_cast<std::uint32_t>(ends_.size()));
    ends_of_.push_back(at->second);
    if (fresh) {
      Ends ends;
      ends.subject = pair.subject;
      ends.object = pair.object;
      ends.date = pair.date;
      ends.nearest = distance(pair);
      ends.best.fill(kNever);
      ends_.push_back(ends);
    }
    Ends& ends = ends_[at->second];
    ++ends.pairs;
    ends.nearest = std::min(ends.nearest, distance(pair));
    ends.admitted |= pair.admitted;
    for (std::size_t c = 0; c < kRelationClasses; ++c) {
      ends.known[c] = std::max(ends.known[c], pair.known[c]);
      if ((pair.admitted >> c & 1U) != 0) ends.best[c] = std::max(ends.best[c], pair.scores[c]);
    }
    add_place(pair.subject, pair.subject_first);
    if (!pair.date) add_place(pair.object, pair.object_first);
  }
  for (Ends& ends : ends_) {
    const auto mirrored = numbers.find({ends.date, ends.object, ends.subject});
    ends.mirrored =
        ends.date || mirrored == numbers.end() ? static_cast<std::uint32_t>(&ends - ends_.data()) : mirrored->second;
  }
  const auto order = [&](std::uint32_t entity, std::uint32_t first) {
    const std::vector<std::uint32_t>& known = places[entity];
    const auto index = std::lower_bound(known.begin(), known.end(), first) - known.begin();
    return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(index, 2));
  };
  for (const ScoredPair& pair : pairs) {
    subject_order_.push_back(order(pair.subject, pair.subject_first));
    object_order_.push_back(pair.date ? 3 : order(pair.object, pair.object_first));
  }
}

std::int32_t PairCompany::best(const Ends& ends, std::size_t relation) const {
  return std::max(ends.best[relation], ends_[ends.mirrored].best[relation]);
}

std::uint8_t PairCompany::known(const Ends& ends, std::size_t relation) const {
  return std::max(ends.known[relation], ends_[ends.mirrored].known[relation]);
}

std::uint32_t PairCompany::ends(std::size_t pair, std::size_t relation) const {
  const std::uint32_t number = ends_of_[pair];
  const bool symmetric = (pairs_[pair].symmetric >> relation & 1U) != 0;
  return symmetric ? std::min(number, ends_[number].mirrored) : number;
}

bool PairCompany::plausible(std::size_t pair, std::size_t relation) const {
  if ((pairs_[pair].admitted >> relation & 1U) == 0) return false;
  const Ends& ends = ends_[ends_of_[pair]];
  const bool symmetric = (pairs_[pair].symmetric >> relation & 1U) != 0;
  const auto of = [&](const Ends& one) { return one.known[relation] != 0 || one.best[relation] > kHopeless; };
  return of(ends) || (symmetric && of(ends_[ends.mirrored]));
}

void PairCompany::features(std::size_t pair, std::size_t relation, std::vector<std::uint32_t>& rows) const {
  rows.clear();
  const auto add = [&](std::uint32_t number, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0) {
    rows.push_back(row_of(hash_feature(number, a, b, c), RelationJudge::kRows));
  };
  const ScoredPair& own = pairs_[pair];
  const Ends& ends = ends_[ends_of_[pair]];
  const bool symmetric = (own.symmetric >> relation & 1U) != 0;
  const std::uint32_t c = static_cast<std::uint32_t>(relation) + 1;
  const std::int32_t top = symmetric ? best(ends, relation) : ends.best[relation];
  const std::uint32_t told = own.known[relation] == ScoredPair::kToldOfThese                   ? 2U
                             : (symmetric ? known(ends, relation) : ends.known[relation]) != 0 ? 1U
                                                                                               : 0U;
  const std::uint32_t kinds = own.subject_kind * 8U + own.object_kind;
  const std::uint32_t gap = margin(top, own.scores[relation]);
  add(1, c);
  add(2, half_logits(top), told);
  add(3, half_logits(top), c);
  add(4, half_logits(own.scores[relation]), told);
  add(5, half_logits(own.scores[relation]) / 2, c);
  add(6, gap, told);
  add(7, told, c);
  add(8, kinds, told);
  add(9, kinds, c);
  add(10, kinds, gap);
  const std::uint32_t order = subject_order_[pair] * 4U + object_order_[pair];
  add(11, order, told);
  add(12, order, c);
  const std::uint32_t nearest = distance(own) == ends.nearest ? 1 : 2;
  add(13, nearest, std::min(ends.pairs, 4U), told);
  add(14, nearest, c);
  add(15, nearest, kinds);
  add(16, std::min(distance(own), 20U) / 4, c);

  // Others that have one of the two ends.
  std::int32_t other_object = kNever;
  std::int32_t other_subject = kNever;
  bool object_told = false;
  bool subject_told = false;
  for (const Ends& rival : ends_) {
    if (rival.date != ends.date || (rival.admitted >> relation & 1U) == 0) continue;
    if (rival.subject == ends.subject && rival.object != ends.object) {
      other_object = std::max<std::int32_t>(other_object, rival.best[relation]);
      object_told = object_told || rival.known[relation] != 0;
    }
    if (rival.object == ends.object && rival.subject != ends.subject) {
      other_subject = std::max<std::int32_t>(other_subject, rival.best[relation]);
      subject_told = subject_told || rival.known[relation] != 0;
    }
  }
  add(20, margin(top, other_object), c);
  add(21, margin(top, other_subject), c);
  add(22, object_told ? 1 : 2, told, c);
  add(23, subject_told ? 1 : 2, told, c);
  if (!ends.date && !symmetric) add(24, margin(top, ends_[ends.mirrored].best[relation]), c);
  // Other relations of the same two.
  std::int32_t other_best = kNever;
  std::size_t other = kRelationClasses;
  for (std::size_t o = 0; o < kRelationClasses; ++o) {
    if (o == relation) continue;
    if (ends.known[o] != 0) add(25, static_cast<std::uint32_t>(o), c);
    if (ends.best[o] > other_best) {
      other_best = ends.best[o];
      other = o;
    }
  }
  add(26, margin(top, other_best), c);
  add(27, margin(top, other_best), static_cast<std::uint32_t>(other), c);
}

RelationJudge::RelationJudge(const ModelFile& file) {
  const auto weights = file.array<std::int16_t>("judge");
  const auto probabilities = file.array<std::uint16_t>("probabilities");
  const bool fits =
      weights.size() == kRows && probabilities.size() == kBuckets &&
      std::all_of(probabilities.begin(), probabilities.end(), [](std::uint16_t p) { return p > 0 && p <= 10000; });
  if (!fits) {
    throw ModelError("relations model: sections do not fit one another; install the models of this version again");
  }
  weights_.assign(weights.begin(), weights.end());
  std::copy(probabilities.begin(), probabilities.end(), probabilities_.begin());
}

std::uint16_t RelationJudge::probability(const std::vector<std::uint32_t>& rows) const {
  std::int32_t score = 0;
  for (const std::uint32_t row : rows) score += weights_[row];
  return probabilities_[bucket_of(score)];
}

}  // namespace factgraph
