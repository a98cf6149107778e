#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "extract/language/annotation.h"
#include "extract/language/tokenizer.h"

namespace factgraph {

// A document to learn names from. Each token has the set of labels (name_labels.h, as bits) that its corpus leaves open:
// one where the corpus is sure, several where it knows only that here is a name, or does not mark names of some type.
struct NameDocument {
  std::vector<Sentence> sentences;
  std::vector<std::vector<std::uint64_t>> allowed;  // of each token of each sentence
};

// The corpora below have words in the manner of Universal Dependencies: what they hyphenate is split. Titles before
// persons are taken off their names. Each throws InputError naming file and line where it is not what it should be.

// Two columns, word and label (B-type, I-type or I-type alone, O), a document per blank line or -DOCSTART-.
enum class ColumnCorpus { kWikigold, kWnut, kBroadTwitter, kCrossNer };
[[nodiscard]] std::vector<NameDocument> read_columns(const std::filesystem::path& path, ColumnCorpus corpus);

// Universal NER: number, word, label, a document per "# newdoc".
[[nodiscard]] std::vector<NameDocument> read_universal_ner(const std::filesystem::path& path);

// (Re-)DocRED: documents [first, last) of a JSON array.
[[nodiscard]] std::vector<NameDocument> read_docred(const std::filesystem::path& path, std::size_t first,
                                                    std::size_t last);

// KnowledgeNet: the passages with facts of the folds below `end_fold`, cut into words by `tokenizer`. The names that facts
// are told of have the types their relations ask for; every other capitalised word may be a name too.
[[nodiscard]] std::vector<NameDocument> read_knowledgenet(const std::filesystem::path& path, int end_fold,
                                                          const Tokenizer& tokenizer);

// A treebank whose proper nouns are names of some kind; where the last column has entities (GUM), of theirs. Keeps
// gold tags in the tokens. Every other sentence without a full stop runs together with the next, as where line ends are
// lost.
[[nodiscard]] std::vector<NameDocument> read_treebank_names(const std::filesystem::path& path);

}  // namespace factgraph
