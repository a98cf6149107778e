#include <SQLiteCpp/SQLiteCpp.h>
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <random>
#include <string>
#include <variant>
#include <vector>

#include "core/facts.h"
#include "db/store.h"
#include "tests/support/temporary_folder.h"

// How fast the store takes documents in, against SQLite inserting the same rows into the same tables without thinking, and
// how fast it answers. Run with --benchmark_min_time=2.

namespace factgraph {
namespace {

constexpr std::size_t kBatch = 50;

// A made-up article: 20 sentences of about 25 words, 30 entities of which half are in many documents.
DocumentFacts article(std::uint32_t number) {
  std::mt19937 random(number);
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  static const std::string kWords[] = {"house",   "minister", "year",   "market", "agreement", "water",
                                       "report",  "people",   "region", "under",  "after",     "between",
                                       "several", "plan",     "said",   "growth"};
  DocumentFacts facts;
  facts.document.uri = "https://news.example/" + std::to_string(number);
  facts.document.title = "Article " + std::to_string(number);
  facts.document.published = "2024-03-15";
  std::vector<std::string> names;
  for (int i = 0; i < 30; ++i) {
    const std::uint32_t id = i < 15 ? below(1 + below(300)) : below(200'000);
    names.push_back("Name" + std::to_string(id % 977) + " Family" + std::to_string(id));
    facts.entities.push_back({.name = names.back(), .type = i % 3 == 0 ? "city" : "person", .mentions = {}});
  }
  std::string text;
  for (std::uint32_t sentence = 0; sentence < 20; ++sentence) {
    const auto start = static_cast<std::uint32_t>(text.size());
    std::vector<std::pair<std::uint32_t, Span>> here;
    for (int word = 0; word < 21; ++word) {
      if (word % 5 == 0) {
        const std::uint32_t entity = word == 0 ? sentence % 30 : below(30);
        const auto at = static_cast<std::uint32_t>(text.size());
        text += names[entity];
        here.emplace_back(entity, Span{at, static_cast<std::uint32_t>(text.size())});
        facts.entities[entity].mentions.push_back({here.back().second, MentionKind::kName});
      } else {
        text += kWords[below(16)];
      }
      text += ' ';
    }
    const auto end = static_cast<std::uint32_t>(text.size() - 1);
    facts.sentences.push_back({start, end});
    for (std::uint32_t i = 0; i < 2; ++i) {
      Relation relation;
      relation.type = i == 0 ? "met_with" : "work on";
      relation.open = i != 0;
      relation.subject = here[i].first;
      relation.subject_span = here[i].second;
      relation.object = here[i + 1].first;
      relation.object_span = here[i + 1].second;
      relation.trigger_span = {end - 5, end};
      relation.sentence = sentence;
      relation.confidence = 0.5 + below(50) / 100.0;
      relation.rule = "bench";
      facts.relations.push_back(relation);
    }
    facts.propositions.push_back({.sentence = sentence,
                                  .confidence = 0.5,
                                  .subject = names[here[0].first],
                                  .predicate = "works on",
                                  .arguments = {"the plan", "in the region"},
                                  .subject_span = here[0].second,
                                  .predicate_spans = {{end - 5, end}},
                                  .argument_spans = {{end - 4, end}, {end - 3, end}}});
    if (sentence % 5 == 0) {
      facts.statements.push_back(
          {.speaker = here[0].first, .kind = StatementKind::kDirect, .span = {start, end}, .cue = "said"});
    }
  }
  facts.document.text = Text(std::move(text));
  std::erase_if(facts.entities, [](const Entity& entity) { return entity.mentions.empty(); });
  // Only the last entities can be without a mention, or indexes would have moved.
  for (std::uint32_t i = 0; i < facts.entities.size(); ++i) {
    if (facts.entities[i].name != names[i]) return article(number + 1'000'000);
  }
  return facts;
}

const std::vector<DocumentFacts>& articles() {
  static const std::vector<DocumentFacts> all = [] {
    std::vector<DocumentFacts> made;
    for (std::uint32_t i = 0; i < 1000; ++i) made.push_back(article(i));
    return made;
  }();
  return all;
}

Store filled(const std::filesystem::path& path) {
  Store store = Store::create(path, Ontology::shipped(), {"bench", "bench"});
  for (std::size_t at = 0; at < articles().size(); at += kBatch) store.add(std::span(articles()).subspan(at, kBatch));
  return store;
}

void count_facts(benchmark::State& state, std::size_t documents) {
  std::size_t facts = 0;
  for (const DocumentFacts& article : articles()) facts += article.relations.size();
  state.counters["facts/s"] = benchmark::Counter(
      static_cast<double>(facts) * static_cast<double>(documents) / static_cast<double>(articles().size()),
      benchmark::Counter::kIsIterationInvariantRate);
  state.counters["documents/s"] =
      benchmark::Counter(static_cast<double>(documents), benchmark::Counter::kIsIterationInvariantRate);
}

void add_documents(benchmark::State& state) {
  (void)articles();
  for (auto iteration : state) {
    state.PauseTiming();
    auto folder = std::make_unique<TemporaryFolder>();
    state.ResumeTiming();
    benchmark::DoNotOptimize(filled(*folder / "facts.db"));
    state.PauseTiming();
    folder.reset();
    state.ResumeTiming();
  }
  count_facts(state, articles().size());
}
BENCHMARK(add_documents)->Unit(benchmark::kMillisecond)->UseRealTime();

// All rows of one table, ready to be bound.
struct Rows {
  std::string insert;
  std::vector<std::vector<std::variant<std::monostate, std::int64_t, double, std::string>>> rows;
};

Rows rows_of(SQLite::Database& database, const std::string& table, const std::string& columns) {
  Rows out;
  SQLite::Statement select(database, "SELECT " + columns + " FROM " + table);
  while (select.executeStep()) {
    auto& row = out.rows.emplace_back();
    for (int i = 0; i < select.getColumnCount(); ++i) {
      const SQLite::Column column = select.getColumn(i);
      if (column.isNull())
        row.emplace_back();
      else if (column.isInteger())
        row.emplace_back(column.getInt64());
      else if (column.isFloat())
        row.emplace_back(column.getDouble());
      else
        row.emplace_back(column.getString());
    }
  }
  std::string marks = "?";
  for (int i = 1; i < select.getColumnCount(); ++i) marks += ", ?";
  out.insert = "INSERT INTO " + table + " VALUES (" + marks + ")";
  return out;
}

// The same rows, tables, indexes, transactions and syncs by nothing but prepared statements, foreign keys unchecked.
void bare_sqlite(benchmark::State& state) {
  TemporaryFolder source;
  (void)filled(source / "facts.db");
  std::vector<Rows> tables;
  {
    SQLite::Database database((source / "facts.db").string());
    for (const char* table :
         {"writers", "documents", "sentences", "entities", "aliases", "type_votes", "document_entities", "mentions",
          "relations", "evidence", "statements", "propositions", "name_forms", "contexts"}) {
      tables.push_back(rows_of(database, table, "*"));
    }
    tables.push_back(rows_of(database, "documents", "id, title, text"));
    tables.back().insert = "INSERT INTO documents_fts (rowid, title, text) VALUES (?, ?, ?)";
    tables.push_back(rows_of(database, "entities", "id, name"));
    tables.back().insert = "INSERT INTO entities_fts (rowid, name) VALUES (?, ?)";
  }
  for (auto iteration : state) {
    state.PauseTiming();
    auto folder = std::make_unique<TemporaryFolder>();
    (void)Store::create(*folder / "facts.db", Ontology::shipped(), {"", ""});
    auto database = std::make_unique<SQLite::Database>((*folder / "facts.db").string(), SQLite::OPEN_READWRITE);
    database->exec(
        "DELETE FROM writers; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = "
        "16384");
    state.ResumeTiming();
    {
      std::vector<std::unique_ptr<SQLite::Statement>> inserts;
      for (const Rows& table : tables) inserts.push_back(std::make_unique<SQLite::Statement>(*database, table.insert));
      const std::size_t batches = articles().size() / kBatch;
      for (std::size_t batch = 0; batch < batches; ++batch) {
        SQLite::Transaction transaction(*database);
        for (std::size_t t = 0; t < tables.size(); ++t) {
          const auto& rows = tables[t].rows;
          for (std::size_t r = rows.size() * batch / batches; r < rows.size() * (batch + 1) / batches; ++r) {
            SQLite::Statement& insert = *inserts[t];
            int index = 0;
            for (const auto& value : rows[r]) {
              ++index;
              if (const auto* number = std::get_if<std::int64_t>(&value))
                insert.bind(index, *number);
              else if (const auto* real = std::get_if<double>(&value))
                insert.bind(index, *real);
              else if (const auto* words = std::get_if<std::string>(&value))
                insert.bindNoCopy(index, *words);
              else
                insert.bind(index);
            }
            insert.exec();
            insert.reset();
          }
        }
        transaction.commit();
      }
    }
    database.reset();
    state.PauseTiming();
    folder.reset();
    state.ResumeTiming();
  }
  std::size_t rows = 0;
  for (const Rows& table : tables) rows += table.rows.size();
  state.counters["rows"] = static_cast<double>(rows);
  count_facts(state, articles().size());
}
BENCHMARK(bare_sqlite)->Unit(benchmark::kMillisecond)->UseRealTime();

void add_and_forget_one_more(benchmark::State& state) {
  TemporaryFolder folder;
  Store store = filled(folder / "facts.db");
  const DocumentFacts one = article(5000);
  for (auto iteration : state) {
    store.add({&one, 1});
    store.forget(one.document.uri);
  }
}
BENCHMARK(add_and_forget_one_more)->Unit(benchmark::kMillisecond)->UseRealTime();

void know_a_document(benchmark::State& state) {
  TemporaryFolder folder;
  const Store store = filled(folder / "facts.db");
  for (auto iteration : state) benchmark::DoNotOptimize(store.contains(articles()[500].document));
}
BENCHMARK(know_a_document)->Unit(benchmark::kMicrosecond);

void load_the_graph(benchmark::State& state) {
  TemporaryFolder folder;
  const Store store = filled(folder / "facts.db");
  for (auto iteration : state) benchmark::DoNotOptimize(store.graph());
  count_facts(state, articles().size());
}
BENCHMARK(load_the_graph)->Unit(benchmark::kMillisecond);

void show_the_best_known(benchmark::State& state) {
  TemporaryFolder folder;
  const Store store = filled(folder / "facts.db");
  for (auto iteration : state) benchmark::DoNotOptimize(store.show("Name0 Family0", {.relations = 20, .evidence = 2}));
}
BENCHMARK(show_the_best_known)->Unit(benchmark::kMillisecond);

void verify_everything(benchmark::State& state) {
  TemporaryFolder folder;
  const Store store = filled(folder / "facts.db");
  for (auto iteration : state) {
    if (!store.verify().empty()) state.SkipWithError("problems were found");
  }
}
BENCHMARK(verify_everything)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace factgraph
