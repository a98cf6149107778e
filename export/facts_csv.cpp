#include "export/facts_csv.h"

#include "export/csv.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

// The two ends of a relation; the object may be a value.
struct Ends {
  const EntityNode& subject;
  std::string_view object;
  std::string_view object_type;
  std::string_view subject_id;
  std::string_view object_id;
};

void write_rows(CsvTable& table, const Ends& ends, const RelationEdge& relation, std::string_view id) {
  for (const Evidence& evidence : relation.evidence) {
    table.cell(ends.subject.name)
        .cell(ends.subject.type)
        .cell(relation.type)
        .cell(ends.object)
        .cell(ends.object_type)
        .cell(evidence.role)
        .cell(evidence.time)
        .cell(to_string(relation.polarity))
        .cell(to_string(relation.modality))
        .cell(evidence.attributed_to)
        .cell(evidence.confidence)
        .cell(evidence.document)
        .cell(evidence.title)
        .cell(static_cast<std::size_t>(evidence.start))
        .cell(evidence.sentence)
        .cell(relation.open ? "true" : "false")
        .cell(ends.subject_id)
        .cell(id)
        .cell(ends.object_id)
        .end();
  }
}

}  // namespace

void write_facts_csv(const Graph& graph, std::ostream& out) {
  const Identifiers names = identify(graph);
  CsvTable table(out, {"subject", "subject_type", "relation", "object", "object_type", "role", "time", "polarity",
                       "modality", "attributed_to", "confidence", "document", "title", "start", "sentence", "open",
                       "subject_id", "relation_id", "object_id"});
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    for (std::size_t i = 0; i < graph[v].values.size(); ++i) {
      const ValueFact& fact = graph[v].values[i];
      write_rows(table, {graph[v], fact.value, "", names.entities[v], ""}, fact.relation, names.values[v][i]);
    }
  }
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const Vertex subject = boost::source(e, graph);
    const Vertex object = boost::target(e, graph);
    write_rows(
        table,
        {graph[subject], graph[object].name, graph[object].type, names.entities[subject], names.entities[object]},
        graph[e], names.relations[number++]);
  }
}

}  // namespace factgraph
