#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"

namespace factgraph {

// A time a sentence speaks of: tokens [first, last) without the preposition before them.
struct TimeExpression {
  std::uint32_t sentence = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::string edtf;  // "2024-03-15", "2022-09", "199X", "2006/2010"; "XXXX-03-15" where no year is known
};

// Finds dates, months, years, decades, centuries, seasons, quarters, ranges of them and relative times ("on Tuesday", "last
// year", "two weeks ago"). Relative ones and missing years are resolved against document.published, "the following year"
// and its like against the expression before; those that cannot be resolved are left out. A weekday or a day of the year
// lies in the past, unless the verb beside it speaks of the future. Sorted, disjoint; every edtf is one that edtf_days
// understands.
[[nodiscard]] std::vector<TimeExpression> find_times(const Document& document, const Annotation& annotation);

// Those of one sentence.
[[nodiscard]] std::span<const TimeExpression> times_of(const std::vector<TimeExpression>& times,
                                                       std::uint32_t sentence);

}  // namespace factgraph
