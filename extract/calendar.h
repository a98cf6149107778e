#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace factgraph {

// English words for dates. Words are compared without regard to case; abbreviations may end in a point.

// 1..12 for "March", "Mar.", "Sept"; nullopt for other words.
[[nodiscard]] std::optional<int> parse_month(std::string_view word);

// 0 (Monday) .. 6 (Sunday) for "Tuesday", "Tue."; nullopt for other words.
[[nodiscard]] std::optional<int> parse_weekday(std::string_view word);

// 1..31 for "15", "15th"; nullopt for other words.
[[nodiscard]] std::optional<int> parse_day_number(std::string_view word);

// 1000..2999 for four digits; nullopt for other words.
[[nodiscard]] std::optional<int> parse_year_number(std::string_view word);

// EDTF of a date; month and day are left out where they are 0, the year is XXXX where it is 0.
[[nodiscard]] std::string format_date(std::int64_t year, int month = 0, int day = 0);

// Reads `text` as one date and nothing else, as pages and feeds write it, with or without weekday and time of day: "2024-03-15T10:00Z",
// "15 March 2024", "Friday, Mar. 15th, 2024 at 10:30 am", "15/03/2024" (only where it is clear which the month is), EDTF.
// Returns EDTF; nullopt if it is anything else or has no year.
[[nodiscard]] std::optional<std::string> parse_date(std::string_view text);

}  // namespace factgraph
