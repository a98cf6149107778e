#include "extract/training/train_relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

const LanguageEngine& engine() {
  static const LanguageEngine kEngine;
  return kEngine;
}

std::string passage(const std::string& subject, const std::string& between, const std::string& object) {
  const auto at = [](std::size_t number) { return std::to_string(number); };
  const std::size_t from = subject.size() + between.size();
  const std::string text = subject + between + object + ".";
  return R"({"fold": 1, "documentId": ")" + subject + R"(", "documentText": ")" + text +
         R"(", "passages": [{"passageStart": 0, "passageEnd": )" + at(text.size()) +
         R"(, "exhaustivelyAnnotatedProperties": [{"propertyId": "1", "propertyName": "EDUCATED_AT"}], "facts": [)" +
         R"({"propertyId": "1", "subjectStart": 0, "subjectEnd": )" + at(subject.size()) + R"(, "objectStart": )" +
         at(from) + R"(, "objectEnd": )" + at(from + object.size()) + "}]}]}\n";
}

TEST(KnowledgeNet, TellsOfWhatItWasAskedFor) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "knet.jsonl";
  std::ofstream(path) << passage("Peter Lang", " studied at ", "Stanford University")
                      << R"({"fold": 3, "documentId": "x", "documentText": "x", "passages": []})"
                      << "\n";
  const RelationDocuments documents = read_knowledgenet(path);
  ASSERT_EQ(documents.size(), 1U);  // fold 3 is left alone
  const RelationDocument& document = *documents[0];
  const Span person{0, 10};
  const Span school{22, 30};
  EXPECT_TRUE(document.label(RelationClass::kEducatedAt, person, school).holds);
  EXPECT_FALSE(document.label(RelationClass::kEducatedAt, school, person).holds);
  EXPECT_EQ(document.label(RelationClass::kEducatedAt, school, person).weight, 1);
  EXPECT_FALSE(document.label(RelationClass::kFounded, person, school).holds);
  EXPECT_LT(document.label(RelationClass::kFounded, person, school).weight, 0.5F);
  EXPECT_EQ(document.label(RelationClass::kFounded, person, Span{90, 95}).weight, 0);
}

TEST(KnowledgeNet, NamesTheLineThatCannotBeRead) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "knet.jsonl";
  std::ofstream(path) << "\n{\"fold\": 1}\n";
  try {
    static_cast<void>(read_knowledgenet(path));
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("knet.jsonl:2"));
  }
}

TEST(UnmarkedText, TellsThatNothingHolds) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "text.jsonl";
  std::ofstream(path) << R"({"doc": "a", "text": "Lang lives in Oslo."})"
                      << "\n";
  const RelationDocuments documents = read_unmarked(path);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_FALSE(documents[0]->marked);
  const RelationLabel label = documents[0]->label(RelationClass::kLivesIn, Span{0, 4}, Span{14, 18});
  EXPECT_FALSE(label.holds);
  EXPECT_EQ(label.weight, 1);
}

TEST(ReDocRed, FactsOfADocumentHoldForEveryMention) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "redocred.json";
  std::ofstream(path)
      << R"json([{"title": "Lang", "sents": [["Lang", "lives", "(", "still", ")", "."], ["Oslo", "bore", "Lang", "."]],
    "vertexSet": [[{"sent_id": 0, "pos": [0, 1]}, {"sent_id": 1, "pos": [2, 3]}], [{"sent_id": 1, "pos": [0, 1]}]],
    "labels": [{"h": 0, "r": "P19", "t": 1}]}, {"title": "second"}])json";
  const RelationDocuments documents = read_redocred(path, 1);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0]->document.text.utf8(), "Lang lives (still). Oslo bore Lang.");
  const Span oslo{20, 24};
  EXPECT_TRUE(documents[0]->label(RelationClass::kBornIn, Span{0, 4}, oslo).holds);
  EXPECT_TRUE(documents[0]->label(RelationClass::kBornIn, Span{30, 34}, oslo).holds);
  EXPECT_FALSE(documents[0]->label(RelationClass::kDiedIn, Span{30, 34}, oslo).holds);
}

TEST(TrainRelations, SameDataGivesSameBytes) {
  const TemporaryFolder folder;
  const auto corpus = folder.path() / "knet.jsonl";
  {
    std::ofstream file(corpus);
    for (const char* name : {"Peter Lang", "Anna Berg", "Mary Stone", "John Miller", "Susan Clark", "David Moore"}) {
      file << passage(name, " graduated from ", "Stanford University")
           << passage(name, " studied at ", "Yale University");
    }
  }
  const auto bytes = [&](const char* name) {
    RelationTraining options;
    options.rows = 4096;
    options.folds = 2;
    train_relations(read_knowledgenet(corpus), engine(), Ontology::shipped(), options, folder.path() / name);
    std::ifstream file(folder.path() / name, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string first = bytes("first.model");
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, bytes("second.model"));
}

TEST(TrainRelations, NeedsSomethingToLearnFrom) {
  const TemporaryFolder folder;
  EXPECT_THROW(train_relations({}, engine(), Ontology::shipped(), {}, folder.path() / "none.model"), InputError);
}

}  // namespace
}  // namespace factgraph
