#include "export/palette.h"

#include <algorithm>
#include <cstddef>

namespace factgraph {
namespace {

// The hues are those of Okabe and Ito, lightened or darkened to carry text.
constexpr std::array<Look, 8> kLight = {{
    {"person", "shape=ellipse", "●", "#d6eaf8", "#0072b2"},
    {"organization", "shape=box, style=filled", "■", "#fdebd0", "#ba7a00"},
    {"place", "shape=hexagon", "⬢", "#d4efe3", "#00805c"},
    {"event", "shape=box, peripheries=2, style=filled", "▣", "#f9cdb4", "#8a2a00"},
    {"work", "shape=note", "▤", "#fbf7bf", "#756e00"},
    {"product", "shape=component", "◧", "#e5e7e9", "#42494a"},
    {"group", "shape=ellipse, peripheries=2", "◎", "#f1d3e6", "#a0457a"},
    {"concept", "shape=box, style=\"filled,rounded,dashed\"", "▢", "#ffffff", "#42494a"},
}};
constexpr std::array<Look, 8> kDark = {{
    {"person", kLight[0].shape, kLight[0].glyph, "#10334d", "#56b4e9"},
    {"organization", kLight[1].shape, kLight[1].glyph, "#463107", "#e69f00"},
    {"place", kLight[2].shape, kLight[2].glyph, "#08392a", "#2fbf91"},
    {"event", kLight[3].shape, kLight[3].glyph, "#4c2208", "#ff7a45"},
    {"work", kLight[4].shape, kLight[4].glyph, "#3b370a", "#e3d73c"},
    {"product", kLight[5].shape, kLight[5].glyph, "#31363b", "#b5bcc2"},
    {"group", kLight[6].shape, kLight[6].glyph, "#432438", "#d86fae"},
    {"concept", kLight[7].shape, kLight[7].glyph, "#1d2024", "#b5bcc2"},
}};
constexpr std::array<Look, 3> kOtherLight = {{
    {"", "shape=box, style=\"filled,rounded\"", "▬", "#e8e4f3", "#6c4fa3"},
    {"", "shape=octagon", "⬣", "#dcecf5", "#2f7f9e"},
    {"", "shape=cylinder", "◍", "#efe6d8", "#7d5a2b"},
}};
constexpr std::array<Look, 3> kOtherDark = {{
    {"", kOtherLight[0].shape, kOtherLight[0].glyph, "#2f2649", "#b39ddb"},
    {"", kOtherLight[1].shape, kOtherLight[1].glyph, "#123442", "#6ec3e0"},
    {"", kOtherLight[2].shape, kOtherLight[2].glyph, "#3d2f1b", "#d0a869"},
}};

constexpr std::array<LineLook, 5> kLinesLight = {{
    {"", "#444444", "#333333", "───▸", "stated"},
    {"", "#949494", "#6a6a6a", "───▸", "in the words of the text"},
    {"style=dashed", "#444444", "#333333", "╌╌╌▸", "planned"},
    {"style=dotted", "#444444", "#333333", "┈┈┈▸", "possible"},
    {"style=dashed, arrowhead=normaltee", "#b8281c", "#b8281c", "╌╌▸|", "not (denied)"},
}};
constexpr std::array<LineLook, 5> kLinesDark = {{
    {kLinesLight[0].attributes, "#c4c7cb", "#dfe1e4", kLinesLight[0].sample, kLinesLight[0].words},
    {kLinesLight[1].attributes, "#7d8288", "#a9aeb4", kLinesLight[1].sample, kLinesLight[1].words},
    {kLinesLight[2].attributes, "#c4c7cb", "#dfe1e4", kLinesLight[2].sample, kLinesLight[2].words},
    {kLinesLight[3].attributes, "#c4c7cb", "#dfe1e4", kLinesLight[3].sample, kLinesLight[3].words},
    {kLinesLight[4].attributes, "#ff7466", "#ff7466", kLinesLight[4].sample, kLinesLight[4].words},
}};

constexpr std::array<ChangeLook, 4> kChangesLight = {{
    {"#b4b4b4", "", "", "───▸", "as before"},
    {"#0072b2", "+ ", "", "━━━▸", "added"},
    {"#c85400", "− ", "style=dashed", "╍╍╍▸", "gone"},
    {"#222222", "± ", "", "═══▸", "other evidence"},
}};
constexpr std::array<ChangeLook, 4> kChangesDark = {{
    {"#5d6268", kChangesLight[0].sign, kChangesLight[0].line, kChangesLight[0].sample, kChangesLight[0].words},
    {"#56b4e9", kChangesLight[1].sign, kChangesLight[1].line, kChangesLight[1].sample, kChangesLight[1].words},
    {"#ff8a4c", kChangesLight[2].sign, kChangesLight[2].line, kChangesLight[2].sample, kChangesLight[2].words},
    {"#ffffff", kChangesLight[3].sign, kChangesLight[3].line, kChangesLight[3].sample, kChangesLight[3].words},
}};

constexpr Paper kWhite = {"#ffffff", "#111111", "#666666", "#c4c4c4", "#f7f7f7", "#f1f3f5"};
constexpr Paper kBlack = {"#15171a", "#f1f2f3", "#a9aeb4", "#4d5257", "#1b1d21", "#24282d"};

}  // namespace

const std::array<Look, 8>& looks(Theme theme) { return theme == Theme::kLight ? kLight : kDark; }

Look look_of(std::string_view root, const Ontology& ontology, Theme theme) {
  const auto& all = looks(theme);
  const auto is = [](std::string_view name) { return [name](const Look& look) { return look.root == name; }; };
  const auto* const found = std::find_if(all.begin(), all.end(), is(root));
  if (found != all.end()) return *found;
  std::size_t others = 0;
  for (const EntityType& type : ontology.types()) {
    if (type.name == root) break;
    if (type.parent.empty() && std::none_of(all.begin(), all.end(), is(type.name))) ++others;
  }
  Look look = (theme == Theme::kLight ? kOtherLight : kOtherDark)[others % kOtherLight.size()];
  look.root = root;
  return look;
}

Line line_of(const RelationEdge& relation) {
  if (relation.polarity == Polarity::kNegated) return Line::kNegated;
  if (relation.modality == Modality::kPlanned) return Line::kPlanned;
  if (relation.modality == Modality::kPossible) return Line::kPossible;
  return relation.open ? Line::kOpen : Line::kStated;
}

LineLook look_of(Line line, Theme theme) {
  return (theme == Theme::kLight ? kLinesLight : kLinesDark)[static_cast<std::size_t>(line)];
}

ChangeLook look_of(Change change, Theme theme) {
  return (theme == Theme::kLight ? kChangesLight : kChangesDark)[static_cast<std::size_t>(change)];
}

const Paper& paper(Theme theme) { return theme == Theme::kLight ? kWhite : kBlack; }

}  // namespace factgraph
