#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <vector>

#include "db/store.h"
#include "schema/ontology.h"

namespace factgraph {

// Store::verify(). `writable`: full-text indexes are only checked by statements that SQLite takes for writes.
[[nodiscard]] std::vector<Problem> verify_database(SQLite::Database& database, const Ontology& ontology, bool writable);

}  // namespace factgraph
