#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/filters.h"
#include "cli/output.h"
#include "core/difference.h"
#include "core/edtf.h"
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
#include "export/picture.h"
#include "export/rdf.h"
#include "export/render.h"

namespace factgraph {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string output;
  GraphFilter filter;
  DotOptions dot;
  HtmlOptions html;
  std::string older;                     // the database to compare with, for a picture
  std::optional<PeriodLength> interval;  // of a series of pictures
};

// An option whose value is one of a few words.
template <typename Value, typename Enum>
CLI::Option* add_choice(CLI::App& command, const std::string& name, Value& value,
                        const std::vector<std::pair<std::string, Enum>>& words, const std::string& description) {
  std::string type;
  for (const auto& [word, meaning] : words) type += (type.empty() ? "" : "|") + word;
  return command
      .add_option_function<std::string>(
          name,
          [&value, words, name, type](const std::string& given) {
            const auto found =
                std::find_if(words.begin(), words.end(), [&](const auto& entry) { return entry.first == given; });
            if (found == words.end())
              throw CLI::ValidationError(name, fmt::format("\"{}\" is none of {}", given, type));
            value = found->second;
          },
          description)
      ->type_name(type);
}

// Which entities to look at, beside the filters that other commands have.
void declare_neighbourhood(CLI::App& command, GraphFilter& filter) {
  constexpr const char* kGroup = "Filters";
  CLI::Option* entity = command
                            .add_option("--entity,--around", filter.entities,
                                        "Only what lies around this entity; may be given several times")
                            ->type_name("NAME")
                            ->allow_extra_args(false)
                            ->group(kGroup);
  command.add_option("--depth", filter.depth, "How many steps around it")
      ->type_name("N")
      ->needs(entity)
      ->capture_default_str()
      ->group(kGroup);
  CLI::Option* between =
      command
          .add_option("--between", filter.between, "Only what lies on the ways between these two, the best proven ones")
          ->type_name("NAME NAME")
          ->expected(2)
          ->group(kGroup);
  command.add_option("--ways", filter.ways, "How many ways between them")
      ->type_name("N")
      ->needs(between)
      ->check(CLI::Range(1, 100))
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
  command
      .add_option("--max-nodes", dot.max_nodes,
                  "Draw at most this many nodes: the most central entities, the rest summed up by community; 0: all")
      ->type_name("N")
      ->capture_default_str()
      ->group(kGroup);
  command.add_flag("!--no-rest", dot.crowds, "Leave the rest out instead of summing it up")->group(kGroup);
  command.add_flag("--unconnected", dot.unconnected, "Draw entities without relations too")->group(kGroup);
  command.add_flag("--clusters", dot.clusters, "A box per type")->group(kGroup);
  command.add_flag("!--no-legend", dot.legend, "Leave out the legend")->group(kGroup);
  command.add_option("--layout", dot.layout, "Engine of Graphviz: dot, sfdp, neato, ...; by size if not given")
      ->type_name("NAME")
      ->group(kGroup);
  add_choice(command, "--theme", dot.theme,
             std::vector<std::pair<std::string, Theme>>{{"light", Theme::kLight}, {"dark", Theme::kDark}},
             "On white or on black")
      ->group(kGroup);
  command.add_option("--title", dot.title, "Title of the picture")->type_name("TEXT")->group(kGroup);
  CLI::Option* older = command
                           .add_option("--diff", options.older,
                                       "Draw what has come, gone or changed since this older database was written")
                           ->type_name("FILE")
                           ->group(kGroup);
  add_choice(
      command, "--by", options.interval,
      std::vector<std::pair<std::string, PeriodLength>>{{"month", PeriodLength::kMonth}, {"year", PeriodLength::kYear}},
      "A picture per month or year, in the folder that -o names")
      ->excludes(older)
      ->group(kGroup);
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
  void (*draw)(const Picture&, const Ontology&, const DotOptions&, std::ostream&) = nullptr;  // for pictures
  void (*declare)(CLI::App&, Options&) = nullptr;  // its own options, if it has some
  bool picture = draw != nullptr;                  // draws the most central only
};

void draw_dot(const Picture& picture, const Ontology& ontology, const DotOptions& asked, std::ostream& out) {
  DotOptions options = asked;
  options.words_as_nodes = false;
  write_dot(picture, ontology, options, out);
}

template <PictureFormat kFormat>
void draw(const Picture& picture, const Ontology& ontology, const DotOptions& asked, std::ostream& out) {
  DotOptions options = asked;
  options.words_as_nodes = true;
  std::ostringstream dot;
  write_dot(picture, ontology, options, dot);
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
      {.name = "dot", .description = "GraphViz DOT", .write = nullptr, .draw = draw_dot, .declare = declare_drawing},
      {.name = "svg",
       .description = "A picture for browsers and drawing programs",
       .write = nullptr,
       .draw = draw<PictureFormat::kSvg>,
       .declare = declare_drawing},
      {.name = "png",
       .description = "A picture in pixels",
       .write = nullptr,
       .draw = draw<PictureFormat::kPng>,
       .declare = declare_drawing},
      {.name = "pdf",
       .description = "A picture for print",
       .write = nullptr,
       .draw = draw<PictureFormat::kPdf>,
       .declare = declare_drawing},
      {.name = "html",
       .description = "One file in which to search, filter and read it, for any browser",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& options,
                   std::ostream& out) { write_html(graph, ontology, options.html, out); },
       .declare = declare_page},
      {.name = "mermaid",
       .description = "A flowchart of Mermaid, for Markdown",
       .write = [](const Graph& graph, const Ontology& ontology, const Options& options,
                   std::ostream& out) { write_mermaid(graph, ontology, options.dot.max_nodes, out); },
       .picture = true},
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
      {.name = "cypher", .description = "Statements of Cypher: Neo4j", .write = write_plain<write_cypher>},
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

void need_folder(const Options& options, const std::string& what) {
  if (options.output.empty() || options.output == "-") {
    throw InputError(fmt::format("export {} writes several files: name a folder with -o", what));
  }
}

// The graph that the filters ask for; an empty one where they name what only another database knows.
std::optional<Graph> load_if_known(const Store& store, const GraphFilter& filter) {
  try {
    return load_graph(store, filter);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

Picture choose_changes(const Store& store, const Options& options) {
  const Store older = Store::open(options.older, Store::Access::kRead);
  std::optional<Graph> before = load_if_known(older, options.filter);
  if (!before) return choose(compare({}, load_graph(store, options.filter)), budget_of(options.dot));
  return choose(compare(*before, load_if_known(store, options.filter).value_or(Graph())), budget_of(options.dot));
}

std::vector<Vertex> focus_of(const Graph& graph, const GraphFilter& filter) {
  std::vector<std::string> names = filter.entities;
  names.insert(names.end(), filter.between.begin(), filter.between.end());
  std::vector<Vertex> focus;
  for (const std::string& name : names) {
    const std::vector<Vertex> found = find_entities(graph, name);
    focus.insert(focus.end(), found.begin(), found.end());
  }
  std::sort(focus.begin(), focus.end());
  focus.erase(std::unique(focus.begin(), focus.end()), focus.end());
  return focus;
}

void draw_series(const Options& options, const Format& format, const Store& store, const Graph& graph) {
  need_folder(options, fmt::format("{} --by", format.name));
  constexpr std::size_t kMostPictures = 500;
  const auto days = [](const std::string& date) { return edtf_days(date).value_or(DayRange{}); };
  const DayRange within{days(options.filter.since).first, days(options.filter.until).last};
  const std::vector<Period> periods = periods_of(graph, *options.interval, within);
  if (periods.empty()) throw InputError("nothing in it has a date: there is no series to draw");
  if (periods.size() > kMostPictures) {
    throw InputError(fmt::format("that would be {} pictures: narrow it down with --since and --until", periods.size()));
  }
  PictureBudget budget = budget_of(options.dot);
  budget.crowds = false;
  budget.relations_per_node = 0;  // the strongest of all might be none of a period's
  const Picture whole = choose(graph, focus_of(graph, options.filter), budget);
  // The words of a relation change from one to the next, and its place must not.
  DotOptions dot = options.dot;
  dot.words_as_nodes = true;
  if (dot.layout.empty()) dot.layout = dot.clusters ? "fdp" : "sfdp";
  std::ostringstream all;
  write_dot(whole, store.ontology(), dot, all);
  dot.places = places_of(all.str());
  OutputFolder folder(options.output);
  for (const Period& period : periods) {
    dot.title = options.dot.title.empty() ? period.words : fmt::format("{}: {}", options.dot.title, period.words);
    format.draw(at(whole, period), store.ontology(), dot, folder.open(fmt::format("{}.{}", period.edtf, format.name)));
  }
  folder.close();
}

void export_graph(const Options& asked, const Format& format) {
  Options options = asked;
  // A picture draws the most central with what they are related to: as a filter it could leave them without any relation.
  if (format.picture && options.older.empty() && options.filter.top > 0) {
    options.dot.max_nodes = options.filter.top;
    options.dot.crowds = false;
    options.filter.top = 0;
  }
  const Store store = Store::open(options.database, Store::Access::kRead);
  if (!options.older.empty()) {
    const Picture picture = choose_changes(store, options);
    Output output(options.output);
    format.draw(picture, store.ontology(), options.dot, output.stream());
    output.close();
    return;
  }
  const Graph graph = load_graph(store, options.filter);
  if (options.interval) {
    draw_series(options, format, store, graph);
    return;
  }
  if (format.write_folder != nullptr) {
    need_folder(options, format.name);
    OutputFolder folder(options.output);
    format.write_folder(graph, store.ontology(),
                        [&](const std::string& name) -> std::ostream& { return folder.open(name); });
    folder.close();
    return;
  }
  Output output(options.output);
  if (format.draw != nullptr) {
    const Picture picture = choose(graph, focus_of(graph, options.filter), budget_of(options.dot));
    format.draw(picture, store.ontology(), options.dot, output.stream());
  } else {
    format.write(graph, store.ontology(), options, output.stream());
  }
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
