#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "core/error.h"
#include "db/store.h"
#include "schema/migrations.h"
#include "tests/support/dump.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

// What may be at a path instead of a good database, and what becomes of a database under which things break.

namespace factgraph {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Expects `action` to throw a DatabaseError that names the file and says `message`.
template <typename Action>
void expect_error(const std::filesystem::path& path, const std::string& message, Action action) {
  try {
    action();
    FAIL() << "nothing was thrown; wanted: " << message;
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(path.string()), HasSubstr(message)));
  }
}

// Takes the rights of the superuser away, for whom nothing is read-only, as long as it lives.
class OrdinaryUser {
 public:
  OrdinaryUser() : before_(::geteuid()) {
    if (before_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error("cannot become an ordinary user");
  }
  ~OrdinaryUser() {
    if (::seteuid(before_) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  uid_t before_;
};

class OpenTest : public testing::Test {
 protected:
  Store create() { return Store::create(path_, ontology_, {"0.1", "models-1"}); }
  Store read() { return Store::open(path_, Store::Access::kRead); }
  Store write() { return Store::open(path_, Store::Access::kWrite); }
  void execute(const std::string& sql) { SQLite::Database(path_.string(), SQLite::OPEN_READWRITE).exec(sql); }
  void expect_refused(const std::string& message) {
    expect_error(path_, message, [&] { (void)read(); });
    expect_error(path_, message, [&] { (void)write(); });
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "facts.db";
  Ontology ontology_ = Ontology::shipped();
  DocumentFacts facts_ = RandomFacts(1).document("a");
};

TEST_F(OpenTest, RefusesAMissingFile) {
  expect_refused("there is no such database");
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(OpenTest, RefusesAMissingFolder) {
  path_ = folder_ / "nowhere/facts.db";
  expect_error(path_, "its folder is not there", [&] { (void)create(); });
}

TEST_F(OpenTest, RefusesAFolder) {
  std::filesystem::create_directory(path_);
  expect_refused("is a folder");
  expect_error(path_, "is a folder", [&] { (void)create(); });
}

TEST_F(OpenTest, RefusesAnotherKindOfFile) {
  std::ofstream(path_) << std::string(5000, 'x');
  expect_refused("is not a factgraph database");
  expect_error(path_, "is not a factgraph database", [&] { (void)create(); });
}

TEST_F(OpenTest, RefusesADatabaseOfAnotherProgram) {
  SQLite::Database(path_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE photos (id)");
  expect_refused("not one of factgraph's");
  expect_error(path_, "not one of factgraph's", [&] {
    (void)Store::open_or_create(path_, ontology_, {"0.1", "models-1"});
  });
}

TEST_F(OpenTest, RefusesAnEmptyFileButTakesItOver) {
  std::ofstream{path_};
  expect_refused("is empty");
  EXPECT_EQ(create().add({&facts_, 1}).added, 1u);
}

TEST_F(OpenTest, RefusesToMakeADatabaseTwice) {
  (void)create();
  expect_error(path_, "there is a database already", [&] { (void)create(); });
}

TEST_F(OpenTest, RefusesANewerVersion) {
  (void)create();
  execute("PRAGMA user_version = 99");
  expect_refused("newer factgraph");
}

TEST_F(OpenTest, RefusesAnotherOntology) {
  (void)create();
  const Ontology other = Ontology::parse(ontology_.toml() + "\n# mine\n", "mine.toml");
  expect_error(path_, "another ontology", [&] { (void)Store::open_or_create(path_, other, {}); });
  EXPECT_NO_THROW((void)Store::open_or_create(path_, ontology_, {}));
}

TEST_F(OpenTest, KeepsItsOntology) {
  (void)create();
  EXPECT_EQ(read().ontology().toml(), ontology_.toml());
  SQLite::Database database(path_.string());
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM entity_types").getInt(),
            static_cast<int>(ontology_.types().size()));
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM relation_types").getInt(),
            static_cast<int>(ontology_.relations().size()));
  EXPECT_STREQ(database
                   .execAndGet("SELECT p.name FROM entity_types t JOIN entity_types p ON p.id = t.parent_id "
                               "WHERE t.name = 'city'")
                   .getText(),
               "place");
  EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt(), kApplicationId);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), migrations().back().version);
}

TEST_F(OpenTest, RefusesChangedTables) {
  for (const char* change : {"DROP TABLE propositions", "ALTER TABLE evidence DROP COLUMN rule",
                             "ALTER TABLE entities RENAME COLUMN name TO label", "DROP TABLE entities_fts"}) {
    std::filesystem::remove(path_);
    (void)create();
    execute(std::string("PRAGMA foreign_keys = OFF; DROP VIEW facts; DROP VIEW edges;") + change);
    expect_refused("somebody changed its schema");
  }
}

TEST_F(OpenTest, RefusesColumnsOfAnotherKind) {
  for (const char* votes :
       {"votes TEXT NOT NULL", "votes INTEGER GENERATED ALWAYS AS (length(zeroblob(1000000000)))"}) {
    std::filesystem::remove(path_);
    (void)create();
    execute(std::string("DROP TABLE type_votes; CREATE TABLE type_votes (entity_id INTEGER, type TEXT, ") + votes +
            ") STRICT");
    expect_refused("the column votes of type_votes should be INTEGER");
  }
}

// A stranger can put anything where the schema says it cannot be.
class WrongTypes : public OpenTest {
 protected:
  // Runs `sql` while the tables are not STRICT and have no CHECKs.
  void execute_unchecked(const std::string& sql) {
    {
      SQLite::Database database(path_.string(), SQLite::OPEN_READWRITE);
      database.exec(
          "PRAGMA journal_mode = DELETE; PRAGMA writable_schema = ON;"
          "CREATE TABLE kept AS SELECT name, sql FROM sqlite_schema WHERE type = 'table';"
          "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE type = 'table' AND sql LIKE '%) STRICT%'");
    }
    {
      SQLite::Database database(path_.string(), SQLite::OPEN_READWRITE);
      database.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA ignore_check_constraints = ON;" + sql);
      database.exec(
          "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
          "(SELECT k.sql FROM kept k WHERE k.name = sqlite_master.name) WHERE type = 'table' AND name <> 'kept'");
    }
    execute("DROP TABLE kept; PRAGMA journal_mode = WAL");
  }

  // Everything that reads or writes gives an Error that names the file, or is done.
  void expect_survived(const std::string& what) {
    int complaints = 0;
    const auto attempt = [&](const std::function<void(Store&)>& action) {
      try {
        Store store = write();
        action(store);
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(path_.string())) << what;
        ++complaints;
      }
    };
    attempt([&](Store& store) { complaints += store.verify().empty() ? 0 : 1; });
    attempt([](Store& store) { (void)store.graph(); });
    attempt([](Store& store) { (void)store.show("Vera Lind"); });
    attempt([](Store& store) { (void)store.why("Vera Lind"); });
    attempt([](Store& store) { (void)store.doubts(5); });
    attempt([](Store& store) { (void)dump(store); });
    attempt([](Store& store) { store.forget("a"); });
    EXPECT_GT(complaints, 0) << what;
  }
};

TEST_F(WrongTypes, AreAnErrorWhereverTheyAre) {
  for (const char* change :
       {"UPDATE documents SET text = x'fffe00'", "UPDATE documents SET digest = 3.5",
        "UPDATE sentences SET start = 'x' WHERE id = 1", "UPDATE sentences SET end = 1e300",
        "UPDATE entities SET name = x'ff', mentions = 'many'", "UPDATE aliases SET mentions = -9223372036854775808",
        "UPDATE mentions SET start = -1, end = 4294967297", "UPDATE mentions SET kind = 7",
        "UPDATE relations SET confidence = 'sure', open = 'yes'", "UPDATE relations SET object_id = 'x'",
        "UPDATE evidence SET trigger_end = 'x'", "UPDATE contexts SET feature = 'x' || feature",
        "UPDATE name_forms SET documents = 'x'", "UPDATE document_entities SET entity_id = 1e10"}) {
    std::filesystem::remove(path_);
    create().add({&facts_, 1});
    execute_unchecked(change);
    expect_survived(change);
  }
}

// SQLite itself holds values up to a gigabyte, we read up to 512 MiB: what is refused is refused at either size.
TEST_F(WrongTypes, AValueOfHalfAGigabyteIsRefused) {
  create().add({&facts_, 1});
  execute_unchecked("UPDATE documents SET text = zeroblob(540000000)");
  expect_survived("a huge text");
  expect_error(path_, "MiB", [&] { (void)read().graph(); });
}

TEST_F(OpenTest, RefusesAViewInTheShapeOfATable) {
  (void)create();
  execute(
      "DROP VIEW facts; DROP VIEW edges; DROP TABLE type_votes;"
      "CREATE VIEW type_votes AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "SELECT i AS entity_id, 'x' AS type, 1 AS votes FROM n");
  expect_refused("the table type_votes is missing");
}

TEST_F(OpenTest, WritesNothingUnderAStrangersTriggers) {
  (void)create();
  execute("CREATE TRIGGER surprise AFTER INSERT ON documents BEGIN DELETE FROM entities; END");
  expect_error(path_, "it has a trigger, surprise", [&] { (void)write(); });
  EXPECT_NO_THROW((void)read().stats());
}

TEST_F(OpenTest, LetsPeopleAddTheirOwn) {
  (void)create();
  execute(
      "CREATE TABLE notes (id); CREATE VIEW mine AS SELECT * FROM facts; CREATE INDEX more ON entities (type, name);"
      "ALTER TABLE entities ADD COLUMN colour TEXT");
  Store store = write();
  EXPECT_EQ(store.add({&facts_, 1}).added, 1u);
  EXPECT_TRUE(store.verify().empty());
}

TEST_F(OpenTest, NamesADamagedFile) {
  create().add({&facts_, 1});
  const auto size = std::filesystem::file_size(path_);
  int refused = 0;
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    RandomFacts random(seed);
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    std::vector<char> page(4096);
    const auto at = static_cast<std::streamoff>(random.below(static_cast<std::uint32_t>(size / 4096)) * 4096);
    file.seekg(at).read(page.data(), 4096);
    for (int i = 0; i < 200; ++i) {
      file.seekp(at + static_cast<std::streamoff>(seed == 0 ? i : random.below(4096)))
          .put(static_cast<char>(random.below(256)));
    }
    file.flush();
    try {
      Store store = write();
      refused += store.verify().empty() ? 0 : 1;
      (void)store.graph();
      store.add({&facts_, 1});
      store.forget("a");
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(path_.string()));
      ++refused;
    }
    file.seekp(at).write(page.data(), 4096);
    file.close();
    std::filesystem::remove(path_.string() + "-wal");
    std::filesystem::remove(path_.string() + "-shm");
    if (std::filesystem::file_size(path_) != size || seed % 5 == 4) {
      std::filesystem::remove(path_);
      create().add({&facts_, 1});
    }
  }
  EXPECT_GT(refused, 15);
}

TEST_F(OpenTest, NamesATruncatedFile) {
  create().add({&facts_, 1});
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2 / 4096 * 4096);
  expect_error(path_, "", [&] {
    Store store = read();
    if (!store.verify().empty()) throw DatabaseError(path_.string() + " has problems");
  });
}

TEST_F(OpenTest, WaitsForALockThenNamesIt) {
  (void)create();
  SQLite::Database other(path_.string(), SQLite::OPEN_READWRITE);
  SQLite::Transaction lock(other, SQLite::TransactionBehavior::IMMEDIATE);
  Store store = write();
  EXPECT_NO_THROW((void)store.documents());  // readers do not wait
  expect_error(path_, "another program is writing to it", [&] { store.add({&facts_, 1}); });
}

TEST_F(OpenTest, WritesOnceALockIsGone) {
  (void)create();
  SQLite::Database other(path_.string(), SQLite::OPEN_READWRITE);
  auto lock = std::make_unique<SQLite::Transaction>(other, SQLite::TransactionBehavior::IMMEDIATE);
  Store store = write();
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    lock.reset();
  });
  EXPECT_EQ(store.add({&facts_, 1}).added, 1u);
  release.join();
}

TEST_F(OpenTest, NamesAReadOnlyFile) {
  create().add({&facts_, 1});
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0777));
  std::filesystem::permissions(path_, std::filesystem::perms(0444));
  OrdinaryUser user;
  expect_error(path_, "is read-only", [&] { (void)write(); });
  EXPECT_EQ(read().documents().size(), 1u);
}

TEST_F(OpenTest, ReadsInAReadOnlyFolder) {
  create().add({&facts_, 1});
  std::filesystem::permissions(path_, std::filesystem::perms(0444));
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0555));
  {
    OrdinaryUser user;
    EXPECT_EQ(read().documents().size(), 1u);
    EXPECT_TRUE(read().verify().empty());
    const auto other = folder_ / "other.db";
    expect_error(other, "cannot be", [&] { (void)Store::create(other, ontology_, {}); });
  }
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
}

TEST_F(OpenTest, RefusesToWriteWhatWasOpenedForReading) {
  (void)create();
  Store store = read();
  expect_error(path_, "for reading only", [&] { store.add({&facts_, 1}); });
}

int page_limit = 0;

// Runs for every connection that is opened while it is registered.
extern "C" int limit_pages(sqlite3* database, const char**, const sqlite3_api_routines*) {
  const std::string pragma = "PRAGMA max_page_count = " + std::to_string(page_limit);
  return sqlite3_exec(database, pragma.c_str(), nullptr, nullptr, nullptr);
}

TEST_F(OpenTest, NamesAFullDiskAndLosesNothing) {
  create().add({&facts_, 1});
  const std::string before = dump(read());
  const std::vector<DocumentFacts> more = {RandomFacts(2).document("b", 200), RandomFacts(3).document("c", 200)};
  page_limit = static_cast<int>(std::filesystem::file_size(path_) / 4096) + 20;
  const auto extension = reinterpret_cast<void (*)()>(limit_pages);
  ASSERT_EQ(sqlite3_auto_extension(extension), SQLITE_OK);
  {
    Store store = write();
    expect_error(path_, "the disk is full", [&] { store.add(more); });
    EXPECT_EQ(dump(store), before);
    EXPECT_EQ(store.forget("a"), "a");
    EXPECT_EQ(store.add({&facts_, 1}).added, 1u);
  }
  sqlite3_cancel_auto_extension(extension);
  EXPECT_EQ(dump(read()), before);
  Store store = write();
  EXPECT_EQ(store.add(more).added, 2u);
  EXPECT_TRUE(store.verify().empty());
}

Judgement random_judgement(RandomFacts& random, int number) {
  static const std::vector<NameReference> kReferences = {{"Vera Lind", "person", ""},
                                                         {"Tom Okoro", "person", ""},
                                                         {"Norvik", "place", ""},
                                                         {"Vera Lind", "person", "doc1"}};
  Judgement judgement;
  judgement.time = "2024-03-15T10:00:00Z";
  judgement.author = std::to_string(number);
  judgement.kind = random.below(2) == 0 ? JudgementKind::kSame : JudgementKind::kDifferent;
  judgement.subject = kReferences[random.below(4)];
  judgement.other = kReferences[random.below(4)];
  return judgement;
}

TEST_F(OpenTest, SurvivesAHundredSigkills) {
  (void)create();
  std::vector<DocumentFacts> all;
  std::vector<Judgement> judgements;
  RandomFacts random(11);
  for (int i = 0; i < 20; ++i) {
    all.push_back(random.document("doc" + std::to_string(i)));
    judgements.push_back(random_judgement(random, i));
  }
  for (int round = 0; round < 100; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        Store store = Store::open(path_, Store::Access::kWrite);
        for (std::size_t i = 0; i < all.size(); ++i) {
          store.add({&all[i], 1});
          store.judge({judgements[i]});
        }
        for (const DocumentFacts& facts : all) store.forget(facts.document.uri);
      } catch (...) {
        ::_exit(1);
      }
      ::_exit(0);
    }
    ::usleep(3'000 + random.below(90'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto problems = write().verify();
    ASSERT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
  }
  Store store = write();
  store.add(all);
  store.judge(judgements);
  Store clean = Store::create(":memory:", ontology_, {});
  clean.add(all);
  clean.judge(judgements);
  EXPECT_EQ(dump(store), dump(clean));
}

TEST_F(OpenTest, TwoWritersBothFinish) {
  (void)create();
  RandomFacts random(12);
  std::vector<DocumentFacts> all;
  for (int i = 0; i < 12; ++i) all.push_back(random.document("doc" + std::to_string(i)));
  const auto add_half = [&](std::size_t first) {
    Store store = write();
    for (std::size_t i = first; i < all.size(); i += 2) store.add({&all[i], 1});
  };
  std::thread other([&] { add_half(1); });
  add_half(0);
  other.join();
  Store clean = Store::create(":memory:", ontology_, {});
  clean.add(all);
  EXPECT_EQ(dump(read()), dump(clean));
}

TEST_F(OpenTest, BacksUpWhileAnotherWrites) {
  Store store = create();
  store.add({&facts_, 1});
  SQLite::Database other(path_.string(), SQLite::OPEN_READWRITE);
  auto unfinished = std::make_unique<SQLite::Transaction>(other, SQLite::TransactionBehavior::IMMEDIATE);
  other.exec("UPDATE entities SET name = 'half done'");
  read().backup(folder_ / "copy.db");
  unfinished.reset();
  EXPECT_EQ(dump(Store::open(folder_ / "copy.db", Store::Access::kRead)), dump(store));
  EXPECT_THROW(read().backup(folder_ / "copy.db"), InputError);
}

TEST_F(OpenTest, ReadersAndBackupsSeeOneStateWhileAnotherWrites) {
  create().add({&facts_, 1});
  std::atomic<bool> done = false;
  std::thread writer([&] {
    RandomFacts random(13);
    Store store = write();
    for (int i = 0; i < 25; ++i) {
      const DocumentFacts facts = random.document("doc" + std::to_string(i % 9));
      store.add({&facts, 1});
    }
    done = true;
  });
  for (int round = 0; !done || round < 2; ++round) {
    EXPECT_TRUE(read().verify().empty());
    const auto copy = folder_ / ("copy" + std::to_string(round) + ".db");
    read().backup(copy);
    EXPECT_TRUE(Store::open(copy, Store::Access::kRead).verify().empty());
  }
  writer.join();
}

TEST_F(OpenTest, NamesTheFileWhoseJudgementsWereForged) {
  Store store = create();
  RandomFacts random(1);
  store.judge({random_judgement(random, 1)});
  execute("UPDATE judgements SET value = 'x', kind = 'undo', name = NULL, other_name = NULL, value = digest");
  expect_error(path_, "contradicts itself", [&] { (void)read().judgements(); });
  expect_error(path_, "contradicts itself", [&] { write().add({&facts_, 1}); });
}

TEST_F(OpenTest, SurvivesSigkillWhileBeingMade) {
  for (int round = 0; round < 12; ++round) {
    std::filesystem::remove(path_);
    std::filesystem::remove(path_.string() + "-wal");
    std::filesystem::remove(path_.string() + "-shm");
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        Store store = Store::create(path_, ontology_, {});
      } catch (...) {
      }
      ::_exit(0);
    }
    ::usleep(static_cast<unsigned>(round) * 1500);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    Store store = Store::open_or_create(path_, ontology_, {});
    EXPECT_EQ(store.add({&facts_, 1}).added, 1u);
    EXPECT_TRUE(store.verify().empty());
  }
}

TEST_F(OpenTest, TakesAPathThatLooksLikeAUri) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  { (void)Store::create("file:x?mode=memory", ontology_, {}); }
  std::filesystem::current_path(before);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "file:x?mode=memory"));
}

}  // namespace
}  // namespace factgraph
