#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/batch.h"
#include "cli/command.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  std::vector<std::string> sources;
  std::string database = kDefaultDatabase;
};

void merge(const Options& options, const Session& session) {
  std::vector<Store> sources;
  for (const std::string& source : options.sources) {
    std::error_code ignored;
    if (std::filesystem::equivalent(source, options.database, ignored)) {
      throw InputError(source + ": cannot be merged into itself; leave it out");
    }
    sources.push_back(Store::open(source, Store::Access::kRead));
  }
  std::error_code ignored;
  const bool exists =
      std::filesystem::exists(options.database, ignored) && std::filesystem::file_size(options.database, ignored) > 0;
  Store store = exists ? Store::open(options.database, Store::Access::kWrite)
                       : Store::open_or_create(options.database, sources.front().ontology(), {});
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const AddCounts counts = store.merge(sources[i]);
    if (!session.quiet) fmt::print(stderr, "factgraph: {}: {}\n", options.sources[i], summary(counts, 0));
  }
}

}  // namespace

void add_merge_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("merge", "Take the documents and judgements of other databases into one");
  const auto options = std::make_shared<Options>();
  command->add_option("SOURCE", options->sources, "Databases to read; they stay as they are")->required();
  add_database_option(*command, options->database);
  command->footer(
      "The result depends on what there is, not on the order: a database per shard or per person can be merged in\n"
      "any way, again and again. All must have been built with the same ontology. Where two hold different\n"
      "versions of a document, one is chosen by its digest.\n"
      "\n"
      "Example: factgraph merge monday.db tuesday.db --db week.db");
  command->callback([options, &session] { merge(*options, session); });
}

}  // namespace factgraph
