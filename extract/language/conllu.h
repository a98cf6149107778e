#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"
#include "extract/language/annotation.h"

namespace factgraph {

// CoNLL-U (universaldependencies.org/format.html), the line format of treebanks.

// One document of a CoNLL-U file.
//
// Its text is the sentences' `# text` (or, without one, their forms) joined by a space, with an empty line
// before each
// `# newpar`. The words of a multiword token lie side by side where their forms make up the token ("don't" =
// "do" + "n't"); else each has the span of the whole token. Sentence::tagged and Sentence::parsed tell what
// the file said; an unknown lemma is empty.
struct ConlluDocument {
  std::string id;  // of `# newdoc id`, empty if the file names none
  Text text;
  Annotation annotation;
};

// Calls `sink` for each document of `input` in order; documents before an error have been passed on by then.
// `source` names the file in messages. Throws InputError naming source and line for anything that is not
// CoNLL-U: columns, ids, unknown labels, forms that differ from `# text`, heads that make no tree, bytes that
// are not UTF-8.
void read_conllu(std::istream& input, const std::string& source, const std::function<void(ConlluDocument)>& sink);

// The same, collected.
[[nodiscard]] std::vector<ConlluDocument> read_conllu(std::istream& input, const std::string& source);

// Writes a document: what is not tagged or parsed stays `_`, an empty line in the text becomes `# newpar`,
// other white space a space. Reading it again gives equal sentences over equal words.
void write_conllu(std::ostream& output, std::string_view id, const Text& text, const Annotation& annotation);

}  // namespace factgraph
