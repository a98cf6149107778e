#include "extract/relation_judge.h"

#include <gtest/gtest.h>

#include <vector>

namespace factgraph {
namespace {

constexpr std::size_t kClass = 3;

// Mentions of entities 1 (tokens 0 and 4) and 2 (token 2), of one of whose pairs a pattern knows.
std::vector<ScoredPair> two_pairs() {
  ScoredPair near;
  near.subject = 1;
  near.object = 2;
  near.subject_first = 0;
  near.subject_last = 1;
  near.object_first = 2;
  near.object_last = 3;
  near.admitted = 1U << kClass;
  near.scores[kClass] = 100;
  ScoredPair far = near;
  far.subject_first = 8;
  far.subject_last = 9;
  far.scores[kClass] = -2000;
  return {near, far};
}

std::vector<std::uint32_t> features(const std::vector<ScoredPair>& pairs, std::size_t pair) {
  std::vector<std::uint32_t> rows;
  PairCompany(pairs).features(pair, kClass, rows);
  return rows;
}

TEST(PairCompany, JudgesAllMentionsOfTwoEndsIfOneOfThemScores) {
  std::vector<ScoredPair> pairs = two_pairs();
  EXPECT_TRUE(PairCompany(pairs).plausible(1, kClass));
  pairs[0].scores[kClass] = -2000;
  EXPECT_FALSE(PairCompany(pairs).plausible(1, kClass));
  pairs[0].known[kClass] = ScoredPair::kToldOfThese;
  pairs[1].known[kClass] = ScoredPair::kToldOfOthers;
  EXPECT_TRUE(PairCompany(pairs).plausible(1, kClass));
}

TEST(PairCompany, JudgesNoClassThatTheTypesForbid) {
  std::vector<ScoredPair> pairs = two_pairs();
  EXPECT_FALSE(PairCompany(pairs).plausible(0, kClass + 1));
}

TEST(PairCompany, TellsApartPairsOfTheSameEnds) {
  const std::vector<ScoredPair> pairs = two_pairs();
  const PairCompany company(pairs);
  EXPECT_EQ(company.ends(0, kClass), company.ends(1, kClass));
  EXPECT_NE(features(pairs, 0), features(pairs, 1));
}

TEST(PairCompany, SeesRivals) {
  std::vector<ScoredPair> pairs = two_pairs();
  const std::vector<std::uint32_t> alone = features(pairs, 0);
  ScoredPair rival = pairs[0];
  rival.object = 3;
  rival.object_first = 5;
  rival.object_last = 6;
  pairs.push_back(rival);
  EXPECT_NE(features(pairs, 0), alone);
}

TEST(PairCompany, HasOneNumberForBothDirectionsWhereAClassHasNone) {
  std::vector<ScoredPair> pairs = two_pairs();
  std::swap(pairs[1].subject, pairs[1].object);
  EXPECT_NE(PairCompany(pairs).ends(0, kClass), PairCompany(pairs).ends(1, kClass));
  for (ScoredPair& pair : pairs) pair.symmetric = 1U << kClass;
  EXPECT_EQ(PairCompany(pairs).ends(0, kClass), PairCompany(pairs).ends(1, kClass));
}

TEST(RelationJudge, TellsScoresApartInEvenSteps) {
  EXPECT_EQ(RelationJudge::bucket_of(0), RelationJudge::kBuckets / 2);
  EXPECT_EQ(RelationJudge::bucket_of(-1), RelationJudge::kBuckets / 2 - 1);
  EXPECT_EQ(RelationJudge::bucket_of(RelationJudge::kBucket), RelationJudge::kBuckets / 2 + 1);
  EXPECT_EQ(RelationJudge::bucket_of(-1'000'000), 0U);
  EXPECT_EQ(RelationJudge::bucket_of(1'000'000), RelationJudge::kBuckets - 1);
}

}  // namespace
}  // namespace factgraph
