#pragma once

#include <array>
#include <string_view>

#include "core/difference.h"
#include "core/graph.h"
#include "schema/ontology.h"

namespace factgraph {

// The colours and shapes of pictures. They are told apart without colour, too: kinds of entities by their shapes, kinds of
// relations by their lines and words. tests/export/palette_test.cpp holds the colours to what eyes with and without full
// colour vision can tell apart.

enum class Theme { kLight, kDark };

// How the entities below one root of the ontology look.
struct Look {
  std::string_view root;
  std::string_view shape;  // attributes of DOT
  std::string_view glyph;  // stands for the shape in the legend
  std::string_view fill;
  std::string_view line;
};

// Of the roots that the shipped ontology has, in the order of legends.
[[nodiscard]] const std::array<Look, 8>& looks(Theme theme);

// Of any root; those of a user's own ontology take further looks in turn.
[[nodiscard]] Look look_of(std::string_view root, const Ontology& ontology, Theme theme);

// The kinds of line, in the order of legends.
enum class Line { kStated, kOpen, kPlanned, kPossible, kNegated };

struct LineLook {
  std::string_view attributes;  // of DOT, beside the colours
  std::string_view color;
  std::string_view text;  // its colour
  std::string_view sample;
  std::string_view words;
};

[[nodiscard]] Line line_of(const RelationEdge& relation);
[[nodiscard]] LineLook look_of(Line line, Theme theme);

// How what has come, gone or changed looks in a comparison.
struct ChangeLook {
  std::string_view color;
  std::string_view sign;  // in front of names
  std::string_view line;  // attributes of DOT
  std::string_view sample;
  std::string_view words;
};

[[nodiscard]] ChangeLook look_of(Change change, Theme theme);

struct Paper {
  std::string_view background;
  std::string_view text;
  std::string_view soft_text;
  std::string_view pale;  // lines and words that stay in the background
  std::string_view pale_fill;
  std::string_view group_fill;  // of entities summed up
};

[[nodiscard]] const Paper& paper(Theme theme);

}  // namespace factgraph
