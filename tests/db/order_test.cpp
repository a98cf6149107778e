#include <gtest/gtest.h>

#include <map>

#include "db/store.h"
#include "tests/support/dump.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

// Promises 2 and 3: what a database holds is a function of the set of its documents.

namespace factgraph {
namespace {

Store make(const std::filesystem::path& path = ":memory:") {
  return Store::create(path, Ontology::shipped(), {"0.1", "models-1"});
}

class AnyOrder : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyOrder, AddsReplacesAndForgetsLeaveWhatACleanBuildGives) {
  RandomFacts random(GetParam());
  std::map<std::string, DocumentFacts> wanted;
  for (int i = 0; i < 8; ++i) {
    const std::string uri = "doc" + std::to_string(i);
    wanted.emplace(uri, random.document(uri));
  }
  Store clean = make();
  std::vector<DocumentFacts> all;
  for (const auto& [uri, facts] : wanted) all.push_back(facts);
  clean.add(all);
  const std::string expected = dump(clean);
  ASSERT_TRUE(clean.verify().empty()) << clean.verify().front().message;

  Store store = make();
  std::map<std::string, bool> there;
  for (int step = 0; step < 25; ++step) {
    if (random.below(4) == 0 && !there.empty()) {
      const auto gone = std::next(there.begin(), random.below(static_cast<std::uint32_t>(there.size())));
      store.forget(gone->first);
      there.erase(gone);
      continue;
    }
    std::vector<DocumentFacts> batch;
    for (std::uint32_t n = 1 + random.below(3); n > 0; --n) {
      const std::string uri = "doc" + std::to_string(random.below(11));  // 8, 9 and 10 have to go again
      const bool as_wanted = wanted.contains(uri) && random.below(2) == 0;
      batch.push_back(as_wanted ? wanted.at(uri) : random.document(uri, 1 + random.below(6)));
      there[uri] = true;
    }
    store.add(batch);
  }
  std::vector<std::string> leftover;
  for (const auto& [uri, is_there] : there) {
    if (!wanted.contains(uri)) leftover.push_back(uri);
  }
  for (const std::string& uri : leftover) store.forget(uri);
  random.shuffle(all);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t size = std::min<std::size_t>(1 + random.below(3), all.size() - at);
    store.add(std::span(all).subspan(at, size));
    at += size;
  }
  EXPECT_EQ(dump(store), expected);
  const auto problems = store.verify();
  EXPECT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyOrder, testing::Range(1u, 21u));

TEST(Order, OneBatchEqualsOneDocumentPerRun) {
  TemporaryFolder folder;
  RandomFacts random(99);
  std::vector<DocumentFacts> all;
  for (int i = 0; i < 6; ++i) all.push_back(random.document("doc" + std::to_string(i)));
  Store together = make();
  together.add(all);
  (void)make(folder / "runs.db");
  std::reverse(all.begin(), all.end());
  for (const DocumentFacts& facts : all) {
    Store run = Store::open(folder / "runs.db", Store::Access::kWrite, {"0.2", "models-2"});
    run.add({&facts, 1});
  }
  EXPECT_EQ(dump(Store::open(folder / "runs.db", Store::Access::kRead)), dump(together));
}

TEST(Order, TheSameUriTwiceInABatchKeepsTheLast) {
  RandomFacts random(5);
  const std::vector<DocumentFacts> both = {random.document("doc"), random.document("doc")};
  Store store = make();
  const AddCounts counts = store.add(both);
  EXPECT_EQ(counts.added, 1u);
  EXPECT_EQ(counts.replaced, 1u);
  Store last = make();
  last.add({&both[1], 1});
  EXPECT_EQ(dump(store), dump(last));
}

TEST(Order, EqualSetsGiveEqualGraphs) {
  RandomFacts random(7);
  std::vector<DocumentFacts> all;
  for (int i = 0; i < 5; ++i) all.push_back(random.document("doc" + std::to_string(i)));
  Store forwards = make();
  forwards.add(all);
  std::reverse(all.begin(), all.end());
  Store backwards = make();
  for (const DocumentFacts& facts : all) backwards.add({&facts, 1});
  const Graph a = forwards.graph();
  const Graph b = backwards.graph();
  ASSERT_EQ(boost::num_vertices(a), boost::num_vertices(b));
  ASSERT_GT(boost::num_edges(a), 10u);
  ASSERT_EQ(boost::num_edges(a), boost::num_edges(b));
  for (Vertex v = 0; v < boost::num_vertices(a); ++v) EXPECT_EQ(a[v], b[v]);
  auto other = boost::edges(b).first;
  for (const Edge e : boost::make_iterator_range(boost::edges(a))) {
    EXPECT_EQ(boost::source(e, a), boost::source(*other, b));
    EXPECT_EQ(boost::target(e, a), boost::target(*other, b));
    EXPECT_EQ(a[e], b[*other++]);
  }
}

}  // namespace
}  // namespace factgraph
