#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "db/connection.h"
#include "db/identity.h"
#include "db/reader.h"

namespace factgraph {
namespace {

constexpr std::size_t kSuggestions = 5;
constexpr std::int64_t kScanned = 50'000;  // names compared letter by letter, at most
constexpr std::size_t kLongest = 100;      // letters; a longer name is compared by its words alone

std::u32string letters(const std::string& text) {
  std::u32string out;
  const auto decoded = icu::UnicodeString::fromUTF8(text);
  for (std::int32_t at = 0; at < decoded.length(); at = decoded.moveIndex32(at, 1)) {
    out.push_back(static_cast<char32_t>(decoded.char32At(at)));
  }
  return out;
}

// Letters to insert, delete or exchange to get from one to the other (Levenshtein).
std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
    }
  }
  return row[b.size()];
}

bool has_word(const std::string& key, const std::string& word) {
  return (" " + key + " ").find(" " + word + " ") != std::string::npos;
}

}  // namespace

std::vector<std::string> suggest_names(SQLite::Database& database, const std::string& name) {
  const std::string key = normalize_name(name);
  if (key.empty()) return {};
  const std::u32string wanted = letters(key);
  const std::size_t tolerance = std::max<std::size_t>(1, wanted.size() / 3);

  // Names spelt alike come first, then those that have the whole name as one of their parts.
  std::map<std::string, std::tuple<std::size_t, std::int64_t>>
      found;  // name -> distance, then mentions as a negative number
  // Where there are too many to compare, the first letter is taken to be right.
  SQLite::Statement some(database, "SELECT count(*) FROM (SELECT 1 FROM aliases LIMIT ?)");
  const bool few = query_id(some, kScanned).value_or(0) < kScanned;
  std::string first;
  if (!few) icu::UnicodeString(static_cast<UChar32>(wanted.front())).toUTF8String(first);
  SQLite::Statement aliases(database,
                            "SELECT key, name, mentions FROM aliases WHERE key >= ?1 AND key < ?1 || char(1114111) "
                            "ORDER BY key, name, mentions LIMIT ?2");
  rewind(aliases, first, kScanned);
  while (aliases.executeStep()) {
    const std::string other = text_at(aliases, 0);
    const std::u32string there = letters(other);
    const std::size_t gap = there.size() > wanted.size() ? there.size() - wanted.size() : wanted.size() - there.size();
    std::size_t cost = 2 * kLongest;
    if (gap <= tolerance && there.size() <= kLongest && wanted.size() <= kLongest) cost = distance(wanted, there);
    if (cost > tolerance && has_word(other, key)) cost = kLongest;
    if (cost > tolerance && cost != kLongest) continue;
    auto& [same_cost, fewer_mentions] = found.try_emplace(text_at(aliases, 1), cost, 0).first->second;
    fewer_mentions -= int_at(aliases, 2);  // several entities may have the name
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
