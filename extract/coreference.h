#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/entities.h"
#include "extract/language/annotation.h"
#include "extract/language/gazetteer.h"
#include "schema/ontology.h"

namespace factgraph {

// What is known of a named entity before its pronouns and descriptions are found.
struct Referent {
  std::string type;                 // of the ontology
  Gender gender = Gender::kEither;  // kEither where it is not known
  std::vector<std::string> heads;   // words it may be called by: the class noun in its name, its roles; lower case
};

// Finds pronouns and definite descriptions ("the agency", "the president") that refer to named entities, and returns
// mentions for them. Links only where grammar and meaning agree and nothing else is as likely: what has no name counts as
// a rival. Weighs rivals by recency and grammatical role, after Lappin and Leass (1994).
//
// `names` are the named mentions, sorted; `referents` are indexed by their entity; `readable` tells which sentences count.
[[nodiscard]] std::vector<ResolvedMention> find_references(const Annotation& annotation,
                                                           const std::vector<ResolvedMention>& names,
                                                           std::vector<Referent> referents,
                                                           const std::vector<bool>& readable, const Ontology& ontology);

}  // namespace factgraph
