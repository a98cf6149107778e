#include "core/facts.h"

#include <array>

namespace factgraph {
namespace {

constexpr std::array<std::string_view, 3> kMentionKinds = {"name", "nominal", "pronoun"};
constexpr std::array<std::string_view, 2> kPolarities = {"affirmed", "negated"};
constexpr std::array<std::string_view, 3> kModalities = {"asserted", "planned", "possible"};
constexpr std::array<std::string_view, 2> kStatementKinds = {"direct", "indirect"};

template <typename Enum, std::size_t kSize>
std::optional<Enum> find(const std::array<std::string_view, kSize>& words, std::string_view word) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(MentionKind kind) { return kMentionKinds[static_cast<std::size_t>(kind)]; }
std::string_view to_string(Polarity polarity) { return kPolarities[static_cast<std::size_t>(polarity)]; }
std::string_view to_string(Modality modality) { return kModalities[static_cast<std::size_t>(modality)]; }
std::string_view to_string(StatementKind kind) { return kStatementKinds[static_cast<std::size_t>(kind)]; }

std::optional<MentionKind> parse_mention_kind(std::string_view word) { return find<MentionKind>(kMentionKinds, word); }
std::optional<Polarity> parse_polarity(std::string_view word) { return find<Polarity>(kPolarities, word); }
std::optional<Modality> parse_modality(std::string_view word) { return find<Modality>(kModalities, word); }
std::optional<StatementKind> parse_statement_kind(std::string_view word) {
  return find<StatementKind>(kStatementKinds, word);
}

}  // namespace factgraph
