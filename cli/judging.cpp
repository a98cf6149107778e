#include "cli/judging.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <cstdlib>
#include <ctime>

#include "cli/command.h"
#include "core/edtf.h"

namespace factgraph {

void JudgingOptions::declare(CLI::App& command) {
  database = kDefaultDatabase;
  const char* user = std::getenv("USER");
  author = user != nullptr && *user != '\0' ? user : "somebody";
  add_database_option(command, database);
  command.add_option("--author", author, "Who says so")->option_text("NAME [your user name]");
  command.add_option("--reason", reason, "Why")->option_text("TEXT");
  command.add_option("--time", time, "When, in UTC")->option_text("2024-03-15T10:00:00Z [now]");
}

Judgement JudgingOptions::judgement(JudgementKind kind) const {
  Judgement judgement;
  judgement.kind = kind;
  judgement.author = author;
  judgement.reason = reason;
  judgement.time = time.empty() ? fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))) : time;
  return judgement;
}

}  // namespace factgraph
