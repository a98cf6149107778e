#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "db/reader.h"

namespace factgraph {
namespace {

// One section of the dump: the rows of a table with names in place of ids, in an order that names give.
struct Section {
  const char* table;
  const char* query;
};

constexpr std::array kSections = {
    Section{"ontologies", "SELECT version, toml FROM ontologies"},
    Section{"documents",
            "SELECT uri, title, published, language, author, place, digest, facts_digest, blocks, text FROM "
            "documents ORDER BY uri"},
    Section{"sentences",
            "SELECT d.uri AS document, s.start, s.end FROM documents d JOIN sentences s ON s.document_id = d.id "
            "ORDER BY d.uri, s.start"},
    Section{"document_entities",
            "SELECT d.uri AS document, x.name, x.type, x.key, e.name AS entity, e.type AS entity_type FROM documents d "
            "JOIN document_entities x ON x.document_id = d.id JOIN entities e ON e.id = x.entity_id ORDER BY "
            "d.uri, x.id"},
    Section{"mentions",
            "SELECT d.uri AS document, s.start AS sentence, e.name AS entity, e.type AS entity_type, x.name "
            "AS name, m.start, "
            "m.end, m.kind FROM documents d JOIN mentions m ON m.document_id = d.id JOIN entities e ON e.id "
            "= m.entity_id "
            "JOIN document_entities x ON x.id = m.document_entity_id LEFT JOIN sentences s ON s.id = "
            "m.sentence_id "
            "ORDER BY d.uri, m.id"},
    Section{"evidence",
            "SELECT d.uri AS document, t.start AS sentence, s.name AS subject, s.type AS subject_type, r.type AS "
            "relation, "
            "o.name AS object, o.type AS object_type, r.value, r.polarity, r.modality, r.open, sm.start AS "
            "subject_start, "
            "sm.end AS subject_end, om.start AS object_start, om.end AS object_end, e.value_start, e.value_end, "
            "e.trigger_start, e.trigger_end, e.role, e.time, e.place, e.attributed_to, a.name AS "
            "attributed_name, "
            "a.type AS attributed_type, e.confidence, e.rule "
            "FROM documents d JOIN sentences t ON t.document_id = d.id JOIN evidence e ON e.sentence_id = t.id "
            "JOIN relations r ON r.id = e.relation_id JOIN entities s ON s.id = r.subject_id "
            "JOIN mentions sm ON sm.id = e.subject_mention_id LEFT JOIN mentions om ON om.id = "
            "e.object_mention_id "
            "LEFT JOIN entities o ON o.id = r.object_id LEFT JOIN entities a ON a.id = e.attributed_to_id "
            "ORDER BY d.uri, e.id"},
    Section{"statements",
            "SELECT d.uri AS document, t.start AS sentence, e.name AS speaker, e.type AS speaker_type, x.name AS "
            "said_by, "
            "s.kind, s.start, s.end, s.text, s.cue FROM documents d JOIN statements s ON s.document_id = d.id "
            "LEFT JOIN sentences t ON t.id = s.sentence_id LEFT JOIN entities e ON e.id = s.speaker_id "
            "LEFT JOIN document_entities x ON x.id = s.document_speaker_id ORDER BY d.uri, s.id"},
    Section{"propositions",
            "SELECT d.uri AS document, t.start AS sentence, p.confidence, p.subject, p.predicate, p.arguments, "
            "p.subject_start, p.subject_end, p.predicate_spans, p.argument_spans FROM documents d "
            "JOIN sentences t ON t.document_id = d.id JOIN propositions p ON p.sentence_id = t.id ORDER BY "
            "d.uri, p.id"},
    Section{"entities",
            "SELECT name, type, key, root, scope, mentions, documents, facts FROM entities "
            "ORDER BY name, type, key, root, scope"},
    Section{"aliases",
            "SELECT e.name AS entity, e.type AS entity_type, e.scope, a.name, a.key, a.mentions, a.full_names FROM "
            "aliases a "
            "JOIN entities e ON e.id = a.entity_id ORDER BY e.name, e.type, e.key, e.root, e.scope, a.name"},
    Section{"type_votes",
            "SELECT e.name AS entity, e.type AS entity_type, v.type, v.votes FROM type_votes v "
            "JOIN entities e ON e.id = v.entity_id ORDER BY e.name, e.type, e.key, e.root, e.scope, v.type"},
    Section{
        "relations",
        "SELECT s.name AS subject, s.type AS subject_type, r.type, o.name AS object, o.type AS object_type, "
        "r.value, "
        "r.polarity, r.modality, r.open, r.confidence, r.evidence_count, r.document_count, r.digest FROM relations r "
        "JOIN entities s ON s.id = r.subject_id LEFT JOIN entities o ON o.id = r.object_id "
        "ORDER BY s.name, s.type, s.key, s.root, s.scope, r.type, o.name, o.type, o.key, o.root, o.scope, "
        "r.value, r.polarity, r.modality, r.open"},
    Section{"judgements",
            "SELECT digest, time, author, reason, kind, name, root, document, other_name, other_root, other_document, "
            "value FROM judgements ORDER BY time, digest"},
    Section{"name_forms", "SELECT form, root, key, documents FROM name_forms ORDER BY form, root, key"}};

nlohmann::ordered_json value_of(const SQLite::Column& column) {
  if (column.isInteger()) return column.getInt64();
  if (column.isFloat()) return column.getDouble();
  if (column.isNull()) return nullptr;
  return column.getString();
}

}  // namespace

void dump_rows(SQLite::Database& database, std::ostream& out) {
  for (const Section& section : kSections) {
    SQLite::Statement rows(database, section.query);
    while (rows.executeStep()) {
      nlohmann::ordered_json line = {{"table", section.table}};
      for (int i = 0; i < rows.getColumnCount(); ++i) line[rows.getColumnName(i)] = value_of(rows.getColumn(i));
      out << line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    }
  }
}

}  // namespace factgraph
