#include <nlohmann/json.hpp>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A database of facts of our own making, so that what is right does not hang on extraction: "Ada Berg leads Oslo; Bo denies
// it. Ada said: it rains."
class Eval : public CommandLine {
 protected:
  void SetUp() override {
    const std::string facts = R"({"document": {"uri": "in/a.txt", "title": "Rain", "published": null, "author": null,
      "language": null, "text": "Ada Berg leads Oslo. Bo Dahl never led Oslo. Berg said it rains.", "blocks": null},
      "sentences": [[0, 20], [21, 44], [45, 64]],
      "entities": [
        {"id": 0, "name": "Ada Berg", "type": "person",
         "mentions": [{"start": 0, "end": 8, "kind": "name"}, {"start": 45, "end": 49, "kind": "name"}]},
        {"id": 1, "name": "Oslo", "type": "city",
         "mentions": [{"start": 15, "end": 19, "kind": "name"}, {"start": 39, "end": 43, "kind": "name"}]},
        {"id": 2, "name": "Bo Dahl", "type": "person", "mentions": [{"start": 21, "end": 28, "kind": "name"}]}],
      "relations": [
        {"type": "leads", "open": false, "subject": 0, "object": 1, "subject_span": [0, 8], "object_span": [15, 19],
         "trigger_span": [9, 14], "sentence": 0, "role": "mayor", "time": null, "place": null, "polarity": "affirmed",
         "modality": "asserted", "attributed_to": null, "confidence": 0.9, "rule": "test"},
        {"type": "leads", "open": false, "subject": 2, "object": 1, "subject_span": [21, 28], "object_span": [39, 43],
         "trigger_span": [35, 38], "sentence": 1, "role": null, "time": null, "place": null, "polarity": "negated",
         "modality": "asserted", "attributed_to": null, "confidence": 0.9, "rule": "test"}],
      "statements": [{"speaker": 0, "kind": "indirect", "start": 55, "end": 63, "cue": "said"}],
      "propositions": []})";
    std::string line = facts;
    std::erase(line, '\n');
    write("facts.jsonl", line + "\n");
    run_well({"load", path("facts.jsonl"), "--db", path("e.db")});
  }

  // What eval says of the gold file with this list of the one document.
  nlohmann::json scores(const std::string& lists) const {
    write("gold.json", R"({"documents": [{"uri": "a.txt", )" + lists + "}]}");
    return nlohmann::json::parse(run_well({"eval", path("gold.json"), path("e.db"), "--json"}));
  }

  static std::vector<std::size_t> counts(const nlohmann::json& score) {
    return {score["gold"], score["found"], score["right"]};
  }
};

TEST_F(Eval, EntitiesMatchByAnyNameAndKindOfType) {
  const auto score =
      scores(R"("entities": [{"name": "Berg", "type": "person"}, {"name": "The city", "aliases": ["oslo"],
                            "type": "place"}, {"name": "Bo Dahl", "type": "company"}])")["entities"];
  EXPECT_THAT(counts(score), ElementsAre(3, 3, 2));
  EXPECT_THAT(score["missed"], ElementsAre("a.txt: Bo Dahl (company)"));
  EXPECT_THAT(score["wrong"], ElementsAre("a.txt: Bo Dahl (person)"));
  EXPECT_EQ(score["f1"], 0.667);
}

TEST_F(Eval, FactsMatchWithTheirPolarityAndWhatIsGivenOfRoleAndTime) {
  EXPECT_THAT(counts(scores(R"("facts": [{"subject": "Berg", "relation": "leads", "object": "Oslo"},
      {"subject": "Bo Dahl", "relation": "leads", "object": "Oslo", "polarity": "negated"}])")["facts"]),
              ElementsAre(2, 2, 2));
  EXPECT_THAT(counts(scores(R"("facts": [{"subject": "Berg", "relation": "leads", "object": "Oslo", "role": "king"},
      {"subject": "Bo Dahl", "relation": "leads", "object": "Oslo"}])")["facts"]),
              ElementsAre(2, 2, 0));
}

TEST_F(Eval, FactsFollowTheAliasesOfTheGoldEntities) {
  const std::string lists = R"("entities": [{"name": "Herself", "aliases": ["Ada Berg"]}],
      "facts": [{"subject": "Herself", "relation": "leads", "object": "Oslo", "role": "Mayor"}])";
  EXPECT_THAT(counts(scores(lists)["facts"]), ElementsAre(1, 2, 1));
}

TEST_F(Eval, OnlyTheRelationsOfTheGoldFileAreCompared) {
  write("gold.json", R"({"relations": ["signed"], "documents": [{"uri": "a.txt", "facts": []}]})");
  const auto score = nlohmann::json::parse(run_well({"eval", path("gold.json"), path("e.db"), "--json"}))["facts"];
  EXPECT_THAT(counts(score), ElementsAre(0, 0, 0));
}

TEST_F(Eval, StatementsMatchByTheirSpeakerAndMoreThanHalfTheirWords) {
  EXPECT_THAT(counts(scores(R"("statements": [{"speaker": "Ada Berg", "text": "it rains"}])")["statements"]),
              ElementsAre(1, 1, 1));
  EXPECT_THAT(counts(scores(R"("statements": [{"speaker": "Bo Dahl", "text": "it rains"}])")["statements"]),
              ElementsAre(1, 1, 0));
  EXPECT_THAT(counts(scores(R"("statements": [{"speaker": "Ada Berg", "text": "it"}])")["statements"]),
              ElementsAre(1, 1, 0));
}

TEST_F(Eval, AListThatIsAbsentIsNotCompared) {
  const auto score = scores(R"("entities": [])");
  EXPECT_THAT(counts(score["entities"]), ElementsAre(0, 3, 0));
  EXPECT_THAT(counts(score["facts"]), ElementsAre(0, 0, 0));
}

TEST_F(Eval, ADocumentIsNamedByItsTitleToo) {
  write("gold.json", R"({"documents": [{"uri": "Rain", "entities": [{"name": "Oslo"}]}]})");
  EXPECT_THAT(run_well({"eval", path("gold.json"), path("e.db")}), HasSubstr("entities        1      3      1"));
}

TEST_F(Eval, WhatIsWrongWithTheGoldFileIsSaid) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"no json", "no JSON"},
      {R"({"documents": [{"entities": []}]})", "documents[0] needs \"uri\""},
      {R"({"documents": [{"uri": "b.txt"}]})", "b.txt is not in"},
      {R"({"documents": [{"uri": "a.txt", "facts": [{"subject": "A", "relation": "likes", "object": "B"}]}]})",
       "documents[0].facts[0] has the relation \"likes\""},
      {R"({"documents": [{"uri": "a.txt", "entities": [{"name": "A", "type": "thingy"}]}]})", "the type \"thingy\""},
      {R"({"documents": [{"uri": "a.txt", "entties": []}]})", "unknown key \"entties\""},
      {R"({"documents": [{"uri": "a.txt", "entities": [{"name": 3}]}]})", "needs \"name\""},
      {R"({"documents": [{"uri": "a.txt", "statements": [{"text": "it snows"}]}]})", "does not stand in the text"}};
  for (const auto& [gold, message] : cases) {
    write("gold.json", gold);
    const Outcome outcome = run({"eval", path("gold.json"), path("e.db")});
    EXPECT_EQ(outcome.status, 1) << gold;
    EXPECT_THAT(outcome.err, HasSubstr(message)) << gold;
  }
}

TEST_F(Eval, TheShippedExampleIsMeasuredAgainstTheSample) {
  run_well({"build", kSample, "--db", path("k.db")});
  const auto score = nlohmann::json::parse(
      run_well({"eval", FACTGRAPH_SOURCE_DIR "/examples/kurultai-gold.json", path("k.db"), "--json"}));
  EXPECT_GE(score["entities"]["f1"], 0.8);
  EXPECT_GE(score["statements"]["f1"], 0.8);
  EXPECT_GE(score["facts"]["right"], 2);
  const std::string table =
      run_well({"eval", FACTGRAPH_SOURCE_DIR "/examples/kurultai-gold.json", path("k.db"), "--list"});
  EXPECT_THAT(table, HasSubstr("precision"));
  for (const auto& missed : score["facts"]["missed"]) {
    EXPECT_THAT(table, HasSubstr("missed fact  " + missed.get<std::string>()));
  }
}

}  // namespace
}  // namespace factgraph
