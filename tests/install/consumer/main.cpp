// The program of README.md, over the article it is given.
#include <iostream>
#include <utility>
#include <vector>

#include "db/store.h"
#include "export/dot.h"
#include "extract/extractor.h"
#include "extract/reader.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  using namespace factgraph;
  const Ontology ontology = Ontology::shipped();
  const LanguageEngine engine;
  const Extractor extractor(ontology, engine);
  Store store = Store::open_or_create(argv[2], ontology, {});
  read_inputs(argv[1], {}, [&](Input input) { store.add(std::vector{extractor.extract(std::move(input))}); });
  write_dot(store.graph(), ontology, {}, std::cout);
}
