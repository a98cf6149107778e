#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/facts.h"
#include "db/store.h"
#include "tests/support/sql_page.h"

// How the store does with many documents: makes up facts as news would have them, ten a document, adds them to a database
// and times what people wait for.
//
//   bench_scale DOCUMENTS DATABASE [--in-memory]
//
// With --in-memory the same is done in memory and then copied to the file: for millions of documents on a slow disk.
// People, places and organizations recur: a few in very many documents, most in one or two.

namespace factgraph {
namespace {

constexpr std::size_t kBatch = 1024;  // as cli/batch.h has it
constexpr std::size_t kFacts = 10;    // of each document

class World {
 public:
  explicit World(std::size_t documents) : population_(static_cast<double>(documents)), random_(1) {}

  DocumentFacts document(std::size_t number) {
    DocumentFacts facts;
    facts.document.uri = fmt::format("https://news.example/{}", number);
    facts.document.title = fmt::format("Article {}", number);
    facts.document.published = fmt::format("{}-{:02}-{:02}", 2000 + number % 25, 1 + number % 12, 1 + number % 28);
    std::vector<Entity>& entities = facts.entities;
    const auto name = [&](std::string text, const char* type) {
      const bool there = std::any_of(entities.begin(), entities.end(), [&](const Entity& e) { return e.name == text; });
      if (!there) entities.push_back({.name = std::move(text), .type = type, .mentions = {}});
    };
    for (int i = 0; i < 8; ++i) name(person(), "person");
    for (int i = 0; i < 3; ++i) name(organization(), "organization");
    for (int i = 0; i < 4; ++i) {
      const std::size_t place = known(5000);
      name(place_name(place), place % 7 == 0 ? "country" : "city");
    }
    std::string text;
    std::vector<std::pair<std::size_t, Span>> here;
    const auto word = [&](const std::string& letters) {
      const auto start = static_cast<std::uint32_t>(text.size());
      text += letters + ' ';
      return Span{start, start + static_cast<std::uint32_t>(letters.size())};
    };
    const auto mention = [&](std::size_t entity) {
      const Span span = word(entities[entity].name);
      entities[entity].mentions.push_back({span, MentionKind::kName});
      return span;
    };
    const std::size_t sentences = std::max(kFacts, entities.size());
    for (std::uint32_t i = 0; i < sentences; ++i) {
      const auto start = static_cast<std::uint32_t>(text.size());
      const std::size_t subject = i % entities.size();
      const std::size_t object = (i * 7 + 3) % entities.size();
      const Span subject_span = mention(subject);
      const Span trigger = word(kWords[below(kWords.size())]);
      const Span object_span = mention(object == subject ? (subject + 1) % entities.size() : object);
      for (int k = 0; k < 12; ++k) word(kWords[below(kWords.size())]);
      const Span sentence{start, static_cast<std::uint32_t>(text.size() - 1)};
      facts.sentences.push_back(sentence);
      if (i % 4 == 0) {
        facts.statements.push_back({.speaker = static_cast<std::uint32_t>(subject),
                                    .kind = StatementKind::kDirect,
                                    .span = {object_span.start, sentence.end},
                                    .cue = "said"});
      }
      if (i % 2 == 0) {
        facts.propositions.push_back({.sentence = i,
                                      .confidence = 0.5,
                                      .subject = entities[subject].name,
                                      .predicate = "agrees on",
                                      .arguments = {entities[object].name},
                                      .subject_span = subject_span,
                                      .predicate_spans = {trigger},
                                      .argument_spans = {object_span}});
      }
      if (i < kFacts)
        facts.relations.push_back(relation(i, subject, object, subject_span, trigger, object_span, entities));
    }
    facts.document.text = Text(std::move(text));
    return facts;
  }

  // The person of this rank, the most mentioned first.
  static std::string person_name(std::size_t rank) {
    if (rank == 2000) return "Kassym-Jomart Tokayev";
    if (rank == 3000) return "Shavkat Mirziyoyev";
    static const std::vector<std::string> kFirst = {"Vera", "Tom",   "Ann",  "Bo",  "Cy",    "Dana", "Erik",
                                                    "Finn", "Greta", "Hugo", "Ida", "Jonas", "Karl", "Lena",
                                                    "Mona", "Nils",  "Olga", "Per", "Rita",  "Sven"};
    static const std::vector<std::string> kParts = {"ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu"};
    std::string last;
    for (std::size_t rest = rank / 3 + 1000; rest > 0; rest /= 10) last += kParts[rest % 10];
    last[0] = static_cast<char>(last[0] - 'a' + 'A');
    return kFirst[rank % kFirst.size()] + " " + last + "son";
  }

 private:
  static inline const std::vector<std::string> kWords = {
      "house", "minister", "year",    "market", "agreement", "water",  "report", "people", "region", "plan",
      "said",  "growth",   "harbour", "bridge", "school",    "summit", "new",    "under",  "after",  "between"};

  std::size_t below(std::size_t limit) { return random_() % limit; }
  // A rank below `limit`, the smaller the more frequent.
  std::size_t known(double limit) {
    return static_cast<std::size_t>(limit * std::pow(static_cast<double>(random_()) / 4294967296.0, 4));
  }

  std::string person() {
    const std::string name = person_name(known(population_));
    return below(40) == 0 ? name.substr(name.find(' ') + 1) : name;  // a surname alone, now and then
  }
  std::string organization() { return fmt::format("Union of Work {}", known(3000)); }
  static std::string place_name(std::size_t rank) {
    if (rank == 300) return "Atyrau";
    if (rank == 301) return "Tashkent";
    if (rank == 14) return "Kazakhstan";
    return fmt::format("Town{}", rank);
  }

  Relation relation(std::uint32_t sentence, std::size_t subject, std::size_t object, Span subject_span, Span trigger,
                    Span object_span, const std::vector<Entity>& entities) {
    static const std::vector<std::string> kTypes = {
        "met_with", "visited",   "supports", "works_for", "leads",     "spoke_at",        "located_in",
        "opposes",  "announced", "signed",   "member_of", "appointed", "participated_in", "took_place_in"};
    Relation relation;
    relation.open = below(3) == 0;
    relation.type = relation.open ? kWords[known(20)] + " " + kWords[below(20)] : kTypes[known(14)];
    relation.subject = static_cast<std::uint32_t>(subject);
    relation.subject_span = subject_span;
    relation.object = static_cast<std::uint32_t>(object == subject ? (subject + 1) % entities.size() : object);
    relation.object_span = object_span;
    relation.trigger_span = trigger;
    relation.sentence = sentence;
    relation.confidence = 0.5 + 0.1 * static_cast<double>(below(5));
    relation.rule = "bench";
    if (relation.type == "leads") relation.role = "president";
    if (below(30) == 0) relation.polarity = Polarity::kNegated;
    if (below(20) == 0) relation.modality = Modality::kPlanned;
    if (below(5) == 0) relation.time = fmt::format("{}", 1990 + below(35));
    if (below(10) == 0) relation.place = "Tashkent";
    if (below(12) == 0) relation.attributed_to = entities[below(entities.size())].name;
    return relation;
  }

  double population_;
  std::mt19937 random_;
};

double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// Milliseconds of each of `times` runs, sorted.
std::vector<double> measured(int times, const std::function<void()>& action) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    action();
    taken.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

void print(const std::string& label, const std::string& value) {
  fmt::print("{:<54}{}\n", label, value);
  std::fflush(stdout);
}

void load(Store& store, World& world, std::size_t documents) {
  double spent = 0;
  double before = 0;
  std::size_t counted = 0;
  std::size_t report = 1024;
  for (std::size_t done = 0; done < documents;) {
    std::vector<DocumentFacts> batch;
    while (batch.size() < kBatch && done + batch.size() < documents)
      batch.push_back(world.document(done + batch.size()));
    const double start = processor_seconds();
    store.add(batch);
    spent += processor_seconds() - start;
    done += batch.size();
    if (done >= report || done == documents) {
      print(fmt::format("documents {} to {}", counted, done),
            fmt::format("{:.2f} ms of processor time each, {} MB of memory",
                        1000 * (spent - before) / static_cast<double>(done - counted), peak_megabytes()));
      before = spent;
      counted = done;
      report += std::min<std::size_t>(3 * report, 65'536);
    }
  }
  print("facts a second", fmt::format("{:.0f} (of processor time)", static_cast<double>(kFacts * documents) / spent));
}

void ask(const std::filesystem::path& path) {
  print("opening", fmt::format("{:.1f} ms", measured(5, [&] { (void)Store::open(path, Store::Access::kRead); })[2]));
  const Store store = Store::open(path, Store::Access::kRead);
  for (const std::size_t rank : {0UL, 1UL, 100UL, 10'000UL}) {
    const std::string name = World::person_name(rank);
    std::string found = "is not there";
    const auto taken = measured(3, [&] {
      try {
        const EntityCard card = store.show(name, {.entities = 10, .relations = 20, .evidence = 2}).cards.at(0);
        found = fmt::format("{} mentions", card.mentions);
      } catch (const InputError&) {
      }
    });
    print(fmt::format("show {}", name),
          fmt::format("{:.1f} ms ({}; the first time {:.1f})", taken[0], found, taken[2]));
  }
  SQLite::Database database(path.string());
  for (const auto& [heading, query] : sql_page_queries()) {
    std::size_t rows = 0;
    const auto taken = measured(3, [&] {
      SQLite::Statement statement(database, query);
      for (rows = 0; statement.executeStep();) ++rows;
    });
    print(heading, fmt::format("{:.1f} ms, {} rows (the first time {:.1f})", taken[0], rows, taken[2]));
  }
}

int run(std::size_t documents, const std::filesystem::path& path, bool in_memory) {
  World world(documents);
  {
    Store store = Store::create(in_memory ? ":memory:" : path, Ontology::shipped(), {"bench", "bench"});
    load(store, world, documents);
    if (in_memory) store.backup(path);
  }
  if (in_memory) SQLite::Database(path.string(), SQLite::OPEN_READWRITE).exec("PRAGMA journal_mode = WAL");
  const auto size = static_cast<double>(std::filesystem::file_size(path));
  const auto facts = static_cast<double>(kFacts * documents);
  print("size", fmt::format("{:.0f} MB, {:.0f} bytes a fact", size / 1e6, size / facts));
  {
    Store store = Store::open(path, Store::Access::kWrite, {"bench", "bench"});
    std::size_t number = documents;
    std::vector<DocumentFacts> more;
    for (int i = 0; i < 21; ++i) more.push_back(world.document(number++));
    std::size_t next = 0;
    const double before = processor_seconds();
    const auto added = measured(21, [&] { store.add({&more[next++], 1}); });
    print("one more document", fmt::format("{:.1f} ms, at most {:.1f}; {:.1f} ms of processor time", added[10],
                                           added.back(), 1000 * (processor_seconds() - before) / 21));
    next = 0;
    const auto forgotten = measured(21, [&] { store.forget(more[next++].document.uri); });
    print("forgetting it", fmt::format("{:.1f} ms, at most {:.1f}", forgotten[10], forgotten.back()));
  }
  ask(path);
  return 0;
}

}  // namespace
}  // namespace factgraph

int main(int count, char** arguments) {
  try {
    if (count == 2) {  // a database that is there
      factgraph::ask(arguments[1]);
      return 0;
    }
    const bool in_memory = count == 4 && std::string_view(arguments[3]) == "--in-memory";
    if (count == 3 || in_memory) {
      return factgraph::run(std::strtoul(arguments[1], nullptr, 10), arguments[2], in_memory);
    }
    fmt::print(stderr, "usage: bench_scale DOCUMENTS DATABASE [--in-memory], or bench_scale DATABASE to ask again\n");
  } catch (const factgraph::Error& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  return 1;
}
