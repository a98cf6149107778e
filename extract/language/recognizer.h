#pragma once

#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/name_model.h"
#include "extract/language/word_classes.h"

namespace factgraph {

// Finds names: a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the words of a document, with
// integer weights, so that it finds the same names everywhere. Immutable and thread-safe.
class NameRecognizer {
 public:
  // Throws ModelError if `names` is no model of names of this version.
  NameRecognizer(const ModelFile& names, WordClasses classes);

  // Fills Sentence::names of a whole document, whose tokens have tags. Linear in the number of tokens.
  void recognize(std::vector<Sentence>& sentences) const;

  // A name before its margin over the next best reading is made a probability.
  struct Candidate {
    std::uint32_t sentence = 0;
    Name name;
    std::int32_t margin = 0;
  };

  // What `recognize` finds, with margins: for calibration.
  [[nodiscard]] std::vector<Candidate> candidates(const std::vector<Sentence>& sentences) const;

 private:
  NameModel model_;
  WordClasses classes_;
};

}  // namespace factgraph
