#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "db/store.h"
#include "tests/support/dump.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

// A disk that breaks or fills at any moment costs the work at hand and nothing else.

namespace factgraph {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

Judgement judgement(const char* time) {
  Judgement judgement;
  judgement.time = time;
  judgement.author = "ana";
  judgement.kind = JudgementKind::kDifferent;
  judgement.subject = {"Vera Lind", "person", ""};
  judgement.other = {"Tom Okoro", "person", ""};
  return judgement;
}

class Work {
 public:
  Work() {
    RandomFacts random(21);
    for (int i = 0; i < 4; ++i) documents_.push_back(random.document("doc" + std::to_string(i)));
    extra_ = random.document("extra");
  }

  void run(Store& store) const {
    store.add({&extra_, 1});
    for (const DocumentFacts& facts : documents_) store.add({&facts, 1});
    store.judge({judgement("2024-03-15T10:00:00Z")});
    store.forget("extra");
  }

 private:
  std::vector<DocumentFacts> documents_;
  DocumentFacts extra_;
};

class Faults : public testing::TestWithParam<FaultyDisk::Fault> {};

TEST_P(Faults, CostNothingButTheWorkAtHandWheneverTheyCome) {
  const Work work;
  const Ontology ontology = Ontology::shipped();
  Store clean = Store::create(":memory:", ontology, {});
  work.run(clean);
  const std::string expected = dump(clean);

  int struck = 0;
  for (std::int64_t nth = 1;; nth += 1 + nth / 6) {
    TemporaryFolder folder;
    const auto path = folder / "facts.db";
    FaultyDisk disk(GetParam(), nth);
    try {
      Store store = Store::open_or_create(path, ontology, {});
      try {
        work.run(store);
      } catch (const DatabaseError& error) {
        EXPECT_THAT(error.what(), AnyOf(HasSubstr("check the disk"), HasSubstr("the disk is full")));
        EXPECT_THAT(error.what(), HasSubstr(path.string()));
        disk.repair();
        work.run(store);  // the same connection goes on
        EXPECT_EQ(dump(store), expected) << nth;
      }
    } catch (const DatabaseError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path.string()));
    }
    if (!disk.broke()) break;
    ++struck;
    disk.repair();
    Store store = Store::open_or_create(path, ontology, {});
    const auto problems = store.verify();
    ASSERT_TRUE(problems.empty()) << nth << ": " << problems.front().table << ": " << problems.front().message;
    work.run(store);
    EXPECT_EQ(dump(store), expected) << nth;
  }
  EXPECT_GT(struck, 8);
}

INSTANTIATE_TEST_SUITE_P(All, Faults,
                         testing::Values(FaultyDisk::Fault::kWrite, FaultyDisk::Fault::kSync, FaultyDisk::Fault::kFull),
                         [](const auto& tested) {
                           return std::string(tested.param == FaultyDisk::Fault::kWrite  ? "Write"
                                              : tested.param == FaultyDisk::Fault::kSync ? "Sync"
                                                                                         : "Full");
                         });

}  // namespace
}  // namespace factgraph
