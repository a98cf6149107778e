#include "extract/times.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/edtf.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Tagged {
  Document document;
  Annotation annotation;
};

// Sentences on lines, words parted by spaces, with a tag after "_" where it matters ("met_VBD"): capitalised words are
// names, others nouns.
Tagged tagged(const std::string& lines, const std::string& published) {
  Tagged out;
  out.document.published = published;
  std::string text;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    Sentence sentence;
    sentence.tagged = true;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      Token token;
      token.upos = word[0] >= 'A' && word[0] <= 'Z' ? Upos::kPropn : Upos::kNoun;
      token.xpos = Xpos::kNn;
      if (const std::size_t tag = word.find('_'); tag != std::string::npos) {
        token.xpos = parse_xpos(word.substr(tag + 1)).value();
        if (token.xpos == Xpos::kDt) token.upos = Upos::kDet;
        word.resize(tag);
      }
      token.form = word;
      token.lemma = word;
      const auto start = static_cast<std::uint32_t>(Text(text).size());
      text += word;
      token.span = {start, static_cast<std::uint32_t>(Text(text).size())};
      text += ' ';
      sentence.tokens.push_back(token);
    }
    sentence.span = {sentence.tokens.front().span.start, sentence.tokens.back().span.end};
    out.annotation.sentences.push_back(sentence);
  }
  out.document.text = Text(text);
  return out;
}

// "words = edtf" of every expression.
std::vector<std::string> times(const std::string& lines, const std::string& published = "2024-03-16") {
  const Tagged text = tagged(lines, published);
  std::vector<std::string> out;
  for (const TimeExpression& time : find_times(text.document, text.annotation)) {
    const std::vector<Token>& tokens = text.annotation.sentences[time.sentence].tokens;
    const Span span{tokens[time.first].span.start, tokens[time.last - 1].span.end};
    out.push_back(std::string(text.document.text.slice(span)) + " = " + time.edtf);
  }
  return out;
}

TEST(Times, ReadDatesAsTheyStand) {
  EXPECT_THAT(times("It opened_VBD on 15 March 2024 and on March 15 , 2024 ."),
              ElementsAre("15 March 2024 = 2024-03-15", "March 15 , 2024 = 2024-03-15"));
  EXPECT_THAT(times("Friday , March 15 , 2024"), ElementsAre("Friday , March 15 , 2024 = 2024-03-15"));
  EXPECT_THAT(times("on the 15th of March 2023"), ElementsAre("15th of March 2023 = 2023-03-15"));
  EXPECT_THAT(times("on 2023-11-02 and 15/03/2023 but not 04/05/2023"),
              ElementsAre("2023-11-02 = 2023-11-02", "15/03/2023 = 2023-03-15"));
  EXPECT_THAT(times("in September 2022 , in Sept. 2021"),
              ElementsAre("September 2022 = 2022-09", "Sept. 2021 = 2021-09"));
}

TEST(Times, ReadYearsOnlyWhereTheyAreYears) {
  EXPECT_THAT(times("founded in 1998 ( 1998 ) , the_DT 2022 Elections"),
              ElementsAre("1998 = 1998", "1998 = 1998", "2022 = 2022"));
  EXPECT_THAT(times("it sold 1998 tickets_NNS to 2000 people_NNS in Room 1950"), IsEmpty());
}

TEST(Times, ReadDecadesCenturiesAndPartsOfYears) {
  EXPECT_THAT(times("in the 1990s , the 19th century , the fifth century BC"),
              ElementsAre("1990s = 199X", "19th century = 18XX", "fifth century BC = -04XX"));
  EXPECT_THAT(times("spring 2023 , the fall of 2019 , the first quarter of 2024 , Q3 2023 , the second half of 2021"),
              ElementsAre("spring 2023 = 2023-21", "fall of 2019 = 2019-23", "first quarter of 2024 = 2024-33",
                          "Q3 2023 = 2023-35", "second half of 2021 = 2021-41"));
}

TEST(Times, ReadRanges) {
  EXPECT_THAT(times("from 2006 to 2010 , 2011–2013 , 2014 – 2016 , 2019-20"),
              ElementsAre("2006 to 2010 = 2006/2010", "2011–2013 = 2011/2013", "2014 – 2016 = 2014/2016",
                          "2019-20 = 2019/2020"));
  EXPECT_THAT(times("between May and July 2021"), ElementsAre("May and July 2021 = 2021-05/2021-07"));
  EXPECT_THAT(times("March 3 - 5 , 2021 and 3 - 5 March 2022"),
              ElementsAre("March 3 - 5 , 2021 = 2021-03-03/2021-03-05", "3 - 5 March 2022 = 2022-03-03/2022-03-05"));
  EXPECT_THAT(times("from November 2020 to February 2021"),
              ElementsAre("November 2020 to February 2021 = 2020-11/2021-02"));
}

TEST(Times, ReadMiddlesShortYearsAndFeasts) {
  EXPECT_THAT(times("in the mid-1990s , by mid-2024 , in mid-June 2023 , in fiscal 2022"),
              ElementsAre("mid-1990s = 199X", "mid-2024 = 2024", "mid-June 2023 = 2023-06", "2022 = 2022"));
  EXPECT_THAT(times("in June '95 and March ’31"), ElementsAre("June '95 = 1995-06", "March ’31 = 1931-03"));
  EXPECT_THAT(times("from 1914-18"), ElementsAre("1914-18 = 1914/1918"));
  EXPECT_THAT(times("on Christmas Day 2022 and on New Year 's Eve , 1999"),
              ElementsAre("Christmas Day 2022 = 2022-12-25", "New Year 's Eve , 1999 = 1999-12-31"));
}

TEST(Times, KeepThatAYearIsRough) {
  EXPECT_THAT(times("built c. 1840 and sold around 1850"), ElementsAre("1840 = 1840~", "1850 = 1850~"));
}

TEST(Times, FindTheYearOfADay) {
  EXPECT_THAT(times("She spoke_VBD on March 15 ."), ElementsAre("March 15 = 2024-03-15"));
  EXPECT_THAT(times("She spoke_VBD on December 20 and in May ."),
              ElementsAre("December 20 = 2023-12-20", "May = 2023-05"));
  EXPECT_THAT(times("She will speak on December 20 ."), ElementsAre("December 20 = 2024-12-20"));
  EXPECT_THAT(times("The fair is to open_VB on January 5 ."), ElementsAre("January 5 = 2025-01-05"));
  EXPECT_THAT(times("She spoke_VBD on March 15 .", ""), ElementsAre("March 15 = XXXX-03-15"));
  EXPECT_THAT(times("He moved_VBD there in 1987 .\nOn March 15 he died_VBD ."),
              ElementsAre("1987 = 1987", "March 15 = 1987-03-15"));
}

TEST(Times, FindWeekdaysFromTheDayOfPublication) {  // a Saturday
  EXPECT_THAT(times("On Tuesday she spoke_VBD , and last Saturday ."),
              ElementsAre("Tuesday = 2024-03-12", "last Saturday = 2024-03-09"));
  EXPECT_THAT(times("She said_VBD on Friday that it will open on Monday ."),
              ElementsAre("Friday = 2024-03-15", "Monday = 2024-03-18"));
  EXPECT_THAT(times("next Friday evening"), ElementsAre("next Friday evening = 2024-03-22"));
  EXPECT_THAT(times("It began_VBD on March 5 .\nI came_VBD back the next Tuesday ."),
              ElementsAre("March 5 = 2024-03-05", "next Tuesday = 2024-03-12"));
  EXPECT_THAT(times("on Good Friday and every Monday"), IsEmpty());
}

TEST(Times, FindRelativeTimes) {
  EXPECT_THAT(
      times("today , yesterday , last night , tomorrow"),
      ElementsAre("today = 2024-03-16", "yesterday = 2024-03-15", "last night = 2024-03-15", "tomorrow = 2024-03-17"));
  EXPECT_THAT(times("last year , next month , this week , last weekend , last summer , last March"),
              ElementsAre("last year = 2023", "next month = 2024-04", "this week = 2024-03-11/2024-03-17",
                          "last weekend = 2024-03-09/2024-03-10", "last summer = 2023-22", "last March = 2023-03"));
  EXPECT_THAT(times("two days ago , three weeks ago , a year ago , 15 months ago"),
              ElementsAre("two days ago = 2024-03-14", "three weeks ago = 2024-02-24~", "a year ago = 2023",
                          "15 months ago = 2022-12"));
  EXPECT_THAT(times("It will open in three years ."), ElementsAre("in three years = 2027"));
  EXPECT_THAT(times("the past two years , the past decade , in the three years to 2022"),
              ElementsAre("past two years = 2022/2024", "past decade = 2014/2024", "three years to 2022 = 2019/2022"));
  EXPECT_THAT(times("the first half of next year , the third quarter of last year"),
              ElementsAre("first half of next year = 2025-40", "third quarter of last year = 2023-35"));
}

TEST(Times, FindWhatFollowsTheExpressionBefore) {
  EXPECT_THAT(times("It opened_VBD on May 30 , 2010 and closed_VBD two days later .", ""),
              ElementsAre("May 30 , 2010 = 2010-05-30", "two days later = 2010-06-01"));
  EXPECT_THAT(times("He came_VBD in 1987 and left_VBD the following year .\nThat year it rained_VBD .", ""),
              ElementsAre("1987 = 1987", "the following year = 1988", "That year = 1988"));
}

TEST(Times, LeaveOutWhatHasNoAnchor) {
  EXPECT_THAT(times("On Tuesday , yesterday , last year , two weeks ago , the following day", ""), IsEmpty());
  EXPECT_THAT(times("last year , on Tuesday", "2024"), ElementsAre("last year = 2023"));
}

TEST(Times, LeaveNamesAlone) {
  Tagged text = tagged("May said that Windows 2000 and the March Hare will march in Sun City", "2024-03-16");
  EXPECT_TRUE(find_times(text.document, text.annotation).empty());
  text = tagged("She moved_VBD from Studio 1984 to the house in 1984", "2024-03-16");
  text.annotation.sentences[0].names.push_back({3, 5, NameType::kOrganization, 1.0F});
  const auto found = find_times(text.document, text.annotation);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 9U);
}

TEST(Times, AreSoundForAnyWords) {
  const std::vector<std::string> words = {
      "March",     "May",     "15",   "31",       "30",         "2024",    "1998",     "1990s",  "Tuesday",
      "last",      "next",    "the",  "-",        "–",          "to",      "from",     "and",    "of",
      "in",        "between", "year", "month",    "week",       "day",     "ago",      "later",  "two",
      "following", "century", "19th", "BC",       "first",      "quarter", "half",     "summer", ",",
      "(",         ")",       "will", "said_VBD", "2024-02-30", "29",      "February", "that",   "same",
      "0",         "999",     "2100", "1100",     "decade",     "decades", "earlier",  "years",  "500",
      "Q4",        "'s",      "this", "weekend",  "past",       "on",      "until"};
  const std::vector<std::string> dates = {"", "2024", "2024-01", "2024-02-29", "1990-12-31", "199X", "soon"};
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string lines;
    for (std::size_t n = 1 + random() % 40; n > 0; --n) {
      lines += words[random() % words.size()] + (random() % 9 == 0 ? "\n" : " ");
    }
    const Tagged text = tagged(lines, dates[random() % dates.size()]);
    std::uint32_t sentence = 0;
    std::uint32_t reach = 0;
    for (const TimeExpression& time : find_times(text.document, text.annotation)) {
      if (time.sentence != sentence) reach = 0;
      ASSERT_GE(time.sentence, sentence);
      sentence = time.sentence;
      ASSERT_LE(reach, time.first);
      ASSERT_LT(time.first, time.last);
      ASSERT_LE(time.last, text.annotation.sentences[sentence].tokens.size());
      reach = time.last;
      ASSERT_TRUE(edtf_days(time.edtf).has_value()) << time.edtf << " in " << lines;
    }
  }
}

}  // namespace
}  // namespace factgraph
