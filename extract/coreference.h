#pragma once

#include <cstdint>
#include <span>
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
  std::vector<std::string> words;   // all words of its names; lower case
};

// Features of one choice, as numbers of weights.
using ReferenceFeatures = std::vector<std::uint16_t>;

// Who knows the right answers, for training.
class ReferenceTeacher {
 public:
  static constexpr std::uint32_t kNothing = UINT32_MAX;

  virtual ~ReferenceTeacher() = default;

  // The number of what the token of the sentence heads a mention of; kNothing if it heads none.
  [[nodiscard]] virtual std::uint32_t meant(std::uint32_t sentence, std::uint32_t token) = 0;

  // One decision: the choices, of which the first is "nothing spoken of before", and which are right.
  virtual void learn(const std::vector<ReferenceFeatures>& choices, const std::vector<bool>& right) = 0;
};

// The number of weights the features index.
[[nodiscard]] std::size_t reference_weights();

// Finds pronouns and definite descriptions ("the agency", "the president") that refer to named entities, and returns mentions
// for them. Goes through the text once and decides for each whether it speaks of something that was spoken of before, named or
// not, by a linear model over grammar, distance and meaning that ranks what it may stand for (after Denis and Baldridge 2008;
// entities in place of mentions: Rahman and Ng 2009). extract/training/ has what learned the weights.
//
// `names` are the named mentions, sorted; `referents` are indexed by their entity; `readable` tells which sentences count.
// A teacher's answers go before the model's.
[[nodiscard]] std::vector<ResolvedMention> find_references(const Annotation& annotation,
                                                           const std::vector<ResolvedMention>& names,
                                                           std::vector<Referent> referents,
                                                           const std::vector<bool>& readable, const Ontology& ontology,
                                                           ReferenceTeacher* teacher = nullptr);

}  // namespace factgraph
