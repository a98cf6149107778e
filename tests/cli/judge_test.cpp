#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// Facts of another extractor: two ways to name one person, and a namesake.
constexpr const char* kFacts =
    R"({"document": {"uri": "a", "text": "Vera Lind met Tom Okoro."}, "sentences": [[0, 24]], "entities": [{"id": 0, "name": "Vera Lind", "type": "person", "mentions": [{"start": 0, "end": 9, "kind": "name"}]}, {"id": 1, "name": "Tom Okoro", "type": "person", "mentions": [{"start": 14, "end": 23, "kind": "name"}]}]}
{"document": {"uri": "b", "text": "Lind spoke."}, "sentences": [[0, 11]], "entities": [{"id": 0, "name": "Lind", "type": "person", "mentions": [{"start": 0, "end": 4, "kind": "name"}]}]}
)";

class Judge : public CommandLine {
 protected:
  void SetUp() override { run_well({"load", write("facts.jsonl", kFacts), "--db", path("k.db")}); }

  std::string call(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--db", path("k.db")});
    return run_well(arguments);
  }
  [[nodiscard]] std::vector<std::string> names() const { return query("k.db", "SELECT name FROM entities ORDER BY 1"); }
};

TEST_F(Judge, SameDifferentAndUndo) {
  ASSERT_THAT(names(), ElementsAre("Lind", "Tom Okoro", "Vera Lind"));
  call({"same", "Lind", "vera lind", "--author", "ana", "--reason", "the same coat"});
  EXPECT_THAT(names(), ElementsAre("Tom Okoro", "Vera Lind"));
  EXPECT_THAT(call({"why", "Lind"}), AllOf(HasSubstr("judgement 1 by ana"), HasSubstr("the same coat")));
  call({"undo", "1"});
  EXPECT_EQ(names().size(), 3U);
  EXPECT_THAT(call({"judgements"}), AllOf(HasSubstr("(undone)"), HasSubstr("undo 1")));
  call({"verify"});
}

TEST_F(Judge, RenameAndRetype) {
  call({"rename", "Tom Okoro", "Thomas Okoro"});
  call({"retype", "Thomas Okoro", "company"});
  EXPECT_THAT(query("k.db", "SELECT name, type FROM entities WHERE name LIKE 'T%'"),
              ElementsAre("Thomas Okoro|company"));
  EXPECT_EQ(run({"retype", "Lind", "starship", "--db", path("k.db")}).status, 1);
  EXPECT_EQ(run({"undo", "99", "--db", path("k.db")}).status, 1);
  EXPECT_EQ(run({"same", "Lind", "Lind", "--db", path("k.db")}).status, 1);
}

TEST_F(Judge, JudgementsTravel) {
  call({"same", "Lind", "Vera Lind", "--time", "2024-03-15T10:00:00Z"});
  const std::string lines = call({"judgements", "export"});
  run_well({"load", path("facts.jsonl"), "--db", path("other.db")});
  run_well({"judgements", "import", "-", "--db", path("other.db")}, lines);
  EXPECT_EQ(run_well({"dump", "--db", path("other.db")}), call({"dump"}));
  const Outcome bad = run({"judgements", "import", write("bad.jsonl", lines + "{}\n"), "--db", path("other.db")});
  EXPECT_EQ(bad.status, 1);
  EXPECT_THAT(bad.err, HasSubstr("bad.jsonl:2"));
}

TEST_F(Judge, ReviewByFile) {
  std::string list = call({"review"});
  EXPECT_THAT(list, HasSubstr("?\tLind (person)\tVera Lind (person)"));
  list[0] = 'y';
  run_well({"review", "--answers", "-", "--db", path("k.db")}, list);
  EXPECT_THAT(names(), ElementsAre("Tom Okoro", "Vera Lind"));
  EXPECT_EQ(call({"review"}), "");
}

TEST_F(Judge, ReviewAtATerminalAsksUntilItIsAnswered) {
  const Outcome asked =
      run_at_terminal(FACTGRAPH_PROGRAM, {"review", "--author", "ana", "--db", path("k.db")}, "what?\n\nn\n");
  EXPECT_EQ(asked.status, 0);
  EXPECT_THAT(asked.out, HasSubstr("1 of 1: is Lind (person) the same as Vera Lind (person)?"));
  EXPECT_THAT(call({"judgements"}), HasSubstr("ana  different \"Lind\" (person) \"Vera Lind\" (person)"));
  EXPECT_EQ(call({"review"}), "");
}

TEST_F(Judge, MergeTakesDocumentsAndJudgements) {
  run_well(
      {"load", "-", "--db", path("m.db")},
      R"({"document": {"uri": "c", "text": "Lind sang."}, "sentences": [[0, 10]], "entities": [{"id": 0, "name": "Lind", "type": "person", "mentions": [{"start": 0, "end": 4, "kind": "name"}]}]})");
  call({"same", "Lind", "Vera Lind"});
  run_well({"merge", path("k.db"), path("m.db"), "--db", path("km.db")});
  run_well({"merge", path("m.db"), path("k.db"), path("m.db"), "--db", path("mk.db")});
  EXPECT_EQ(run_well({"dump", "--db", path("km.db")}), run_well({"dump", "--db", path("mk.db")}));
  EXPECT_THAT(query("km.db", "SELECT documents FROM entities WHERE name = 'Vera Lind'"), ElementsAre("3"));
  EXPECT_EQ(run({"merge", path("k.db"), "--db", path("k.db")}).status, 1);
}

TEST_F(Judge, RebuildReadsAgainAndKeepsJudgements) {
  write("news/a.txt", "Vera Lind visited Paris.\n");
  run_well({"build", path("news"), "--db", path("n.db")});
  run_well({"rename", "Vera Lind", "Vera Lind-Okoro", "--db", path("n.db")});
  const std::string ontology = R"(
version = "mine"
[types.person]
label = "Person"
definition = "A human."
[types.place]
label = "Place"
definition = "A location."
[relations.mentored]
label = "mentored"
definition = "Taught and guided them."
domain = ["person"]
range = ["person"]
patterns = ['mentor.v subject=subj object=obj ~0.9']
)";
  run_well({"rebuild", "--ontology", write("mine.toml", ontology), "--db", path("n.db")});
  EXPECT_THAT(query("n.db", "SELECT version FROM ontologies"), ElementsAre("mine"));
  EXPECT_THAT(query("n.db", "SELECT name FROM entities WHERE root = 'person'"), ElementsAre("Vera Lind-Okoro"));
  run_well({"verify", "--db", path("n.db")});
  run_well({"rebuild", "--ontology", FACTGRAPH_SOURCE_DIR "/schema/ontology.toml", "--db", path("n.db")});
  EXPECT_EQ(query("n.db", "SELECT count(*) FROM judgements"), std::vector<std::string>{"1"});
  EXPECT_FALSE(std::filesystem::exists(path("n.db.rebuild")));
}

TEST_F(Judge, SyncMakesTheDatabaseEqualToTheFolder) {
  write("news/a.txt", "Vera Lind visited Paris.\n");
  write("news/b.txt", "Tom Okoro visited Rome.\n");
  run_well({"build", path("news"), "--db", path("n.db")});
  std::filesystem::remove(path("news/a.txt"));
  write("news/b.txt", "Tom Okoro visited Oslo.\n");
  write("news/c.txt", "Ann Moe visited Bergen.\n");
  run_well({"build", "--sync", path("news"), "--db", path("n.db")});
  run_well({"build", path("news"), "--db", path("clean.db")});
  EXPECT_EQ(run_well({"dump", "--db", path("n.db")}), run_well({"dump", "--db", path("clean.db")}));
}

TEST_F(Judge, BackupIsTheSameDatabase) {
  call({"backup", path("copy.db")});
  EXPECT_EQ(run_well({"dump", "--db", path("copy.db")}), call({"dump"}));
  EXPECT_EQ(run({"backup", path("copy.db"), "--db", path("k.db")}).status, 1);
}

TEST_F(Judge, SqlPrintsTheSchemaWithItsComments) {
  EXPECT_THAT(call({"sql"}), AllOf(HasSubstr("CREATE TABLE judgements"), HasSubstr("names it in every database"),
                                   HasSubstr("CREATE VIEW facts"), Not(HasSubstr("documents_fts_data"))));
}

}  // namespace
}  // namespace factgraph
