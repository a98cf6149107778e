#include "core/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/page_rank.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Simple = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

// A random graph: some entities tied at random, some to themselves, some several times, some not at all.
Graph random_graph(std::uint64_t seed, std::size_t entities, std::size_t relations) {
  const auto pick = [&seed](std::size_t below) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(seed >> 33U) % below;
  };
  GraphBuilder builder;
  for (std::size_t i = 0; i < entities; ++i) {
    EntityNode node;
    node.name = "e" + std::to_string(1000 + i);
    builder.add_entity(std::move(node));
  }
  for (std::size_t i = 0; i < relations; ++i) {
    RelationEdge relation;
    relation.type = "r" + std::to_string(pick(3));
    relation.confidence = 0.1 + 0.1 * static_cast<double>(pick(9));
    relation.evidence.resize(1 + pick(4));
    const std::size_t subject = pick(entities);
    builder.add_relation(subject, pick(entities), std::move(relation));
  }
  return builder.build();
}

Graph line(const std::vector<std::pair<std::string, std::string>>& relations) {
  GraphBuilder builder;
  std::map<std::string, std::size_t> entities;
  const auto entity = [&](const std::string& name) {
    const auto found = entities.find(name);
    if (found != entities.end()) return found->second;
    EntityNode node;
    node.name = name;
    return entities[name] = builder.add_entity(std::move(node));
  };
  for (const auto& [from, to] : relations) {
    const std::size_t subject = entity(from);
    RelationEdge relation;
    relation.type = "knows";
    builder.add_relation(subject, entity(to), std::move(relation));
  }
  return builder.build();
}

// Ties as a graph that Boost's own algorithms take.
Simple simple(const Ties& ties) {
  Simple graph(ties.size());
  for (Vertex v = 0; v < ties.size(); ++v) {
    for (const Ties::Tie& tie : ties.of(v)) {
      if (tie.to > v) boost::add_edge(v, tie.to, graph);
    }
  }
  return graph;
}

std::vector<std::string> names(const Graph& graph, const Path& path) {
  std::vector<std::string> result;
  for (const Vertex v : path.entities) result.push_back(graph[v].name);
  return result;
}

TEST(Ties, JoinParallelRelationsAndLeaveOutLoops) {
  GraphBuilder builder;
  for (const char* name : {"a", "b"}) {
    EntityNode node;
    node.name = name;
    builder.add_entity(std::move(node));
  }
  RelationEdge relation;
  relation.type = "r";
  relation.confidence = 0.5;
  builder.add_relation(0, 1, relation);
  builder.add_relation(1, 0, relation);
  builder.add_relation(0, 0, relation);
  relation.type = "s";
  builder.add_relation(0, 1, relation);
  const Graph graph = builder.build();
  const Ties ties(graph);
  ASSERT_THAT(ties.of(0), SizeIs(1));
  EXPECT_EQ(ties.of(0)[0].to, 1U);
  EXPECT_EQ(ties.of(0)[0].weight, 3 * Ties::kUnit / 2);
  EXPECT_EQ(ties.strength(1), 3 * Ties::kUnit / 2);
  EXPECT_THAT(degrees(graph), ElementsAre(4U, 3U));
}

TEST(Betweenness, AgreesWithBoost) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Ties ties(random_graph(seed, 60, 90));
    const Simple graph = simple(ties);
    std::vector<double> expected(ties.size());
    boost::brandes_betweenness_centrality(
        graph, boost::make_iterator_property_map(expected.begin(), boost::get(boost::vertex_index, graph)));
    const std::vector<double> found = betweenness(ties);
    for (Vertex v = 0; v < ties.size(); ++v) {
      EXPECT_NEAR(found[v], expected[v] / (59.0 * 58.0 / 2.0), 1e-8) << "seed " << seed << " vertex " << v;
    }
  }
}

TEST(Betweenness, EstimateIsNearTheExact) {
  const Ties ties(news_graph(800));
  const std::vector<double> exact = betweenness(ties);
  const std::vector<double> estimated = betweenness(ties, 200);
  double off = 0;
  for (Vertex v = 0; v < ties.size(); ++v) off = std::max(off, std::abs(exact[v] - estimated[v]));
  EXPECT_GT(off, 0.0);
  EXPECT_LT(off, 0.25 * *std::max_element(exact.begin(), exact.end()));
}

TEST(Betweenness, OfNoGraphIsNothing) {
  EXPECT_THAT(betweenness(Ties(Graph())), IsEmpty());
  EXPECT_THAT(betweenness(Ties(line({{"a", "b"}}))), ElementsAre(0.0, 0.0));
  EXPECT_THAT(betweenness(Ties(line({{"a", "b"}, {"b", "c"}}))), ElementsAre(0.0, 1.0, 0.0));
}

TEST(Components, AgreeWithBoostAndAreNumberedBySize) {
  const Ties ties(random_graph(7, 80, 60));
  const Simple graph = simple(ties);
  std::vector<std::size_t> expected(ties.size());
  boost::connected_components(
      graph, boost::make_iterator_property_map(expected.begin(), boost::get(boost::vertex_index, graph)));
  const std::vector<std::size_t> found = components(ties);
  std::map<std::size_t, std::size_t> sizes;
  for (Vertex v = 0; v < ties.size(); ++v) {
    ++sizes[found[v]];
    for (Vertex u = 0; u < v; ++u) EXPECT_EQ(found[u] == found[v], expected[u] == expected[v]);
  }
  for (std::size_t i = 1; i < sizes.size(); ++i) EXPECT_LE(sizes.at(i), sizes.at(i - 1));
  EXPECT_GT(sizes.size(), 2U);
}

TEST(CoreNumbers, AreWhatPeelingLeaves) {
  const Ties ties(random_graph(11, 60, 150));
  const std::vector<std::size_t> found = core_numbers(ties);
  for (std::size_t k = 1; k < 8; ++k) {
    std::set<Vertex> left;
    for (Vertex v = 0; v < ties.size(); ++v) left.insert(v);
    for (bool changed = true; changed;) {
      changed = std::erase_if(left, [&](Vertex v) {
                  std::size_t ties_left = 0;
                  for (const Ties::Tie& tie : ties.of(v)) ties_left += left.contains(tie.to) ? 1U : 0U;
                  return ties_left < k;
                }) > 0;
    }
    for (Vertex v = 0; v < ties.size(); ++v) EXPECT_EQ(found[v] >= k, left.contains(v)) << "k " << k << " vertex " << v;
  }
}

TEST(Centrality, AgreesWithPageRankOfEvenTies) {
  std::vector<std::pair<std::string, std::string>> relations = {{"hub", "a"}, {"hub", "b"}, {"hub", "c"}, {"c", "d"}};
  const Graph graph = line(relations);  // a b c d hub
  boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS> both(5);
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    boost::add_edge(boost::source(e, graph), boost::target(e, graph), both);
    boost::add_edge(boost::target(e, graph), boost::source(e, graph), both);
  }
  std::vector<double> expected(5);
  boost::graph::page_rank(both,
                          boost::make_iterator_property_map(expected.begin(), boost::get(boost::vertex_index, both)),
                          boost::graph::n_iterations(500), 0.85);
  const std::vector<double> found = centrality(graph);
  for (std::size_t v = 0; v < 5; ++v) EXPECT_NEAR(found[v], expected[v] / expected[4], 1e-6);
}

// Four groups of 20, each tied within far more than to the others.
TEST(Communities, FindPlantedGroups) {
  std::uint64_t state = 5;
  const auto pick = [&state](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33U) % below;
  };
  std::vector<std::pair<std::string, std::string>> relations;
  const auto name = [](std::size_t i) { return "e" + std::to_string(100 + i); };
  for (std::size_t i = 0; i < 80; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (pick(100) < (i / 20 == j / 20 ? 40U : 3U)) relations.emplace_back(name(i), name(j));
    }
  }
  const Graph graph = line(relations);
  const std::vector<std::size_t> found = communities(Ties(graph));
  ASSERT_EQ(found.size(), 80U);
  for (std::size_t v = 0; v < 80; ++v) EXPECT_EQ(found[v], found[v / 20 * 20]);
  EXPECT_EQ(std::set<std::size_t>(found.begin(), found.end()).size(), 4U);
}

TEST(Communities, AreConnectedAndNoSingleMoveIsBetter) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Ties ties(random_graph(seed, 120, 200));
    const std::vector<std::size_t> found = communities(ties);
    // Each community is reached from its first member within itself.
    std::map<std::size_t, std::set<Vertex>> members;
    for (Vertex v = 0; v < ties.size(); ++v) members[found[v]].insert(v);
    for (const auto& [number, all] : members) {
      std::set<Vertex> reached = {*all.begin()};
      std::vector<Vertex> stack = {*all.begin()};
      while (!stack.empty()) {
        const Vertex v = stack.back();
        stack.pop_back();
        for (const Ties::Tie& tie : ties.of(v)) {
          if (found[tie.to] == number && reached.insert(tie.to).second) stack.push_back(tie.to);
        }
      }
      EXPECT_EQ(reached, all) << "seed " << seed;
    }
    const double best = modularity(ties, found);
    for (Vertex v = 0; v < ties.size(); ++v) {
      for (const Ties::Tie& tie : ties.of(v)) {
        std::vector<std::size_t> moved = found;
        moved[v] = found[tie.to];
        EXPECT_LE(modularity(ties, moved), best + 1e-12) << "seed " << seed;
      }
    }
  }
}

TEST(Communities, OfUntiedEntitiesAreThemselves) {
  EXPECT_THAT(communities(Ties(Graph())), IsEmpty());
  EXPECT_THAT(communities(Ties(random_graph(1, 3, 0))), ElementsAre(0U, 1U, 2U));
}

TEST(ShortestPaths, CostWhatDijkstraSays) {
  using Weighted = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                         boost::property<boost::edge_weight_t, double>>;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Graph graph = random_graph(seed, 40, 80);
    Weighted roads(40);
    for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
      boost::add_edge(boost::source(e, graph), boost::target(e, graph), 1.0 + 1.0 / edge_weight(graph[e]), roads);
    }
    std::vector<double> far(40);
    boost::dijkstra_shortest_paths(
        roads, 0,
        boost::distance_map(boost::make_iterator_property_map(far.begin(), boost::get(boost::vertex_index, roads))));
    for (Vertex v = 1; v < 40; ++v) {
      const std::vector<Path> paths = shortest_paths(graph, {0}, {v});
      ASSERT_EQ(paths.empty(), far[v] > 1e6);
      if (!paths.empty()) {
        EXPECT_NEAR(paths.front().cost, far[v], 1e-4);
      }
    }
  }
}

// All ways without a repetition, by trying them.
void walk(const Graph& graph, const Ties& ties, std::vector<Vertex>& way, Vertex goal,
          std::multiset<std::size_t>& lengths) {
  if (way.back() == goal) {
    lengths.insert(way.size());
    return;
  }
  for (const Ties::Tie& tie : ties.of(way.back())) {
    if (std::find(way.begin(), way.end(), tie.to) != way.end()) continue;
    way.push_back(tie.to);
    walk(graph, ties, way, goal, lengths);
    way.pop_back();
  }
}

TEST(ShortestPaths, AreAllThereInOrderAndDistinct) {
  const Graph graph = random_graph(3, 8, 14);
  const Ties ties(graph);
  for (Vertex goal = 1; goal < 8; ++goal) {
    std::multiset<std::size_t> expected;
    std::vector<Vertex> way = {0};
    walk(graph, ties, way, goal, expected);
    std::multiset<std::size_t> lengths;
    std::set<std::vector<Vertex>> distinct;
    double before = 0;
    for (const Path& path : shortest_paths(graph, {0}, {goal}, 1000)) {
      EXPECT_GE(path.cost, before);
      before = path.cost;
      lengths.insert(path.entities.size());
      distinct.insert(path.entities);
      ASSERT_EQ(path.relations.size() + 1, path.entities.size());
      double cost = 0;
      for (const Edge& e : path.relations) cost += 1.0 + 1.0 / edge_weight(graph[e]);
      EXPECT_NEAR(path.cost, cost, 1e-4);
    }
    EXPECT_EQ(lengths, expected);
    EXPECT_EQ(distinct.size(), expected.size());
  }
}

TEST(ShortestPaths, PreferBetterProofAndGoAgainstTheArrow) {
  GraphBuilder builder;
  for (const char* name : {"a", "b", "c", "d"}) {
    EntityNode node;
    node.name = name;
    builder.add_entity(std::move(node));
  }
  RelationEdge weak;
  weak.type = "weak";
  weak.confidence = 0.3;
  RelationEdge sure;
  sure.type = "sure";
  sure.confidence = 0.9;
  RelationEdge denied = sure;
  denied.polarity = Polarity::kNegated;
  builder.add_relation(0, 1, weak);
  builder.add_relation(1, 3, sure);
  builder.add_relation(2, 0, sure);
  builder.add_relation(2, 0, weak);
  builder.add_relation(3, 2, sure);
  builder.add_relation(0, 3, denied);
  const Graph graph = builder.build();
  const std::vector<Path> paths = shortest_paths(graph, {0}, {3}, 5);
  ASSERT_THAT(paths, SizeIs(2));
  EXPECT_THAT(names(graph, paths[0]), ElementsAre("a", "c", "d"));
  EXPECT_EQ(graph[paths[0].relations[0]].type, "sure");
  EXPECT_THAT(names(graph, paths[1]), ElementsAre("a", "b", "d"));
}

TEST(ShortestPaths, TakeTheNearestOfSeveralEnds) {
  const Graph graph = line({{"a", "b"}, {"b", "c"}, {"c", "d"}, {"x", "y"}});  // a b c d x y
  EXPECT_THAT(names(graph, shortest_paths(graph, {0, 1}, {3, 2}).at(0)), ElementsAre("b", "c"));
  EXPECT_THAT(shortest_paths(graph, {0}, {4}, 3), IsEmpty());
  EXPECT_THAT(shortest_paths(graph, {0}, {}, 3), IsEmpty());
}

TEST(Analysis, IsTheSameForEqualGraphs) {
  const Ties one(news_graph(300));
  const Ties other(news_graph(300));
  EXPECT_EQ(communities(one), communities(other));
  EXPECT_EQ(betweenness(one, 50), betweenness(other, 50));
}

}  // namespace
}  // namespace factgraph
