#pragma once

#include <cstdint>
#include <vector>

#include "core/facts.h"
#include "core/text.h"
#include "extract/clauses.h"

namespace factgraph {

enum class PropositionForm {
  kNary,   // one per clause and coordinated object, with all arguments
  kBinary  // one argument each, coordinated subjects and arguments apart
};

// What the clauses of a sentence say, best first within a clause; `sentence` is the index to write into them.
// Texts are the words of `text` with single spaces between tokens that stand apart.
[[nodiscard]] std::vector<Proposition> find_propositions(const Text& text, std::uint32_t sentence, const Tree& tree,
                                                         const std::vector<Clause>& clauses,
                                                         PropositionForm form = PropositionForm::kNary);

}  // namespace factgraph
