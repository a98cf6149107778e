#include "export/picture.h"

#include <fmt/core.h>
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

TEST(Choose, DrawsTheMostCentralWithTheOnesTheyAreRelatedTo) {
  // Hubs that are not related to one another, the later the smaller.
  GraphBuilder builder;
  for (int hub = 0; hub < 6; ++hub) {
    const auto center = builder.add_entity(named("Hub " + std::to_string(hub)));
    for (int leaf = 0; leaf < 12 - hub; ++leaf) {
      builder.add_relation(center, builder.add_entity(named(fmt::format("Leaf {} {:02}", hub, leaf))), met());
    }
  }
  const Graph graph = builder.build();
  const Picture picture = choose(graph, {}, {10, false, false});
  EXPECT_EQ(names(picture), (std::set<std::string>{"Hub 0", "Hub 1", "Hub 2", "Hub 3", "Hub 4", "Leaf 0 00",
                                                   "Leaf 1 00", "Leaf 2 00", "Leaf 3 00", "Leaf 4 00"}));
  EXPECT_EQ(picture.caption,
            "Shown: 10 of 63 entities (the most central, each with one it is related to), 5 of 57 relations.");
}

TEST(Choose, LeavesOutNoneOfTheMostCentral) {
  const Graph graph = news_graph(400);
  const Picture picture = choose(graph, {}, {60, true, false});
  const std::vector<Vertex> ranked = most_central(graph);
  for (std::size_t i = 0; i < 30; ++i) EXPECT_THAT(names(picture), Contains(graph[ranked[i]].name)) << i;
}

TEST(Choose, DrawsTheBestProvenOfManyRelations) {
  GraphBuilder builder;
  std::vector<std::size_t> people;
  for (int i = 0; i < 20; ++i) people.push_back(builder.add_entity(named(fmt::format("P{:02}", i))));
  for (std::size_t i = 0; i < people.size(); ++i) {
    for (std::size_t j = i + 1; j < people.size(); ++j) {
      RelationEdge relation = met();
      if (i == 0 && j < 19) relation.evidence.resize(8);  // the last is known by weak relations alone
      builder.add_relation(people[i], people[j], std::move(relation));
    }
  }
  const Graph graph = builder.build();
  const Picture picture = choose(graph, {}, {20, true, false});
  EXPECT_EQ(boost::num_vertices(*picture.graph), 20U);
  EXPECT_EQ(boost::num_edges(*picture.graph), 40U);
  EXPECT_EQ(picture.relations.size(), 40U);
  EXPECT_EQ(picture.caption, "Shown: 20 of 20 entities, 40 of 190 relations (the best proven).");
  std::size_t strong = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(*picture.graph))) {
    strong += (*picture.graph)[e].proofs == 8 ? 1 : 0;
  }
  EXPECT_EQ(strong, 18U);
  for (const std::size_t degree : degrees(*picture.graph)) EXPECT_GT(degree, 0U);
  // Those of whom the picture is about come first.
  const Picture about = choose(graph, {19}, {20, true, false});
  EXPECT_EQ(degrees(*about.graph)[19], 19U);
  EXPECT_TRUE(about.entities[19].focus);
  EXPECT_EQ(boost::num_edges(*choose(graph, {}, {0, true, false}).graph), 190U);
}

TEST(Choose, MarksStayWithTheirOwnersWhereRelationsAreLeftOut) {
  // Namesakes, which a graph orders by their relations.
  GraphBuilder before;
  GraphBuilder after;
  for (GraphBuilder* builder : {&before, &after}) {
    std::vector<std::size_t> all;
    for (int i = 0; i < 12; ++i) all.push_back(builder->add_entity(named(i < 6 ? "Jordan" : fmt::format("P{:02}", i))));
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) builder->add_relation(all[i], all[j], met());
    }
    if (builder == &after) builder->add_relation(all[3], builder->add_entity(named("New")), met());
  }
  const Picture picture = choose(compare(before.build(), after.build()), {13, true, false, 1});
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(*picture.graph))) {
    const bool is_new = (*picture.graph)[boost::target(e, *picture.graph)].name == "New" ||
                        (*picture.graph)[boost::source(e, *picture.graph)].name == "New";
    EXPECT_EQ(picture.relations[number++].change == Change::kAdded, is_new);
  }
  EXPECT_EQ(number, picture.relations.size());
}

TEST(Choose, CrowdsAreTiedToWhatIsDrawn) {
  GraphBuilder builder;
  const auto clique = [&builder](const std::string& letter, int size) {
    std::vector<std::size_t> all;
    for (int i = 0; i < size; ++i) all.push_back(builder.add_entity(named(letter + std::to_string(i))));
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) builder.add_relation(all[i], all[j], met());
    }
    return all;
  };
  const auto core = clique("a", 9);
  const auto near = clique("b", 4);
  clique("c", 5);  // apart
  builder.add_relation(core[0], near[0], met());
  const Graph graph = builder.build();
  const Picture picture = choose(graph, {}, {12, true, false});
  for (std::size_t i = 0; i < picture.crowds.size(); ++i) {
    EXPECT_THAT(picture.ties, Contains(AllOf(Field(&CrowdTie::crowd, i), Field(&CrowdTie::to_crowd, false))));
  }
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
       {"2024-03-15", "2024-03", "2024", "2023-11-30/..", "2022-01/2022-02", "2021/..", "XXXX-05-01", "soon", ""}) {
    builder.add_relation(ann, builder.add_entity(named("P" + std::to_string(other++))), met(time));
  }
  const Graph graph = builder.build();
  EXPECT_THAT(periods_of(graph, PeriodLength::kMonth),
              ElementsAre(Period{"2023-11", "Nov 2023"}, Period{"2024-03", "Mar 2024"}));
  EXPECT_THAT(periods_of(graph, PeriodLength::kYear),
              ElementsAre(Field(&Period::edtf, "2021"), Field(&Period::edtf, "2022"), Field(&Period::edtf, "2023"),
                          Field(&Period::edtf, "2024")));
  EXPECT_THAT(periods_of(graph, PeriodLength::kMonth, {day_of(2023, 12, 1), DayRange::kOpenLast}),
              ElementsAre(Period{"2024-03", "Mar 2024"}));
  EXPECT_THAT(periods_of(graph, PeriodLength::kYear, {day_of(2022, 6, 1), day_of(2023, 1, 31)}),
              ElementsAre(Field(&Period::edtf, "2022"), Field(&Period::edtf, "2023")));
}

TEST(Periods, HoldNothingFromLater) {
  GraphBuilder builder;
  EntityNode node = named("Ann");
  for (const char* date : {"1970-05-04", "2024-06-01"}) {
    ValueFact fact;
    fact.relation.type = "inception";
    fact.value = date;
    node.values.push_back(fact);
  }
  const auto ann = builder.add_entity(node);
  RelationEdge relation = met("2024-03-15");
  relation.evidence.push_back(met("2024-05-02").evidence.front());
  builder.add_relation(ann, builder.add_entity(named("Ben")), relation);
  builder.add_relation(ann, builder.add_entity(named("Later")), met("2024-05-03"));
  const Graph graph = builder.build();
  const Picture march = at(choose(graph, {}, {0, false, false}), {"2024-03", "Mar 2024"});
  const auto [first, last] = boost::edges(*march.graph);
  ASSERT_EQ(std::distance(first, last), 2);
  EXPECT_THAT((*march.graph)[*first].evidence, ElementsAre(Field(&Evidence::time, "2024-03-15")));
  EXPECT_EQ((*march.graph)[*first].proofs, 1U);
  EXPECT_THAT((*march.graph)[Vertex{0}].values, ElementsAre(Field(&ValueFact::value, "1970-05-04")));
  EXPECT_EQ(march.caption, "Shown: 1 of the 2 relations of the series.");
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
