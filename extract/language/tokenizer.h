#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/span.h"
#include "core/text.h"
#include "extract/language/annotation.h"
#include "extract/language/model_file.h"

namespace factgraph {

// Cuts text into sentences and words by the conventions of Universal Dependencies: "don't" is "do" + "n't", "long-term"
// three words, "U.S." one. Linear in the length of the text, whatever it holds.
class Tokenizer {
 public:
  // No sentence is longer; where none ends in time, one is cut.
  static constexpr std::size_t kMaxSentence = 500;

  // Throws ModelError if `model` is no tokenizer of this version. Shares the model's bytes.
  explicit Tokenizer(const ModelFile& model);
  ~Tokenizer();
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;

  // The sentences of one block of `text`, with the spans and forms of their words and nothing else. Every character but
  // white space lies in exactly one word. An empty line ends a sentence; a single newline may. Throws InputError if
  // `block` does not lie in the text. Thread-safe.
  [[nodiscard]] std::vector<Sentence> tokenize(const Text& text, Span block) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace factgraph
