#include "db/store.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <sqlite3.h>

#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>
#include <variant>

#include "core/error.h"
#include "db/connection.h"
#include "db/digest.h"
#include "db/metrics.h"
#include "db/reader.h"
#include "db/resolver.h"
#include "db/verify.h"
#include "db/writer.h"

namespace factgraph {

namespace {

void copy_database(SQLite::Database& to, SQLite::Database& from) {
  SQLite::Backup copy(to, from);
  const int result = copy.executeStep(-1);
  if (result != SQLITE_DONE) throw SQLite::Exception(to.getHandle(), result);
}

}  // namespace

struct Store::Impl {
  std::filesystem::path path;
  Connection connection;
  Ontology ontology;
  Writer writer;
  std::optional<FactsWriter> facts_writer;  // made when first needed

  Impl(const std::filesystem::path& file, Connection::Mode mode, const Ontology* given, const Writer& by)
      : path(file), connection(file, mode, given), ontology(read_ontology()), writer(by) {}

  // The one the database keeps, which counts.
  Ontology read_ontology() {
    SQLite::Statement row(connection.database(), "SELECT toml, source FROM ontologies");
    if (!row.executeStep()) throw DatabaseError(fmt::format("{}: has no ontology; build it again", path.string()));
    return Ontology::parse(text_at(row, 0), fmt::format("{}: ontology {}", path.string(), text_at(row, 1)));
  }

  // Runs `action`; whatever goes wrong comes out as one of our errors and names the file.
  template <typename Action>
  static auto guard(const std::filesystem::path& path, Action action) {
    try {
      return action();
    } catch (const SQLite::Exception& error) {
      throw_database_error(path, error);
    } catch (const std::bad_alloc&) {
      throw DatabaseError(fmt::format("{}: there is not enough memory", path.string()));
    }
  }

  // Runs `action` on one state of the database, whatever others write meanwhile.
  template <typename Action>
  auto read(Action action) {
    return guard(path, [&] {
      return trust(path, [&] {
        SQLite::Transaction snapshot(connection.database());
        return action(connection.database());
      });
    });
  }

  // As read(), where the user may have asked for what is not there.
  template <typename Action>
  auto ask(Action action) {
    auto answer = read([&](SQLite::Database& database) -> std::variant<decltype(action(database)), InputError> {
      try {
        return action(database);
      } catch (const InputError& error) {
        return InputError(fmt::format("{}: {}", path.string(), error.what()));
      }
    });
    if (const auto* error = std::get_if<InputError>(&answer)) throw *error;
    return std::get<0>(std::move(answer));
  }

  // What add() stores from now on comes from another writer.
  void write_as(const Writer& by) {
    if (by.program == writer.program && by.models == writer.models) return;
    facts_writer.reset();
    writer = by;
  }

  // Runs `action` as one transaction: all of it or nothing.
  template <typename Action>
  auto write(Action action) {
    if (!connection.writable()) throw DatabaseError(fmt::format("{}: was opened for reading only", path.string()));
    return guard(path, [&] {
      try {
        return trust(path, [&] {
          if (!facts_writer) facts_writer.emplace(connection.database(), ontology, writer);
          SQLite::Transaction transaction(connection.database(), SQLite::TransactionBehavior::IMMEDIATE);
          auto result = action(connection.database(), *facts_writer);
          facts_writer->finish();
          transaction.commit();
          return result;
        });
      } catch (...) {
        facts_writer.reset();  // with what it had gathered
        throw;
      }
    });
  }

 private:
  // Runs `action` on rows as we would have written them; where they are not, a damaged database is to blame.
  template <typename Action>
  static auto trust(const std::filesystem::path& path, Action action) {
    const auto blame = [&](const std::exception& error) {
      return DatabaseError(
          fmt::format("{}: contradicts itself ({}); run factgraph verify", path.string(), error.what()));
    };
    try {
      return action();
    } catch (const Error& error) {
      throw blame(error);
    } catch (const std::out_of_range& error) {
      throw blame(error);
    }
  }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const std::filesystem::path& path, Access access, const Writer& writer) {
  const auto mode = access == Access::kWrite ? Connection::Mode::kWrite : Connection::Mode::kRead;
  return Impl::guard(path, [&] { return Store(std::make_unique<Impl>(path, mode, nullptr, writer)); });
}

Store Store::create(const std::filesystem::path& path, const Ontology& ontology, const Writer& writer) {
  Store store = open_or_create(path, ontology, writer);
  if (!store.impl_->connection.created()) {
    throw DatabaseError(fmt::format("{}: there is a database already", path.string()));
  }
  return store;
}

Store Store::open_or_create(const std::filesystem::path& path, const Ontology& ontology, const Writer& writer) {
  return Impl::guard(path, [&] {
    Store store(std::make_unique<Impl>(path, Connection::Mode::kCreate, &ontology, writer));
    if (store.ontology().toml() != ontology.toml()) {
      throw DatabaseError(
          fmt::format("{}: was built with another ontology (version {}, {}); go on with that one, or name another "
                      "database with --db",
                      path.string(), store.ontology().version(), store.ontology().source()));
    }
    return store;
  });
}

const Ontology& Store::ontology() const { return impl_->ontology; }

bool Store::contains(const Document& document) const {
  return impl_->read([&](SQLite::Database& database) {
    SQLite::Statement find(database, "SELECT id FROM documents WHERE uri = ? AND digest = ?");
    return query_id(find, document.uri, digest_of(document)).has_value();
  });
}

AddCounts Store::add(std::span<const DocumentFacts> batch) {
  for (const DocumentFacts& facts : batch) check_facts(facts);
  return impl_->write([&](SQLite::Database& database, FactsWriter& writer) {
    AddCounts counts;
    SQLite::Statement find(database, "SELECT id, digest, facts_digest FROM documents WHERE uri = ?");
    for (const DocumentFacts& facts : batch) {
      const std::string digest = digest_of(facts.document);
      const std::string facts_digest = digest_of_facts(facts);
      rewind(find, facts.document.uri);
      const bool known = find.executeStep();
      if (known && text_at(find, 1) == digest && text_at(find, 2) == facts_digest) {
        ++counts.unchanged;
        continue;
      }
      if (known) {
        const std::int64_t id = int_at(find, 0);
        find.reset();
        writer.remove(id);
      }
      find.tryReset();
      writer.add(facts, digest, facts_digest);
      ++(known ? counts.replaced : counts.added);
    }
    return counts;
  });
}

std::string Store::forget(std::string_view document) {
  const std::vector<std::string> uris =
      impl_->read([&](SQLite::Database& database) { return documents_called(database, std::string(document)); });
  if (uris.empty()) throw InputError(fmt::format("{}: no document is called '{}'", impl_->path.string(), document));
  if (uris.size() > 1) {
    throw InputError(fmt::format("{}: several documents have the title '{}'; name one of {}", impl_->path.string(),
                                 document, fmt::join(uris, ", ")));
  }
  impl_->write([&](SQLite::Database& database, FactsWriter& writer) {
    const auto id = find_document(database, uris.front());
    if (id) writer.remove(*id);
    return id;
  });
  return uris.front();
}

std::size_t Store::forget_all_but(const std::set<std::string>& uris) {
  return impl_->write([&](SQLite::Database& database, FactsWriter& writer) {
    std::vector<std::int64_t> others;
    SQLite::Statement rows(database, "SELECT id, uri FROM documents");
    while (rows.executeStep()) {
      if (!uris.contains(text_at(rows, 1))) others.push_back(int_at(rows, 0));
    }
    for (const std::int64_t id : others) writer.remove(id);
    return others.size();
  });
}

NameReference Store::refer(const std::string& text) const {
  return impl_->ask([&](SQLite::Database& database) { return find_reference(database, ontology(), text, false); });
}

NameReference Store::refer_to_entity(const std::string& text) const {
  return impl_->ask([&](SQLite::Database& database) { return find_reference(database, ontology(), text, true); });
}

std::size_t Store::judge(std::vector<Judgement> judgements) {
  std::set<std::string> known;
  for (const JudgementRow& row : this->judgements()) known.insert(row.judgement.digest);
  for (const Judgement& judgement : judgements) known.insert(digest_of(judgement));
  for (const Judgement& judgement : judgements) {
    if (judgement.kind == JudgementKind::kRetype && ontology().type(judgement.value) == nullptr) {
      throw InputError(fmt::format("{}: the ontology has no type '{}'", impl_->path.string(), judgement.value));
    }
    if (judgement.kind == JudgementKind::kUndo && !known.contains(judgement.value)) {
      throw InputError(fmt::format("{}: there is no judgement {} to undo", impl_->path.string(), judgement.value));
    }
  }
  return impl_->write([&](SQLite::Database&, FactsWriter& writer) { return writer.judge(std::move(judgements)); });
}

std::vector<JudgementRow> Store::judgements() const {
  return impl_->read([](SQLite::Database& database) {
    const std::vector<Judgement> all = read_judgements(database);
    const Judged judged(all);
    std::set<std::string> in_force;
    for (const Judgement& judgement : judged.in_force()) in_force.insert(judgement.digest);
    std::vector<JudgementRow> rows;
    for (const Judgement& judgement : all) {
      rows.push_back({judgement, in_force.contains(judgement.digest), judged.contradicted(judgement)});
    }
    return rows;
  });
}

std::vector<std::string> Store::why(const std::string& name) const {
  return impl_->ask([&](SQLite::Database& database) { return explain(database, ontology(), name); });
}

std::vector<Doubt> Store::doubts(std::size_t limit) const {
  return impl_->read([&](SQLite::Database& database) { return find_doubts(database, limit); });
}

AddCounts Store::merge(const Store& other) {
  if (other.ontology().toml() != ontology().toml()) {
    throw DatabaseError(fmt::format("{}: was built with another ontology than {}; rebuild one of them with the other's",
                                    other.impl_->path.string(), impl_->path.string()));
  }
  std::vector<Judgement> judgements;
  for (JudgementRow& row : other.judgements()) judgements.push_back(std::move(row.judgement));
  if (!judgements.empty()) judge(std::move(judgements));

  constexpr std::size_t kBatch = 1024;
  constexpr std::size_t kBytes = 8U << 20U;
  AddCounts counts;
  std::string last;
  for (bool more = true; more;) {
    std::vector<DocumentFacts> batch;
    Writer writer;
    more = other.impl_->read([&](SQLite::Database& database) {
      SQLite::Statement rows(database,
                             "SELECT d.id, d.uri, d.digest, d.facts_digest, w.program, w.models FROM documents d "
                             "JOIN writers w ON w.id = d.writer_id WHERE d.uri > ? ORDER BY d.uri");
      const std::string start = last;
      std::size_t bytes = 0;
      for (rewind(rows, start); rows.executeStep();) {
        const Writer by{text_at(rows, 4), text_at(rows, 5)};
        const bool full = batch.size() >= kBatch || bytes >= kBytes;
        if (!batch.empty() && (full || by.program != writer.program || by.models != writer.models)) return true;
        const std::string uri = text_at(rows, 1);
        last = uri;
        const std::pair digests(text_at(rows, 2), text_at(rows, 3));
        const auto here = impl_->read([&](SQLite::Database& own) -> std::optional<std::pair<std::string, std::string>> {
          SQLite::Statement find(own, "SELECT digest, facts_digest FROM documents WHERE uri = ?");
          rewind(find, uri);
          if (!find.executeStep()) return std::nullopt;
          return std::pair(text_at(find, 0), text_at(find, 1));
        });
        if (here && *here >= digests) {
          ++counts.unchanged;
          continue;
        }
        writer = by;
        batch.push_back(read_document(database, int_at(rows, 0)));
        bytes += batch.back().document.text.utf8().size();
      }
      return false;
    });
    if (batch.empty()) continue;
    impl_->write_as(writer);
    const AddCounts added = add(batch);
    counts.added += added.added;
    counts.replaced += added.replaced;
    counts.unchanged += added.unchanged;
  }
  return counts;
}

void Store::become(const Store& other) {
  Impl::guard(impl_->path, [&] {
    impl_->facts_writer.reset();
    copy_database(impl_->connection.database(), other.impl_->connection.database());
    return true;
  });
}

void Store::backup(const std::filesystem::path& path) const {
  if (std::filesystem::exists(path)) {
    throw InputError(fmt::format("{}: there is a file already; name another for the backup", path.string()));
  }
  Impl::guard(path, [&] {
    const std::filesystem::path draft = path.string() + ".part";
    {
      SQLite::Database copy(draft.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      copy_database(copy, impl_->connection.database());
    }
    std::filesystem::rename(draft, path);
    return true;
  });
}

std::string Store::schema() const {
  return impl_->read([](SQLite::Database& database) {
    SQLite::Statement rows(database,
                           "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE '%!_fts!_%' "
                           "ESCAPE '!' ORDER BY rowid");
    std::string text;
    while (rows.executeStep()) text += text_at(rows, 0) + ";\n";
    return text;
  });
}

std::vector<DocumentRow> Store::documents() const { return impl_->read(list_documents); }

DocumentFacts Store::facts(std::string_view uri) const {
  auto facts = impl_->read([&](SQLite::Database& database) -> std::optional<DocumentFacts> {
    const auto id = find_document(database, std::string(uri));
    return id ? std::optional(read_document(database, *id)) : std::nullopt;
  });
  if (!facts) throw InputError(fmt::format("{}: no document has the uri '{}'", impl_->path.string(), uri));
  return *std::move(facts);
}

Graph Store::graph(GraphDetail detail) const {
  return impl_->read([&](SQLite::Database& database) { return load_graph(database, detail); });
}

std::size_t Store::analyse() {
  return impl_->write([](SQLite::Database& database, FactsWriter&) { return write_metrics(database); });
}

EntityCards Store::show(std::string_view name, const ShowLimits& limits) const {
  EntityCards found = impl_->read([&](SQLite::Database& database) {
    return show_entities(database, entities_called(database, ontology(), std::string(name)), limits);
  });
  if (!found.cards.empty() || found.more > 0) return found;
  const std::vector<std::string> nearest = suggest(name);
  throw InputError(nearest.empty() ? fmt::format("{}: no entity is called '{}'", impl_->path.string(), name)
                                   : fmt::format("{}: no entity is called '{}'; did you mean {}?", impl_->path.string(),
                                                 name, fmt::join(nearest, ", ")));
}

std::vector<std::string> Store::suggest(std::string_view name) const {
  return impl_->read([&](SQLite::Database& database) { return suggest_names(database, std::string(name)); });
}

SearchResult Store::search(std::string_view words, std::size_t limit) const {
  return impl_->read([&](SQLite::Database& database) { return search_words(database, words, limit); });
}

Stats Store::stats() const { return impl_->read(count_everything); }

std::vector<Problem> Store::verify() const {
  return Impl::guard(impl_->path, [&] {
    return verify_database(impl_->connection.database(), impl_->ontology, impl_->connection.writable());
  });
}

void Store::dump(std::ostream& out) const {
  impl_->read([&](SQLite::Database& database) {
    dump_rows(database, out);
    return true;
  });
}

}  // namespace factgraph
