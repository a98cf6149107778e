#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/relation_classifier.h"

namespace factgraph {

// What a corpus says of a pair of spans and a class: whether it holds, and how much that is to be believed.
struct RelationLabel {
  bool holds = false;
  float weight = 0;  // 0 where the corpus does not tell
};

// A document to learn relations from.
class RelationDocument {
 public:
  virtual ~RelationDocument() = default;

  [[nodiscard]] virtual RelationLabel label(RelationClass relation, Span subject, Span object) const = 0;

  Document document;
  std::string_view corpus;  // its name, for reports
  bool marked = true;       // by annotators; else what a pattern finds is not known to be wrong
  bool exhaustive = false;  // what it tells of and does not say to hold seldom does
};

using RelationDocuments = std::vector<std::unique_ptr<RelationDocument>>;

// KnowledgeNet (Mesquita et al. 2019), JSON lines: documents of folds 1 and 2. A passage tells of the properties it was
// annotated for; of others it tells little.
[[nodiscard]] RelationDocuments read_knowledgenet(const std::filesystem::path& path);

// Re-DocRED (Tan et al. 2022): its first `count` documents. A relation of two entities is taken to hold wherever a sentence
// names both.
[[nodiscard]] RelationDocuments read_redocred(const std::filesystem::path& path, std::size_t count);

// Texts nobody has marked, JSON lines with "doc" and "text": a class is taken not to hold, with little weight, where no
// pattern has found it. The corpora above are all about lives and firms; from these the classifier learns how seldom the
// rest of the world speaks of them.
[[nodiscard]] RelationDocuments read_unmarked(const std::filesystem::path& path);

}  // namespace factgraph
