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
  double rate = 0.01;   // of AdaGrad
  double ridge = 1e-5;  // L2 penalty per step
  std::uint32_t rows = 1U << 17U;
  int folds = 5;  // of the documents, so that the judge and its calibration see honest scores
  int judge_epochs = 20;
  double judge_rate = 0.02;
  double judge_ridge = 1e-5;
};

// Trains the relation classifier on `documents` and writes it to `path`: logistic regression by AdaGrad (Duchi, Hazan and
// Singer 2011), then the judge on its scores of folds it has not seen, calibrated after Platt (1999) in the same manner. The
// pairs to learn from are those that extraction with `engine` and `ontology` finds. Same input, same bytes.
void train_relations(const RelationDocuments& documents, const LanguageEngine& engine, const Ontology& ontology,
                     const RelationTraining& options, const std::filesystem::path& path);

}  // namespace factgraph
