#pragma once

#include <string>
#include <vector>

#include "core/facts.h"

namespace factgraph {

// Lists as the JSON that a column keeps, and back. The readers throw DatabaseError for what the writers
// cannot have written.
[[nodiscard]] std::string to_json(const std::vector<Span>& spans);
[[nodiscard]] std::string to_json(const std::vector<std::string>& texts);
[[nodiscard]] std::string to_json(const std::vector<Block>& blocks);
[[nodiscard]] std::vector<Span> spans_from_json(const std::string& json);
[[nodiscard]] std::vector<std::string> texts_from_json(const std::string& json);
[[nodiscard]] std::vector<Block> blocks_from_json(const std::string& json);

// How many pieces of evidence, the best, count for the confidence of a relation: more change nothing one could see, and a
// relation that everybody tells costs no more than others.
inline constexpr std::size_t kBestEvidence = 64;

// The probability that one at least of independent pieces of evidence is right ("noisy or"), of the best kBestEvidence of
// them. Takes them in ascending order, so that equal sets give equal bits.
[[nodiscard]] double noisy_or(const std::vector<double>& sorted_confidences);

}  // namespace factgraph
