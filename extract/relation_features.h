#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "core/facts.h"
#include "extract/language/word_classes.h"
#include "extract/patterns.h"

namespace factgraph {

// Two places of a sentence that may stand in a relation: a mention, and another or a time.
struct RelationPair {
  const ResolvedMention* subject = nullptr;
  const ResolvedMention* object = nullptr;  // nullptr where the object is a date
  const TimeExpression* date = nullptr;
};

// What the relation classifier sees of a sentence. Keeps references.
class RelationFeatures {
 public:
  static constexpr std::uint32_t kNoWord = std::numeric_limits<std::uint32_t>::max();

  // A hashed property of a pair, and the token it speaks of (kNoWord if none or several).
  struct Feature {
    std::uint32_t hash = 0;
    std::uint32_t word = kNoWord;
  };

  // `known` are the relations the patterns found in this sentence.
  RelationFeatures(const SentenceView& view, const Ontology& ontology, const WordClasses& classes,
                   std::span<const Relation> known);

  // All pairs of the sentence whose ends differ and are near enough to each other, in the order of subject and object.
  [[nodiscard]] std::vector<RelationPair> pairs() const;

  // The features of a pair, at most LinearModel::kMaxFeatures.
  void of(const RelationPair& pair, std::vector<Feature>& features) const;

 private:
  // A word, or all the words of a mention or a time.
  struct Item {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t symbol = 0;   // lemma, or what kind of thing stands there
    std::uint32_t company = 0;  // fine word class
    bool word = false;          // a word with letters
  };
  struct End;
  class Collector;

  void add_items(const WordClasses& classes);
  [[nodiscard]] End end_of(const ResolvedMention& mention) const;
  [[nodiscard]] End end_of(const TimeExpression& time) const;
  void add_kinds(const End& subject, const End& object, Collector& out) const;
  void add_words(const End& subject, const End& object, Collector& out) const;
  void add_path(const End& subject, const End& object, Collector& out) const;
  void add_graph(const End& subject, const End& object, Collector& out) const;
  void add_known(const RelationPair& pair, Collector& out) const;

  const SentenceView& view_;
  std::span<const Relation> known_;
  std::vector<Item> items_;             // the sentence, in order
  std::vector<std::uint32_t> item_of_;  // by token
  std::vector<std::uint32_t> company_;  // middle word class by token
  std::vector<std::uint32_t> roots_;    // hashed root type, by entity
  std::vector<std::uint32_t> types_;    // hashed type, by entity
};

}  // namespace factgraph
