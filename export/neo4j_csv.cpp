#include "export/neo4j_csv.h"

#include <fmt/core.h>

#include "export/identifiers.h"

namespace factgraph {
namespace {

// Calls `visit(relation, its id, id of the subject, id of the object)` for each, values first.
template <typename Visit>
void for_each_relation(const Graph& graph, const Identifiers& names, Visit visit) {
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    for (std::size_t i = 0; i < graph[v].values.size(); ++i) {
      const std::string& id = names.values[v][i];
      visit(graph[v].values[i].relation, id, names.entities[v], "v" + id);
    }
  }
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    visit(graph[e], names.relations[number++], names.entities[boost::source(e, graph)],
          names.entities[boost::target(e, graph)]);
  }
}

std::string evidence_id(const std::string& relation, std::size_t number) {
  return fmt::format("{}/{}", relation, number + 1);
}

constexpr const char* kScript = R"sh(#!/bin/sh
# Imports this folder into a new database of Neo4j that is not running: sh import.sh [DATABASE]
# Then start it and run after-import.cypher, which needs Neo4j 5.9 or newer: cypher-shell -d DATABASE -f after-import.cypher
set -eu
cd "$(dirname "$0")"
exec neo4j-admin database import full --id-type=string --multiline-fields=true \
  --nodes=Entity=entities.csv --nodes=Alias=aliases.csv --nodes=Value=values.csv --nodes=Evidence=evidence.csv \
  --relationships=relations.csv --relationships=ALSO_CALLED=also_called.csv \
  --relationships=SUBJECT=evidence_subjects.csv --relationships=OBJECT=evidence_objects.csv \
  "${1:-neo4j}"
)sh";

constexpr const char* kAfter =
    R"cypher(// Cells that a spreadsheet would run were written with an apostrophe in front: away with it.
MATCH (n) UNWIND keys(n) AS k WITH n, k WHERE n[k] IS :: STRING AND n[k] STARTS WITH "'"
SET n[k] = substring(n[k], 1);
MATCH ()-[r]->() UNWIND keys(r) AS k WITH r, k WHERE r[k] IS :: STRING AND r[k] STARTS WITH "'"
SET r[k] = substring(r[k], 1);
)cypher";

}  // namespace

void write_neo4j_csv(const Graph& graph, const OpenFile& open) {
  const Identifiers names = identify(graph);
  const auto vertices = boost::make_iterator_range(boost::vertices(graph));
  {
    CsvTable table(open("entities.csv"), {"id:ID", "name", "type", "mentions:long", "documents:long", ":LABEL"});
    for (const Vertex v : vertices) {
      table.cell(names.entities[v]).cell(graph[v].name).cell(graph[v].type).cell(graph[v].mentions);
      table.cell(graph[v].documents).cell(graph[v].type).end();
    }
  }
  {
    CsvTable table(open("aliases.csv"), {"id:ID", "name"});
    for (const Vertex v : vertices) {
      for (std::size_t i = 0; i < graph[v].aliases.size(); ++i) {
        table.cell(fmt::format("a{}/{}", names.entities[v], i + 1)).cell(graph[v].aliases[i]).end();
      }
    }
  }
  {
    CsvTable table(open("also_called.csv"), {":START_ID", ":END_ID"});
    for (const Vertex v : vertices) {
      for (std::size_t i = 0; i < graph[v].aliases.size(); ++i) {
        table.cell(names.entities[v]).cell(fmt::format("a{}/{}", names.entities[v], i + 1)).end();
      }
    }
  }
  {
    CsvTable table(open("values.csv"), {"id:ID", "value"});
    for (const Vertex v : vertices) {
      for (std::size_t i = 0; i < graph[v].values.size(); ++i) {
        table.cell("v" + names.values[v][i]).cell(graph[v].values[i].value).end();
      }
    }
  }
  {
    CsvTable table(open("relations.csv"),
                   {":START_ID", ":END_ID", ":TYPE", "id", "relation", "open:boolean", "polarity", "modality",
                    "confidence:double", "weight:double", "documents:long"});
    for_each_relation(graph, names,
                      [&](const RelationEdge& relation, const std::string& id, const std::string& subject,
                          const std::string& object) {
                        table.cell(subject).cell(object).cell(relation.type.empty() ? "related" : relation.type);
                        table.cell(id).cell(relation.type).cell(relation.open ? "true" : "false");
                        table.cell(to_string(relation.polarity)).cell(to_string(relation.modality));
                        table.cell(relation.confidence).cell(edge_weight(relation)).cell(relation.documents).end();
                      });
  }
  {
    CsvTable table(open("evidence.csv"), {"id:ID", "relation_id", "document", "title", "start:long", "sentence", "role",
                                          "time", "attributed_to", "confidence:double"});
    for_each_relation(graph, names,
                      [&](const RelationEdge& relation, const std::string& id, const std::string&, const std::string&) {
                        for (std::size_t i = 0; i < relation.evidence.size(); ++i) {
                          const Evidence& evidence = relation.evidence[i];
                          table.cell(evidence_id(id, i)).cell(id).cell(evidence.document).cell(evidence.title);
                          table.cell(static_cast<std::size_t>(evidence.start)).cell(evidence.sentence);
                          table.cell(evidence.role).cell(evidence.time).cell(evidence.attributed_to);
                          table.cell(evidence.confidence).end();
                        }
                      });
  }
  for (const bool subjects : {true, false}) {
    CsvTable table(open(subjects ? "evidence_subjects.csv" : "evidence_objects.csv"), {":START_ID", ":END_ID"});
    for_each_relation(graph, names,
                      [&](const RelationEdge& relation, const std::string& id, const std::string& subject,
                          const std::string& object) {
                        for (std::size_t i = 0; i < relation.evidence.size(); ++i) {
                          table.cell(evidence_id(id, i)).cell(subjects ? subject : object).end();
                        }
                      });
  }
  open("import.sh") << kScript;
  open("after-import.cypher") << kAfter;
}

}  // namespace factgraph
