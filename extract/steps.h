#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"
#include "schema/ontology.h"

namespace factgraph {

// A step between two words of a sentence, as patterns see it: "spoke" -at-> "Kurultai".
struct NamedStep {
  Span from;
  std::string_view step;  // lives as long as the program
  Span to;
};

// The steps of every sentence, in the order of the text: what a pattern's paths can lead over (docs/ontology.md).
[[nodiscard]] std::vector<std::vector<NamedStep>> find_steps(const Document& document, const Annotation& annotation,
                                                             const Ontology& ontology);

}  // namespace factgraph
