#include "schema/migrations.h"

#include <array>

// The files schema/migrations/*.sql, put into the program by embed_migrations.S.
extern "C" {
extern const char factgraph_migration_1_begin[];
extern const char factgraph_migration_1_end[];
}

namespace factgraph {

std::span<const Migration> migrations() {
  static const std::array<Migration, 1> steps = {Migration{
      1, std::string_view(factgraph_migration_1_begin,
                          static_cast<std::size_t>(factgraph_migration_1_end - factgraph_migration_1_begin))}};
  return steps;
}

}  // namespace factgraph
