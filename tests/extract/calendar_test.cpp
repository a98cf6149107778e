#include "extract/calendar.h"

#include <gtest/gtest.h>

namespace factgraph {
namespace {

TEST(ParseDate, ReadsTheCommonForms) {
  for (const char* text : {"2024-03-15", "2024-03-15T18:30:00Z", "2024-03-15 18:30", "2024/03/15", "15 March 2024",
                           "March 15, 2024", "Mar. 15th, 2024", "Friday, March 15, 2024",
                           "Fri, 15 Mar 2024 10:00:00 +0000", "15 March 2024 at 10:30 am", "15/03/2024", "03/15/2024",
                           "15.03.2024", "15 march 2024, 9am GMT", " MARCH 15, 2024 ", "the 15th of March 2024"}) {
    EXPECT_EQ(parse_date(text), "2024-03-15") << text;
  }
  EXPECT_EQ(parse_date("March 2024"), "2024-03");
  EXPECT_EQ(parse_date("2024"), "2024");
}

TEST(ParseDate, RefusesWhatIsNoDateOrNotClear) {
  for (const char* text : {"", "soon", "04/05/2024", "March 15", "32 March 2024", "30 February 2024", "15 March 2024 x",
                           "March", "10:30", "2024-13-01", "In March 2024 the boats sailed"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(CalendarWords, AreKnownWholeAndShort) {
  EXPECT_EQ(parse_month("Sept."), 9);
  EXPECT_EQ(parse_month("may"), 5);
  EXPECT_EQ(parse_month("Marching"), std::nullopt);
  EXPECT_EQ(parse_month("Marc"), std::nullopt);
  EXPECT_EQ(parse_weekday("Thurs."), 3);
  EXPECT_EQ(parse_weekday("Sunday"), 6);
  EXPECT_EQ(parse_day_number("31st"), 31);
  EXPECT_EQ(parse_day_number("32"), std::nullopt);
  EXPECT_EQ(parse_year_number("1998"), 1998);
  EXPECT_EQ(parse_year_number("998"), std::nullopt);
}

}  // namespace
}  // namespace factgraph
