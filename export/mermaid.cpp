#include "export/mermaid.h"

#include <fmt/core.h>

#include "export/buffered.h"
#include "export/captions.h"
#include "export/dot_text.h"
#include "export/escape.h"
#include "export/picture.h"

namespace factgraph {
namespace {

constexpr std::size_t kMostCharacters = 60;

std::string label(std::string_view text) { return mermaid_words(clip(legible(text), kMostCharacters)); }

// The node's brackets, by the root of its type.
std::pair<std::string_view, std::string_view> shape_of(std::string_view root) {
  if (root == "person") return {"([", "])"};
  if (root == "place") return {"{{", "}}"};
  if (root == "event") return {"[[", "]]"};
  if (root == "work") return {"[/", "/]"};
  return {"[", "]"};
}

}  // namespace

void write_mermaid(const Graph& whole, const Ontology& ontology, std::size_t max_nodes, std::ostream& out) {
  const Picture picture = choose(whole, {}, {.nodes = max_nodes, .crowds = false});
  const Graph& graph = *picture.graph;
  Buffered buffered(out);
  std::string& text = buffered.text();
  text += "flowchart LR\n";
  if (!picture.caption.empty()) text += fmt::format("  %% {}\n", picture.caption);
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const auto [open, close] = shape_of(ontology.root(graph[v].type));
    const std::string name = label(graph[v].name);
    text += fmt::format("  n{}{}\"{}\"{}\n", v + 1, open, name.empty() ? "?" : name, close);
  }
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const RelationEdge& relation = graph[e];
    std::string words = claim_words(ontology, relation);
    const std::string qualifier = qualifier_words(relation);
    if (!qualifier.empty()) words += fmt::format(" ({})", qualifier);
    words = label(words);
    const bool plain = relation.polarity == Polarity::kAffirmed && relation.modality == Modality::kAsserted;
    text += fmt::format("  n{} {}|\"{}\"| n{}\n", boost::source(e, graph) + 1, plain ? "-->" : "-.->",
                        words.empty() ? "?" : words, boost::target(e, graph) + 1);
    buffered.pass();
  }
}

}  // namespace factgraph
