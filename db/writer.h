#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/facts.h"
#include "db/resolver.h"
#include "db/store.h"
#include "schema/ontology.h"

namespace factgraph {

// Writes documents, takes them away and records judgements, within a transaction of the caller's. What entities and
// relations sum up over documents is a plain sum, so a document only leaves its differences here. finish() knows all
// names that came and went: it decides who is who in the new documents and again in those the change may touch, applies
// the differences, elects names and types anew and drops what no document speaks of any more. Nothing depends on the
// order.
class FactsWriter {
 public:
  // Keeps references to all three.
  FactsWriter(SQLite::Database& database, const Ontology& ontology, const Writer& writer);

  // `facts` have passed check_facts(), their uri is not in the database, and they live until finish().
  void add(const DocumentFacts& facts, const std::string& digest, const std::string& facts_digest);

  // Throws InputError if its rows contradict its text.
  void remove(std::int64_t document_id);

  // Adds what is not there yet; returns how many that were. Digests are set here.
  std::size_t judge(std::vector<Judgement> judgements);

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
    std::int64_t facts = 0;
    std::map<std::string, AliasChange> aliases;
    std::map<std::string, std::int64_t> votes;
  };
  struct RelationChange {
    std::int64_t evidence = 0;
    std::int64_t documents = 0;
  };
  struct DocumentRows;

  // A document whose entities are still to be resolved.
  struct Pending {
    const DocumentFacts* facts = nullptr;
    std::vector<NameProfile> profiles;
    std::vector<std::int64_t> sentences;
  };

  std::int64_t writer_id();
  std::int64_t entity_id(const Named& named, const Entity& entity);
  void index_names(const std::vector<NameProfile>& profiles, std::int64_t document_id, int sign);
  void apply_forms();
  void apply_contexts();
  void apply_company();
  void touch_alone(const Named& named, const std::map<std::int64_t, bool>& features);
  bool is_hopeless(const std::string& form, const std::string& root);
  void reconsider(std::int64_t document_id);
  void touch_judged(const std::set<Named>& touched);
  void link(const DocumentFacts& facts, const std::vector<NameProfile>& profiles, std::int64_t document_id,
            std::vector<std::int64_t> sentences, const std::vector<Resolution>& resolutions);
  void unlink(std::int64_t document_id, const Text& text);
  void add_entities(DocumentRows& rows, const std::vector<NameProfile>& profiles,
                    const std::vector<Resolution>& resolutions);
  void add_relations(DocumentRows& rows);
  void add_statements(DocumentRows& rows);
  void finish_relation(std::int64_t id, const RelationChange& change);
  void finish_entity(std::int64_t id, const EntityChange& change);

  SQLite::Database& database_;
  const Ontology& ontology_;
  const Writer& writer_;

  std::optional<std::int64_t> writer_id_;
  Resolver resolver_;
  std::map<Named, std::int64_t> entity_ids_;  // those seen in this transaction
  std::map<std::int64_t, Pending> pending_;   // by document
  struct Form {
    std::string form, root, key;
    friend auto operator<=>(const Form&, const Form&) = default;
  };
  std::map<Form, std::int64_t> forms_;  // documents more or fewer
  // Of each name, the features that documents of this transaction share with it (+) or do not share any more (-).
  std::map<Named, std::map<std::int64_t, bool>> company_;
  struct Context {
    std::int64_t name, feature, document;
    friend auto operator<=>(const Context&, const Context&) = default;
  };
  std::vector<std::pair<Context, int>> contexts_;  // rows to come (+) and to go (-)
  std::set<std::int64_t> touched_;                 // documents to be resolved again
  std::map<std::int64_t, EntityChange> entities_;
  std::map<std::int64_t, RelationChange> relations_;  // not those that are new and as inserted

  SQLite::Statement find_writer_, insert_writer_;
  SQLite::Statement insert_document_, insert_sentence_, insert_document_entity_, insert_mention_;
  SQLite::Statement find_entity_, insert_entity_;
  SQLite::Statement insert_context_, delete_context_, documents_in_context_, has_context_;
  SQLite::Statement find_form_, insert_form_, update_form_, delete_form_, count_forms_, forms_of_, documents_by_key_;
  SQLite::Statement documents_of_entity_, document_resolutions_, sentence_ids_, insert_judgement_;
  SQLite::Statement find_relation_, insert_relation_, insert_evidence_, insert_statement_, insert_proposition_;
  SQLite::Statement document_entities_, document_mentions_, document_relations_;
  SQLite::Statement delete_propositions_, delete_statements_, delete_evidence_, delete_mentions_;
  SQLite::Statement delete_document_entities_, delete_sentences_, delete_document_;
  SQLite::Statement relation_counts_, relation_confidences_, update_relation_, delete_relation_;
  SQLite::Statement entity_row_, full_names_, update_entity_, delete_entity_;
  SQLite::Statement update_alias_, add_alias_, delete_empty_aliases_, delete_aliases_;
  SQLite::Statement index_document_, unindex_document_, index_entity_, unindex_entity_;
  SQLite::Statement votes_, write_vote_, delete_vote_, delete_votes_;
};

}  // namespace factgraph
