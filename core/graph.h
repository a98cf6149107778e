#pragma once

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/range/iterator_range.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/facts.h"
#include "core/span.h"

namespace factgraph {

// The structs below are ordered by their members, from the first to the last.

// Where a relation is proven: one sentence of one document. The spans lie in the document's text.
struct Evidence {
  std::string document;     // uri
  std::uint32_t start = 0;  // of the sentence in the document's text
  std::string title;
  std::string sentence;  // its words
  std::string role;
  std::string time;  // EDTF
  std::string attributed_to;
  double confidence = 1.0;
  Span subject;  // the words that name the two ends, and those that express the relation; empty where none do
  Span trigger;
  Span object;

  friend auto operator<=>(const Evidence&, const Evidence&) = default;
};

struct RelationEdge {
  std::string type;
  bool open = false;
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  double confidence = 1.0;
  std::size_t documents = 0;       // that prove it
  std::size_t proofs = 0;          // pieces of evidence
  std::vector<Evidence> evidence;  // sorted by document, then by place in it; all or, where it was not asked for, none

  friend auto operator<=>(const RelationEdge&, const RelationEdge&) = default;
};

// A relation whose object is a value, such as a date of birth.
struct ValueFact {
  RelationEdge relation;
  std::string value;

  friend auto operator<=>(const ValueFact&, const ValueFact&) = default;
};

// What an entity says, in its own words or as reported.
struct SaidWords {
  std::string document;     // uri
  std::uint32_t start = 0;  // of the words in the document's text
  std::string title;
  StatementKind kind = StatementKind::kDirect;
  std::string text;
  std::string cue;  // the reporting words, such as "said"

  friend auto operator<=>(const SaidWords&, const SaidWords&) = default;
};

struct EntityNode {
  std::string name;
  std::string type;
  std::vector<std::string> aliases;  // sorted, without `name`
  std::size_t mentions = 0;
  std::size_t documents = 0;
  std::vector<ValueFact> values;      // sorted
  std::vector<SaidWords> statements;  // sorted by document, then by place in it

  friend auto operator<=>(const EntityNode&, const EntityNode&) = default;
};

// Entities and the relations between them; parallel edges stay apart. Vertices are numbered in the order of
// (name, type), edges come in the order of (source, target, type, polarity, modality): equal sets of facts give equal
// graphs. It is made as a whole, by a GraphBuilder, and lies in memory in its order.
using Graph = boost::compressed_sparse_row_graph<boost::bidirectionalS, EntityNode, RelationEdge>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

// Makes a graph in its canonical order from entities and relations in any order. Input that is already in
// order, as a database can give it, costs one comparison each.
class GraphBuilder {
 public:
  void reserve(std::size_t entities, std::size_t relations);

  // Returns the number to name the entity by, counted from 0.
  std::size_t add_entity(EntityNode entity);

  // Returns the number of the relation, counted from 0. Throws std::out_of_range for an entity that was not added.
  std::size_t add_relation(std::size_t subject, std::size_t object, RelationEdge relation);

  // What was added, for adding to it; valid until more is added.
  [[nodiscard]] EntityNode& entity(std::size_t number) { return entities_.at(number); }
  [[nodiscard]] std::vector<Evidence>& evidence(std::size_t relation);

  // Sorts aliases, values, evidence, vertices and edges, and counts documents and proofs of each relation that has
  // evidence. Entities of the same name and type stay apart, ordered by the rest of what they hold and by
  // their relations. Leaves the builder empty. `vertices`, if given, receives the vertex of each entity, in
  // the order they were added.
  [[nodiscard]] Graph build(std::vector<Vertex>* vertices = nullptr);

 private:
  // A relation without its evidence, its type by number: a million of them are read, sorted and written once more.
  struct Pending {
    std::uint32_t subject = 0;
    std::uint32_t object = 0;
    std::uint32_t type = 0;
    bool open = false;
    Polarity polarity = Polarity::kAffirmed;
    Modality modality = Modality::kAsserted;
    double confidence = 1.0;
    std::size_t documents = 0;
    std::size_t proofs = 0;
  };

  [[nodiscard]] bool before(std::size_t one, std::size_t other) const;  // of relations, whatever their ends
  [[nodiscard]] RelationEdge take(std::size_t relation);
  [[nodiscard]] std::vector<std::size_t> sorted_entities() const;

  std::vector<EntityNode> entities_;
  std::vector<Pending> relations_;
  std::vector<std::vector<Evidence>> evidence_;  // by relation, up to the last that has any
  std::vector<std::string> types_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // of types_
};

// What part of a graph a user asks for. Empty fields ask for everything.
struct GraphFilter {
  std::vector<std::string> entities;  // names or aliases, any case; with everything within `depth` hops
  std::size_t depth = 1;
  std::vector<std::string> between;    // none, or two names or aliases: only what lies on the ways between them,
  std::size_t ways = 5;                // this many of the cheapest (core/analysis.h)
  std::vector<std::string> types;      // entity types; the caller expands subtypes
  std::vector<std::string> relations;  // relation types
  double min_confidence = 0.0;
  std::string since;    // EDTF, inclusive: evidence dated wholly before it is dropped, and the edges left without any;
  std::string until;    // evidence without a date stays
  std::size_t top = 0;  // keep this many of the most central entities; 0 keeps all
  bool asserted_only = false;  // drop negated, planned and possible edges

  friend bool operator==(const GraphFilter&, const GraphFilter&) = default;
};

// What a filter took away.
struct Omitted {
  std::size_t entities = 0;
  std::size_t relations = 0;
};

// Returns the part of `graph` that `filter` asks for, in the same order: first the relations it asks for,
// then the types, then the neighbourhood of the named entities, then the ways between two, then the most
// central of those. The named entities themselves always stay. Where relations are restricted, entities they leave without any go too.
// Throws InputError for an entity that is not there, naming the nearest names that are, for two that nothing
// connects, and for a date that cannot be read. `omitted`, if given, receives what was dropped.
[[nodiscard]] Graph filter_graph(const Graph& graph, const GraphFilter& filter, Omitted* omitted = nullptr);

// Returns the part of `graph` spanned by `vertices` (distinct), in the order of `graph`.
[[nodiscard]] Graph subgraph(const Graph& graph, const std::vector<Vertex>& vertices);

// The entities called `name`, whatever its case or Unicode form; those that have it as an alias where none is
// called so. Never empty: throws InputError naming the nearest names.
[[nodiscard]] std::vector<Vertex> find_entities(const Graph& graph, std::string_view name);

// How much a relation binds its two ends: its confidence times the binary magnitude of its evidence (1, 2, 2,
// 3, 3, 3, 3, 4, ... for 1, 2, 3, ... proofs).
[[nodiscard]] double edge_weight(const RelationEdge& relation);

// Centrality of every vertex in 0..1 (the most central has 1), by PageRank (Page et al. 1999; damping 0.85)
// over the undirected graph, each edge with its weight. Sums run in a fixed order and results are rounded to
// nine digits.
[[nodiscard]] std::vector<double> centrality(const Graph& graph);

// All vertices, the most central first; ties in the order of the graph.
[[nodiscard]] std::vector<Vertex> most_central(const Graph& graph);

}  // namespace factgraph
