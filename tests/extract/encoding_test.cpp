#include "extract/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/error.h"
#include "core/text.h"

namespace factgraph {
namespace {

using ::testing::HasSubstr;

TEST(DecodeText, MakesLineEndsOne) { EXPECT_EQ(decode_text("a\r\nb\rc\fd\n", "x"), "a\nb\nc\nd\n"); }

TEST(DecodeText, MarksStrayControlCharacters) { EXPECT_EQ(decode_text("a\x07tab\tb", "x"), "a\xEF\xBF\xBDtab\tb"); }

TEST(DecodeText, KeepsUtf8ThatIsDamagedInFewPlaces) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "naïve café ";
  EXPECT_EQ(decode_text(text + "\xC3", "x"), text + "\xEF\xBF\xBD");
}

TEST(DecodeText, TakesStrayBytesForWindows1252) {
  EXPECT_EQ(decode_text("a \x93quoted\x94 caf\xE9 \x80", "x"), "a “quoted” café €");
}

TEST(DecodeText, PrefersWhatThePageDeclares) {
  EXPECT_EQ(decode_text("\xA3\xF3"
                        "d\xBC",
                        "x", "iso-8859-2"),
            "Łódź");
  EXPECT_EQ(decode_text("caf\xE9", "x", "no-such-charset"), "café");
}

TEST(DecodeText, NamesWhatIsNoText) {
  try {
    static_cast<void>(decode_text(std::string("PK\x03\x04 rest"), "a.docx"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("a.docx: not text (ZIP"));
  }
}

TEST(DecodeText, GivesTextOrAnErrorForAnyBytes) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    const unsigned range = round % 2 == 0 ? 256 : 160;
    for (std::size_t n = random() % 200; n > 0; --n) bytes.push_back(static_cast<char>(96 + random() % range));
    if (round % 5 == 0) bytes.insert(0, "\xFF\xFE");
    try {
      static_cast<void>(Text(decode_text(bytes, "x")));
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("x: not text"));
    }
  }
}

TEST(CleanText, KeepsEveryOffset) {
  const std::string text("a\r\nb\rc\0d\fe\x1f", 11);
  const Text cleaned(clean_text(text));
  EXPECT_EQ(cleaned.size(), 11U);
  EXPECT_EQ(cleaned.utf8(),
            "a \nb\nc\xEF\xBF\xBD"
            "d\ne\xEF\xBF\xBD");
}

}  // namespace
}  // namespace factgraph
