#include "extract/language/model_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class ModelFileTest : public testing::Test {
 protected:
  void SetUp() override {
    ModelWriter writer("parser", 3);
    writer.add_array<std::int32_t>("weights", std::array<std::int32_t, 3>{1, -2, 3});
    writer.add_lines("labels", std::array<std::string, 3>{"nsubj", "", "obj"});
    writer.write(path_);
  }

  std::string read() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "some.model";
};

TEST_F(ModelFileTest, ReadsBackWhatWasWritten) {
  const ModelFile model = ModelFile::open(path_);
  EXPECT_EQ(model.kind(), "parser");
  EXPECT_EQ(model.version(), 3U);
  EXPECT_THAT(model.array<std::int32_t>("weights"), ElementsAre(1, -2, 3));
  EXPECT_THAT(model.lines("labels"), ElementsAre("nsubj", "", "obj"));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(model.section("labels").data()) % 64, 0U);
}

TEST_F(ModelFileTest, SectionsOutliveTheFirstCopy) {
  std::span<const std::int32_t> weights;
  auto first = std::make_unique<ModelFile>(ModelFile::open(path_));
  const ModelFile copy = *first;
  weights = first->array<std::int32_t>("weights");
  first.reset();
  EXPECT_EQ(weights[1], -2);
}

TEST_F(ModelFileTest, EveryFlippedByteOfTheBodyIsNoticed) {
  const std::string good = read();
  for (std::size_t at = 64; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    write(bad);
    EXPECT_THROW((void)ModelFile::open(path_), ModelError) << at;
  }
}

TEST_F(ModelFileTest, ATruncatedFileIsRefusedByName) {
  write(read().substr(0, 70));
  EXPECT_THAT([this] { (void)ModelFile::open(path_); }, ThrowsMessage<ModelError>(HasSubstr(path_.string())));
  write("");
  EXPECT_THROW((void)ModelFile::open(path_), ModelError);
}

TEST_F(ModelFileTest, AMissingFileIsRefusedByName) {
  EXPECT_THAT([this] { (void)ModelFile::open(folder_ / "none.model"); },
              ThrowsMessage<ModelError>(HasSubstr("none.model")));
}

TEST_F(ModelFileTest, AnotherKindOrVersionIsRefused) {
  const ModelFile model = ModelFile::open(path_);
  EXPECT_NO_THROW(model.expect("parser", 3));
  EXPECT_THROW(model.expect("parser", 4), ModelError);
  EXPECT_THROW(model.expect("tagger", 3), ModelError);
  EXPECT_THROW((void)model.section("nothing"), ModelError);
}

}  // namespace
}  // namespace factgraph
