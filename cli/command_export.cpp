#include <fmt/core.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/filters.h"
#include "cli/output.h"
#include "core/error.h"
#include "core/graph.h"
#include "db/store.h"
#include "export/cypher.h"
#include "export/cytoscape.h"
#include "export/dot.h"
#include "export/facts_csv.h"
#include "export/follow_the_money.h"
#include "export/gexf.h"
#include "export/graphml.h"
#include "export/graphrag_csv.h"
#include "export/html.h"
#include "export/mermaid.h"
#include "export/neo4j_csv.h"
#include "export/node_link.h"
#include "export/obsidian.h"
#include "export/rdf.h"
#include "export/render.h"

namespace factgraph {
namespace {

constexpr std::size_t kMostInMermaid = 60;

struct Options {
  std::string database = kDefaultDatabase;
  std::string output;
  GraphFilter filter;
  DotOptions dot;
  HtmlOptions html;
};

// Which entities to look at, beside the filters that other commands have.
void declare_neighbourhood(CLI::App& command, GraphFilter& filter) {
  constexpr const char* kGroup = "Filters";
  command.add_option("--entity", filter.entities, "Only what lies around this entity; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(kGroup);
  command.add_option("--depth", filter.depth, "How many steps around it")
      ->type_name("N")
      ->capture_default_str()
      ->group(kGroup);
  command.add_option("--top", filter.top, "Only this many entities, the most central")
      ->type_name("N")
      ->check(CLI::PositiveNumber)
      ->group(kGroup);
}

void declare_drawing(CLI::App& command, Options& options) {
  DotOptions& dot = options.dot;
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

void declare_page(CLI::App& command, Options& options) {
  command
      .add_option("--max-nodes", options.html.max_nodes, "Hold at most this many entities, the most central; 0: all")
      ->type_name("N")
      ->capture_default_str();
  command.add_option("--title", options.html.title, "Title of the page")->type_name("TEXT");
}

// A format: how a graph is written to one file, or to a folder of files.
struct Format {
  const char* name;
  const char* description;
  void (*write)(const Graph&, const Ontology&, const Options&, std::ostream&);
  void (*write_folder)(const Graph&, const Ontology&, const OpenFile&) = nullptr;
  void (*declare)(CLI::App&, Options&) = nullptr;  // its own options, if it has some
};

template <PictureFormat kFormat>
void draw(const Graph& graph, const Ontology& ontology, const Options& options, std::ostream& out) {
  std::ostringstream dot;
  write_dot(graph, ontology, options.dot, dot);
  render(dot.str(), kFormat, out);
}

template <void (*kWrite)(const Graph&, std::ostream&)>
void write_plain(const Graph& graph, const Ontology& /*ontology*/, const Options& /*options*/, std::ostream& out) {
  kWrite(graph, out);
}

template <RdfSyntax kSyntax>
void write_triples(const Graph& graph, const Ontology& ontology, const Options& /*options*/, std::ostream& out) {
  write_rdf(graph, ontology, kSyntax, out);
}

const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {.name = "dot",
       .description = "GraphViz DOT",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& options,
                   std::ostream& out) { write_dot(graph, ontology, options.dot, out); },
       .declare = declare_drawing},
      {.name = "svg",
       .description = "A picture for browsers and drawing programs",
       .write = draw<PictureFormat::kSvg>,
       .declare = declare_drawing},
      {.name = "png",
       .description = "A picture in pixels",
       .write = draw<PictureFormat::kPng>,
       .declare = declare_drawing},
      {.name = "pdf",
       .description = "A picture for print",
       .write = draw<PictureFormat::kPdf>,
       .declare = declare_drawing},
      {.name = "html",
       .description = "One file in which to search, filter and read it, for any browser",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& options,
                   std::ostream& out) { write_html(graph, ontology, options.html, out); },
       .declare = declare_page},
      {.name = "mermaid",
       .description = "A flowchart of Mermaid, for Markdown",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& /*options*/,
                   std::ostream& out) { write_mermaid(graph, ontology, kMostInMermaid, out); }},
      {.name = "graphml", .description = "GraphML: networkx, igraph, yEd, Neo4j", .write = write_plain<write_graphml>},
      {.name = "gexf", .description = "GEXF 1.3: Gephi, with the times of facts", .write = write_plain<write_gexf>},
      {.name = "node-link", .description = "Node-link JSON: networkx, D3", .write = write_plain<write_node_link>},
      {.name = "cytoscape", .description = "JSON of Cytoscape", .write = write_plain<write_cytoscape>},
      {.name = "turtle",
       .description = "RDF as Turtle, in the terms of schema.org, PROV and Wikidata",
       .write = write_triples<RdfSyntax::kTurtle>},
      {.name = "ntriples", .description = "RDF as N-Triples", .write = write_triples<RdfSyntax::kNTriples>},
      {.name = "jsonld", .description = "RDF as JSON-LD", .write = write_triples<RdfSyntax::kJsonLd>},
      {.name = "ftm",
       .description = "Entities of FollowTheMoney, one a line: Aleph",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& /*options*/,
                   std::ostream& out) { write_follow_the_money(graph, ontology, out); }},
      {.name = "cypher", .description = "Statements of Cypher: Neo4j, Memgraph", .write = write_plain<write_cypher>},
      {.name = "neo4j",
       .description = "A folder of CSV for neo4j-admin, with the script that imports it",
       .write = nullptr,
       .write_folder = [](const Graph& graph, const Ontology& /*ontology*/,
                          const OpenFile& open) { write_neo4j_csv(graph, open); }},
      {.name = "csv",
       .description = "A table of facts, one row per piece of evidence",
       .write = write_plain<write_facts_csv>},
      {.name = "graphrag",
       .description = "A folder of CSV tables with the columns of GraphRAG",
       .write = nullptr,
       .write_folder = write_graphrag_csv},
      {.name = "obsidian",
       .description = "A folder of Markdown notes, one per entity, for Obsidian",
       .write = nullptr,
       .write_folder = write_obsidian},
  };
  return all;
}

void export_graph(const Options& options, const Format& format) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const Graph graph = load_graph(store, options.filter);
  if (format.write_folder != nullptr) {
    if (options.output.empty() || options.output == "-") {
      throw InputError(fmt::format("export {} writes several files: name a folder with -o", format.name));
    }
    OutputFolder folder(options.output);
    format.write_folder(graph, store.ontology(),
                        [&](const std::string& name) -> std::ostream& { return folder.open(name); });
    folder.close();
    return;
  }
  Output output(options.output);
  format.write(graph, store.ontology(), options, output.stream());
  output.close();
}

void add_format(CLI::App& parent, const Format& format) {
  CLI::App* command = parent.add_subcommand(format.name, format.description);
  const auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  const bool folder = format.write_folder != nullptr;
  command
      ->add_option("-o,--output", options->output,
                   folder ? "Folder to make" : "File to write; standard output if not given")
      ->type_name(folder ? "FOLDER" : "FILE");
  declare_neighbourhood(*command, options->filter);
  add_filter_options(*command, options->filter);
  if (format.declare != nullptr) format.declare(*command, *options);
  command->footer(fmt::format("Example: factgraph export {0} --db news.db --entity Tokayev --depth 2 -o tokayev{1}{0}",
                              format.name, folder ? "-" : "."));
  command->callback([options, &format] { export_graph(*options, format); });
}

}  // namespace

void add_export_command(CLI::App& app, Session& /*session*/) {
  CLI::App* command = app.add_subcommand("export", "Write the graph in a format for other programs, or as a picture");
  command->require_subcommand(1);
  for (const Format& format : formats()) add_format(*command, format);
  command->footer(
      "factgraph export FORMAT --help lists filters and options. docs/dot.md says how to read the picture,\n"
      "docs/viewer.md the page, docs/exports.md what each format keeps.");
}

}  // namespace factgraph
