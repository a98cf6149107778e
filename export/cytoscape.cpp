#include "export/cytoscape.h"

#include "export/buffered.h"
#include "export/escape.h"
#include "export/identifiers.h"
#include "export/json_records.h"

namespace factgraph {

void write_cytoscape(const Graph& graph, std::ostream& out) {
  const Identifiers names = identify(graph);
  Buffered buffered(out);
  std::string& text = buffered.text();
  text += "{\"format_version\": \"1.0\", \"generated_by\": \"factgraph\", \"data\": {},\n\"elements\": {\n\"nodes\": [";
  const char* separator = "\n";
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    text += separator;
    separator = ",\n";
    text += "{\"data\": {\"id\": \"" + names.entities[v] + "\", ";
    append_members(text, graph[v]);
    text += "}}";
    buffered.pass();
  }
  text += "\n],\n\"edges\": [";
  separator = "\n";
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    text += separator;
    separator = ",\n";
    text += "{\"data\": {\"id\": \"" + names.relations[number++] + "\", \"source\": \"" +
            names.entities[boost::source(e, graph)] + "\", \"target\": \"" + names.entities[boost::target(e, graph)] +
            "\", ";
    append_members(text, graph[e]);
    text += "}}";
    buffered.pass();
  }
  text += "\n]}}\n";
}

}  // namespace factgraph
