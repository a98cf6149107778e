#include "export/gexf.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "core/edtf.h"
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

void write_columns(const std::vector<Column>& columns, std::string_view what, std::string& text) {
  text += fmt::format("    <attributes class=\"{}\" mode=\"static\">\n", what);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += fmt::format("      <attribute id=\"{}\" title=\"", i);
    append_xml(text, columns[i].name);
    text += fmt::format("\" type=\"{}\"/>\n", type_name(columns[i].type));
  }
  text += "    </attributes>\n";
}

// The day as an XML date; nullopt where there is none.
std::optional<std::string> xml_date(std::int64_t day) {
  if (day == DayRange::kOpenFirst || day == DayRange::kOpenLast) return std::nullopt;
  const CivilDate date = date_of(day);
  if (date.year < 1 || date.year > 9999) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

// The times that the evidence names, as far as a calendar has them, in order.
std::set<std::pair<std::string, std::string>> spells_of(const RelationEdge& relation) {
  std::set<std::pair<std::string, std::string>> spells;
  for (const Evidence& evidence : relation.evidence) {
    const std::optional<DayRange> days = edtf_days(evidence.time);
    if (!days) continue;
    std::pair<std::string, std::string> spell(xml_date(days->first).value_or(""), xml_date(days->last).value_or(""));
    if (!spell.first.empty() || !spell.second.empty()) spells.insert(std::move(spell));
  }
  return spells;
}

}  // namespace

void write_gexf(const Graph& graph, std::ostream& out) {
  const Identifiers names = identify(graph);
  const FlatGraph flat(graph);
  const auto [first, last] = boost::edges(graph);
  const bool dynamic = std::any_of(first, last, [&](const Edge& e) { return !spells_of(graph[e]).empty(); });
  Buffered buffered(out);
  std::string& text = buffered.text();
  text +=
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
      "  xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n"
      "  <meta><creator>factgraph</creator></meta>\n"
      "  <graph defaultedgetype=\"directed\" idtype=\"string\"";
  text += dynamic ? " mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n" : " mode=\"static\">\n";
  write_columns(flat.entity_columns(), "node", text);
  write_columns(flat.relation_columns(), "edge", text);
  const FlatGraph::Visit add_value = [&](std::size_t column, std::string_view value) {
    text += "<attvalue for=\"";
    append_number(text, column);
    text += "\" value=\"";
    append_xml(text, value);
    text += "\"/>";
  };
  text += fmt::format("    <nodes count=\"{}\">\n", boost::num_vertices(graph));
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    text += fmt::format("      <node id=\"{}\" label=\"", names.entities[v]);
    append_xml(text, graph[v].name);
    text += "\"><attvalues>";
    flat.visit(graph[v], add_value);
    text += "</attvalues></node>\n";
    buffered.pass();
  }
  text += fmt::format("    </nodes>\n    <edges count=\"{}\">\n", boost::num_edges(graph));
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    const RelationEdge& relation = graph[e];
    text += fmt::format("      <edge id=\"{}\" source=\"{}\" target=\"{}\" weight=\"{}\" kind=\"",
                        names.relations[number++], names.entities[boost::source(e, graph)],
                        names.entities[boost::target(e, graph)], edge_weight(relation));
    append_xml(text, qualified_type(relation) + (relation.open ? " (open)" : ""));
    text += "\" label=\"";
    append_xml(text, qualified_type(relation));
    text += "\"><attvalues>";
    flat.visit(relation, add_value);
    text += "</attvalues>";
    const auto spells = spells_of(relation);
    if (!spells.empty()) text += "<spells>";
    for (const auto& [start, end] : spells) {
      text += "<spell";
      if (!start.empty()) text += fmt::format(" start=\"{}\"", start);
      if (!end.empty()) text += fmt::format(" end=\"{}\"", end);
      text += "/>";
    }
    if (!spells.empty()) text += "</spells>";
    text += "</edge>\n";
    buffered.pass();
  }
  text += "    </edges>\n  </graph>\n</gexf>\n";
}

}  // namespace factgraph
