#include "db/reader.h"

#include <fmt/core.h>

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
      database, "SELECT uri, title, published, language, author, blocks, text FROM documents WHERE id = ?");
  rewind(document, id);
  if (!document.executeStep()) throw DatabaseError(fmt::format("document {} is not there", id));
  facts.document.uri = text_at(document, 0);
  facts.document.title = text_at(document, 1);
  facts.document.published = text_at(document, 2);
  facts.document.language = text_at(document, 3);
  facts.document.author = text_at(document, 4);
  facts.document.blocks = blocks_from_json(text_at(document, 5));
  facts.document.text = Text(text_at(document, 6));

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

Graph load_graph(SQLite::Database& database, std::vector<std::int64_t>* ids) {
  std::vector<EntityNode> nodes;
  std::unordered_map<std::int64_t, std::size_t> node_of;
  SQLite::Statement entity(database,
                           "SELECT id, name, type, mentions, documents FROM entities ORDER BY name, type, key, root, scope");
  while (entity.executeStep()) {
    node_of.emplace(int_at(entity, 0), nodes.size());
    EntityNode& node = nodes.emplace_back();
    node.name = text_at(entity, 1);
    node.type = text_at(entity, 2);
    node.mentions = count_at(entity, 3);
    node.documents = count_at(entity, 4);
  }
  SQLite::Statement alias(database, "SELECT entity_id, name FROM aliases ORDER BY entity_id, name");
  while (alias.executeStep()) {
    EntityNode& node = nodes[node_of.at(int_at(alias, 0))];
    std::string name = text_at(alias, 1);
    if (name != node.name) node.aliases.push_back(std::move(name));
  }

  struct Link {
    std::size_t subject = 0;
    std::optional<std::size_t> object;
    std::string value;
    RelationEdge edge;
  };
  std::vector<Link> links;
  std::unordered_map<std::int64_t, std::size_t> link_of;
  SQLite::Statement relation(database,
                             "SELECT id, subject_id, object_id, value, type, open, polarity, modality, confidence, "
                             "document_count FROM relations");
  while (relation.executeStep()) {
    link_of.emplace(int_at(relation, 0), links.size());
    Link& link = links.emplace_back();
    link.subject = node_of.at(int_at(relation, 1));
    if (!null_at(relation, 2)) link.object = node_of.at(int_at(relation, 2));
    link.value = text_at(relation, 3);
    link.edge.type = text_at(relation, 4);
    link.edge.open = int_at(relation, 5) != 0;
    link.edge.polarity = word_at(relation, 6, parse_polarity);
    link.edge.modality = word_at(relation, 7, parse_modality);
    link.edge.confidence = double_at(relation, 8);
    link.edge.documents = count_at(relation, 9);
  }

  SQLite::Statement document(database, "SELECT id, uri, title, text FROM documents ORDER BY uri");
  SQLite::Statement evidence(database,
                             "SELECT e.relation_id, t.start, t.end, e.role, e.time, coalesce(a.name, e.attributed_to), "
                             "e.confidence, s.start, s.end, e.trigger_start, e.trigger_end, "
                             "coalesce(o.start, e.value_start), coalesce(o.end, e.value_end) "
                             "FROM sentences t JOIN evidence e ON e.sentence_id = t.id "
                             "JOIN mentions s ON s.id = e.subject_mention_id "
                             "LEFT JOIN mentions o ON o.id = e.object_mention_id "
                             "LEFT JOIN entities a ON a.id = e.attributed_to_id WHERE t.document_id = ? "
                             "ORDER BY t.start, e.trigger_start, e.trigger_end, e.id");
  SQLite::Statement statement(database,
                              "SELECT speaker_id, start, kind, text, cue FROM statements "
                              "WHERE document_id = ? AND speaker_id IS NOT NULL ORDER BY start");
  while (document.executeStep()) {
    const std::string uri = text_at(document, 1);
    const std::string title = text_at(document, 2);
    const Text text(text_at(document, 3));
    for (rewind(evidence, int_at(document, 0)); evidence.executeStep();) {
      const Span sentence = span_at(evidence, 1);
      links[link_of.at(int_at(evidence, 0))].edge.evidence.push_back({.document = uri,
                                                                      .start = sentence.start,
                                                                      .title = title,
                                                                      .sentence = std::string(text.slice(sentence)),
                                                                      .role = text_at(evidence, 3),
                                                                      .time = text_at(evidence, 4),
                                                                      .attributed_to = text_at(evidence, 5),
                                                                      .confidence = double_at(evidence, 6),
                                                                      .subject = span_at(evidence, 7),
                                                                      .trigger = span_at(evidence, 9),
                                                                      .object = span_at(evidence, 11)});
    }
    for (rewind(statement, int_at(document, 0)); statement.executeStep();) {
      nodes[node_of.at(int_at(statement, 0))].statements.push_back({.document = uri,
                                                                    .start = offset_at(statement, 1),
                                                                    .title = title,
                                                                    .kind = word_at(statement, 2, parse_statement_kind),
                                                                    .text = text_at(statement, 3),
                                                                    .cue = text_at(statement, 4)});
    }
  }

  GraphBuilder builder;
  for (Link& link : links) {
    if (!link.object) nodes[link.subject].values.push_back({std::move(link.edge), std::move(link.value)});
  }
  for (EntityNode& node : nodes) builder.add_entity(std::move(node));
  for (Link& link : links) {
    if (link.object) builder.add_relation(link.subject, *link.object, std::move(link.edge));
  }
  std::vector<Vertex> vertices;
  Graph graph = builder.build(&vertices);
  if (ids != nullptr) {
    ids->assign(vertices.size(), 0);
    for (const auto& [id, node] : node_of) (*ids)[vertices[node]] = id;
  }
  return graph;
}

std::vector<EntityCard> show_entities(SQLite::Database& database, const std::string& name, std::size_t limit) {
  const std::string select_facts =
      "SELECT s.name, s.type, r.type, r.open, coalesce(o.name, r.value), o.type, e.role, e.time, e.place, "
      "r.polarity, "
      "r.modality, coalesce(a.name, e.attributed_to), e.confidence, d.uri, d.title, d.id, t.start, t.end "
      "FROM relations r JOIN evidence e ON e.relation_id = r.id JOIN entities s ON s.id = r.subject_id "
      "JOIN sentences t ON t.id = e.sentence_id JOIN documents d ON d.id = t.document_id "
      "LEFT JOIN entities o ON o.id = r.object_id LEFT JOIN entities a ON a.id = e.attributed_to_id WHERE ";
  const std::string order_facts =
      " ORDER BY r.document_count DESC, r.confidence DESC, r.type, r.open, s.name, s.type, o.name, o.type, "
      "r.value, "
      "r.polarity, r.modality, d.uri, t.start, e.trigger_start, e.trigger_end, e.id LIMIT ?";
  SQLite::Statement entities(database,
                             "SELECT id, name, type, mentions, documents FROM entities WHERE id IN "
                             "(SELECT entity_id FROM aliases WHERE key = ?1) OR name = ?2 "
                             "ORDER BY mentions DESC, name, type, key, root, scope");
  SQLite::Statement aliases(database,
                            "SELECT name, mentions FROM aliases WHERE entity_id = ? ORDER BY mentions DESC, name");
  SQLite::Statement as_subject(database, select_facts + "r.subject_id = ?" + order_facts);
  SQLite::Statement as_object(database, select_facts + "r.object_id = ?1 AND r.subject_id <> ?1" + order_facts);
  SQLite::Statement total(
      database, "SELECT coalesce(sum(evidence_count), 0) FROM relations WHERE subject_id = ?1 OR object_id = ?1");
  SQLite::Statement words(database, "SELECT substr(text, ? + 1, ?) FROM documents WHERE id = ?");

  std::vector<EntityCard> cards;
  const std::string key = normalize_name(name);
  for (rewind(entities, key, name); entities.executeStep();) {
    const std::int64_t id = int_at(entities, 0);
    EntityCard& card = cards.emplace_back();
    card.name = text_at(entities, 1);
    card.type = text_at(entities, 2);
    card.mentions = count_at(entities, 3);
    card.documents = count_at(entities, 4);
    for (rewind(aliases, id); aliases.executeStep();) {
      card.aliases.push_back({.name = text_at(aliases, 0), .mentions = count_at(aliases, 1)});
    }
    for (SQLite::Statement* facts : {&as_subject, &as_object}) {
      for (rewind(*facts, id, limit - card.facts.size()); facts->executeStep();) {
        const Span sentence = span_at(*facts, 16);
        rewind(words, sentence.start, sentence.size(), int_at(*facts, 15));
        words.executeStep();
        card.facts.push_back({.subject = text_at(*facts, 0),
                              .subject_type = text_at(*facts, 1),
                              .relation = text_at(*facts, 2),
                              .open = int_at(*facts, 3) != 0,
                              .object = text_at(*facts, 4),
                              .object_type = text_at(*facts, 5),
                              .role = text_at(*facts, 6),
                              .time = text_at(*facts, 7),
                              .place = text_at(*facts, 8),
                              .polarity = word_at(*facts, 9, parse_polarity),
                              .modality = word_at(*facts, 10, parse_modality),
                              .attributed_to = text_at(*facts, 11),
                              .confidence = double_at(*facts, 12),
                              .document = text_at(*facts, 13),
                              .title = text_at(*facts, 14),
                              .sentence = text_at(words, 0)});
      }
    }
    const auto all = static_cast<std::size_t>(query_id(total, id).value_or(0));
    card.more_facts = all - std::min(all, card.facts.size());
  }
  return cards;
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
