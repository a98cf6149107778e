#include "export/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support/hostile_names.h"
#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

std::string data_text(const Graph& graph, const HtmlOptions& options = {}) {
  static const Ontology ontology = Ontology::shipped();
  return viewer_data(graph, ontology, options);
}

Json data_of(const Graph& graph, const HtmlOptions& options = {}) { return Json::parse(data_text(graph, options)); }

std::string page_of(const Graph& graph, const HtmlOptions& options = {}) {
  std::ostringstream out;
  write_html(graph, Ontology::shipped(), options, out);
  return std::move(out).str();
}

EntityNode entity(const std::string& name, const std::string& type = "person") {
  EntityNode node;
  node.name = name;
  node.type = type;
  return node;
}

// Irma Quist, who leads a ministry since 2021.
Graph ministry() {
  GraphBuilder builder;
  EntityNode quist = entity("Irma Quist");
  quist.aliases = {"Quist"};
  quist.statements = {{.document = "b.txt",
                       .start = 3,
                       .title = {},
                       .kind = StatementKind::kIndirect,
                       .text = "it is late",
                       .cue = "said"}};
  RelationEdge born;
  born.type = "date_of_birth";
  quist.values = {{born, "1980-05"}};
  builder.add_entity(quist);
  builder.add_entity(entity("Ministry of Ferries", "government_body"));
  RelationEdge leads;
  leads.type = "leads";
  leads.confidence = 0.87654321;
  leads.modality = Modality::kPlanned;
  leads.evidence = {{.document = "https://a.example/1",
                     .start = 10,
                     .title = "Ferries",
                     .sentence = "Quist leads the ministry.",
                     .role = "minister",
                     .time = "2021-03/..",
                     .attributed_to = "Jonas",
                     .confidence = 0.9,
                     .subject = {10, 15},
                     .trigger = {16, 21},
                     .object = {26, 34}}};
  builder.add_relation(0, 1, leads);
  leads.polarity = Polarity::kNegated;
  leads.evidence[0].time = "";
  builder.add_relation(0, 1, leads);
  return builder.build();
}

TEST(HtmlTest, CarriesEntitiesWithTheirCards) {
  const Json data = data_of(ministry(), {.title = "News"});
  EXPECT_EQ(data["title"], "News");
  const Json& quist = data["entities"][0];
  EXPECT_EQ(quist["name"], "Irma Quist");
  EXPECT_EQ(quist["aliases"], Json({"Quist"}));
  EXPECT_EQ(data["types"][quist["type"].get<int>()],
            Json({{"name", "person"}, {"label", "Person"}, {"root", "person"}, {"root_label", "Person"}}));
  EXPECT_EQ(data["types"][data["entities"][1]["type"].get<int>()]["root"], "organization");
  EXPECT_EQ(quist["community"], 0);
  EXPECT_EQ(quist["values"][0]["value"], "1980-05");
  EXPECT_EQ(quist["values"][0]["words"], "May 1980");
  EXPECT_EQ(quist["statements"][0]["text"], "it is late");
  EXPECT_EQ(quist["statements"][0]["reported"], true);
  EXPECT_EQ(data["documents"][quist["statements"][0]["document"].get<int>()]["uri"], "b.txt");
}

TEST(HtmlTest, CarriesRelationsWithTheirProof) {
  const Json data = data_of(ministry());
  ASSERT_EQ(data["relations"].size(), 2U);
  const Json& leads = data["relations"][0];
  EXPECT_EQ(leads["from"], 0);
  EXPECT_EQ(leads["to"], 1);
  EXPECT_EQ(leads["modality"], "planned");
  EXPECT_EQ(leads["confidence"], 0.8765);
  EXPECT_FALSE(leads.contains("negated"));
  EXPECT_EQ(data["relations"][1]["negated"], true);
  EXPECT_EQ(data["relation_types"][leads["type"].get<int>()]["name"], "leads");

  const Json& proof = leads["evidence"][0];
  EXPECT_EQ(proof["subject"], Json({0, 5}));
  EXPECT_EQ(proof["trigger"], Json({6, 11}));
  EXPECT_EQ(proof["object"], Json({16, 24}));
  EXPECT_EQ(proof["role"], "minister");
  EXPECT_EQ(proof["by"], "Jonas");
  EXPECT_EQ(proof["time"], "since Mar 2021");
  EXPECT_EQ(proof["days"], Json({18687, nullptr}));  // 1 March 2021
  EXPECT_FALSE(data["relations"][1]["evidence"][0].contains("days"));

  // One sentence and one document, told once.
  EXPECT_EQ(data["sentences"].size(), 1U);
  const Json& sentence = data["sentences"][proof["sentence"].get<int>()];
  EXPECT_EQ(sentence["text"], "Quist leads the ministry.");
  EXPECT_EQ(data["documents"][sentence["document"].get<int>()],
            Json({{"uri", "https://a.example/1"}, {"title", "Ferries"}}));
}

TEST(HtmlTest, HostileNamesComeThroughAndStayInsideTheirScriptElement) {
  GraphBuilder builder;
  for (const std::string& name : hostile_names()) {
    EntityNode node = entity(name);
    node.aliases = {name + "!"};
    const std::size_t from = builder.add_entity(node);
    RelationEdge relation;
    relation.type = name;
    relation.open = true;
    relation.evidence = {{.document = name,
                          .start = 0,
                          .title = name,
                          .sentence = name,
                          .role = name,
                          .time = name,
                          .attributed_to = name,
                          .confidence = 1,
                          .subject = {},
                          .trigger = {},
                          .object = {}}};
    builder.add_relation(from, from, relation);
  }
  const Graph graph = builder.build();
  const std::string text = data_text(graph);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("<")), Not(HasSubstr(">")), Not(HasSubstr("&"))));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\xe2\x80\xa8")), Not(HasSubstr("\xe2\x80\xa9"))));
  const Json data = Json::parse(text);
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    EXPECT_EQ(data["entities"][v]["name"], graph[v].name);
    EXPECT_EQ(data["relation_types"][data["relations"][v]["type"].get<int>()]["name"], graph[v].name);
  }
}

TEST(HtmlTest, LineSeparatorsAndBrokenUtf8AreWrittenSafely) {
  GraphBuilder builder;
  builder.add_entity(
      entity("a\xe2\x80\xa8"
             "b\xe2\x80\xa9"
             "c\xe2\x80\xaa"
             "d"));
  builder.add_entity(entity("broken \xff\xc3"));
  const std::string text = data_text(builder.build());
  EXPECT_THAT(text, HasSubstr("a\\u2028b\\u2029c\xe2\x80\xaa"
                              "d"));
  EXPECT_THAT(text, HasSubstr("broken \xef\xbf\xbd\xef\xbf\xbd"));
}

TEST(HtmlTest, KeepsTheMostCentralAndSaysHowManyAreLeftOut) {
  const Graph graph = news_graph(120);
  const Json data = data_of(graph, {.max_nodes = 20, .title = {}});
  EXPECT_EQ(data["entities"].size(), 20U);
  EXPECT_EQ(data["omitted"]["entities"], 100);
  EXPECT_EQ(data["omitted"]["relations"], boost::num_edges(graph) - data["relations"].size());
  EXPECT_EQ(data_of(graph, {.max_nodes = 0, .title = {}})["entities"].size(), 120U);
}

TEST(HtmlTest, ThePageHoldsTheDataOnceAndAllowsNoOtherScript) {
  const std::string page = page_of(ministry());
  const std::string data = data_text(ministry());
  const std::size_t at = page.find(data);
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(page.find(data, at + 1), std::string::npos);
  EXPECT_THAT(page, Not(HasSubstr("@FACTGRAPH_DATA@")));
  EXPECT_THAT(page.substr(0, at),
              AllOf(HasSubstr("default-src 'none'"), HasSubstr("script-src 'sha256-"), Not(HasSubstr("unsafe"))));
  EXPECT_THAT(page.substr(0, at), HasSubstr("graphology"));  // its licence
  EXPECT_EQ(page, page_of(ministry()));
}

}  // namespace
}  // namespace factgraph
