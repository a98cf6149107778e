#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Irma Quist met Bergqvist and Lund; only Bergqvist works for the bank, which bought the fund.
class GraphCommands : public CommandLine {
 protected:
  void SetUp() override {
    write(
        "facts.jsonl",
        R"({"document":{"uri":"a.txt","title":"A","published":null,"text":"Quist met Lund. Lund runs Fund. Quist met Berg. Berg runs Bank. Bank owns Fund. Eve left Rome."},)"
        R"("sentences":[[0,15],[16,31],[32,47],[48,63],[64,79],[80,94]],)"
        R"("entities":[{"id":"q","name":"Quist","type":"person","mentions":[{"start":0,"end":5,"kind":"name"},{"start":32,"end":37,"kind":"name"}]},)"
        R"({"id":"l","name":"Lund","type":"person","mentions":[{"start":10,"end":14,"kind":"name"},{"start":16,"end":20,"kind":"name"}]},)"
        R"({"id":"f","name":"Fund","type":"company","mentions":[{"start":26,"end":30,"kind":"name"},{"start":74,"end":78,"kind":"name"}]},)"
        R"({"id":"b","name":"Berg","type":"person","mentions":[{"start":42,"end":46,"kind":"name"},{"start":48,"end":52,"kind":"name"}]},)"
        R"({"id":"k","name":"Bank","type":"company","mentions":[{"start":58,"end":62,"kind":"name"},{"start":64,"end":68,"kind":"name"}]},)"
        R"({"id":"e","name":"Eve","type":"person","mentions":[{"start":80,"end":83,"kind":"name"}]},)"
        R"({"id":"r","name":"Rome","type":"city","mentions":[{"start":89,"end":93,"kind":"name"}]}],)"
        R"("relations":[)" +
            relation("met_with", "q", "l", "[0,5]", "[10,14]", "[6,9]", 0, 0.9) + "," +
            relation("leads", "l", "f", "[16,20]", "[26,30]", "[21,25]", 1, 0.2) + "," +
            relation("met_with", "q", "b", "[32,37]", "[42,46]", "[38,41]", 2, 0.9) + "," +
            relation("leads", "b", "k", "[48,52]", "[58,62]", "[53,57]", 3, 0.9) + "," +
            relation("owns", "k", "f", "[64,68]", "[74,78]", "[69,73]", 4, 0.9) + "," +
            relation("visited", "e", "r", "[80,83]", "[89,93]", "[84,88]", 5, 0.9) +
            R"(],"statements":[],"propositions":[]})"
            "\n");
    run_well({"load", path("facts.jsonl"), "--db", path("n.db")});
  }

  static std::string relation(const std::string& type, const std::string& subject, const std::string& object,
                              const std::string& subject_span, const std::string& object_span,
                              const std::string& trigger, int sentence, double confidence) {
    return R"({"type":")" + type + R"(","open":false,"subject":")" + subject + R"(","object":")" + object +
           R"(","subject_span":)" + subject_span + R"(,"object_span":)" + object_span + R"(,"trigger_span":)" +
           trigger + R"(,"sentence":)" + std::to_string(sentence) +
           R"(,"role":null,"time":null,"polarity":"affirmed","modality":"asserted","attributed_to":null,"confidence":)" +
           std::to_string(confidence) + R"(,"rule":"test"})";
  }
};

TEST_F(GraphCommands, PathPrintsEachStepWithItsSentenceAndSource) {
  const std::string text = run_well({"path", "quist", "Bank", "--db", path("n.db")});
  EXPECT_THAT(text, AllOf(StartsWith("Quist – Berg – Bank\n"), HasSubstr("Quist | met with | Berg"),
                          HasSubstr("“Berg runs Bank.” a.txt"), Not(HasSubstr("Lund"))));
}

TEST_F(GraphCommands, PathPrintsASentenceOnceThatProvesARelationTwice) {
  write(
      "twice.jsonl",
      R"({"document":{"uri":"b.txt","title":"B","published":null,"text":"Vik met Rask, and Rask met Vik."},)"
      R"("sentences":[[0,31]],)"
      R"("entities":[{"id":"v","name":"Vik","type":"person","mentions":[{"start":0,"end":3,"kind":"name"},{"start":27,"end":30,"kind":"name"}]},)"
      R"({"id":"r","name":"Rask","type":"person","mentions":[{"start":8,"end":12,"kind":"name"},{"start":18,"end":22,"kind":"name"}]}],)"
      R"("relations":[)" +
          relation("met_with", "v", "r", "[0,3]", "[8,12]", "[4,7]", 0, 0.9) + "," +
          relation("met_with", "v", "r", "[27,30]", "[18,22]", "[23,26]", 0, 0.9) +
          R"(],"statements":[],"propositions":[]})"
          "\n");
  run_well({"load", path("twice.jsonl"), "--db", path("twice.db")});
  const std::string text = run_well({"path", "Vik", "Rask", "--db", path("twice.db")});
  const std::string sentence = "“Vik met Rask, and Rask met Vik.”";
  EXPECT_NE(text.find(sentence), std::string::npos) << text;
  EXPECT_EQ(text.find(sentence), text.rfind(sentence)) << text;
}

TEST_F(GraphCommands, PathTakesTheBestProvenAndThenTheOthers) {
  const auto json =
      nlohmann::json::parse(run_well({"path", "Quist", "Fund", "-k", "5", "--json", "--db", path("n.db")}));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["entities"].size(), 4U);  // two weak steps cost more than three sure ones
  EXPECT_EQ(json[1]["entities"][1]["name"], "Lund");
  EXPECT_EQ(json[0]["hops"][2]["evidence"][0]["sentence"], "Bank owns Fund.");
  EXPECT_LT(json[0]["cost"], json[1]["cost"]);
}

TEST_F(GraphCommands, PathFollowsTheFilters) {
  const std::string text =
      run_well({"path", "Quist", "Fund", "--relation", "met_with", "--relation", "leads", "--db", path("n.db")});
  EXPECT_THAT(text, StartsWith("Quist – Lund – Fund\n"));
}

TEST_F(GraphCommands, PathSaysWhereThereIsNone) {
  const Outcome none = run({"path", "Quist", "Rome", "--db", path("n.db")});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.out, HasSubstr("no relations connect Quist and Rome"));
  EXPECT_EQ(run({"path", "Quist", "Rome", "--json", "--db", path("n.db")}).out, "[]\n");
  EXPECT_THAT(run({"path", "Quist", "quist", "--db", path("n.db")}).err, HasSubstr("the same entity"));
  EXPECT_THAT(run({"path", "Quist", "Bnak", "--db", path("n.db")}).err, HasSubstr("Bank"));
}

TEST_F(GraphCommands, PathTellsNamesakesApart) {
  write(
      "jordan.jsonl",
      R"({"document":{"uri":"j.txt","title":"J","published":null,"text":"Jordan saw Jordan. Jordan met Ann Lund."},)"
      R"("sentences":[[0,18],[19,39]],)"
      R"("entities":[{"id":"p","name":"Jordan","type":"person","mentions":[{"start":0,"end":6,"kind":"name"},{"start":19,"end":25,"kind":"name"}]},)"
      R"({"id":"c","name":"Jordan","type":"country","mentions":[{"start":11,"end":17,"kind":"name"}]},)"
      R"({"id":"a","name":"Ann Lund","type":"person","mentions":[{"start":30,"end":38,"kind":"name"}]}],)"
      R"("relations":[)" +
          relation("visited", "p", "c", "[0,6]", "[11,17]", "[7,10]", 0, 0.9) + "," +
          relation("met_with", "p", "a", "[19,25]", "[30,38]", "[26,29]", 1, 0.9) +
          R"(],"statements":[],"propositions":[]})"
          "\n");
  run_well({"load", path("jordan.jsonl"), "--db", path("j.db")});
  const Outcome both = run({"path", "Jordan", "Jordan", "--db", path("j.db")});
  EXPECT_EQ(both.status, 0);
  EXPECT_THAT(both.out, AllOf(StartsWith("Jordan (Country) – Jordan (Person)\n"),
                              HasSubstr("Jordan (Person) | visited | Jordan (Country)")));
  EXPECT_THAT(both.err, HasSubstr("\"Jordan\" may be Jordan (Country), Jordan (Person)"));
  EXPECT_EQ(run({"path", "Jordan", "Jordan", "-q", "--db", path("j.db")}).err, "");
  EXPECT_THAT(run_well({"path", "Ann Lund", "jordan (country)", "--db", path("j.db")}),
              StartsWith("Ann Lund – Jordan (Person) – Jordan (Country)\n"));
  EXPECT_THAT(run_well({"path", "Jordan (person)", "Jordan (Country)", "--db", path("j.db")}), HasSubstr("visited"));
  EXPECT_THAT(run({"path", "Jordan (person)", "Jordan (person)", "--db", path("j.db")}).err,
              HasSubstr("are the same entity"));
}

TEST_F(GraphCommands, AnalyseKeepsMeasuresUntilTheGraphChanges) {
  const std::string dump = run_well({"dump", "--db", path("n.db")});
  run_well({"analyse", "--db", path("n.db")});
  EXPECT_EQ(query("n.db",
                  "SELECT name, degree, core, component FROM entity_metrics m JOIN entities e ON e.id = m.entity_id "
                  "WHERE name IN ('Eve', 'Quist') ORDER BY name"),
            (std::vector<std::string>{"Eve|1|1|1", "Quist|2|2|0"}));
  EXPECT_EQ(query("n.db", "SELECT count(*), max(centrality), count(DISTINCT component) FROM entity_metrics"),
            (std::vector<std::string>{"7|1.0|2"}));
  EXPECT_EQ(run({"verify", "--db", path("n.db")}).status, 0);
  EXPECT_EQ(run_well({"dump", "--db", path("n.db")}), dump);
  run_well({"load", path("facts.jsonl"), "--db", path("n.db")});  // changes nothing
  EXPECT_EQ(query("n.db", "SELECT count(*) FROM entity_metrics"), (std::vector<std::string>{"7"}));
  run_well({"forget", "a.txt", "--db", path("n.db")});
  EXPECT_EQ(query("n.db", "SELECT count(*) FROM entity_metrics"), (std::vector<std::string>{"0"}));
}

TEST_F(GraphCommands, TopListsByMeasureAndType) {
  const auto top = [this](std::vector<std::string> options) {
    options.insert(options.begin(), {"top", "--json", "--db", path("n.db")});
    std::vector<std::string> names;
    for (const auto& entity : nlohmann::json::parse(run_well(options))) names.push_back(entity["name"]);
    return names;
  };
  EXPECT_EQ(top({}).size(), 7U);
  EXPECT_EQ(top({"--limit", "2"}).size(), 2U);
  EXPECT_EQ(top({"--by", "degree", "--type", "organization"}), (std::vector<std::string>{"Bank", "Fund"}));
  EXPECT_EQ(top({"--by", "core", "--type", "city"}), (std::vector<std::string>{"Rome"}));
  const auto first = nlohmann::json::parse(run_well({"top", "--json", "--db", path("n.db")}));
  EXPECT_EQ(first[0]["centrality"], 1.0);
  EXPECT_THAT(run_well({"top", "--by", "degree", "--db", path("n.db")}), HasSubstr("Quist (Person)"));
  EXPECT_EQ(run({"top", "--by", "beauty", "--db", path("n.db")}).status, 2);
}

// Everybody but Eve and Rome has two ties.
TEST_F(GraphCommands, TopListsEqualsByCentrality) {
  const auto names = [this](const std::string& measure) {
    std::vector<std::string> listed;
    for (const auto& entity :
         nlohmann::json::parse(run_well({"top", "--json", "--limit", "5", "--by", measure, "--db", path("n.db")}))) {
      listed.push_back(entity["name"]);
    }
    return listed;
  };
  std::vector<std::string> central;
  for (const auto& entity : nlohmann::json::parse(run_well({"top", "--json", "--db", path("n.db")}))) {
    const std::string name = entity["name"];
    if (name != "Eve" && name != "Rome") central.push_back(name);
  }
  EXPECT_FALSE(std::is_sorted(central.begin(), central.end()));  // else names alone would do
  EXPECT_EQ(names("core"), central);
}

}  // namespace
}  // namespace factgraph
