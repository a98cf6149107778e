#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "extract/language/recognizer.h"
#include "extract/language/training/name_corpora.h"
#include "extract/language/word_classes.h"

namespace factgraph {

struct NameTraining {
  std::uint64_t seed = 1;
  int epochs = 6;
  double rate = 0.07;       // of AdaGrad
  double lasso = 1e-6;      // L1 penalty per sentence seen
  double ridge = 1e-7;      // L2
  double dropout = 0.35;    // share of features hidden from each token
  int min_count = 2;        // rarer features are not learnt
  int smallest_weight = 1;  // weights below this many integer steps are dropped
  int held_out = 10;        // every n-th document is kept to calibrate confidence
};

// Trains the name recogniser on `documents` (tagged) and writes it to `path`: AdaGrad with regularised dual averaging (Duchi, Hazan
// and Singer 2011) over the marginal likelihood of the labels each token may have (Tsuboi et al. 2008). Confidence is
// calibrated with a model that has not seen every n-th document. Same input, same bytes.
void train_names(const std::vector<NameDocument>& documents, const WordClasses& classes, const NameTraining& options,
                 const std::filesystem::path& path);

// Counts of names found, by type.
struct NameScore {
  std::uint32_t right = 0;
  std::uint32_t found = 0;
  std::uint32_t expected = 0;
};

struct NameAccuracy {
  std::map<NameType, NameScore> by_type;
  std::array<NameScore, 10>
      by_confidence;  // of person, organization and place: up to 0.1, 0.2, ...; nothing is expected
};

// Exact spans and types of what `recognizer` finds against the surely marked names of `documents`.
[[nodiscard]] NameAccuracy score_names(const NameRecognizer& recognizer, const std::vector<NameDocument>& documents);

}  // namespace factgraph
