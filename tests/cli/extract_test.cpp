#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Extract = CommandLine;
using Load = CommandLine;

constexpr const char* kArticle = "Irma Quist visited Berlin, and Jonas Bergqvist wrote and read a letter.\n";

// The names of the keys of `json`, in order.
std::vector<std::string> keys(const nlohmann::ordered_json& json) {
  std::vector<std::string> names;
  for (const auto& [key, value] : json.items()) names.push_back(key);
  return names;
}

TEST_F(Extract, WritesOneObjectPerDocumentWithKeysInAFixedOrder) {
  const std::string out = run_well({"extract", kSample});
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
  const auto facts = nlohmann::ordered_json::parse(out);
  EXPECT_EQ(keys(facts),
            (std::vector<std::string>{"document", "sentences", "entities", "relations", "statements", "propositions"}));
  EXPECT_EQ(facts["document"]["published"], "2024-03-16");
  EXPECT_THAT(facts["entities"], Not(IsEmpty()));
  EXPECT_THAT(facts["relations"], Not(IsEmpty()));
  EXPECT_THAT(facts["statements"], Not(IsEmpty()));
  EXPECT_THAT(facts["propositions"], Not(IsEmpty()));
}

TEST_F(Extract, KeepsTheOrderOfTheInputWithAnyNumberOfThreads) {
  std::string articles;
  for (int i = 0; i < 40; ++i) {
    articles += nlohmann::json({{"uri", "story " + std::to_string(i)}, {"text", kArticle}}).dump() + "\n";
  }
  const std::string file = write("in.jsonl", articles);
  const std::string one = run_well({"extract", file, "--jobs", "1"});
  EXPECT_EQ(run_well({"extract", file, "--jobs", "4"}), one);
  EXPECT_LT(one.find("story 8\""), one.find("story 9\""));
  EXPECT_LT(one.find("story 9\""), one.find("story 10\""));
}

TEST_F(Extract, TokensComeWithTheirGrammar) {
  const auto facts = nlohmann::json::parse(run_well({"extract", "-", "--tokens"}, "Irma Quist visited Berlin.\n"));
  ASSERT_THAT(facts["tokens"], SizeIs(1));
  ASSERT_THAT(facts["tokens"][0], SizeIs(5));
  const auto& visited = facts["tokens"][0][2];
  EXPECT_EQ(visited["start"], 11);
  EXPECT_EQ(visited["end"], 18);
  EXPECT_EQ(visited["lemma"], "visit");
  EXPECT_EQ(visited["upos"], "VERB");
  EXPECT_EQ(visited["head"], -1);
  EXPECT_EQ(visited["deprel"], "root");
}

TEST_F(Extract, WritesAndReadsConllu) {
  const std::string conllu = run_well({"extract", "-", "--format", "conllu"}, "Irma Quist visited Berlin.\n");
  EXPECT_THAT(conllu, HasSubstr("3\tvisited\tvisit\tVERB\tVBD"));
  const std::string file = write("words.conllu", conllu);
  EXPECT_EQ(run_well({"extract", file, "--format", "conllu"}), conllu);
}

TEST_F(Extract, BinaryPropositionsHaveOneArgumentEach) {
  const auto facts = nlohmann::json::parse(run_well({"extract", "-", "--binary"}, kArticle));
  ASSERT_THAT(facts["propositions"], Not(IsEmpty()));
  for (const auto& proposition : facts["propositions"]) EXPECT_THAT(proposition["arguments"], SizeIs(1));
}

TEST_F(Extract, FastReadsTheSameText) {
  const auto facts = nlohmann::json::parse(run_well({"extract", "-", "--fast"}, kArticle));
  EXPECT_THAT(facts["sentences"], SizeIs(1));
}

TEST_F(Extract, WritesAFileOnlyWhenItIsWhole) {
  write("out.jsonl", "what was there\n");
  EXPECT_EQ(run({"extract", path("nowhere.txt"), "-o", path("out.jsonl")}).status, 1);
  EXPECT_EQ(read("out.jsonl"), "what was there\n");
  run_well({"extract", kSample, "-o", path("out.jsonl")});
  EXPECT_EQ(read("out.jsonl"), run_well({"extract", kSample}));
}

TEST_F(Load, WhatExtractWroteMakesTheDatabaseThatBuildMakes) {
  run_well({"build", kSample, "--db", path("built.db")});
  run_well({"load", "-", "--db", path("loaded.db")}, run_well({"extract", kSample}));
  EXPECT_EQ(run_well({"dump", "--db", path("loaded.db")}), run_well({"dump", "--db", path("built.db")}));
}

TEST_F(Load, AnotherExtractorsFactsNeedOnlyTheEssentials) {
  const std::string facts = write("facts.jsonl", R"({"document": {"uri": "a", "text": "Ada met Bo."},
"entities": [{"id": "x", "type": "person", "mentions": [{"start": 0, "end": 3}]},
             {"id": "y", "type": "person", "mentions": [{"start": 8, "end": 10}]}],
"relations": [{"type": "met_with", "subject": "x", "object": "y"}]})");
  std::string line = read("facts.jsonl");
  std::replace(line.begin(), line.end(), '\n', ' ');
  run_well({"load", "-", "--db", path("n.db")}, line + "\n");
  EXPECT_THAT(query("n.db", "SELECT subject, relation, object, sentence FROM facts"),
              ::testing::ElementsAre("Ada|met_with|Bo|Ada met Bo."));
}

TEST_F(Load, StopsAtALineThatIsWrongAndKeepsThoseBeforeIt) {
  const std::string file =
      write("facts.jsonl", "{\"document\": {\"uri\": \"a\", \"text\": \"Ada met Bo.\"}}\n{broken\n");
  const Outcome outcome = run({"load", file, "--db", path("n.db")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr(file + ":2"));
  EXPECT_THAT(query("n.db", "SELECT uri FROM documents"), ::testing::ElementsAre("a"));
}

}  // namespace
}  // namespace factgraph
