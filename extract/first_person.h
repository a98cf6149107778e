#pragma once

#include <vector>

#include "core/document.h"
#include "core/facts.h"
#include "extract/entities.h"
#include "extract/language/annotation.h"
#include "schema/ontology.h"

namespace factgraph {

// Adds the mentions of who says "I" and "we". Within a quotation it is its speaker, and of "we" the body or country he speaks
// for, where the document says which. Outside of quotations it is who introduces himself ("I am Anna Berg", "Berg: ..."), who
// was given the floor (a paragraph that ends in "Miss Berg?"), or the one person the document says is interviewed.
void resolve_first_person(const Document& document, const Annotation& annotation,
                          const std::vector<Statement>& statements, const Ontology& ontology,
                          ResolvedEntities& entities);

}  // namespace factgraph
