#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"

namespace factgraph {

// A time a sentence speaks of: tokens [first, last), as an EDTF date, month, year or interval.
struct TimeExpression {
  std::uint32_t sentence = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::string edtf;  // "2024-03-15", "2022-09", "XXXX-03-15" where no year is known
};

// Finds dates and relative times ("on Tuesday", "last year") and resolves them against document.published where it is
// known. Sorted, disjoint.
[[nodiscard]] std::vector<TimeExpression> find_times(const Document& document, const Annotation& annotation);

}  // namespace factgraph
