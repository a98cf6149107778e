#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace factgraph {

// A line of the ontology file that extraction compiles, with its place for messages.
struct PatternSource {
  std::string text;
  std::size_t line = 0;    // from 1
  std::size_t column = 0;  // of the pattern's first character, from 1
};

struct EntityType {
  std::string name;
  std::string parent;  // empty for a root
  std::string label;
  std::string definition;
  std::map<std::string, std::string> counterparts;  // "wikidata" -> "Q5", "schema" -> "Person", "ftm" -> "Person"
  std::vector<std::string> nouns;                   // how a text speaks of such a thing: "company", "firm"; lower case
};

enum class ValueKind { kNone, kDate, kText };

// A relation between two entities, or between an entity and a value.
struct RelationType {
  std::string name;
  std::string label;
  std::string definition;
  std::vector<std::string> domain;  // entity types; a subtype qualifies
  std::vector<std::string> range;   // entity types; empty where the object is a value
  ValueKind value = ValueKind::kNone;
  bool symmetric = false;
  bool same_kind = false;  // subject and object have the same root type
  std::string inverse;     // reads the other way round, such as parent_of; empty if none
  std::vector<std::string>
      supersedes;  // relations that say less: where a sentence says this of two ends, it says none of them
  // "wikidata" -> "P19"; "wikidata_inverse" names properties that run from object to subject.
  std::map<std::string, std::string> counterparts;
  std::vector<PatternSource> patterns;
};

// Words that patterns refer to by a common name: "@leader" stands for every word of the set "leader".
struct WordSet {
  std::string name;
  std::vector<PatternSource> words;
};

// What a graph may say: a tree of entity types and the relations between them, from a TOML file
// (docs/ontology.md).
class Ontology {
 public:
  // Throws SchemaError naming file, line and column. Patterns are checked when they are compiled, not here.
  [[nodiscard]] static Ontology load(const std::filesystem::path& path);
  [[nodiscard]] static Ontology parse(std::string toml, const std::string& source);
  [[nodiscard]] static Ontology shipped();

  [[nodiscard]] const std::vector<EntityType>& types() const { return types_; }            // parents before children
  [[nodiscard]] const std::vector<RelationType>& relations() const { return relations_; }  // as in the file
  [[nodiscard]] const std::vector<WordSet>& word_sets() const { return word_sets_; }       // as in the file
  [[nodiscard]] const EntityType* type(std::string_view name) const;                       // nullptr if unknown
  [[nodiscard]] const RelationType* relation(std::string_view name) const;
  [[nodiscard]] const WordSet* word_set(std::string_view name) const;

  // Whether `type` is `ancestor` or below it. Unknown types are only themselves.
  [[nodiscard]] bool is_a(std::string_view type, std::string_view ancestor) const;
  // The topmost ancestor of `type`; an unknown type is its own. Valid as long as this and `type`.
  [[nodiscard]] std::string_view root(std::string_view type) const;

  [[nodiscard]] const std::string& toml() const { return toml_; }        // the file, byte for byte
  [[nodiscard]] const std::string& source() const { return source_; }    // its path, or "shipped ontology"
  [[nodiscard]] const std::string& version() const { return version_; }  // from the file

 private:
  friend class OntologyReader;
  using Index = std::map<std::string, std::size_t, std::less<>>;

  std::string toml_;
  std::string source_;
  std::string version_;
  std::vector<EntityType> types_;
  std::vector<RelationType> relations_;
  std::vector<WordSet> word_sets_;
  Index type_index_;
  Index relation_index_;
  Index word_set_index_;
};

}  // namespace factgraph
