#include <fmt/core.h>

#include <cstdio>
#include <exception>

#include "cli/command.h"
#include "core/error.h"
#include "core/version.h"

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr const char* kDescription =
    "factgraph reads text and builds a knowledge graph whose every edge can be proven.\n\n"
    "  factgraph build articles/                    read a folder into factgraph.db\n"
    "  factgraph show \"National Kurultai\"           what is known of an entity, with the sentences that say so\n"
    "  factgraph export svg -o graph.svg            draw it\n"
    "  sqlite3 factgraph.db \"SELECT * FROM facts\"   query it\n";

constexpr const char* kFooter =
    "\nExit status: 0 done, 1 failed (or, for verify, something found), 2 usage.\n"
    "'factgraph COMMAND --help' describes a command.";

int run(int argc, char** argv) {
  factgraph::Session session;
  CLI::App app(kDescription, "factgraph");
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("factgraph ") + factgraph::kVersion);
  app.add_flag("-q,--quiet", session.quiet, "No progress and no summaries on standard error");
  app.require_subcommand(1);
  app.fallthrough();
  factgraph::add_build_command(app, session);
  factgraph::add_export_command(app, session);
  factgraph::add_show_command(app, session);
  factgraph::add_stats_command(app, session);
  factgraph::add_forget_command(app, session);
  factgraph::add_verify_command(app, session);
  factgraph::add_extract_command(app, session);
  factgraph::add_load_command(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return session.status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "factgraph: {}\n", error.what());
    return kFailed;
  }
}
