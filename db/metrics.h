#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>

namespace factgraph {

// Fills the table entity_metrics anew, within a transaction of the caller's. Returns the number of its rows.
std::size_t write_metrics(SQLite::Database& database);

}  // namespace factgraph
