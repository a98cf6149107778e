#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "extract/language/annotation.h"

namespace factgraph {

// The tree of a sentence seen from above. Keeps a reference: the sentence must outlive it.
class Tree {
 public:
  explicit Tree(const Sentence& sentence);

  [[nodiscard]] const Sentence& sentence() const { return *sentence_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(sentence_->tokens.size()); }
  [[nodiscard]] const Token& operator[](std::uint32_t token) const { return sentence_->tokens[token]; }

  // Dependents of a token, in the order of the text.
  [[nodiscard]] std::span<const std::uint32_t> children(std::uint32_t token) const;

  // The first dependent with that relation; nullopt if there is none.
  [[nodiscard]] std::optional<std::uint32_t> child(std::uint32_t token, Deprel deprel) const;

  // The head of a token; nullopt for the root.
  [[nodiscard]] std::optional<std::uint32_t> head(std::uint32_t token) const;

  // All tokens from the root down: heads before their dependents.
  [[nodiscard]] std::span<const std::uint32_t> top_down() const { return top_down_; }

 private:
  const Sentence* sentence_;
  std::vector<std::uint32_t> first_child_;  // into children_, one more than tokens
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> top_down_;
};

enum class ClauseKind : std::uint8_t {
  kMain,
  kConjunct,    // joined to `parent` by a conjunction
  kComplement,  // "said that ...", "wants to ..." (with an object between: "asked her to ...")
  kSubject,     // "That he left is true"
  kAdverbial,   // "because ...", ", taking ..."
  kRelative,    // "who ...", "which ..."
  kAdnominal,   // "built by ...", "leading to ..." under a noun
  kParataxis    // side by side: ", he said", "(it rained)"
};

enum class SubjectKind : std::uint8_t {
  kNone,
  kOwn,         // stands in the clause
  kAntecedent,  // the noun a relative or adnominal clause belongs to
  kShared,      // of the clause it is coordinated with
  kControlled   // of the clause above
};

enum class ArgumentRole : std::uint8_t {
  kObject,
  kIndirectObject,
  kPredicate,   // what a copula or "became" ascribes: noun, adjective or prepositional phrase
  kComplement,  // a clause: "that ...", "to ..."
  kOblique,     // a noun with or without a preposition
  kAgent,       // the "by" of a passive
  kAdverb,
  kAdverbial  // a clause that says when, why, how
};

struct ClauseArgument {
  ArgumentRole role = ArgumentRole::kObject;
  std::uint32_t head = 0;  // topmost token of the argument
  std::optional<std::uint32_t>
      preposition;          // first word that marks it and is not part of `head`'s subtree ("the town he lived in")
  bool shared = false;      // stands in the clause this one is coordinated with
  bool antecedent = false;  // the noun a relative clause belongs to
};

// A predicate with its subject and arguments.
struct Clause {
  ClauseKind kind = ClauseKind::kMain;
  std::uint32_t head = 0;                // the verb, or the noun or adjective after a copula
  std::optional<std::uint32_t> parent;   // index of the clause it depends on
  std::optional<std::uint32_t> subject;  // topmost token of the subject
  SubjectKind subject_kind = SubjectKind::kNone;
  std::vector<std::uint32_t> predicate;     // its words in order: auxiliaries, negation, copula, verbs, particles
  std::vector<std::uint32_t> verbs;         // content words of `predicate`: "tries", "woo" of "tries to woo"
  std::vector<ClauseArgument> arguments;    // in the order of the text, shared ones last
  std::optional<std::uint32_t> antecedent;  // of a relative or adnominal clause
  bool passive = false;
  bool copular = false;
  bool negated = false;
  bool finite = false;
};

// The clauses of a sentence, by the place of their heads. A verb merged into another's predicate ("to woo" in
// "tries to woo") has no clause of its own. Takes near-linear time, whatever the depth of the tree.
[[nodiscard]] std::vector<Clause> find_clauses(const Tree& tree);

// The number of tokens of a dateline at the start of a sentence ("OSLO, March 3 –"), with its dash; 0 if there is none.
[[nodiscard]] std::uint32_t dateline_length(const Tree& tree);

}  // namespace factgraph
