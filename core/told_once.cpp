#include "core/told_once.h"

#include <set>
#include <tuple>

namespace factgraph {

std::vector<const Relation*> told_once(const std::vector<Relation>& relations) {
  const auto fact = [](const Relation& r) {
    return std::tie(r.sentence, r.trigger_span, r.type, r.subject, r.object, r.value, r.open, r.polarity, r.modality);
  };
  const auto before = [&](const Relation* a, const Relation* b) { return fact(*a) < fact(*b); };
  std::set<const Relation*, decltype(before)> told(before);
  std::vector<const Relation*> result;
  for (const Relation& relation : relations) {
    if (told.insert(&relation).second) result.push_back(&relation);
  }
  return result;
}

}  // namespace factgraph
