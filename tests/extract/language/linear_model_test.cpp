#include "extract/language/linear_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAreArray;

// Weights of `classes` classes, most of them 0, as training leaves them.
std::vector<float> some_weights(std::size_t rows, std::size_t classes, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<float> weights(rows * padded_classes(classes));
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < classes; ++column) {
      if (random() % 3 != 0) continue;
      if (column >= 64 && row % 2 == 0) continue;  // rare classes: rows with and without any
      weights[row * padded_classes(classes) + column] = static_cast<float>(random() % 400) - 200.0F;
    }
  }
  return weights;
}

class LinearModelTest : public testing::Test {
 protected:
  ModelFile store(const std::vector<float>& weights, std::size_t classes) {
    ModelWriter writer("some", 1);
    write_linear_model(writer, weights, classes, 1.0);
    writer.write(folder_ / "some.model");
    return ModelFile::open(folder_ / "some.model");
  }

  TemporaryFolder folder_;
};

TEST_F(LinearModelTest, SumsTheRoundedWeightsOfItsRows) {
  for (const std::size_t classes : {1U, 2U, 15U, 16U, 17U, 33U, 64U, 65U, 86U, 200U}) {
    const std::size_t rows = 50;
    const std::vector<float> weights = some_weights(rows, classes, static_cast<std::uint32_t>(classes));
    const LinearModel model(store(weights, classes), classes);
    EXPECT_EQ(model.rows(), rows);
    const std::vector<std::uint32_t> active = {0, 7, 48, 49, 7};
    std::vector<std::int16_t> scores(model.stride());
    model.score(active, scores);
    std::vector<std::int16_t> expected(model.stride());
    for (const std::uint32_t row : active) {
      for (std::size_t column = 0; column < classes; ++column) {
        const float weight = weights[row * padded_classes(classes) + column];
        expected[column] = static_cast<std::int16_t>(expected[column] + std::clamp(weight, -127.0F, 127.0F));
      }
    }
    EXPECT_THAT(scores, ElementsAreArray(expected)) << classes << " classes";
  }
}

TEST_F(LinearModelTest, ATableOfZerosIsSmall) {
  (void)store(std::vector<float>(10'000 * padded_classes(50)), 50);
  EXPECT_LT(std::filesystem::file_size(folder_ / "some.model"), 10'000U);
}

TEST_F(LinearModelTest, WeightsOfOtherClassesAreRefused) {
  const ModelFile file = store(some_weights(20, 30, 1), 30);
  EXPECT_NO_THROW(LinearModel(file, 30));
  EXPECT_THROW(LinearModel(file, 31), ModelError);
  EXPECT_THROW(LinearModel(file, 0), ModelError);
}

TEST_F(LinearModelTest, CodeThatEndsTooSoonIsRefused) {
  const ModelFile file = store(some_weights(200, 30, 1), 30);
  ModelWriter writer("some", 1);
  for (const char* name : {"rows", "groups", "frequencies"}) writer.add(name, file.section(name));
  writer.add("weights", file.section("weights").first(file.section("weights").size() / 4 * 2));
  writer.write(folder_ / "short.model");
  EXPECT_THROW(LinearModel(ModelFile::open(folder_ / "short.model"), 30), ModelError);
}

TEST_F(LinearModelTest, FrequenciesThatDoNotAddUpAreRefused) {
  const ModelFile file = store(some_weights(20, 30, 1), 30);
  ModelWriter writer("some", 1);
  const std::vector<std::uint16_t> frequencies(file.array<std::uint16_t>("frequencies").size(), 1);
  for (const char* name : {"rows", "groups", "weights"}) writer.add(name, file.section(name));
  writer.add_array<std::uint16_t>("frequencies", frequencies);
  writer.write(folder_ / "wrong.model");
  EXPECT_THROW(LinearModel(ModelFile::open(folder_ / "wrong.model"), 30), ModelError);
}

TEST(WordTable, FindsWhatItHoldsAndNothingElse) {
  std::mt19937 random(5);
  std::vector<std::uint32_t> keys;
  std::vector<std::uint16_t> values;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    keys.push_back(i * 2654435761U);
    values.push_back(static_cast<std::uint16_t>(1 + random() % 1000));
  }
  const WordTable table(keys, values);
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(table.find(keys[i]), values[i]);
  EXPECT_EQ(table.find(3), 0);
  EXPECT_EQ(WordTable().find(3), 0);
}

}  // namespace
}  // namespace factgraph
