#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "extract/language/conllu.h"

namespace factgraph {

struct TokenizerTraining {
  std::uint64_t seed = 1;
  int epochs = 10;
  unsigned bits = 17;             // of the hashes: 2^bits weights each for words and sentences
  std::int32_t word_margin = 40;  // decisions as close as this are learned from, even right ones
  std::int32_t sentence_margin = 20;
};

// Trains a tokenizer on the words and sentences of `documents`, over their text as it stands, with wrapped lines and with
// one line for each paragraph, and writes it to `path`. Same input, same bytes.
void train_tokenizer(std::span<const ConlluDocument> documents, const TokenizerTraining& options,
                     const std::filesystem::path& path);

}  // namespace factgraph
