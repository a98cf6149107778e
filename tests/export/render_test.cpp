#include "export/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "export/dot.h"
#include "tests/support/hostile_names.h"
#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string rendered(const std::string& dot, PictureFormat format = PictureFormat::kSvg) {
  std::ostringstream out;
  render(dot, format, out);
  return out.str();
}

std::string news(std::size_t size, DotOptions options = {}) {
  std::ostringstream out;
  write_dot(news_graph(size), Ontology::shipped(), options, out);
  return out.str();
}

TEST(Render, DrawsEachFormat) {
  const std::string dot = news(12);
  EXPECT_THAT(rendered(dot, PictureFormat::kSvg),
              AllOf(HasSubstr("<svg"), HasSubstr("Nordhaven"), HasSubstr("</svg>")));
  EXPECT_THAT(rendered(dot, PictureFormat::kPng), StartsWith("\x89PNG\r\n\x1a\n"));
  EXPECT_THAT(rendered(dot, PictureFormat::kPdf), StartsWith("%PDF-"));
}

TEST(Render, APngIsOpaqueToItsLastPixel) {
  for (const std::size_t size : {5U, 12U, 30U}) {
    const std::string png = rendered(news(size), PictureFormat::kPng);
    EXPECT_EQ(png[25], 2) << size;  // the colour type: without alpha, which cairo adds where a pixel is not opaque
  }
}

TEST(Render, NodesStayWhereTheyWereToldTo) {
  DotOptions options;
  options.words_as_nodes = true;
  options.layout = "sfdp";
  const Graph graph = news_graph(30);
  const auto dot = [&graph](const DotOptions& asked) {
    std::ostringstream out;
    write_dot(graph, Ontology::shipped(), asked, out);
    return out.str();
  };
  options.places = places_of(dot(options));
  EXPECT_GT(options.places.size(), 30U);
  const std::string told = dot(options);
  EXPECT_THAT(told, HasSubstr("layout=nop"));
  EXPECT_EQ(places_of(told), options.places);
}

TEST(Render, SvgIsTheSameEachTimeInEachLayout) {
  for (const char* layout : {"dot", "sfdp", "neato"}) {
    DotOptions options;
    options.layout = layout;
    const std::string dot = news(30, options);
    EXPECT_TRUE(rendered(dot) == rendered(dot)) << layout;
  }
}

TEST(Render, LeavesNothingThatABrowserWouldRun) {
  GraphBuilder builder;
  EntityNode node;
  node.type = "person";
  node.name = "</title><script>alert(1)</script>";
  node.aliases = hostile_names();
  builder.add_entity(node);
  std::ostringstream dot;
  DotOptions options;
  options.title = "<script>alert(2)</script>";
  write_dot(builder.build(), Ontology::shipped(), options, dot);
  const std::string svg = rendered(dot.str());
  EXPECT_THAT(svg, AllOf(Not(HasSubstr("<script")), HasSubstr("&lt;script&gt;")));
  EXPECT_THAT(svg, Not(HasSubstr("href=")));
}

TEST(Render, ShowsBackslashEscapesLiterally) {
  GraphBuilder builder;
  EntityNode node;
  node.type = "person";
  node.name = "\\N\\G\\E &amp; \\";
  const auto handle = builder.add_entity(node);
  RelationEdge relation;
  relation.type = "call \\E \\T";
  relation.open = true;
  builder.add_relation(handle, handle, relation);
  std::ostringstream dot;
  write_dot(builder.build(), Ontology::shipped(), {}, dot);
  const std::string svg = rendered(dot.str());
  EXPECT_THAT(svg, HasSubstr(">\\N\\G\\E &amp;amp; \\</text>"));
  EXPECT_THAT(svg, HasSubstr(">call \\E \\T</text>"));
  EXPECT_THAT(svg, HasSubstr("xlink:title=\"\\\xe2\x81\xa0N\\\xe2\x81\xa0G\\\xe2\x81\xa0"
                             "E &amp;amp; \\ (Person)"));
}

TEST(Render, RefusesBrokenDotWithGraphvizsMessageAndPrintsNothing) {
  testing::internal::CaptureStderr();
  try {
    (void)rendered("digraph { a -> ");
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("syntax error"));
  }
  EXPECT_THROW((void)rendered(""), InputError);
  EXPECT_THROW((void)rendered("graph [\"\\"), InputError);
  try {
    (void)rendered("digraph { layout=nosuchengine; a }");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("nosuchengine"));
  }
  EXPECT_THAT(rendered("digraph { a [shape=nosuchshape, color=nosuchcolor, label=<<b>>] }"), HasSubstr("<svg"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(rendered("digraph { a }"), HasSubstr("<svg"));  // works on after each failure
}

TEST(Render, ThreadsWaitForOneAnother) {
  const std::string dot = news(8);
  const std::string expected = rendered(dot);
  std::vector<std::string> pictures(4);
  std::vector<std::thread> threads;
  for (std::string& picture : pictures) threads.emplace_back([&] { picture = rendered(dot); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& picture : pictures) EXPECT_EQ(picture, expected);
}

TEST(PictureFormat, IsNamedByItsSuffix) {
  EXPECT_EQ(parse_picture_format("svg"), PictureFormat::kSvg);
  EXPECT_EQ(parse_picture_format("png"), PictureFormat::kPng);
  EXPECT_EQ(parse_picture_format("pdf"), PictureFormat::kPdf);
  EXPECT_FALSE(parse_picture_format("dot"));
}

}  // namespace
}  // namespace factgraph
