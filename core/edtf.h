#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace factgraph {

// Days counted from 1970-01-01 in the Gregorian calendar, both ends inclusive.
struct DayRange {
  static constexpr std::int64_t kOpenFirst = INT64_MIN;  // no first day is known
  static constexpr std::int64_t kOpenLast = INT64_MAX;   // no last day is known

  std::int64_t first = kOpenFirst;
  std::int64_t last = kOpenLast;

  [[nodiscard]] constexpr bool overlaps(DayRange other) const { return first <= other.last && other.first <= last; }

  friend constexpr auto operator<=>(const DayRange&, const DayRange&) = default;
};

// The days that `edtf` may mean: from the earliest to the latest. Understands dates, months, years, seasons
// and quarters (2024-21, 2024-33), unspecified digits (199X, 2024-XX, XXXX-03-15: any year, so open at both
// ends), qualifiers (?, ~, %), times of day after a date (dropped), long years (Y-12000) and intervals, open
// ones too (2006/2010, 2006/..). Returns nullopt for anything else, sets among it (ISO 8601-2, Extended
// Date/Time Format).
[[nodiscard]] std::optional<DayRange> edtf_days(std::string_view edtf);

// The day that a Gregorian date names; months and days count from 1 and must exist.
[[nodiscard]] std::int64_t day_of(std::int64_t year, int month, int day);

// The inverse of day_of.
struct CivilDate {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
};
[[nodiscard]] CivilDate date_of(std::int64_t day);

[[nodiscard]] int days_in_month(std::int64_t year, int month);

}  // namespace factgraph
