#include "db/reader.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "db/connection.h"
#include "db/identity.h"
#include "db/values.h"

namespace factgraph {
namespace {

// The rows of a query, for loops over millions of them: what SQLiteCpp does for each column takes longer there than SQLite.
class Rows {
 public:
  Rows(SQLite::Database& database, const char* sql) : handle_(database.getHandle()) {
    check(sqlite3_prepare_v2(handle_, sql, -1, &statement_, nullptr));
  }
  ~Rows() { sqlite3_finalize(statement_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  void rewind(std::int64_t value) {
    sqlite3_reset(statement_);
    check(sqlite3_bind_int64(statement_, 1, value));
  }
  [[nodiscard]] bool step() {
    const int result = sqlite3_step(statement_);
    if (result != SQLITE_ROW && result != SQLITE_DONE) check(result);
    return result == SQLITE_ROW;
  }

  [[nodiscard]] bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
  // Valid until the next step; empty for NULL.
  [[nodiscard]] std::string_view text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  [[nodiscard]] Span span(int column) const {
    return {static_cast<std::uint32_t>(integer(column)), static_cast<std::uint32_t>(integer(column + 1))};
  }
  // The value of a column that its CHECK confines to known words.
  template <typename Parse>
  [[nodiscard]] auto word(int column, Parse parse) const {
    const auto value = parse(text(column));
    if (!value) throw DatabaseError(fmt::format("unknown word '{}'", text(column)));
    return *value;
  }

 private:
  void check(int result) {
    if (result != SQLITE_OK) throw SQLite::Exception(handle_, result);
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
};

// Places by row id. Ids are dense where nothing was forgotten: a list then, else a map.
class Places {
 public:
  Places(SQLite::Database& database, const std::string& table) {
    Rows rows(database, ("SELECT count(*), max(id), min(id) FROM " + table).c_str());
    if (!rows.step()) return;
    count_ = static_cast<std::size_t>(rows.integer(0));
    const std::int64_t last = rows.integer(1);
    if (rows.integer(2) >= 0 && last >= 0 && static_cast<std::uint64_t>(last) < 4 * count_ + 1024) {
      list_.assign(static_cast<std::size_t>(last) + 1, kNone);
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }

  void set(std::int64_t id, std::size_t place) {
    if (list_.empty()) {
      map_[id] = place;
    } else {
      list_.at(static_cast<std::size_t>(id)) = place;
    }
  }
  [[nodiscard]] std::size_t at(std::int64_t id) const {
    std::size_t place = kNone;
    if (list_.empty()) {
      const auto found = map_.find(id);
      if (found != map_.end()) place = found->second;
    } else if (id >= 0 && static_cast<std::size_t>(id) < list_.size()) {
      place = list_[static_cast<std::size_t>(id)];
    }
    if (place == kNone) throw DatabaseError("a row refers to one that is not there");
    return place;
  }
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const auto& [id, place] : map_) visit(id, place);
    for (std::size_t id = 0; id < list_.size(); ++id) {
      if (list_[id] != kNone) visit(static_cast<std::int64_t>(id), list_[id]);
    }
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;

  std::size_t count_ = 0;
  std::vector<std::size_t> list_;
  std::unordered_map<std::int64_t, std::size_t> map_;
};

std::uint32_t offset_at(SQLite::Statement& row, int column) { return static_cast<std::uint32_t>(int_at(row, column)); }

Span span_at(SQLite::Statement& row, int column) { return {offset_at(row, column), offset_at(row, column + 1)}; }

std::size_t count_at(SQLite::Statement& row, int column) { return static_cast<std::size_t>(int_at(row, column)); }

// The value of a column that its CHECK confines to known words.
template <typename Parse>
auto word_at(SQLite::Statement& row, int column, Parse parse) {
  const auto value = parse(text_at(row, column));
  if (!value) throw DatabaseError(fmt::format("unknown word '{}'", text_at(row, column)));
  return *value;
}

// Where the rows of a document stand in its lists.
using Positions = std::unordered_map<std::int64_t, std::uint32_t>;

std::uint32_t position_of(const Positions& positions, std::int64_t id) {
  const auto found = positions.find(id);
  if (found == positions.end()) throw DatabaseError("a row refers to another document");
  return found->second;
}

}  // namespace

std::optional<std::int64_t> find_document(SQLite::Database& database, const std::string& uri) {
  SQLite::Statement find(database, "SELECT id FROM documents WHERE uri = ?");
  return query_id(find, uri);
}

std::vector<std::string> documents_called(SQLite::Database& database, const std::string& name) {
  if (find_document(database, name)) return {name};
  SQLite::Statement titled(database, "SELECT uri FROM documents WHERE title = ? ORDER BY uri LIMIT 6");
  std::vector<std::string> uris;
  for (rewind(titled, name); titled.executeStep();) uris.push_back(text_at(titled, 0));
  return uris;
}

DocumentFacts read_document(SQLite::Database& database, std::int64_t id) {
  DocumentFacts facts;
  SQLite::Statement document(
      database, "SELECT uri, title, published, language, author, place, blocks, text FROM documents WHERE id = ?");
  rewind(document, id);
  if (!document.executeStep()) throw DatabaseError(fmt::format("document {} is not there", id));
  facts.document.uri = text_at(document, 0);
  facts.document.title = text_at(document, 1);
  facts.document.published = text_at(document, 2);
  facts.document.language = text_at(document, 3);
  facts.document.author = text_at(document, 4);
  facts.document.place = text_at(document, 5);
  facts.document.blocks = blocks_from_json(text_at(document, 6));
  facts.document.text = Text(text_at(document, 7));

  Positions sentences;
  SQLite::Statement sentence(database, "SELECT id, start, end FROM sentences WHERE document_id = ? ORDER BY start");
  for (rewind(sentence, id); sentence.executeStep();) {
    sentences.emplace(int_at(sentence, 0), static_cast<std::uint32_t>(facts.sentences.size()));
    facts.sentences.push_back(span_at(sentence, 1));
  }

  Positions entities;
  SQLite::Statement entity(database, "SELECT id, name, type FROM document_entities WHERE document_id = ? ORDER BY id");
  for (rewind(entity, id); entity.executeStep();) {
    entities.emplace(int_at(entity, 0), static_cast<std::uint32_t>(facts.entities.size()));
    facts.entities.push_back({.name = text_at(entity, 1), .type = text_at(entity, 2), .mentions = {}});
  }
  SQLite::Statement mention(
      database, "SELECT document_entity_id, start, end, kind FROM mentions WHERE document_id = ? ORDER BY id");
  for (rewind(mention, id); mention.executeStep();) {
    facts.entities[position_of(entities, int_at(mention, 0))].mentions.push_back(
        {.span = span_at(mention, 1), .kind = word_at(mention, 3, parse_mention_kind)});
  }

  SQLite::Statement relation(
      database,
      "SELECT r.type, r.open, s.document_entity_id, s.start, s.end, o.document_entity_id, o.start, o.end, "
      "r.value, "
      "e.value_start, e.value_end, e.trigger_start, e.trigger_end, e.sentence_id, e.role, e.time, e.place, "
      "r.polarity, "
      "r.modality, e.attributed_to, e.confidence, e.rule "
      "FROM sentences t JOIN evidence e ON e.sentence_id = t.id JOIN relations r ON r.id = e.relation_id "
      "JOIN mentions s ON s.id = e.subject_mention_id LEFT JOIN mentions o ON o.id = e.object_mention_id "
      "WHERE t.document_id = ? ORDER BY e.id");
  for (rewind(relation, id); relation.executeStep();) {
    Relation out;
    out.type = text_at(relation, 0);
    out.open = int_at(relation, 1) != 0;
    out.subject = position_of(entities, int_at(relation, 2));
    out.subject_span = span_at(relation, 3);
    if (null_at(relation, 5)) {
      out.value = text_at(relation, 8);
      out.object_span = span_at(relation, 9);
    } else {
      out.object = position_of(entities, int_at(relation, 5));
      out.object_span = span_at(relation, 6);
    }
    out.trigger_span = span_at(relation, 11);
    out.sentence = position_of(sentences, int_at(relation, 13));
    out.role = text_at(relation, 14);
    out.time = text_at(relation, 15);
    out.place = text_at(relation, 16);
    out.polarity = word_at(relation, 17, parse_polarity);
    out.modality = word_at(relation, 18, parse_modality);
    out.attributed_to = text_at(relation, 19);
    out.confidence = double_at(relation, 20);
    out.rule = text_at(relation, 21);
    facts.relations.push_back(std::move(out));
  }

  SQLite::Statement statement(
      database, "SELECT document_speaker_id, kind, start, end, cue FROM statements WHERE document_id = ? ORDER BY id");
  for (rewind(statement, id); statement.executeStep();) {
    Statement out;
    if (!null_at(statement, 0)) out.speaker = position_of(entities, int_at(statement, 0));
    out.kind = word_at(statement, 1, parse_statement_kind);
    out.span = span_at(statement, 2);
    out.cue = text_at(statement, 4);
    facts.statements.push_back(std::move(out));
  }

  SQLite::Statement proposition(
      database,
      "SELECT p.sentence_id, p.confidence, p.subject, p.predicate, p.arguments, p.subject_start, "
      "p.subject_end, p.predicate_spans, p.argument_spans FROM sentences t "
      "JOIN propositions p ON p.sentence_id = t.id WHERE t.document_id = ? ORDER BY p.id");
  for (rewind(proposition, id); proposition.executeStep();) {
    facts.propositions.push_back({.sentence = position_of(sentences, int_at(proposition, 0)),
                                  .confidence = double_at(proposition, 1),
                                  .subject = text_at(proposition, 2),
                                  .predicate = text_at(proposition, 3),
                                  .arguments = texts_from_json(text_at(proposition, 4)),
                                  .subject_span = span_at(proposition, 5),
                                  .predicate_spans = spans_from_json(text_at(proposition, 7)),
                                  .argument_spans = spans_from_json(text_at(proposition, 8))});
  }
  return facts;
}

std::vector<DocumentRow> list_documents(SQLite::Database& database) {
  SQLite::Statement rows(database,
                         "SELECT uri, title, published, (SELECT count(*) FROM sentences s WHERE s.document_id = d.id), "
                         "(SELECT count(*) FROM document_entities x WHERE x.document_id = d.id), "
                         "(SELECT count(*) FROM sentences s JOIN evidence e ON e.sentence_id = s.id "
                         "WHERE s.document_id = d.id) FROM documents d ORDER BY uri");
  std::vector<DocumentRow> documents;
  while (rows.executeStep()) {
    documents.push_back({.uri = text_at(rows, 0),
                         .title = text_at(rows, 1),
                         .published = text_at(rows, 2),
                         .sentences = count_at(rows, 3),
                         .entities = count_at(rows, 4),
                         .facts = count_at(rows, 5)});
  }
  return documents;
}

namespace {

// Reads the graph of a database into a builder, part by part.
class GraphReader {
 public:
  explicit GraphReader(SQLite::Database& database) : database_(database), entity_at_(database, "entities") {
    Rows relations(database, "SELECT count(*) FROM relations WHERE object_id IS NOT NULL");
    if (relations.step()) builder_.reserve(entity_at_.count(), static_cast<std::size_t>(relations.integer(0)));
  }

  // In an order that does not depend on row ids; the rows themselves are read as they lie.
  void read_entities() {
    Rows order(database_, "SELECT id FROM entities ORDER BY key, root, scope");
    while (order.step()) entity_at_.set(order.integer(0), builder_.add_entity({}));
    Rows row(database_, "SELECT id, name, type, mentions, documents FROM entities");
    while (row.step()) {
      EntityNode& entity = builder_.entity(entity_at_.at(row.integer(0)));
      entity.name = row.text(1);
      entity.type = row.text(2);
      entity.mentions = static_cast<std::size_t>(row.integer(3));
      entity.documents = static_cast<std::size_t>(row.integer(4));
    }
  }

  void read_relations(GraphDetail detail) {
    const bool with_evidence = detail == GraphDetail::kEverything;
    if (with_evidence) relation_at_.emplace(database_, "relations");
    Rows row(database_,
             "SELECT id, subject_id, object_id, value, type, open, polarity, modality, confidence, document_count, "
             "evidence_count FROM relations");
    while (row.step()) {
      RelationEdge relation;
      relation.type = row.text(4);
      relation.open = row.integer(5) != 0;
      relation.polarity = row.word(6, parse_polarity);
      relation.modality = row.word(7, parse_modality);
      relation.confidence = row.real(8);
      relation.documents = static_cast<std::size_t>(row.integer(9));
      relation.proofs = static_cast<std::size_t>(row.integer(10));
      const std::size_t subject = entity_at_.at(row.integer(1));
      std::size_t place = 0;
      if (row.null(2)) {
        place = kValue | values_.size();
        values_.push_back({subject, {std::move(relation), std::string(row.text(3))}});
      } else {
        place = builder_.add_relation(subject, entity_at_.at(row.integer(2)), std::move(relation));
      }
      if (with_evidence) relation_at_->set(row.integer(0), place);
    }
  }

  void read_aliases() {
    Rows row(database_, "SELECT entity_id, name FROM aliases ORDER BY entity_id, name");
    while (row.step()) {
      EntityNode& entity = builder_.entity(entity_at_.at(row.integer(0)));
      if (row.text(1) != entity.name) entity.aliases.emplace_back(row.text(1));
    }
  }

  // The evidence of relations, and who says what.
  void read_documents() {
    Rows document(database_, "SELECT id, uri, title, text FROM documents ORDER BY uri");
    Rows evidence(database_,
                  "SELECT e.relation_id, t.start, t.end, e.role, e.time, coalesce(a.name, e.attributed_to), "
                  "e.confidence, s.start, s.end, e.trigger_start, e.trigger_end, "
                  "coalesce(o.start, e.value_start), coalesce(o.end, e.value_end) "
                  "FROM sentences t CROSS JOIN evidence e ON e.sentence_id = t.id "
                  "JOIN mentions s ON s.id = e.subject_mention_id "
                  "LEFT JOIN mentions o ON o.id = e.object_mention_id "
                  "LEFT JOIN entities a ON a.id = e.attributed_to_id WHERE t.document_id = ?");
    Rows statement(database_,
                   "SELECT speaker_id, start, kind, text, cue FROM statements "
                   "WHERE document_id = ? AND speaker_id IS NOT NULL ORDER BY start");
    while (document.step()) {
      const std::string uri(document.text(1));
      const std::string title(document.text(2));
      const Text text(std::string(document.text(3)));
      for (evidence.rewind(document.integer(0)); evidence.step();) {
        const Span sentence = evidence.span(1);
        Evidence& proof = evidence_of(evidence.integer(0)).emplace_back();
        proof.document = uri;
        proof.start = sentence.start;
        proof.title = title;
        proof.sentence = text.slice(sentence);
        proof.role = evidence.text(3);
        proof.time = evidence.text(4);
        proof.attributed_to = evidence.text(5);
        proof.confidence = evidence.real(6);
        proof.subject = evidence.span(7);
        proof.trigger = evidence.span(9);
        proof.object = evidence.span(11);
      }
      for (statement.rewind(document.integer(0)); statement.step();) {
        SaidWords& said = builder_.entity(entity_at_.at(statement.integer(0))).statements.emplace_back();
        said.document = uri;
        said.start = static_cast<std::uint32_t>(statement.integer(1));
        said.title = title;
        said.kind = statement.word(2, parse_statement_kind);
        said.text = statement.text(3);
        said.cue = statement.text(4);
      }
    }
  }

  // `ids`, if given, receives the row of each vertex.
  Graph graph(std::vector<std::int64_t>* ids) {
    for (Value& value : values_) builder_.entity(value.subject).values.push_back(std::move(value.fact));
    std::vector<Vertex> vertices;
    Graph graph = builder_.build(&vertices);
    if (ids != nullptr) {
      ids->assign(vertices.size(), 0);
      entity_at_.for_each([&](std::int64_t id, std::size_t entity) { (*ids)[vertices[entity]] = id; });
    }
    return graph;
  }

 private:
  struct Value {
    std::size_t subject = 0;
    ValueFact fact;
  };
  static constexpr std::size_t kValue = ~(SIZE_MAX >> 1U);  // marks places in values_

  std::vector<Evidence>& evidence_of(std::int64_t id) {
    const std::size_t place = relation_at_->at(id);
    return (place & kValue) != 0 ? values_[place & ~kValue].fact.relation.evidence : builder_.evidence(place);
  }

  SQLite::Database& database_;
  Places entity_at_;
  std::optional<Places> relation_at_;  // where evidence is read
  GraphBuilder builder_;
  std::vector<Value> values_;
};

}  // namespace

Graph load_graph(SQLite::Database& database, GraphDetail detail, std::vector<std::int64_t>* ids) {
  GraphReader reader(database);
  reader.read_entities();
  reader.read_relations(detail);
  if (detail == GraphDetail::kEverything) {
    reader.read_aliases();
    reader.read_documents();
  }
  return reader.graph(ids);
}

namespace {

// A relation to be shown, with what it is ranked by.
struct Shown {
  std::int64_t id = 0;
  std::int64_t documents = 0;
  double confidence = 0;
  std::int64_t digest = 0;
  std::string type;
  std::string other;  // the name of the other end, or the value
  bool as_object = false;
};

// The best proven relations of an entity, as subject first, ties by names. Each index gives its best in order.
std::vector<Shown> best_relations(SQLite::Statement& as_subject, SQLite::Statement& as_object, std::int64_t entity,
                                  std::size_t limit) {
  const auto sql_limit = static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
  std::vector<Shown> shown;
  for (SQLite::Statement* side : {&as_subject, &as_object}) {
    for (rewind(*side, entity, sql_limit); side->executeStep();) {
      shown.push_back({int_at(*side, 0), int_at(*side, 1), double_at(*side, 2), int_at(*side, 3), text_at(*side, 4),
                       text_at(*side, 5), side == &as_object});
    }
  }
  std::sort(shown.begin(), shown.end(), [](const Shown& a, const Shown& b) {
    return std::tie(a.documents, a.confidence, a.digest) > std::tie(b.documents, b.confidence, b.digest);
  });
  if (shown.size() > limit) shown.resize(limit);
  std::sort(shown.begin(), shown.end(), [](const Shown& a, const Shown& b) {
    return std::tie(a.as_object, b.documents, b.confidence, a.type, a.other, a.digest) <
           std::tie(b.as_object, a.documents, a.confidence, b.type, b.other, b.digest);
  });
  return shown;
}

}  // namespace

EntityCards show_entities(SQLite::Database& database, const std::vector<std::int64_t>& ids, const ShowLimits& limits) {
  SQLite::Statement entity(database, "SELECT name, type, scope, mentions, documents, facts FROM entities WHERE id = ?");
  SQLite::Statement aliases(database,
                            "SELECT name, mentions FROM aliases WHERE entity_id = ? ORDER BY mentions DESC, name");
  const std::string ranked = "SELECT r.id, r.document_count, r.confidence, r.digest, r.type, ";
  const std::string best = " ORDER BY r.document_count DESC, r.confidence DESC, r.digest DESC LIMIT ?2";
  SQLite::Statement as_subject(database, ranked +
                                             "coalesce(o.name, r.value) FROM relations r LEFT JOIN entities o "
                                             "ON o.id = r.object_id WHERE r.subject_id = ?1" +
                                             best);
  SQLite::Statement as_object(database, ranked +
                                            "s.name FROM relations r CROSS JOIN entities s ON s.id = r.subject_id "
                                            "WHERE r.object_id = ?1 AND r.subject_id <> ?1" +
                                            best);
  SQLite::Statement facts(
      database,
      "SELECT s.name, s.type, r.type, r.open, coalesce(o.name, r.value), o.type, e.role, e.time, e.place, r.polarity, "
      "r.modality, coalesce(a.name, e.attributed_to), e.confidence, d.uri, d.title, "
      "substr(d.text, t.start + 1, t.end - t.start), r.evidence_count "
      "FROM evidence e JOIN relations r ON r.id = e.relation_id JOIN entities s ON s.id = r.subject_id "
      "JOIN sentences t ON t.id = e.sentence_id JOIN documents d ON d.id = t.document_id "
      "LEFT JOIN entities o ON o.id = r.object_id LEFT JOIN entities a ON a.id = e.attributed_to_id "
      "WHERE e.relation_id = ?1 "
      "ORDER BY e.confidence DESC, e.trigger_start, d.uri, t.start, e.trigger_end, e.id LIMIT ?2");
  const auto evidence = static_cast<std::int64_t>(std::min<std::size_t>(limits.evidence, INT64_MAX));

  EntityCards found;
  for (const std::int64_t id : ids) {
    if (found.cards.size() >= limits.entities) {
      ++found.more;
      continue;
    }
    rewind(entity, id);
    if (!entity.executeStep()) continue;
    EntityCard& card = found.cards.emplace_back();
    card.name = text_at(entity, 0);
    card.type = text_at(entity, 1);
    card.document = text_at(entity, 2);
    card.mentions = count_at(entity, 3);
    card.documents = count_at(entity, 4);
    for (rewind(aliases, id); aliases.executeStep();) {
      card.aliases.push_back({.name = text_at(aliases, 0), .mentions = count_at(aliases, 1)});
    }
    for (const Shown& relation : best_relations(as_subject, as_object, id, limits.relations)) {
      for (rewind(facts, relation.id, evidence); facts.executeStep();) {
        card.facts.push_back({.subject = text_at(facts, 0),
                              .subject_type = text_at(facts, 1),
                              .relation = text_at(facts, 2),
                              .open = int_at(facts, 3) != 0,
                              .object = text_at(facts, 4),
                              .object_type = text_at(facts, 5),
                              .role = text_at(facts, 6),
                              .time = text_at(facts, 7),
                              .place = text_at(facts, 8),
                              .polarity = word_at(facts, 9, parse_polarity),
                              .modality = word_at(facts, 10, parse_modality),
                              .attributed_to = text_at(facts, 11),
                              .confidence = double_at(facts, 12),
                              .document = text_at(facts, 13),
                              .title = text_at(facts, 14),
                              .sentence = text_at(facts, 15),
                              .evidence = count_at(facts, 16)});
      }
    }
    const std::size_t all = count_at(entity, 5);
    card.more_facts = all - std::min(all, card.facts.size());
  }
  return found;
}

SearchResult search_words(SQLite::Database& database, std::string_view words, std::size_t limit) {
  // Each word as a quoted string, so that nothing in it is taken for an operator.
  std::string query;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find_first_of(" \t\r\n", at), words.size());
    if (end > at) {
      query += query.empty() ? "\"" : " \"";
      for (const char c : words.substr(at, end - at)) {
        if (c == '\0') continue;
        query += c == '"' ? "\"\"" : std::string(1, c);
      }
      query += '"';
    }
    at = end + 1;
  }
  SearchResult result;
  if (query.empty()) return result;

  SQLite::Statement entities(database,
                             "SELECT name, type, mentions FROM entities WHERE id IN "
                             "(SELECT rowid FROM entities_fts WHERE entities_fts MATCH ?1) OR id IN "
                             "(SELECT entity_id FROM aliases WHERE key = ?2) "
                             "ORDER BY mentions DESC, name, type, key, root, scope LIMIT ?3");
  const std::string key = normalize_name(words);
  for (rewind(entities, query, key, limit); entities.executeStep();) {
    result.entities.push_back(
        {.name = text_at(entities, 0), .type = text_at(entities, 1), .mentions = count_at(entities, 2)});
  }
  SQLite::Statement documents(database,
                              "SELECT d.uri, d.title, snippet(documents_fts, 1, '[', ']', ' … ', 16) "
                              "FROM documents_fts JOIN documents d ON d.id = documents_fts.rowid "
                              "WHERE documents_fts MATCH ? ORDER BY documents_fts.rank, d.uri LIMIT ?");
  for (rewind(documents, query, limit); documents.executeStep();) {
    result.documents.push_back(
        {.uri = text_at(documents, 0), .title = text_at(documents, 1), .snippet = text_at(documents, 2)});
  }
  return result;
}

Stats count_everything(SQLite::Database& database) {
  Stats stats;
  for (const char* table : {"documents", "sentences", "entities", "aliases", "document_entities", "mentions",
                            "relations", "evidence", "statements", "propositions"}) {
    SQLite::Statement rows(database, fmt::format("SELECT count(*) FROM {}", table));
    stats.tables.emplace_back(table, query_id(rows).value_or(0));
  }
  SQLite::Statement types(database, "SELECT type, count(*) AS n FROM entities GROUP BY type ORDER BY n DESC, type");
  while (types.executeStep()) stats.types.emplace_back(text_at(types, 0), count_at(types, 1));
  SQLite::Statement relations(database,
                              "SELECT CASE WHEN open THEN '(open)' ELSE type END AS name, sum(evidence_count) AS n "
                              "FROM relations GROUP BY name ORDER BY n DESC, name");
  while (relations.executeStep()) stats.relations.emplace_back(text_at(relations, 0), count_at(relations, 1));
  stats.versions.emplace_back("schema", database.execAndGet("PRAGMA user_version").getString());
  stats.versions.emplace_back("ontology", database.execAndGet("SELECT version FROM ontologies").getString());
  SQLite::Statement writer(database, "SELECT program, models FROM writers ORDER BY id");
  while (writer.executeStep()) {
    stats.versions.emplace_back("program", text_at(writer, 0));
    stats.versions.emplace_back("models", text_at(writer, 1));
  }
  return stats;
}

}  // namespace factgraph
