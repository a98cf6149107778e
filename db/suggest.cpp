#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "core/likeness.h"
#include "db/connection.h"
#include "db/identity.h"
#include "db/reader.h"

namespace factgraph {
namespace {

constexpr std::size_t kSuggestions = 5;
constexpr std::int64_t kScanned = 50'000;          // names compared letter by letter, at most
constexpr std::int64_t kMost = 1'000'000'000'000;  // mentions that count

}  // namespace

std::vector<std::string> suggest_names(SQLite::Database& database, const std::string& name) {
  const std::string key = normalize_name(name);
  if (key.empty()) return {};
  const Likeness likeness(key);
  std::map<std::string, std::tuple<std::size_t, std::int64_t>>
      found;  // name -> distance, then mentions as a negative number
  // Where there are too many to compare, the first letter is taken to be right.
  SQLite::Statement some(database, "SELECT count(*) FROM (SELECT 1 FROM aliases LIMIT ?)");
  const bool few = query_id(some, kScanned).value_or(0) < kScanned;
  std::string first;
  if (!few) icu::UnicodeString(icu::UnicodeString::fromUTF8(key).char32At(0)).toUTF8String(first);
  SQLite::Statement aliases(database,
                            "SELECT key, name, mentions FROM aliases WHERE key >= ?1 AND key < ?1 || char(1114111) "
                            "ORDER BY key, name, mentions LIMIT ?2");
  rewind(aliases, first, kScanned);
  while (aliases.executeStep()) {
    const std::optional<std::size_t> distance = likeness.distance_to(text_at(aliases, 0));
    if (!distance) continue;
    auto& [same_distance, fewer_mentions] = found.try_emplace(text_at(aliases, 1), *distance, 0).first->second;
    // Several entities may have the name; a stranger's file may say anything.
    fewer_mentions -= std::clamp<std::int64_t>(int_at(aliases, 2), 0, kMost);
  }
  std::vector<std::pair<std::tuple<std::size_t, std::int64_t>, std::string>> ranked;
  for (const auto& [alias, rank] : found) ranked.emplace_back(rank, alias);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> names;
  for (const auto& [rank, alias] : ranked) {
    if (names.size() == kSuggestions) break;
    names.push_back(alias);
  }
  return names;
}

}  // namespace factgraph
