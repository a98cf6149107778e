#pragma once

#include <cstddef>
#include <ostream>
#include <string>

#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

struct HtmlOptions {
  std::size_t max_nodes = 5000;  // the most central are kept; 0 keeps all
  std::string title;
};

// Writes `graph` as one HTML file in which people search, filter and read it (docs/viewer.md). The file needs nothing else:
// no network, no server. The same graph gives the same bytes.
void write_html(const Graph& graph, const Ontology& ontology, const HtmlOptions& options, std::ostream& out);

// The data block of that file: `graph` as JSON that may stand in an HTML script element, whatever its names contain.
// docs/viewer.md names the fields. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string viewer_data(const Graph& graph, const Ontology& ontology, const HtmlOptions& options);

}  // namespace factgraph
