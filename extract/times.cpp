#include "extract/times.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "core/edtf.h"
#include "extract/calendar.h"

namespace factgraph {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kMiddle = "mid-";

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t kSize>
bool is_any(std::string_view word, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Position of `word`, or nullopt.
template <std::size_t kSize>
std::optional<int> find_in(std::string_view word, const std::array<std::string_view, kSize>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::nullopt : std::optional(static_cast<int>(found - words.begin()));
}

// A date with what is known of it: 0 for what is not. `group` is EDTF's code of a season, quarter or half instead of a month.
struct Point {
  std::int64_t year = 0;
  int month = 0;
  int day = 0;
  int group = 0;

  [[nodiscard]] std::string edtf() const { return format_date(year, group != 0 ? group : month, day); }
};

enum class Unit { kDay, kWeek, kMonth, kYear, kDecade };
enum class Tense { kPast, kFuture, kUnknown };

std::optional<Unit> unit_of(std::string_view word) {
  constexpr std::array kSingular = {"day"sv, "week"sv, "month"sv, "year"sv, "decade"sv};
  constexpr std::array kPlural = {"days"sv, "weeks"sv, "months"sv, "years"sv, "decades"sv};
  auto found = find_in(word, kSingular);
  if (!found) found = find_in(word, kPlural);
  return found ? std::optional(static_cast<Unit>(*found)) : std::nullopt;
}

// 1..20 and a few more, in words or digits.
std::optional<int> small_number(std::string_view word) {
  constexpr std::array kWords = {"a"sv,       "two"sv,       "three"sv,    "four"sv,     "five"sv,
                                 "six"sv,     "seven"sv,     "eight"sv,    "nine"sv,     "ten"sv,
                                 "eleven"sv,  "twelve"sv,    "thirteen"sv, "fourteen"sv, "fifteen"sv,
                                 "sixteen"sv, "seventeen"sv, "eighteen"sv, "nineteen"sv, "twenty"sv};
  if (word == "one" || word == "an") return 1;
  if (const auto found = find_in(word, kWords)) return *found + 1;
  if (word == "thirty") return 30;
  if (word == "forty") return 40;
  if (word == "fifty") return 50;
  if (word.empty() || word.size() > 3 || !std::all_of(word.begin(), word.end(), is_digit)) return std::nullopt;
  int value = 0;
  for (const char c : word) value = value * 10 + (c - '0');
  return value > 0 ? std::optional(value) : std::nullopt;
}

// 21 spring .. 24 winter
std::optional<int> season_of(std::string_view word) {
  if (word == "fall") return 23;
  constexpr std::array kSeasons = {"spring"sv, "summer"sv, "autumn"sv, "winter"sv};
  const auto found = find_in(word, kSeasons);
  return found ? std::optional(21 + *found) : std::nullopt;
}

std::optional<int> ordinal_of(std::string_view word) {
  constexpr std::array kWords = {
      "first"sv,     "second"sv,    "third"sv,       "fourth"sv,     "fifth"sv,      "sixth"sv,      "seventh"sv,
      "eighth"sv,    "ninth"sv,     "tenth"sv,       "eleventh"sv,   "twelfth"sv,    "thirteenth"sv, "fourteenth"sv,
      "fifteenth"sv, "sixteenth"sv, "seventeenth"sv, "eighteenth"sv, "nineteenth"sv, "twentieth"sv,  "twenty-first"sv};
  if (const auto found = find_in(word, kWords)) return *found + 1;
  const bool suffixed = word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th");
  return suffixed ? parse_day_number(word) : std::nullopt;
}

bool is_dash(std::string_view word) {
  return word == "-" || word == "--" || word == "\xE2\x80\x93" || word == "\xE2\x80\x94";
}

Point point_of(std::int64_t day) {
  const CivilDate date = date_of(day);
  return {date.year, date.month, date.day, 0};
}

std::string day_edtf(std::int64_t day) { return point_of(day).edtf(); }

// `months` later, with month precision.
Point shifted_month(std::int64_t year, int month, std::int64_t months) {
  const std::int64_t total = year * 12 + (month - 1) + months;
  return {total / 12, static_cast<int>(total % 12) + 1, 0, 0};
}

// An expression on its way: where it ends and what it means.
struct Found {
  std::uint32_t last = 0;
  Point point;
  std::string edtf;  // where a point cannot say it
};

// Finds the expressions of one sentence after the other, remembering what the last one was.
class TimeFinder {
 public:
  explicit TimeFinder(const Document& document) {
    const std::string& date = document.published;
    const auto range = edtf_days(date);
    const bool plain = date.size() == 4 || date.size() == 7 || date.size() == 10;
    if (!range || !plain || range->first == DayRange::kOpenFirst || date.find('X') != std::string::npos) return;
    const CivilDate first = date_of(range->first);
    anchor_ = {first.year, date.size() >= 7 && first.month == date_of(range->last).month ? first.month : 0,
               date.size() == 10 ? first.day : 0, 0};
    if (anchor_.day != 0) today_ = range->first;
  }

  void read(std::uint32_t index, const Sentence& sentence, std::vector<TimeExpression>& out) {
    sentence_ = &sentence;
    words_.clear();
    for (const Token& token : sentence.tokens) {
      words_.push_back(lower(token.form));
      if (is_middle(token.form)) words_.back().erase(0, kMiddle.size());
    }
    for (std::uint32_t at = 0; at < size();) {
      auto found = match(at);
      if (found && inside_name(at, found->last)) found.reset();
      if (found) {
        if (found->edtf.empty()) {
          found->edtf = found->point.edtf();
          if (found->point.month == 0 && found->point.group == 0 && is_rough(at)) found->edtf += '~';
        }
        if (edtf_days(found->edtf)) {
          out.push_back({index, at, found->last, found->edtf});
          previous_ = found->point;
          previous_sentence_ = index;
          at = found->last;
          continue;
        }
      }
      ++at;
    }
    ++sentences_read_;
  }

 private:
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(words_.size()); }

  // The word at `at` in lower case; empty past either end.
  [[nodiscard]] std::string_view word(std::int64_t at) const {
    return at >= 0 && at < static_cast<std::int64_t>(words_.size())
               ? std::string_view(words_[static_cast<std::size_t>(at)])
               : std::string_view();
  }
  [[nodiscard]] const Token* token(std::int64_t at) const {
    return at >= 0 && at < static_cast<std::int64_t>(words_.size()) ? &sentence_->tokens[static_cast<std::size_t>(at)]
                                                                    : nullptr;
  }
  [[nodiscard]] bool is_capital(std::int64_t at) const {
    const Token* found = token(at);
    if (found == nullptr || found->form.empty()) return false;
    const char first = found->form[is_middle(found->form) ? kMiddle.size() : 0];
    return first >= 'A' && first <= 'Z';
  }

  // "mid-1990s", "mid-June" as one token.
  [[nodiscard]] static bool is_middle(std::string_view form) {
    return form.starts_with(kMiddle) && form.size() > kMiddle.size();
  }
  [[nodiscard]] bool follows_middle(std::int64_t at) const {
    return (is_dash(word(at - 1)) && word(at - 2) == "mid") || (token(at) != nullptr && is_middle(token(at)->form));
  }

  // "c. 1840", "around 1840"
  [[nodiscard]] bool is_rough(std::int64_t at) const {
    constexpr std::array kBefore = {"circa"sv, "c."sv, "ca."sv, "about"sv, "around"sv, "approximately"sv, "roughly"sv};
    return is_any(word(at - 1), kBefore);
  }

  // Whether the word is no abbreviation that could be another word, such as "Jan" and "Sun".
  [[nodiscard]] bool is_full(std::int64_t at) const { return word(at).size() > 3 || word(at) == "may"; }

  // Whether the tokens are only part of a name such as "Windows 2000" or "Theresa May". The year of an event tells its time.
  [[nodiscard]] bool inside_name(std::uint32_t first, std::uint32_t last) const {
    return std::any_of(sentence_->names.begin(), sentence_->names.end(), [&](const Name& name) {
      const bool within = name.first <= first && last <= name.last && name.last - name.first > last - first;
      return within && name.type != NameType::kEvent;
    });
  }

  [[nodiscard]] std::optional<Found> match(std::uint32_t at) const {
    if (auto found = match_range(at)) return found;
    if (auto found = match_century(at)) return found;
    if (auto found = match_part_of_year(at)) return found;
    if (auto found = match_relative(at)) return found;
    if (auto found = match_point(at)) {
      complete(*found, at);
      return found;
    }
    return match_weekday(at);
  }

  // ------------------------------------------------------------------------------------------------- dates as they stand

  // The month whose name stands at `at`, if it is surely one.
  [[nodiscard]] std::optional<int> month_at(std::int64_t at) const {
    if (!is_capital(at)) return std::nullopt;
    const auto month = parse_month(word(at));
    if (!month || (sentence_->tagged && token(at)->xpos == Xpos::kMd)) return std::nullopt;
    return month;
  }

  // A month with nothing else, where the word before says that a time follows.
  [[nodiscard]] bool stands_alone(std::int64_t at) const {
    constexpr std::array kBefore = {"in"sv,     "since"sv, "until"sv, "till"sv,    "by"sv,   "during"sv,
                                    "early"sv,  "late"sv,  "mid"sv,   "between"sv, "from"sv, "through"sv,
                                    "before"sv, "after"sv, "this"sv,  "around"sv,  "of"sv,   "to"sv};
    if (!is_full(at)) return false;
    if (follows_middle(at)) return true;
    if (!is_any(word(at - 1), kBefore)) return false;
    // "of May" and "to March" may be people and verbs where the tagger says no name.
    return !sentence_->tagged || token(at)->upos == Upos::kPropn;
  }

  // A year where the words around it leave no doubt.
  [[nodiscard]] std::optional<int> year_at(std::int64_t at) const {
    const auto year = parse_year_number(word(at));
    if (!year || *year < 1100 || *year > 2100) return std::nullopt;
    return year;
  }

  [[nodiscard]] bool is_year_in_context(std::int64_t at) const {
    constexpr std::array kBefore = {
        "in"sv,      "since"sv,       "until"sv,   "till"sv,   "by"sv,           "during"sv, "early"sv,
        "late"sv,    "mid"sv,         "circa"sv,   "before"sv, "after"sv,        "year"sv,   "from"sv,
        "founded"sv, "established"sv, "born"sv,    "died"sv,   "between"sv,      "of"sv,     "ca."sv,
        "c."sv,      "around"sv,      "through"sv, "late-"sv,  "incorporated"sv, "about"sv,  "fiscal"sv};
    constexpr std::array kCounted = {"people"sv, "percent"sv, "%"sv,     "dollars"sv, "miles"sv,
                                     "meters"sv, "metres"sv,  "feet"sv,  "km"sv,      "kilometers"sv,
                                     "acres"sv,  "tons"sv,    "votes"sv, "men"sv,     "students"sv};
    const std::string_view before = word(at - 1);
    const std::string_view after = word(at + 1);
    if (is_any(after, kCounted)) return false;
    const Token* next = token(at + 1);
    const bool plural = next != nullptr && sentence_->tagged && next->xpos == Xpos::kNns;
    const bool vague = before == "about" || before == "around" || before == "of" || before == "after" || before == "by";
    if (is_any(before, kBefore) || follows_middle(at)) return !(plural && vague);
    if (before == "(" && (after == ")" || after == "," || after == ";" || is_dash(after))) return true;
    // "the 2022 elections", "his 2019 film"
    const Token* left = token(at - 1);
    const bool determined = left != nullptr && sentence_->tagged &&
                            (left->upos == Upos::kDet || left->xpos == Xpos::kPrpPoss || left->xpos == Xpos::kPos);
    const bool modifies =
        next != nullptr && (next->upos == Upos::kNoun || next->upos == Upos::kPropn || next->upos == Upos::kAdj);
    const int year = parse_year_number(word(at)).value_or(0);
    return determined && modifies && year >= 1700 && !(plural && year % 100 == 0);
  }

  // "2024-03-15" and "15/03/2024" as one token, or cut at the hyphens.
  [[nodiscard]] std::optional<Found> match_numeric(std::uint32_t at) const {
    std::string joined(word(at));
    std::uint32_t last = at + 1;
    const bool pieces = joined.size() <= 4 && !joined.empty() && is_digit(joined[0]) &&
                        (word(at + 1) == "-" || word(at + 1) == "/") && word(at + 3) == word(at + 1) &&
                        token(at + 4) != nullptr && token(at + 4)->span.start - token(at)->span.end <= 5;
    if (pieces) {
      for (; last < at + 5; ++last) joined += word(last);
    }
    if (joined.size() < 8 || !is_digit(joined[0])) return std::nullopt;
    const auto date = parse_date(joined);
    if (!date || date->size() != 10) return std::nullopt;
    Found found{last, point_of(edtf_days(*date)->first), {}};
    return found;
  }

  // Takes a year, after a comma or "in" perhaps.
  void take_year(Found& found) const {
    const std::string_view joint = word(found.last);
    const std::uint32_t at = found.last + (joint == "," || joint == "in" ? 1 : 0);
    if (const auto year = year_at(at)) {
      found.point.year = *year;
      found.last = at + 1;
    } else if (const auto short_year = short_year_at(found.last)) {
      found.point.year = short_year->first;
      found.last = short_year->second;
    }
  }

  // "'95", and the token after it: of the last hundred years.
  [[nodiscard]] std::optional<std::pair<int, std::uint32_t>> short_year_at(std::uint32_t at) const {
    std::string text(word(at));
    std::uint32_t last = at + 1;
    if ((text == "'" || text == "’") && token(last) != nullptr && token(at)->span.end == token(last)->span.start) {
      text += word(last++);
    }
    const std::string_view mark = text.starts_with("’") ? "’"sv : "'"sv;
    if (!text.starts_with(mark) || text.size() != mark.size() + 2) return std::nullopt;
    const char tens = text[mark.size()];
    const char ones = text[mark.size() + 1];
    if (!is_digit(tens) || !is_digit(ones)) return std::nullopt;
    const int now = anchor_.year != 0 ? static_cast<int>(anchor_.year) : 2000;
    const int year = now / 100 * 100 + (tens - '0') * 10 + ones - '0';
    return std::pair(year > now ? year - 100 : year, last);
  }

  // "Christmas Day", "New Year's Eve"
  [[nodiscard]] std::optional<Found> match_feast(std::uint32_t at) const {
    struct Feast {
      std::string_view words;
      int month;
      int day;
    };
    constexpr Feast kFeasts[] = {{"christmas day", 12, 25},   {"christmas eve", 12, 24},   {"boxing day", 12, 26},
                                 {"new year 's day", 1, 1},   {"new year ’s day", 1, 1},   {"new year 's eve", 12, 31},
                                 {"new year ’s eve", 12, 31}, {"valentine 's day", 2, 14}, {"valentine ’s day", 2, 14},
                                 {"halloween", 10, 31}};
    if (!is_capital(at)) return std::nullopt;
    for (const Feast& feast : kFeasts) {
      std::string joined;
      std::uint32_t last = at;
      while (last < size() && joined.size() < feast.words.size()) {
        if (last > at) joined += ' ';
        joined += word(last++);
      }
      if (joined != feast.words) continue;
      Found found{last, {0, feast.month, feast.day, 0}, {}};
      take_year(found);
      return found;
    }
    return std::nullopt;
  }

  // A date, month or year; the year 0 where none stands there.
  [[nodiscard]] std::optional<Found> match_point(std::uint32_t at) const {
    if (auto found = match_numeric(at)) return found;
    if (auto found = match_feast(at)) return found;
    if (const auto weekday = is_capital(at) ? parse_weekday(word(at)) : std::nullopt) {
      const std::uint32_t next = at + (word(at + 1) == "," ? 2 : 1);
      if (const bool date = month_at(next) || parse_day_number(word(next)); !date) return std::nullopt;
      auto found = match_point(next);
      return found && found->point.day != 0 ? found : std::nullopt;
    }
    if (const auto month = month_at(at)) {
      Found found{at + 1, {0, *month, 0, 0}, {}};
      if (const auto day = parse_day_number(word(at + 1)); day && word(at + 2) != ":" && word(at + 2) != "%") {
        found.point.day = *day;
        found.last = at + 2;
        take_year(found);
        return found;
      }
      if (word(at + 1) == "of" && year_at(at + 2)) ++found.last;
      take_year(found);
      if (found.point.year != 0 || stands_alone(at)) return found;
      return std::nullopt;
    }
    if (const auto day = parse_day_number(word(at))) {
      const std::uint32_t next = at + (word(at + 1) == "of" ? 2 : 1);
      const bool ordinal = !is_digit(word(at).back());
      const auto month = month_at(next);
      if (!month || (next == at + 2 && !ordinal)) return std::nullopt;
      Found found{next + 1, {0, *month, *day, 0}, {}};
      take_year(found);
      return found;
    }
    if (const auto year = year_at(at); year && is_year_in_context(at)) return Found{at + 1, {*year, 0, 0, 0}, {}};
    return match_decade(at);
  }

  // "1990s"
  [[nodiscard]] std::optional<Found> match_decade(std::uint32_t at) const {
    std::string_view digits = word(at);
    std::uint32_t last = at + 1;
    if (digits.ends_with('s')) {
      digits.remove_suffix(1);
      if (digits.ends_with('\'')) digits.remove_suffix(1);
    } else if (word(last) == "s" || word(last) == "'s") {
      constexpr std::array kBefore = {"the"sv, "early"sv, "late"sv, "-"sv};
      const bool possessive = word(last) == "'s" && !is_any(word(static_cast<std::int64_t>(at) - 1), kBefore);
      if (token(last)->span.start != token(at)->span.end || possessive) return std::nullopt;
      ++last;
    } else {
      return std::nullopt;
    }
    const auto year = parse_year_number(digits);
    if (!year || *year % 10 != 0) return std::nullopt;
    return Found{last, {*year, 0, 0, 0}, fmt::format("{}X", *year / 10)};
  }

  // "19th century", "the nineteenth-century", "5th century BC"
  [[nodiscard]] std::optional<Found> match_century(std::uint32_t at) const {
    const auto ordinal = ordinal_of(word(at));
    if (!ordinal || *ordinal > 21) return std::nullopt;
    const std::uint32_t next = at + (is_dash(word(at + 1)) ? 2 : 1);
    if (word(next) != "century") return std::nullopt;
    const std::string_view era = word(next + 1);
    const bool before_christ = era == "bc" || era == "bce" || era == "b.c.";
    Found found{next + (before_christ ? 2U : 1U), {}, {}};
    found.edtf = fmt::format("{}{:02}XX", before_christ ? "-" : "", *ordinal - 1);
    return found;
  }

  // "spring 2023", "the summer of 2019", "first quarter of 2024", "Q1 2024", "second half of 2021"
  [[nodiscard]] std::optional<Found> match_part_of_year(std::uint32_t at) const {
    std::uint32_t next = at + 1;
    int group = season_of(word(at)).value_or(0);
    const std::string_view code = word(at);
    if (code.size() == 2 && code[0] == 'q' && code[1] >= '1' && code[1] <= '4') group = 33 + code[1] - '1';
    if (group == 0) {
      const auto ordinal = ordinal_of(word(at));
      if (ordinal && *ordinal <= 4 && word(next) == "quarter") group = 32 + *ordinal;
      if (ordinal && *ordinal <= 2 && word(next) == "half") group = 39 + *ordinal;
      if (group == 0) return std::nullopt;
      ++next;
    }
    if (word(next) == "of") ++next;
    if (word(next) == ",") ++next;
    if (const auto year = year_at(next)) return Found{next + 1, {*year, 0, 0, group}, {}};
    // "the first half of next year"
    if (anchor_.year == 0 || word(next + 1) != "year") return std::nullopt;
    const std::string_view which = word(next);
    if (which != "last" && which != "this" && which != "next") return std::nullopt;
    return Found{next + 2, {anchor_.year + (which == "last" ? -1 : which == "next" ? 1 : 0), 0, 0, group}, {}};
  }

  // "2006–2010", "from May to July 2021", "March 3-5", "3 to 5 March 2021"
  [[nodiscard]] std::optional<Found> match_range(std::uint32_t at) const {
    if (auto found = match_years_in_one(at)) return found;
    auto from = match_point(at);
    // A bare year or day takes its meaning from what follows.
    if (!from) {
      const auto year = year_at(at);
      const auto day = parse_day_number(word(at));
      if (year) from = Found{at + 1, {*year, 0, 0, 0}, {}};
      if (!year && day) from = Found{at + 1, {0, 0, *day, 0}, {}};
      if (!from) return std::nullopt;
    }
    const std::string_view joint = word(from->last);
    const std::string_view before = word(static_cast<std::int64_t>(at) - 1);
    const bool spoken = joint == "to" || joint == "until" || joint == "till" || joint == "through";
    const bool between = joint == "and" && before == "between";
    if (!is_dash(joint) && !spoken && !between) return std::nullopt;
    const std::uint32_t next = from->last + 1;
    auto to = match_point(next);
    if (!to) {
      const auto year = year_at(next);
      const auto day = parse_day_number(word(next));
      const auto month = month_at(next);
      const Point& start = from->point;
      if (year) {
        to = Found{next + 1, {*year, 0, 0, 0}, {}};
      } else if (const auto years = short_range(start, from->last)) {
        to = Found{next + 1, {*years, 0, 0, 0}, {}};
      } else if (month) {
        to = Found{next + 1, {0, *month, 0, 0}, {}};
      } else if (day && from->point.day != 0 && from->point.month != 0) {
        to = Found{next + 1, {0, from->point.month, *day, 0}, {}};
        take_year(*to);
      } else {
        return std::nullopt;
      }
    }
    if (!from->edtf.empty() || !to->edtf.empty()) return std::nullopt;  // decades
    Point& first = from->point;
    Point& second = to->point;
    const bool bare = first.month == 0 && first.day != 0;
    if (bare && (second.month == 0 || second.day == 0)) return std::nullopt;
    if (bare) first.month = second.month;
    if ((first.month == 0) != (second.month == 0) || (first.day == 0) != (second.day == 0)) return std::nullopt;
    const bool years = first.month == 0;
    if (years && joint == "to" && before != "from") return std::nullopt;
    if (first.year == 0) first.year = second.year;
    if (second.year == 0 && first.year != 0) return std::nullopt;
    if (first.year == 0) {
      complete(*to, at);
      second = to->point;
      first.year = second.year;
    }
    const auto day_in_year = [](const Point& point) { return point.month * 32 + point.day; };
    if (first.year == second.year && first.year != 0 && day_in_year(first) > day_in_year(second)) --first.year;
    Found found{to->last, second, first.edtf() + "/" + second.edtf()};
    return found;
  }

  // The year that the "18" of "1914-18" means; the dash stands at `at`.
  [[nodiscard]] std::optional<std::int64_t> short_range(const Point& from, std::uint32_t at) const {
    const std::string_view digits = word(at + 1);
    if (from.year == 0 || from.month != 0 || !is_dash(word(at)) || digits.size() != 2) return std::nullopt;
    if (!is_digit(digits[0]) || !is_digit(digits[1])) return std::nullopt;
    const bool tight =
        token(at - 1)->span.end == token(at)->span.start && token(at)->span.end == token(at + 1)->span.start;
    const std::int64_t year = from.year / 100 * 100 + (digits[0] - '0') * 10 + digits[1] - '0';
    return tight && year > from.year ? std::optional(year) : std::nullopt;
  }

  // "2006-2010", "2019-20" as one token
  [[nodiscard]] std::optional<Found> match_years_in_one(std::uint32_t at) const {
    const std::string_view text = word(at);
    if (text.size() < 7) return std::nullopt;
    const auto first = parse_year_number(text.substr(0, 4));
    std::string_view rest = text.substr(4);
    for (const std::string_view dash : {"-"sv, "\xE2\x80\x93"sv, "\xE2\x80\x94"sv}) {
      if (!first || !rest.starts_with(dash)) continue;
      rest.remove_prefix(dash.size());
      auto second = parse_year_number(rest);
      if (rest.size() == 2 && is_digit(rest[0]) && is_digit(rest[1])) {
        second = *first / 100 * 100 + (rest[0] - '0') * 10 + rest[1] - '0';
      }
      if (!second || *second <= *first) return std::nullopt;
      return Found{at + 1, {*second, 0, 0, 0}, fmt::format("{}/{}", *first, *second)};
    }
    return std::nullopt;
  }

  // ------------------------------------------------------------------------------------------------------ relative times

  // What the nearest verb says: the one before the expression, else the one after.
  [[nodiscard]] Tense tense_at(std::uint32_t at) const {
    constexpr std::array kFuture = {"will"sv,   "'ll"sv,      "shall"sv, "scheduled"sv, "upcoming"sv,
                                    "slated"sv, "expected"sv, "wo"sv,    "would"sv};
    constexpr std::array kAhead = {"is"sv,    "are"sv,   "set"sv,      "due"sv,     "plan"sv,
                                   "plans"sv, "going"sv, "planning"sv, "planned"sv, "hopes"sv};
    const auto tense = [&](std::int64_t i) {
      if (is_any(word(i), kFuture)) return Tense::kFuture;
      // "is to open", "plans to travel"
      if (word(i) == "to" && is_any(word(i - 1), kAhead)) return Tense::kFuture;
      if (sentence_->tagged && token(i)->xpos == Xpos::kVbd) return Tense::kPast;
      return Tense::kUnknown;
    };
    for (std::int64_t i = static_cast<std::int64_t>(at) - 1; i >= 0; --i) {
      if (const Tense found = tense(i); found != Tense::kUnknown) return found;
    }
    for (std::int64_t i = at; i < static_cast<std::int64_t>(words_.size()); ++i) {
      if (const Tense found = tense(i); found != Tense::kUnknown) return found;
    }
    return Tense::kUnknown;
  }

  // Whether a sentence goes on in the time of the expression before: "He moved in May 1992. In June, ...", not "He retired in
  // 1992. Hall met Voss in January".
  [[nodiscard]] bool continues(std::uint32_t at) const {
    if (sentences_read_ == previous_sentence_) return true;
    if (sentences_read_ > previous_sentence_ + 1) return false;
    const bool pronoun = sentence_->tagged && !sentence_->tokens.empty() && token(0)->upos == Upos::kPron;
    return previous_.month != 0 || at <= 2 || pronoun;
  }

  // Gives a month or day its year: that of a text about another time, else the nearest that fits the tense.
  void complete(Found& found, std::uint32_t at) const {
    Point& point = found.point;
    if (point.year != 0 || point.month == 0 || anchor_.year == 0) return;
    const bool near = continues(at) && previous_.year != 0;
    if (near && std::abs(previous_.year - anchor_.year) >= 2) {
      point.year = previous_.year;
      return;
    }
    point.year = anchor_.year;
    if (anchor_.month == 0) return;
    const auto rank = [](const Point& p, bool days) { return (p.year * 12 + p.month) * 32 + (days ? p.day : 0); };
    const bool days = point.day != 0 && anchor_.day != 0;
    const auto now = rank(anchor_, days);
    const Tense tense = tense_at(at);
    if (tense == Tense::kFuture) {
      if (rank(point, days) < now) ++point.year;
    } else if (rank(point, days) > now) {
      // With no verb in the past, a date a few weeks ahead is the one that comes.
      const bool soon = rank(point, days) - now <= 2 * 32;
      if (tense == Tense::kPast || !soon) --point.year;
    }
  }

  // "Tuesday", "last Friday", "Monday evening"
  [[nodiscard]] std::optional<Found> match_weekday(std::uint32_t at) const {
    if (!today_) return std::nullopt;
    constexpr std::array kFeasts = {"good"sv,  "black"sv, "ash"sv,   "palm"sv,  "easter"sv, "bloody"sv, "holy"sv,
                                    "every"sv, "each"sv,  "cyber"sv, "super"sv, "any"sv,    "most"sv};
    constexpr std::array kTimes = {"morning"sv, "afternoon"sv, "evening"sv, "night"sv};
    const std::string_view lead = word(at);
    const bool led = lead == "last" || lead == "next" || lead == "this" || lead == "past" || lead == "coming";
    const std::uint32_t place = at + (led ? 1 : 0);
    const auto weekday = is_capital(place) && is_full(place) ? parse_weekday(word(place)) : std::nullopt;
    if (!weekday || is_any(word(static_cast<std::int64_t>(at) - 1), kFeasts)) return std::nullopt;
    const std::int64_t today_weekday = ((*today_ + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
    const std::int64_t back = (today_weekday - *weekday + 7) % 7;
    const std::int64_t ahead = (*weekday - today_weekday + 7) % 7;
    std::int64_t day = *today_ - back;
    const bool after_previous = lead == "next" && word(static_cast<std::int64_t>(at) - 1) == "the";
    if (after_previous) {
      if (previous_.day == 0 || previous_.year == 0) return std::nullopt;
      const std::int64_t before = day_of(previous_.year, previous_.month, previous_.day);
      const std::int64_t gap = (*weekday - (before + 3) % 7 + 14) % 7;
      day = before + (gap == 0 ? 7 : gap);
    } else if (lead == "last" || lead == "past") {
      day = *today_ - (back == 0 ? 7 : back);
    } else if (lead == "next" || lead == "coming") {
      day = *today_ + (ahead == 0 ? 7 : ahead);
    } else if (tense_at(at) == Tense::kFuture) {
      day = *today_ + ahead;
    }
    const std::uint32_t last = place + (is_any(word(place + 1), kTimes) ? 2 : 1);
    return Found{last, point_of(day), {}};
  }

  [[nodiscard]] std::optional<Found> match_relative(std::uint32_t at) const {
    if (auto found = match_near_day(at)) return found;
    if (auto found = match_ago(at)) return found;
    if (auto found = match_after_previous(at)) return found;
    return match_neighbour(at);
  }

  // "today", "yesterday", "last night", "the day before yesterday"
  [[nodiscard]] std::optional<Found> match_near_day(std::uint32_t at) const {
    if (!today_) return std::nullopt;
    const std::string_view now = word(at);
    const std::string_view next = word(at + 1);
    const auto day = [&](std::int64_t offset, std::uint32_t length) {
      return Found{at + length, point_of(*today_ + offset), {}};
    };
    if (now == "day" && next == "before" && word(at + 2) == "yesterday") return day(-2, 3);
    if (now == "day" && next == "after" && word(at + 2) == "tomorrow") return day(2, 3);
    if (now == "today" || now == "tonight") return day(0, 1);
    if (now == "yesterday") return day(-1, 1);
    if (now == "tomorrow") return day(1, 1);
    if (now == "last" && next == "night") return day(-1, 2);
    if (now == "this" && (next == "morning" || next == "afternoon" || next == "evening")) return day(0, 2);
    return std::nullopt;
  }

  // `count` units from a date, as exactly as the unit is.
  [[nodiscard]] static std::optional<Found> shifted(std::uint32_t last, const Point& from, Unit unit,
                                                    std::int64_t count) {
    Found found{last, {}, {}};
    if (unit == Unit::kDay || unit == Unit::kWeek) {
      if (from.day == 0 || from.year == 0) return std::nullopt;
      const std::int64_t day = day_of(from.year, from.month, from.day) + count * (unit == Unit::kWeek ? 7 : 1);
      found.point = point_of(day);
      if (unit == Unit::kWeek) found.edtf = found.point.edtf() + "~";
    } else if (unit == Unit::kMonth) {
      if (from.month == 0 || from.year == 0) return std::nullopt;
      found.point = shifted_month(from.year, from.month, count);
    } else {
      if (from.year == 0) return std::nullopt;
      found.point = {from.year + count * (unit == Unit::kDecade ? 10 : 1), 0, 0, 0};
    }
    return found;
  }

  // "two weeks ago", "a year ago", "in three years", "two days later"
  [[nodiscard]] std::optional<Found> match_ago(std::uint32_t at) const {
    const bool in = word(at) == "in" && tense_at(at) == Tense::kFuture;
    const std::uint32_t start = at + (in ? 1 : 0);
    const auto count = small_number(word(start));
    const auto unit = unit_of(word(start + 1));
    if (!count || !unit || *count > 500) return std::nullopt;
    const std::string_view direction = word(start + 2);
    // "in the three years to 2022"
    if (direction == "to" && *unit == Unit::kYear) {
      const auto year = year_at(start + 3);
      if (year) return Found{start + 4, {*year, 0, 0, 0}, fmt::format("{}/{}", *year - *count, *year)};
    }
    if (direction == "ago") return shifted(start + 3, anchor_, *unit, -*count);
    if (direction == "later") return shifted(start + 3, previous_, *unit, *count);
    if (direction == "earlier") return shifted(start + 3, previous_, *unit, -*count);
    if (in) return shifted(start + 2, anchor_, *unit, *count);
    return std::nullopt;
  }

  // "the following year", "the next day", "that month", "the same year"
  [[nodiscard]] std::optional<Found> match_after_previous(std::uint32_t at) const {
    std::uint32_t place = at;
    const bool the = word(place) == "the";
    if (the) ++place;
    if ((the || word(place) == "that") && word(place + 1) == "same") {
      return same_as_previous(place + 2);
    }
    const std::string_view which = word(place);
    std::int64_t offset = 0;
    if (which == "following" || (the && which == "next")) {
      offset = 1;
    } else if (the && (which == "previous" || which == "preceding")) {
      offset = -1;
    } else if (!the && which == "that") {
      return same_as_previous(place + 1);
    } else {
      return std::nullopt;
    }
    const auto unit = unit_of(word(place + 1));
    if (!unit || *unit == Unit::kDecade || word(place + 1).ends_with('s')) return std::nullopt;
    return shifted(place + 2, previous_, *unit, offset);
  }

  // "day", "month" or "year" at `at`, of the expression before.
  [[nodiscard]] std::optional<Found> same_as_previous(std::uint32_t at) const {
    const auto unit = unit_of(word(at));
    if (!unit || *unit == Unit::kWeek || *unit == Unit::kDecade || word(at).ends_with('s')) return std::nullopt;
    return shifted(at + 1, previous_, *unit, 0);
  }

  // "last year", "next month", "this week", "last summer", "next March", "the past three years"
  [[nodiscard]] std::optional<Found> match_neighbour(std::uint32_t at) const {
    constexpr std::array kBack = {"last"sv, "past"sv, "previous"sv};
    constexpr std::array kAhead = {"next"sv, "coming"sv, "upcoming"sv};
    const std::string_view lead = word(at);
    const std::int64_t step = is_any(lead, kBack) ? -1 : is_any(lead, kAhead) ? 1 : 0;
    if ((step == 0 && lead != "this") || anchor_.year == 0) return std::nullopt;
    // "the last year of his life" is another one
    const bool fixed = word(static_cast<std::int64_t>(at) - 1) == "the" && word(at + 2) == "of";
    if (fixed) return std::nullopt;
    const std::string_view what = word(at + 1);
    if (const auto month = month_at(at + 1)) return neighbour_month(at + 2, *month, step);
    if (const auto season = season_of(what)) return neighbour_season(at + 2, *season, step);
    if (what == "weekend" || what == "week") return neighbour_week(at + 2, what == "weekend", step);
    if (const auto unit = unit_of(what);
        unit && !what.ends_with('s') && *unit != Unit::kDay && *unit != Unit::kDecade) {
      return shifted(at + 2, anchor_, *unit, step);
    }
    if (what == "decade" && step != 0) {
      const std::int64_t far = anchor_.year + 10 * step;
      return Found{
          at + 2, {far, 0, 0, 0}, fmt::format("{}/{}", std::min(far, anchor_.year), std::max(far, anchor_.year))};
    }
    const auto count = small_number(what);
    const auto unit = unit_of(word(at + 2));
    if (!count || !unit || step == 0 || *unit == Unit::kDecade) return std::nullopt;
    auto far = shifted(at + 3, anchor_, *unit, step * *count);
    auto near = shifted(at + 3, anchor_, *unit == Unit::kWeek ? Unit::kDay : *unit, 0);
    if (!far || !near) return std::nullopt;
    const std::string one = far->point.edtf();
    const std::string other = near->point.edtf();
    far->edtf = step < 0 ? one + "/" + other : other + "/" + one;
    return far;
  }

  [[nodiscard]] std::optional<Found> neighbour_month(std::uint32_t last, int month, std::int64_t step) const {
    std::int64_t year = anchor_.year;
    if (step < 0 && (anchor_.month == 0 || month >= anchor_.month)) --year;
    if (step > 0 && month <= anchor_.month) ++year;
    return Found{last, {year, month, 0, 0}, {}};
  }

  [[nodiscard]] std::optional<Found> neighbour_season(std::uint32_t last, int season, std::int64_t step) const {
    if (anchor_.month == 0) return std::nullopt;
    const Point current{anchor_.year, 0, 0, season};
    const DayRange range = *edtf_days(current.edtf());
    const std::int64_t now = day_of(anchor_.year, anchor_.month, anchor_.day == 0 ? 1 : anchor_.day);
    std::int64_t year = anchor_.year;
    if (step < 0 && range.last >= now) --year;
    if (step > 0 && range.first <= now) ++year;
    // In January and February "this winter" began the year before.
    if (step == 0 && season == 24 && anchor_.month <= 2) --year;
    return Found{last, {year, 0, 0, season}, {}};
  }

  // Monday to Sunday, or Saturday and Sunday.
  [[nodiscard]] std::optional<Found> neighbour_week(std::uint32_t last, bool weekend, std::int64_t step) const {
    if (!today_) return std::nullopt;
    const std::int64_t weekday = ((*today_ + 3) % 7 + 7) % 7;
    const std::int64_t monday = *today_ - weekday + 7 * step;
    Found found{last, point_of(monday), day_edtf(monday + (weekend ? 5 : 0)) + "/" + day_edtf(monday + 6)};
    return found;
  }

  Point anchor_;                       // the day of publication; 0 for what is not known of it
  std::optional<std::int64_t> today_;  // the same where the day is known
  const Sentence* sentence_ = nullptr;
  std::vector<std::string> words_;  // of the sentence, in lower case
  Point previous_;                  // the expression before
  std::uint32_t previous_sentence_ = 0;
  std::uint32_t sentences_read_ = 0;
};

}  // namespace

std::vector<TimeExpression> find_times(const Document& document, const Annotation& annotation) {
  std::vector<TimeExpression> found;
  TimeFinder finder(document);
  for (std::uint32_t i = 0; i < annotation.sentences.size(); ++i) finder.read(i, annotation.sentences[i], found);
  return found;
}

std::span<const TimeExpression> times_of(const std::vector<TimeExpression>& times, std::uint32_t sentence) {
  const auto before = [](const TimeExpression& time, std::uint32_t s) { return time.sentence < s; };
  const auto first = std::lower_bound(times.begin(), times.end(), sentence, before);
  return {first, std::lower_bound(first, times.end(), sentence + 1, before)};
}

}  // namespace factgraph
