#pragma once

#include <optional>

#include "core/document.h"
#include "extract/language/annotation.h"

namespace factgraph {

// A document on its way in, with the sentences and tokens its file already had (CoNLL-U).
struct Input {
  Document document;
  std::optional<Annotation> annotation;
};

}  // namespace factgraph
