#include "export/node_link.h"

#include "export/buffered.h"
#include "export/escape.h"
#include "export/identifiers.h"
#include "export/json_records.h"

namespace factgraph {

void write_node_link(const Graph& graph, std::ostream& out) {
  const Identifiers names = identify(graph);
  Buffered buffered(out);
  std::string& text = buffered.text();
  text += "{\"directed\": true, \"multigraph\": true, \"graph\": {},\n\"nodes\": [";
  const char* separator = "\n";
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
    text += separator;
    separator = ",\n";
    text += "{\"id\": \"" + names.entities[v] + "\", ";
    append_members(text, graph[v]);
    text += '}';
    buffered.pass();
  }
  text += "\n],\n\"links\": [";
  separator = "\n";
  std::size_t number = 0;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) {
    text += separator;
    separator = ",\n";
    text += "{\"source\": \"" + names.entities[boost::source(e, graph)] + "\", \"target\": \"" +
            names.entities[boost::target(e, graph)] + "\", \"key\": \"" + names.relations[number++] + "\", ";
    append_members(text, graph[e]);
    text += '}';
    buffered.pass();
  }
  text += "\n]}\n";
}

}  // namespace factgraph
