#include <algorithm>
#include <map>
#include <random>

#include "tests/cli/fixture.h"

// Promises 2 and 3 through the command line: what a database holds is a function of its documents and judgements.

namespace factgraph {
namespace {

class AnyHistory : public CommandLine, public ::testing::WithParamInterface<std::uint32_t> {
 protected:
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  // An article of a small world, in which surnames, given names and initials stand for few.
  std::string article() {
    static const std::vector<std::string> kSentences = {
        "Vera Lind, the chair of the Harbour Workers Union, visited Norvik on Monday.",
        "Lind met Jonas Berg in Norvik.",
        "Jonas Lind works for the Ski Club.",
        "The HWU supports Vera Lind.",
        "Berg was born in Oslo in 1971.",
        "Jonas said that the Ski Club would not move to Oslo.",
        "\"We will stay in Norvik,\" said Lind.",
        "Тоқаев met Vera Lind.",
        "Kassym-Jomart Tokayev leads Kazakhstan.",
        "Tokaev spoke at the Norvik Forum."};
    std::string text;
    for (std::uint32_t n = 1 + below(4); n > 0; --n)
      text += kSentences[below(static_cast<std::uint32_t>(kSentences.size()))] + " ";
    return text + "\n";
  }

  void build(const std::string& database, std::vector<std::string> files) {
    for (std::size_t i = files.size(); i > 1; --i) std::swap(files[i - 1], files[below(static_cast<std::uint32_t>(i))]);
    std::vector<std::string> command = {"build", "--db", path(database), "--jobs", std::to_string(1 + below(4))};
    command.insert(command.end(), files.begin(), files.end());
    run_well(command);
  }

  std::string dump(const std::string& database) { return run_well({"dump", "--db", path(database)}); }

  std::mt19937 random_{GetParam()};
};

TEST_P(AnyHistory, OfBuildsForgetsMergesAndJudgementsGivesOneDatabase) {
  std::map<std::string, std::string> wanted;
  for (int i = 0; i < 7; ++i) wanted[write("in/" + std::to_string(i) + ".txt", "")] = article();
  std::vector<std::string> files;
  for (const auto& [file, text] : wanted) files.push_back(file);
  const auto settle = [&] {
    for (const auto& [file, text] : wanted) std::ofstream(file) << text;
  };
  const std::string judgement =
      R"({"kind": "different", "time": "2024-03-15T10:00:00Z", "author": "ana", "reason": "", )"
      R"("subject": {"name": "Lind", "type": "person"}, "other": {"name": "Jonas Lind", "type": "person"}})"
      "\n";

  settle();
  build("clean.db", files);
  run_well({"judgements", "import", "-", "--db", path("clean.db")}, judgement);
  const std::string expected = dump("clean.db");

  // Other texts first, in several runs; some are forgotten, all become what they should be.
  std::vector<std::string> there;
  for (int step = 0; step < 5; ++step) {
    if (!there.empty() && below(3) == 0) {
      run_well({"forget", there.back(), "--db", path("long.db")});
      there.pop_back();
      continue;
    }
    const std::string file = files[below(static_cast<std::uint32_t>(files.size()))];
    std::ofstream(file) << article();
    build("long.db", {file});
    if (std::find(there.begin(), there.end(), file) == there.end()) there.push_back(file);
    if (step == 2) run_well({"judgements", "import", "-", "--db", path("long.db")}, judgement);
  }
  settle();
  run_well({"build", "--sync", path("in"), "--db", path("long.db"), "--jobs", "2"});
  run_well({"judgements", "import", "-", "--db", path("long.db")}, judgement);
  EXPECT_EQ(dump("long.db"), expected);
  run_well({"verify", "--db", path("long.db")});

  // In shards that overlap, merged in any order.
  const std::size_t cut = 1 + below(5);
  build("a.db", {files.begin(), files.begin() + static_cast<std::ptrdiff_t>(cut)});
  build("b.db", {files.begin() + static_cast<std::ptrdiff_t>(cut - 1), files.end()});
  run_well({"judgements", "import", "-", "--db", path("b.db")}, judgement);
  run_well({"merge", path("a.db"), path("b.db"), "--db", path("ab.db")});
  run_well({"merge", path("b.db"), path("a.db"), path("b.db"), "--db", path("ba.db")});
  EXPECT_EQ(dump("ab.db"), expected);
  EXPECT_EQ(dump("ba.db"), expected);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyHistory, ::testing::Range(1U, 5U));

}  // namespace
}  // namespace factgraph
