#include "extract/language/lemmatizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/error.h"
#include "extract/language/embedded_models.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

TEST(LemmaScript, LeadsFromTheFormToTheLemma) {
  for (const auto& [form, lemma] : std::vector<std::pair<std::string, std::string>>{{"houses", "house"},
                                                                                    {"was", "be"},
                                                                                    {"Houses", "house"},
                                                                                    {"Paris", "Paris"},
                                                                                    {"MPs", "MP"},
                                                                                    {"\xC3\x89tudes", "\xC3\xA9tude"},
                                                                                    {"I", "I"},
                                                                                    {"better", "good"},
                                                                                    {"'s", "be"}}) {
    EXPECT_EQ(LemmaScript::between(form, lemma).apply(form), lemma) << form;
  }
}

class LemmatizerTest : public testing::Test {
 protected:
  Lemmatizer lemmatizer_{ModelFile::view(embedded_model("lemmatizer"), "lemmatizer")};
};

TEST_F(LemmatizerTest, KnowsIrregularWords) {
  EXPECT_EQ(lemmatizer_.lemma("went", Upos::kVerb, Xpos::kVbd), "go");
  EXPECT_EQ(lemmatizer_.lemma("Fled", Upos::kVerb, Xpos::kVbd), "flee");
  EXPECT_EQ(lemmatizer_.lemma("postponed", Upos::kVerb, Xpos::kVbd), "postpone");
  EXPECT_EQ(lemmatizer_.lemma("ruled", Upos::kVerb, Xpos::kVbd), "rule");
  EXPECT_EQ(lemmatizer_.lemma("shouted", Upos::kVerb, Xpos::kVbd), "shout");
  EXPECT_EQ(lemmatizer_.lemma("hoping", Upos::kVerb, Xpos::kVbg), "hope");
  EXPECT_EQ(lemmatizer_.lemma("found", Upos::kVerb, Xpos::kVb), "found");
  EXPECT_EQ(lemmatizer_.lemma("found", Upos::kVerb, Xpos::kVbd), "find");
  EXPECT_EQ(lemmatizer_.lemma("were", Upos::kAux, Xpos::kVbd), "be");
  EXPECT_EQ(lemmatizer_.lemma("children", Upos::kNoun, Xpos::kNns), "child");
  EXPECT_EQ(lemmatizer_.lemma("n't", Upos::kPart, Xpos::kRb), "not");
  EXPECT_EQ(lemmatizer_.lemma("n\xE2\x80\x99t", Upos::kPart, Xpos::kRb), "not");
}

TEST_F(LemmatizerTest, TakesOffTheEndingsOfWordsNeverSeen) {
  EXPECT_EQ(lemmatizer_.lemma("flimbers", Upos::kNoun, Xpos::kNns), "flimber");
  EXPECT_EQ(lemmatizer_.lemma("flimbered", Upos::kVerb, Xpos::kVbd), "flimber");
  EXPECT_EQ(lemmatizer_.lemma("flimberies", Upos::kNoun, Xpos::kNns), "flimbery");
}

TEST_F(LemmatizerTest, TheTagDecides) {
  EXPECT_EQ(lemmatizer_.lemma("meeting", Upos::kNoun, Xpos::kNn), "meeting");
  EXPECT_EQ(lemmatizer_.lemma("meeting", Upos::kVerb, Xpos::kVbg), "meet");
}

TEST_F(LemmatizerTest, NamesKeepTheirCapitals) {
  EXPECT_EQ(lemmatizer_.lemma("Berlin", Upos::kPropn, Xpos::kNnp), "Berlin");
  EXPECT_EQ(lemmatizer_.lemma("The", Upos::kDet, Xpos::kDt), "the");
}

TEST_F(LemmatizerTest, AnyBytesHaveALemma) {
  for (const std::string& form :
       {std::string(), std::string("\xFF\xFE"), std::string(5000, 'a'), std::string("s"), std::string(300, '\xC3')}) {
    for (int tag = 0; tag < 17; ++tag) {
      EXPECT_EQ(lemmatizer_.lemma(form, static_cast<Upos>(tag), Xpos::kNns).empty(), form.empty());
    }
  }
}

TEST(Lemmatizer, ABrokenRuleIsRefused) {
  const TemporaryFolder folder;
  for (const char* rule : {"", "x1+", "l+", "l1", "l-1+s", "l9999999999999+"}) {
    ModelWriter writer("lemmatizer", Lemmatizer::kVersion);
    writer.add_lines("scripts", std::array<std::string, 1>{std::string(rule)});
    writer.add_array<std::uint32_t>("rules.keys", {});
    writer.add_array<std::uint16_t>("rules.values", {});
    writer.write(folder / "lemmatizer.model");
    EXPECT_THROW(Lemmatizer(ModelFile::open(folder / "lemmatizer.model")), ModelError) << rule;
  }
}

}  // namespace
}  // namespace factgraph
