#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/span.h"

namespace factgraph {

// All that extraction finds in one document: plain values, with positions into the document's text. Entities and
// sentences are referred to by their index in DocumentFacts.

enum class MentionKind { kName, kNominal, kPronoun };
enum class Polarity { kAffirmed, kNegated };
enum class Modality { kAsserted, kPlanned, kPossible };
enum class StatementKind { kDirect, kIndirect };

// Words of the text that refer to an entity.
struct Mention {
  Span span;
  MentionKind kind = MentionKind::kName;
};

// A thing the document speaks of, with every mention of it (at least one, sorted by span, disjoint).
struct Entity {
  std::string name;  // the fullest form found in the document
  std::string type;  // the most specific known type of the ontology
  std::vector<Mention> mentions;
};

// One occurrence of a relation in one sentence, with its proof.
struct Relation {
  std::string type;   // name in the ontology, or a lemmatised predicate if open
  bool open = false;  // not in the ontology
  std::uint32_t subject = 0;
  std::optional<std::uint32_t> object;  // an entity; else `value` holds
  std::string value;                    // EDTF date, number or literal
  Span subject_span;                    // the mention in this sentence; a pronoun stays a pronoun
  Span object_span;                     // of the object's mention or the value's words
  Span trigger_span;                    // the words that express the relation
  std::uint32_t sentence = 0;
  std::string role;   // "president"; empty if none
  std::string time;   // EDTF; empty if none
  std::string place;  // name of the place; empty if none
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  std::string attributed_to;  // name of the entity that says so; empty where the document itself does
  double confidence = 1.0;    // (0, 1]
  std::string rule;           // what found it
};

// What somebody says, quoted or reported.
struct Statement {
  std::optional<std::uint32_t> speaker;  // an entity
  StatementKind kind = StatementKind::kDirect;
  Span span;        // the words said, without quotation marks
  std::string cue;  // the reporting words as they stand, such as "said"
};

// An open n-ary extraction: one clause with all its arguments. Texts may differ from the words under the spans where
// a word had to be supplied ("is") or the parts lie apart.
struct Proposition {
  std::uint32_t sentence = 0;
  double confidence = 1.0;
  std::string subject;
  std::string predicate;
  std::vector<std::string> arguments;
  Span subject_span;
  std::vector<Span> predicate_spans;
  std::vector<Span> argument_spans;  // one per argument
};

struct DocumentFacts {
  Document document;
  std::vector<Span> sentences;  // sorted, disjoint
  std::vector<Entity> entities;
  std::vector<Relation> relations;
  std::vector<Statement> statements;
  std::vector<Proposition> propositions;
};

// The words of the interfaces for the values above, and back (nullopt if unknown).
[[nodiscard]] std::string_view to_string(MentionKind kind);    // name | nominal | pronoun
[[nodiscard]] std::string_view to_string(Polarity polarity);   // affirmed | negated
[[nodiscard]] std::string_view to_string(Modality modality);   // asserted | planned | possible
[[nodiscard]] std::string_view to_string(StatementKind kind);  // direct | indirect
[[nodiscard]] std::optional<MentionKind> parse_mention_kind(std::string_view word);
[[nodiscard]] std::optional<Polarity> parse_polarity(std::string_view word);
[[nodiscard]] std::optional<Modality> parse_modality(std::string_view word);
[[nodiscard]] std::optional<StatementKind> parse_statement_kind(std::string_view word);

}  // namespace factgraph
