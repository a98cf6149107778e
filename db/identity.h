#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/facts.h"
#include "schema/ontology.h"

namespace factgraph {

// When entities of two documents are one. First version: their names are equal but for case, width, white
// space, kinds of dashes, apostrophes and quotation marks, and a leading "the"; and their types have the same
// root. Both are known from the document alone, so who is one with whom depends neither on other documents
// nor on their order. Documents that disagree on the root make two entities: better one person twice than a
// person who is also a town.

// Returns `name` without the differences above: NFKC, case folded. Diacritics stay. Empty only where nothing
// is to be seen.
[[nodiscard]] std::string normalize_name(std::string_view name);

// Returns `text` with every run of white space as one space and none at the ends.
[[nodiscard]] std::string collapse_space(std::string_view text);

// What a mention that reads `words` calls an entity of that name in its document: a name as it stands, a description made of
// the name's own words without its article ("the kurultai" calls the National Kurultai "kurultai"); nullopt for others.
[[nodiscard]] std::optional<std::string> alias_of(MentionKind kind, std::string_view words, std::string_view name);

// The most specific type that the votes carry: from `root` down the tree, always to the child with the most
// votes at or below it, ties by name. Every type in `votes` has this root.
[[nodiscard]] std::string elect_type(std::string_view root, const std::map<std::string, std::int64_t>& votes,
                                     const Ontology& ontology);

}  // namespace factgraph
