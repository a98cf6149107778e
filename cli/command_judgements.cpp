#include <fmt/core.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string file = "-";
};

std::string in_words(const NameReference& reference) {
  return fmt::format("\"{}\" ({}){}{}", reference.name, reference.root, reference.document.empty() ? "" : "@",
                     reference.document);
}

std::string in_words(const JudgementRow& row, const std::vector<JudgementRow>& all) {
  const Judgement& judgement = row.judgement;
  std::string text =
      fmt::format("{:>4}  {}  {}  {}", judgement.id, judgement.time, judgement.author, to_string(judgement.kind));
  if (judgement.kind == JudgementKind::kUndo) {
    for (const JudgementRow& other : all) {
      if (other.judgement.digest == judgement.value) text += fmt::format(" {}", other.judgement.id);
    }
  } else {
    text += " " + in_words(judgement.subject);
    text += judgement.other.name.empty() ? fmt::format(" to \"{}\"", judgement.value) : " " + in_words(judgement.other);
  }
  if (!judgement.reason.empty()) text += fmt::format("  [{}]", judgement.reason);
  if (!row.in_force) text += "  (undone)";
  if (row.contradicted) text += "  (without effect: another says otherwise)";
  return text + "\n";
}

void list(const Options& options) {
  const std::vector<JudgementRow> rows = Store::open(options.database, Store::Access::kRead).judgements();
  std::string text;
  for (const JudgementRow& row : rows) text += in_words(row, rows);
  print(text);
}

void export_all(const Options& options) {
  std::vector<Judgement> all;
  for (JudgementRow& row : Store::open(options.database, Store::Access::kRead).judgements()) {
    all.push_back(std::move(row.judgement));
  }
  Output output(options.file);
  write_judgements(all, output.stream());
  output.close();
}

void import(const Options& options, const Session& session) {
  std::vector<Judgement> all;
  if (options.file == "-") {
    all = read_judgements_jsonl(std::cin, "standard input");
  } else {
    std::ifstream file(options.file, std::ios::binary);
    if (!file) throw InputError(options.file + ": cannot open; is the path right?");
    all = read_judgements_jsonl(file, options.file);
  }
  const std::size_t added = Store::open(options.database, Store::Access::kWrite).judge(std::move(all));
  if (!session.quiet) fmt::print(stderr, "factgraph: {}: {} added\n", options.database, counted(added, "judgement"));
}

}  // namespace

void add_judgements_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("judgements", "List what people decided about who is who, carry it elsewhere");
  command->require_subcommand(0, 1);
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);

  CLI::App* list_command = command->add_subcommand("list", "All of them, by time, with the number to undo each by");
  add_database_option(*list_command, options->database);
  CLI::App* export_command = command->add_subcommand("export", "Write them as JSON lines");
  add_database_option(*export_command, options->database);
  export_command->add_option("-o,--output", options->file, "File to write; - is standard output")->option_text("FILE");
  CLI::App* import_command = command->add_subcommand("import", "Read JSON lines that export wrote");
  add_database_option(*import_command, options->database);
  import_command->add_option("FILE", options->file, "File to read; - is standard input")->required();

  command->footer(
      "Names and types stand in them, no row numbers: they mean the same in every database.\n"
      "\n"
      "Example: factgraph judgements export --db news.db | factgraph judgements import - --db other.db");
  command->callback([command, list_command, options] {
    if (command->get_subcommands().empty() || list_command->parsed()) list(*options);
  });
  export_command->callback([options] { export_all(*options); });
  import_command->callback([options, &session] { import(*options, session); });
}

}  // namespace factgraph
