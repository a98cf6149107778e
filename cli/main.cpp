#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <string>

#include "cli/command.h"
#include "core/error.h"
#include "core/version.h"
#include "extract/language/engine.h"
#include "schema/ontology.h"

namespace factgraph {
namespace {

constexpr const char* kDescription =
    "factgraph reads text and builds a knowledge graph whose every edge can be proven:\n"
    "entities and the relations between them in an SQLite database, each relation with\n"
    "the sentences that state it; from there to GraphViz DOT and pictures. Offline.";

constexpr const char* kFooter =
    "Examples:\n"
    "  factgraph build articles/ --db news.db        read a folder of articles\n"
    "  factgraph show \"Kassym-Jomart Tokayev\" --db news.db\n"
    "  factgraph export svg --db news.db -o news.svg\n"
    "  sqlite3 news.db \"SELECT subject, relation, object, sentence FROM facts\"\n"
    "\n"
    "factgraph COMMAND --help says more about each command.\n"
    "Exit status: 0 done, 1 failed or found something wrong, 2 used wrongly.";

std::string versions() {
  std::string text = fmt::format("factgraph {}\nontology {}\n", version(), Ontology::shipped().version());
  for (const std::string& model : LanguageEngine().model_versions()) text += fmt::format("model {}\n", model);
  text.pop_back();
  return text;
}

int run(int argc, char** argv) {
  CLI::App app(kDescription, "factgraph");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", versions, "Print the versions of program, ontology and models");
  app.get_formatter()->column_width(32);

  Session session;
  add_build_command(app, session);
  add_load_command(app, session);
  add_show_command(app, session);
  add_path_command(app, session);
  add_top_command(app, session);
  add_analyse_command(app, session);
  add_search_command(app, session);
  add_stats_command(app, session);
  add_export_command(app, session);
  add_verify_command(app, session);
  add_eval_command(app, session);
  add_forget_command(app, session);
  add_judge_commands(app, session);
  add_why_command(app, session);
  add_review_command(app, session);
  add_judgements_command(app, session);
  add_merge_command(app, session);
  add_rebuild_command(app, session);
  add_backup_command(app, session);
  add_sql_command(app, session);
  add_extract_command(app, session);
  add_explain_command(app, session);
  add_dump_command(app, session);
  const auto add_quiet = [&session](CLI::App* command) {
    command->add_flag("-q,--quiet", session.quiet, "No progress and no summaries on standard error");
  };
  for (CLI::App* command : app.get_subcommands({})) {
    add_quiet(command);
    for (CLI::App* format : command->get_subcommands({})) add_quiet(format);
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    app.exit(error, std::cerr, std::cerr);
    return 2;
  }
  return session.status;
}

}  // namespace
}  // namespace factgraph

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return factgraph::run(argc, argv);
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "factgraph: out of memory\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "factgraph: {}\n", error.what());
  }
  return 1;
}
