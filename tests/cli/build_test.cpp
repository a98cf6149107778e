#include <algorithm>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

using Build = CommandLine;

constexpr const char* kMarvik = "Irma Quist visited Berlin on Monday. Quist met Jonas Bergqvist in Berlin.\n";
constexpr const char* kVisit = "Jonas Bergqvist was born in Oslo. Bergqvist visited Paris in 2019.\n";

TEST_F(Build, TheSampleHoldsWhomAndWhatItIsAbout) {
  run_well({"build", kSample, "--db", path("k.db")});
  EXPECT_THAT(query("k.db", "SELECT name, type FROM entities"),
              AllOf(Contains("Kassym-Jomart Tokayev|person"), Contains("Kazakhstan|country"), Contains("Atyrau|city"),
                    Contains(StartsWith("National Kurultai|")), Contains("Ulytau Region|region")));
  EXPECT_THAT(query("k.db", "SELECT subject, relation, object FROM facts WHERE polarity = 'affirmed'"),
              AllOf(Contains("Kassym-Jomart Tokayev|spoke_at|National Kurultai"),
                    Contains("National Kurultai|took_place_in|Atyrau")));
  EXPECT_THAT(query("k.db",
                    "SELECT a.name FROM aliases a JOIN entities e ON e.id = a.entity_id "
                    "WHERE e.name = 'Kassym-Jomart Tokayev'"),
              Contains("Tokayev"));
}

TEST_F(Build, FootersCaptionsAndDaysAreNoEntities) {
  run_well({"build", kSample, "--db", path("k.db")});
  for (const char* noise : {"Twitter", "Photo", "Get", "Follow", "Telegram", "March", "September", "Friday"}) {
    EXPECT_THAT(query("k.db", "SELECT name FROM entities"), Not(Contains(HasSubstr(noise))));
  }
}

TEST_F(Build, EveryFactHasItsSentence) {
  run_well({"build", kSample, "--db", path("k.db")});
  EXPECT_THAT(
      query("k.db", "SELECT * FROM facts WHERE instr((SELECT group_concat(text, '') FROM documents), sentence) = 0"),
      IsEmpty());
  EXPECT_THAT(run_well({"verify", "--db", path("k.db")}), HasSubstr("nothing wrong"));
}

TEST_F(Build, AFolderIsReadOnceAndThenOnlyWhatChanged) {
  write("in/a.txt", kMarvik);
  write("in/sub/b.md", std::string("# Travels\n\n") + kVisit);
  const std::vector<std::string> build = {"build", path("in"), "--db", path("n.db")};
  EXPECT_THAT(run(build).err, HasSubstr("2 documents added"));
  const std::string before = run_well({"dump", "--db", path("n.db")});
  EXPECT_THAT(run(build).err, HasSubstr("0 documents added, 2 unchanged"));
  EXPECT_EQ(run_well({"dump", "--db", path("n.db")}), before);

  write("in/a.txt", kVisit);
  EXPECT_THAT(run(build).err, HasSubstr("0 documents added, 1 replaced, 1 unchanged"));
  EXPECT_THAT(query("n.db", "SELECT name FROM entities"), Not(Contains("Irma Quist")));
}

TEST_F(Build, ThreadsOrderAndRunsDoNotMatter) {
  std::vector<std::string> files;
  for (int i = 0; i < 12; ++i) {
    files.push_back(write("in/" + std::to_string(i) + ".txt",
                          std::string(i % 2 == 0 ? kMarvik : kVisit) + "This is story " + std::to_string(i) + ".\n"));
  }
  std::vector<std::string> forward = {"build", "--jobs", "1", "--db", path("forward.db")};
  forward.insert(forward.end(), files.begin(), files.end());
  std::vector<std::string> backward = {"build", "--jobs", "4", "--db", path("backward.db")};
  backward.insert(backward.end(), files.rbegin(), files.rend());
  run_well(forward);
  run_well(backward);
  for (const std::string& file : files) run_well({"build", file, "--db", path("single.db")});

  const std::string dump = run_well({"dump", "--db", path("forward.db")});
  EXPECT_EQ(run_well({"dump", "--db", path("backward.db")}), dump);
  EXPECT_EQ(run_well({"dump", "--db", path("single.db")}), dump);
  const std::string dot = run_well({"export", "dot", "--db", path("forward.db")});
  EXPECT_EQ(run_well({"export", "dot", "--db", path("backward.db")}), dot);
}

TEST_F(Build, StandardInputAndTheDateOfPublication) {
  run_well({"build", "-", "--date", "2024-03-20", "--db", path("n.db")}, "Irma Quist visited Berlin on Monday.\n");
  EXPECT_THAT(query("n.db", "SELECT published FROM documents"), ElementsAre("2024-03-20"));
  EXPECT_THAT(query("n.db", "SELECT subject, relation, object, time FROM facts"),
              Contains("Irma Quist|visited|Berlin|2024-03-18"));
}

TEST_F(Build, AnOntologyOfOnesOwnTeachesARelation) {
  const std::string own = write("own.toml", R"(
version = "own 1"
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
patterns = ['mentor|coach.v subject=subj object=obj ~0.9']
)");
  const std::string article = write("a.txt", "Irma Quist mentored Jonas Bergqvist for years.\n");
  run_well({"build", article, "--ontology", own, "--db", path("n.db")});
  EXPECT_THAT(query("n.db", "SELECT subject, relation, object FROM facts"),
              Contains("Irma Quist|mentored|Jonas Bergqvist"));
  // Later runs keep it without being told.
  const std::string more = write("b.txt", "Jonas Bergqvist coached Amina Lund.\n");
  run_well({"build", more, "--db", path("n.db")});
  EXPECT_THAT(query("n.db", "SELECT subject, relation, object FROM facts"),
              Contains("Jonas Bergqvist|mentored|Amina Lund"));
}

TEST_F(Build, BadInputsAreNamedAndTheRestIsRead) {
  const std::string good = write("in/good.txt", kMarvik);
  const std::string bad = write("in/bad.txt", std::string("\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00", 10));
  const Outcome outcome = run({"build", path("in"), "--db", path("n.db")});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr(bad), HasSubstr("1 document added"), HasSubstr("1 input could not be read")));
  EXPECT_THAT(query("n.db", "SELECT uri FROM documents"), ElementsAre(good));
}

TEST_F(Build, QuietSaysNothing) {
  const Outcome outcome = run({"build", kSample, "--db", path("k.db"), "--quiet"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
}

TEST_F(Build, ForgettingADocumentLeavesWhatThereWouldBeWithoutIt) {
  const std::string a = write("a.txt", kMarvik);
  const std::string b = write("b.txt", kVisit);
  run_well({"build", a, "--db", path("one.db")});
  run_well({"build", a, b, "--db", path("two.db")});
  EXPECT_THAT(run({"forget", b, "--db", path("two.db")}).err, HasSubstr("forgot " + b));
  EXPECT_EQ(run_well({"dump", "--db", path("two.db")}), run_well({"dump", "--db", path("one.db")}));
  EXPECT_EQ(run({"forget", b, "--db", path("two.db")}).status, 1);
}

}  // namespace
}  // namespace factgraph
