#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph.h"

namespace factgraph {

enum class ColumnType { kText, kWhole, kReal, kTruth };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
};

// A graph for formats that know only attributes with one value each. What an entity or a relation has several of is
// numbered: the columns "alias", "alias 2", ... are there up to the most that one of them has. The columns of a relation
// begin with "label", its name; a value of an entity is in a column of the name of its relation. A column of relations that would
// be called like one of entities says so: "documents of the relation".
class FlatGraph {
 public:
  explicit FlatGraph(const Graph& graph);

  [[nodiscard]] const std::vector<Column>& entity_columns() const { return entity_columns_; }
  [[nodiscard]] const std::vector<Column>& relation_columns() const { return relation_columns_; }

  // Calls `visit` with column and text of each attribute that there is, in the order of columns.
  using Visit = std::function<void(std::size_t, std::string_view)>;
  void visit(const EntityNode& entity, const Visit& visit) const;
  void visit(const RelationEdge& relation, const Visit& visit) const;

 private:
  std::vector<Column> entity_columns_;
  std::vector<Column> relation_columns_;
  std::map<std::string, std::size_t, std::less<>> value_columns_;  // where those of each relation begin
};

// The relation's name; behind "not", "planned" or "possible" where that is so.
[[nodiscard]] std::string qualified_type(const RelationEdge& relation);

}  // namespace factgraph
