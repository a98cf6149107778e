#include "core/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

EntityNode entity(std::string name, std::string type = "person", std::vector<std::string> aliases = {}) {
  EntityNode node;
  node.name = std::move(name);
  node.type = std::move(type);
  node.aliases = std::move(aliases);
  return node;
}

Evidence evidence(std::string document, std::uint32_t start, std::string time = "") {
  Evidence result;
  result.document = std::move(document);
  result.start = start;
  result.sentence = "Sentence " + std::to_string(start) + ".";
  result.time = std::move(time);
  return result;
}

RelationEdge relation(std::string type, std::vector<Evidence> proof = {}, double confidence = 1.0) {
  RelationEdge edge;
  edge.type = std::move(type);
  edge.confidence = confidence;
  edge.proofs = proof.size();
  edge.evidence = std::move(proof);
  return edge;
}

std::vector<std::string> names(const Graph& graph) {
  std::vector<std::string> result;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) result.push_back(graph[v].name);
  return result;
}

std::vector<std::string> edges(const Graph& graph) {
  std::vector<std::string> result;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    result.push_back(graph[boost::source(e, graph)].name + " " + graph[e].type + " " +
                     graph[boost::target(e, graph)].name);
  }
  return result;
}

// A chain with a branch: mayor - town - country - treaty, and the mayor's party.
Graph town() {
  GraphBuilder builder;
  const auto mayor = builder.add_entity(entity("Irma Quist", "person", {"Quist", "the mayor"}));
  const auto place = builder.add_entity(entity("Nordhaven", "city"));
  const auto country = builder.add_entity(entity("Ostland", "country", {"Republic of Ostland"}));
  const auto treaty = builder.add_entity(entity("Treaty of Lund", "treaty"));
  const auto party = builder.add_entity(entity("Harbour Party", "political_party"));
  builder.add_relation(mayor, place, relation("leads", {evidence("a", 10, "2021"), evidence("b", 0)}, 0.9));
  builder.add_relation(place, country, relation("located_in", {evidence("a", 40)}, 0.8));
  builder.add_relation(country, treaty, relation("signed", {evidence("a", 90, "2019-05-02")}, 0.4));
  RelationEdge planned = relation("signed", {evidence("b", 30, "2025")}, 0.7);
  planned.modality = Modality::kPlanned;
  builder.add_relation(country, treaty, planned);
  RelationEdge denied = relation("member_of", {evidence("b", 70)}, 0.6);
  denied.polarity = Polarity::kNegated;
  builder.add_relation(mayor, party, denied);
  return builder.build();
}

TEST(GraphBuilder, GivesOneGraphForAnyOrderOfInput) {
  std::vector<int> order = {0, 1, 2, 3};
  std::vector<std::vector<std::string>> seen;
  do {
    const std::vector<std::string> called = {"Cy", "Ada", "Bo", "Ada"};
    const std::vector<std::string> types = {"person", "person", "city", "city"};
    std::vector<std::size_t> handle(4);
    GraphBuilder builder;
    for (const int i : order) {
      const auto at = static_cast<std::size_t>(i);
      handle[at] = builder.add_entity(entity(called[at], types[at]));
    }
    for (const int i : order) {
      const auto at = static_cast<std::size_t>(i);
      builder.add_relation(handle[at], handle[(at + 1) % 4], relation("knows"));
      builder.add_relation(handle[at], handle[2], relation(i % 2 == 0 ? "met" : "left"));
    }
    const Graph graph = builder.build();
    EXPECT_THAT(names(graph), ElementsAre("Ada", "Ada", "Bo", "Cy"));
    EXPECT_EQ(graph[0].type, "city");
    seen.push_back(edges(graph));
  } while (std::next_permutation(order.begin(), order.end()));
  for (const auto& each : seen) EXPECT_EQ(each, seen.front());
}

TEST(GraphBuilder, TellsEqualNamesakesApartByTheirRelations) {
  const auto build = [](bool swapped) {
    GraphBuilder builder;
    const auto first = builder.add_entity(entity("John Reed"));
    const auto second = builder.add_entity(entity("John Reed"));
    const auto firm = builder.add_entity(entity("Acme", "company"));
    const auto club = builder.add_entity(entity("Rovers", "sports_team"));
    builder.add_relation(swapped ? second : first, firm, relation("works_for"));
    builder.add_relation(swapped ? first : second, club, relation("member_of"));
    return builder.build();
  };
  const Graph graph = build(false);
  const Graph other = build(true);
  ASSERT_EQ(boost::num_vertices(graph), 4U);
  for (Vertex v = 0; v < 4; ++v) {
    ASSERT_EQ(boost::out_degree(v, graph), boost::out_degree(v, other));
    if (boost::out_degree(v, graph) == 0) continue;
    EXPECT_EQ(graph[*boost::out_edges(v, graph).first].type, other[*boost::out_edges(v, other).first].type);
  }
}

TEST(GraphBuilder, KeepsParallelEdgesAndSortsEvidence) {
  GraphBuilder builder;
  const auto a = builder.add_entity(entity("A", "person", {"z", "y"}));
  builder.add_relation(a, a, relation("met", {evidence("d2", 5), evidence("d1", 9), evidence("d1", 3)}));
  builder.add_relation(a, a, relation("met", {evidence("d3", 1)}));
  const Graph graph = builder.build();
  EXPECT_THAT(graph[0].aliases, ElementsAre("y", "z"));
  ASSERT_EQ(boost::num_edges(graph), 2U);
  const auto first = boost::edges(graph).first;
  EXPECT_EQ(graph[*first].documents, 1U);
  const RelationEdge& second = graph[*std::next(first)];
  EXPECT_EQ(second.documents, 2U);
  EXPECT_EQ(second.evidence[0].start, 3U);
  EXPECT_EQ(second.evidence[2].document, "d2");
}

TEST(GraphBuilder, RefusesARelationOfAnUnknownEntity) {
  GraphBuilder builder;
  builder.add_entity(entity("A"));
  EXPECT_THROW(builder.add_relation(0, 1, relation("met")), std::out_of_range);
}

TEST(FilterGraph, WithoutWishesKeepsEverything) {
  const Graph graph = town();
  Omitted omitted{7, 7};
  const Graph same = filter_graph(graph, {}, &omitted);
  EXPECT_EQ(names(same), names(graph));
  EXPECT_EQ(edges(same), edges(graph));
  EXPECT_EQ(omitted.entities, 0U);
  EXPECT_EQ(omitted.relations, 0U);
}

TEST(FilterGraph, KeepsTheNeighbourhoodOfAnEntityInBothDirections) {
  GraphFilter filter;
  filter.entities = {"nordhaven"};
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Irma Quist", "Nordhaven", "Ostland"));
  filter.depth = 0;
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Nordhaven"));
  filter.depth = 99;
  EXPECT_EQ(boost::num_vertices(filter_graph(town(), filter)), 5U);
}

TEST(FilterGraph, DropsTypesButNeverTheNamedEntity) {
  GraphFilter filter;
  filter.types = {"city", "country"};
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Nordhaven", "Ostland"));
  filter.entities = {"QUIST"};
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Irma Quist", "Nordhaven"));
}

TEST(FilterGraph, DropsRelationsAndWhatTheyLeaveAlone) {
  GraphFilter filter;
  filter.relations = {"signed"};
  Omitted omitted;
  const Graph graph = filter_graph(town(), filter, &omitted);
  EXPECT_THAT(edges(graph), ElementsAre("Ostland signed Treaty of Lund", "Ostland signed Treaty of Lund"));
  EXPECT_THAT(names(graph), ElementsAre("Ostland", "Treaty of Lund"));
  EXPECT_EQ(omitted.entities, 3U);
  EXPECT_EQ(omitted.relations, 3U);
  filter.relations.clear();
  filter.min_confidence = 0.8;
  EXPECT_THAT(edges(filter_graph(town(), filter)),
              ElementsAre("Irma Quist leads Nordhaven", "Nordhaven located_in Ostland"));
  filter.min_confidence = 0;
  filter.asserted_only = true;
  EXPECT_EQ(boost::num_edges(filter_graph(town(), filter)), 3U);
}

TEST(FilterGraph, NarrowsEvidenceToTheWindowAndKeepsWhatHasNoDate) {
  GraphFilter filter;
  filter.since = "2020";
  filter.until = "2024-06";
  const Graph graph = filter_graph(town(), filter);
  EXPECT_THAT(edges(graph), ElementsAre("Irma Quist member_of Harbour Party", "Irma Quist leads Nordhaven",
                                        "Nordhaven located_in Ostland"));
  filter.since = "2022";
  const Graph later = filter_graph(town(), filter);
  const RelationEdge& leads = later[*std::next(boost::edges(later).first)];
  ASSERT_EQ(leads.evidence.size(), 1U);
  EXPECT_EQ(leads.evidence[0].document, "b");
  EXPECT_EQ(leads.documents, 1U);
}

TEST(FilterGraph, BoundsOfTheWindowAreInclusive) {
  GraphFilter filter;
  filter.relations = {"signed"};
  filter.since = filter.until = "2019-05-02";
  EXPECT_EQ(boost::num_edges(filter_graph(town(), filter)), 1U);
  filter.since = "2019-05-03";
  filter.until.clear();
  EXPECT_EQ(boost::num_edges(filter_graph(town(), filter)), 1U);  // the planned one of 2025
  filter.since.clear();
  filter.until = "2019-05-01";
  EXPECT_EQ(boost::num_edges(filter_graph(town(), filter)), 0U);
}

TEST(FilterGraph, RefusesADateItCannotRead) {
  GraphFilter filter;
  filter.since = "last week";
  try {
    (void)filter_graph(town(), filter);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("since"), HasSubstr("\"last week\""), HasSubstr("2024-03-15")));
  }
}

TEST(FilterGraph, KeepsTheMostCentralAndTheNamed) {
  GraphFilter filter;
  filter.top = 2;
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Irma Quist", "Nordhaven"));
  filter.entities = {"Harbour Party"};
  filter.depth = 9;
  filter.top = 1;
  EXPECT_THAT(names(filter_graph(town(), filter)), ElementsAre("Harbour Party"));
}

TEST(FilterGraph, FiltersValuesLikeRelations) {
  GraphBuilder builder;
  EntityNode born = entity("Ann");
  born.values = {{relation("date_of_birth"), "1950"}, {relation("date_of_death"), "2001"}};
  builder.add_entity(born);
  builder.add_entity(entity("Ben"));
  const Graph graph = builder.build();
  GraphFilter filter;
  filter.relations = {"date_of_death"};
  const Graph filtered = filter_graph(graph, filter);
  ASSERT_THAT(names(filtered), ElementsAre("Ann"));
  ASSERT_EQ(filtered[0].values.size(), 1U);
  EXPECT_EQ(filtered[0].values[0].value, "2001");
}

TEST(FilterGraph, SelfLoopsAndAnEmptyGraphAreNoTrouble) {
  EXPECT_EQ(boost::num_vertices(filter_graph({}, {})), 0U);
  EXPECT_THAT(centrality({}), IsEmpty());
  GraphBuilder builder;
  const auto a = builder.add_entity(entity("A"));
  builder.add_relation(a, a, relation("met"));
  const Graph graph = builder.build();
  GraphFilter filter;
  filter.entities = {"a"};
  filter.top = 1;
  EXPECT_EQ(boost::num_edges(filter_graph(graph, filter)), 1U);
  EXPECT_THAT(centrality(graph), ElementsAre(1.0));
}

std::string message_for(const std::string& name) {
  try {
    (void)find_entities(town(), name);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(FindEntities, FoldsCaseAndUnicodeForms) {
  GraphBuilder builder;
  builder.add_entity(entity("Straße Łódź"));
  builder.add_entity(entity("Cafe\xcc\x81 Noir", "company"));  // e with a combining accent
  const Graph graph = builder.build();
  EXPECT_THAT(find_entities(graph, "STRASSE łÓDŹ"), ElementsAre(1U));
  EXPECT_THAT(find_entities(graph, "CAFÉ NOIR"), ElementsAre(0U));
}

TEST(FindEntities, PrefersNamesToAliases) {
  GraphBuilder builder;
  builder.add_entity(entity("National Assembly", "organization", {"Assembly"}));
  builder.add_entity(entity("Assembly", "work"));
  builder.add_entity(entity("Town Assembly", "organization", {"Assembly", "council"}));
  const Graph graph = builder.build();
  EXPECT_THAT(find_entities(graph, "assembly"), ElementsAre(0U));
  EXPECT_THAT(find_entities(graph, "Council"), ElementsAre(2U));
}

TEST(FindEntities, NamesTheNearest) {
  EXPECT_EQ(message_for("Nordhavn"), R"(no entity is called "Nordhavn"; the nearest names are "Nordhaven")");
  EXPECT_THAT(message_for("Qiust"), HasSubstr("\"Irma Quist\""));          // swapped letters, of an alias
  EXPECT_THAT(message_for("republic"), HasSubstr("\"Ostland\""));          // a word of an alias
  EXPECT_THAT(message_for("Barbara Quist"), HasSubstr("\"Irma Quist\""));  // one word in common
  EXPECT_THAT(message_for("Irma Quist the Elder"), HasSubstr("\"Irma Quist\""));
  EXPECT_THAT(message_for("Zzyzx"), Not(HasSubstr("nearest")));
  EXPECT_THAT(message_for(""), HasSubstr("no entity is called \"\""));
  EXPECT_THAT(message_for(std::string(100000, 'x')), HasSubstr("no entity"));
  EXPECT_THAT(message_for("\xff\xfe"), HasSubstr("no entity"));
}

TEST(Centrality, RanksTheHubFirstAndIsTheSameWhereTheGraphIsSymmetric) {
  GraphBuilder builder;
  const auto hub = builder.add_entity(entity("Hub"));
  for (const char* leaf : {"A", "B", "C", "D", "E", "F", "G"}) {
    builder.add_relation(hub, builder.add_entity(entity(leaf)), relation("knows", {}, 0.3));
  }
  const Graph graph = builder.build();
  const std::vector<double> rank = centrality(graph);
  const Vertex top = find_entities(graph, "Hub").front();
  EXPECT_EQ(rank[top], 1.0);
  for (Vertex v = 0; v < rank.size(); ++v) {
    if (v == top) continue;
    EXPECT_EQ(rank[v], rank[0]);
    EXPECT_GT(rank[v], 0.0);
    EXPECT_LT(rank[v], 0.5);
  }
  EXPECT_EQ(most_central(graph).front(), top);
  EXPECT_EQ(most_central(graph)[1], 0U);
}

// Two vertices tied to a third with weights 3 and 1: x = (1-d)/3 + d*y*(3/4), z likewise with 1/4, y =
// (1-d)/3 + d*(x+z).
TEST(Centrality, AgreesWithTheSolutionByHand) {
  GraphBuilder builder;
  const auto x = builder.add_entity(entity("X"));
  const auto y = builder.add_entity(entity("Y"));
  const auto z = builder.add_entity(entity("Z"));
  builder.add_relation(x, y, relation("a", {evidence("d", 1), evidence("d", 2), evidence("e", 1), evidence("e", 2)}));
  builder.add_relation(y, z, relation("b"));
  const std::vector<double> rank = centrality(builder.build());
  const double d = 0.85;
  const double rest = (1 - d) / 3;
  const double middle = (rest + 2 * d * rest) / (1 - d * d);
  EXPECT_NEAR(rank[1], 1.0, 1e-9);
  EXPECT_NEAR(rank[0], (rest + d * middle * 0.75) / middle, 1e-8);
  EXPECT_NEAR(rank[2], (rest + d * middle * 0.25) / middle, 1e-8);
}

TEST(EdgeWeight, GrowsWithTheMagnitudeOfTheEvidence) {
  EXPECT_EQ(edge_weight(relation("a", {}, 0.5)), 0.5);
  EXPECT_EQ(edge_weight(relation("a", std::vector<Evidence>(1), 0.5)), 0.5);
  EXPECT_EQ(edge_weight(relation("a", std::vector<Evidence>(2), 0.5)), 1.0);
  EXPECT_EQ(edge_weight(relation("a", std::vector<Evidence>(7), 1.0)), 3.0);
}

}  // namespace
}  // namespace factgraph
