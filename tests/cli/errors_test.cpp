#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <memory>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Errors : public CommandLine {
 protected:
  // What is printed where `arguments` fail with `status`; one line that begins with the program's name.
  static std::string complaint(const std::vector<std::string>& arguments, int status = 1,
                               const std::string& input = {}) {
    const Outcome outcome = run(arguments, input);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
  }
};

TEST_F(Errors, WrongUsageIsStatusTwo) {
  complaint({}, 2);
  complaint({"bild"}, 2);
  complaint({"build"}, 2);
  complaint({"build", kSample, "--jobs", "0"}, 2);
  complaint({"export", "hologram"}, 2);
  complaint({"extract", kSample, "--format", "xml"}, 2);
}

TEST_F(Errors, HelpNamesEveryCommand) {
  const std::string help = run_well({"--help"});
  for (const char* command :
       {"build", "extract", "load", "export", "show", "search", "stats", "verify", "forget", "dump"}) {
    EXPECT_THAT(help, HasSubstr(command));
    EXPECT_THAT(run_well({command, "--help"}), HasSubstr("factgraph " + std::string(command)));
  }
}

TEST_F(Errors, VersionNamesProgramOntologyAndModels) {
  EXPECT_THAT(run_well({"--version"}),
              AllOf(StartsWith("factgraph "), HasSubstr("ontology "), HasSubstr("model names")));
}

TEST_F(Errors, AMissingInputIsNamedAndMakesNoDatabase) {
  EXPECT_THAT(complaint({"build", path("nowhere.txt"), "--db", path("n.db")}), HasSubstr("nowhere.txt"));
  EXPECT_FALSE(std::filesystem::exists(path("n.db")));
}

TEST_F(Errors, InputsThatHoldNoText) {
  std::filesystem::create_directory(path("hollow"));
  EXPECT_THAT(complaint({"build", path("hollow"), "--db", path("n.db")}), HasSubstr("hollow"));
  const std::string empty = write("empty.txt", "");
  EXPECT_THAT(complaint({"build", empty, "--db", path("n.db")}), AllOf(HasSubstr(empty), HasSubstr("empty")));
  const std::string binary = write("picture.txt", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  EXPECT_THAT(complaint({"build", binary, "--db", path("n.db")}), HasSubstr(binary));
}

TEST_F(Errors, OtherEncodingsAreRead) {
  const std::string latin =
      write("latin.txt", "Ren\xe9 Dupont visited M\xfcnchen in the summer, and it was caf\xe9 weather.\n");
  EXPECT_THAT(run_well({"extract", latin}), HasSubstr("René Dupont visited München"));
}

TEST_F(Errors, ADateThatIsNone) {
  EXPECT_THAT(complaint({"build", kSample, "--date", "soon", "--db", path("n.db")}), HasSubstr("--date soon"));
}

TEST_F(Errors, ADatabaseThatIsNotThereOrNotOurs) {
  EXPECT_THAT(complaint({"show", "Ada", "--db", path("n.db")}), HasSubstr("n.db"));
  EXPECT_FALSE(std::filesystem::exists(path("n.db")));

  const std::string text = write("text.db", "This is no database, only a file of words that says so.\n");
  EXPECT_THAT(complaint({"stats", "--db", text}), HasSubstr(text));
  EXPECT_THAT(complaint({"build", kSample, "--db", text}), HasSubstr(text));
  EXPECT_THAT(read("text.db"), StartsWith("This is no database"));

  SQLite::Database(path("other.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE songs(title)");
  EXPECT_THAT(complaint({"build", kSample, "--db", path("other.db")}), HasSubstr("other.db"));
}

TEST_F(Errors, ALockedDatabaseIsNamedAfterAWait) {
  run_well({"build", kSample, "--db", path("k.db")});
  SQLite::Database other(path("k.db"), SQLite::OPEN_READWRITE);
  other.exec("BEGIN IMMEDIATE");
  const std::string article = write("a.txt", "Irma Quist visited Berlin.\n");
  EXPECT_THAT(complaint({"build", article, "--db", path("k.db")}),
              AllOf(HasSubstr("k.db"), HasSubstr("another program is writing")));
  EXPECT_THAT(run_well({"show", "Tokayev", "--db", path("k.db")}),
              HasSubstr("Tokayev"));  // readers are not kept waiting
}

TEST_F(Errors, AReadOnlyDatabase) {
  run_well({"build", kSample, "--db", path("k.db")});
  std::filesystem::permissions(path("k.db"), std::filesystem::perms(0444));
  const std::string article = write("a.txt", "Irma Quist visited Berlin.\n");
  std::vector<std::string> build = {"build", article, "--db", path("k.db")};
  if (::geteuid() != 0) {
    EXPECT_THAT(complaint(build), HasSubstr("k.db"));
    return;
  }
  // Root may write anything, so the program runs as nobody, from where nobody may read it.
  std::filesystem::permissions(path("."), std::filesystem::perms(0755));
  std::filesystem::copy(FACTGRAPH_PROGRAM, path("factgraph"));
  const std::vector<std::string> as_nobody = {"--reuid=65534", "--regid=65534", "--clear-groups", path("factgraph")};
  build.insert(build.begin(), as_nobody.begin(), as_nobody.end());
  const Outcome outcome = run_program("/usr/bin/setpriv", build);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("k.db"));
}

// Files may not grow beyond a limit, as on a full disk, while one of these lives; child processes inherit it.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const struct rlimit limited = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limited);
    ignored_ = ::signal(SIGXFSZ, SIG_IGN);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, ignored_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  struct rlimit before_ = {};
  void (*ignored_)(int) = nullptr;
};

TEST_F(Errors, AFullDiskLosesNothing) {
  const std::string article = write("a.txt", "Irma Quist visited Berlin.\n");
  run_well({"build", article, "--db", path("n.db")});
  const std::string before = run_well({"dump", "--db", path("n.db")});
  {
    const FileSizeLimit limit(64U << 10U);
    EXPECT_THAT(complaint({"build", kSample, "--db", path("n.db")}), HasSubstr("n.db"));
  }
  EXPECT_EQ(run_well({"dump", "--db", path("n.db")}), before);
  run_well({"build", kSample, "--db", path("n.db")});
  EXPECT_THAT(run_well({"verify", "--db", path("n.db")}), HasSubstr("2 documents"));
}

TEST_F(Errors, ABrokenOntologyIsNamedWithItsLine) {
  const std::string toml = write("own.toml", "version = \"1\"\n[types.person\n");
  EXPECT_THAT(complaint({"build", kSample, "--ontology", toml, "--db", path("n.db")}), HasSubstr(toml + ":2"));
  const std::string pattern =
      write("pattern.toml",
            "version = \"1\"\n[types.person]\nlabel = \"P\"\ndefinition = \"p\"\n[relations.r]\n"
            "label = \"r\"\ndefinition = \"r\"\ndomain = [\"person\"]\nrange = [\"person\"]\n"
            "patterns = ['like.v subject=subj object=']\n");
  EXPECT_THAT(complaint({"build", kSample, "--ontology", pattern, "--db", path("n.db")}), HasSubstr(pattern + ":10"));
  EXPECT_FALSE(std::filesystem::exists(path("n.db")));
}

TEST_F(Errors, AnotherOntologyThanTheDatabaseHas) {
  run_well({"build", kSample, "--db", path("k.db")});
  const std::string own = write("own.toml", "version = \"1\"\n[types.person]\nlabel = \"P\"\ndefinition = \"p\"\n");
  EXPECT_THAT(complaint({"build", kSample, "--ontology", own, "--db", path("k.db")}), HasSubstr("k.db"));
}

TEST_F(Errors, ABrokenModelIsNamed) {
  std::filesystem::copy(FACTGRAPH_MODELS, path("models"));
  std::string tagger = read("models/tagger.model");
  tagger[tagger.size() / 2] = static_cast<char>(tagger[tagger.size() / 2] ^ 1);
  write("models/tagger.model", tagger);
  EXPECT_THAT(complaint({"extract", kSample, "--models", path("models")}), HasSubstr(path("models/tagger.model")));
  std::filesystem::remove(path("models/tagger.model"));
  EXPECT_THAT(complaint({"extract", kSample, "--models", path("models")}), HasSubstr(path("models/tagger.model")));
}

}  // namespace
}  // namespace factgraph
