#include "export/dot.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>
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
constexpr std::size_t kMostWords = 500;  // relations whose words are written into a force-directed picture

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

// Writes one picture, whole: what to draw has been chosen.
class DotWriter {
 public:
  DotWriter(const Picture& picture, const Ontology& ontology, const DotOptions& options, std::ostream& out)
      : picture_(picture),
        graph_(*picture.graph),
        ontology_(ontology),
        options_(options),
        out_(out),
        paper_(paper(options.theme)),
        rank_(centrality(*picture.graph)),
        layout_(layout_engine()) {
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) {
      by_root_[std::string(ontology.root(graph_[v].type))].push_back(v);
      changes_[static_cast<std::size_t>(picture.entities[v].change)] = true;
    }
    std::size_t number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      const Mark& mark = picture.relations[number++];
      if (mark.shade != Shade::kHidden) lines_[static_cast<std::size_t>(line_of(graph_[e]))] = true;
      changes_[static_cast<std::size_t>(mark.change)] = true;
    }
    compares_ = changes_[1] || changes_[2] || changes_[3];
    // In the order of the looks, then by name.
    for (const Look& look : looks(options.theme)) {
      if (by_root_.contains(look.root)) roots_.emplace_back(look.root);
    }
    for (const auto& [root, vertices] : by_root_) {
      if (std::find(roots_.begin(), roots_.end(), root) == roots_.end()) roots_.push_back(root);
    }
  }

  void write() {
    if (!picture_.caption.empty()) out_ << "// " << picture_.caption << '\n';
    out_ << "digraph factgraph {\n";
    write_defaults();
    std::size_t number = 0;
    for (const std::string& root : roots_) write_nodes(root, ++number);
    write_crowds();
    number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) write_edge(e, number++);
    out_ << "}\n";
  }

 private:
  [[nodiscard]] bool forces() const { return layout_ == "sfdp" || layout_ == "neato" || layout_ == "fdp"; }
  [[nodiscard]] bool words_as_nodes() const {
    return options_.words_as_nodes && forces() && boost::num_edges(graph_) <= kMostWords;
  }
  [[nodiscard]] bool wordless() const {
    return options_.words_as_nodes && forces() && boost::num_edges(graph_) > kMostWords;
  }

  void write_defaults() {
    out_ << "  graph [layout=" << layout_ << ", charset=\"UTF-8\", bgcolor=\"" << paper_.background
         << "\", pad=0.3, outputorder=edgesfirst,\n"
         << "    fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"" << paper_.text << "\", ";
    if (layout_ == "dot") {
      out_ << "rankdir=LR, nodesep=0.25, ranksep=0.4, newrank=true,\n    splines=true";
    } else if (words_as_nodes()) {
      out_ << "overlap=prism, overlap_scaling=-3, sep=\"+4\", K=0.5, start=1,\n    splines=line";
    } else {
      out_ << "overlap=prism, overlap_scaling=-4, sep=\"+6\", K=0.9, start=1,\n    splines=line";
    }
    const std::string caption = caption_markup();
    if (!caption.empty()) out_ << ",\n    labelloc=t, labeljust=l, label=<" << caption << '>';
    out_ << "]\n"
         << "  node [style=filled, fontname=\"Helvetica,Arial,sans-serif\", fontcolor=\"" << paper_.text
         << "\", margin=\"0.12,0.06\", height=0.4]\n"
         << "  edge [color=\"" << look_of(Line::kStated, options_.theme).color
         << "\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\""
         << look_of(Line::kStated, options_.theme).text << "\", arrowsize=0.7]\n";
  }

  // dot keeps room for every label, but wants much of it where entities have many relations, and takes minutes for large
  // graphs; sfdp lays out thousands.
  [[nodiscard]] std::string layout_engine() const {
    constexpr std::size_t kMostForDot = 300;
    constexpr std::size_t kMostForDotPicture = 60;
    if (!options_.layout.empty()) return options_.layout;
    const std::size_t most = options_.words_as_nodes ? kMostForDotPicture : kMostForDot;
    if (boost::num_vertices(graph_) + 2 * boost::num_edges(graph_) <= most) return "dot";
    return options_.clusters ? "fdp" : "sfdp";
  }

  [[nodiscard]] std::string caption_markup() const {
    std::string rows;
    const auto row = [&rows](std::string_view cells) {
      if (!cells.empty()) rows += fmt::format("<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">{}</TD></TR>", cells);
    };
    const auto soft = [this](std::string_view words) {
      return fmt::format("<FONT COLOR=\"{}\">{}</FONT>", paper_.soft_text, words);
    };
    if (!options_.title.empty()) {
      const std::string title = wrap(clip(legible(options_.title), 200), 80);
      row(fmt::format("<FONT POINT-SIZE=\"16\"><B>{}</B></FONT>", dot_markup(title)));
    }
    if (options_.legend) {
      legend_of_kinds(row);
      row(legend_of_lines());
      if (!picture_.time.empty()) {
        row(soft(fmt::format("dark: dated in {}; pale: known from before, or without a date", picture_.time)));
      }
      if (!picture_.crowds.empty()) {
        row(fmt::format(
            "<FONT COLOR=\"{}\">▢</FONT> entities that are not drawn, by community, and how many relations they "
            "have",
            paper_.soft_text));
      }
      if (!picture_.caption.empty()) row(soft(dot_markup(wrap(picture_.caption, 110))));
    }
    if (rows.empty()) return rows;
    return fmt::format("<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\">{}</TABLE>", rows);
  }

  template <typename Row>
  void legend_of_kinds(Row row) const {
    std::string cells;
    for (std::size_t i = 0; i < roots_.size(); ++i) {
      if (i > 0 && i % kMostTypesInARow == 0) {
        row(cells);
        cells.clear();
      }
      const Look look = look_of(roots_[i], ontology_, options_.theme);
      cells += fmt::format("{}<FONT COLOR=\"{}\">{}</FONT> {}", cells.empty() ? "" : "   ", look.line, look.glyph,
                           dot_markup(clip(legible(type_words(ontology_, roots_[i])), 30)));
    }
    row(cells);
  }

  [[nodiscard]] std::string legend_of_lines() const {
    std::string cells;
    const auto cell = [&cells](std::string_view color, std::string_view sample, std::string_view words) {
      cells += fmt::format("{}<FONT COLOR=\"{}\">{}</FONT> {}", cells.empty() ? "" : "   ", color, sample, words);
    };
    if (compares_) {
      for (const Change change : {Change::kAdded, Change::kGone, Change::kChanged, Change::kSame}) {
        const ChangeLook look = look_of(change, options_.theme);
        if (changes_[static_cast<std::size_t>(change)]) {
          cell(look.color, look.sample, fmt::format("{}{}", look.sign, look.words));
        }
      }
      return cells;
    }
    const bool plain_only = std::count(lines_.begin(), lines_.end(), true) == 1 && lines_.front();
    for (std::size_t i = 0; i < lines_.size() && !plain_only; ++i) {
      const LineLook look = look_of(static_cast<Line>(i), options_.theme);
      if (lines_[i]) cell(look.color, look.sample, look.words);
    }
    return cells;
  }

  void write_nodes(const std::string& root, std::size_t number) {
    const Look look = look_of(root, ontology_, options_.theme);
    out_ << "  subgraph " << (options_.clusters ? fmt::format("cluster_{} ", number) : "") << "{\n";
    if (options_.clusters) {
      out_ << "    graph [label=" << dot_label(clip(legible(type_words(ontology_, root)), kMostNameCharacters))
           << ", labeljust=l, color=\"" << paper_.pale << "\", fontcolor=\"" << look.line << "\"]\n";
    }
    out_ << "    node [" << look.shape << ", fillcolor=\"" << look.fill << "\", color=\"" << look.line << "\"]\n";
    for (const Vertex v : by_root_.find(root)->second) write_node(v);
    out_ << "  }\n";
  }

  void write_node(Vertex v) {
    const EntityNode& entity = graph_[v];
    const Mark& mark = picture_.entities[v];
    const ChangeLook change = look_of(mark.change, options_.theme);
    const std::string shown = std::string(change.sign) + clip(legible(entity.name), kMostNameCharacters);
    const double size = 12 + std::round(4 * std::sqrt(rank_[v]));
    out_ << fmt::format("    n{} [label={}, fontsize={:.0f}, name={}, type={}, tooltip={}", v + 1,
                        dot_label(wrap(shown, kNameWidth)), size, dot_exact(entity.name), dot_exact(entity.type),
                        dot_tooltip(card(entity)));
    if (mark.focus) out_ << ", penwidth=3";
    if (mark.shade == Shade::kHidden) out_ << ", style=invis";
    if (mark.change != Change::kSame) {
      out_ << fmt::format(", color=\"{}\", penwidth=2.5", change.color);
      if (mark.change == Change::kGone) out_ << ", style=\"filled,dashed\"";
    } else if (mark.shade == Shade::kPale) {
      out_ << fmt::format(", fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"", paper_.pale_fill, paper_.pale,
                          paper_.soft_text);
    }
    out_ << "]\n";
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

  void write_crowds() {
    if (picture_.crowds.empty()) return;
    out_ << "  subgraph {\n    node [shape=box, style=\"filled,rounded\", fillcolor=\"" << paper_.group_fill
         << "\", color=\"" << paper_.soft_text << "\", fontcolor=\"" << paper_.text << "\", fontsize=12]\n";
    for (std::size_t i = 0; i < picture_.crowds.size(); ++i) {
      const Crowd& crowd = picture_.crowds[i];
      std::string names;
      for (const std::string& name : crowd.names) {
        names += (names.empty() ? "" : ",\n") + clip(legible(name), 2 * kNameWidth);
      }
      if (crowd.size > crowd.names.size()) names += fmt::format("\nand {} more", crowd.size - crowd.names.size());
      out_ << fmt::format("    c{} [label={}, crowd={}, tooltip={}]\n", i + 1, dot_label(names), crowd.size,
                          dot_tooltip(fmt::format("{} entities of one community", crowd.size)));
    }
    out_ << "  }\n";
    std::size_t number = 0;
    for (const CrowdTie& tie : picture_.ties) {
      const std::string to = fmt::format("{}{}", tie.to_crowd ? 'c' : 'n', tie.other + 1);
      const std::string looks =
          fmt::format("dir=none, relations={}, color=\"{}\", penwidth={}, tooltip=\"{} relation{}\"", tie.relations,
                      paper_.pale, width_of(tie.relations), tie.relations, tie.relations == 1 ? "" : "s");
      const std::string words = fmt::format("label=\"{}\", fontcolor=\"{}\"", tie.relations, paper_.soft_text);
      ++number;
      if (words_as_nodes()) {
        out_ << fmt::format(
            "  t{0} [{1}, shape=plaintext, fillcolor=\"{2}\", fontsize=9, margin=\"0.02,0.01\", width=0, height=0, "
            "tooltip=\"\"]\n  c{3} -> t{0} [{4}]\n  t{0} -> {5} [{4}]\n",
            number, words, paper_.background, tie.crowd + 1, looks, to);
      } else {
        out_ << fmt::format("  c{} -> {} [{}, {}]\n", tie.crowd + 1, to, words, looks);
      }
    }
  }

  void write_edge(const Edge& e, std::size_t number) {
    const RelationEdge& relation = graph_[e];
    const Mark& mark = picture_.relations[number];
    std::string words = clip(legible(relation_words(ontology_, relation)), kMostEdgeCharacters);
    if (relation.polarity == Polarity::kNegated) words = "not " + words;
    std::string label = wrap(std::string(look_of(mark.change, options_.theme).sign) + words, kEdgeWidth);
    const std::string qualifier = clip(legible(qualifier_words(relation)), kMostEdgeCharacters);
    if (!qualifier.empty()) label += fmt::format("\n{}", wrap(fmt::format("({})", qualifier), kEdgeWidth));
    // In a comparison, what is as before only holds the rest together.
    const bool silent = wordless() || (compares_ && mark.change == Change::kSame);

    const Vertex source = boost::source(e, graph_);
    const Vertex target = boost::target(e, graph_);
    const std::string tooltip = dot_tooltip(
        fmt::format("{} {} {}{}", clip(legible(graph_[source].name), kMostNameCharacters), words,
                    clip(legible(graph_[target].name), kMostNameCharacters), proof_lines(relation.evidence)));
    const RelationType* type = relation.open ? nullptr : ontology_.relation(relation.type);
    const bool symmetric = type != nullptr && type->symmetric;
    const auto [looks, text_color] = edge_looks(relation, mark);
    const std::string named = fmt::format("relation={}", dot_exact(relation.type));
    if (words_as_nodes() && !silent) {
      const bool hidden = mark.shade == Shade::kHidden;
      out_ << fmt::format(
          "  r{0} [label={1}, {2}, shape=plaintext, fillcolor=\"{3}\", fontsize=10, margin=\"0.02,0.01\", width=0, "
          "height=0, fontcolor=\"{4}\", tooltip={5}{6}]\n"
          "  n{7} -> r{0} [{2}{8}, dir=none, tooltip={5}]\n"
          "  r{0} -> n{9} [{2}{8}{10}, tooltip={5}]\n",
          number + 1, dot_label(label), named, paper_.background, text_color, tooltip, hidden ? ", style=invis" : "",
          source + 1, looks, target + 1, symmetric ? ", dir=none" : "");
      return;
    }
    out_ << fmt::format("  n{} -> n{} [", source + 1, target + 1);
    if (!silent) out_ << "label=" << dot_label(label) << ", ";
    out_ << named << looks;
    if (!silent && !text_color.empty()) out_ << ", fontcolor=\"" << text_color << '"';
    if (symmetric) out_ << ", dir=none";
    out_ << ", tooltip=" << tooltip << ", labeltooltip=" << tooltip << "]\n";
  }

  // How the line of a relation differs from the default, as attributes that follow others, and the colour of its words.
  [[nodiscard]] std::pair<std::string, std::string_view> edge_looks(const RelationEdge& relation,
                                                                    const Mark& mark) const {
    const Line line = line_of(relation);
    const LineLook look = look_of(line, options_.theme);
    std::string looks = fmt::format(", penwidth={}", pen_width(relation));
    const auto add = [&looks](std::string_view attributes) {
      if (!attributes.empty()) looks += fmt::format(", {}", attributes);
    };
    if (mark.shade == Shade::kHidden) return {looks + ", style=invis", look.text};
    if (compares_) {
      const ChangeLook change = look_of(mark.change, options_.theme);
      if (mark.change == Change::kSame)
        return {", penwidth=1, color=\"" + std::string(change.color) + '"', change.color};
      if (mark.change == Change::kChanged) {
        return {fmt::format(", penwidth=1.6, color=\"{0}:invis:{0}\"", change.color), change.color};
      }
      add(change.line.empty() ? look.attributes : change.line);
      add(fmt::format("color=\"{}\"", change.color));
      return {looks, change.color};
    }
    add(look.attributes);
    if (mark.shade == Shade::kPale) {
      add(fmt::format("color=\"{}\"", paper_.pale));
      return {looks, paper_.soft_text};
    }
    if (line == Line::kOpen || line == Line::kNegated) add(fmt::format("color=\"{}\"", look.color));
    return {looks, look.text};
  }

  // Grows with the binary magnitude, up to 32.
  [[nodiscard]] static std::string_view width_of(std::size_t count) {
    constexpr std::array<std::string_view, 6> kWidths = {"1", "1.6", "2.2", "2.8", "3.4", "4"};
    const auto magnitude = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(1, count))) - 1;
    return kWidths[std::min(magnitude, kWidths.size() - 1)];
  }

  [[nodiscard]] static std::string_view pen_width(const RelationEdge& relation) {
    return relation.open && relation.evidence.size() <= 1 ? "0.7" : width_of(relation.evidence.size());
  }

  const Picture& picture_;
  const Graph& graph_;
  const Ontology& ontology_;
  const DotOptions& options_;
  std::ostream& out_;
  const Paper& paper_;
  std::vector<double> rank_;
  std::string layout_;
  std::map<std::string, std::vector<Vertex>, std::less<>> by_root_;
  std::vector<std::string> roots_;
  std::array<bool, 5> lines_{};    // by kind
  std::array<bool, 4> changes_{};  // by kind
  bool compares_ = false;
};

void check_layout(const std::string& layout) {
  constexpr std::array<std::string_view, 7> kLayouts = {"dot", "sfdp", "fdp", "neato", "circo", "twopi", "osage"};
  if (layout.empty() || std::find(kLayouts.begin(), kLayouts.end(), layout) != kLayouts.end()) return;
  throw InputError(fmt::format("unknown layout \"{}\"; take dot, sfdp, fdp, neato, circo, twopi or osage", layout));
}

}  // namespace

void write_dot(const Graph& graph, const Ontology& ontology, const DotOptions& options, std::ostream& out) {
  std::vector<Vertex> focus;
  for (const std::string& name : options.focus) {
    const std::vector<Vertex> found = find_entities(graph, name);
    focus.insert(focus.end(), found.begin(), found.end());
  }
  write_dot(choose(graph, focus, budget_of(options)), ontology, options, out);
}

void write_dot(const Picture& picture, const Ontology& ontology, const DotOptions& options, std::ostream& out) {
  check_layout(options.layout);
  DotWriter(picture, ontology, options, out).write();
}

PictureBudget budget_of(const DotOptions& options) { return {options.max_nodes, options.crowds, options.unconnected}; }

}  // namespace factgraph
