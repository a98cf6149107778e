#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "extract/extractor.h"

namespace factgraph {

// What the extractor makes of a text published on 2024-03-15, by the shipped ontology and models.
inline DocumentFacts extracted(std::string_view text) {
  static const LanguageEngine kEngine;
  static const Ontology kOntology = Ontology::shipped();
  static const Extractor kExtractor(kOntology, kEngine);
  Input input;
  input.document.uri = "test";
  input.document.published = "2024-03-15";
  input.document.text = Text(std::string(text));
  return kExtractor.extract(std::move(input));
}

}  // namespace factgraph
