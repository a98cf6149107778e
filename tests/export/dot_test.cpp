#include "export/dot.h"

#include <gmock/gmock.h>
#include <graphviz/cgraph.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/difference.h"
#include "core/error.h"
#include "export/palette.h"
#include "export/picture.h"
#include "tests/support/hostile_names.h"
#include "tests/support/news_graph.h"

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string dot_of(const Graph& graph, const DotOptions& options = {}) {
  static const Ontology ontology = Ontology::shipped();
  std::ostringstream out;
  write_dot(graph, ontology, options, out);
  return out.str();
}

// DOT as cgraph reads it.
class ReadBack {
 public:
  explicit ReadBack(const std::string& dot) : graph_(agmemread(dot.c_str())) {
    if (graph_ == nullptr) return;
    for (Agnode_t* n = agfstnode(graph_.get()); n != nullptr; n = agnxtnode(graph_.get(), n)) {
      nodes.push_back(n);
      for (Agedge_t* e = agfstout(graph_.get(), n); e != nullptr; e = agnxtout(graph_.get(), e)) edges.push_back(e);
    }
  }

  [[nodiscard]] bool valid() const { return graph_ != nullptr; }

  [[nodiscard]] std::string graph_attribute(const std::string& name) const { return get(graph_.get(), name); }

  // An attribute's value, empty if it has none.
  [[nodiscard]] static std::string get(void* object, std::string name) {
    const char* value = agget(object, name.data());
    return value == nullptr ? "" : value;
  }

  // The text that an attribute stands for, by the rule of export/dot_text.h.
  [[nodiscard]] static std::string text(void* object, const std::string& name) {
    const std::string value = get(object, name);
    std::string result;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] != '\\') {
        result += value[i];
        continue;
      }
      ++i;
      if (i == value.size()) return "(a single backslash at the end)";
      if (value[i] == '\\') {
        result += '\\';
      } else if (value[i] == 'n') {
        result += '\n';
      } else if (value[i] == 'r') {
        result += '\r';
      } else {
        return "(an escape: " + value + ")";
      }
    }
    return result;
  }

  [[nodiscard]] Agnode_t* node(const std::string& name) const {
    for (Agnode_t* n : nodes) {
      if (text(n, "name") == name) return n;
    }
    return nullptr;
  }

  std::vector<Agnode_t*> nodes;
  std::vector<Agedge_t*> edges;

 private:
  struct Close {
    void operator()(Agraph_t* graph) const { agclose(graph); }
  };
  std::unique_ptr<Agraph_t, Close> graph_;
};

EntityNode entity(std::string name, std::string type) {
  EntityNode node;
  node.name = std::move(name);
  node.type = std::move(type);
  return node;
}

// One relation between a person and a meeting.
Graph one_relation(RelationEdge relation) {
  GraphBuilder builder;
  const auto speaker = builder.add_entity(entity("Irma Quist", "person"));
  const auto meeting = builder.add_entity(entity("Harbour Summit", "meeting"));
  builder.add_relation(speaker, meeting, std::move(relation));
  return builder.build();
}

RelationEdge spoke_at() {
  RelationEdge relation;
  relation.type = "spoke_at";
  Evidence evidence;
  evidence.document = "https://news.example/1";
  evidence.title = "Summit opens";
  evidence.sentence = "Irma Quist addressed the Harbour Summit on Friday.";
  evidence.time = "2024-03-15";
  relation.evidence.push_back(evidence);
  return relation;
}

TEST(WriteDot, ReadsBackWithEveryNodeAndEdge) {
  const Graph graph = news_graph(60);
  DotOptions options;
  options.max_nodes = 0;
  options.unconnected = true;
  const ReadBack read(dot_of(graph, options));
  ASSERT_TRUE(read.valid());
  EXPECT_EQ(read.nodes.size(), boost::num_vertices(graph));
  EXPECT_EQ(read.edges.size(), boost::num_edges(graph));  // parallel edges stay apart
  std::multiset<std::string> expected;
  std::multiset<std::string> found;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    expected.insert(graph[boost::source(e, graph)].name + "|" + graph[e].type + "|" +
                    graph[boost::target(e, graph)].name);
  }
  for (Agedge_t* e : read.edges) {
    found.insert(ReadBack::text(agtail(e), "name") + "|" + ReadBack::text(e, "relation") + "|" +
                 ReadBack::text(aghead(e), "name"));
  }
  EXPECT_EQ(found, expected);
}

TEST(WriteDot, KeepsHostileNamesEverywhere) {
  GraphBuilder builder;
  const std::vector<std::string> names = hostile_names();
  std::vector<std::size_t> handles;
  for (const std::string& name : names) {
    EntityNode node = entity(name, name);
    node.aliases = {name};
    node.values = {{spoke_at(), name}};
    handles.push_back(builder.add_entity(node));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    RelationEdge relation;
    relation.type = names[i];
    relation.open = i % 2 == 0;
    Evidence evidence;
    evidence.document = evidence.title = evidence.sentence = evidence.role = evidence.time = evidence.attributed_to =
        names[i];
    relation.evidence.push_back(evidence);
    builder.add_relation(handles[i], handles[(i + 1) % names.size()], relation);
  }
  const Graph graph = builder.build();
  DotOptions options;
  options.max_nodes = 0;
  options.title = "all of \"them\" <b>&amp; \\N\n";
  for (const bool clusters : {false, true}) {
    options.clusters = clusters;
    const ReadBack read(dot_of(graph, options));
    ASSERT_TRUE(read.valid());
    ASSERT_EQ(read.nodes.size(), names.size());
    ASSERT_EQ(read.edges.size(), names.size());
    std::multiset<std::string> found_names;
    std::multiset<std::string> found_types;
    std::multiset<std::string> found_relations;
    for (Agnode_t* n : read.nodes) {
      found_names.insert(ReadBack::text(n, "name"));
      found_types.insert(ReadBack::text(n, "type"));
    }
    for (Agedge_t* e : read.edges) found_relations.insert(ReadBack::text(e, "relation"));
    const std::multiset<std::string> all(names.begin(), names.end());
    EXPECT_EQ(found_names, all);
    EXPECT_EQ(found_types, all);
    EXPECT_EQ(found_relations, all);
  }
}

TEST(WriteDot, ShowsBackslashesAndEntitiesLiterally) {
  GraphBuilder builder;
  builder.add_entity(entity("\\N C:\\dir\\ &amp; <b>", "person"));
  const ReadBack read(dot_of(builder.build()));
  ASSERT_EQ(read.nodes.size(), 1U);
  EXPECT_EQ(ReadBack::text(read.nodes[0], "label"), "\\N C:\\dir\\\n&amp;amp; <b>");  // wrapped; Graphviz shows &amp;
}

TEST(WriteDot, SameGraphGivesSameBytes) { EXPECT_EQ(dot_of(news_graph(200)), dot_of(news_graph(200))); }

TEST(WriteDot, LabelsEdgesWithWordsRoleAndTime) {
  const ReadBack read(dot_of(one_relation(spoke_at())));
  ASSERT_EQ(read.edges.size(), 1U);
  EXPECT_EQ(ReadBack::text(read.edges[0], "label"), "spoke at\n(15 Mar 2024)");
  EXPECT_EQ(ReadBack::text(read.edges[0], "relation"), "spoke_at");
  EXPECT_EQ(ReadBack::text(read.edges[0], "tooltip"),
            "Irma Quist spoke at Harbour Summit\n“Irma Quist addressed the Harbour Summit on Friday.”\n— Summit opens");
  EXPECT_EQ(ReadBack::get(read.edges[0], "labeltooltip"), ReadBack::get(read.edges[0], "tooltip"));
}

TEST(WriteDot, TooltipNamesSpeakersAndCountsTheRest) {
  RelationEdge relation = spoke_at();
  relation.evidence[0].attributed_to = "the ministry";
  relation.evidence[0].title.clear();
  relation.evidence[0].sentence = std::string(1000, 'w');
  for (std::uint32_t i = 1; i <= 4; ++i) {
    relation.evidence.push_back(spoke_at().evidence[0]);
    relation.evidence.back().start = i;
  }
  const ReadBack read(dot_of(one_relation(relation)));
  const std::string tooltip = ReadBack::text(read.edges.at(0), "tooltip");
  EXPECT_THAT(tooltip, HasSubstr("w…”\n— https://news.example/1, according to the ministry\n"));
  EXPECT_THAT(tooltip, HasSubstr("\nand 2 more"));
  EXPECT_LT(tooltip.size(), 1000U);
}

TEST(WriteDot, TellsNegatedPlannedPossibleAndOpenApart) {
  std::map<std::string, std::string> legends;
  std::set<std::string> looks;
  const auto add = [&](const std::string& name, const RelationEdge& relation) {
    const ReadBack read(dot_of(one_relation(relation)));
    Agedge_t* e = read.edges.at(0);
    EXPECT_TRUE(
        looks.insert(ReadBack::get(e, "style") + ReadBack::get(e, "color") + ReadBack::get(e, "arrowhead")).second);
    legends[name] = read.graph_attribute("label");
    return ReadBack::text(e, "label");
  };
  EXPECT_THAT(add("stated", spoke_at()), StartsWith("spoke at"));
  RelationEdge relation = spoke_at();
  relation.polarity = Polarity::kNegated;
  EXPECT_THAT(add("denied", relation), StartsWith("not spoke at"));
  relation = spoke_at();
  relation.modality = Modality::kPlanned;
  add("planned", relation);
  relation.modality = Modality::kPossible;
  add("possible", relation);
  relation = spoke_at();
  relation.open = true;
  relation.type = "hold forth at";
  EXPECT_THAT(add("words of the text", relation), StartsWith("hold forth at"));
  EXPECT_THAT(legends.at("stated"),
              AllOf(HasSubstr("Person"), HasSubstr("Event"), Not(HasSubstr("stated")), Not(HasSubstr("Place"))));
  for (const char* kind : {"denied", "planned", "possible", "words of the text"})
    EXPECT_THAT(legends.at(kind), HasSubstr(kind));
}

TEST(WriteDot, WidthGrowsWithEvidence) {
  double before = 0;
  for (const std::size_t sentences : {1U, 2U, 4U, 8U, 100U}) {
    RelationEdge relation = spoke_at();
    relation.evidence.resize(sentences, relation.evidence[0]);
    const ReadBack read(dot_of(one_relation(relation)));
    const double width = std::stod(ReadBack::get(read.edges.at(0), "penwidth"));
    EXPECT_GT(width, before);
    EXPECT_LE(width, 4.0);
    before = width;
  }
}

TEST(WriteDot, SymmetricRelationsHaveNoArrow) {
  GraphBuilder builder;
  const auto a = builder.add_entity(entity("Ann", "person"));
  const auto b = builder.add_entity(entity("Ben", "person"));
  RelationEdge relation;
  relation.type = "spouse_of";
  builder.add_relation(a, b, relation);
  const ReadBack read(dot_of(builder.build()));
  EXPECT_EQ(ReadBack::get(read.edges.at(0), "dir"), "none");
}

TEST(WriteDot, RootTypesDifferInShapeAndColour) {
  const std::vector<std::string> types = {"person", "company", "city",  "election",
                                          "law",    "product", "group", "concept"};
  GraphBuilder builder;
  for (const std::string& type : types) builder.add_entity(entity("The " + type, type));
  const ReadBack read(dot_of(builder.build()));
  std::set<std::string> shapes;
  std::set<std::string> fills;
  for (Agnode_t* n : read.nodes) {
    shapes.insert(ReadBack::get(n, "shape") + ReadBack::get(n, "peripheries") + ReadBack::get(n, "style"));
    fills.insert(ReadBack::get(n, "fillcolor"));
  }
  EXPECT_EQ(shapes.size(), types.size());
  EXPECT_EQ(fills.size(), types.size());
  for (const char* word : {"Person", "Organization", "Place", "Event", "Work", "Product", "Group", "Concept"}) {
    EXPECT_THAT(read.graph_attribute("label"), HasSubstr(word));
  }
}

TEST(WriteDot, SubtypesLookLikeTheirRoot) {
  GraphBuilder builder;
  builder.add_entity(entity("Nordhaven", "city"));
  builder.add_entity(entity("Ostland", "country"));
  const ReadBack read(dot_of(builder.build()));
  EXPECT_EQ(ReadBack::get(read.node("Nordhaven"), "fillcolor"), ReadBack::get(read.node("Ostland"), "fillcolor"));
  EXPECT_EQ(ReadBack::get(read.node("Nordhaven"), "type"), "city");
}

// The nodes of entities, and those of crowds.
std::pair<std::size_t, std::size_t> entities_and_crowds(const ReadBack& read) {
  std::pair<std::size_t, std::size_t> counts;
  for (Agnode_t* n : read.nodes) ++(ReadBack::get(n, "crowd").empty() ? counts.first : counts.second);
  return counts;
}

TEST(WriteDot, KeepsTheMostCentralWithinTheBudgetAndSaysSo) {
  const Graph graph = news_graph(300);
  DotOptions options;
  options.max_nodes = 20;
  const std::string dot = dot_of(graph, options);
  const ReadBack read(dot);
  ASSERT_TRUE(read.valid());
  EXPECT_LE(read.nodes.size(), 20U);
  const auto [entities, crowds] = entities_and_crowds(read);
  EXPECT_GE(entities, 15U);
  EXPECT_EQ(crowds, 3U);
  EXPECT_NE(read.node(graph[most_central(graph)[0]].name), nullptr);
  std::size_t relations = 0;
  for (Agedge_t* e : read.edges) relations += ReadBack::get(e, "relation").empty() ? 0 : 1;
  const std::string said = std::to_string(entities) +
                           " of 300 entities (the most central, each with one it is related to), " +
                           std::to_string(relations) + " of " + std::to_string(boost::num_edges(graph)) + " relations";
  EXPECT_THAT(dot, StartsWith("// "));
  EXPECT_THAT(dot.substr(0, dot.find('\n')), HasSubstr(said));
  EXPECT_THAT(read.graph_attribute("label"), HasSubstr("the most central"));
}

TEST(WriteDot, ALineThatOnlyPaleRelationsHaveIsPaleInTheLegend) {
  GraphBuilder builder;
  std::vector<std::size_t> people;
  for (const char* name : {"Ann", "Ben", "Cleo"}) {
    EntityNode node;
    node.name = name;
    node.type = "person";
    people.push_back(builder.add_entity(node));
  }
  RelationEdge relation;
  relation.type = "met_with";
  relation.evidence.resize(1);
  relation.evidence[0].time = "2024-03-15";
  builder.add_relation(people[0], people[1], relation);
  relation.polarity = Polarity::kNegated;
  relation.evidence[0].time = "2024-02-15";
  builder.add_relation(people[0], people[2], relation);
  const Graph graph = builder.build();
  const auto legend = [&](const Period& period) {
    std::ostringstream out;
    write_dot(at(choose(graph, {}, {}), period), Ontology::shipped(), DotOptions(), out);
    return ReadBack(out.str()).graph_attribute("label");
  };
  const std::string denied(look_of(Line::kNegated, Theme::kLight).color);
  EXPECT_THAT(legend({"2024-02", "Feb 2024"}), HasSubstr(denied));
  EXPECT_THAT(legend({"2024-03", "Mar 2024"}), AllOf(HasSubstr("not (denied)"), Not(HasSubstr(denied))));
}

TEST(WriteDot, SumsUpTheRestByCommunityUnlessToldNotTo) {
  DotOptions options;
  options.max_nodes = 30;
  const ReadBack read(dot_of(news_graph(300), options));
  EXPECT_EQ(entities_and_crowds(read).second, 5U);
  EXPECT_THAT(read.graph_attribute("label"), HasSubstr("by community"));
  for (Agnode_t* n : read.nodes) {
    if (ReadBack::get(n, "crowd").empty()) continue;
    EXPECT_GT(std::stoul(ReadBack::get(n, "crowd")), 1U);
    EXPECT_THAT(ReadBack::text(n, "label"), HasSubstr(",\n"));
  }
  std::size_t ties = 0;
  for (Agedge_t* e : read.edges) {
    if (!ReadBack::get(e, "relation").empty()) continue;
    ++ties;
    EXPECT_EQ(ReadBack::get(e, "label"), ReadBack::get(e, "relations"));
  }
  EXPECT_GT(ties, 0U);
  options.crowds = false;
  EXPECT_EQ(entities_and_crowds(ReadBack(dot_of(news_graph(300), options))).second, 0U);
}

TEST(WriteDot, MarksWhatThePictureIsAbout) {
  const Graph graph = news_graph(30);
  DotOptions options;
  options.focus = {graph[0].name};
  const ReadBack read(dot_of(graph, options));
  std::size_t marked = 0;
  for (Agnode_t* n : read.nodes) marked += ReadBack::get(n, "penwidth") == "3" ? 1 : 0;
  EXPECT_EQ(marked, 1U);
  EXPECT_EQ(ReadBack::get(read.node(graph[0].name), "penwidth"), "3");
  options.focus = {"Nobody at all"};
  EXPECT_THROW(dot_of(graph, options), InputError);
}

TEST(WriteDot, IsDarkOnRequest) {
  DotOptions options;
  options.theme = Theme::kDark;
  const ReadBack read(dot_of(one_relation(spoke_at()), options));
  EXPECT_EQ(read.graph_attribute("bgcolor"), paper(Theme::kDark).background);
  EXPECT_EQ(ReadBack::get(read.node("Irma Quist"), "fillcolor"), looks(Theme::kDark)[0].fill);
  EXPECT_EQ(ReadBack::get(read.node("Irma Quist"), "fontcolor"), paper(Theme::kDark).text);
}

// The words of relations as nodes: A -> words -> B.
TEST(WriteDot, GivesWordsOfRelationsAPlaceOfTheirOwnInPictures) {
  DotOptions options;
  options.words_as_nodes = true;
  options.max_nodes = 0;
  const Graph graph = news_graph(60);
  const ReadBack read(dot_of(graph, options));
  ASSERT_TRUE(read.valid());
  ASSERT_EQ(read.graph_attribute("layout"), "sfdp");
  std::multiset<std::string> expected;
  std::multiset<std::string> found;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    expected.insert(graph[boost::source(e, graph)].name + "|" + graph[e].type + "|" +
                    graph[boost::target(e, graph)].name);
  }
  std::map<Agnode_t*, std::string> from;
  for (Agedge_t* e : read.edges) {
    if (ReadBack::text(aghead(e), "name").empty()) from[aghead(e)] = ReadBack::text(agtail(e), "name");
  }
  for (Agedge_t* e : read.edges) {
    if (!ReadBack::text(agtail(e), "name").empty()) continue;
    found.insert(from.at(agtail(e)) + "|" + ReadBack::text(e, "relation") + "|" + ReadBack::text(aghead(e), "name"));
    EXPECT_FALSE(ReadBack::get(agtail(e), "label").empty());
  }
  EXPECT_EQ(found, expected);
  options.layout = "dot";  // keeps room for labels itself
  EXPECT_EQ(ReadBack(dot_of(graph, options)).edges.size(), boost::num_edges(graph));
}

TEST(WriteDot, DrawsAComparisonWithSignsColoursAndLegend) {
  RelationEdge other = spoke_at();
  other.type = "visited";
  const Picture picture = choose(compare(one_relation(spoke_at()), one_relation(other)), {});
  std::ostringstream out;
  write_dot(picture, Ontology::shipped(), {}, out);
  const ReadBack read(out.str());
  ASSERT_EQ(read.edges.size(), 2U);
  std::set<std::string> labels;
  std::set<std::string> colors;
  std::set<std::string> changes;
  for (Agedge_t* e : read.edges) {
    changes.insert(ReadBack::get(e, "relation") + " " + ReadBack::get(e, "change"));
    labels.insert(ReadBack::text(e, "label").substr(0, ReadBack::text(e, "label").find('\n')));
    colors.insert(ReadBack::get(e, "color"));
  }
  EXPECT_EQ(labels, (std::set<std::string>{"+ visited", "− spoke at"}));
  EXPECT_EQ(colors.size(), 2U);
  EXPECT_EQ(changes, (std::set<std::string>{"spoke_at gone", "visited added"}));
  EXPECT_EQ(ReadBack::get(read.node("Irma Quist"), "change"), "same");
  EXPECT_THAT(read.graph_attribute("label"),
              AllOf(HasSubstr("added"), HasSubstr("gone"), Not(HasSubstr("other evidence")),
                    HasSubstr("1 relation added, 1 gone")));
}

TEST(WriteDot, APictureOfASeriesHidesWhatIsLater) {
  const Graph graph = one_relation(spoke_at());
  const Picture whole = choose(graph, {}, {});
  std::ostringstream before;
  write_dot(at(whole, {"2024-02", "Feb 2024"}), Ontology::shipped(), {}, before);
  const ReadBack read(before.str());
  EXPECT_EQ(ReadBack::get(read.edges.at(0), "style"), "invis");
  EXPECT_EQ(ReadBack::get(read.node("Irma Quist"), "style"), "invis");
  EXPECT_THAT(read.graph_attribute("label"), HasSubstr("Feb 2024"));
}

TEST(WriteDot, LeavesOutLonersUnlessAskedOrAlone) {
  GraphBuilder builder;
  const auto a = builder.add_entity(entity("A", "person"));
  const auto b = builder.add_entity(entity("B", "person"));
  builder.add_entity(entity("Loner", "person"));
  builder.add_relation(a, b, spoke_at());
  const Graph graph = builder.build();
  EXPECT_EQ(ReadBack(dot_of(graph)).nodes.size(), 2U);
  DotOptions options;
  options.unconnected = true;
  const std::string whole = dot_of(graph, options);
  EXPECT_EQ(ReadBack(whole).nodes.size(), 3U);
  EXPECT_THAT(whole, StartsWith("digraph"));

  GraphBuilder loners;
  loners.add_entity(entity("One", "person"));
  loners.add_entity(entity("Two", "city"));
  EXPECT_EQ(ReadBack(dot_of(loners.build())).nodes.size(), 2U);
}

TEST(WriteDot, AnEmptyGraphIsAValidGraph) {
  const ReadBack read(dot_of({}));
  EXPECT_TRUE(read.valid());
  EXPECT_EQ(read.nodes.size(), 0U);
}

TEST(WriteDot, ClustersAreBoxesPerType) {
  DotOptions options;
  EXPECT_THAT(dot_of(news_graph(20)), Not(HasSubstr("cluster")));
  options.clusters = true;
  EXPECT_THAT(dot_of(news_graph(20), options), AllOf(HasSubstr("subgraph cluster_1"), HasSubstr("label=\"Person\"")));
}

TEST(WriteDot, PicksTheLayoutBySizeAndTakesAWish) {
  DotOptions options;
  options.max_nodes = 0;
  EXPECT_EQ(ReadBack(dot_of(news_graph(10), options)).graph_attribute("layout"), "dot");
  EXPECT_EQ(ReadBack(dot_of(news_graph(400), options)).graph_attribute("layout"), "sfdp");
  options.layout = "circo";
  EXPECT_EQ(ReadBack(dot_of(news_graph(10), options)).graph_attribute("layout"), "circo");
  options.layout = "dot; rm";
  EXPECT_THROW(dot_of(news_graph(10), options), InputError);
}

TEST(WriteDot, TypesThatAUserAddsHaveALookOfTheirOwn) {
  const Ontology ontology = Ontology::parse(
      "version = \"1\"\n[types.person]\nlabel = \"Person\"\ndefinition = \"A human.\"\n"
      "[types.gene]\nlabel = \"Gene <x>\"\ndefinition = \"A gene.\"\n[types.protein]\nlabel = \"Protein\"\n"
      "definition = \"A protein.\"\n",
      "genes.toml");
  GraphBuilder builder;
  builder.add_entity(entity("TP53", "gene"));
  builder.add_entity(entity("p53", "protein"));
  std::ostringstream out;
  write_dot(builder.build(), ontology, {}, out);
  const ReadBack read(out.str());
  ASSERT_TRUE(read.valid());
  EXPECT_NE(ReadBack::get(read.node("TP53"), "shape"), ReadBack::get(read.node("p53"), "shape"));
  EXPECT_THAT(read.graph_attribute("label"), HasSubstr("Gene &lt;x&gt;"));
}

}  // namespace
}  // namespace factgraph
