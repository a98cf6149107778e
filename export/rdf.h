#pragma once

#include <ostream>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

enum class RdfSyntax { kTurtle, kNTriples, kJsonLd };

// Writes `graph` as RDF, the same triples in each syntax. Entities have their type and names in the terms of schema.org and of
// the graph's own ontology, and are tied by the properties of Wikidata and schema.org that the ontology names; only what is
// said plainly becomes such a triple, not what is denied, planned or possible. Every relation is an rdf:Statement as well,
// with polarity, modality and confidence, derived (PROV) from its evidence, which quotes its document.
void write_rdf(const Graph& graph, const Ontology& ontology, RdfSyntax syntax, std::ostream& out);

}  // namespace factgraph
