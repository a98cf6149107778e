#include "core/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace factgraph {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

EntityNode person(const std::string& name, std::vector<std::string> aliases = {}) {
  EntityNode node;
  node.name = name;
  node.type = "person";
  node.aliases = std::move(aliases);
  return node;
}

RelationEdge met(std::vector<std::string> documents, double confidence = 0.9) {
  RelationEdge relation;
  relation.type = "met_with";
  relation.confidence = confidence;
  for (std::string& document : documents) {
    Evidence evidence;
    evidence.document = std::move(document);
    evidence.confidence = confidence;
    relation.evidence.push_back(std::move(evidence));
  }
  return relation;
}

// "A changed": the changes of entities and relations in the order of the graph, by name.
std::vector<std::string> words(const Difference& difference) {
  const std::vector<std::string> kinds = {"same", "added", "gone", "changed"};
  std::vector<std::string> result;
  for (Vertex v = 0; v < difference.entities.size(); ++v) {
    result.push_back(difference.graph[v].name + " " + kinds[static_cast<std::size_t>(difference.entities[v])]);
  }
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(difference.graph))) {
    result.push_back(difference.graph[boost::source(e, difference.graph)].name + "-" +
                     difference.graph[boost::target(e, difference.graph)].name + " " +
                     kinds[static_cast<std::size_t>(difference.relations[number++])]);
  }
  return result;
}

TEST(Compare, TellsWhatCameWentAndChanged) {
  GraphBuilder before;
  const auto ann = before.add_entity(person("Ann"));
  const auto ben = before.add_entity(person("Ben"));
  const auto eve = before.add_entity(person("Eve"));
  before.add_relation(ann, ben, met({"a"}));
  before.add_relation(ann, eve, met({"a"}));
  GraphBuilder after;
  const auto dora = after.add_entity(person("Dora"));
  const auto ben_now = after.add_entity(person("Ben", {"Benny"}));
  const auto ann_now = after.add_entity(person("Ann"));
  after.add_relation(ann_now, ben_now, met({"a", "b"}));
  after.add_relation(dora, ann_now, met({"b"}));
  EXPECT_THAT(words(compare(before.build(), after.build())),
              ElementsAre("Ann same", "Ben changed", "Dora added", "Eve gone", "Ann-Ben changed", "Ann-Eve gone",
                          "Dora-Ann added"));
}

TEST(Compare, ADenialIsAnotherRelation) {
  GraphBuilder before;
  GraphBuilder after;
  RelationEdge denied = met({"a"});
  denied.polarity = Polarity::kNegated;
  before.add_relation(before.add_entity(person("Ann")), before.add_entity(person("Ben")), met({"a"}));
  after.add_relation(after.add_entity(person("Ann")), after.add_entity(person("Ben")), denied);
  EXPECT_THAT(words(compare(before.build(), after.build())),
              ElementsAre("Ann same", "Ben same", "Ann-Ben gone", "Ann-Ben added"));
}

TEST(Compare, ConfidenceAloneIsNoChange) {
  GraphBuilder before;
  GraphBuilder after;
  before.add_relation(before.add_entity(person("Ann")), before.add_entity(person("Ben")), met({"a"}, 0.4));
  after.add_relation(after.add_entity(person("Ann")), after.add_entity(person("Ben")), met({"a"}, 0.6));
  const Difference difference = compare(before.build(), after.build());
  EXPECT_THAT(difference.relations, ElementsAre(Change::kSame));
  EXPECT_EQ(difference.graph[*boost::edges(difference.graph).first].confidence, 0.6);
}

TEST(Compare, NamesakesAreToldApartByTheirOrder) {
  const auto two = [](std::size_t of) {
    GraphBuilder builder;
    for (std::size_t i = 0; i < of; ++i) builder.add_entity(person("Ann"));
    return builder.build();
  };
  EXPECT_THAT(compare(two(2), two(2)).entities, Each(Change::kSame));
  EXPECT_THAT(compare(two(1), two(2)).entities, ElementsAre(Change::kSame, Change::kAdded));
}

TEST(Compare, WithNothingEverythingIsAddedOrGone) {
  GraphBuilder builder;
  builder.add_relation(builder.add_entity(person("Ann")), builder.add_entity(person("Ben")), met({"a"}));
  const Graph graph = builder.build();
  EXPECT_THAT(compare({}, graph).relations, ElementsAre(Change::kAdded));
  EXPECT_THAT(compare(graph, {}).entities, Each(Change::kGone));
  EXPECT_TRUE(compare({}, {}).entities.empty());
}

}  // namespace
}  // namespace factgraph
