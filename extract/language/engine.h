#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"
#include "extract/language/model_file.h"
#include "extract/language/word_classes.h"

namespace factgraph {

// The language engine: text in; sentences, words, tags, lemmas, trees and names out. Deterministic: the same text and
// models give the same annotation on every machine and with any number of threads.
class LanguageEngine {
 public:
  struct Options {
    bool fast = false;                 // trees by one parser instead of the vote of three
    std::filesystem::path models_dir;  // folder of model files; empty takes those built into the program
  };

  // Throws ModelError naming the file if a model is missing, damaged or of another version.
  explicit LanguageEngine(const Options& options);
  LanguageEngine();
  ~LanguageEngine();
  LanguageEngine(LanguageEngine&&) noexcept;
  LanguageEngine& operator=(LanguageEngine&&) noexcept;

  // Annotates the blocks of `document` (all of its text if it has none); no sentence crosses a block. Thread-safe.
  [[nodiscard]] Annotation annotate(const Document& document) const;

  // Fills in what a CoNLL-U file did not say: tags, lemmas, trees where a sentence has none, and names. Thread-safe.
  void complete(const Document& document, Annotation& annotation) const;

  // What others build on who learn from what the engine finds: its word classes, and the model `relations.model` that lies
  // with its own. Live as long as the engine. The second throws ModelError if there is none.
  [[nodiscard]] const WordClasses& word_classes() const;
  [[nodiscard]] const ModelFile& relations_model() const;

  // Name, version and digest of each model, for the record a database keeps.
  [[nodiscard]] std::vector<std::string> model_versions() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace factgraph
