#pragma once

#include <memory>

#include "core/facts.h"
#include "extract/input.h"
#include "extract/language/engine.h"
#include "schema/ontology.h"

namespace factgraph {

// Turns documents into facts: language engine, then mentions, then relations. Thread-safe; one extractor serves all threads.
// Keeps references: `ontology` and `engine` must outlive it.
class Extractor {
 public:
  struct Options {
    bool binary_propositions = false;  // one argument each, conjunctions split
  };

  // Throws SchemaError naming file, line and column of a pattern that does not compile.
  Extractor(const Ontology& ontology, const LanguageEngine& engine, Options options);
  Extractor(const Ontology& ontology, const LanguageEngine& engine);
  ~Extractor();

  // `annotation`, if given, receives the language engine's view of the document.
  [[nodiscard]] DocumentFacts extract(Input input, Annotation* annotation = nullptr) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace factgraph
