#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "core/edtf.h"
#include "core/error.h"
#include "core/graph.h"
#include "db/store.h"
#include "export/dot.h"
#include "export/html.h"
#include "export/render.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string output;
  GraphFilter filter;
  DotOptions dot;
  HtmlOptions html;
};

// A type stands for all below it.
std::vector<std::string> with_subtypes(const Ontology& ontology, const std::vector<std::string>& types) {
  std::vector<std::string> all;
  for (const std::string& asked : types) {
    if (ontology.type(asked) == nullptr) {
      std::vector<std::string> known;
      for (const EntityType& type : ontology.types()) known.push_back(type.name);
      throw InputError(
          fmt::format("--type {}: the database's ontology has no such type; it has {}", asked, fmt::join(known, ", ")));
    }
    for (const EntityType& type : ontology.types()) {
      if (ontology.is_a(type.name, asked)) all.push_back(type.name);
    }
  }
  return all;
}

// Every relation asked for must be one of the ontology, or an open one that occurs.
void check_relations(const Ontology& ontology, const Graph& graph, const std::vector<std::string>& relations) {
  for (const std::string& asked : relations) {
    const auto [first, last] = edges(graph);
    if (ontology.relation(asked) != nullptr ||
        std::any_of(first, last, [&](const Edge& edge) { return graph[edge].type == asked; })) {
      continue;
    }
    std::vector<std::string> known;
    for (const RelationType& relation : ontology.relations()) known.push_back(relation.name);
    throw InputError(
        fmt::format("--relation {}: no such relation here; the ontology has {}", asked, fmt::join(known, ", ")));
  }
}

// The part of the database's graph that is asked for.
Graph load_graph(const Store& store, const Options& options) {
  Graph graph = store.graph();
  GraphFilter filter = options.filter;
  filter.types = with_subtypes(store.ontology(), filter.types);
  check_relations(store.ontology(), graph, filter.relations);
  return filter_graph(graph, filter);
}

std::string write_graph(const Options& options) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  std::ostringstream dot;
  write_dot(load_graph(store, options), store.ontology(), options.dot, dot);
  return std::move(dot).str();
}

void export_html(const Options& options) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const Graph graph = load_graph(store, options);
  Output output(options.output);
  write_html(graph, store.ontology(), options.html, output.stream());
  output.close();
}

void export_graph(const Options& options, const std::string& format) {
  const std::string dot = write_graph(options);
  Output output(options.output);
  if (const auto picture = parse_picture_format(format)) {
    render(dot, *picture, output.stream());
  } else {
    output.stream() << dot;
  }
  output.close();
}

void declare_filters(CLI::App& command, GraphFilter& filter) {
  const auto edtf = CLI::Validator(
      [](std::string& text) {
        return edtf_days(text) ? std::string() : text + " is not a date like 2024-03-15 or 2024";
      },
      "DATE", "date");
  constexpr const char* kGroup = "Filters";
  command.add_option("--entity", filter.entities, "Only what lies around this entity; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--depth", filter.depth, "How many steps around it")
      ->type_name("N")
      ->capture_default_str()
      ->group(kGroup);
  command.add_option("--type", filter.types, "Only entities of this type and those below it; several times")
      ->type_name("TYPE")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--relation", filter.relations, "Only this relation; several times")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--min-confidence", filter.min_confidence, "Only relations at least this sure, 0 to 1")
      ->type_name("P")
      ->check(CLI::Range(0.0, 1.0))
      ->group(kGroup);
  command.add_option("--since", filter.since, "No evidence dated before this")
      ->type_name("DATE")
      ->check(edtf)
      ->group(kGroup);
  command.add_option("--until", filter.until, "No evidence dated after this")
      ->type_name("DATE")
      ->check(edtf)
      ->group(kGroup);
  command.add_option("--top", filter.top, "Only this many entities, the most central")
      ->type_name("N")
      ->check(CLI::PositiveNumber)
      ->group(kGroup);
  command.add_flag("--asserted", filter.asserted_only, "No relations that are negated, planned or only possible")
      ->group(kGroup);
}

void declare_drawing(CLI::App& command, DotOptions& dot) {
  constexpr const char* kGroup = "Drawing";
  command.add_option("--max-nodes", dot.max_nodes, "Draw at most this many entities, the most central; 0: all")
      ->type_name("N")
      ->capture_default_str()
      ->group(kGroup);
  command.add_flag("--unconnected", dot.unconnected, "Draw entities without relations too")->group(kGroup);
  command.add_flag("--clusters", dot.clusters, "A box per type")->group(kGroup);
  command.add_flag("!--no-legend", dot.legend, "Leave out the legend")->group(kGroup);
  command.add_option("--layout", dot.layout, "Engine of Graphviz: dot, sfdp, neato, ...; by size if not given")
      ->type_name("NAME")
      ->group(kGroup);
  command.add_option("--title", dot.title, "Title of the picture")->type_name("TEXT")->group(kGroup);
}

// A command for one format, with what all formats have.
CLI::App* declare_format(CLI::App& parent, const std::string& format, const std::string& description,
                         Options& options) {
  CLI::App* command = parent.add_subcommand(format, description);
  add_database_option(*command, options.database);
  command->add_option("-o,--output", options.output, "File to write; standard output if not given")->type_name("FILE");
  declare_filters(*command, options.filter);
  return command;
}

void add_html(CLI::App& parent) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      declare_format(parent, "html", "One file in which to search, filter and read it, for any browser", *options);
  command
      ->add_option("--max-nodes", options->html.max_nodes, "Hold at most this many entities, the most central; 0: all")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--title", options->html.title, "Title of the page")->type_name("TEXT");
  command->footer("Example: factgraph export html --db news.db -o news.html");
  command->callback([options] { export_html(*options); });
}

void add_format(CLI::App& parent, const std::string& format, const std::string& description) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = declare_format(parent, format, description, *options);
  declare_drawing(*command, options->dot);
  command->footer(
      fmt::format("Example: factgraph export {0} --db news.db --entity Tokayev --depth 2 -o tokayev.{0}", format));
  command->callback([options, format] { export_graph(*options, format); });
}

}  // namespace

void add_export_command(CLI::App& app, Session& /*session*/) {
  CLI::App* command = app.add_subcommand("export", "Write the graph in a format for other programs, or as a picture");
  command->require_subcommand(1);
  add_format(*command, "dot", "GraphViz DOT");
  add_format(*command, "svg", "A picture for browsers and drawing programs");
  add_format(*command, "png", "A picture in pixels");
  add_format(*command, "pdf", "A picture for print");
  add_html(*command);
  command->footer(
      "factgraph export FORMAT --help lists filters and options. docs/dot.md says how to read the picture, "
      "docs/viewer.md the page.");
}

}  // namespace factgraph
