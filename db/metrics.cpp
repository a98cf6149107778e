#include "db/metrics.h"

#include <cstdint>
#include <vector>

#include "core/analysis.h"
#include "db/connection.h"
#include "db/reader.h"
#include "db/values.h"

namespace factgraph {

std::size_t write_metrics(SQLite::Database& database) {
  std::vector<std::int64_t> ids;
  const Graph graph = load_graph(database, GraphDetail::kRelations, &ids);
  const Ties ties(graph);
  const std::vector<std::size_t> degree = degrees(graph);
  const std::vector<double> rank = centrality(graph);
  const std::vector<double> between = betweenness(ties);
  const std::vector<std::size_t> core = core_numbers(ties);
  const std::vector<std::size_t> component = components(ties);
  const std::vector<std::size_t> community = communities(ties);

  database.exec("DELETE FROM entity_metrics");
  SQLite::Statement insert(
      database,
      "INSERT INTO entity_metrics (entity_id, degree, centrality, betweenness, core, component, community) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)");
  const auto whole = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  for (Vertex v = 0; v < ids.size(); ++v) {
    run(insert, ids[v], whole(degree[v]), rank[v], between[v], whole(core[v]), whole(component[v]),
        whole(community[v]));
  }
  return ids.size();
}

}  // namespace factgraph
