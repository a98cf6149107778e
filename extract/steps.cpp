#include "extract/steps.h"

#include <algorithm>
#include <tuple>

#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/sentence_graph.h"
#include "extract/times.h"

namespace factgraph {

std::vector<std::vector<NamedStep>> find_steps(const Document& document, const Annotation& annotation,
                                               const Ontology& ontology) {
  const ResolvedEntities entities = resolve_entities(document, annotation, ontology);
  const std::vector<TimeExpression> times = find_times(document, annotation);
  std::vector<std::vector<NamedStep>> result(annotation.sentences.size());
  for (std::uint32_t s = 0; s < annotation.sentences.size(); ++s) {
    if (annotation.sentences[s].tokens.empty()) continue;
    const Tree tree(annotation.sentences[s]);
    const SentenceGraph graph(tree, entities.in(s), entities.entities, times_of(times, s), ontology);
    // A name is one node: all its words stand for it.
    const auto words = [&](std::uint32_t token) {
      const ResolvedMention* mention = entities.at(s, token);
      if (mention == nullptr) return tree[token].span;
      return Span{tree[mention->first].span.start, tree[mention->last - 1].span.end};
    };
    for (std::uint32_t t = 0; t < tree.size(); ++t) {
      for (const SentenceGraph::Step& step : graph.from(t)) {
        result[s].push_back({words(t), step_name(step.label), words(step.to)});
      }
    }
    std::stable_sort(result[s].begin(), result[s].end(), [](const NamedStep& a, const NamedStep& b) {
      return std::tuple(a.from, a.to) < std::tuple(b.from, b.to);
    });
  }
  return result;
}

}  // namespace factgraph
