#include "export/captions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace factgraph {
namespace {

std::string spaced(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

// Two digits as a number; nullopt for anything else.
std::optional<int> two_digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.size() != 2 || error != std::errc() || end != text.data() + 2 || number < 0) return std::nullopt;
  return number;
}

// Months 01 to 12, seasons and quarters in place of a month (ISO 8601-2).
std::optional<std::string_view> month_words(int month) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::array<std::string_view, 4> kSeasons = {"spring", "summer", "autumn", "winter"};
  constexpr std::array<std::string_view, 4> kQuarters = {"Q1", "Q2", "Q3", "Q4"};
  if (month >= 1 && month <= 12) return kMonths[static_cast<std::size_t>(month - 1)];
  if (month >= 21 && month <= 24) return kSeasons[static_cast<std::size_t>(month - 21)];
  if (month >= 33 && month <= 36) return kQuarters[static_cast<std::size_t>(month - 33)];
  return std::nullopt;
}

// A single date; nullopt if it is not one of the common shapes.
std::optional<std::string> single_date_words(std::string_view date) {
  date = date.substr(0, date.find('T'));
  std::string_view before;
  std::string_view after;
  if (!date.empty() && (date.back() == '~' || date.back() == '%')) before = "c. ";
  if (!date.empty() && (date.back() == '?' || date.back() == '%')) after = "?";
  if (!before.empty() || !after.empty()) date.remove_suffix(1);

  const bool any_year = date.starts_with("XXXX");
  const std::string_view year = date.substr(0, 4);
  const bool plain_year =
      year.size() == 4 && std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!any_year && !plain_year) return std::nullopt;
  const std::string year_words = any_year ? "" : fmt::format(" {}", year);
  if (date.size() == 4 && plain_year) return fmt::format("{}{}{}", before, year, after);
  if (date.size() < 7 || date[4] != '-') return std::nullopt;
  const std::optional<int> month = two_digits(date.substr(5, 2));
  const std::optional<std::string_view> named = month ? month_words(*month) : std::nullopt;
  if (!named) return std::nullopt;
  if (date.size() == 7) return fmt::format("{}{}{}{}", before, *named, year_words, after);
  const std::optional<int> day = two_digits(date.substr(8));
  if (date.size() != 10 || date[7] != '-' || !day || *month > 12) return std::nullopt;
  return fmt::format("{}{} {}{}{}", before, *day, *named, year_words, after);
}

}  // namespace

std::string date_words(std::string_view edtf) {
  const std::size_t slash = edtf.find('/');
  if (slash == std::string_view::npos) return single_date_words(edtf).value_or(std::string(edtf));
  const std::string_view first = edtf.substr(0, slash);
  const std::string_view last = edtf.substr(slash + 1);
  const bool open_first = first.empty() || first == "..";
  const bool open_last = last.empty() || last == "..";
  const std::optional<std::string> from = single_date_words(first);
  const std::optional<std::string> to = single_date_words(last);
  if (from && open_last) return "since " + *from;
  if (to && open_first) return "until " + *to;
  if (from && to) return *from + " – " + *to;
  return std::string(edtf);
}

std::string type_words(const Ontology& ontology, std::string_view entity_type) {
  const EntityType* type = ontology.type(entity_type);
  return type != nullptr && !type->label.empty() ? type->label : spaced(entity_type);
}

std::string relation_words(const Ontology& ontology, const RelationEdge& relation) {
  if (relation.open) return relation.type;
  const RelationType* type = ontology.relation(relation.type);
  return type != nullptr && !type->label.empty() ? type->label : spaced(relation.type);
}

std::string claim_words(const Ontology& ontology, const RelationEdge& relation) {
  std::string words = relation_words(ontology, relation);
  if (relation.modality != Modality::kAsserted) words = fmt::format("{}: {}", to_string(relation.modality), words);
  return relation.polarity == Polarity::kNegated ? "not " + words : words;
}

std::vector<std::string> other_names(const Ontology& ontology, const EntityNode& entity) {
  const auto is_noun = [&](std::string_view words) {
    if (words.starts_with("the ")) words.remove_prefix(4);
    return std::any_of(ontology.types().begin(), ontology.types().end(), [&](const EntityType& type) {
      return std::find(type.nouns.begin(), type.nouns.end(), words) != type.nouns.end();
    });
  };
  std::vector<std::string> names = entity.aliases;
  std::erase_if(names, is_noun);
  return names;
}

std::string qualifier_words(const RelationEdge& relation) {
  if (relation.evidence.size() == 1) {
    const Evidence& only = relation.evidence.front();
    if (only.time.empty()) return only.role;
    return (only.role.empty() ? "" : only.role + ", ") + date_words(only.time);
  }
  std::map<std::string_view, std::size_t> roles;
  std::set<std::string_view> times;
  for (const Evidence& evidence : relation.evidence) {
    if (!evidence.role.empty()) ++roles[evidence.role];
    if (!evidence.time.empty()) times.insert(evidence.time);
  }
  std::string words;
  if (!roles.empty()) {
    const auto fewer = [](const auto& a, const auto& b) { return a.second < b.second; };
    words = std::max_element(roles.begin(), roles.end(), fewer)->first;
  }
  if (times.size() > 2) return words + fmt::format("{}{} dates", words.empty() ? "" : ", ", times.size());
  for (const std::string_view time : times) words += (words.empty() ? "" : ", ") + date_words(time);
  return words;
}

}  // namespace factgraph
