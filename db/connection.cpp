#include "db/connection.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <map>
#include <system_error>
#include <vector>

namespace factgraph {
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr int kMaxLength = 512 << 20;  // bytes of one value; a longer one is no article

std::string quoted(const std::filesystem::path& path) { return path.string(); }

int primary_code(const SQLite::Exception& error) { return error.getErrorCode() & 0xff; }

// SQLite takes names like file:x?mode=... for URIs; a path never is one.
std::string file_name(const std::filesystem::path& path) {
  std::string name = path.string();
  return name.starts_with("file:") ? "./" + name : name;
}

std::string immutable_uri(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    const bool safe =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("/-_.~").find(c) != std::string_view::npos;
    uri += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri + "?immutable=1";
}

void check_place(const std::filesystem::path& path, Connection::Mode mode) {
  if (path.empty()) throw DatabaseError("no database was named; pass a file with --db");
  if (path == ":memory:") return;
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) {
    throw DatabaseError(fmt::format("{}: is a folder, not a database; name a file in it with --db", quoted(path)));
  }
  if (mode != Connection::Mode::kCreate && !std::filesystem::exists(status)) {
    throw DatabaseError(fmt::format("{}: there is no such database; make it with factgraph build", quoted(path)));
  }
  const std::filesystem::path folder = path.parent_path();
  if (!std::filesystem::exists(status) && !folder.empty() && !std::filesystem::is_directory(folder, error)) {
    throw DatabaseError(fmt::format("{}: its folder is not there; make {} first", quoted(path), quoted(folder)));
  }
}

void configure(SQLite::Database& database, Connection::Mode mode) {
  sqlite3* handle = database.getHandle();
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxLength);
  sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
  database.setBusyTimeout(kBusyMilliseconds);
  // FULL: what a commit has stored survives a power cut too; a batch costs one sync. The log may grow to 64 MB before it
  // is written back, for the same pages change in batch after batch. The cache holds the pages a batch changes, so that none
  // is written twice; it grows to 256 MB only where there are as many. Who only reads passes over most pages once.
  database.exec(
      "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;"
      "PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864;");
  database.exec(mode == Connection::Mode::kRead ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -262144");
}

int pragma(SQLite::Database& database, const char* query) { return database.execAndGet(query).getInt(); }

// Nothing was ever committed to it: a file that was just made, or one whose making was cut short.
bool is_blank(SQLite::Database& database) {
  return pragma(database, "PRAGMA application_id") == 0 && pragma(database, "PRAGMA user_version") == 0 &&
         pragma(database, "SELECT count(*) FROM sqlite_schema") == 0;
}

// Opens and reads the first page. A database in a folder we may not write to has no room for the files of its
// write-ahead log; with an empty log it is read as it stands.
SQLite::Database open_file(const std::filesystem::path& path, Connection::Mode mode) {
  int flags = mode == Connection::Mode::kRead ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE;
  if (mode == Connection::Mode::kCreate) flags |= SQLite::OPEN_CREATE;
  flags |= SQLite::OPEN_NOMUTEX;  // a Store is of one thread
  try {
    SQLite::Database database(file_name(path), flags);
    configure(database, mode);
    pragma(database, "SELECT count(*) FROM sqlite_schema");
    return database;
  } catch (const SQLite::Exception& error) {
    std::error_code ignored;
    const std::uintmax_t log = std::filesystem::file_size(path.string() + "-wal", ignored);
    const bool no_room = primary_code(error) == SQLITE_CANTOPEN || primary_code(error) == SQLITE_READONLY;
    if (mode != Connection::Mode::kRead || !no_room || (!ignored && log > 0)) throw;
  }
  SQLite::Database database(immutable_uri(path), flags | SQLite::OPEN_URI);
  configure(database, mode);
  pragma(database, "SELECT count(*) FROM sqlite_schema");
  return database;
}

void apply(SQLite::Database& database, const Migration& step) {
  database.exec(std::string(step.sql));
  database.exec(fmt::format("PRAGMA user_version = {}", step.version));
}

void write_ontology(SQLite::Database& database, const Ontology& ontology) {
  SQLite::Statement insert_ontology(database, "INSERT INTO ontologies (id, version, source, toml) VALUES (1, ?, ?, ?)");
  SQLite::Statement insert_type(database,
                                "INSERT INTO entity_types (name, parent_id, label, definition) VALUES (?, ?, ?, ?)");
  SQLite::Statement insert_relation(database,
                                    "INSERT INTO relation_types (name, label, definition, value, symmetric, inverse) "
                                    "VALUES (?, ?, ?, ?, ?, ?)");
  SQLite::Statement insert_end(
      database, "INSERT OR IGNORE INTO relation_type_ends (relation_type_id, side, entity_type) VALUES (?, ?, ?)");
  SQLite::Statement insert_counterpart(database,
                                       "INSERT INTO counterparts (entity_type_id, relation_type_id, vocabulary, name) "
                                       "VALUES (?, ?, ?, ?)");
  const std::optional<std::int64_t> none;

  run(insert_ontology, ontology.version(), ontology.source(), ontology.toml());
  std::map<std::string, std::int64_t> type_ids;
  for (const EntityType& type : ontology.types()) {
    const auto parent = type_ids.find(type.parent);
    run(insert_type, type.name, parent == type_ids.end() ? none : std::optional(parent->second), type.label,
        type.definition);
    const std::int64_t id = database.getLastInsertRowid();
    type_ids[type.name] = id;
    for (const auto& [vocabulary, name] : type.counterparts) run(insert_counterpart, id, none, vocabulary, name);
  }
  for (const RelationType& relation : ontology.relations()) {
    std::string value;
    if (relation.value == ValueKind::kDate) value = "date";
    if (relation.value == ValueKind::kText) value = "text";
    run(insert_relation, relation.name, relation.label, relation.definition, or_null(value), relation.symmetric,
        or_null(relation.inverse));
    const std::int64_t id = database.getLastInsertRowid();
    for (const std::string& type : relation.domain) run(insert_end, id, std::string("subject"), type);
    for (const std::string& type : relation.range) run(insert_end, id, std::string("object"), type);
    for (const auto& [vocabulary, name] : relation.counterparts) run(insert_counterpart, none, id, vocabulary, name);
  }
}

void initialize(SQLite::Database& database, const Ontology& ontology) {
  for (const Migration& step : migrations()) apply(database, step);
  write_ontology(database, ontology);
  database.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
}

// What a schema has to offer: the columns of each table, the text of each full-text index.
struct Shape {
  std::map<std::string, std::map<std::string, std::string>>
      tables;                                  // name -> column -> declared type, "generated" if so
  std::map<std::string, std::string> indexes;  // name -> SQL
};

Shape shape_of(SQLite::Database& database) {
  Shape shape;
  SQLite::Statement tables(database,
                           "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict");
  SQLite::Statement columns(
      database, "SELECT name, type || CASE hidden WHEN 0 THEN '' ELSE ' generated' END FROM pragma_table_xinfo(?)");
  while (tables.executeStep()) {
    const std::string table = text_at(tables, 0);
    rewind(columns, table);
    while (columns.executeStep()) shape.tables[table][text_at(columns, 0)] = text_at(columns, 1);
  }
  SQLite::Statement indexes(database, "SELECT name, sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%'");
  while (indexes.executeStep()) shape.indexes[text_at(indexes, 0)] = text_at(indexes, 1);
  return shape;
}

const Shape& expected_shape() {
  static const Shape shape = [] {
    SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const Migration& step : migrations()) apply(database, step);
    return shape_of(database);
  }();
  return shape;
}

void check_shape(SQLite::Database& database, const std::filesystem::path& path, bool writing) {
  const auto refuse = [&](const std::string& what) {
    throw DatabaseError(fmt::format("{}: {}; somebody changed its schema: take an unchanged copy or build it again",
                                    quoted(path), what));
  };
  const Shape actual = shape_of(database);
  for (const auto& [table, columns] : expected_shape().tables) {
    const auto found = actual.tables.find(table);
    if (found == actual.tables.end()) refuse(fmt::format("the table {} is missing or not strict", table));
    for (const auto& [column, type] : columns) {
      const auto there = found->second.find(column);
      if (there == found->second.end()) refuse(fmt::format("the table {} has no column {}", table, column));
      if (there->second != type) refuse(fmt::format("the column {} of {} should be {}", column, table, type));
    }
  }
  for (const auto& [name, sql] : expected_shape().indexes) {
    const auto found = actual.indexes.find(name);
    if (found == actual.indexes.end() || found->second != sql) refuse(fmt::format("{} is missing or changed", name));
  }
  // Ours has none; a stranger's would run on every row we write.
  SQLite::Statement triggers(database, "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name");
  if (writing && triggers.executeStep()) refuse(fmt::format("it has a trigger, {}", text_at(triggers, 0)));
}

}  // namespace

void throw_database_error(const std::filesystem::path& path, const SQLite::Exception& error) {
  const auto message = [&]() -> std::string {
    switch (primary_code(error)) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return fmt::format("another program is writing to it (waited {} s); try again when it is done",
                           kBusyMilliseconds / 1000);
      case SQLITE_READONLY:
      case SQLITE_PERM:
        return "cannot be written; make the file and its folder writable, or name another with --db";
      case SQLITE_FULL:
        return "the disk is full; free some space and run again (what was stored before is safe)";
      case SQLITE_CANTOPEN:
      case SQLITE_AUTH:
        return "cannot be opened; check that you may read and write it and its folder";
      case SQLITE_NOTADB:
        return "is not a factgraph database; name another file with --db";
      case SQLITE_CORRUPT:
        return fmt::format("is damaged ({}); take a copy that is not, or build it again", error.what());
      case SQLITE_IOERR:
        return fmt::format("cannot be read or written ({}); check the disk", error.what());
      case SQLITE_TOOBIG:
        return fmt::format("holds or was given a value of more than {} MiB; split the document", kMaxLength >> 20);
      case SQLITE_CONSTRAINT:
        return fmt::format("contradicts itself ({}); run factgraph verify", error.what());
      default:
        return error.what();
    }
  };
  throw DatabaseError(fmt::format("{}: {}", quoted(path), message()));
}

void migrate(SQLite::Database& database, std::span<const Migration> steps) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  const int version = pragma(database, "PRAGMA user_version");  // or another process was quicker
  for (const Migration& step : steps) {
    if (step.version > version) apply(database, step);
  }
  transaction.commit();
}

Connection::Connection(const std::filesystem::path& path, Mode mode, const Ontology* ontology)
    : database_((check_place(path, mode), open_file(path, mode))), writable_(mode != Mode::kRead) {
  if (writable_ && sqlite3_db_readonly(database_.getHandle(), "main") == 1) {
    throw DatabaseError(
        fmt::format("{}: is read-only; make the file writable, or name another with --db", quoted(path)));
  }
  if (is_blank(database_)) {
    if (mode != Mode::kCreate) {
      throw DatabaseError(fmt::format("{}: is empty; make the database with factgraph build", quoted(path)));
    }
    database_.exec("PRAGMA journal_mode = WAL");
    SQLite::Transaction transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
    created_ = is_blank(database_);  // or another process was quicker
    if (created_) initialize(database_, *ontology);
    transaction.commit();
    if (created_) return;
  }

  if (pragma(database_, "PRAGMA application_id") != kApplicationId) {
    throw DatabaseError(
        fmt::format("{}: is a SQLite database, but not one of factgraph's; name another with --db", quoted(path)));
  }
  const int newest = migrations().back().version;
  const int version = pragma(database_, "PRAGMA user_version");
  if (version > newest) {
    throw DatabaseError(
        fmt::format("{}: was written by a newer factgraph (schema {}, this one knows {}); update factgraph",
                    quoted(path), version, newest));
  }
  if (version < newest && !writable_) {
    throw DatabaseError(
        fmt::format("{}: was written by an older factgraph (schema {}, this one wants {}); any command that "
                    "writes, such as factgraph verify, brings it up to date",
                    quoted(path), version, newest));
  }
  if (version < newest) migrate(database_, migrations());
  check_shape(database_, path, writable_);
}

}  // namespace factgraph
