#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/extraction.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "core/error.h"

namespace factgraph {
namespace {

struct Options {
  ExtractionOptions extraction;
  std::string database = kDefaultDatabase;
  bool sync = false;
};

// The database to write into. An existing one keeps its ontology unless another file is named.
Store open_store(const Options& options, const Writer& writer) {
  std::error_code ignored;
  const bool exists =
      std::filesystem::exists(options.database, ignored) && std::filesystem::file_size(options.database, ignored) > 0;
  if (exists && options.extraction.ontology.empty()) {
    return Store::open(options.database, Store::Access::kWrite, writer);
  }
  return Store::open_or_create(options.database, load_ontology(options.extraction.ontology), writer);
}

void build(const Options& options, Session& session) {
  // Before anything that takes long, or that makes a file.
  const PipelineOptions pipeline = options.extraction.pipeline();
  const std::vector<std::string> files = list_inputs(options.extraction.inputs);
  if (files.empty()) throw InputError(options.extraction.inputs.front() + ": no text files in this folder");
  const LanguageEngine engine = options.extraction.engine();
  if (!options.extraction.ontology.empty()) {
    const Ontology ontology = load_ontology(options.extraction.ontology);
    const Extractor patterns_compile(ontology, engine);
  }
  Store store = open_store(options, writer_of(engine));
  const Store present = Store::open(options.database, Store::Access::kRead);  // for the thread that reads ahead
  const Extractor extractor(store.ontology(), engine);

  Batch batch(store);
  Progress progress(files.size(), session.quiet);
  std::size_t skipped = 0;
  std::size_t unread = 0;
  std::size_t documents = 0;
  const auto complain = [&](const std::string& message) {
    progress.message(message);
    ++unread;
  };
  PipelineHooks hooks;
  std::set<std::string> seen;
  hooks.wanted = [&](const Document& document) {
    if (options.sync) seen.insert(document.uri);
    const bool known = present.contains(document);
    if (known) ++skipped;
    return !known;
  };
  hooks.sink = [&](Extracted&& extracted, std::size_t file) {
    progress.update(file, ++documents);
    try {
      batch.add(std::move(extracted.facts));
    } catch (const InputError& error) {
      complain(error.what());
    }
  };
  hooks.on_input_error = complain;
  run_pipeline(files, extractor, pipeline, hooks);
  batch.flush();

  AddCounts counts = batch.counts();
  counts.unchanged += skipped;
  std::string done = summary(counts, unread);
  if (options.sync && unread == 0) {
    const std::size_t forgotten = store.forget_all_but(seen);
    if (forgotten > 0) done += fmt::format(", {} forgotten", forgotten);
  } else if (options.sync) {
    done += "; nothing was forgotten, for what cannot be read may be there";
  }
  if (unread > 0) session.status = 1;
  if (!session.quiet) progress.message(fmt::format("{}: {}", options.database, done));
}

}  // namespace

void add_build_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("build", "Read articles into a database");
  const auto options = std::make_shared<Options>();
  options->extraction.declare(*command);
  add_database_option(*command, options->database);
  command->add_flag("--sync", options->sync, "Forget documents that INPUT does not hold any more");
  command->footer(
      "INPUT is a file or a folder of .txt, .md, .html, .jsonl or .conllu files, told apart by name and\n"
      "content; - is standard input. What is in the database already is not read again; a file that\n"
      "changed takes the place of what it was. Inputs that cannot be read are named, and the rest goes on.\n"
      "Stopped at any moment, the database stays whole, and the next run does what is left.\n"
      "\n"
      "Example: factgraph build articles/ --db news.db --date 2024-03-16");
  command->callback([options, &session] { build(*options, session); });
}

}  // namespace factgraph
