#include "db/store.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "db/connection.h"
#include "db/digest.h"
#include "db/reader.h"
#include "db/verify.h"
#include "db/writer.h"

namespace factgraph {

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

  // Runs `action` as one transaction: all of it or nothing.
  template <typename Action>
  auto write(Action action) {
    if (!connection.writable()) throw DatabaseError(fmt::format("{}: was opened for reading only", path.string()));
    return guard(path, [&] {
      if (!facts_writer) facts_writer.emplace(connection.database(), ontology, writer);
      try {
        return trust(path, [&] {
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

std::vector<DocumentRow> Store::documents() const { return impl_->read(list_documents); }

DocumentFacts Store::facts(std::string_view uri) const {
  auto facts = impl_->read([&](SQLite::Database& database) -> std::optional<DocumentFacts> {
    const auto id = find_document(database, std::string(uri));
    return id ? std::optional(read_document(database, *id)) : std::nullopt;
  });
  if (!facts) throw InputError(fmt::format("{}: no document has the uri '{}'", impl_->path.string(), uri));
  return *std::move(facts);
}

Graph Store::graph() const { return impl_->read(load_graph); }

std::vector<EntityCard> Store::show(std::string_view name, std::size_t limit) const {
  std::vector<EntityCard> cards =
      impl_->read([&](SQLite::Database& database) { return show_entities(database, std::string(name), limit); });
  if (!cards.empty()) return cards;
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
