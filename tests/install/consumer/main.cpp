#include <iostream>

#include "export/dot.h"

int main() {
  factgraph::GraphBuilder builder;
  factgraph::EntityNode mayor, town;
  mayor.name = "Irma Quist";
  town.name = "Nordhaven";
  builder.add_relation(builder.add_entity(mayor), builder.add_entity(town), {.type = "leads"});
  factgraph::write_dot(builder.build(), factgraph::Ontology::shipped(), {}, std::cout);
}
