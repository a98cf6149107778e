#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "extract/extractor.h"
#include "extract/input.h"
#include "extract/reader.h"

namespace factgraph {

// One document that came out of the pipeline.
struct Extracted {
  DocumentFacts facts;
  Annotation annotation;  // empty unless asked for
};

// What to do at each end of the pipeline. Every function is called from one thread at a time.
struct PipelineHooks {
  // Takes the documents in the order of the input; `file` is the index of the file a document came from.
  std::function<void(Extracted&& document, std::size_t file)> sink;

  // Whether to extract a document at all; empty takes every one. Called before the sink has seen the ones before it.
  std::function<bool(const Document&)> wanted;

  // Told why an input could not be read; the others go on. Where it is empty, the first such InputError ends the run.
  std::function<void(const std::string& message)> on_input_error;
};

struct PipelineOptions {
  std::size_t jobs = 0;          // threads that extract; 0 takes one per core
  bool keep_annotation = false;  // hand the language engine's view to the sink too
  ReadOptions read;
};

// Reads `files` (as list_inputs gives them), extracts on several threads and hands the results over in the order of the
// input. Memory is bounded by a few documents per thread. The first exception of any stage ends the run and is thrown.
void run_pipeline(const std::vector<std::string>& files, const Extractor& extractor, const PipelineOptions& options,
                  const PipelineHooks& hooks);

}  // namespace factgraph
