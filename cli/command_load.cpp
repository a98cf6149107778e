#include <fmt/core.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/extraction.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "core/error.h"
#include "core/version.h"
#include "schema/facts_jsonl.h"

namespace factgraph {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string ontology;
  std::string database = kDefaultDatabase;
};

void load_file(const std::string& file, Batch& batch) {
  const auto sink = [&batch](DocumentFacts facts) { batch.add(std::move(facts)); };
  if (file == "-") {
    read_facts_jsonl(std::cin, "standard input", sink);
    return;
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(file + ": cannot open; is the path right?");
  read_facts_jsonl(stream, file, sink);
}

void load(const Options& options, Session& session) {
  const Ontology ontology = load_ontology(options.ontology);
  const Writer writer{fmt::format("factgraph {}", version()), ""};
  std::error_code ignored;
  const bool keep = options.ontology.empty() && std::filesystem::exists(options.database, ignored) &&
                    std::filesystem::file_size(options.database, ignored) > 0;
  Store store = keep ? Store::open(options.database, Store::Access::kWrite, writer)
                     : Store::open_or_create(options.database, ontology, writer);
  Batch batch(store);
  Progress progress(options.files.size(), session.quiet);
  std::size_t unread = 0;
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    progress.update(i, batch.counts().added);
    try {
      load_file(options.files[i], batch);
    } catch (const InputError& error) {
      progress.message(error.what());
      ++unread;
    }
  }
  batch.flush();
  if (unread > 0) session.status = 1;
  if (!session.quiet) progress.message(fmt::format("{}: {}", options.database, summary(batch.counts(), unread)));
}

}  // namespace

void add_load_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("load", "Read facts as JSON lines, from any extractor, into a database");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("FACTS", options->files, "Files of JSON lines as docs/jsonl.md describes them; - is standard input")
      ->required();
  add_database_option(*command, options->database);
  add_ontology_option(*command, options->ontology);
  command->footer(
      "A file is read up to its first line that is wrong, which is named; the lines before it are stored.\n"
      "\n"
      "Example: factgraph extract articles/ | factgraph load - --db news.db");
  command->callback([options, &session] { load(*options, session); });
}

}  // namespace factgraph
