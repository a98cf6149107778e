#include "export/dot.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "export/captions.h"
#include "export/dot_text.h"

namespace factgraph {
namespace {

constexpr std::size_t kNameWidth = 18;
constexpr std::size_t kMostNameCharacters = 80;
constexpr std::size_t kEdgeWidth = 18;
constexpr std::size_t kMostEdgeCharacters = 60;
constexpr std::size_t kMostSentenceCharacters = 240;
constexpr std::size_t kMostProofs = 3;
constexpr std::size_t kMostAliases = 6;
constexpr std::size_t kMostTypesInARow = 8;

// How the entities below one root of the ontology look. Colours are the palette of Okabe and Ito, lightened to carry black
// text; shapes differ too, so that neither colour vision nor a colour printer is needed.
struct Look {
  std::string_view root;
  std::string_view shape;  // with the attributes that belong to it
  std::string_view fill;
  std::string_view line;
  std::string_view glyph;  // stands for the shape in the legend
};

constexpr std::array<Look, 8> kLooks = {{
    {"person", "shape=ellipse", "#d6eaf8", "#0072b2", "●"},
    {"organization", "shape=box, style=filled", "#fdebd0", "#b9770e", "■"},
    {"place", "shape=hexagon", "#d4efe3", "#00805c", "⬢"},
    {"event", "shape=box, peripheries=2, style=filled", "#fbdcc9", "#d55e00", "▣"},
    {"work", "shape=note", "#fcf8cf", "#8d8200", "▤"},
    {"product", "shape=component", "#e5e7e9", "#515a5a", "◧"},
    {"group", "shape=ellipse, peripheries=2", "#f5e1ee", "#a8527f", "◎"},
    {"concept", "shape=box, style=\"filled,rounded,dashed\"", "#ffffff", "#515a5a", "▢"},
}};
// Roots that a user's ontology adds take these in turn.
constexpr std::array<Look, 3> kOtherLooks = {{
    {"", "shape=box, style=\"filled,rounded\"", "#e8e4f3", "#6c4fa3", "▬"},
    {"", "shape=octagon", "#dcecf5", "#2f7f9e", "⬣"},
    {"", "shape=cylinder", "#efe6d8", "#7d5a2b", "◍"},
}};

Look look_of(std::string_view root, const Ontology& ontology) {
  std::size_t others = 0;
  for (const Look& look : kLooks) {
    if (look.root == root) return look;
  }
  for (const EntityType& type : ontology.types()) {
    if (type.name == root) break;
    const bool styled =
        std::any_of(kLooks.begin(), kLooks.end(), [&](const Look& look) { return look.root == type.name; });
    if (type.parent.empty() && !styled) ++others;
  }
  Look look = kOtherLooks[others % kOtherLooks.size()];
  look.root = root;
  return look;
}

// The kinds of line in a picture, in the order of the legend.
enum class Line { kStated, kOpen, kPlanned, kPossible, kNegated };

struct LineLook {
  std::string_view attributes;
  std::string_view color;
  std::string_view sample;  // of the line, for the legend
  std::string_view words;
};

constexpr std::array<LineLook, 5> kLineLooks = {{
    {"", "#444444", "───▸", "stated"},
    {"color=\"#999999\", fontcolor=\"#777777\"", "#999999", "───▸", "in the words of the text"},
    {"style=dashed", "#444444", "╌╌╌▸", "planned"},
    {"style=dotted", "#444444", "┈┈┈▸", "possible"},
    {"style=dashed, color=\"#c0392b\", fontcolor=\"#c0392b\", arrowhead=normaltee", "#c0392b", "╌╌▸|", "not (denied)"},
}};

Line line_of(const RelationEdge& relation) {
  if (relation.polarity == Polarity::kNegated) return Line::kNegated;
  if (relation.modality == Modality::kPlanned) return Line::kPlanned;
  if (relation.modality == Modality::kPossible) return Line::kPossible;
  return relation.open ? Line::kOpen : Line::kStated;
}

std::string proof_lines(const std::vector<Evidence>& evidence) {
  std::string lines;
  for (std::size_t i = 0; i < std::min(evidence.size(), kMostProofs); ++i) {
    const Evidence& proof = evidence[i];
    lines += fmt::format("\n“{}”\n— {}", clip(legible(proof.sentence), kMostSentenceCharacters),
                         clip(legible(proof.title.empty() ? proof.document : proof.title), kMostNameCharacters));
    if (!proof.attributed_to.empty()) {
      lines += fmt::format(", according to {}", clip(legible(proof.attributed_to), kMostNameCharacters));
    }
  }
  if (evidence.size() > kMostProofs) lines += fmt::format("\nand {} more", evidence.size() - kMostProofs);
  return lines;
}

// Writes one graph, whole: what to draw has been chosen.
class DotWriter {
 public:
  DotWriter(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out)
      : graph_(graph), ontology_(ontology), options_(options), out_(out), rank_(centrality(graph)) {
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
      by_root_[std::string(ontology.root(graph[v].type))].push_back(v);
    }
    for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
      lines_[static_cast<std::size_t>(line_of(graph[e]))] = true;
    }
    // In the order of the ontology's looks, then by name.
    for (const Look& look : kLooks) {
      if (by_root_.contains(look.root)) roots_.emplace_back(look.root);
    }
    for (const auto& [root, vertices] : by_root_) {
      if (std::find(roots_.begin(), roots_.end(), root) == roots_.end()) roots_.push_back(root);
    }
  }

  void write(std::string_view left_out) {
    out_ << "digraph factgraph {\n";
    write_defaults(left_out);
    std::size_t number = 0;
    for (const std::string& root : roots_) write_nodes(root, ++number);
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) write_edge(e);
    out_ << "}\n";
  }

 private:
  void write_defaults(std::string_view left_out) {
    const std::string layout = layout_engine();
    out_ << "  graph [layout=" << layout << ", charset=\"UTF-8\", bgcolor=white, pad=0.3, outputorder=edgesfirst,\n"
         << "    fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, ";
    if (layout == "dot") {
      out_ << "rankdir=LR, nodesep=0.25, ranksep=0.4, newrank=true,\n    splines=true";
    } else {
      out_ << "overlap=prism, overlap_scaling=-4, sep=\"+6\", K=0.9, start=1,\n    splines=line";
    }
    const std::string caption = caption_markup(left_out);
    if (!caption.empty()) out_ << ",\n    labelloc=t, labeljust=l, label=<" << caption << '>';
    out_ << "]\n"
         << "  node [style=filled, fontname=\"Helvetica,Arial,sans-serif\", fontcolor=\"#111111\", "
            "margin=\"0.12,0.06\", "
            "height=0.4]\n"
         << "  edge [color=\"#444444\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\"#333333\", "
            "arrowsize=0.7]\n";
  }

  // dot keeps room for every label but takes minutes for large graphs; sfdp lays out thousands.
  [[nodiscard]] std::string layout_engine() const {
    constexpr std::size_t kMostForDot = 300;
    if (!options_.layout.empty()) return options_.layout;
    if (boost::num_vertices(graph_) + 2 * boost::num_edges(graph_) <= kMostForDot) return "dot";
    return options_.clusters ? "fdp" : "sfdp";
  }

  [[nodiscard]] std::string caption_markup(std::string_view left_out) const {
    std::string rows;
    const auto row = [&rows](std::string_view cells) {
      rows += fmt::format("<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">{}</TD></TR>", cells);
    };
    if (!options_.title.empty()) {
      const std::string title = wrap(clip(legible(options_.title), 200), 80);
      row(fmt::format("<FONT POINT-SIZE=\"16\"><B>{}</B></FONT>", dot_markup(title)));
    }
    if (options_.legend && !roots_.empty()) {
      std::string cells;
      for (std::size_t i = 0; i < roots_.size(); ++i) {
        if (i > 0 && i % kMostTypesInARow == 0) {
          row(cells);
          cells.clear();
        }
        const Look look = look_of(roots_[i], ontology_);
        cells += fmt::format("{}<FONT COLOR=\"{}\">{}</FONT> {}", cells.empty() ? "" : "   ", look.line, look.glyph,
                             dot_markup(clip(legible(type_words(ontology_, roots_[i])), 30)));
      }
      row(cells);
      cells.clear();
      for (std::size_t i = 0; i < lines_.size(); ++i) {
        if (!lines_[i]) continue;
        const LineLook& look = kLineLooks[i];
        if (!cells.empty()) cells += "   ";
        cells += fmt::format("<FONT COLOR=\"{}\">{}</FONT> {}", look.color, look.sample, look.words);
      }
      const bool plain_only = std::count(lines_.begin(), lines_.end(), true) == 1 && lines_.front();
      if (!cells.empty() && !plain_only) row(cells);
    }
    if (options_.legend && !left_out.empty()) row(fmt::format("<FONT COLOR=\"#777777\">{}</FONT>", left_out));
    if (rows.empty()) return rows;
    return fmt::format("<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\">{}</TABLE>", rows);
  }

  void write_nodes(const std::string& root, std::size_t number) {
    const Look look = look_of(root, ontology_);
    out_ << "  subgraph " << (options_.clusters ? fmt::format("cluster_{} ", number) : "") << "{\n";
    if (options_.clusters) {
      out_ << "    graph [label=" << dot_label(clip(legible(type_words(ontology_, root)), kMostNameCharacters))
           << ", labeljust=l, color=\"#bbbbbb\", fontcolor=\"" << look.line << "\"]\n";
    }
    out_ << "    node [" << look.shape << ", fillcolor=\"" << look.fill << "\", color=\"" << look.line << "\"]\n";
    for (const Vertex v : by_root_.find(root)->second) write_node(v);
    out_ << "  }\n";
  }

  void write_node(Vertex v) {
    const EntityNode& entity = graph_[v];
    const std::string shown = clip(legible(entity.name), kMostNameCharacters);
    const double size = 12 + std::round(4 * std::sqrt(rank_[v]));
    out_ << fmt::format("    n{} [label={}, fontsize={:.0f}, name={}, type={}, tooltip={}]\n", v + 1,
                        dot_label(wrap(shown, kNameWidth)), size, dot_exact(entity.name), dot_exact(entity.type),
                        dot_tooltip(card(entity)));
  }

  // What a node's tooltip says.
  [[nodiscard]] std::string card(const EntityNode& entity) const {
    std::string text = fmt::format("{} ({})", clip(legible(entity.name), kMostNameCharacters),
                                   clip(legible(type_words(ontology_, entity.type)), kMostNameCharacters));
    for (std::size_t i = 0; i < std::min(entity.aliases.size(), kMostAliases); ++i) {
      text += (i == 0 ? "\nalso " : ", ") + clip(legible(entity.aliases[i]), kMostNameCharacters);
    }
    if (entity.aliases.size() > kMostAliases) text += ", …";
    for (const ValueFact& fact : entity.values) {
      const bool negated = fact.relation.polarity == Polarity::kNegated;
      text += fmt::format("\n{}{}: {}", negated ? "not " : "", relation_words(ontology_, fact.relation),
                          clip(legible(date_words(fact.value)), kMostNameCharacters));
    }
    if (entity.mentions > 0) {
      text += fmt::format("\n{} mention{} in {} document{}", entity.mentions, entity.mentions == 1 ? "" : "s",
                          entity.documents, entity.documents == 1 ? "" : "s");
    }
    return text;
  }

  void write_edge(const Edge& e) {
    const RelationEdge& relation = graph_[e];
    const LineLook& look = kLineLooks[static_cast<std::size_t>(line_of(relation))];
    std::string words = clip(legible(relation_words(ontology_, relation)), kMostEdgeCharacters);
    if (relation.polarity == Polarity::kNegated) words = "not " + words;
    std::string label = wrap(words, kEdgeWidth);
    const std::string qualifier = clip(legible(qualifier_words(relation)), kMostEdgeCharacters);
    if (!qualifier.empty()) label += fmt::format("\n{}", wrap(fmt::format("({})", qualifier), kEdgeWidth));

    const std::string tip = fmt::format(
        "{} {} {}{}", clip(legible(graph_[boost::source(e, graph_)].name), kMostNameCharacters), words,
        clip(legible(graph_[boost::target(e, graph_)].name), kMostNameCharacters), proof_lines(relation.evidence));
    const std::string tooltip = dot_tooltip(tip);
    out_ << fmt::format("  n{} -> n{} [label={}, relation={}, penwidth={}", boost::source(e, graph_) + 1,
                        boost::target(e, graph_) + 1, dot_label(label), dot_exact(relation.type), pen_width(relation));
    if (!look.attributes.empty()) out_ << ", " << look.attributes;
    const RelationType* type = relation.open ? nullptr : ontology_.relation(relation.type);
    if (type != nullptr && type->symmetric) out_ << ", dir=none";
    out_ << ", tooltip=" << tooltip << ", labeltooltip=" << tooltip << "]\n";
  }

  // Grows with the binary magnitude of the evidence, up to 32 sentences.
  [[nodiscard]] static std::string_view pen_width(const RelationEdge& relation) {
    constexpr std::array<std::string_view, 6> kWidths = {"1", "1.6", "2.2", "2.8", "3.4", "4"};
    const std::size_t sentences = std::max<std::size_t>(1, relation.evidence.size());
    const auto magnitude = static_cast<std::size_t>(std::bit_width(sentences)) - 1;
    if (relation.open && magnitude == 0) return "0.7";
    return kWidths[std::min(magnitude, kWidths.size() - 1)];
  }

  const Graph& graph_;
  const Ontology& ontology_;
  const DotOptions& options_;
  std::ostream& out_;
  std::vector<double> rank_;
  std::map<std::string, std::vector<Vertex>, std::less<>> by_root_;
  std::vector<std::string> roots_;
  std::array<bool, kLineLooks.size()> lines_{};
};

// The vertices that have an edge to another vertex, in order.
std::vector<Vertex> connected_vertices(const Graph& graph) {
  std::vector<bool> connected(boost::num_vertices(graph), false);
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    connected[boost::source(e, graph)] = connected[boost::target(e, graph)] = true;
  }
  std::vector<Vertex> vertices;
  for (Vertex v = 0; v < connected.size(); ++v) {
    if (connected[v]) vertices.push_back(v);
  }
  return vertices;
}

void check_layout(const std::string& layout) {
  constexpr std::array<std::string_view, 7> kLayouts = {"dot", "sfdp", "fdp", "neato", "circo", "twopi", "osage"};
  if (layout.empty() || std::find(kLayouts.begin(), kLayouts.end(), layout) != kLayouts.end()) return;
  throw InputError(fmt::format("unknown layout \"{}\"; take dot, sfdp, fdp, neato, circo, twopi or osage", layout));
}

}  // namespace

void write_dot(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out) {
  check_layout(options.layout);
  Graph drawn = graph;
  if (options.max_nodes > 0 && boost::num_vertices(drawn) > options.max_nodes) {
    std::vector<Vertex> kept = most_central(drawn);
    kept.resize(options.max_nodes);
    drawn = subgraph(drawn, kept);
  }
  if (!options.unconnected && boost::num_edges(drawn) > 0) drawn = subgraph(drawn, connected_vertices(drawn));

  std::string left_out;
  if (boost::num_vertices(drawn) < boost::num_vertices(graph)) {
    left_out = fmt::format("Shown: the most central {} of {} entities, {} of {} relations.", boost::num_vertices(drawn),
                           boost::num_vertices(graph), boost::num_edges(drawn), boost::num_edges(graph));
    out << fmt::format("// {} Left out: {} entities, {} relations.\n", left_out,
                       boost::num_vertices(graph) - boost::num_vertices(drawn),
                       boost::num_edges(graph) - boost::num_edges(drawn));
  }
  DotWriter(drawn, ontology, options, out).write(left_out);
}

}  // namespace factgraph
