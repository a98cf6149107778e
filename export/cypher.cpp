#include "export/cypher.h"

#include <fmt/core.h>

#include <algorithm>

#include "export/buffered.h"
#include "export/dot_text.h"
#include "export/escape.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

// A name between backticks. A backslash there may hide a backtick from some readers: a look-alike takes its place.
std::string quoted_name(std::string_view text) {
  std::string quoted = "`";
  for (const char c : legible(text)) {
    if (c == '`') {
      quoted += "``";
    } else if (c == '\\') {
      quoted += "\xe2\xa7\xb5";
    } else {
      quoted += c;
    }
  }
  return quoted.size() == 1 ? "`related`" : quoted + '`';
}

class CypherWriter {
 public:
  CypherWriter(const Graph& graph, std::ostream& out) : graph_(graph), names_(identify(graph)), buffered_(out) {}

  void write() {
    for (const char* label : {"Entity", "Alias", "Value", "Evidence"}) {
      text_ += fmt::format("CREATE CONSTRAINT IF NOT EXISTS FOR (n:{0}) REQUIRE n.id IS UNIQUE;\n", label);
    }
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) write_entity(v);
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) {
      for (std::size_t i = 0; i < graph_[v].values.size(); ++i) {
        const std::string& id = names_.values[v][i];
        text_ += fmt::format("MERGE (n:Value {{id: 'v{}'}}) SET n.value = ", id);
        append_cypher(text_, graph_[v].values[i].value);
        text_ += ";\n";
        write_relation(graph_[v].values[i].relation, id, names_.entities[v], "Value", "v" + id);
      }
    }
    std::size_t number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      write_relation(graph_[e], names_.relations[number++], names_.entities[boost::source(e, graph_)], "Entity",
                     names_.entities[boost::target(e, graph_)]);
    }
  }

 private:
  void set(std::string_view what, std::string_view value) {
    text_ += fmt::format(", n.{} = ", what);
    append_cypher(text_, value);
  }
  void set_known(std::string_view what, std::string_view value) {
    if (!value.empty()) set(what, value);
  }

  void write_entity(Vertex v) {
    const EntityNode& entity = graph_[v];
    const std::string& id = names_.entities[v];
    text_ += fmt::format("MERGE (n:Entity {{id: '{}'}}) SET n:{}", id, quoted_name(entity.type));
    set("name", entity.name);
    set("type", entity.type);
    text_ += fmt::format(", n.mentions = {}, n.documents = {};\n", entity.mentions, entity.documents);
    for (std::size_t i = 0; i < entity.aliases.size(); ++i) {
      text_ +=
          fmt::format("MATCH (e:Entity {{id: '{0}'}}) MERGE (n:Alias {{id: 'a{0}/{1}'}}) SET n.name = ", id, i + 1);
      append_cypher(text_, entity.aliases[i]);
      text_ += " MERGE (e)-[:ALSO_CALLED]->(n);\n";
    }
    buffered_.pass();
  }

  void write_relation(const RelationEdge& relation, const std::string& id, const std::string& subject,
                      std::string_view object_label, const std::string& object) {
    const std::string ends =
        fmt::format("MATCH (s:Entity {{id: '{}'}}), (o:{} {{id: '{}'}})", subject, object_label, object);
    text_ += fmt::format("{} MERGE (s)-[n:{} {{id: '{}'}}]->(o) SET n.open = {}", ends, quoted_name(relation.type), id,
                         relation.open);
    set("relation", relation.type);
    set("polarity", to_string(relation.polarity));
    set("modality", to_string(relation.modality));
    text_ += fmt::format(", n.confidence = {}, n.weight = {}, n.documents = {};\n", relation.confidence,
                         edge_weight(relation), relation.documents);
    for (std::size_t i = 0; i < relation.evidence.size(); ++i) {
      const Evidence& evidence = relation.evidence[i];
      text_ += fmt::format("{} MERGE (n:Evidence {{id: '{}/{}'}}) SET n.relation_id = '{}', n.start = {}", ends, id,
                           i + 1, id, evidence.start);
      set("sentence", evidence.sentence);
      set("document", evidence.document);
      set_known("title", evidence.title);
      set_known("role", evidence.role);
      set_known("time", evidence.time);
      set_known("attributed_to", evidence.attributed_to);
      text_ +=
          fmt::format(", n.confidence = {} MERGE (n)-[:SUBJECT]->(s) MERGE (n)-[:OBJECT]->(o);\n", evidence.confidence);
    }
    buffered_.pass();
  }

  const Graph& graph_;
  const Identifiers names_;
  Buffered buffered_;
  std::string& text_ = buffered_.text();
};

}  // namespace

void write_cypher(const Graph& graph, std::ostream& out) { CypherWriter(graph, out).write(); }

}  // namespace factgraph
