#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/document.h"
#include "core/facts.h"
#include "extract/entities.h"
#include "extract/language/annotation.h"
#include "extract/qualification.h"

namespace factgraph {

// What persons and bodies say in a document: direct quotations and reported speech, sorted by span. The
// direct ones are disjoint; a quotation that is interrupted by its reporting words gives one statement per
// part.
[[nodiscard]] std::vector<Statement> find_statements(const Document& document, const Annotation& annotation,
                                                     const ResolvedEntities& entities);

// The direct quotation among `statements` (as find_statements returned them) that holds `span`, or nullptr.
[[nodiscard]] const Statement* quotation_at(const std::vector<Statement>& statements, Span span);

// Who says the fact at `span` of a sentence: the name of the entity that `qualification` names as its source,
// else of the speaker of the quotation it stands in; empty where the document itself does or nobody is known.
[[nodiscard]] std::string attribute(const Qualification& qualification, std::uint32_t sentence, Span span,
                                    const std::vector<Statement>& statements, const ResolvedEntities& entities);

}  // namespace factgraph
