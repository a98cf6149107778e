#include "export/picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "core/analysis.h"
#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::set<std::string> names(const Picture& picture) {
  std::set<std::string> result;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(*picture.graph)))
    result.insert((*picture.graph)[v].name);
  return result;
}

EntityNode named(const std::string& name) {
  EntityNode node;
  node.name = name;
  node.type = "person";
  return node;
}

RelationEdge met(const std::string& time = {}) {
  RelationEdge relation;
  relation.type = "met_with";
  Evidence evidence;
  evidence.time = time;
  relation.evidence.push_back(evidence);
  return relation;
}

TEST(Choose, DrawsASmallGraphWhole) {
  const Graph graph = news_graph(40);
  const Picture picture = choose(graph, {}, {60, true, true});
  EXPECT_EQ(boost::num_vertices(*picture.graph), boost::num_vertices(graph));
  EXPECT_EQ(boost::num_edges(*picture.graph), boost::num_edges(graph));
  EXPECT_THAT(picture.crowds, IsEmpty());
  EXPECT_EQ(picture.caption, "");
}

TEST(Choose, FillsTheBudgetWithConnectedEntitiesAndCrowds) {
  const Graph graph = news_graph(400);
  const Picture picture = choose(graph, {}, {60, true, false});
  EXPECT_LE(boost::num_vertices(*picture.graph) + picture.crowds.size(), 60U);
  EXPECT_GE(boost::num_vertices(*picture.graph), 45U);
  EXPECT_THAT(names(picture), Contains(graph[most_central(graph)[0]].name));
  for (const std::size_t degree : degrees(*picture.graph)) EXPECT_GT(degree, 0U);
}

TEST(Choose, CrowdsAccountForEveryEntityAndForTheirRelations) {
  const Graph graph = news_graph(400);
  const Picture picture = choose(graph, {}, {60, true, false});
  ASSERT_FALSE(picture.crowds.empty());
  std::size_t all = boost::num_vertices(*picture.graph) + picture.left_out;
  for (const Crowd& crowd : picture.crowds) {
    all += crowd.size;
    EXPECT_GE(crowd.size, crowd.names.size());
    for (const std::string& name : crowd.names) EXPECT_THAT(names(picture), Not(Contains(name)));
  }
  EXPECT_EQ(all, boost::num_vertices(graph));
}

TEST(Choose, SumsUpParallelRelationsOfACrowd) {
  GraphBuilder builder;
  const auto add_ring = [&builder](const std::string& letter, std::size_t size, int strength) {
    std::vector<std::size_t> ring;
    for (std::size_t i = 0; i < size; ++i) ring.push_back(builder.add_entity(named(letter + std::to_string(i))));
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = i + 1; j < size; ++j) {
        for (int times = 0; times < strength; ++times) {
          builder.add_relation(ring[i], ring[j], met(std::to_string(2000 + times)));
        }
      }
    }
    return ring;
  };
  const auto core = add_ring("a", 5, 8);
  const auto rim = add_ring("b", 4, 1);
  for (const std::size_t b : rim) builder.add_relation(b, core[0], met());
  builder.add_relation(core[0], rim[0], met());
  const Graph graph = builder.build();
  const Picture picture = choose(graph, {}, {6, true, false});
  EXPECT_EQ(names(picture), (std::set<std::string>{"a0", "a1", "a2", "a3", "a4"}));
  ASSERT_EQ(picture.crowds.size(), 1U);
  EXPECT_EQ(picture.crowds[0].size, 4U);
  EXPECT_THAT(picture.crowds[0].names, ElementsAre("b0", "b1", "b2"));
  ASSERT_EQ(picture.ties.size(), 1U);
  EXPECT_EQ((*picture.graph)[picture.ties[0].other].name, "a0");
  EXPECT_EQ(picture.ties[0].relations, 5U);
  EXPECT_EQ(picture.left_out, 0U);
}

TEST(Choose, KeepsWhatThePictureIsAboutAndWhatIsNearestToIt) {
  const Graph graph = news_graph(400);
  const Vertex last = most_central(graph).back();
  const Picture picture = choose(graph, {last}, {20, true, false});
  EXPECT_THAT(names(picture), Contains(graph[last].name));
  EXPECT_EQ(
      std::count_if(picture.entities.begin(), picture.entities.end(), [](const Mark& mark) { return mark.focus; }), 1);
  const std::set<std::string> drawn = names(picture);
  for (const Edge e : boost::make_iterator_range(boost::out_edges(last, graph))) {
    EXPECT_THAT(drawn, Contains(graph[boost::target(e, graph)].name));
  }
}

TEST(Choose, AComparisonShowsWhatChangedWithWhatItTouches) {
  const auto world = [](bool later) {
    GraphBuilder builder;
    const auto ann = builder.add_entity(named("Ann"));
    const auto ben = builder.add_entity(named("Ben"));
    const auto far = builder.add_entity(named("Far"));
    const auto off = builder.add_entity(named("Off"));
    builder.add_relation(ann, ben, met());
    builder.add_relation(far, off, met());
    if (later) builder.add_relation(ben, builder.add_entity(named("New")), met());
    return builder.build();
  };
  const Picture picture = choose(compare(world(false), world(true)), {60, true, false});
  EXPECT_EQ(names(picture), (std::set<std::string>{"Ben", "New"}));
  EXPECT_THAT(picture.relations, ElementsAre(Field(&Mark::change, Change::kAdded)));
  EXPECT_EQ(picture.caption, "1 entity added, 0 gone, 0 changed; 1 relation added, 0 gone, 0 changed.");
  const Picture none = choose(compare(world(true), world(true)), {60, true, false});
  EXPECT_EQ(boost::num_vertices(*none.graph), 0U);
  EXPECT_THAT(none.caption, HasSubstr("0 entities added"));
}

TEST(Periods, AreThoseInWhichSomethingLiesOrBegins) {
  GraphBuilder builder;
  const auto ann = builder.add_entity(named("Ann"));
  std::size_t other = 0;
  for (const char* time :
       {"2024-03-15", "2024-03", "2024", "2023-11-30/..", "2022-01/2022-02", "XXXX-05-01", "soon", ""}) {
    builder.add_relation(ann, builder.add_entity(named("P" + std::to_string(other++))), met(time));
  }
  const Graph graph = builder.build();
  EXPECT_THAT(periods_of(graph, PeriodLength::kMonth),
              ElementsAre(Period{"2023-11", "Nov 2023"}, Period{"2024-03", "Mar 2024"}));
  EXPECT_THAT(periods_of(graph, PeriodLength::kYear),
              ElementsAre(Field(&Period::edtf, "2022"), Field(&Period::edtf, "2023"), Field(&Period::edtf, "2024")));
}

TEST(Periods, ShowTheirOwnPaleTheEarlierAndHideTheLater) {
  GraphBuilder builder;
  const auto ann = builder.add_entity(named("Ann"));
  for (const auto& [name, time] : std::vector<std::pair<std::string, std::string>>{
           {"Before", "2024-02-01"}, {"Now", "2024-03-15"}, {"Later", "2024-04-01"}, {"Undated", ""}}) {
    builder.add_relation(ann, builder.add_entity(named(name)), met(time));
  }
  const Graph graph = builder.build();
  const Picture whole = choose(graph, {}, {0, false, false});
  const Picture march = at(whole, {"2024-03", "Mar 2024"});
  std::map<std::string, Shade> shades;
  for (Vertex v = 0; v < march.entities.size(); ++v) shades[(*march.graph)[v].name] = march.entities[v].shade;
  EXPECT_EQ(shades, (std::map<std::string, Shade>{{"Ann", Shade::kFull},
                                                  {"Before", Shade::kPale},
                                                  {"Now", Shade::kFull},
                                                  {"Later", Shade::kHidden},
                                                  {"Undated", Shade::kPale}}));
  EXPECT_EQ(march.time, "Mar 2024");
  EXPECT_EQ(boost::num_edges(*march.graph), boost::num_edges(*whole.graph));  // the same layout in each picture
}

}  // namespace
}  // namespace factgraph
