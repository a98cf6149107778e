#pragma once

#include <sstream>
#include <string>

#include "db/store.h"

namespace factgraph {

// All that a database holds but row ids, as factgraph dump prints it.
inline std::string dump(const Store& store) {
  std::ostringstream out;
  store.dump(out);
  return out.str();
}

}  // namespace factgraph
