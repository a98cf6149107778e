#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/error.h"
#include "schema/migrations.h"
#include "schema/ontology.h"

// Only for the sources of db/: this is where SQLiteCpp is seen.

namespace factgraph {

// Throws the DatabaseError for what SQLite says of the database at `path`: what is wrong and what to do.
[[noreturn]] void throw_database_error(const std::filesystem::path& path, const SQLite::Exception& error);

// A text that is NULL where it is empty.
struct NullIfEmpty {
  const std::string& text;
};
inline NullIfEmpty or_null(const std::string& text) { return {text}; }

inline void bind_value(SQLite::Statement& statement, int index, double value) { statement.bind(index, value); }
inline void bind_value(SQLite::Statement& statement, int index, const std::string& value) {
  statement.bindNoCopy(index, value);
}
inline void bind_value(SQLite::Statement& statement, int index, NullIfEmpty value) {
  if (value.text.empty()) {
    statement.bind(index);
  } else {
    statement.bindNoCopy(index, value.text);
  }
}
template <typename Integer>
requires std::is_integral_v<Integer>
void bind_value(SQLite::Statement& statement, int index, Integer value) {
  statement.bind(index, static_cast<std::int64_t>(value));
}
template <typename Value>
void bind_value(SQLite::Statement& statement, int index, const std::optional<Value>& value) {
  if (value) {
    bind_value(statement, index, *value);
  } else {
    statement.bind(index);
  }
}

// Makes `statement` ready to step with these values. Texts are not copied and must live until the last step,
// so a temporary does not compile.
template <typename... Values>
requires(!std::is_same_v<Values, std::string> && ...) void rewind(SQLite::Statement& statement, Values&&... values) {
  statement.tryReset();  // it repeats the error of the last step, which was thrown then
  int index = 0;
  (bind_value(statement, ++index, values), ...);
}

// Runs a statement that returns no rows; returns the number of rows it changed.
template <typename... Values>
int run(SQLite::Statement& statement, const Values&... values) {
  rewind(statement, values...);
  const int changed = statement.exec();
  statement.tryReset();
  return changed;
}

// The first column of the first row, or nullopt.
template <typename... Values>
std::optional<std::int64_t> query_id(SQLite::Statement& statement, const Values&... values) {
  rewind(statement, values...);
  std::optional<std::int64_t> found;
  if (statement.executeStep()) found = statement.getColumn(0).getInt64();
  statement.tryReset();
  return found;
}

inline std::int64_t int_at(SQLite::Statement& statement, int column) { return statement.getColumn(column).getInt64(); }
inline std::string text_at(SQLite::Statement& statement, int column) { return statement.getColumn(column).getString(); }
inline double double_at(SQLite::Statement& statement, int column) { return statement.getColumn(column).getDouble(); }
inline bool null_at(SQLite::Statement& statement, int column) { return statement.getColumn(column).isNull(); }

// Takes `database` through the steps it has not made yet, all of them in one transaction.
void migrate(SQLite::Database& database, std::span<const Migration> steps);

// An open database of ours, made safe to read though a stranger may have written it: no trusted schema, no
// extensions, nothing that writes the schema by hand, only tables that are as ours should be.
class Connection {
 public:
  enum class Mode { kRead, kWrite, kCreate };

  // kCreate makes the file if there is none, or an empty one, with `ontology`; the others want one that is
  // there. Throws DatabaseError, or SQLite::Exception for throw_database_error().
  Connection(const std::filesystem::path& path, Mode mode, const Ontology* ontology = nullptr);

  [[nodiscard]] SQLite::Database& database() const { return database_; }
  [[nodiscard]] bool writable() const { return writable_; }
  [[nodiscard]] bool created() const { return created_; }  // it was not there before

 private:
  mutable SQLite::Database database_;  // reading steps statements, which SQLite does not call const
  bool writable_ = false;
  bool created_ = false;
};

}  // namespace factgraph
