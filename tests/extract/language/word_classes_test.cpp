#include "extract/language/word_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "extract/language/word_classes_format.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

class WordClassesTest : public testing::Test {
 protected:
  // A model that knows `word` by the classes `ids`.
  ModelFile model_of(const std::string& word, WordClass ids) const {
    const WordKey key = word_key(word);
    std::vector<std::uint32_t> starts(kWordBuckets + 1);
    for (std::size_t b = key.bucket + 1U; b < starts.size(); ++b) starts[b] = 1;
    ModelWriter writer("word classes", WordClasses::kVersion);
    writer.add_array<std::uint32_t>("starts", starts);
    writer.add_array<std::uint16_t>("fingerprints", std::array{key.fingerprint});
    writer.add_array<std::uint32_t>("classes", std::array{pack(ids)});
    writer.write(folder_ / "words.model");
    return ModelFile::open(folder_ / "words.model");
  }

  TemporaryFolder folder_;
};

TEST_F(WordClassesTest, FindsTheClassesOfAWord) {
  const WordClass ids{1000, 300, 60};
  const WordClasses classes(model_of("astana", ids));
  EXPECT_EQ(classes.lookup("astana"), ids);
}

TEST_F(WordClassesTest, UnknownWordsHaveNoClass) {
  const WordClasses classes(model_of("astana", {1, 2, 3}));
  EXPECT_EQ(classes.lookup("almaty"), WordClass{});
  EXPECT_EQ(classes.lookup(""), WordClass{});
}

TEST_F(WordClassesTest, AnotherModelIsRefused) {
  ModelWriter writer("tagger", 1);
  writer.write(folder_ / "other.model");
  EXPECT_THROW(WordClasses(ModelFile::open(folder_ / "other.model")), ModelError);
}

}  // namespace
}  // namespace factgraph
