#include "export/dot_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace factgraph {
namespace {

std::string appended(void (*append)(std::string&, std::string_view), std::string_view text) {
  std::string out;
  append(out, text);
  return out;
}
std::string dot_exact(std::string_view text) { return appended(append_dot_exact, text); }
std::string dot_label(std::string_view text) { return appended(append_dot_label, text); }

TEST(DotExact, DoublesBackslashesAndQuotesQuotes) {
  EXPECT_EQ(dot_exact("C:\\dir\\"), R"("C:\\dir\\")");
  EXPECT_EQ(dot_exact("a \"b\"\nc\r"), R"("a \"b\"\nc\r")");
  EXPECT_EQ(dot_exact("&amp;"), R"("&amp;")");
}

TEST(DotExact, ReplacesWhatIsNotTextInCgraph) {
  EXPECT_EQ(dot_exact(std::string("a\0b", 3)),
            "\"a\xef\xbf\xbd"
            "b\"");
  EXPECT_EQ(dot_exact("a\xff\xc3"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST(DotLabel, EscapesAnAmpersandOnlyWhereItWouldBeRead) {
  EXPECT_EQ(dot_label("R&D"), R"("R&D")");
  EXPECT_EQ(dot_label("a & b; c"), R"("a & b; c")");
  EXPECT_EQ(dot_label("&lt; and &#65;"), R"("&amp;lt; and &amp;#65;")");
}

TEST(DotMarkup, EscapesMarkupAndDropsControls) { EXPECT_EQ(dot_markup("<b>&\"\n\x01"), "&lt;b&gt;&amp;&quot;<BR/>"); }

TEST(Legible, IsOneLineWithoutInvisibleTurns) {
  EXPECT_EQ(legible("  a \n\t b\x01\x7f "), "a b");
  EXPECT_EQ(legible("x\xe2\x80\xaey\xe2\x81\xa6z"), "xyz");
  EXPECT_EQ(legible("a\xe2\x80\xa8"
                    "b"),
            "a b");  // line separator
  EXPECT_EQ(legible(""), "");
}

TEST(Clip, CutsBetweenCharacters) {
  EXPECT_EQ(clip("Östersund", 9), "Östersund");
  EXPECT_EQ(clip("Östersund", 4), "Öst…");
  EXPECT_EQ(clip("one two", 5), "one…");  // no space before the ellipsis
  EXPECT_EQ(clip("e\xcc\x81"
                 "e\xcc\x81"
                 "e\xcc\x81",
                 3),
            "e\xcc\x81"
            "e\xcc\x81"
            "e\xcc\x81");
  EXPECT_EQ(clip("e\xcc\x81"
                 "e\xcc\x81"
                 "e\xcc\x81",
                 2),
            "e\xcc\x81…");
  EXPECT_EQ(clip("", 0), "");
  EXPECT_EQ(clip("ab", 1), "…");
}

TEST(Wrap, FillsLinesEvenly) {
  EXPECT_EQ(wrap("Kassym-Jomart Tokayev", 18), "Kassym-Jomart\nTokayev");
  EXPECT_EQ(wrap("short", 18), "short");
  EXPECT_EQ(wrap("a b c d e f", 5), "a b c\nd e f");
  EXPECT_EQ(wrap("one two three four", 14), "one two\nthree four");
  EXPECT_EQ(wrap("", 5), "");
  EXPECT_EQ(wrap("unbreakable-word x", 4), "unbreakable-word\nx");
  EXPECT_EQ(wrap("žluťoučký kůň", 9), "žluťoučký\nkůň");
}

}  // namespace
}  // namespace factgraph
