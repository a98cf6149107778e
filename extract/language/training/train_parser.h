#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "extract/language/annotation.h"
#include "extract/language/word_classes.h"

namespace factgraph {

struct ParserTraining {
  std::uint64_t seed = 1;
  bool right_to_left = false;
  int epochs = 12;
  double exploration = 0.9;          // chance of following a wrong decision, from the second epoch
  int min_word = 2;                  // rarer words are unknown
  std::uint32_t rows = 320U << 10U;  // of the table of weights
  double step = 0.75;                // to which weights are rounded
};

// Trains a parser on trees over predicted tags and writes it to `path`. Same input, same bytes.
void train_parser(std::span<const Sentence> sentences, const WordClasses& word_classes, const ParserTraining& options,
                  const std::filesystem::path& path);

}  // namespace factgraph
