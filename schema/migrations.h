#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace factgraph {

// What PRAGMA application_id says of our databases: "fgph".
inline constexpr std::int32_t kApplicationId = 0x66677068;

// A step of the database's schema: SQL that takes a database of the version before to `version`. A step that
// has been released never changes; a new database runs them all.
struct Migration {
  int version = 0;  // what PRAGMA user_version says afterwards
  std::string_view sql;
};

// Every step, from version 1 on, without gaps.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace factgraph
