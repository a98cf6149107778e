#include "core/edtf.h"

#include <gtest/gtest.h>

namespace factgraph {
namespace {

DayRange range(CivilDate first, CivilDate last) {
  return {day_of(first.year, first.month, first.day), day_of(last.year, last.month, last.day)};
}

TEST(Edtf, CoversADayAMonthAndAYear) {
  EXPECT_EQ(edtf_days("1970-01-01"), (DayRange{0, 0}));
  EXPECT_EQ(edtf_days("2024-02"), range({2024, 2, 1}, {2024, 2, 29}));
  EXPECT_EQ(edtf_days("2023"), range({2023, 1, 1}, {2023, 12, 31}));
  EXPECT_EQ(edtf_days("-0043-03-15"), range({-43, 3, 15}, {-43, 3, 15}));
  EXPECT_EQ(edtf_days("Y12024"), range({12024, 1, 1}, {12024, 12, 31}));
}

TEST(Edtf, WidensUnspecifiedDigits) {
  EXPECT_EQ(edtf_days("199X"), range({1990, 1, 1}, {1999, 12, 31}));
  EXPECT_EQ(edtf_days("18XX"), range({1800, 1, 1}, {1899, 12, 31}));
  EXPECT_EQ(edtf_days("2024-XX"), range({2024, 1, 1}, {2024, 12, 31}));
  EXPECT_EQ(edtf_days("2023-02-XX"), range({2023, 2, 1}, {2023, 2, 28}));
  EXPECT_EQ(edtf_days("2024-1X"), range({2024, 10, 1}, {2024, 12, 31}));
}

TEST(Edtf, LeavesAnUnknownYearOpen) {
  EXPECT_EQ(edtf_days("XXXX-03-15"), DayRange{});
  EXPECT_EQ(edtf_days("XXXX-02-29"), DayRange{});
  EXPECT_EQ(edtf_days("XXXX-02-30"), std::nullopt);
}

TEST(Edtf, KnowsSeasonsAndQuarters) {
  EXPECT_EQ(edtf_days("2024-21"), range({2024, 3, 1}, {2024, 5, 31}));
  EXPECT_EQ(edtf_days("2023-24"), range({2023, 12, 1}, {2024, 2, 29}));
  EXPECT_EQ(edtf_days("2024-33"), range({2024, 1, 1}, {2024, 3, 31}));
  EXPECT_EQ(edtf_days("2024-41"), range({2024, 7, 1}, {2024, 12, 31}));
}

TEST(Edtf, KnowsIntervalsAndOpenEnds) {
  EXPECT_EQ(edtf_days("2006/2010-05"), range({2006, 1, 1}, {2010, 5, 31}));
  EXPECT_EQ(edtf_days("2006/..")->first, day_of(2006, 1, 1));
  EXPECT_EQ(edtf_days("2006/..")->last, DayRange::kOpenLast);
  EXPECT_EQ(edtf_days("/2006")->first, DayRange::kOpenFirst);
  EXPECT_EQ(edtf_days("2010/2006"), std::nullopt);
  EXPECT_EQ(edtf_days("../.."), std::nullopt);
}

TEST(Edtf, DropsQualifiersAndTimesOfDay) {
  EXPECT_EQ(edtf_days("2024-03?"), edtf_days("2024-03"));
  EXPECT_EQ(edtf_days("1984~"), edtf_days("1984"));
  EXPECT_EQ(edtf_days("2024-03-15T18:30:00+05:00"), edtf_days("2024-03-15"));
}

TEST(Edtf, RefusesWhatIsNotADate) {
  for (const char* text : {"", "today", "2024-13", "2024-02-30", "2023-02-29", "24", "2024-3-1", "2024-03-15-01",
                           "15/03/2024", "a/b", "X", "Y1", "YX2345", "2024-", "2024-42", "2024-03-15T", "T10:00"}) {
    EXPECT_EQ(edtf_days(text), std::nullopt) << text;
  }
}

TEST(Edtf, CountsDaysBothWays) {
  for (std::int64_t day = -1'000'000; day < 1'000'000; day += 97) {
    const CivilDate date = date_of(day);
    ASSERT_EQ(day_of(date.year, date.month, date.day), day);
    ASSERT_LE(date.day, days_in_month(date.year, date.month));
  }
}

TEST(Edtf, TellsWhetherRangesMeet) {
  EXPECT_TRUE(edtf_days("2024")->overlaps(*edtf_days("2024-03-15")));
  EXPECT_FALSE(edtf_days("2023")->overlaps(*edtf_days("2024-03-15")));
  EXPECT_TRUE(edtf_days("XXXX-03-15")->overlaps(*edtf_days("1999")));
}

}  // namespace
}  // namespace factgraph
