#include "extract/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const fs::path kData = fs::path(FACTGRAPH_SOURCE_DIR) / "tests/data/readers";

std::vector<Input> read(const fs::path& path, const ReadOptions& options = {}) {
  std::vector<Input> out;
  read_inputs(path.string(), options, [&](Input input) { out.push_back(std::move(input)); });
  return out;
}

Document read_one(const fs::path& path) {
  auto inputs = read(path);
  EXPECT_EQ(inputs.size(), 1U) << path;
  return inputs.empty() ? Document{} : std::move(inputs.front().document);
}

std::vector<Document> read_stream(const std::string& bytes) {
  std::istringstream input(bytes);
  std::vector<Document> out;
  read_inputs(input, "standard input", {}, [&](Input in) { out.push_back(std::move(in.document)); });
  return out;
}

std::string error_of(const fs::path& path) {
  try {
    read(path);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string stream_error_of(const std::string& bytes) {
  try {
    read_stream(bytes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

// "prose: words" of every block.
std::vector<std::string> blocks_of(const Document& document) {
  const std::vector<std::string> kinds = {"prose", "heading", "caption", "byline", "boilerplate"};
  std::vector<std::string> out;
  for (const Block& block : document.blocks) {
    out.push_back(kinds[static_cast<std::size_t>(block.kind)] + ": " + std::string(document.text.slice(block.span)));
  }
  return out;
}

void write(const fs::path& path, const std::string& bytes) {
  fs::remove(path);  // quicker than to overwrite
  std::ofstream(path, std::ios::binary) << bytes;
}

TEST(Reader, ReadsPlainText) {
  const Document document = read_one(kData / "text/article.txt");
  EXPECT_EQ(document.uri, (kData / "text/article.txt").lexically_normal().generic_string());
  EXPECT_EQ(document.title, "Lake Council Opens Second Season in Marvik");
  EXPECT_EQ(document.author, "Ingrid Solheim");
  EXPECT_EQ(document.published, "2024-03-15");
  EXPECT_THAT(document.text.utf8(), HasSubstr("MARVIK – The Lake Council opened"));
  EXPECT_EQ(document.blocks.size(), 14U);
}

TEST(Reader, TakesTheArticleOutOfAPage) {
  const Document document = read_one(kData / "html/article.html");
  EXPECT_EQ(document.title, "Lake Council opens second season");
  EXPECT_EQ(document.author, "Ingrid Solheim");
  EXPECT_EQ(document.published, "2024-03-15");
  EXPECT_EQ(document.language, "en");
  EXPECT_THAT(
      blocks_of(document),
      ElementsAre("heading: Lake Council opens second season", "byline: By Ingrid Solheim | 15 March 2024",
                  "caption: Paula Renn in Marvik.",
                  "prose: The Lake Council opened its second season on Friday, said its chair Paula Renn. “We "
                  "start with the water,” she told reporters & guests.",
                  "prose: The harbour lost a third of its fish.", "prose: Oslund lost half.", "heading: Town | Boats",
                  "heading: Marvik | 41", "prose: Renn will travel to Oslund next week.\nShe returns",
                  "prose: on Monday with the plan."));
}

TEST(Reader, FindsTheContentOfAPageWithoutSemanticMarkup) {
  const Document document = read_one(kData / "html/plain.html");
  EXPECT_EQ(document.title, "Ferry notes");
  const auto blocks = blocks_of(document);
  ASSERT_EQ(blocks.size(), 4U);
  EXPECT_EQ(blocks[0], "heading: Ferry notes");
  EXPECT_EQ(blocks[3], "prose: Pets travel free.");
}

TEST(Reader, KnowsHtmlUnderAnotherName) {
  EXPECT_EQ(read_one(kData / "html/bare.txt").text, read_one(kData / "html/plain.html").text);
}

TEST(Reader, ReadsMarkdownAndItsFrontMatter) {
  const Document document = read_one(kData / "markdown/front_matter.md");
  EXPECT_EQ(document.title, "Lake Council: second season");
  EXPECT_EQ(document.author, "Ingrid Solheim");
  EXPECT_EQ(document.published, "2024-03-15");
  EXPECT_EQ(document.language, "en");
  EXPECT_THAT(blocks_of(document),
              ElementsAre("heading: Lake Council opens second season",
                          "prose: The Lake Council opened its second season on Friday, said Paula Renn.",
                          "prose: The harbour lost a third of its fish.", "prose: Oslund lost half.",
                          "prose: We start with the water."));
}

TEST(Reader, ReadsJsonLinesWithoutMovingOffsets) {
  const auto inputs = read(kData / "lines/articles.jsonl");
  ASSERT_EQ(inputs.size(), 2U);
  const Document& first = inputs[0].document;
  EXPECT_EQ(first.uri, "courier/1");
  EXPECT_EQ(first.title, "Ferry");
  EXPECT_EQ(first.published, "2024-03-15");
  EXPECT_EQ(first.language, "en");
  EXPECT_EQ(first.author, "Ingrid Solheim");
  EXPECT_EQ(first.text.utf8(), "The ferry left Marvik. \nNobody was\xEF\xBF\xBDhurt.");
  EXPECT_THAT(inputs[1].document.uri, HasSubstr("articles.jsonl#3"));
}

TEST(Reader, PassesOnTheSentencesOfConllu) {
  const auto inputs = read(kData / "lines/ferry.conllu");
  ASSERT_EQ(inputs.size(), 1U);
  EXPECT_EQ(inputs[0].document.uri, "ferry");
  EXPECT_EQ(inputs[0].document.text.utf8(), "Boats sail.");
  ASSERT_TRUE(inputs[0].annotation.has_value());
  ASSERT_EQ(inputs[0].annotation->sentences.size(), 1U);
  EXPECT_EQ(inputs[0].annotation->sentences[0].tokens.size(), 3U);
}

TEST(Reader, TellsStreamsApartByContent) {
  EXPECT_EQ(read_stream("<!-- x --><html><title>T</title><body><p>Boats sail.</p></body></html>").at(0).text.utf8(),
            "Boats sail.");
  EXPECT_EQ(read_stream("{\"text\": \"Boats sail.\"}\n").at(0).text.utf8(), "Boats sail.");
  EXPECT_EQ(read_stream("{Boats} sail.\n").at(0).text.utf8(), "{Boats} sail.\n");
  EXPECT_EQ(read_stream("# text = Go\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n").at(0).text.utf8(), "Go");
}

TEST(Reader, NamesStreamsByTheirText) {
  const std::string boats = read_stream("Boats sail.").at(0).uri;
  EXPECT_THAT(boats, HasSubstr("stdin:"));
  EXPECT_EQ(read_stream("Boats sail.").at(0).uri, boats);
  EXPECT_NE(read_stream("Boats sink.").at(0).uri, boats);
  EXPECT_EQ(read_stream("{\"text\": \"Boats sail.\"}\n").at(0).uri, boats);
}

TEST(Reader, GivesTheDateAskedForOnlyWhereNoneIsKnown) {
  EXPECT_EQ(read(kData / "text/wrapped.txt", {"2020-01-02"}).at(0).document.published, "2020-01-02");
  EXPECT_EQ(read(kData / "text/article.txt", {"2020-01-02"}).at(0).document.published, "2024-03-15");
}

TEST(Reader, UnderstandsCommonEncodings) {
  const std::string latin = read_one(kData / "encodings/latin.utf-8.txt").text.utf8();
  EXPECT_THAT(latin, HasSubstr("“naïve cafés” cost 5 € –"));
  for (const char* name : {"utf-8-sig", "utf-16", "utf-16le-without-mark", "windows-1252"}) {
    EXPECT_EQ(read_one(kData / ("encodings/latin." + std::string(name) + ".txt")).text.utf8(), latin) << name;
  }
  for (const char* name : {"windows-1251", "koi8-r"}) {
    EXPECT_THAT(read_one(kData / ("encodings/cyrillic." + std::string(name) + ".txt")).text.utf8(),
                HasSubstr("Никто не пострадал, сообщил начальник порта"))
        << name;
  }
  EXPECT_EQ(read_one(kData / "encodings/declared.html").text.utf8(), "Łódź i Gdańsk.");
}

TEST(Reader, SaysWhatIsWrongWithAFile) {
  const auto error = [](const char* name) { return error_of(kData / "bad" / name); };
  EXPECT_THAT(error("empty.txt"), HasSubstr("empty.txt: empty"));
  EXPECT_THAT(error("blank.txt"), HasSubstr("blank.txt: holds nothing but white space"));
  EXPECT_THAT(error("document.txt"), HasSubstr("document.txt: not text (PDF); convert it to text first"));
  EXPECT_THAT(error("program.txt"), HasSubstr("not text (byte 3 is NUL)"));
  EXPECT_THAT(error("controls.txt"), HasSubstr("full of control characters"));
  EXPECT_THAT(error("no_text.html"), HasSubstr("holds no text to read"));
  EXPECT_THAT(error("field.jsonl"), HasSubstr("field.jsonl:2: text: not a string"));
  EXPECT_THAT(error("cut.jsonl"), HasSubstr("cut.jsonl:2:12: not JSON"));
  EXPECT_THAT(error("date.jsonl"), HasSubstr("date.jsonl:1: published: \"soon\" is not a date"));
  EXPECT_THAT(error("missing.txt"), HasSubstr("missing.txt: cannot open: No such file"));
  EXPECT_THAT(error(""), HasSubstr("a folder, not a file"));
}

TEST(Reader, ListsFoldersInAFixedOrder) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "b/.git");
  fs::create_directories(folder / "a");
  for (const char* name : {"b/2.txt", "b/1.HTML", "b/x.pdf", "b/.hidden.txt", "b/.git/config.txt", "a/3.md"}) {
    write(folder / name, "Boats sail.");
  }
  const std::string top = folder.path().generic_string();
  EXPECT_THAT(list_inputs({"-", top, top + "/b/2.txt"}),
              ElementsAre("-", top + "/a/3.md", top + "/b/1.HTML", top + "/b/2.txt"));
  EXPECT_THROW(static_cast<void>(list_inputs({top + "/none"})), InputError);
  fs::create_directories(folder / "c");
  EXPECT_THROW(static_cast<void>(list_inputs({top + "/c"})), InputError);
}

TEST(Reader, RefusesPagesBuiltToExhaustIt) {
  const auto repeated = [](const std::string& piece, std::size_t times) {
    std::string out = "<!doctype html>";
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
  };
  EXPECT_THAT(stream_error_of(repeated("<div>", 100'000)), HasSubstr("nested too deep"));
  EXPECT_THAT(stream_error_of(repeated("<div></x>", 100'000)), HasSubstr("nested too deep"));
  EXPECT_THAT(stream_error_of(repeated("<b><p>", 100'000)), HasSubstr("nested too deep"));
  std::string attributes = "<!doctype html><p";
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i);
  EXPECT_THAT(stream_error_of(attributes + ">x</p>"), HasSubstr("too many attributes"));
  std::string formatting = "<!doctype html>";
  for (int i = 0; i < 400; ++i) formatting += "<div><b id=" + std::to_string(i) + "></div>";
  for (int i = 0; i < 100'000; ++i) formatting += "<div>x</div>";
  EXPECT_THAT(stream_error_of(formatting), HasSubstr("too tangled"));
  EXPECT_EQ(read_stream(repeated("<p>Boats sail.", 2000)).at(0).blocks.size(), 2000U);
}

TEST(Reader, SurvivesDeepMarkdownAndJson) {
  const TemporaryFolder folder;
  write(folder / "deep.md", std::string(20'000, '>') + " Boats sail.");
  EXPECT_EQ(read_one(folder / "deep.md").text.utf8(), "Boats sail.");
  write(folder / "open.md", std::string(20'000, '[') + "Boats sail.");
  EXPECT_THAT(read_one(folder / "open.md").text.utf8(), HasSubstr("Boats sail."));
  write(folder / "deep.jsonl", "{\"text\":" + std::string(100'000, '['));
  EXPECT_THAT(error_of(folder / "deep.jsonl"), HasSubstr("nested deeper"));
}

// Every block lies in the text, after the one before, and holds something; white space alone is outside.
void check_blocks(const Document& document) {
  std::uint32_t reach = 0;
  std::string outside;
  for (const Block& block : document.blocks) {
    ASSERT_LE(reach, block.span.start);
    ASSERT_LT(block.span.start, block.span.end);
    outside += document.text.slice({reach, block.span.start});
    reach = block.span.end;
  }
  outside += document.text.slice({reach, document.text.size()});
  ASSERT_EQ(outside.find_first_not_of(" \t\n"), std::string::npos) << outside;
}

TEST(Reader, SurvivesAnyBytesInEveryFormat) {
  const TemporaryFolder folder;
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"<div>",
                                           "</div>",
                                           "<p class=\"ad\">",
                                           "<table><tr><td>",
                                           "<!--",
                                           "-->",
                                           "<script>",
                                           "</script",
                                           "&amp;",
                                           "&#0;",
                                           "&#xD800;",
                                           "{\"text\":\"",
                                           "\"}",
                                           "\n",
                                           "\n\n",
                                           "# ",
                                           "> ",
                                           "```",
                                           "[a](b)",
                                           "---\n",
                                           "title: x\n",
                                           "By Jo Lin",
                                           "March 15, 2024",
                                           "ASTANA – ",
                                           " (AP) — ",
                                           "Photo: ",
                                           "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n",
                                           "\xFF\xFE",
                                           "\xEF\xBB\xBF",
                                           "\xD0",
                                           "й",
                                           "漢",
                                           "\xF0\x9F\x9A\x80",
                                           "\x01",
                                           "\r\n",
                                           "Boats sail. ",
                                           "said",
                                           std::string(1, '\0')};
  for (int round = 0; round < 600; ++round) {
    std::string bytes;
    for (std::size_t n = random() % 60; n > 0; --n) {
      if (random() % 4 == 0) {
        bytes.push_back(static_cast<char>(random() % 256));
      } else {
        bytes += pieces[random() % pieces.size()];
      }
    }
    for (const char* name : {"x.txt", "x.md", "x.html", "x.jsonl", "x.conllu"}) {
      write(folder / name, bytes);
      try {
        for (const Input& input : read(folder / name)) {
          if (!input.annotation) check_blocks(input.document);
        }
      } catch (const InputError& error) {
        ASSERT_THAT(error.what(), HasSubstr(name));
      }
    }
  }
}

}  // namespace
}  // namespace factgraph
