#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "core/graph.h"
#include "export/palette.h"
#include "export/picture.h"
#include "schema/ontology.h"

namespace factgraph {

// Where nodes stand, by their ids: "x,y" in points.
using Places = std::map<std::string, std::string, std::less<>>;

struct DotOptions {
  std::size_t max_nodes = 60;  // the most central are kept, the rest summed up by community; 0 keeps all
  bool crowds = true;          // sum the rest up
  bool unconnected = false;    // draw entities without relations too, beside those that have some
  bool clusters = false;       // a box per entity type
  bool legend = true;          // what the shapes, colours and lines stand for, as far as they occur
  Theme theme = Theme::kLight;
  std::vector<std::string> focus;  // names or aliases of what the picture is about: kept, and marked
  std::string layout;              // Graphviz engine: dot, sfdp, neato, ...; empty picks one by size
  std::string title;
  // In force-directed layouts, the words of relations as nodes of their own between those they relate, so that none covers
  // another: for pictures. A reader of the DOT finds such nodes by their attribute `relation`.
  bool words_as_nodes = false;
  Places places;  // of all nodes, instead of a layout
};

// Writes `graph` as a GraphViz digraph that a person would put into an article (docs/dot.md). The same graph gives the same
// bytes. Every node of an entity carries the attributes `name` and `type`, every edge of a relation `relation`: the very
// text, by the rule of export/dot_text.h; what is shown is made legible and may be cut. In a comparison nodes of entities and edges of relations have `change`, too. Throws InputError for an unknown
// layout and for a focus that is not there.
void write_dot(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out);

// Writes what was chosen to be drawn (export/picture.h); of `options`, only how to draw counts.
void write_dot(const Picture& picture, const Ontology& ontology, const DotOptions& options, std::ostream& out);

[[nodiscard]] PictureBudget budget_of(const DotOptions& options);

}  // namespace factgraph
