#include "schema/migrations.h"

#include <array>

// The files schema/migrations/*.sql, put into the program by embed_migrations.S.
extern "C" {
extern const char factgraph_migration_1_begin[];
extern const char factgraph_migration_1_end[];
extern const char factgraph_migration_2_begin[];
extern const char factgraph_migration_2_end[];
}

namespace factgraph {
namespace {

std::string_view text(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::span<const Migration> migrations() {
  static const std::array<Migration, 2> steps = {
      Migration{1, text(factgraph_migration_1_begin, factgraph_migration_1_end)},
      Migration{2, text(factgraph_migration_2_begin, factgraph_migration_2_end)}};
  return steps;
}

}  // namespace factgraph
