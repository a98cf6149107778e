#include <nlohmann/json.hpp>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Read : public CommandLine {
 protected:
  void SetUp() override { run_well({"build", kSample, "--db", path("k.db")}); }

  [[nodiscard]] nlohmann::json json(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--db", path("k.db"), "--json"});
    return nlohmann::json::parse(run_well(arguments));
  }
};

TEST_F(Read, ShowPrintsFactsWithTheirSentences) {
  const std::string card = run_well({"show", "tokayev", "--db", path("k.db")});
  EXPECT_THAT(card, AllOf(HasSubstr("Kassym-Jomart Tokayev (Person)"), HasSubstr("also: Tokayev"),
                          HasSubstr("spoke at | National Kurultai"),
                          HasSubstr("“Tokayev spoke at the National Kurultai"), HasSubstr("kurultai.txt")));
}

TEST_F(Read, ShowAsJsonHoldsEveryField) {
  const nlohmann::json cards = json({"show", "Kassym-Jomart Tokayev"});
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0]["type"], "person");
  ASSERT_THAT(cards[0]["facts"], Not(IsEmpty()));
  for (const char* key : {"subject", "relation", "object", "time", "polarity", "modality", "attributed_to",
                          "confidence", "document", "sentence"}) {
    EXPECT_TRUE(cards[0]["facts"][0].contains(key)) << key;
  }
}

TEST_F(Read, ShowNamesTheNearestNames) {
  const Outcome outcome = run({"show", "Tokaev", "--db", path("k.db")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("Tokayev"));
}

TEST_F(Read, SearchFindsEntitiesAndDocuments) {
  const nlohmann::json found = json({"search", "Ulytau"});
  EXPECT_EQ(found["entities"][0]["name"], "Ulytau Region");
  EXPECT_THAT(found["documents"][0]["snippet"].get<std::string>(), HasSubstr("[Ulytau]"));
  EXPECT_EQ(run({"search", "zeppelin", "--db", path("k.db")}).status, 1);
}

TEST_F(Read, StatsCount) {
  const nlohmann::json stats = json({"stats"});
  EXPECT_EQ(stats["tables"]["documents"], 1);
  EXPECT_GT(stats["tables"]["evidence"], 0);
  EXPECT_EQ(stats["types"]["country"], 1);
  EXPECT_THAT(run_well({"stats", "--db", path("k.db")}), HasSubstr("1 document,"));
}

TEST_F(Read, VerifyFindsASpanThatWasMoved) {
  {
    SQLite::Database file(path("k.db"), SQLite::OPEN_READWRITE);
    file.exec("PRAGMA ignore_check_constraints = 1");
    file.exec("UPDATE mentions SET start = start + 1 WHERE id = (SELECT min(id) FROM mentions WHERE kind = 'name')");
  }
  const Outcome outcome = run({"verify", "--db", path("k.db")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.out, HasSubstr("mentions"));
}

TEST_F(Read, TheDatabaseCanBeReadWithoutUs) {
  EXPECT_THAT(query("k.db",
                    "SELECT substr(d.text, m.start + 1, m.end - m.start) FROM mentions m "
                    "JOIN sentences s ON s.id = m.sentence_id JOIN documents d ON d.id = s.document_id "
                    "WHERE m.kind = 'name'"),
              AllOf(Contains("Tokayev"), Contains("Atyrau")));
}

}  // namespace
}  // namespace factgraph
