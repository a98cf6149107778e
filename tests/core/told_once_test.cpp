#include "core/told_once.h"

#include <gtest/gtest.h>

#include <vector>

namespace factgraph {
namespace {

TEST(Relations, AreToldOnceByASentenceInItsSurestWords) {
  Relation first;
  first.type = "founded";
  first.confidence = 0.8;
  first.object = 1;
  first.trigger_span = {10, 17};
  first.subject_span = {0, 4};
  Relation pronoun = first;
  pronoun.subject_span = {5, 8};
  Relation surer = first;
  surer.trigger_span = {30, 37};
  surer.confidence = 0.9;
  Relation other_object = first;
  other_object.object = 2;
  Relation other_time = first;
  other_time.time = "1998";
  const std::vector<Relation> relations = {first, pronoun, surer, other_object, other_time};
  const std::vector<const Relation*> expected = {&relations[2], &relations[3], &relations[4]};
  EXPECT_EQ(told_once(relations), expected);
}

}  // namespace
}  // namespace factgraph
