#include "extract/language/spanning_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SpanningTree, BreaksACycleWhereItCostsLeast) {
  // 1 and 2 want each other; the root is 0.
  const std::vector<WeightedArc> arcs = {{-1, 0, 1}, {2, 1, 10}, {1, 2, 10}, {0, 1, 3}, {0, 2, 4}};
  EXPECT_THAT(maximum_spanning_tree(3, arcs), ElementsAre(-1, 2, 0));
}

TEST(SpanningTree, HasOneRootEvenWhereTwoWeighMore) {
  const std::vector<WeightedArc> arcs = {{-1, 0, 100}, {-1, 1, 90}, {0, 1, 1}, {1, 0, 1}};
  EXPECT_THAT(maximum_spanning_tree(2, arcs), ElementsAre(-1, 0));
}

TEST(SpanningTree, IsEmptyWhereNoTreeReachesEveryWord) {
  const std::vector<WeightedArc> arcs = {{-1, 0, 1}, {2, 1, 1}, {1, 2, 1}};
  EXPECT_THAT(maximum_spanning_tree(3, arcs), IsEmpty());
}

// Weight of the best tree by trying them all.
std::int64_t best_by_trial(std::size_t words, const std::vector<WeightedArc>& arcs) {
  std::int64_t best = -1;
  std::vector<std::size_t> choice(words);
  for (;;) {
    std::vector<std::int32_t> heads(words);
    std::int64_t weight = 0;
    int roots = 0;
    for (std::size_t word = 0; word < words; ++word) {
      heads[word] = static_cast<std::int32_t>(choice[word]) - 1;
      roots += heads[word] < 0 ? 1 : 0;
      bool found = false;
      for (const WeightedArc& arc : arcs) {
        if (arc.child != static_cast<std::int32_t>(word) || arc.head != heads[word]) continue;
        weight += arc.weight;
        found = true;
      }
      if (!found) weight -= 1'000'000;
    }
    bool tree = roots == 1;
    for (std::size_t word = 0; tree && word < words; ++word) {
      std::size_t steps = 0;
      for (std::int32_t at = heads[word]; at >= 0 && tree; at = heads[static_cast<std::size_t>(at)]) {
        tree = ++steps <= words;
      }
    }
    if (tree && weight > best) best = weight;
    std::size_t at = 0;
    while (at < words && ++choice[at] > words) choice[at++] = 0;
    if (at == words) return best;
  }
}

TEST(SpanningTree, IsTheBestOfAllTrees) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t words = 1 + random() % 4;
    std::vector<WeightedArc> arcs;
    for (std::int32_t child = 0; child < static_cast<std::int32_t>(words); ++child) {
      for (std::int32_t head = -1; head < static_cast<std::int32_t>(words); ++head) {
        if (head != child && random() % 4 != 0) arcs.push_back({head, child, static_cast<std::int64_t>(random() % 20)});
      }
    }
    const std::vector<std::int32_t> heads = maximum_spanning_tree(words, arcs);
    std::int64_t weight = heads.empty() ? -1 : 0;
    for (const WeightedArc& arc : arcs) {
      if (!heads.empty() && heads[static_cast<std::size_t>(arc.child)] == arc.head) weight += arc.weight;
    }
    EXPECT_EQ(weight, best_by_trial(words, arcs));
  }
}

}  // namespace
}  // namespace factgraph
