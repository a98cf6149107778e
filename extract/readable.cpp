#include "extract/readable.h"

#include <algorithm>

namespace factgraph {
namespace {

// Whether some verb of the sentence has a subject.
bool is_clause(const Sentence& sentence) {
  return std::any_of(sentence.tokens.begin(), sentence.tokens.end(), [&](const Token& token) {
    const bool subject = token.deprel == Deprel::kNsubj || token.deprel == Deprel::kNsubjPass;
    return subject && token.head >= 0 && sentence.tokens[static_cast<std::size_t>(token.head)].upos == Upos::kVerb;
  });
}

}  // namespace

std::vector<BlockKind> sentence_blocks(const Document& document, const Annotation& annotation) {
  std::vector<BlockKind> kinds(annotation.sentences.size(),
                               document.blocks.empty() ? BlockKind::kProse : BlockKind::kBoilerplate);
  std::size_t block = 0;
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    const Span span = annotation.sentences[s].span;
    while (block < document.blocks.size() && document.blocks[block].span.end <= span.start) ++block;
    if (block < document.blocks.size() && document.blocks[block].span.overlaps(span)) {
      kinds[s] = document.blocks[block].kind;
    }
  }
  return kinds;
}

std::vector<bool> readable_sentences(const Document& document, const Annotation& annotation) {
  const std::vector<BlockKind> kinds = sentence_blocks(document, annotation);
  std::vector<bool> readable(kinds.size());
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    readable[s] =
        kinds[s] == BlockKind::kProse || (kinds[s] == BlockKind::kHeading && is_clause(annotation.sentences[s]));
  }
  return readable;
}

}  // namespace factgraph
