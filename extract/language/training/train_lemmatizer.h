#pragma once

#include <filesystem>
#include <span>

#include "extract/language/annotation.h"

namespace factgraph {

// Learns lemma rules from the forms, tags and lemmas of `sentences` and writes them to `path`. Same input, same bytes.
void train_lemmatizer(std::span<const Sentence> sentences, const std::filesystem::path& path);

}  // namespace factgraph
