#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/word_classes.h"

namespace factgraph {

struct TaggerTraining {
  std::uint64_t seed = 1;
  int epochs = 8;
  int min_class = 3;                 // rarer pairs of UPOS and XPOS are no class of their own
  int min_word = 3;                  // rarer words are unknown to the lexicon
  std::uint32_t rows = 256U << 10U;  // of the table of weights
  double step = 0.25;                // to which weights are rounded
};

// Trains a tagger on `sentences` and writes it to `path`. Same input, same bytes.
void train_tagger(std::span<const Sentence> sentences, const WordClasses& word_classes, const TaggerTraining& options,
                  const std::filesystem::path& path);

// Replaces the tags of `sentences` with those of taggers trained on the other folds, as a parser will meet them; `draft`
// takes each fold's model for a while.
void jackknife_tags(std::span<Sentence* const> sentences, int folds, const WordClasses& word_classes,
                    const TaggerTraining& options, const std::filesystem::path& draft);

}  // namespace factgraph
