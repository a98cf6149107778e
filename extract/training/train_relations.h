#pragma once

#include <cstdint>
#include <filesystem>

#include "extract/language/engine.h"
#include "extract/training/relation_corpora.h"
#include "schema/ontology.h"

namespace factgraph {

struct RelationTraining {
  std::uint64_t seed = 1;
  int epochs = 10;
  double rate = 0.01;        // of AdaGrad
  double ridge = 1e-5;       // L2 penalty per step
  std::uint32_t rows = 1U << 17U;
  int folds = 5;             // of the documents, to calibrate and to choose thresholds
  double precision = 0.6;    // at least, of what a class adds to the patterns above its threshold
};

// Trains the relation classifier on `documents` and writes it to `path`: logistic regression by AdaGrad (Duchi, Hazan and
// Singer 2011), calibrated after Platt (1999) on folds the weights have not seen. The pairs to learn from are those that
// extraction with `engine` and `ontology` finds, those of other mentions of the same ends for less. Same input, same bytes.
void train_relations(const RelationDocuments& documents, const LanguageEngine& engine, const Ontology& ontology,
                     const RelationTraining& options, const std::filesystem::path& path);

}  // namespace factgraph
