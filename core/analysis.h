#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/graph.h"
#include "core/ties.h"

namespace factgraph {

// What can be computed of a graph as a whole, beside centrality() of core/graph.h. Each answer is a function of the graph
// alone: no thread, clock or chance has a part in it. Vectors are by vertex.

// Relations of each entity, both as subject and as object; one to itself counts once.
[[nodiscard]] std::vector<std::size_t> degrees(const Graph& graph);

// The share of the other entities' shortest connections that run through each entity, 0 to 1 (Freeman 1977, by the
// algorithm of Brandes 2001), every tie as one step. Exact for graphs of at most `exact_up_to` entities; beyond, estimated
// from as many entities, drawn with a fixed seed (Brandes and Pich 2007). Rounded to nine digits.
[[nodiscard]] std::vector<double> betweenness(const Ties& ties, std::size_t exact_up_to = 2000);

// Which connected component each entity is in. Components are numbered from 0, the largest first, equal ones by their
// first entity; so are communities.
[[nodiscard]] std::vector<std::size_t> components(const Ties& ties);

// The largest k for which the entity is in the k-core, where everybody is tied to at least k others of it (Batagelj and
// Zaversnik 2003).
[[nodiscard]] std::vector<std::size_t> core_numbers(const Ties& ties);

// Which community each entity is in: groups more closely tied within than chance would have it, by modularity, each of
// them connected. The algorithm of Leiden (Traag, Waltman and van Eck 2019), its random choices replaced by the best one.
[[nodiscard]] std::vector<std::size_t> communities(const Ties& ties);

// How much more of the ties' weight lies within the groups than chance would have it (Newman and Girvan 2004).
[[nodiscard]] double modularity(const Ties& ties, const std::vector<std::size_t>& groups);

// A way from one entity to another over relations, whichever way they point.
struct Path {
  std::vector<Vertex> entities;  // from the first to the last, each once
  std::vector<Edge> relations;   // between each and the next: the one that binds them most
  double cost = 0.0;
};

// The `count` cheapest ways from one of `from` to one of `to`, the cheapest first; fewer where there are no more, none where
// they are not connected. A step costs 1 and the inverse of its edge_weight(): few and well-proven steps come first. Denied
// relations connect nothing. (Yen 1971.)
[[nodiscard]] std::vector<Path> shortest_paths(const Graph& graph, const std::vector<Vertex>& from,
                                               const std::vector<Vertex>& to, std::size_t count = 1);

}  // namespace factgraph
