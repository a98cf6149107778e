#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"
#include "core/graph.h"
#include "db/store.h"

namespace factgraph {

// The questions of Store, asked within a transaction of the caller's. Answers never depend on row ids.

[[nodiscard]] std::optional<std::int64_t> find_document(SQLite::Database& database, const std::string& uri);
// The uri, or else the title, `name` stands for: none, one, or several documents of one title (the first
// six).
[[nodiscard]] std::vector<std::string> documents_called(SQLite::Database& database, const std::string& name);
// Throws DatabaseError or InputError where rows contradict one another or the text.
[[nodiscard]] DocumentFacts read_document(SQLite::Database& database, std::int64_t id);
[[nodiscard]] std::vector<DocumentRow> list_documents(SQLite::Database& database);
// `ids`, if given, receives the row of each vertex.
[[nodiscard]] Graph load_graph(SQLite::Database& database, GraphDetail detail,
                               std::vector<std::int64_t>* ids = nullptr);
// The rows of the entities called so, as a name or alias, " (TYPE)" and "@URI" after it; the most mentioned first.
[[nodiscard]] std::vector<std::int64_t> entities_called(SQLite::Database& database, const Ontology& ontology,
                                                        const std::string& text);
[[nodiscard]] EntityCards show_entities(SQLite::Database& database, const std::vector<std::int64_t>& ids,
                                        const ShowLimits& limits);
[[nodiscard]] std::vector<std::string> suggest_names(SQLite::Database& database, const std::string& name);
[[nodiscard]] SearchResult search_words(SQLite::Database& database, std::string_view words, std::size_t limit);
[[nodiscard]] Stats count_everything(SQLite::Database& database);
[[nodiscard]] NameReference find_reference(SQLite::Database& database, const Ontology& ontology,
                                           const std::string& text, bool entity);
[[nodiscard]] std::vector<std::string> explain(SQLite::Database& database, const Ontology& ontology,
                                               const std::string& name);
[[nodiscard]] std::vector<Doubt> find_doubts(SQLite::Database& database, std::size_t limit);
void dump_rows(SQLite::Database& database, std::ostream& out);

}  // namespace factgraph
