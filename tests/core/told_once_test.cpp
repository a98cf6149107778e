#include "core/told_once.h"

#include <gtest/gtest.h>

#include <vector>

namespace factgraph {
namespace {

TEST(Relations, AreToldOnceByTheSameWords) {
  Relation first;
  first.type = "founded";
  first.object = 1;
  first.trigger_span = {10, 17};
  first.subject_span = {0, 4};
  Relation pronoun = first;
  pronoun.subject_span = {5, 8};
  Relation other_words = first;
  other_words.trigger_span = {30, 37};
  Relation other_object = first;
  other_object.object = 2;
  const std::vector<Relation> relations = {first, pronoun, other_words, other_object};
  const std::vector<const Relation*> expected = {&relations[0], &relations[2], &relations[3]};
  EXPECT_EQ(told_once(relations), expected);
}

}  // namespace
}  // namespace factgraph
