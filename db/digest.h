#pragma once

#include <string>

#include "core/facts.h"
#include "db/judgement.h"
#include "db/resolver.h"

namespace factgraph {

// XXH3-128 in hexadecimal: equal digests, equal values.

// Of all fields of a document.
[[nodiscard]] std::string digest_of(const Document& document);

// Of all that was extracted from it, each relation as told_once() has it, confidences to four decimals; not of the document
// itself.
[[nodiscard]] std::string digest_of_facts(const DocumentFacts& facts);

// Of all that somebody decided; not of its row or its digest.
[[nodiscard]] std::string digest_of(const Judgement& judgement);

// What makes a relation one, in words that hold in every database.
struct RelationIdentity {
  Named subject;
  std::string type;
  Named object;       // none for a value
  std::string value;  // empty for an object
  std::string polarity;
  std::string modality;
  bool open = false;
};

// XXH3-64, as SQLite keeps it.
[[nodiscard]] std::int64_t digest_of(const RelationIdentity& relation);

// `confidence` to four decimals, as JSON lines carry it, but never 0.
[[nodiscard]] double rounded_confidence(double confidence);

}  // namespace factgraph
