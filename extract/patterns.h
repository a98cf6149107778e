#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/sentence_graph.h"
#include "extract/times.h"
#include "schema/ontology.h"

namespace factgraph {

// What a pattern found in a sentence, as tokens.
struct PatternMatch {
  std::uint32_t relation = 0;  // index in the ontology
  std::uint32_t pattern = 0;   // index among the relation's patterns
  const ResolvedMention* subject = nullptr;
  const ResolvedMention* object = nullptr;  // nullptr where the object is a value
  const TimeExpression* date = nullptr;     // the value, where it is a date
  std::uint32_t value = 0;                  // token that heads the value, where it is text
  std::uint32_t trigger = 0;                // token that expresses the relation; heads [trigger_first, trigger_last)
  std::uint32_t trigger_first = 0;
  std::uint32_t trigger_last = 0;
  std::optional<std::uint32_t> role, time, place;  // tokens, where the pattern asks for them
  double confidence = 0;
};

// A sentence with all that patterns look at. Keeps references.
struct SentenceView {
  const Tree& tree;
  const SentenceGraph& graph;
  std::span<const ResolvedMention> mentions;  // those of this sentence
  const std::vector<Entity>& entities;        // those of the document
  std::span<const TimeExpression> times;      // those of this sentence
};

// The patterns of an ontology, compiled (docs/ontology.md has the language). Immutable; the ontology must outlive it.
class PatternSet {
 public:
  // Throws SchemaError naming file, line and column of a pattern or word that cannot be read.
  explicit PatternSet(const Ontology& ontology);
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  // All matches in a sentence, in the order of trigger, relation, pattern, subject and object. They point into `sentence`.
  [[nodiscard]] std::vector<PatternMatch> match(const SentenceView& sentence) const;

  struct Impl;

 private:
  std::unique_ptr<const Impl> impl_;
};

}  // namespace factgraph
