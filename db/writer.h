#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/facts.h"
#include "db/store.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes documents and takes them away, within a transaction of the caller's. What entities and relations sum
// up over documents is a plain sum, so a document only leaves its differences here; finish() applies them,
// elects names and types anew and drops what no document speaks of any more. Nothing depends on the order.
class FactsWriter {
 public:
  // Keeps references to all three.
  FactsWriter(SQLite::Database& database, const Ontology& ontology, const Writer& writer);

  // `facts` have passed check_facts(); their uri is not in the database.
  void add(const DocumentFacts& facts, const std::string& digest, const std::string& facts_digest);

  // Throws InputError if its rows contradict its text.
  void remove(std::int64_t document_id);

  // Brings all sums up to date; to be called before the transaction is committed. After an
  // error and a rollback the writer is of no use any more.
  void finish();

 private:
  struct AliasChange {
    std::int64_t mentions = 0;
    std::int64_t full_names = 0;
  };
  struct EntityChange {
    std::int64_t mentions = 0;
    std::int64_t documents = 0;
    std::map<std::string, AliasChange> aliases;
    std::map<std::string, std::int64_t> votes;
  };
  struct RelationChange {
    std::int64_t evidence = 0;
    std::int64_t documents = 0;
  };
  struct DocumentRows;

  std::int64_t writer_id();
  std::int64_t entity_id(const Entity& entity);
  void add_entities(DocumentRows& rows);
  void add_relations(DocumentRows& rows);
  void add_statements(DocumentRows& rows);
  void add_propositions(DocumentRows& rows);
  void finish_relation(std::int64_t id, const RelationChange& change);
  void finish_entity(std::int64_t id, const EntityChange& change);

  SQLite::Database& database_;
  const Ontology& ontology_;
  const Writer& writer_;

  std::optional<std::int64_t> writer_id_;
  std::unordered_map<std::string, std::int64_t> entity_ids_;  // by key and root, those seen in this transaction
  std::map<std::int64_t, EntityChange> entities_;
  std::map<std::int64_t, RelationChange> relations_;  // not those that are new and as inserted

  SQLite::Statement find_writer_, insert_writer_;
  SQLite::Statement insert_document_, insert_sentence_, insert_document_entity_, insert_mention_;
  SQLite::Statement find_entity_, insert_entity_;
  SQLite::Statement find_relation_, insert_relation_, insert_evidence_, insert_statement_, insert_proposition_;
  SQLite::Statement document_text_, document_entities_, document_mentions_, document_relations_;
  SQLite::Statement delete_propositions_, delete_statements_, delete_evidence_, delete_mentions_;
  SQLite::Statement delete_document_entities_, delete_sentences_, delete_document_;
  SQLite::Statement relation_counts_, relation_confidences_, update_relation_, delete_relation_;
  SQLite::Statement entity_row_, count_entity_, rename_entity_, delete_entity_;
  SQLite::Statement update_alias_, insert_alias_, delete_empty_aliases_, delete_aliases_, best_name_;
  SQLite::Statement index_document_, unindex_document_, index_entity_, unindex_entity_;
  SQLite::Statement votes_, write_vote_, delete_vote_, delete_votes_;
};

}  // namespace factgraph
