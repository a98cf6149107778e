#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"
#include "schema/ontology.h"

namespace factgraph {

// When names of two documents are one, and when they may be. Whoever stands behind a name in one document is a
// "named": its key and the root of its type. Equal named are one entity. A short name ("Tokayev", "K. Tokayev",
// "UN") may belong to a fuller one; db/resolver.h decides that by what the documents say of both.

// Returns `name` in lower case, NFKC, with plain dashes, apostrophes, quotation marks and white space, and without
// a leading "the". Diacritics stay. Empty only where nothing is to be seen.
[[nodiscard]] std::string normalize_name(std::string_view name);

// What makes names one across documents: normalize_name(), then Latin and Cyrillic letters in ASCII, dots,
// apostrophes and hyphens away; of persons also titles ("Dr"), patronymics, and the ways of writing one sound
// (Tokayev, Tokaev); of organizations legal forms ("Ltd"). Other scripts stay as they are.
[[nodiscard]] std::string identity_key(std::string_view name, std::string_view root);

// Names shorter than `key` that may stand for it: surname, initials and surname, first and last name of a person,
// the initials of an organization. Initials that read as a word of their own come as "=un"; the given name of a person,
// which stands for nobody in particular, as "^vera".
[[nodiscard]] std::vector<std::string> short_forms(std::string_view key, std::string_view root);

// Whether the words of `shorter` are words of `key`, or initials of them, in the same order, and fewer or shorter.
[[nodiscard]] bool is_short_for(std::string_view shorter, std::string_view key);

// Whether `name` is written as initials are: two to six capitals, with or without dots.
[[nodiscard]] bool looks_like_initials(std::string_view name);

// Returns `text` with every run of white space as one space and none at the ends.
[[nodiscard]] std::string collapse_space(std::string_view text);

// What a mention that reads `words` calls an entity of that name in its document: a name as it stands, a description made of
// the name's own words without its article ("the kurultai" calls the National Kurultai "kurultai"); nullopt for others.
[[nodiscard]] std::optional<std::string> alias_of(MentionKind kind, std::string_view words, std::string_view name);

// The most specific type that the votes carry: from `root` down the tree, always to the child with the most
// votes at or below it, ties by name.
[[nodiscard]] std::string elect_type(std::string_view root, const std::map<std::string, std::int64_t>& votes,
                                     const Ontology& ontology);

// The root with the most votes, ties by name; `fallback` without votes.
[[nodiscard]] std::string elect_root(const std::map<std::string, std::int64_t>& votes, const Ontology& ontology,
                                     const std::string& fallback);

}  // namespace factgraph
