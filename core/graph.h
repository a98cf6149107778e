#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.h"

namespace factgraph {

// Where a relation is proven: one sentence of one document.
struct Evidence {
  std::string document;  // uri
  std::string title;
  std::string sentence;  // its words
  std::string role;
  std::string time;  // EDTF
  std::string attributed_to;
  double confidence = 1.0;
};

struct EntityNode {
  std::string name;
  std::string type;
  std::vector<std::string> aliases;  // sorted, without `name`
  std::size_t mentions = 0;
  std::size_t documents = 0;
};

struct RelationEdge {
  std::string type;
  bool open = false;
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  double confidence = 1.0;
  std::size_t documents = 0;       // distinct documents in `evidence`
  std::vector<Evidence> evidence;  // sorted by document, then by place in it
};

// Entities and the relations between them; parallel edges stay apart. Vertices are numbered in the order of (name, type),
// edges are added in the order of (source, target, type, polarity, modality): equal sets of facts give equal graphs.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, EntityNode, RelationEdge>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

// What part of a graph a user asks for. Empty fields ask for everything.
struct GraphFilter {
  std::vector<std::string> entities;   // names or aliases, any case; with everything within `depth` hops
  std::size_t depth = 1;
  std::vector<std::string> types;      // entity types; the caller expands subtypes
  std::vector<std::string> relations;  // relation types
  double min_confidence = 0.0;
  std::string since;                   // EDTF; keeps edges with evidence at or after, and those without a time
  std::string until;
  std::size_t top = 0;                 // keep this many of the most central entities; 0 keeps all
  bool asserted_only = false;          // drop negated, planned and possible edges
};

// What a filter took away.
struct Omitted {
  std::size_t entities = 0;
  std::size_t relations = 0;
};

// Returns the part of `graph` that `filter` asks for, in the same order. Throws InputError for an entity that is not there,
// naming the nearest names that are. `omitted`, if given, receives what was dropped.
[[nodiscard]] Graph filter_graph(const Graph& graph, const GraphFilter& filter, Omitted* omitted = nullptr);

// Centrality of every vertex in 0..1, by PageRank (damping 0.85) over the undirected graph with parallel edges counted,
// weighted by confidence. Deterministic.
[[nodiscard]] std::vector<double> centrality(const Graph& graph);

}  // namespace factgraph
