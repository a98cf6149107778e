#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/graph/graphviz.hpp>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis.h"
#include "db/store.h"
#include "export/dot.h"
#include "export/graphml.h"

// Graphs of a million relations, from the database to Boost.Graph, through its analysis, to DOT and GraphML, beside
// boost::write_graphviz and fwrite, in processor time. tests/bench/graph_speed runs it, and networkx and igraph on the same graph.
//
//   bench_graph FOLDER [RELATIONS]     makes FOLDER/graph.db if it is not there, writes FOLDER/graph.{dot,graphml,edges}

namespace factgraph {
namespace {

constexpr std::size_t kPerDocument = 50;

// A made-up article: `kPerDocument` sentences with one relation each, between entities of which few are well known.
DocumentFacts article(std::uint32_t number, std::uint32_t entities) {
  std::uint64_t state = number * 2654435761U + 1;
  const auto pick = [&state](std::uint32_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::uint32_t>((state >> 33U) % below);
  };
  DocumentFacts facts;
  facts.document.uri = fmt::format("https://news.example/{:07}", number);
  facts.document.title = fmt::format("Article {}", number);
  std::string text;
  for (std::uint32_t i = 0; i < kPerDocument; ++i) {
    const auto start = static_cast<std::uint32_t>(text.size());
    const auto name = [&](std::uint32_t id) {
      const std::string words = fmt::format("Name{} Family{}", id % 977, id);
      const auto at = static_cast<std::uint32_t>(text.size());
      text += words;
      const Span span{at, static_cast<std::uint32_t>(text.size())};
      for (std::uint32_t known = 0; known < facts.entities.size(); ++known) {
        if (facts.entities[known].name != words) continue;
        facts.entities[known].mentions.push_back({span, MentionKind::kName});
        return known;
      }
      facts.entities.push_back({words, id % 3 == 0 ? "city" : "person", {{span, MentionKind::kName}}});
      return static_cast<std::uint32_t>(facts.entities.size() - 1);
    };
    Relation relation;
    relation.type = pick(2) == 0 ? "met_with" : "work on";
    relation.open = relation.type == "work on";
    relation.subject = name(pick(1 + pick(entities)));
    relation.subject_span = facts.entities[relation.subject].mentions.back().span;
    text += " spoke about the plan with ";
    relation.trigger_span = {static_cast<std::uint32_t>(text.size() - 27), static_cast<std::uint32_t>(text.size() - 1)};
    relation.object = name(pick(entities));
    relation.object_span = facts.entities[*relation.object].mentions.back().span;
    text += '.';
    relation.sentence = i;
    relation.confidence = 0.5 + pick(50) / 100.0;
    if (pick(4) == 0) relation.time = fmt::format("20{:02}", pick(25));
    facts.relations.push_back(relation);
    facts.sentences.push_back({start, static_cast<std::uint32_t>(text.size())});
    text += ' ';
  }
  facts.document.text = Text(std::move(text));
  return facts;
}

void make_database(const std::filesystem::path& path, std::size_t relations) {
  Store store = Store::create(path, Ontology::shipped(), {"bench", "bench"});
  std::vector<DocumentFacts> batch;
  const auto documents = static_cast<std::uint32_t>(relations / kPerDocument);
  for (std::uint32_t i = 0; i < documents; ++i) {
    batch.push_back(article(i, static_cast<std::uint32_t>(relations / 5)));
    if (batch.size() < 500 && i + 1 < documents) continue;
    store.add(batch);
    batch.clear();
  }
}

// Processor time of `action`, the least of `times`: other programs on the machine do not count.
double seconds(const std::function<void()>& action, int times = 1) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  };
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < times; ++i) {
    const double start = now();
    action();
    least = std::min(least, now() - start);
  }
  return least;
}

void report(const std::string& what, double time, const std::string& rate = {}) {
  fmt::print("{:<44}{:>9.3f} s  {}\n", what, time, rate);
  std::fflush(stdout);
}

std::size_t peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) / 1024;
}

// Writes a file by `write` and the same bytes by fwrite, in turns.
void compare_with_fwrite(const std::string& what, const std::filesystem::path& path,
                         const std::function<void(std::ostream&)>& write) {
  constexpr int kTimes = 3;
  const std::size_t before = peak_megabytes();
  const double ours = seconds(
      [&] {
        std::ofstream out(path, std::ios::binary);
        write(out);
      },
      kTimes);
  const std::size_t grown = peak_megabytes() - before;
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const double bare = seconds(
      [&] {
        FILE* file = std::fopen((path.string() + ".again").c_str(), "wb");
        std::fwrite(bytes.data(), 1, bytes.size(), file);
        std::fclose(file);
      },
      kTimes);
  std::filesystem::remove(path.string() + ".again");
  const double megabytes = static_cast<double>(bytes.size()) / 1e6;
  report(what, ours,
         fmt::format("{:.0f} MB, {:.0f} MB/s, {:.2f} of fwrite; memory grew by {} MB", megabytes, megabytes / ours,
                     bare / ours, grown));
  report("  fwrite of the same bytes", bare, fmt::format("{:.0f} MB/s", megabytes / bare));
}

void measure(const std::filesystem::path& folder, std::size_t relations) {
  const std::filesystem::path database = folder / "graph.db";
  if (!std::filesystem::exists(database)) {
    report("making the database", seconds([&] { make_database(database, relations); }));
  }
  const Store store = Store::open(database, Store::Access::kRead);
  Graph graph;
  const auto load = [&](const std::string& what, GraphDetail detail) {
    const double time = seconds([&] { graph = store.graph(detail); }, 3);
    const auto edges = static_cast<double>(boost::num_edges(graph));
    report(what, time, fmt::format("{:.0f} edges/s; {} MB", edges / time, peak_megabytes()));
  };
  load("database to Boost.Graph, for measures", GraphDetail::kRelations);
  load("database to Boost.Graph, with every sentence", GraphDetail::kEverything);
  fmt::print("{} entities, {} relations\n", boost::num_vertices(graph), boost::num_edges(graph));

  std::vector<double> rank;
  report("PageRank", seconds([&] { rank = centrality(graph); }, 3), "with the ties");
  const double tie_time = seconds([&] { (void)Ties(graph); }, 3);
  const Ties ties(graph);
  report("ties of the graph", tie_time);
  report("components", tie_time + seconds([&] { (void)components(ties); }, 3), "with the ties");
  report("k-core", tie_time + seconds([&] { (void)core_numbers(ties); }, 3), "with the ties");
  std::vector<std::size_t> groups;
  const double community_time = tie_time + seconds([&] { groups = communities(ties); });
  report("communities", community_time, fmt::format("with the ties; modularity {:.4f}", modularity(ties, groups)));
  report("betweenness, 100 pivots", seconds([&] { (void)betweenness(ties, 100); }));
  report("5 shortest paths", seconds([&] { (void)shortest_paths(graph, {0}, {boost::num_vertices(graph) - 1}, 5); }));

  compare_with_fwrite("DOT", folder / "graph.dot", [&](std::ostream& out) {
    DotOptions options;
    options.max_nodes = 0;
    write_dot(graph, store.ontology(), options, out);
  });
  compare_with_fwrite("GraphML", folder / "graph.graphml", [&](std::ostream& out) { write_graphml(graph, out); });
  compare_with_fwrite("boost::write_graphviz, names only", folder / "graph.boost.dot", [&](std::ostream& out) {
    boost::write_graphviz(out, graph, boost::make_label_writer(boost::get(&EntityNode::name, graph)),
                          boost::make_label_writer(boost::get(&RelationEdge::type, graph)));
  });
  std::ofstream list(folder / "graph.edges");
  for (Vertex v = 0; v < ties.size(); ++v) {
    for (const Ties::Tie& tie : ties.of(v)) {
      if (tie.to > v) list << v << ' ' << tie.to << ' ' << tie.weight << '\n';
    }
  }
}

}  // namespace
}  // namespace factgraph

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "bench_graph FOLDER [RELATIONS]\n");
    return 2;
  }
  factgraph::measure(argv[1], argc > 2 ? std::stoul(argv[2]) : 1'000'000);
}
