#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>

#include "cli/pipeline.h"
#include "db/store.h"
#include "extract/language/engine.h"
#include "schema/ontology.h"

namespace factgraph {

// The options of every command that reads text, and what they mean.
struct ExtractionOptions {
  std::vector<std::string> inputs;
  std::string ontology;  // file; empty takes the shipped one
  std::string models;    // folder; empty takes those in the program
  std::string date;      // EDTF
  std::size_t jobs = 0;
  bool fast = false;

  void declare(CLI::App& command);

  // Throws InputError for a date that cannot be read.
  [[nodiscard]] PipelineOptions pipeline() const;
  [[nodiscard]] LanguageEngine engine() const;
};

// The option --ontology FILE, and what it names: the shipped ontology if nothing.
void add_ontology_option(CLI::App& command, std::string& file);
[[nodiscard]] Ontology load_ontology(const std::string& file);

// What a database records about who wrote into it.
[[nodiscard]] Writer writer_of(const LanguageEngine& engine);

}  // namespace factgraph
