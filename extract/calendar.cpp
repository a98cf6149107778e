#include "extract/calendar.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/edtf.h"

namespace factgraph {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                       "friday", "saturday", "sunday"};

constexpr std::array<std::string_view, 1> kShortMonths = {"sept"};
constexpr std::array<std::string_view, 4> kShortWeekdays = {"tues", "thur", "thurs", "weds"};

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_number(std::string_view word) { return !word.empty() && std::all_of(word.begin(), word.end(), is_digit); }

// Position of the name that `word` is, or abbreviates to its first three letters or to one of `abbreviations`.
template <std::size_t kSize, std::size_t kAbbreviations>
std::optional<int> find_name(const std::array<std::string_view, kSize>& names,
                             const std::array<std::string_view, kAbbreviations>& abbreviations, std::string_view word) {
  std::string key = lower(word);
  if (key.ends_with('.')) key.pop_back();
  const bool longer = std::find(abbreviations.begin(), abbreviations.end(), key) != abbreviations.end();
  for (std::size_t i = 0; i < kSize; ++i) {
    if (key == names[i] || ((key.size() == 3 || longer) && names[i].starts_with(key))) return static_cast<int>(i);
  }
  return std::nullopt;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// "10:30", "10:30:15.123", with or without a zone after it.
bool is_clock(std::string_view word) {
  return word.size() >= 4 && is_digit(word[0]) && word.find(':') != std::string_view::npos;
}

// Words around a date that say nothing about the day: times of day, zones, "at".
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 28> kFillers = {
      "at",  "on",  "of",  "the", "am",  "pm",  "a.m.", "p.m.", "a.m",  "p.m", "gmt", "utc", "est", "edt",
      "cst", "cdt", "pst", "pdt", "mst", "mdt", "bst",  "cet",  "cest", "et",  "ist", "msk", "z",   "hrs"};
  const std::string key = lower(word);
  if (std::find(kFillers.begin(), kFillers.end(), key) != kFillers.end() || is_clock(key)) return true;
  if ((key.front() == '+' || key.front() == '-') && is_number(key.substr(1)) && key.size() == 5) return true;
  // "10:30am", "10am"
  const bool half = key.ends_with("am") || key.ends_with("pm");
  return half && key.size() <= 4 && is_number(std::string_view(key).substr(0, key.size() - 2));
}

std::optional<std::string> valid_date(int year, int month, int day) {
  std::string date = format_date(year, month, day);
  return edtf_days(date) ? std::optional(std::move(date)) : std::nullopt;
}

// "2024-03-15...", "2024/3/5", "15/03/2024", "15.03.2024"
std::optional<std::string> parse_numeric(std::string_view word) {
  std::array<int, 3> parts{};
  std::array<std::size_t, 3> widths{};
  std::size_t count = 0;
  char separator = 0;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t end = at;
    while (end < word.size() && is_digit(word[end])) ++end;
    if (end == at || end - at > 4 || count == 3) return std::nullopt;
    parts[count] = number(word.substr(at, end - at));
    widths[count++] = end - at;
    if (end == word.size()) break;
    if (count == 1) separator = word[end];
    if (word[end] != separator || (separator != '-' && separator != '/' && separator != '.')) return std::nullopt;
    at = end + 1;
  }
  if (count != 3) return std::nullopt;
  if (widths[0] == 4 && widths[1] <= 2 && widths[2] <= 2) return valid_date(parts[0], parts[1], parts[2]);
  if (widths[2] != 4 || widths[0] > 2 || widths[1] > 2) return std::nullopt;
  if (parts[0] == parts[1] || parts[0] > 12) return valid_date(parts[2], parts[1], parts[0]);
  if (parts[1] > 12) return valid_date(parts[2], parts[0], parts[1]);
  if (separator == '.') return valid_date(parts[2], parts[1], parts[0]);  // only ever day first
  return std::nullopt;
}

}  // namespace

std::optional<int> parse_month(std::string_view word) {
  if (const auto month = find_name(kMonths, kShortMonths, word)) return *month + 1;
  return std::nullopt;
}

std::optional<int> parse_weekday(std::string_view word) { return find_name(kWeekdays, kShortWeekdays, word); }

std::optional<int> parse_day_number(std::string_view word) {
  std::string_view digits = word;
  for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (digits.ends_with(suffix)) digits.remove_suffix(2);
  }
  if (!is_number(digits) || digits.size() > 2) return std::nullopt;
  const int day = number(digits);
  return day >= 1 && day <= 31 ? std::optional(day) : std::nullopt;
}

std::optional<int> parse_year_number(std::string_view word) {
  if (!is_number(word) || word.size() != 4) return std::nullopt;
  const int year = number(word);
  return year >= 1000 && year < 3000 ? std::optional(year) : std::nullopt;
}

std::string format_date(std::int64_t year, int month, int day) {
  std::string out = year == 0 ? "XXXX" : fmt::format("{:04}", year);
  if (month != 0) out += fmt::format("-{:02}", month);
  if (day != 0) out += fmt::format("-{:02}", day);
  return out;
}

std::optional<std::string> parse_date(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kSpaces = " \t\n\r,";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
  if (text.size() > kLongest) return std::nullopt;
  if (const std::size_t t = text.find('T'); t == 10) {
    if (auto date = parse_numeric(text.substr(0, t)); date && text.size() > t + 4) return date;
  }
  if (edtf_days(text) && !text.starts_with("XXXX")) return std::string(text);

  int year = 0;
  int month = 0;
  int day = 0;
  std::optional<std::string> numeric;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kSpaces, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = std::min(text.find_first_not_of(kSpaces, end), text.size());
    if (const auto m = parse_month(word); m && month == 0) {
      month = *m;
    } else if (const auto y = parse_year_number(word); y && year == 0) {
      year = *y;
    } else if (const auto d = parse_day_number(word); d && day == 0) {
      day = *d;
    } else if (const auto n = parse_numeric(word); n && !numeric) {
      numeric = n;
    } else if (!parse_weekday(word) && !is_filler(word)) {
      return std::nullopt;
    }
  }
  if (numeric) return year == 0 && month == 0 && day == 0 ? numeric : std::nullopt;
  if (year == 0 || month == 0) return std::nullopt;
  return valid_date(year, month, day);
}

}  // namespace factgraph
