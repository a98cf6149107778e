#include <fmt/core.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/extraction.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "db/store.h"
#include "extract/extractor.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string ontology;
};

// A file that goes when this does.
class Draft {
 public:
  explicit Draft(std::string path) : path_(std::move(path)) { remove(); }
  ~Draft() { remove(); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix, ignored);
  }
  std::string path_;
};

void rebuild(const Options& options, const Session& session) {
  const LanguageEngine engine;
  Store store = Store::open(options.database, Store::Access::kWrite);
  const Ontology ontology = options.ontology.empty() ? store.ontology() : load_ontology(options.ontology);
  const Extractor extractor(ontology, engine);
  const std::vector<DocumentRow> documents = store.documents();

  // What there would be had everything been read today; it takes the place of what there is in one transaction.
  const Draft draft(options.database + ".rebuild");
  Store fresh = Store::create(draft.path(), ontology, writer_of(engine));
  std::vector<Judgement> judgements;
  for (JudgementRow& row : store.judgements()) judgements.push_back(std::move(row.judgement));
  fresh.judge(std::move(judgements));
  Batch batch(fresh);
  Progress progress(documents.size(), session.quiet);
  constexpr std::size_t kAtOnce = 64;
  for (std::size_t start = 0; start < documents.size(); start += kAtOnce) {
    progress.update(start, start);
    std::vector<Document> texts;
    for (std::size_t i = start; i < std::min(start + kAtOnce, documents.size()); ++i) {
      texts.push_back(store.facts(documents[i].uri).document);
    }
    std::vector<DocumentFacts> facts(texts.size());
    tbb::parallel_for(std::size_t{0}, texts.size(), [&](std::size_t i) {
      facts[i] = extractor.extract({.document = std::move(texts[i]), .annotation = {}});
    });
    for (DocumentFacts& one : facts) batch.add(std::move(one));
  }
  batch.flush();
  store.become(fresh);
  if (!session.quiet) {
    progress.message(fmt::format("{}: {} read again", options.database, counted(documents.size(), "document")));
  }
}

}  // namespace

void add_rebuild_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "rebuild", "Read the texts of a database again, with this program and perhaps another ontology");
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  add_ontology_option(*command, options->ontology);
  command->footer(
      "People's judgements stay. Until it is done the database stays as it was; stopped in between, it just has to\n"
      "be run again. Needs as much free disk as the database has.\n"
      "\n"
      "Example: factgraph rebuild --ontology mine.toml --db news.db");
  command->callback([options, &session] { rebuild(*options, session); });
}

}  // namespace factgraph
