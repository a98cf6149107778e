#include <cmark.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <serd/serd.h>

#include <algorithm>
#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "export/cypher.h"
#include "export/cytoscape.h"
#include "export/facts_csv.h"
#include "export/follow_the_money.h"
#include "export/gexf.h"
#include "export/graphml.h"
#include "export/graphrag_csv.h"
#include "export/mermaid.h"
#include "export/neo4j_csv.h"
#include "export/node_link.h"
#include "export/obsidian.h"
#include "export/rdf.h"
#include "tests/support/hostile_names.h"
#include "tests/support/news_graph.h"
#include "tests/support/temporary_folder.h"

// Every format is read back by a reader that is not ours, with names that break writers which do not quote.

namespace factgraph {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Ontology& ontology() {
  static const Ontology shipped = Ontology::shipped();
  return shipped;
}

// A graph in which everything that can hold text holds hostile text, with parallel relations between neighbours.
Graph hostile_graph() {
  const std::vector<std::string> names = hostile_names();
  GraphBuilder builder;
  for (std::size_t i = 0; i < names.size(); ++i) {
    EntityNode node;
    node.name = names[i];
    node.type = i % 3 == 0 ? names[i] : "person";
    node.aliases = {names[(i + 1) % names.size()], names[(i + 2) % names.size()]};
    ValueFact fact;
    fact.relation.type = "date_of_birth";
    fact.value = names[i].empty() ? "x" : names[i];
    node.values = {fact};
    builder.add_entity(std::move(node));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    RelationEdge relation;
    relation.type = names[i];
    relation.open = true;
    Evidence evidence;
    evidence.document = names[i];
    evidence.title = names[(i + 3) % names.size()];
    evidence.sentence = names[i];
    evidence.role = names[i];
    evidence.time = i % 2 == 0 ? "2024-03-15" : names[i];
    evidence.attributed_to = names[i];
    relation.evidence = {evidence};
    builder.add_relation(i, (i + 1) % names.size(), relation);
    relation.type = "met_with";
    relation.open = false;
    builder.add_relation(i, (i + 1) % names.size(), relation);
    relation.polarity = Polarity::kNegated;
    builder.add_relation(i, (i + 1) % names.size(), std::move(relation));
  }
  return builder.build();
}

std::string written(const std::function<void(std::ostream&)>& write) {
  std::ostringstream out;
  write(out);
  return out.str();
}

std::multiset<std::string> names_of(const Graph& graph) {
  std::multiset<std::string> names;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) names.insert(graph[v].name);
  return names;
}

// "subject|relation|object" of each edge.
std::multiset<std::string> edges_of(const Graph& graph) {
  std::multiset<std::string> edges;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    edges.insert(graph[boost::source(e, graph)].name + "|" + graph[e].type + "|" + graph[boost::target(e, graph)].name);
  }
  return edges;
}

// What XML can hold of a text: control characters as their pictures.
std::string in_xml(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') {
      result += "\xe2\x90";
      result += static_cast<char>(0x80 + byte);
    } else {
      result += c;
    }
  }
  return result;
}

std::multiset<std::string> in_xml(const std::multiset<std::string>& texts) {
  std::multiset<std::string> result;
  for (const std::string& text : texts) result.insert(in_xml(text));
  return result;
}

// The files of an export that is a folder.
class Folder {
 public:
  OpenFile opener() {
    return [this](const std::string& name) -> std::ostream& {
      file_ = std::ofstream(folder_ / name, std::ios::binary);
      return file_;
    };
  }
  [[nodiscard]] std::filesystem::path path(const std::string& name) {
    file_.close();
    return folder_ / name;
  }
  [[nodiscard]] std::string read(const std::string& name) {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::set<std::string> files() {
    file_.close();
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / ".")) {
      names.insert(entry.path().filename().string());
    }
    return names;
  }

 private:
  TemporaryFolder folder_;
  std::ofstream file_;
};

using Rows = std::vector<std::map<std::string, std::string>>;

// A table of CSV as the program sqlite3 reads it.
Rows read_csv(const std::filesystem::path& path) {
  const std::string command =
      "sqlite3 :memory: -cmd '.mode json' -cmd '.import --csv \"" + path.string() + "\" t' 'SELECT * FROM t' 2>&1";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string json;
  std::array<char, 4096> part = {};
  for (std::size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe.get())) > 0;)
    json.append(part.data(), size);
  Rows rows;
  if (json.empty()) return rows;
  for (const auto& row : nlohmann::json::parse(json)) {
    auto& cells = rows.emplace_back();
    for (const auto& [name, value] : row.items()) {
      cells[name] = value.is_string() ? value.get<std::string>() : value.dump();
    }
  }
  return rows;
}

// The text behind a cell, without the guard against spreadsheets; fails for a cell that one would run.
std::string unguarded(const std::string& cell) {
  EXPECT_TRUE(cell.empty() || std::string("=+-@\t\r\n").find(cell.front()) == std::string::npos) << cell;
  return cell.starts_with('\'') ? cell.substr(1) : cell;
}

// sqlite3 takes CR LF for LF within cells, and cannot print all controls.
std::string as_sqlite(std::string text) {
  for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

struct ReadNode {
  std::string name;
  std::string type;
  std::string alias_2;
};
struct ReadEdge {
  std::string label;
  std::string sentence;
  std::string polarity;
};
using ReadGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, ReadNode, ReadEdge>;

ReadGraph read_graphml(const std::string& text) {
  ReadGraph graph;
  boost::dynamic_properties properties(boost::ignore_other_properties);
  properties.property("name", boost::get(&ReadNode::name, graph));
  properties.property("type", boost::get(&ReadNode::type, graph));
  properties.property("alias 2", boost::get(&ReadNode::alias_2, graph));
  properties.property("label", boost::get(&ReadEdge::label, graph));
  properties.property("sentence", boost::get(&ReadEdge::sentence, graph));
  properties.property("polarity", boost::get(&ReadEdge::polarity, graph));
  // Boost takes only 0 and 1 for truth values; GraphML has true and false, and so have all other readers.
  std::istringstream in(std::regex_replace(text, std::regex("attr.type=\"boolean\""), "attr.type=\"string\""));
  boost::read_graphml(in, graph, properties);
  return graph;
}

TEST(GraphMl, IsReadByBoostWithEveryNameAndParallelRelation) {
  const Graph graph = hostile_graph();
  const ReadGraph read = read_graphml(written([&](std::ostream& out) { write_graphml(graph, out); }));
  std::multiset<std::string> names;
  for (const auto v : boost::make_iterator_range(boost::vertices(read))) {
    names.insert(read[v].name);
    EXPECT_EQ(read[v].type, in_xml(graph[v].type));
    EXPECT_EQ(read[v].alias_2, in_xml(graph[v].aliases[1]));
  }
  EXPECT_EQ(names, in_xml(names_of(graph)));
  std::multiset<std::string> edges;
  for (const auto e : boost::make_iterator_range(boost::edges(read))) {
    edges.insert(read[boost::source(e, read)].name + "|" + read[e].label + "|" + read[boost::target(e, read)].name);
  }
  EXPECT_EQ(edges, in_xml(edges_of(graph)));
}

TEST(GraphMl, GivesEachAttributeANameOfItsOwn) {
  const Graph graph = news_graph(30);
  const std::string text = written([&](std::ostream& out) { write_graphml(graph, out); });
  std::multiset<std::string> names;
  const std::regex name("attr.name=\"([^\"]*)\"");
  for (std::sregex_iterator at(text.begin(), text.end(), name); at != std::sregex_iterator(); ++at) {
    names.insert((*at)[1]);
  }
  EXPECT_EQ(names.size(), (std::set<std::string>(names.begin(), names.end()).size()));
  EXPECT_EQ(names.count("documents of the relation"), 1U);
}

TEST(Formats, ANounIsNoNameOfAnEntity) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "Nordbank";
  node.type = "company";
  node.aliases = {"NB", "bank", "the company"};
  builder.add_entity(std::move(node));
  const Graph graph = builder.build();
  EXPECT_THAT(written([&](std::ostream& out) { write_rdf(graph, ontology(), RdfSyntax::kTurtle, out); }),
              AllOf(HasSubstr("alternateName \"NB\""), Not(HasSubstr("\"bank\"")), Not(HasSubstr("the company"))));
  EXPECT_THAT(written([&](std::ostream& out) { write_follow_the_money(graph, ontology(), out); }),
              AllOf(HasSubstr("\"alias\": [\"NB\"]"), Not(HasSubstr("the company"))));
}

TEST(GraphMl, NumbersWhatThereIsSeveralOf) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "Irma Quist";
  node.type = "person";
  builder.add_entity(node);
  node.name = "Oslo";
  builder.add_entity(node);
  RelationEdge relation;
  relation.type = "visited";
  Evidence evidence;
  evidence.document = "a";
  evidence.sentence = "Quist visited Oslo.";
  relation.evidence.push_back(evidence);
  evidence.document = "b";
  evidence.sentence = "Oslo was visited by Quist.";
  relation.evidence.push_back(evidence);
  builder.add_relation(0, 1, relation);
  const Graph graph = builder.build();
  const std::string text = written([&](std::ostream& out) { write_graphml(graph, out); });
  EXPECT_THAT(text, AllOf(HasSubstr("attr.name=\"sentence 2\""), HasSubstr(">Oslo was visited by Quist.<"),
                          HasSubstr(">Quist visited Oslo.<"), Not(HasSubstr("sentence 3"))));
}

const xmlChar* xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

// GEXF as libxml2 reads it.
class ReadXml {
 public:
  explicit ReadXml(const std::string& text)
      : document_(
            xmlReadMemory(text.data(), static_cast<int>(text.size()), "x", nullptr, XML_PARSE_NONET | XML_PARSE_HUGE),
            xmlFreeDoc) {
    if (document_) context_.reset(xmlXPathNewContext(document_.get()));
    if (context_) xmlXPathRegisterNs(context_.get(), xml("g"), xml("http://gexf.net/1.3"));
  }
  [[nodiscard]] bool valid() const { return document_ != nullptr; }
  [[nodiscard]] std::vector<std::string> texts(const std::string& path) const {
    const std::unique_ptr<xmlXPathObject, void (*)(xmlXPathObjectPtr)> found(
        xmlXPathEvalExpression(xml(path.c_str()), context_.get()), xmlXPathFreeObject);
    std::vector<std::string> result;
    for (int i = 0; found && found->nodesetval != nullptr && i < found->nodesetval->nodeNr; ++i) {
      const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(found->nodesetval->nodeTab[i]), xmlFree);
      result.emplace_back(reinterpret_cast<const char*>(text.get()));
    }
    return result;
  }

 private:
  std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document_;
  std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContextPtr)> context_{nullptr, xmlXPathFreeContext};
};

TEST(Gexf, IsReadByLibxmlWithEveryNameAndParallelRelation) {
  const Graph graph = hostile_graph();
  const ReadXml read(written([&](std::ostream& out) { write_gexf(graph, out); }));
  ASSERT_TRUE(read.valid());
  const auto labels = read.texts("//g:node/@label");
  EXPECT_EQ(std::multiset<std::string>(labels.begin(), labels.end()), in_xml(names_of(graph)));
  EXPECT_THAT(read.texts("//g:edge"), SizeIs(boost::num_edges(graph)));
  EXPECT_THAT(read.texts("//g:edge/@kind"), SizeIs(boost::num_edges(graph)));
  // Parallel edges are of different kinds.
  const auto kinds = read.texts("//g:edge[@source = //g:node[@label='123']/@id]/@kind");
  EXPECT_EQ(std::set<std::string>(kinds.begin(), kinds.end()).size(), 3U);
  // Whatever is referred to is there.
  EXPECT_THAT(read.texts("//g:node//g:attvalue[not(@for = //g:attributes[@class='node']/g:attribute/@id)]"), IsEmpty());
  EXPECT_THAT(read.texts("//g:edge[not(@target = //g:node/@id)]"), IsEmpty());
}

TEST(Gexf, LivesAtTheTimesThatEvidenceNames) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "Irma Quist";
  builder.add_entity(node);
  node.name = "Ostland";
  builder.add_entity(node);
  RelationEdge relation;
  relation.type = "leads";
  for (const char* time : {"2019/2021", "2024-03", "2025/..", "", "XXXX-03-15"}) {
    Evidence evidence;
    evidence.document = time;
    evidence.time = time;
    relation.evidence.push_back(evidence);
  }
  builder.add_relation(0, 1, relation);
  const Graph graph = builder.build();
  const ReadXml read(written([&](std::ostream& out) { write_gexf(graph, out); }));
  EXPECT_THAT(read.texts("//g:graph/@mode"), ElementsAre("dynamic"));
  EXPECT_THAT(read.texts("//g:spell/@start"), ElementsAre("2019-01-01", "2024-03-01", "2025-01-01"));
  EXPECT_THAT(read.texts("//g:spell/@end"), ElementsAre("2021-12-31", "2024-03-31"));
}

TEST(NodeLink, KeepsEverything) {
  const Graph graph = hostile_graph();
  const auto json = nlohmann::json::parse(written([&](std::ostream& out) { write_node_link(graph, out); }));
  EXPECT_EQ(json["multigraph"], true);
  std::map<std::string, std::string> names;
  ASSERT_EQ(json["nodes"].size(), boost::num_vertices(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    const auto& node = json["nodes"][v];
    EXPECT_EQ(node["name"], graph[v].name);
    EXPECT_EQ(node["type"], graph[v].type);
    EXPECT_EQ(node["aliases"], graph[v].aliases);
    EXPECT_EQ(node["values"][0]["value"], graph[v].values[0].value);
    names[node["id"]] = node["name"];
  }
  EXPECT_EQ(names.size(), boost::num_vertices(graph));
  std::multiset<std::string> edges;
  std::set<std::string> keys;
  for (const auto& link : json["links"]) {
    edges.insert(names.at(link["source"]) + "|" + link["label"].get<std::string>() + "|" + names.at(link["target"]));
    keys.insert(link["key"].get<std::string>());
    EXPECT_EQ(link["evidence"].size(), 1U);
  }
  EXPECT_EQ(edges, edges_of(graph));
  EXPECT_EQ(keys.size(), boost::num_edges(graph));
}

TEST(NodeLink, CanStandInAPage) {
  const Graph graph = hostile_graph();
  EXPECT_THAT(written([&](std::ostream& out) { write_node_link(graph, out); }), Not(HasSubstr("</script")));
}

TEST(Cytoscape, HasTheElementsOfTheGraph) {
  const Graph graph = hostile_graph();
  const auto json = nlohmann::json::parse(written([&](std::ostream& out) { write_cytoscape(graph, out); }));
  std::multiset<std::string> names;
  for (const auto& node : json["elements"]["nodes"]) names.insert(node["data"]["name"].get<std::string>());
  EXPECT_EQ(names, names_of(graph));
  std::set<std::string> ids;
  for (const auto& edge : json["elements"]["edges"]) ids.insert(edge["data"]["id"].get<std::string>());
  EXPECT_EQ(ids.size(), boost::num_edges(graph));
}

using Triple = std::array<std::string, 4>;  // the last one the object's datatype

struct SerdSink {
  std::set<Triple> triples;
  SerdEnv* env = nullptr;

  [[nodiscard]] std::string expanded(const SerdNode* node) const {
    if (node == nullptr || node->buf == nullptr) return "";
    SerdNode whole = serd_env_expand_node(env, node);
    const SerdNode& used = whole.buf == nullptr ? *node : whole;
    std::string text(reinterpret_cast<const char*>(used.buf), used.n_bytes);
    serd_node_free(&whole);
    return text;
  }
};

// The triples as serd reads them.
std::set<Triple> read_rdf(const std::string& text, SerdSyntax syntax) {
  SerdSink sink;
  sink.env = serd_env_new(nullptr);
  const auto on_prefix = [](void* handle, const SerdNode* name, const SerdNode* uri) {
    return serd_env_set_prefix(static_cast<SerdSink*>(handle)->env, name, uri);
  };
  const auto on_statement = [](void* handle, SerdStatementFlags, const SerdNode*, const SerdNode* subject,
                               const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                               const SerdNode*) {
    auto& to = *static_cast<SerdSink*>(handle);
    to.triples.insert({to.expanded(subject), to.expanded(predicate), to.expanded(object), to.expanded(datatype)});
    return SERD_SUCCESS;
  };
  SerdReader* reader = serd_reader_new(syntax, &sink, nullptr, nullptr, on_prefix, on_statement, nullptr);
  serd_reader_set_strict(reader, true);
  EXPECT_EQ(serd_reader_read_string(reader, reinterpret_cast<const uint8_t*>(text.c_str())), SERD_SUCCESS);
  serd_reader_free(reader);
  serd_env_free(sink.env);
  return std::move(sink.triples);
}

std::string rdf(const Graph& graph, RdfSyntax syntax) {
  return written([&](std::ostream& out) { write_rdf(graph, ontology(), syntax, out); });
}

TEST(Rdf, IsReadBySerdWithEveryName) {
  const Graph graph = hostile_graph();
  const std::set<Triple> triples = read_rdf(rdf(graph, RdfSyntax::kNTriples), SERD_NTRIPLES);
  std::multiset<std::string> names;
  std::set<std::string> statements;
  for (const auto& [subject, predicate, object, datatype] : triples) {
    if (predicate == "https://schema.org/name") names.insert(object);
    if (object == "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement") statements.insert(subject);
  }
  EXPECT_EQ(names, names_of(graph));
  EXPECT_EQ(statements.size(), boost::num_edges(graph) + boost::num_vertices(graph));  // each entity has a value
}

TEST(Rdf, IsTheSameInEverySyntax) {
  const Graph graph = hostile_graph();
  const std::set<Triple> triples = read_rdf(rdf(graph, RdfSyntax::kNTriples), SERD_NTRIPLES);
  EXPECT_GT(triples.size(), 1000U);
  EXPECT_EQ(read_rdf(rdf(graph, RdfSyntax::kTurtle), SERD_TURTLE), triples);
  std::set<Triple> json;
  for (const auto& node : nlohmann::json::parse(rdf(graph, RdfSyntax::kJsonLd))) {
    const std::string subject = node["@id"];
    for (const auto& [predicate, objects] : node.items()) {
      if (predicate == "@id") continue;
      for (const auto& object : objects) {
        if (predicate == "@type") {
          json.insert({subject, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", object, ""});
        } else if (object.contains("@id")) {
          json.insert({subject, predicate, object["@id"], ""});
        } else {
          json.insert({subject, predicate, object["@value"], object.value("@type", "")});
        }
      }
    }
  }
  EXPECT_EQ(json, triples);
}

TEST(Rdf, SaysInTheWordsOfOthersOnlyWhatIsSaidPlainly) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "Irma Quist";
  node.type = "person";
  ValueFact born;
  born.relation.type = "date_of_birth";
  born.value = "1961-05-03";
  node.values = {born};
  builder.add_entity(node);
  node.name = "Nordbank";
  node.type = "company";
  node.values.clear();
  builder.add_entity(node);
  node.name = "Sparfund";
  builder.add_entity(node);
  RelationEdge relation;
  relation.type = "works_for";
  builder.add_relation(0, 1, relation);
  relation.polarity = Polarity::kNegated;
  builder.add_relation(0, 2, relation);
  const Graph graph = builder.build();
  std::multiset<std::string> said;
  for (const auto& [subject, predicate, object, datatype] : read_rdf(rdf(graph, RdfSyntax::kTurtle), SERD_TURTLE)) {
    if (predicate.find("/prop/direct/") != std::string::npos && !predicate.ends_with("P31")) {
      said.insert(predicate.substr(predicate.rfind('/') + 1) + " " + datatype.substr(datatype.find('#') + 1));
    }
  }
  EXPECT_THAT(said, ElementsAre("P108 ", "P569 date"));
}

TEST(Rdf, TakesThePropertyThatFitsTheObjectAndTheDirection) {
  GraphBuilder builder;
  const auto add = [&builder](const char* name, const char* type) {
    EntityNode node;
    node.name = name;
    node.type = type;
    return builder.add_entity(std::move(node));
  };
  const auto relate = [&builder](std::size_t from, const char* relation, std::size_t to) {
    RelationEdge edge;
    edge.type = relation;
    builder.add_relation(from, to, std::move(edge));
  };
  EntityNode writer;
  writer.name = "Quist";
  writer.type = "person";
  ValueFact novelist;
  novelist.relation.type = "instance_of";
  novelist.value = "novelist";
  writer.values = {novelist};
  const auto quist = builder.add_entity(writer);
  const auto berg = add("Berg", "person");
  const auto oslo = add("Oslo", "city");
  const auto norway = add("Norway", "country");
  relate(quist, "created", add("Tides", "publication"));
  relate(quist, "leads", add("Nordbank", "company"));
  relate(quist, "leads", oslo);
  relate(quist, "leads", norway);  // as president or as prime minister
  relate(quist, "child_of", berg);
  relate(oslo, "located_in", norway);
  relate(add("Pier", "facility"), "located_in", oslo);
  std::map<std::string, std::string> names;
  std::vector<std::array<std::string, 3>> triples;
  for (const auto& [subject, predicate, object, datatype] :
       read_rdf(rdf(builder.build(), RdfSyntax::kTurtle), SERD_TURTLE)) {
    if (predicate == "https://schema.org/name") names[subject] = object;
    triples.push_back({subject, predicate.substr(predicate.rfind('/') + 1), object});
  }
  std::set<std::string> said;
  for (const auto& [subject, property, object] : triples) {
    const bool wikidata = property.starts_with('P') && property.find_first_not_of("0123456789", 1) == std::string::npos;
    if (names.contains(subject) && (names.contains(object) || object == "novelist") &&
        (wikidata || property == "creator")) {
      said.insert(names[subject] + " " + property + " " + (names.contains(object) ? names[object] : object));
    }
  }
  EXPECT_EQ(said, (std::set<std::string>{"Berg P40 Quist", "Nordbank P1037 Quist", "Oslo P17 Norway", "Oslo P6 Quist",
                                         "Pier P131 Oslo", "Tides P170 Quist", "Tides creator Quist"}));
}

TEST(FollowTheMoney, RefersOnlyToWhatIsThere) {
  const Graph graph = hostile_graph();
  std::istringstream lines(written([&](std::ostream& out) { write_follow_the_money(graph, ontology(), out); }));
  std::multiset<std::string> names;
  std::set<std::string> ids;
  std::size_t links = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line);
    EXPECT_TRUE(ids.insert(json["id"].get<std::string>()).second);
    const auto& properties = json["properties"];
    if (json["schema"] == "UnknownLink") {
      ++links;
      EXPECT_TRUE(ids.contains(properties["subject"][0].get<std::string>()));
      EXPECT_TRUE(ids.contains(properties["object"][0].get<std::string>()));
    } else {
      names.insert(properties["name"][0].get<std::string>());
    }
  }
  EXPECT_EQ(names, names_of(graph));
  EXPECT_EQ(links, boost::num_edges(graph) * 2 / 3);  // a third is denied
}

TEST(FollowTheMoney, TakesTheSchemataThatFit) {
  GraphBuilder builder;
  const auto add = [&](const char* name, const char* type) {
    EntityNode node;
    node.name = name;
    node.type = type;
    return builder.add_entity(std::move(node));
  };
  const auto quist = add("Irma Quist", "person");
  const auto bank = add("Nordbank", "company");
  const auto country = add("Ostland", "country");
  RelationEdge leads;
  leads.type = "leads";
  Evidence evidence;
  evidence.role = "chief executive";
  evidence.time = "2019/2021";
  evidence.document = "https://news.example/1";
  leads.evidence = {evidence};
  builder.add_relation(quist, bank, leads);
  builder.add_relation(quist, country, leads);
  const Graph graph = builder.build();
  const std::string text = written([&](std::ostream& out) { write_follow_the_money(graph, ontology(), out); });
  EXPECT_THAT(text, AllOf(HasSubstr("\"schema\": \"Company\""), HasSubstr("\"schema\": \"Address\""),
                          HasSubstr("\"schema\": \"Directorship\""), HasSubstr("\"schema\": \"UnknownLink\""),
                          HasSubstr("\"startDate\": [\"2019\"]"), HasSubstr("\"role\": [\"chief executive\"]"),
                          HasSubstr("\"sourceUrl\": [\"https://news.example/1\"]")));
}

TEST(FactsCsv, IsReadBySqliteAndRunsInNoSpreadsheet) {
  const Graph graph = hostile_graph();
  Folder folder;
  write_facts_csv(graph, folder.opener()("facts.csv"));
  const Rows rows = read_csv(folder.path("facts.csv"));
  std::multiset<std::string> found;
  for (const auto& row : rows) {
    for (const auto& [name, cell] : row) (void)unguarded(cell);
    found.insert(unguarded(row.at("subject")) + "|" + unguarded(row.at("relation")) + "|" +
                 unguarded(row.at("object")));
  }
  std::multiset<std::string> expected;
  for (const std::string& edge : edges_of(graph)) expected.insert(edge);
  EXPECT_EQ(found.size(), expected.size());
  EXPECT_THAT(found, Contains("=cmd()|=cmd()|{a|b|<port>c}"));
  std::set<std::string> missing;
  for (const std::string& edge : expected) {
    if (!found.contains(edge) && !found.contains(as_sqlite(edge))) missing.insert(edge);
  }
  EXPECT_THAT(missing, IsEmpty());
}

TEST(Neo4jCsv, TiesOnlyWhatIsThere) {
  const Graph graph = hostile_graph();
  Folder folder;
  write_neo4j_csv(graph, folder.opener());
  std::set<std::string> ids;
  for (const char* table : {"entities.csv", "aliases.csv", "values.csv", "evidence.csv"}) {
    for (const auto& row : read_csv(folder.path(table))) EXPECT_TRUE(ids.insert(row.at("id:ID")).second);
  }
  for (const char* table : {"relations.csv", "also_called.csv", "evidence_subjects.csv", "evidence_objects.csv"}) {
    for (const auto& row : read_csv(folder.path(table))) {
      EXPECT_TRUE(ids.contains(row.at(":START_ID"))) << table;
      EXPECT_TRUE(ids.contains(row.at(":END_ID"))) << table;
    }
  }
  EXPECT_THAT(read_csv(folder.path("relations.csv")), SizeIs(boost::num_edges(graph) + boost::num_vertices(graph)));
  // The script names every table and no other.
  for (const std::string& file : folder.files()) {
    if (file.ends_with(".csv")) {
      EXPECT_THAT(folder.read("import.sh"), HasSubstr("=" + file));
    }
  }
}

TEST(GraphRagCsv, JoinsAcrossTables) {
  const Graph graph = hostile_graph();
  Folder folder;
  write_graphrag_csv(graph, ontology(), folder.opener());
  std::set<std::string> units;
  for (const auto& row : read_csv(folder.path("text_units.csv"))) units.insert(row.at("id"));
  std::set<std::string> entities;
  for (const auto& row : read_csv(folder.path("entities.csv"))) entities.insert(row.at("id"));
  EXPECT_EQ(entities.size(), boost::num_vertices(graph));
  const Rows pairs = read_csv(folder.path("relationship_text_units.csv"));
  EXPECT_EQ(pairs.size(), boost::num_edges(graph));
  for (const auto& row : pairs) EXPECT_TRUE(units.contains(row.at("text_unit_id")));
  for (const auto& row : read_csv(folder.path("community_entities.csv"))) {
    EXPECT_TRUE(entities.contains(row.at("entity_id")));
  }
}

TEST(GraphRagCsv, SaysWhatIsOnlyPlannedPossibleOrDenied) {
  GraphBuilder builder;
  EntityNode firm;
  firm.name = "Nordbank";
  firm.type = "company";
  ValueFact inception;
  inception.relation.type = "inception";
  inception.relation.modality = Modality::kPlanned;
  inception.value = "2024-05";
  firm.values = {inception};
  const auto nordbank = builder.add_entity(firm);
  firm.values.clear();
  firm.name = "Sparfund";
  const auto sparfund = builder.add_entity(firm);
  RelationEdge relation;
  relation.type = "acquired";
  relation.modality = Modality::kPossible;
  builder.add_relation(nordbank, sparfund, relation);
  relation.modality = Modality::kAsserted;
  relation.polarity = Polarity::kNegated;
  builder.add_relation(sparfund, nordbank, relation);
  Folder folder;
  write_graphrag_csv(builder.build(), ontology(), folder.opener());
  EXPECT_EQ(read_csv(folder.path("entities.csv"))[0].at("description"), "Company; planned: inception: May 2024");
  const Rows rows = read_csv(folder.path("relationships.csv"));
  EXPECT_EQ(rows[0].at("description"), "possible: Nordbank acquired Sparfund");
  EXPECT_EQ(rows[0].at("type") + " " + rows[0].at("polarity") + " " + rows[0].at("modality"),
            "acquired affirmed possible");
  EXPECT_EQ(rows[1].at("description"), "not: Sparfund acquired Nordbank");
  EXPECT_EQ(rows[1].at("polarity") + " " + rows[1].at("modality"), "negated asserted");
}

TEST(GraphRagCsv, HasTheColumnsOfGraphRagAndATitleForEachEntity) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "Jordan";
  node.mentions = 7;
  node.type = "country";
  const auto country = builder.add_entity(node);
  node.type = "person";
  const auto person = builder.add_entity(node);
  RelationEdge relation;
  relation.type = "visited";
  for (const std::uint32_t start : {0U, 40U}) {
    Evidence evidence;
    evidence.document = "a.txt";
    evidence.start = start;
    evidence.sentence = start == 0 ? "Jordan visited Jordan." : "He went there twice.";
    relation.evidence.push_back(evidence);
  }
  builder.add_relation(person, country, relation);
  Folder folder;
  write_graphrag_csv(builder.build(), ontology(), folder.opener());
  const Rows entities = read_csv(folder.path("entities.csv"));
  EXPECT_EQ(entities[0].at("title") + ", " + entities[1].at("title"), "Jordan, Jordan (person)");
  EXPECT_EQ(entities[0].at("frequency"), "2");  // text units
  EXPECT_EQ(entities[0].at("mentions"), "7");
  EXPECT_NE(entities[0].at("x") + entities[0].at("y"), entities[1].at("x") + entities[1].at("y"));
  const Rows relationships = read_csv(folder.path("relationships.csv"));
  EXPECT_EQ(relationships[0].at("source") + " -> " + relationships[0].at("target"), "Jordan (person) -> Jordan");
  EXPECT_EQ(read_csv(folder.path("text_units.csv"))[1].at("n_tokens"), "4");
  const Rows documents = read_csv(folder.path("documents.csv"));
  EXPECT_EQ(documents[0].at("text"), "Jordan visited Jordan.\nHe went there twice.");
  EXPECT_EQ(documents[0].at("creation_date"), "");
  const Rows communities = read_csv(folder.path("communities.csv"));
  EXPECT_EQ(communities[0].at("parent") + communities[0].at("period"), "-1");
}

// A script of Cypher cut into statements by the rules of its strings and quoted names; fails where one is not closed.
std::vector<std::string> statements_of(const std::string& text) {
  std::vector<std::string> statements(1);
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\'' && c == '\\') {
      ++i;
      continue;
    }
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '`') quote = c;
    statements.back() += c;
    if (c == ';') statements.emplace_back();
  }
  EXPECT_EQ(quote, 0);
  return statements;
}

TEST(Cypher, NamesStayInTheirStrings) {
  const Graph graph = hostile_graph();
  const std::string text = written([&](std::ostream& out) { write_cypher(graph, out); });
  // Without what is quoted, only the writer's own words are left.
  std::set<std::string> shapes;
  for (std::string statement : statements_of(text)) {
    statement = std::regex_replace(statement, std::regex("[0-9.]+"), "0");
    shapes.insert(std::regex_replace(statement, std::regex("^\\n"), ""));
  }
  EXPECT_LE(shapes.size(), 16U);
  for (const std::string& shape : shapes) {
    EXPECT_TRUE(shape.empty() || shape == "\n" || shape.starts_with("MERGE (n:") || shape.starts_with("MATCH (") ||
                shape.starts_with("CREATE CONSTRAINT"))
        << shape;
  }
}

TEST(Cypher, EscapesStrings) {
  GraphBuilder builder;
  EntityNode node;
  node.name = "O'Neil \\u0027) DETACH DELETE n //\n";
  node.type = "a`b\\u0060";
  builder.add_entity(node);
  const Graph graph = builder.build();
  EXPECT_THAT(
      written([&](std::ostream& out) { write_cypher(graph, out); }),
      AllOf(HasSubstr("n.name = 'O\\'Neil \\\\u0027) DETACH DELETE n //\\n'"), HasSubstr("SET n:`a``b⧵u0060`")));
}

TEST(Mermaid, EveryLineIsANodeOrAnArrow) {
  const Graph graph = hostile_graph();
  std::istringstream lines(written([&](std::ostream& out) { write_mermaid(graph, ontology(), 0, out); }));
  const std::regex node("  n[0-9]+[(\\[{/]+\"[^\"<>`\\\\|\\[\\]{}()]+\"[)\\]}/]+");
  const std::regex arrow("  n[0-9]+ (-->|-\\.->)\\|\"[^\"<>`\\\\|\\[\\]{}()]+\"\\| n[0-9]+");
  std::size_t nodes = 0;
  std::size_t arrows = 0;
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "flowchart LR");
  while (std::getline(lines, line)) {
    const bool is_node = std::regex_match(line, node);
    EXPECT_TRUE(is_node || std::regex_match(line, arrow)) << line;
    ++(is_node ? nodes : arrows);
  }
  EXPECT_EQ(nodes, boost::num_vertices(graph));
  EXPECT_EQ(arrows, boost::num_edges(graph));
}

TEST(Mermaid, DrawsWhatIsConnectedAndSaysWhatIsNot) {
  const Graph graph = news_graph(400);
  std::istringstream lines(written([&](std::ostream& out) { write_mermaid(graph, ontology(), 60, out); }));
  std::set<std::string> nodes;
  std::set<std::string> related;
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  EXPECT_THAT(line, AllOf(testing::StartsWith("  %% Shown: 60 of 400 entities"), HasSubstr("relations")));
  while (std::getline(lines, line)) {
    const std::string first = line.substr(2, line.find_first_not_of("n0123456789", 2) - 2);
    const bool arrow = line.find("| n") != std::string::npos;
    (arrow ? related : nodes).insert(first);
    if (arrow) related.insert(line.substr(line.rfind("| n") + 2));
  }
  EXPECT_EQ(nodes.size(), 60U);
  EXPECT_EQ(related, nodes);
}

TEST(Obsidian, WritesOneNoteForEachOfTwoNamesThatAFileSystemTakesForOne) {
  GraphBuilder builder;
  for (const char* name : {"Andr\u00e9", "Andre\u0301", "ANDR\u00c9"}) {
    EntityNode node;
    node.name = name;
    node.type = "person";
    builder.add_entity(std::move(node));
  }
  Folder folder;
  write_obsidian(builder.build(), ontology(), folder.opener());
  std::set<std::string> files = folder.files();
  EXPECT_THAT(files, SizeIs(3));
  EXPECT_THAT(files, Contains(HasSubstr("(person)")));
  EXPECT_THAT(files, Contains(HasSubstr("2.md")));
}

TEST(Obsidian, NotesHaveSafeNamesAndNoMarkupOfNames) {
  const Graph graph = hostile_graph();
  Folder folder;
  write_obsidian(graph, ontology(), folder.opener());
  const std::set<std::string> files = folder.files();
  EXPECT_EQ(files.size(), boost::num_vertices(graph));
  std::multiset<std::string> names;
  for (const std::string& file : files) {
    EXPECT_EQ(file.find_first_of("[]#^|\\/:*?\"<>"), std::string::npos) << file;
    EXPECT_LT(file.size(), 200U);
    EXPECT_FALSE(file.starts_with('.'));
    const std::string note = folder.read(file);
    // The properties, each a line of JSON's kind.
    const std::size_t at = note.find("\nname: ");
    names.insert(nlohmann::json::parse(note.substr(at + 7, note.find('\n', at + 1) - at - 7)).get<std::string>());
    const std::string body = note.substr(note.find("\n---\n") + 5);
    const std::unique_ptr<cmark_node, void (*)(cmark_node*)> tree(
        cmark_parse_document(body.data(), body.size(), CMARK_OPT_DEFAULT), cmark_node_free);
    const std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> walk(cmark_iter_new(tree.get()), cmark_iter_free);
    while (cmark_iter_next(walk.get()) != CMARK_EVENT_DONE) {
      const cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(walk.get()));
      EXPECT_TRUE(type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE && type != CMARK_NODE_LINK &&
                  type != CMARK_NODE_IMAGE && type != CMARK_NODE_CODE && type != CMARK_NODE_CODE_BLOCK)
          << file;
    }
    // Every link leads to a note.
    const std::regex link("\\[\\[([^|\\]]+)\\|[^\\]]+\\]\\]");
    for (auto found = std::sregex_iterator(body.begin(), body.end(), link); found != std::sregex_iterator(); ++found) {
      EXPECT_TRUE(files.contains((*found)[1].str() + ".md")) << (*found)[1].str();
    }
  }
  EXPECT_EQ(names, names_of(graph));
}

TEST(Formats, GiveTheSameBytesForEqualGraphs) {
  const auto all = [](const Graph& graph) {
    return written([&](std::ostream& out) {
      write_graphml(graph, out);
      write_gexf(graph, out);
      write_node_link(graph, out);
      write_cytoscape(graph, out);
      write_rdf(graph, ontology(), RdfSyntax::kTurtle, out);
      write_follow_the_money(graph, ontology(), out);
      write_cypher(graph, out);
      write_facts_csv(graph, out);
      write_mermaid(graph, ontology(), 60, out);
    });
  };
  const std::string text = all(news_graph(200));
  EXPECT_EQ(text, all(news_graph(200)));
  EXPECT_GT(text.size(), 100'000U);
}

TEST(Formats, OfNoGraphAreWhole) {
  const Graph none;
  EXPECT_EQ(boost::num_vertices(read_graphml(written([&](std::ostream& out) { write_graphml(none, out); }))), 0U);
  EXPECT_TRUE(ReadXml(written([&](std::ostream& out) { write_gexf(none, out); })).valid());
  EXPECT_TRUE(nlohmann::json::parse(written([&](std::ostream& out) { write_node_link(none, out); }))["nodes"].empty());
  EXPECT_TRUE(nlohmann::json::parse(rdf(none, RdfSyntax::kJsonLd)).empty());
}

}  // namespace
}  // namespace factgraph
