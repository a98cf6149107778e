#include "core/told_once.h"

#include <cstddef>
#include <map>
#include <tuple>

namespace factgraph {

std::vector<const Relation*> told_once(const std::vector<Relation>& relations) {
  const auto fact = [](const Relation& r) {
    return std::tie(r.sentence, r.type, r.subject, r.object, r.value, r.open, r.polarity, r.modality, r.role, r.time,
                    r.place, r.attributed_to);
  };
  const auto before = [&](const Relation* a, const Relation* b) { return fact(*a) < fact(*b); };
  std::map<const Relation*, std::size_t, decltype(before)> places(before);  // in the result
  std::vector<const Relation*> result;
  for (const Relation& relation : relations) {
    const auto [at, fresh] = places.try_emplace(&relation, result.size());
    if (fresh) {
      result.push_back(&relation);
    } else if (relation.confidence > result[at->second]->confidence) {
      result[at->second] = &relation;
    }
  }
  return result;
}

}  // namespace factgraph
