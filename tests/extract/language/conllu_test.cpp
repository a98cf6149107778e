#include "extract/language/conllu.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "core/error.h"

namespace factgraph {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::ThrowsMessage;

std::vector<ConlluDocument> read(const std::string& conllu) {
  std::istringstream input(conllu);
  return read_conllu(input, "some.conllu");
}

std::string write(const ConlluDocument& document) {
  std::ostringstream output;
  write_conllu(output, document.id, document.text, document.annotation);
  return output.str();
}

// A word line with everything known; fields are separated by spaces.
std::string word(const std::string& id, const std::string& form, const std::string& head,
                 const std::string& deprel = "dep", const std::string& misc = "_") {
  return fmt::format("{}\t{}\tlemma\tNOUN\tNN\t_\t{}\t{}\t_\t{}\n", id, form, head, deprel, misc);
}

std::string bare(const std::string& id, const std::string& form, const std::string& misc = "_") {
  return fmt::format("{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}\n", id, form, misc);
}

std::vector<std::string_view> slices(const ConlluDocument& document, std::size_t sentence = 0) {
  std::vector<std::string_view> slices;
  for (const Token& token : document.annotation.sentences.at(sentence).tokens) {
    slices.push_back(document.text.slice(token.span));
  }
  return slices;
}

void expect_error(const std::string& conllu, const std::string& place, const std::string& what) {
  EXPECT_THAT([&] { (void)read(conllu); },
              ThrowsMessage<InputError>(AllOf(StartsWith("some.conllu:" + place + ": "), HasSubstr(what))))
      << conllu;
}

constexpr std::string_view kTwoDocuments =
    "# newdoc id = first\n"
    "# sent_id = 1\n"
    "# text = Zoë doesn't care.\n"
    "1\tZoë\tZoë\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t4:nsubj\t_\n"
    "2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_\n"
    "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
    "3.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t0:root\t_\n"
    "4\tcare\tcare\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
    "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n"
    "\n"
    "# newpar\n"
    "# text = Fine\n"
    "1\tFine\tfine\tADJ\tJJ\t_\t0\troot\t_\t_\n"
    "\n"
    "# text = Next\n"
    "1\tNext\tnext\tADV\tRB\t_\t0\troot\t_\t_\n"
    "\n"
    "# newdoc id = second\n"
    "# text = End\n"
    "1\tEnd\tend\tNOUN\tNN\t_\t0\troot\t_\t_\n";

TEST(ReadConllu, JoinsSentencesIntoTextWithSpansInCodePoints) {
  const auto documents = read(std::string(kTwoDocuments));
  ASSERT_THAT(documents, SizeIs(2));
  EXPECT_EQ(documents[0].id, "first");
  EXPECT_EQ(documents[0].text.utf8(), "Zoë doesn't care.\n\nFine Next");
  EXPECT_EQ(documents[1].id, "second");
  EXPECT_EQ(documents[1].text.utf8(), "End");
  ASSERT_THAT(documents[0].annotation.sentences, SizeIs(3));
  EXPECT_THAT(slices(documents[0]), ElementsAre("Zoë", "does", "n't", "care", "."));
  EXPECT_EQ(documents[0].annotation.sentences[0].span, (Span{0, 17}));
  EXPECT_EQ(documents[0].annotation.sentences[1].span, (Span{19, 23}));
}

TEST(ReadConllu, ReadsTagsAndTree) {
  const auto documents = read(std::string(kTwoDocuments));
  const Sentence& sentence = documents.at(0).annotation.sentences.at(0);
  EXPECT_TRUE(sentence.tagged);
  EXPECT_TRUE(sentence.parsed);
  EXPECT_EQ(sentence.tokens[2].lemma, "not");
  EXPECT_EQ(sentence.tokens[2].upos, Upos::kPart);
  EXPECT_EQ(sentence.tokens[1].xpos, Xpos::kVbz);
  EXPECT_EQ(sentence.tokens[0].head, 3);
  EXPECT_EQ(sentence.tokens[0].deprel, Deprel::kNsubj);
  EXPECT_EQ(sentence.tokens[3].head, Token::kNoHead);
}

TEST(ReadConllu, WordsThatDoNotMakeUpTheirTokenShareItsSpan) {
  const auto documents =
      read("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n" + bare("1", "de") + bare("2", "le") + bare("3", "!"));
  EXPECT_EQ(documents.at(0).text.utf8(), "du!");
  EXPECT_THAT(slices(documents[0]), ElementsAre("du", "du", "!"));
  EXPECT_EQ(documents[0].annotation.sentences[0].tokens[1].form, "le");
}

TEST(ReadConllu, FormsMakeTheTextWhereThereIsNone) {
  const auto documents = read(bare("1", "10 000", "SpaceAfter=No|Gloss=x") + bare("2", "€") + bare("3", "_"));
  EXPECT_EQ(documents.at(0).text.utf8(), "10 000€ _");
  EXPECT_EQ(documents[0].id, "");
}

TEST(ReadConllu, TellsWhatTheFileLeftOpen) {
  const auto documents = read(bare("1", "Birds") + bare("2", "sing") + "\n" + word("1", "Birds", "_") +
                              word("2", "sing", "0", "root") + "\n" + word("1", "Sing", "0", "root"));
  const auto& sentences = documents.at(0).annotation.sentences;
  EXPECT_FALSE(sentences[0].tagged);
  EXPECT_FALSE(sentences[0].parsed);
  EXPECT_THAT(sentences[0].tokens[0].lemma, IsEmpty());
  EXPECT_TRUE(sentences[1].tagged);
  EXPECT_FALSE(sentences[1].parsed);
  EXPECT_EQ(sentences[1].tokens[1].head, Token::kNoHead);
  EXPECT_TRUE(sentences[2].parsed);
}

TEST(ReadConllu, TakesWindowsNewlinesAndAByteOrderMark) {
  const auto documents = read("\xEF\xBB\xBF# newdoc id = w\r\n1\tYes\t_\t_\t_\t_\t_\t_\t_\t_\r\n\r\n");
  ASSERT_THAT(documents, SizeIs(1));
  EXPECT_EQ(documents[0].id, "w");
  EXPECT_EQ(documents[0].text.utf8(), "Yes");
}

TEST(ReadConllu, AnEmptyFileHoldsNoDocument) {
  EXPECT_THAT(read(""), IsEmpty());
  EXPECT_THAT(read("\n\n# a comment\n"), IsEmpty());
  EXPECT_THAT(read("# newdoc id = empty\n"), SizeIs(1));
}

TEST(ReadConllu, NamesTheLineOfAMalformedWord) {
  expect_error("\n1\tfew\tcolumns\n", "2", "fewer columns");
  expect_error("1\ta\t_\t_\t_\t_\t_\t_\t_\t_\textra\n", "1", "more columns");
  expect_error("1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", "1", "column 2 is empty");
  expect_error(bare("1", "a") + bare("3", "b"), "2", "2 comes next");
  expect_error(bare("x", "a"), "1", "1 comes next");
  expect_error(bare("99999999999999999999", "a"), "1", "1 comes next");
  expect_error(bare("2-1", "a"), "1", "out of place");
  expect_error(bare("1-2", "ab") + bare("1-2", "ab"), "2", "out of place");
  expect_error("# c\n" + bare("1-3", "abc") + bare("1", "a") + "\n", "2", "inside a multiword token");
  expect_error(bare("1-4294967295", "a") + bare("1", "a"), "1", "inside a multiword token");
  expect_error(bare("4.1", "a"), "1", "out of place");
  expect_error("1\ta\t_\tTHING\t_\t_\t_\t_\t_\t_\n", "1", "'THING'");
  expect_error(word("1", "a", "0", "nonsense"), "1", "'nonsense'");
  expect_error("# newdoc id = a\n" + bare("1", "a") + "# newdoc id = b\n", "3", "inside a sentence");
  expect_error(bare("1", "\xFF"), "1", "invalid UTF-8 at byte 2");
  expect_error(bare("1", std::string(1, '\0')), "1", "NUL");
}

TEST(ReadConllu, NamesTheLineOfWordsThatAreNotInTheText) {
  expect_error("# text = one two\n" + bare("1", "one") + bare("2", "three"), "3", "'three'");
  expect_error("# text = one\n" + bare("1", "one") + bare("2", "two"), "3", "'two'");
  expect_error("# text = one two\n" + bare("1", "one"), "2", "' two'");
}

TEST(ReadConllu, NamesTheLineOfAMalformedTree) {
  expect_error(word("1", "a", "2"), "1", "head 2 of 1");
  expect_error(word("1", "a", "minus"), "1", "'minus'");
  expect_error(word("1", "a", "0") + word("2", "b", "0"), "2", "second root");
  expect_error(word("1", "a", "2") + word("2", "b", "1"), "1", "no root");
  expect_error(word("1", "a", "0") + word("2", "b", "3") + word("3", "c", "4") + word("4", "d", "2"), "2",
               "its own ancestor");
  expect_error(word("1", "a", "0") + word("2", "b", "2"), "2", "its own ancestor");
}

TEST(ReadConllu, ReadsATreeDeeperThanAnyStack) {
  constexpr int kWords = 200000;
  std::string chain;
  for (int i = 1; i <= kWords; ++i) chain += word(std::to_string(i), "w", std::to_string(i == kWords ? 0 : i + 1));
  const auto documents = read(chain);
  EXPECT_TRUE(documents.at(0).annotation.sentences.at(0).parsed);
}

TEST(WriteConllu, ReadsBackTheSame) {
  for (const ConlluDocument& document : read(std::string(kTwoDocuments))) {
    const std::string first = write(document);
    const auto again = read(first);
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].id, document.id);
    EXPECT_EQ(again[0].text, document.text);
    EXPECT_EQ(write(again[0]), first);
    EXPECT_EQ(slices(again[0]), slices(document));
  }
}

TEST(WriteConllu, WritesEveryColumnItKnows) {
  const std::string conllu = write(read(std::string(kTwoDocuments)).at(0));
  EXPECT_THAT(conllu, StartsWith("# newdoc id = first\n# sent_id = first-1\n# text = Zoë doesn't care.\n"
                                 "1\tZoë\tZoë\tPROPN\tNNP\t_\t4\tnsubj\t_\t_\n"
                                 "2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\tSpaceAfter=No\n"));
  EXPECT_THAT(conllu, HasSubstr("\n# newpar\n# sent_id = first-2\n# text = Fine\n"));
}

TEST(WriteConllu, WordsThatShareASpanBecomeAMultiwordToken) {
  const std::string conllu =
      "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n" + bare("1", "de") + bare("2", "le") + bare("3", "!");
  EXPECT_EQ(write(read(conllu).at(0)), "# newdoc\n# sent_id = 1\n# text = du!\n" + conllu + "\n");
}

TEST(WriteConllu, KeepsLinesWhole) {
  ConlluDocument document;
  document.id = "two\nlines";
  document.text = Text("a\tb\n c");
  Sentence sentence;
  sentence.span = {0, 6};
  sentence.tokens.resize(2);
  sentence.tokens[0].span = {0, 3};
  sentence.tokens[0].form = "a\tb";
  sentence.tokens[1].span = {5, 6};
  sentence.tokens[1].form = "c";
  document.annotation.sentences.push_back(sentence);
  EXPECT_EQ(write(document), "# newdoc id = two lines\n# sent_id = two lines-1\n# text = a b c\n" + bare("1", "a b") +
                                 bare("2", "c") + "\n");
}

// Whatever bytes come in, reading gives documents whose spans hold, or an InputError.
TEST(ReadConllu, NeverBreaksOnDamagedFiles) {
  std::mt19937 random(20240315);
  const std::string good(kTwoDocuments);
  const std::string_view alphabet = "\t\n\r#-.=_0123456789 aé";
  std::size_t readable = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string bad = good;
    for (int edit = 1 + static_cast<int>(random() % 3); edit > 0; --edit) {
      const std::size_t at = random() % bad.size();
      const char c = random() % 8 == 0 ? static_cast<char>(random() % 256) : alphabet[random() % alphabet.size()];
      switch (random() % 3) {
        case 0:
          bad[at] = c;
          break;
        case 1:
          bad.insert(at, 1, c);
          break;
        default:
          bad.erase(at, 1 + random() % 5);
      }
    }
    try {
      for (const ConlluDocument& document : read(bad)) {
        const std::string text = document.text.utf8();
        for (std::size_t s = 0; s < document.annotation.sentences.size(); ++s) (void)slices(document, s);
        EXPECT_NO_THROW((void)read(write(document))) << bad;
      }
      ++readable;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), StartsWith("some.conllu:"));
    }
  }
  EXPECT_GT(readable, 100U);
  EXPECT_LT(readable, 3900U);
}

}  // namespace
}  // namespace factgraph
