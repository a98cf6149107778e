#include "extract/language/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "core/error.h"
#include "extract/language/embedded_models.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Tokenizer& shipped() {
  static const Tokenizer kTokenizer(ModelFile::view(embedded_model("tokenizer"), "tokenizer"));
  return kTokenizer;
}

std::vector<Sentence> tokenize(const Text& text) { return shipped().tokenize(text, {0, text.size()}); }

// The sentences of `text`, words separated by spaces.
std::vector<std::string> sentences(const std::string& text) {
  std::vector<std::string> lines;
  for (const Sentence& sentence : tokenize(Text(text))) {
    std::string& line = lines.emplace_back();
    for (const Token& token : sentence.tokens) {
      if (!line.empty()) line += ' ';
      line += token.form;
    }
  }
  return lines;
}

std::string words(const std::string& text) {
  std::string all;
  for (const std::string& sentence : sentences(text)) all += (all.empty() ? "" : " | ") + sentence;
  return all;
}

void append_utf8(std::string& text, char32_t c) {
  std::array<std::uint8_t, 4> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, c);
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

// A model that decides at random, to show what holds whatever was learned.
Tokenizer random_tokenizer(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::int16_t> weights(1U << 12U);
  ModelWriter writer("tokenizer", 1);
  for (const char* section : {"words", "sentences"}) {
    for (std::int16_t& weight : weights) weight = static_cast<std::int16_t>(static_cast<int>(random() % 2001) - 1000);
    writer.add_array<std::int16_t>(section, weights);
  }
  writer.add_lines("splits", std::array<std::string, 2>{"cannot 3", "ab 1"});
  const TemporaryFolder folder;
  writer.write(folder / "random.model");
  return Tokenizer(ModelFile::open(folder / "random.model"));
}

// Every character but white space lies in exactly one word, words lie in their sentence, and all in order.
void expect_whole(const Text& text, Span block, const std::vector<Sentence>& sentences) {
  std::uint32_t at = block.start;
  const auto expect_white = [&](std::uint32_t until) {
    for (; at < until; ++at) {
      const std::string_view bytes = text.slice({at, at + 1});
      UChar32 c = 0;
      std::size_t next = 0;
      U8_NEXT_UNSAFE(reinterpret_cast<const std::uint8_t*>(bytes.data()), next, c);
      ASSERT_TRUE(u_isUWhiteSpace(c)) << "character " << at << " is in no word";
    }
  };
  for (const Sentence& sentence : sentences) {
    ASSERT_FALSE(sentence.tokens.empty());
    ASSERT_LE(sentence.tokens.size(), Tokenizer::kMaxSentence);
    ASSERT_EQ(sentence.span.start, sentence.tokens.front().span.start);
    ASSERT_EQ(sentence.span.end, sentence.tokens.back().span.end);
    for (const Token& token : sentence.tokens) {
      ASSERT_LE(at, token.span.start);
      expect_white(token.span.start);
      ASSERT_LT(token.span.start, token.span.end);
      ASSERT_EQ(token.form, text.slice(token.span));
      at = token.span.end;
    }
  }
  ASSERT_LE(at, block.end);
  expect_white(block.end);
}

TEST(Tokenizer, SplitsContractionsFromTheirVerb) {
  EXPECT_EQ(words("She doesn't know; they can't and won't say."), "She does n't know ; they ca n't and wo n't say .");
  EXPECT_EQ(words("We cannot leave, I'm gonna stay."), "We can not leave , I 'm gon na stay .");
  EXPECT_EQ(words("It’s late and you’ll see we’ve tried."), "It ’s late and you ’ll see we ’ve tried .");
}

TEST(Tokenizer, ItsIsWholeBeforeACapital) { EXPECT_EQ(words("Its Airbus fleet grew."), "Its Airbus fleet grew ."); }

TEST(Tokenizer, SplitsPossessives) {
  EXPECT_EQ(words("The mayor's plan pleased the workers' union."), "The mayor 's plan pleased the workers ' union .");
  EXPECT_EQ(words("Kazakhstan’s capital grew."), "Kazakhstan ’s capital grew .");
}

TEST(Tokenizer, SplitsHyphenatedWordsAndRanges) {
  EXPECT_EQ(words("A long-term, state-owned plan."), "A long - term , state - owned plan .");
  EXPECT_EQ(words("The 15-year-old won 3-2."), "The 15 - year - old won 3 - 2 .");
  EXPECT_EQ(words("He sent an e-mail."), "He sent an e-mail .");
}

TEST(Tokenizer, KeepsNumbersWholeAndTheirSymbolsApart) {
  EXPECT_EQ(words("Shares rose 3.5% to $1,234.50 at 10:30."), "Shares rose 3.5 % to $ 1,234.50 at 10:30 .");
  EXPECT_EQ(words("It cost €20 in the 1990s."), "It cost € 20 in the 1990s .");
}

TEST(Tokenizer, KeepsAddressesAndHandlesWhole) {
  EXPECT_EQ(words("See https://example.org/a_b?c=d&e=(f), or ask desk@news.example.com."),
            "See https://example.org/a_b?c=d&e=(f) , or ask desk@news.example.com .");
  EXPECT_EQ(words("Visit www.example.com."), "Visit www.example.com .");
  EXPECT_EQ(words("Ask @some_one about #Reform2024 today."), "Ask @some_one about #Reform2024 today .");
}

TEST(Tokenizer, ReadsTypographicAndTypewriterQuotes) {
  EXPECT_EQ(words("“We agree,” she said."), "“ We agree , ” she said .");
  EXPECT_EQ(words("``We agree,'' she said."), "`` We agree , '' she said .");
  EXPECT_EQ(words("\"We agree,\" she said."), "\" We agree , \" she said .");
}

TEST(Tokenizer, KeepsEllipsesAndEmoticonsWhole) {
  EXPECT_EQ(words("Well... I do not know :)"), "Well ... I do not know :)");
  EXPECT_EQ(words("Well… perhaps."), "Well … perhaps .");
}

TEST(Tokenizer, AbbreviationsDoNotEndSentences) {
  EXPECT_THAT(sentences("Mr. Hill met Gen. Rowe and Lt. Col. Park on Jan. 5 in St. Louis."), SizeIs(1));
  EXPECT_THAT(sentences("The U.S. President flew to Washington, D.C. on Friday."), SizeIs(1));
  EXPECT_THAT(sentences("Acme Inc. shares fell at 5 p.m. on Tuesday, see No. 5 and Vol. 3."), SizeIs(1));
  EXPECT_THAT(sentences("The judges of Hill v. Park County met again."), SizeIs(1));
  EXPECT_THAT(sentences("Critics praised J. K. Rowling and George R. R. Martin."), SizeIs(1));
}

TEST(Tokenizer, AbbreviationsMayEndSentences) {
  EXPECT_THAT(sentences("She moved to the U.S. The weather pleased her."),
              ElementsAre("She moved to the U.S.", "The weather pleased her ."));
  EXPECT_THAT(sentences("Police came at 6 a.m. They left at 8 a.m. Monday with three men."),
              ElementsAre("Police came at 6 a.m.", "They left at 8 a.m. Monday with three men ."));
  EXPECT_THAT(sentences("He spoke to Martin Hill Jr. He learned nothing."),
              ElementsAre("He spoke to Martin Hill Jr.", "He learned nothing ."));
}

TEST(Tokenizer, AbbreviationsKeepTheirPeriodBeforeAComma) {
  EXPECT_EQ(words("Ann Lee, D-Mass., and Acme Inc., too."), "Ann Lee , D - Mass. , and Acme Inc. , too .");
}

TEST(Tokenizer, QuotationsEndWithTheirMark) {
  EXPECT_THAT(sentences("“It is over. We lost.” The room fell silent."),
              ElementsAre("“ It is over .", "We lost . ”", "The room fell silent ."));
  EXPECT_THAT(sentences("\"Stop!\" he shouted. Nobody moved."),
              ElementsAre("\" Stop ! \" he shouted .", "Nobody moved ."));
}

TEST(Tokenizer, NoSentenceStartsWithAMarkThatContinues) {
  EXPECT_THAT(sentences("Ann Lee of Erie , Pa. , left the board ."),
              ElementsAre("Ann Lee of Erie , Pa . , left the board ."));
  EXPECT_THAT(sentences("He called it “ an old song . ” They laughed ."),
              ElementsAre("He called it “ an old song . ”", "They laughed ."));
}

TEST(Tokenizer, AClosingBracketBelongsToItsSentence) {
  EXPECT_THAT(sentences("The vote failed. (Two members were away.) Talks go on."),
              ElementsAre("The vote failed .", "( Two members were away . )", "Talks go on ."));
  EXPECT_THAT(sentences("The head of the agency (FAA) Ann Lee resigned on Friday. It was late."), SizeIs(2));
}

TEST(Tokenizer, ADatelineOpensItsSentence) {
  EXPECT_THAT(sentences("ATYRAU – The president spoke on Friday. He thanked the delegates."),
              ElementsAre("ATYRAU – The president spoke on Friday .", "He thanked the delegates ."));
}

TEST(Tokenizer, AnEmptyLineEndsASentence) {
  EXPECT_THAT(sentences("Rain Expected Over The Coast\n\nThe rain began at noon"),
              ElementsAre("Rain Expected Over The Coast", "The rain began at noon"));
  EXPECT_THAT(sentences("one\r\n \t\r\ntwo"), SizeIs(2));
}

TEST(Tokenizer, AWrappedLineDoesNotEndASentence) {
  EXPECT_THAT(sentences("The delegates who had come from every region of the country to\n"
                        "the meeting listened to the president for more than an hour on\n"
                        "Friday before they went home."),
              SizeIs(1));
}

TEST(Tokenizer, AShortLineMayEndASentence) {
  EXPECT_THAT(sentences("Storm Batters Coast as Thousands Flee\n"
                        "A storm hit the coast on Monday and forced thousands of people from their homes.\n"
                        "- food\n"
                        "- water\n"
                        "Officials promised help."),
              ElementsAre("Storm Batters Coast as Thousands Flee",
                          "A storm hit the coast on Monday and forced thousands of people from their homes .", "- food",
                          "- water", "Officials promised help ."));
}

TEST(Tokenizer, ReadsOnlyItsBlock) {
  const Text text("Ignored. Zoë sang. Ignored.");
  const auto sentences = shipped().tokenize(text, {9, 18});
  ASSERT_THAT(sentences, SizeIs(1));
  EXPECT_EQ(sentences[0].span, (Span{9, 18}));
  EXPECT_EQ(sentences[0].tokens[0].form, "Zoë");
  EXPECT_EQ(sentences[0].tokens[1].span, (Span{13, 17}));
  EXPECT_THROW((void)shipped().tokenize(text, {9, 99}), InputError);
}

TEST(Tokenizer, WhiteSpaceHoldsNoSentence) {
  EXPECT_THAT(tokenize(Text()), IsEmpty());
  EXPECT_THAT(tokenize(Text(" \t\n\n\u00A0\u3000\u2028 ")), IsEmpty());
}

TEST(Tokenizer, AModelOfAnotherKindIsRefused) {
  const TemporaryFolder folder;
  ModelWriter("parser", 1).write(folder / "parser.model");
  EXPECT_THROW(Tokenizer(ModelFile::open(folder / "parser.model")), ModelError);
}

TEST(Tokenizer, AModelWithoutSenseIsRefused) {
  const TemporaryFolder folder;
  const auto open_with = [&folder](std::size_t weights, const std::string& split) {
    ModelWriter writer("tokenizer", 1);
    writer.add_array<std::int16_t>("words", std::vector<std::int16_t>(weights));
    writer.add_array<std::int16_t>("sentences", std::vector<std::int16_t>(weights));
    writer.add_lines("splits", std::array<std::string, 1>{split});
    writer.write(folder / "bad.model");
    return Tokenizer(ModelFile::open(folder / "bad.model"));
  };
  EXPECT_NO_THROW(open_with(4, "gonna 3"));
  EXPECT_THROW(open_with(3, "gonna 3"), ModelError);
  EXPECT_THROW(open_with(0, "gonna 3"), ModelError);
  EXPECT_THROW(open_with(4, "gonna"), ModelError);
  EXPECT_THROW(open_with(4, "gonna 5"), ModelError);
}

// Pieces that text is made of, ordinary and not.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> kPieces = {"a",
                                                   "ab",
                                                   "Word",
                                                   "WORD",
                                                   "don't",
                                                   "cannot",
                                                   "U.S.",
                                                   "Mr.",
                                                   "i.e.",
                                                   "12",
                                                   "1,234.5",
                                                   "3rd",
                                                   ".",
                                                   "...",
                                                   "?!",
                                                   ",",
                                                   ";",
                                                   ":",
                                                   "-",
                                                   "--",
                                                   "–",
                                                   "—",
                                                   "'",
                                                   "’",
                                                   "‘",
                                                   "\"",
                                                   "“",
                                                   "”",
                                                   "``",
                                                   "''",
                                                   "(",
                                                   ")",
                                                   "[",
                                                   "]",
                                                   "…",
                                                   "/",
                                                   "\\",
                                                   "@",
                                                   "#",
                                                   "@name",
                                                   "#tag",
                                                   "http://",
                                                   "www.",
                                                   "://",
                                                   "a@b.c",
                                                   ".com",
                                                   "x@",
                                                   "%",
                                                   "$",
                                                   "€",
                                                   " ",
                                                   "  ",
                                                   "\n",
                                                   "\n\n",
                                                   "\r\n",
                                                   "\t",
                                                   "\u00A0",
                                                   "\u200B",
                                                   "\u200D",
                                                   "\u00AD",
                                                   "\u202E",
                                                   "\uFEFF",
                                                   "e\u0301",
                                                   "\u0301",
                                                   "שלום",
                                                   "العربية",
                                                   "漢字",
                                                   "ไทย",
                                                   "😀",
                                                   "👍🏽",
                                                   "👩‍👩‍👧",
                                                   "🇰🇿",
                                                   "ß",
                                                   "İ",
                                                   "ŉ",
                                                   "\u0001",
                                                   "\u2028",
                                                   "<",
                                                   ">",
                                                   "*",
                                                   "_",
                                                   "=",
                                                   "+",
                                                   "~",
                                                   "^",
                                                   "|"};
  return kPieces;
}

TEST(Tokenizer, EveryCharacterLiesInOneWordWhateverTheModelSays) {
  std::mt19937 random(7);
  const std::vector<Tokenizer> tokenizers = [] {
    std::vector<Tokenizer> made;
    for (std::uint32_t seed = 0; seed < 4; ++seed) made.push_back(random_tokenizer(seed));
    made.emplace_back(ModelFile::view(embedded_model("tokenizer"), "tokenizer"));
    return made;
  }();
  for (int round = 0; round < 3000; ++round) {
    std::string utf8;
    for (std::size_t count = random() % 60; count > 0; --count) {
      if (random() % 10 == 0) {
        char32_t c = 0;
        do {
          c = 1 + random() % 0x10FFFF;
        } while (c >= 0xD800 && c <= 0xDFFF);
        append_utf8(utf8, c);
      } else {
        utf8 += pieces()[random() % pieces().size()];
      }
    }
    const Text text(utf8);
    const auto start = static_cast<std::uint32_t>(random() % (text.size() + 1));
    for (const Tokenizer& tokenizer : tokenizers) {
      for (const Span block : {Span{0, text.size()}, Span{start, text.size()}}) {
        SCOPED_TRACE(testing::Message() << "round " << round << ": " << utf8);
        expect_whole(text, block, tokenizer.tokenize(text, block));
        if (HasFatalFailure()) return;
      }
    }
  }
}

// Twice the text may take twice the time, not four times: each line here is one that careless code reads again and again.
TEST(Tokenizer, TakesLinearTimeOnAnything) {
  constexpr std::size_t kBytes = 1U << 18U;
  for (const std::string& piece : pieces()) {
    std::string utf8;
    while (utf8.size() < kBytes) utf8 += piece;
    const Text text(utf8);
    const auto start = std::chrono::steady_clock::now();
    const auto sentences = tokenize(text);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    EXPECT_LT(seconds.count(), 20.0) << piece;
    expect_whole(text, {0, text.size()}, sentences);
    if (HasFatalFailure()) FAIL() << piece;
  }
}

}  // namespace
}  // namespace factgraph
