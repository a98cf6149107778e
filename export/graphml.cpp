#include "export/graphml.h"

#include <string_view>

#include "export/buffered.h"
#include "export/escape.h"
#include "export/flat.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

std::string_view type_name(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "string";
    case ColumnType::kWhole:
      return "long";
    case ColumnType::kReal:
      return "double";
    case ColumnType::kTruth:
      return "boolean";
  }
  return "string";
}

void write_keys(const std::vector<Column>& columns, std::string_view what, std::string& text) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += "  <key id=\"";
    text += what.front();
    append_number(text, i);
    text += "\" for=\"";
    text += what;
    text += "\" attr.name=\"";
    append_xml(text, columns[i].name);
    text += "\" attr.type=\"";
    text += type_name(columns[i].type);
    text += "\"/>\n";
  }
}

}  // namespace

void write_graphml(const Graph& graph, std::ostream& out) {
  const Identifiers names = identify(graph);
  const FlatGraph flat(graph);
  Buffered buffered(out);
  std::string& text = buffered.text();
  text +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
      "  xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
      "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n";
  write_keys(flat.entity_columns(), "node", text);
  write_keys(flat.relation_columns(), "edge", text);
  text += "  <graph id=\"factgraph\" edgedefault=\"directed\">\n";
  char kind = 'n';
  const FlatGraph::Visit add_data = [&](std::size_t column, std::string_view value) {
    text += "<data key=\"";
    text += kind;
    append_number(text, column);
    text += "\">";
    append_xml(text, value);
    text += "</data>";
  };
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    text += "    <node id=\"";
    text += names.entities[v];
    text += "\">";
    flat.visit(graph[v], add_data);
    text += "</node>\n";
    buffered.pass();
  }
  kind = 'e';
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    text += "    <edge id=\"";
    text += names.relations[number++];
    text += "\" source=\"";
    text += names.entities[boost::source(e, graph)];
    text += "\" target=\"";
    text += names.entities[boost::target(e, graph)];
    text += "\">";
    flat.visit(graph[e], add_data);
    text += "</edge>\n";
    buffered.pass();
  }
  text += "  </graph>\n</graphml>\n";
}

}  // namespace factgraph
