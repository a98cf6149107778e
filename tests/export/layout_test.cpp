#include "export/layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

double distance(Position a, Position b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Two rings of `size` entities each, with one tie between them, and `alone` entities without any.
Graph two_rings(std::size_t size, std::size_t alone) {
  GraphBuilder builder;
  const auto add = [&](const std::string& name) {
    EntityNode entity;
    entity.name = name;
    return builder.add_entity(std::move(entity));
  };
  for (const char* ring : {"a", "b"}) {
    for (std::size_t i = 0; i < size; ++i) add(ring + std::to_string(10 + i));
  }
  for (std::size_t i = 0; i < alone; ++i) add("c" + std::to_string(i));
  for (std::size_t i = 0; i < size; ++i) {
    builder.add_relation(i, (i + 1) % size, {});
    builder.add_relation(size + i, size + (i + 1) % size, {});
  }
  builder.add_relation(0, size, {});
  return builder.build();
}

TEST(LayoutTest, GivesNothingForNothingAndOnePlaceForOne) {
  EXPECT_TRUE(lay_out(Graph()).empty());
  GraphBuilder one;
  one.add_entity({});
  EXPECT_EQ(lay_out(one.build()).size(), 1U);
}

TEST(LayoutTest, KeepsEntitiesApartAndWithinTheFrame) {
  const std::vector<Position> places = lay_out(news_graph(400));
  ASSERT_EQ(places.size(), 400U);
  std::set<std::pair<double, double>> taken;
  for (const Position& place : places) {
    EXPECT_TRUE(taken.emplace(place.x, place.y).second);
    EXPECT_LE(std::abs(place.x), 1000);
    EXPECT_LE(std::abs(place.y), 1000);
  }
}

TEST(LayoutTest, PutsTheRelatedTogether) {
  constexpr std::size_t kSize = 8;
  const std::vector<Position> places = lay_out(two_rings(kSize, 0));
  Position a;
  Position b;
  for (std::size_t i = 0; i < kSize; ++i) {
    a = {a.x + places[i].x / kSize, a.y + places[i].y / kSize};
    b = {b.x + places[kSize + i].x / kSize, b.y + places[kSize + i].y / kSize};
  }
  for (std::size_t i = 0; i < kSize; ++i) {
    EXPECT_LT(distance(places[i], a), distance(places[i], b)) << i;
    EXPECT_LT(distance(places[kSize + i], b), distance(places[kSize + i], a)) << i;
  }
}

TEST(LayoutTest, PutsWhatHasNoTiesAroundTheRest) {
  const std::vector<Position> places = lay_out(two_rings(8, 5));
  for (std::size_t i = 16; i < places.size(); ++i) {
    EXPECT_NEAR(std::max(std::abs(places[i].x), std::abs(places[i].y)), 1000, 1) << i;
  }
}

// The digest of the places, to the tenth, pins them for every machine and compiler.
TEST(LayoutTest, GivesTheSamePlacesEverywhere) {
  std::uint64_t digest = 14695981039346656037U;  // FNV-1a
  for (const Position& place : lay_out(news_graph(200))) {
    for (const double part : {place.x, place.y}) {
      digest = (digest ^ static_cast<std::uint64_t>(std::llround(part * 10))) * 1099511628211U;
    }
  }
  EXPECT_EQ(digest, 17476134601295162426U);
}

}  // namespace
}  // namespace factgraph
