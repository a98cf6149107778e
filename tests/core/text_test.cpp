#include "core/text.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace factgraph {
namespace {

TEST(Text, CountsCodePointsNotBytes) {
  const Text text("Kurultai – “да”");
  EXPECT_EQ(text.size(), 15U);
  EXPECT_EQ(text.slice({9, 10}), "–");
  EXPECT_EQ(text.slice({12, 14}), "да");
}

TEST(Text, OffsetsAndBytesAreInverse) {
  for (const char* words : {"", "plain", "naïve – ok", "🙂a🙂"}) {
    const Text text(words);
    for (std::uint32_t i = 0; i <= text.size(); ++i) EXPECT_EQ(text.offset_of(text.byte_of(i)), i) << words;
  }
}

TEST(Text, OffsetOfAByteInsideACharacterIsThatCharacter) { EXPECT_EQ(Text("a🙂b").offset_of(3), 1U); }

TEST(Text, RefusesInvalidUtf8WithItsPlace) {
  try {
    const Text text("abc\xff");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "invalid UTF-8 at byte 3");
  }
  EXPECT_THROW(Text(std::string("a\0b", 3)), InputError);
  EXPECT_THROW(Text("\xed\xa0\x80"), InputError);  // a lone surrogate
}

TEST(Text, RefusesSpansPastTheEnd) {
  const Text text("abc");
  EXPECT_THROW((void)text.slice({2, 4}), InputError);
  EXPECT_THROW((void)text.slice({2, 1}), InputError);
}

}  // namespace
}  // namespace factgraph
