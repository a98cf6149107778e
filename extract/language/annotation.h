#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"

namespace factgraph {

// What the language engine knows of a text: sentences, words, grammar and names. No facts, no ontology.

// Universal part of speech (universaldependencies.org/u/pos).
enum class Upos : std::uint8_t {
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX
};

// Penn Treebank tag, as UD English has it in the XPOS column.
enum class Xpos : std::uint8_t {
  kAdd,
  kAfx,
  kCc,
  kCd,
  kDt,
  kEx,
  kFw,
  kGw,
  kHyph,
  kIn,
  kJj,
  kJjr,
  kJjs,
  kLs,
  kMd,
  kNfp,
  kNn,
  kNnp,
  kNnps,
  kNns,
  kPdt,
  kPos,
  kPrp,
  kPrpPoss,
  kRb,
  kRbr,
  kRbs,
  kRp,
  kSym,
  kTo,
  kUh,
  kVb,
  kVbd,
  kVbg,
  kVbn,
  kVbp,
  kVbz,
  kWdt,
  kWp,
  kWpPoss,
  kWrb,
  kLrb,
  kRrb,
  kComma,
  kColon,
  kPeriod,
  kOpenQuote,
  kCloseQuote,
  kDollar
};

// Dependency relation of UD English.
enum class Deprel : std::uint8_t {
  kAcl,
  kAclRelcl,
  kAdvcl,
  kAdvclRelcl,
  kAdvmod,
  kAmod,
  kAppos,
  kAux,
  kAuxPass,
  kCase,
  kCc,
  kCcPreconj,
  kCcomp,
  kCompound,
  kCompoundPrt,
  kConj,
  kCop,
  kCsubj,
  kCsubjOuter,
  kCsubjPass,
  kDep,
  kDet,
  kDetPredet,
  kDiscourse,
  kDislocated,
  kExpl,
  kFixed,
  kFlat,
  kGoeswith,
  kIobj,
  kList,
  kMark,
  kNmod,
  kNmodDesc,
  kNmodPoss,
  kNmodUnmarked,
  kNsubj,
  kNsubjOuter,
  kNsubjPass,
  kNummod,
  kObj,
  kObl,
  kOblAgent,
  kOblUnmarked,
  kOrphan,
  kParataxis,
  kPunct,
  kReparandum,
  kRoot,
  kVocative,
  kXcomp
};

// Names such as "PROPN", "PRP$" and "nsubj:pass", and back. A label with an unknown subtype ("obl:tmod") parses as its base;
// nullopt if that is unknown too.
[[nodiscard]] std::string_view to_string(Upos upos);
[[nodiscard]] std::string_view to_string(Xpos xpos);
[[nodiscard]] std::string_view to_string(Deprel deprel);
[[nodiscard]] std::optional<Upos> parse_upos(std::string_view name);
[[nodiscard]] std::optional<Xpos> parse_xpos(std::string_view name);
[[nodiscard]] std::optional<Deprel> parse_deprel(std::string_view name);

// One syntactic word. "don't" is two words with a span each.
struct Token {
  static constexpr std::int32_t kNoHead = -1;

  Span span;
  std::string form;  // the words under `span`, unless a CoNLL-U file had it otherwise
  std::string lemma;
  Upos upos = Upos::kX;
  Xpos xpos = Xpos::kFw;
  Deprel deprel = Deprel::kDep;
  std::int32_t head = kNoHead;  // index in the sentence; kNoHead for the root
};

enum class NameType : std::uint8_t { kPerson, kOrganization, kPlace, kEvent, kWork, kProduct, kGroup, kConcept };

[[nodiscard]] std::string_view to_string(NameType type);  // "person", ...

// A name: tokens [first, last) of its sentence, without articles before it or titles before a person.
struct Name {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  NameType type = NameType::kConcept;
  float confidence = 1.0F;  // probability of span and type, 0..1
};

// A parsed sentence is a tree: one root, no cycle.
struct Sentence {
  Span span;
  std::vector<Token> tokens;  // sorted, at least one
  std::vector<Name> names;    // sorted, disjoint
  bool tagged = false;        // tokens have their parts of speech
  bool parsed = false;        // tokens have their heads and relations
};

struct Annotation {
  std::vector<Sentence> sentences;  // sorted, disjoint
};

}  // namespace factgraph
