#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include "core/error.h"
#include "db/connection.h"
#include "db/store.h"
#include "tests/support/dump.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

// How a database of an older version becomes one of this.

namespace factgraph {
namespace {

constexpr std::array<Migration, 3> kSteps = {
    Migration{1, "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"},
    Migration{2, "ALTER TABLE people ADD COLUMN born TEXT; CREATE INDEX people_by_born ON people (born);"},
    Migration{3, "UPDATE people SET born = '1950' WHERE name = 'Vera'; DROP INDEX people_by_born;"}};

SQLite::Database older(int version) {
  SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(database, std::span(kSteps).first(static_cast<std::size_t>(version)));
  if (version > 0) database.exec("INSERT INTO people (name) VALUES ('Vera')");
  return database;
}

int version_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

class FromVersion : public testing::TestWithParam<int> {};

TEST_P(FromVersion, EveryVersionBecomesTheNewestAndKeepsItsRows) {
  SQLite::Database database = older(GetParam());
  migrate(database, kSteps);
  EXPECT_EQ(version_of(database), 3);
  if (GetParam() == 0) return;
  EXPECT_EQ(database.execAndGet("SELECT name FROM people").getString(), "Vera");
  EXPECT_EQ(database.execAndGet("SELECT coalesce(born, '') FROM people").getString(), GetParam() < 3 ? "1950" : "");
}

INSTANTIATE_TEST_SUITE_P(All, FromVersion, testing::Range(0, 4));

TEST(Migrate, AStepThatFailsLeavesEverythingAsItWas) {
  SQLite::Database database = older(1);
  constexpr std::array<Migration, 3> kBroken = {kSteps[0], kSteps[1], Migration{3, "UPDATE nothing SET born = 1;"}};
  EXPECT_THROW(migrate(database, kBroken), SQLite::Exception);
  EXPECT_EQ(version_of(database), 1);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM pragma_table_xinfo('people')").getInt(), 2);
}

TEST(Migrate, StepsAreNumberedWithoutGaps) {
  int version = 0;
  for (const Migration& step : migrations()) EXPECT_EQ(step.version, ++version);
}

std::string text_of(const std::string& name) {
  std::ifstream file(FACTGRAPH_SOURCE_DIR "/tests/db/versions/" + name, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name << ": scripts/keep-version makes it";
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string schema_of(SQLite::Database& database) {
  SQLite::Statement rows(database, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  std::string schema;
  while (rows.executeStep()) schema += rows.getColumn(1).getString() + ";\n";
  return schema;
}

// A database as a factgraph of that version left it: tests/db/versions/N.sql.
class KeptVersion : public testing::TestWithParam<int> {
 protected:
  KeptVersion() {
    SQLite::Database database(path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(text_of(std::to_string(GetParam()) + ".sql"));
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "facts.db";
};

// Fails when a step that databases were made by is edited: what is new belongs into a step of its own.
TEST_P(KeptVersion, IsWhatItsStepsStillMake) {
  SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  migrate(fresh, migrations().first(static_cast<std::size_t>(GetParam())));
  SQLite::Database kept(path_.string());
  EXPECT_EQ(schema_of(kept), schema_of(fresh));
  EXPECT_EQ(version_of(kept), GetParam());
}

TEST_P(KeptVersion, BecomesTheNewestAndHoldsWhatItHeld) {
  const Store store = Store::open(path_, Store::Access::kWrite);
  EXPECT_EQ(dump(store), text_of("dump.jsonl"));
  const auto problems = store.verify();
  EXPECT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
}

INSTANTIATE_TEST_SUITE_P(All, KeptVersion, testing::Range(1, migrations().back().version + 1));

// A database that says it is of version 0 of ours is older than every step: writing makes it ours again only if the steps
// can be made, reading refuses.
TEST(Migrate, AnOlderDatabaseIsRefusedForReading) {
  TemporaryFolder folder;
  const auto path = folder / "facts.db";
  (void)Store::create(path, Ontology::shipped(), {});
  SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 0");
  EXPECT_THROW((void)Store::open(path, Store::Access::kRead), DatabaseError);
  EXPECT_THROW((void)Store::open(path, Store::Access::kWrite), DatabaseError);
}

}  // namespace
}  // namespace factgraph
