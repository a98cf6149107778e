#include "core/version.h"

namespace factgraph {

std::string_view version() { return FACTGRAPH_VERSION; }

}  // namespace factgraph
