#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "export/dot.h"

namespace factgraph {

enum class PictureFormat { kSvg, kPng, kPdf };

// "svg", "png" or "pdf"; nullopt for anything else.
[[nodiscard]] std::optional<PictureFormat> parse_picture_format(std::string_view word);

// Draws a graph in DOT with Graphviz in this process, by the layout engine that its `layout` attribute names (dot if none),
// and writes the picture to `out`. Throws InputError with Graphviz's own message for DOT that it cannot read, and Error where
// an engine or a format is not installed (Debian: libgvc6). Nothing is printed.
//
// SVG and PNG are the same bytes for the same DOT, fonts and version of Graphviz, except in the layout fdp, which depends on
// memory addresses; a PDF holds its date of creation unless SOURCE_DATE_EPOCH is set. Graphviz keeps global state: calls
// from several threads wait for one another, nothing else in the process may use Graphviz meanwhile, and the C library's
// random numbers are seeded anew.
void render(const std::string& dot, PictureFormat format, std::ostream& out);

// Where the same layout puts the nodes that have a name. Throws as render() does.
[[nodiscard]] Places places_of(const std::string& dot);

}  // namespace factgraph
