#include "core/edtf.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace factgraph {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Smallest and largest number in [low, high] that two digits, some of them X, can stand for.
std::optional<std::pair<int, int>> match(std::string_view digits, int low, int high) {
  if (digits.size() != 2) return std::nullopt;
  std::optional<std::pair<int, int>> found;
  for (int n = low; n <= high; ++n) {
    const std::array<char, 2> written = {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)};
    const bool fits = (digits[0] == 'X' || digits[0] == written[0]) && (digits[1] == 'X' || digits[1] == written[1]);
    if (!fits) continue;
    if (!found) found = {n, n};
    found->second = n;
  }
  return found;
}

struct Years {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool any = false;  // XXXX
};

// Reads a year at the front of `text` and takes it away.
std::optional<Years> take_year(std::string_view& text) {
  const bool is_long = !text.empty() && text.front() == 'Y';
  if (is_long) text.remove_prefix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::size_t length = 0;
  while (length < text.size() && (is_digit(text[length]) || text[length] == 'X')) ++length;
  if (is_long ? length < 5 || length > 9 : length != 4) return std::nullopt;
  Years years;
  for (const char c : text.substr(0, length)) {
    if (c == 'X' && is_long) return std::nullopt;
    years.first = years.first * 10 + (c == 'X' ? 0 : c - '0');
    years.last = years.last * 10 + (c == 'X' ? 9 : c - '0');
  }
  years.any = text.substr(0, length) == "XXXX";
  if (negative) years = {-years.last, -years.first, years.any};
  text.remove_prefix(length);
  return years;
}

DayRange span_of(const Years& years, DayRange range) { return years.any ? DayRange{} : range; }

// Months of seasons (21 spring .. 24 winter; 25..28 north, 29..32 south), quarters, four-month terms and
// halves. Winter of a year ends in the next: months run on past 12.
std::optional<std::pair<int, int>> grouped_months(int code) {
  if (code >= 21 && code <= 28) {
    const int first = 3 + (code - 21) % 4 * 3;
    return std::pair(first, first + 2);
  }
  if (code >= 29 && code <= 32) {
    const int first = 9 + (code - 29) * 3;
    return std::pair(first, first + 2);
  }
  if (code >= 33 && code <= 36) return std::pair(1 + (code - 33) * 3, 3 + (code - 33) * 3);
  if (code >= 37 && code <= 39) return std::pair(1 + (code - 37) * 4, 4 + (code - 37) * 4);
  if (code >= 40 && code <= 41) return std::pair(1 + (code - 40) * 6, 6 + (code - 40) * 6);
  return std::nullopt;
}

std::int64_t last_day_of_month(std::int64_t year, int month) { return day_of(year, month, days_in_month(year, month)); }

// HH:MM:SS with an optional zone, loosely.
bool is_time(std::string_view text) {
  return text.size() >= 5 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || c == ':' || c == '.' || c == '+' || c == '-' || c == 'Z';
         });
}

std::optional<DayRange> date_days(std::string_view text) {
  if (const std::size_t t = text.find('T'); t != std::string_view::npos) {
    if (t != 10 || !is_time(text.substr(t + 1))) return std::nullopt;
    text = text.substr(0, t);
  }
  std::string plain;
  for (const char c : text) {
    if (c != '?' && c != '~' && c != '%') plain.push_back(c);
  }
  std::string_view rest = plain;
  const auto years = take_year(rest);
  if (!years) return std::nullopt;
  if (rest.empty()) return span_of(*years, {day_of(years->first, 1, 1), day_of(years->last, 12, 31)});
  if (rest.size() < 3 || rest.front() != '-') return std::nullopt;
  const std::string_view month = rest.substr(1, 2);
  rest.remove_prefix(3);

  const auto months = match(month, 1, 12);
  if (!months) {
    if (!rest.empty() || !is_digit(month[0]) || !is_digit(month[1])) return std::nullopt;
    const auto group = grouped_months((month[0] - '0') * 10 + month[1] - '0');
    if (!group) return std::nullopt;
    const auto [from, to] = *group;
    return span_of(*years, {day_of(years->first + (from - 1) / 12, (from - 1) % 12 + 1, 1),
                            last_day_of_month(years->last + (to - 1) / 12, (to - 1) % 12 + 1)});
  }
  if (rest.empty()) {
    return span_of(*years, {day_of(years->first, months->first, 1), last_day_of_month(years->last, months->second)});
  }
  if (rest.front() != '-') return std::nullopt;
  rest.remove_prefix(1);
  // A day must exist in one of the months; where the year is open, 29 February does.
  int longest = 0;
  for (int m = months->first; m <= months->second; ++m) {
    longest = std::max(longest, days_in_month(years->first == years->last ? years->first : 2000, m));
  }
  const auto days = match(rest, 1, longest);
  if (!days) return std::nullopt;
  const int first = std::min(days->first, days_in_month(years->first, months->first));
  const int last = std::min(days->second, days_in_month(years->last, months->second));
  return span_of(*years, {day_of(years->first, months->first, first), day_of(years->last, months->second, last)});
}

}  // namespace

int days_in_month(std::int64_t year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
}

// Counts in eras of 400 years that begin on 1 March, so that the leap day is a year's last
// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
std::int64_t day_of(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

CivilDate date_of(std::int64_t day) {
  day += 719'468;
  const std::int64_t era = (day >= 0 ? day : day - 146'096) / 146'097;
  const std::int64_t day_of_era = day - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto shifted = static_cast<int>((5 * day_of_year + 2) / 153);
  CivilDate date;
  date.day = static_cast<int>(day_of_year) - (153 * shifted + 2) / 5 + 1;
  date.month = shifted + (shifted < 10 ? 3 : -9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

std::optional<DayRange> edtf_days(std::string_view edtf) {
  const std::size_t slash = edtf.find('/');
  if (slash == std::string_view::npos) return date_days(edtf);
  const std::string_view from = edtf.substr(0, slash);
  const std::string_view to = edtf.substr(slash + 1);
  const auto is_open = [](std::string_view side) { return side.empty() || side == ".."; };
  if (is_open(from) && is_open(to)) return std::nullopt;
  DayRange range;
  if (!is_open(from)) {
    const auto first = date_days(from);
    if (!first) return std::nullopt;
    range.first = first->first;
  }
  if (!is_open(to)) {
    const auto last = date_days(to);
    if (!last) return std::nullopt;
    range.last = last->last;
  }
  if (range.first > range.last) return std::nullopt;
  return range;
}

}  // namespace factgraph
