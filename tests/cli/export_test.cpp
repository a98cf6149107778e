#include <graphviz/cgraph.h>

#include <memory>
#include <set>

#include "tests/cli/fixture.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The names of the nodes, read by Graphviz's own library.
std::set<std::string> node_names(const std::string& dot) {
  const std::unique_ptr<Agraph_t, decltype(&agclose)> graph(agmemread(dot.c_str()), &agclose);
  std::set<std::string> names;
  if (graph == nullptr) return names;
  std::string attribute = "name";
  for (Agnode_t* node = agfstnode(graph.get()); node != nullptr; node = agnxtnode(graph.get(), node)) {
    const char* name = agget(node, attribute.data());
    if (name != nullptr && *name != '\0') names.insert(name);
  }
  return names;
}

class Export : public CommandLine {
 protected:
  void SetUp() override {
    write("a.txt",
          "Irma Quist visited Berlin in 2019. Jonas Bergqvist was born in Oslo. Quist met Bergqvist in Paris. "
          "Amina Lund did not visit Rome.\n");
    run_well({"build", path("a.txt"), "--db", path("n.db")});
  }

  std::string dot(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"export", "dot", "--db", path("n.db")});
    return run_well(options);
  }
};

TEST_F(Export, DotIsReadByGraphviz) {
  EXPECT_THAT(node_names(dot()), AllOf(Contains("Irma Quist"), Contains("Berlin"), Contains("Jonas Bergqvist")));
}

TEST_F(Export, FiltersByNeighbourhoodTypeRelationAndTime) {
  EXPECT_THAT(node_names(dot({"--entity", "irma quist"})), AllOf(Contains("Berlin"), Not(Contains("Oslo"))));
  EXPECT_THAT(node_names(dot({"--entity", "Quist", "--depth", "2"})), Contains("Oslo"));
  EXPECT_THAT(node_names(dot({"--type", "person"})), AllOf(Contains("Irma Quist"), Not(Contains("Berlin"))));
  EXPECT_EQ(node_names(dot({"--relation", "born_in"})), (std::set<std::string>{"Jonas Bergqvist", "Oslo"}));
  EXPECT_THAT(node_names(dot({"--since", "2020"})), Not(Contains("Berlin")));
  EXPECT_EQ(node_names(dot({"--top", "1", "--unconnected"})).size(), 1U);
  EXPECT_THAT(node_names(dot({"--min-confidence", "1"})), Not(Contains("Berlin")));
  EXPECT_THAT(dot({"--asserted"}), Not(HasSubstr("Rome")));
}

TEST_F(Export, KeepsTheWaysBetweenTwo) {
  EXPECT_EQ(node_names(dot({"--between", "Irma Quist", "Oslo"})),
            (std::set<std::string>{"Irma Quist", "Jonas Bergqvist", "Oslo"}));
  const Outcome none = run({"export", "dot", "--db", path("n.db"), "--between", "Irma Quist", "Rome", "--asserted"});
  EXPECT_EQ(none.status, 1);
  EXPECT_THAT(none.err, HasSubstr("Rome"));
  EXPECT_EQ(run({"export", "dot", "--db", path("n.db"), "--between", "Irma Quist"}).status, 2);
}

TEST_F(Export, AroundIsAnotherWordForEntityAndIsMarked) {
  const std::string around = dot({"--around", "Irma Quist"});
  EXPECT_EQ(around, dot({"--entity", "Irma Quist"}));
  EXPECT_THAT(around, HasSubstr("penwidth=3"));
}

TEST_F(Export, ComparesWithAnOlderDatabase) {
  write("b.txt", "Jonas Bergqvist visited Lisbon in 2021.\n");
  run_well({"build", path("a.txt"), path("b.txt"), "--db", path("later.db")});
  const std::string forward = run_well({"export", "dot", "--db", path("later.db"), "--diff", path("n.db")});
  EXPECT_THAT(node_names(forward), AllOf(Contains("Lisbon"), Not(Contains("Berlin"))));
  EXPECT_THAT(forward, AllOf(HasSubstr("+ Lisbon"), HasSubstr("added")));
  const std::string back = run_well({"export", "dot", "--db", path("n.db"), "--diff", path("later.db")});
  EXPECT_THAT(back, AllOf(HasSubstr("− Lisbon"), HasSubstr("gone")));
  EXPECT_THAT(
      node_names(run_well({"export", "dot", "--db", path("n.db"), "--diff", path("later.db"), "--entity", "Lisbon"})),
      Contains("Lisbon"));
  EXPECT_EQ(run({"export", "dot", "--db", path("n.db"), "--diff", path("none.db")}).status, 1);
}

TEST_F(Export, DrawsASeriesOfPicturesIntoAFolder) {
  write("b.txt", "Jonas Bergqvist visited Lisbon on March 3, 2021. Irma Quist met Bergqvist on May 4, 2021.\n");
  run_well({"build", path("b.txt"), "--db", path("dated.db")});
  run_well({"export", "svg", "--db", path("dated.db"), "--by", "month", "--title", "Spring", "-o", path("months")});
  EXPECT_THAT(read("months/2021-03.svg"), AllOf(HasSubstr("Spring: Mar 2021"), HasSubstr("Lisbon")));
  EXPECT_THAT(read("months/2021-05.svg"), HasSubstr("Irma Quist"));
  run_well({"export", "dot", "--db", path("dated.db"), "--by", "year", "-o", path("years")});
  EXPECT_THAT(read("years/2021.dot"), HasSubstr("Lisbon"));
  EXPECT_THAT(run({"export", "dot", "--db", path("dated.db"), "--by", "month"}).err, HasSubstr("-o"));
  EXPECT_EQ(run({"export", "dot", "--db", path("dated.db"), "--by", "week", "-o", path("weeks")}).status, 2);
  EXPECT_THAT(
      run({"export", "dot", "--db", path("dated.db"), "--until", "1990", "--by", "month", "-o", path("no")}).err,
      HasSubstr("no series"));
}

TEST_F(Export, DrawsInTheDark) { EXPECT_NE(dot({"--theme", "dark"}), dot({"--theme", "light"})); }

TEST_F(Export, ASeriesKeepsToTheTimesAskedForAndTellsNothingFromLater) {
  write("b.txt",
        "Jonas Bergqvist visited Lisbon on March 3, 2021. Irma Quist met Bergqvist on May 4, 2021. "
        "Irma Quist visited Lisbon on June 9, 2022.\n");
  run_well({"build", path("b.txt"), "--db", path("dated.db")});
  run_well({"export", "svg", "--db", path("dated.db"), "--by", "month", "--since", "2021-04", "--until", "2021-12",
            "-o", path("months")});
  EXPECT_TRUE(std::filesystem::exists(path("months/2021-05.svg")));
  EXPECT_FALSE(std::filesystem::exists(path("months/2021-03.svg")));
  EXPECT_FALSE(std::filesystem::exists(path("months/2022-06.svg")));
  run_well({"export", "svg", "--db", path("dated.db"), "--by", "month", "-o", path("all")});
  EXPECT_THAT(read("all/2021-03.svg"), AllOf(HasSubstr("Mar 2021"), Not(HasSubstr("Jun 2022"))));
  // Who is in two of them stands at the same place in both.
  const auto place = [&](const std::string& file) {
    const std::string svg = read(file);
    const std::size_t node =
        svg.find(">Jonas Bergqvist<") != std::string::npos ? svg.find(">Jonas Bergqvist<") : svg.find(">Jonas");
    const std::size_t text = svg.rfind("<text", node);
    return svg.substr(text, svg.find("font-family", text) - text);
  };
  EXPECT_EQ(place("all/2021-03.svg"), place("all/2021-05.svg"));
  EXPECT_THAT(place("all/2021-03.svg"), HasSubstr("x="));
}

TEST_F(Export, TopOfAPictureIsConnected) {
  // The two most central need not know one another.
  const std::string top = dot({"--top", "2"});
  EXPECT_EQ(node_names(top).size(), 2U);
  EXPECT_THAT(top, HasSubstr(" -> "));
  EXPECT_THAT(run_well({"export", "mermaid", "--top", "2", "--db", path("n.db")}), HasSubstr("| n"));
}

TEST_F(Export, TakesNoOptionThatCannotMeanAnything) {
  const auto usage = [this](const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"export", "dot", "--db", path("n.db")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments);
  };
  EXPECT_EQ(usage({"-q"}).status, 0);
  EXPECT_EQ(usage({"--depth", "2"}).status, 2);
  EXPECT_EQ(usage({"--ways", "2"}).status, 2);
  const Outcome theme = usage({"--theme", "neon"});
  EXPECT_EQ(theme.status, 2);
  EXPECT_THAT(theme.err, HasSubstr("\"neon\" is none of light|dark"));
  EXPECT_THAT(usage({"--by", "week", "-o", path("weeks")}).err, HasSubstr("\"week\" is none of month|year"));
  const Outcome times = usage({"--since", "2024", "--until", "2020"});
  EXPECT_EQ(times.status, 1);
  EXPECT_THAT(times.err, HasSubstr("--since 2024 is after --until 2020"));
}

TEST_F(Export, NamesWhatItDoesNotKnow) {
  const auto complaint = [this](const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {"export", "dot", "--db", path("n.db")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Outcome outcome = run(arguments);
    EXPECT_NE(outcome.status, 0);
    return outcome.err;
  };
  EXPECT_THAT(complaint({"--entity", "Irma Qvist"}), HasSubstr("Irma Quist"));
  EXPECT_THAT(complaint({"--type", "alien"}), AllOf(HasSubstr("alien"), HasSubstr("person")));
  EXPECT_THAT(complaint({"--relation", "adores"}), AllOf(HasSubstr("adores"), HasSubstr("born_in")));
  EXPECT_THAT(complaint({"--layout", "spiral"}), HasSubstr("spiral"));
  EXPECT_THAT(complaint({"--since", "yesterday"}), HasSubstr("yesterday"));
}

TEST_F(Export, DrawsPictures) {
  run_well({"export", "svg", "--db", path("n.db"), "-o", path("n.svg")});
  EXPECT_THAT(read("n.svg"), AllOf(HasSubstr("<svg"), HasSubstr("Irma Quist"), HasSubstr("</svg>")));
  run_well({"export", "png", "--db", path("n.db"), "-o", path("n.png")});
  EXPECT_THAT(read("n.png"), StartsWith("\x89PNG"));
  run_well({"export", "pdf", "--db", path("n.db"), "-o", path("n.pdf")});
  EXPECT_THAT(read("n.pdf"), StartsWith("%PDF"));
}

TEST_F(Export, WritesEveryFormatWithTheFilters) {
  for (const char* format : {"mermaid", "graphml", "gexf", "node-link", "cytoscape", "turtle", "ntriples", "jsonld",
                             "ftm", "cypher", "csv"}) {
    const std::string text = run_well({"export", format, "--db", path("n.db"), "--entity", "Irma Quist"});
    EXPECT_THAT(text, AllOf(HasSubstr("Berlin"), Not(HasSubstr("Oslo")))) << format;
  }
  const std::vector<std::pair<std::string, std::string>> folders = {
      {"neo4j", "entities.csv"}, {"graphrag", "entities.csv"}, {"obsidian", "Irma Quist.md"}};
  for (const auto& [format, file] : folders) {
    run_well({"export", format, "--db", path("n.db"), "--entity", "Irma Quist", "-o", path(format)});
    EXPECT_THAT(read(format + "/" + file), HasSubstr("Irma Quist")) << format;
    EXPECT_THAT(read(format + "/" + file), Not(HasSubstr("Oslo"))) << format;
  }
}

TEST_F(Export, OverwritesNoFolder) {
  write("vault/mine.md", "mine\n");
  const Outcome taken = run({"export", "obsidian", "--db", path("n.db"), "-o", path("vault")});
  EXPECT_EQ(taken.status, 1);
  EXPECT_THAT(taken.err, HasSubstr("is there already"));
  EXPECT_EQ(read("vault/mine.md"), "mine\n");
  const Outcome nowhere = run({"export", "obsidian", "--db", path("n.db")});
  EXPECT_EQ(nowhere.status, 1);
  EXPECT_THAT(nowhere.err, HasSubstr("-o"));
}

TEST_F(Export, LeavesNoHalfWrittenFile) {
  write("n.dot", "what was there\n");
  EXPECT_EQ(run({"export", "dot", "--db", path("n.db"), "--entity", "Nobody", "-o", path("n.dot")}).status, 1);
  EXPECT_EQ(read("n.dot"), "what was there\n");
  EXPECT_EQ(run({"export", "dot", "--db", path("n.db"), "-o", path("no/such/folder.dot")}).status, 1);
}

TEST_F(Export, SaysWhenTheDiskIsFull) {
  const Outcome outcome = run({"export", "dot", "--db", path("n.db"), "-o", "/dev/full"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("/dev/full"), HasSubstr("No space left")));
}

}  // namespace
}  // namespace factgraph
