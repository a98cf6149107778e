#include "cli/extraction.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "core/edtf.h"
#include "core/error.h"
#include "core/version.h"

namespace factgraph {

void ExtractionOptions::declare(CLI::App& command) {
  command.add_option("INPUT", inputs, "Files and folders to read; - is standard input")->required();
  command.add_option("--date", date, "Date of publication of texts that give none themselves")->type_name("YYYY-MM-DD");
  add_ontology_option(command, ontology);
  command.add_option("--jobs", jobs, "Threads that extract; one per core if not given")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1024}));
  command.add_flag("--fast", fast, "Trees by one parser instead of the vote of three: more mistakes, half the time");
  command.add_option("--models", models, "Folder of language models to use instead of those in the program")
      ->type_name("DIR")
      ->group("For developers");
}

PipelineOptions ExtractionOptions::pipeline() const {
  if (!date.empty() && !edtf_days(date)) {
    throw InputError(fmt::format("--date {}: not a date; write it like 2024-03-15", date));
  }
  PipelineOptions options;
  options.jobs = jobs;
  options.read.published = date;
  return options;
}

LanguageEngine ExtractionOptions::engine() const { return LanguageEngine({.fast = fast, .models_dir = models}); }

void add_ontology_option(CLI::App& command, std::string& file) {
  command.add_option("--ontology", file, "What may be said, in place of the shipped ontology (docs/ontology.md)")
      ->type_name("FILE");
}

Ontology load_ontology(const std::string& file) { return file.empty() ? Ontology::shipped() : Ontology::load(file); }

Writer writer_of(const LanguageEngine& engine) {
  return {fmt::format("factgraph {}", version()), fmt::format("{}", fmt::join(engine.model_versions(), ", "))};
}

}  // namespace factgraph
