#include "export/dot.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/error.h"
#include "export/buffered.h"
#include "export/captions.h"
#include "export/dot_text.h"
#include "export/escape.h"

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

void append_proofs(std::string& out, const std::vector<Evidence>& evidence) {
  for (std::size_t i = 0; i < std::min(evidence.size(), kMostProofs); ++i) {
    const Evidence& proof = evidence[i];
    out += "\n“";
    append_clipped(out, proof.sentence, kMostSentenceCharacters);
    out += "”\n— ";
    append_clipped(out, proof.title.empty() ? proof.document : proof.title, kMostNameCharacters);
    if (proof.attributed_to.empty()) continue;
    out += ", according to ";
    append_clipped(out, proof.attributed_to, kMostNameCharacters);
  }
  if (evidence.size() > kMostProofs) out += fmt::format("\nand {} more", evidence.size() - kMostProofs);
}

std::string_view to_string(Change change) {
  constexpr std::array<std::string_view, 4> kWords = {"same", "added", "gone", "changed"};
  return kWords[static_cast<std::size_t>(change)];
}

std::string label(std::string_view text) {
  std::string quoted;
  append_dot_label(quoted, text);
  return quoted;
}

// Writes one picture, whole: what to draw has been chosen.
class DotWriter {
 public:
  DotWriter(const Picture& picture, const Ontology& ontology, const DotOptions& options, std::ostream& out)
      : picture_(picture),
        graph_(*picture.graph),
        ontology_(ontology),
        options_(options),
        buffered_(out),
        out_(buffered_.text()),
        paper_(paper(options.theme)),
        rank_(centrality(*picture.graph)),
        layout_(layout_engine()) {
    names_.reserve(boost::num_vertices(graph_));
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) {
      names_.push_back(clip(legible(graph_[v].name), kMostNameCharacters));
      by_root_[std::string(ontology.root(graph_[v].type))].push_back(v);
      changes_[static_cast<std::size_t>(picture.entities[v].change)] = true;
    }
    std::size_t number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      const Mark& mark = picture.relations[number++];
      Shade& shade = lines_[static_cast<std::size_t>(line_of(graph_[e]))];
      shade = std::max(shade, mark.shade);
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
    if (!picture_.caption.empty()) put("// ", picture_.caption, '\n');
    put("digraph factgraph {\n");
    write_defaults();
    std::size_t number = 0;
    for (const std::string& root : roots_) write_nodes(root, ++number);
    write_crowds();
    number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) write_edge(e, number++);
    put("}\n");
  }

 private:
  // What is written of every relation of one name.
  struct Known {
    std::string words;
    std::string name;  // in quotation marks
    bool symmetric = false;
  };

  template <typename... Parts>
  void put(const Parts&... parts) {
    ((out_ += parts), ...);
  }

  [[nodiscard]] bool forces() const { return layout_ == "sfdp" || layout_ == "neato" || layout_ == "fdp"; }
  [[nodiscard]] bool words_as_nodes() const {
    return options_.words_as_nodes && forces() && boost::num_edges(graph_) <= kMostWords;
  }
  [[nodiscard]] bool wordless() const {
    return options_.words_as_nodes && forces() && boost::num_edges(graph_) > kMostWords;
  }

  void write_defaults() {
    put("  graph [layout=", options_.places.empty() ? layout_ : "nop", ", charset=\"UTF-8\", bgcolor=\"",
        paper_.background, "\", pad=0.3, outputorder=edgesfirst,\n",
        "    fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, fontcolor=\"", paper_.text, "\", ");
    const std::string_view overlap = options_.places.empty() ? "prism" : "true";  // who has a place is not moved
    if (layout_ == "dot") {
      put("rankdir=LR, nodesep=0.25, ranksep=0.4, newrank=true,\n    splines=true");
    } else if (words_as_nodes()) {
      put("overlap=", overlap, ", overlap_scaling=-3, sep=\"+4\", K=0.5, start=1,\n    splines=line");
    } else {
      put("overlap=", overlap, ", overlap_scaling=-4, sep=\"+6\", K=0.9, start=1,\n    splines=line");
    }
    const std::string caption = caption_markup();
    if (!caption.empty()) put(",\n    labelloc=t, labeljust=l, label=<", caption, '>');
    const LineLook stated = look_of(Line::kStated, options_.theme);
    put("]\n", "  node [style=filled, fontname=\"Helvetica,Arial,sans-serif\", fontcolor=\"", paper_.text,
        "\", margin=\"0.12,0.06\", height=0.4]\n", "  edge [color=\"", stated.color,
        "\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=10, fontcolor=\"", stated.text, "\", arrowsize=0.7]\n");
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
    const auto hidden = std::count(lines_.begin() + 1, lines_.end(), Shade::kHidden);
    const bool plain_only = static_cast<std::size_t>(hidden) == lines_.size() - 1;
    for (std::size_t i = 0; i < lines_.size() && !plain_only; ++i) {
      const LineLook look = look_of(static_cast<Line>(i), options_.theme);
      if (lines_[i] == Shade::kHidden) continue;
      cell(lines_[i] == Shade::kPale ? paper_.pale : look.color, look.sample, look.words);
    }
    return cells;
  }

  void write_nodes(const std::string& root, std::size_t number) {
    const Look look = look_of(root, ontology_, options_.theme);
    put("  subgraph ", options_.clusters ? fmt::format("cluster_{} ", number) : "", "{\n");
    if (options_.clusters) {
      put("    graph [label=", label(clip(legible(type_words(ontology_, root)), kMostNameCharacters)),
          ", labeljust=l, color=\"", paper_.pale, "\", fontcolor=\"", look.line, "\"]\n");
    }
    put("    node [", look.shape, ", fillcolor=\"", look.fill, "\", color=\"", look.line, "\"]\n");
    for (const Vertex v : by_root_.find(root)->second) write_node(v);
    put("  }\n");
  }

  void write_node(Vertex v) {
    const EntityNode& entity = graph_[v];
    const Mark& mark = picture_.entities[v];
    const ChangeLook change = look_of(mark.change, options_.theme);
    put("    n");
    append_number(out_, v + 1);
    put(" [label=");
    append_dot_label(out_, wrap(std::string(change.sign) + names_[v], kNameWidth));
    put(", fontsize=");
    append_number(out_, static_cast<std::size_t>(12 + std::lround(4 * std::sqrt(rank_[v]))));
    put(", name=");
    append_dot_exact(out_, entity.name);
    put(", type=");
    append_dot_exact(out_, entity.type);
    if (compares_) put(", change=", to_string(mark.change));
    put(", tooltip=");
    append_dot_tooltip(out_, card(v));
    put(place_of(fmt::format("n{}", v + 1)));
    if (mark.focus) put(", penwidth=3");
    if (mark.shade == Shade::kHidden) put(", style=invis");
    if (mark.change != Change::kSame) {
      put(", color=\"", change.color, "\", penwidth=2.5");
      if (mark.change == Change::kGone) put(", style=\"filled,dashed\"");
    } else if (mark.shade == Shade::kPale) {
      put(", fillcolor=\"", paper_.pale_fill, "\", color=\"", paper_.pale, "\", fontcolor=\"", paper_.soft_text, '"');
    }
    put("]\n");
    buffered_.pass();
  }

  // What a node's tooltip says.
  [[nodiscard]] std::string card(Vertex v) const {
    const EntityNode& entity = graph_[v];
    std::string text = names_[v];
    text += " (";
    append_clipped(text, type_words(ontology_, entity.type), kMostNameCharacters);
    text += ')';
    for (std::size_t i = 0; i < std::min(entity.aliases.size(), kMostAliases); ++i) {
      text += (i == 0 ? "\nalso " : ", ") + clip(legible(entity.aliases[i]), kMostNameCharacters);
    }
    if (entity.aliases.size() > kMostAliases) text += ", …";
    for (const ValueFact& fact : entity.values) {
      text += fmt::format("\n{}: {}", claim_words(ontology_, fact.relation),
                          clip(legible(date_words(fact.value)), kMostNameCharacters));
    }
    if (entity.mentions > 0) {
      text += fmt::format("\n{} mention{} in {} document{}", entity.mentions, entity.mentions == 1 ? "" : "s",
                          entity.documents, entity.documents == 1 ? "" : "s");
    }
    return text;
  }

  // Where the node of this id is to stand, as an attribute; empty where the layout says.
  [[nodiscard]] std::string place_of(const std::string& id) const {
    const auto found = options_.places.find(id);
    return found == options_.places.end() ? "" : fmt::format(", pos=\"{}\"", found->second);
  }

  void write_crowds() {
    if (picture_.crowds.empty()) return;
    put("  subgraph {\n    node [shape=box, style=\"filled,rounded\", fillcolor=\"", paper_.group_fill, "\", color=\"",
        paper_.soft_text, "\", fontcolor=\"", paper_.text, "\", fontsize=12]\n");
    for (std::size_t i = 0; i < picture_.crowds.size(); ++i) {
      const Crowd& crowd = picture_.crowds[i];
      std::string names;
      for (const std::string& name : crowd.names) {
        names += (names.empty() ? "" : ",\n") + clip(legible(name), 2 * kNameWidth);
      }
      if (crowd.size > crowd.names.size()) names += fmt::format("\nand {} more", crowd.size - crowd.names.size());
      put(fmt::format("    c{} [label={}, crowd={}, tooltip=\"{} entities of one community\"]\n", i + 1, label(names),
                      crowd.size, crowd.size));
    }
    put("  }\n");
    std::size_t number = 0;
    for (const CrowdTie& tie : picture_.ties) {
      const std::string to = fmt::format("{}{}", tie.to_crowd ? 'c' : 'n', tie.other + 1);
      const std::string looks =
          fmt::format("dir=none, relations={}, color=\"{}\", penwidth={}, tooltip=\"{} relation{}\"", tie.relations,
                      paper_.pale, width_of(tie.relations), tie.relations, tie.relations == 1 ? "" : "s");
      const std::string words = fmt::format("label=\"{}\", fontcolor=\"{}\"", tie.relations, paper_.soft_text);
      ++number;
      if (words_as_nodes()) {
        put(fmt::format(
            "  t{0} [{1}, shape=plaintext, fillcolor=\"{2}\", fontsize=9, margin=\"0.02,0.01\", width=0, height=0, "
            "tooltip=\"\"]\n  c{3} -> t{0} [{4}]\n  t{0} -> {5} [{4}]\n",
            number, words, paper_.background, tie.crowd + 1, looks, to));
      } else {
        put(fmt::format("  c{} -> {} [{}, {}]\n", tie.crowd + 1, to, words, looks));
      }
    }
  }

  void write_edge(const Edge& e, std::size_t number) {
    const RelationEdge& relation = graph_[e];
    const Mark& mark = picture_.relations[number];
    const Known& known = known_of(relation);
    const std::string_view denial = relation.polarity == Polarity::kNegated ? "not " : "";
    // In a comparison, what is as before only holds the rest together.
    const bool silent = wordless() || (compares_ && mark.change == Change::kSame);
    std::string caption;
    if (!silent) caption = caption_of(relation, mark, denial, known.words);

    const Vertex source = boost::source(e, graph_);
    const Vertex target = boost::target(e, graph_);
    said_.clear();
    said_ += names_[source];
    said_ += ' ';
    said_ += denial;
    said_ += known.words;
    said_ += ' ';
    said_ += names_[target];
    append_proofs(said_, relation.evidence);
    tooltip_.clear();
    append_dot_tooltip(tooltip_, said_);
    std::string& looks = looks_;
    looks.clear();
    const std::string_view text_color = append_edge_looks(looks, relation, mark);
    if (words_as_nodes() && !silent) {
      const bool hidden = mark.shade == Shade::kHidden;
      put(fmt::format(
          "  r{0} [label={1}, relation={2}, shape=plaintext, fillcolor=\"{3}\", fontsize=10, margin=\"0.02,0.01\", "
          "width=0, height=0, fontcolor=\"{4}\", tooltip={5}{6}]\n"
          "  n{7} -> r{0} [relation={2}{8}, dir=none, tooltip={5}]\n"
          "  r{0} -> n{9} [relation={2}{8}{10}, tooltip={5}]\n",
          number + 1, label(caption), known.name, paper_.background, text_color, tooltip_,
          place_of(fmt::format("r{}", number + 1)) + (hidden ? ", style=invis" : ""), source + 1, looks, target + 1,
          known.symmetric ? ", dir=none" : ""));
      return;
    }
    put("  n");
    append_number(out_, source + 1);
    put(" -> n");
    append_number(out_, target + 1);
    put(" [");
    if (!silent) {
      put("label=");
      append_dot_label(out_, caption);
      put(", ");
    }
    put("relation=", known.name, looks);
    if (!silent && !text_color.empty()) put(", fontcolor=\"", text_color, '"');
    if (known.symmetric) put(", dir=none");
    put(", tooltip=", tooltip_);
    if (!silent) put(", labeltooltip=", tooltip_);
    put("]\n");
    buffered_.pass();
  }

  [[nodiscard]] std::string caption_of(const RelationEdge& relation, const Mark& mark, std::string_view denial,
                                       const std::string& words) const {
    std::string caption(look_of(mark.change, options_.theme).sign);
    caption += denial;
    caption += words;
    caption = wrap(std::move(caption), kEdgeWidth);
    const std::string qualifier = clip(legible(qualifier_words(relation)), kMostEdgeCharacters);
    return qualifier.empty() ? caption : caption + '\n' + wrap('(' + qualifier + ')', kEdgeWidth);
  }

  const Known& known_of(const RelationEdge& relation) {
    const auto [entry, fresh] = known_[relation.open ? 1 : 0].try_emplace(relation.type);
    Known& known = entry->second;
    if (!fresh) return known;
    known.words = clip(legible(relation_words(ontology_, relation)), kMostEdgeCharacters);
    append_dot_exact(known.name, relation.type);
    const RelationType* type = relation.open ? nullptr : ontology_.relation(relation.type);
    known.symmetric = type != nullptr && type->symmetric;
    return known;
  }

  // How the line of a relation differs from the default, as attributes that follow others. Returns the colour of its words.
  std::string_view append_edge_looks(std::string& looks, const RelationEdge& relation, const Mark& mark) const {
    const auto add = [&looks](std::initializer_list<std::string_view> attributes) {
      for (const std::string_view part : attributes) looks += part;
    };
    const Line line = line_of(relation);
    const LineLook look = look_of(line, options_.theme);
    const ChangeLook change = look_of(mark.change, options_.theme);
    if (compares_) add({", change=", to_string(mark.change)});
    if (compares_ && mark.shade != Shade::kHidden && mark.change == Change::kSame) {
      add({", penwidth=1, color=\"", change.color, "\""});
      return change.color;
    }
    if (compares_ && mark.shade != Shade::kHidden && mark.change == Change::kChanged) {
      add({", penwidth=1.6, color=\"", change.color, ":invis:", change.color, "\""});
      return change.color;
    }
    add({", penwidth=", pen_width(relation)});
    if (mark.shade == Shade::kHidden) {
      add({", style=invis"});
      return look.text;
    }
    const std::string_view attributes = compares_ && !change.line.empty() ? change.line : look.attributes;
    if (!attributes.empty()) add({", ", attributes});
    if (compares_) {
      add({", color=\"", change.color, "\""});
      return change.color;
    }
    if (mark.shade == Shade::kPale) {
      add({", color=\"", paper_.pale, "\""});
      return paper_.soft_text;
    }
    if (line == Line::kOpen || line == Line::kNegated) add({", color=\"", look.color, "\""});
    return look.text;
  }

  // Grows with the binary magnitude, up to 32.
  [[nodiscard]] static std::string_view width_of(std::size_t count) {
    constexpr std::array<std::string_view, 6> kWidths = {"1", "1.6", "2.2", "2.8", "3.4", "4"};
    const auto magnitude = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(1, count))) - 1;
    return kWidths[std::min(magnitude, kWidths.size() - 1)];
  }

  [[nodiscard]] static std::string_view pen_width(const RelationEdge& relation) {
    return relation.open && relation.proofs <= 1 ? "0.7" : width_of(relation.proofs);
  }

  const Picture& picture_;
  const Graph& graph_;
  const Ontology& ontology_;
  const DotOptions& options_;
  Buffered buffered_;
  std::string& out_;
  const Paper& paper_;
  std::vector<double> rank_;
  std::string layout_;
  std::vector<std::string> names_;  // of entities, as shown
  std::map<std::string, std::vector<Vertex>, std::less<>> by_root_;
  std::vector<std::string> roots_;
  std::array<Shade, 5> lines_{};   // by kind, the most that one of them stands out
  std::array<bool, 4> changes_{};  // by kind
  bool compares_ = false;
  std::array<std::unordered_map<std::string, Known>, 2> known_;  // the second of open relations
  std::string said_;                                             // of the relation at hand
  std::string tooltip_;
  std::string looks_;
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
