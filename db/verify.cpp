#include "db/verify.h"

#include <fmt/core.h>

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "db/connection.h"
#include "db/digest.h"
#include "db/identity.h"
#include "db/reader.h"
#include "db/resolver.h"
#include "db/values.h"

namespace factgraph {
namespace {

constexpr std::size_t kMaxProblems = 1000;

// Enough was found.
struct Enough {};

class Verifier {
 public:
  Verifier(SQLite::Database& database, const Ontology& ontology) : database_(database), ontology_(ontology) {}

  std::vector<Problem> verify(bool writable) {
    try {
      guarded("sqlite_schema", [&] { check_storage(); });
      if (writable) {
        for (const char* index : {"documents_fts", "entities_fts"}) {
          guarded(index, [&] {
            database_.exec(fmt::format("INSERT INTO {0} ({0}, rank) VALUES ('integrity-check', 1)", index));
          });
        }
      }
      guarded("judgements", [&] { resolver_.emplace(database_); });
      if (!resolver_) return std::move(problems_);
      guarded("documents", [&] { check_documents(); });
      guarded("aliases", [&] { check_aliases(); });
      guarded("entities", [&] { check_entities(); });
      guarded("relations", [&] { check_relations(); });
      guarded("name_forms", [&] { check_names(); });
    } catch (const Enough&) {
    }
    return std::move(problems_);
  }

 private:
  void report(const char* table, std::int64_t id, std::string message) {
    problems_.push_back({table, id, std::move(message)});
    if (problems_.size() >= kMaxProblems) throw Enough();
  }

  // What cannot even be read is a problem of the whole table.
  template <typename Check>
  void guarded(const char* table, Check check) {
    try {
      check();
    } catch (const SQLite::Exception& error) {
      report(table, 0, error.what());
    } catch (const Error& error) {
      report(table, 0, error.what());
    }
  }

  void check_storage() {
    SQLite::Statement integrity(database_, "PRAGMA integrity_check");
    while (integrity.executeStep()) {
      if (text_at(integrity, 0) != "ok") report("sqlite_schema", 0, text_at(integrity, 0));
    }
    SQLite::Statement keys(database_, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check");
    while (keys.executeStep()) {
      report(text_at(keys, 0).c_str(), int_at(keys, 1), fmt::format("refers to a missing row of {}", text_at(keys, 2)));
    }
  }

  // Every span of every document.
  void check_documents() {
    SQLite::Statement documents(database_, "SELECT id, text, digest, facts_digest FROM documents ORDER BY id");
    while (documents.executeStep()) {
      const std::int64_t id = int_at(documents, 0);
      try {
        const Text text(text_at(documents, 1));
        const std::size_t before = problems_.size();
        check_sentences(id, text);
        check_document_entities(id);
        check_mentions(id, text);
        check_evidence(id, text);
        check_statements(id, text);
        check_propositions(id, text);
        if (problems_.size() > before) continue;
        const DocumentFacts facts = read_document(database_, id);
        if (digest_of(facts.document) != text_at(documents, 2)) report("documents", id, "differs from its digest");
        if (digest_of_facts(facts) != text_at(documents, 3))
          report("documents", id, "its facts differ from their digest");
        check_identity(id, facts);
      } catch (const Error& error) {
        report("documents", id, error.what());
      }
    }
  }

  // The span in two columns, or nothing, reported, where it is not inside the text.
  std::optional<Span> span_in(const Text& text, SQLite::Statement& row, int column, const char* table, std::int64_t id,
                              std::string_view what) {
    const std::int64_t start = int_at(row, column);
    const std::int64_t end = int_at(row, column + 1);
    if (start >= 0 && start <= end && end <= static_cast<std::int64_t>(text.size())) {
      return Span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
    }
    report(table, id, fmt::format("the {} [{}, {}) is outside the text (length {})", what, start, end, text.size()));
    return std::nullopt;
  }

  void check_sentences(std::int64_t document, const Text& text) {
    sentences_.clear();
    std::uint32_t end = 0;
    for (rewind(sentence_rows_, document); sentence_rows_.executeStep();) {
      const std::int64_t id = int_at(sentence_rows_, 0);
      const auto span = span_in(text, sentence_rows_, 1, "sentences", id, "sentence");
      if (!span) continue;
      if (span->start < end || span->empty()) report("sentences", id, "is empty or overlaps the one before");
      end = span->end;
      sentences_[id] = *span;
    }
  }

  void check_document_entities(std::int64_t document) {
    document_entities_.clear();
    for (rewind(document_entity_rows_, document); document_entity_rows_.executeStep();) {
      const std::int64_t id = int_at(document_entity_rows_, 0);
      const std::int64_t entity = int_at(document_entity_rows_, 1);
      const std::string name = text_at(document_entity_rows_, 2);
      const std::string type = text_at(document_entity_rows_, 3);
      document_entities_[id] = {entity, name};
      if (identity_key(name, ontology_.root(type)) != text_at(document_entity_rows_, 4)) {
        report("document_entities", id, fmt::format("'{}' ({}) was taken for another entity", name, type));
      }
      tally(entity, collapse_space(name), "document_entities", id).second += 1;
      ++votes_[entity][type];
    }
  }

  // Who is who in the document, as its own words and those of all others have it.
  void check_identity(std::int64_t document, const DocumentFacts& facts) {
    const std::vector<NameProfile> profiles = profiles_of(facts, ontology_);
    const std::vector<Resolution> resolutions = resolver_->resolve(profiles, facts.document.uri);
    std::size_t i = 0;
    for (rewind(document_entity_rows_, document); document_entity_rows_.executeStep(); ++i) {
      const Named stored{text_at(document_entity_rows_, 5), text_at(document_entity_rows_, 6),
                         text_at(document_entity_rows_, 7)};
      if (i < resolutions.size() && stored != resolutions[i].named) {
        report("document_entities", int_at(document_entity_rows_, 0),
               fmt::format("'{}' was taken for another entity", text_at(document_entity_rows_, 2)));
      }
    }
    std::set<std::pair<std::int64_t, std::int64_t>> company;
    std::set<std::array<std::string, 3>> forms;
    for (const NameProfile& profile : profiles) {
      for (const Feature& feature : profile.features) company.emplace(hash_of(profile.named), feature.hash);
      for (const std::string& form : profile.forms) forms.insert({form, profile.named.root, profile.named.key});
    }
    for (const auto& [name, feature] : company) {
      if (!query_id(find_context_, name, feature, document)) report("contexts", 0, "company of a name is missing");
    }
    contexts_ += static_cast<std::int64_t>(company.size());
    for (const auto& form : forms) ++forms_[form];
  }

  void check_names() {
    if (!problems_.empty()) return;  // what was not read was not counted
    SQLite::Statement rows(database_, "SELECT form, root, key, documents FROM name_forms");
    std::size_t seen = 0;
    for (; rows.executeStep(); ++seen) {
      const auto counted = forms_.find({text_at(rows, 0), text_at(rows, 1), text_at(rows, 2)});
      if (counted == forms_.end() || counted->second != int_at(rows, 3)) {
        report("name_forms", 0, fmt::format("'{}' for '{}' is counted wrongly", text_at(rows, 0), text_at(rows, 2)));
      }
    }
    if (seen != forms_.size()) report("name_forms", 0, "short names are missing");
    SQLite::Statement contexts(database_, "SELECT count(*) FROM contexts");
    if (query_id(contexts) != contexts_) report("contexts", 0, "holds company that no document has");
  }

  void check_mentions(std::int64_t document, const Text& text) {
    mentions_.clear();
    for (rewind(mention_rows_, document); mention_rows_.executeStep();) {
      const std::int64_t id = int_at(mention_rows_, 0);
      const auto span = span_in(text, mention_rows_, 1, "mentions", id, "mention");
      if (!span) continue;
      const std::int64_t entity = int_at(mention_rows_, 4);
      mentions_[id] = entity;
      if (null_at(mention_rows_, 3)) {
        for (const auto& [sentence, place] : sentences_) {
          if (place.contains(*span))
            report("mentions", id, fmt::format("lies in sentence {}, but does not say so", sentence));
        }
      } else {
        const auto sentence = sentences_.find(int_at(mention_rows_, 3));
        if (sentence == sentences_.end() || !sentence->second.contains(*span))
          report("mentions", id, "is not in its sentence");
      }
      const auto owner = document_entities_.find(int_at(mention_rows_, 5));
      if (owner == document_entities_.end() || owner->second.entity != entity) {
        report("mentions", id, "is of another document or entity than its document's entity");
      }
      const auto kind = parse_mention_kind(text_at(mention_rows_, 6));
      if (!kind || owner == document_entities_.end()) continue;
      const auto alias = alias_of(*kind, text.slice(*span), owner->second.name);
      if (alias) tally(entity, *alias, "mentions", id).first += 1;
    }
  }

  void check_evidence(std::int64_t document, const Text& text) {
    for (rewind(evidence_rows_, document); evidence_rows_.executeStep();) {
      const std::int64_t id = int_at(evidence_rows_, 0);
      const auto subject = mentions_.find(int_at(evidence_rows_, 1));
      if (subject == mentions_.end()) {
        report("evidence", id, "its subject is no mention of its document");
      } else if (subject->second != int_at(evidence_rows_, 7)) {
        report("evidence", id, "its subject is another entity's mention");
      }
      if (null_at(evidence_rows_, 2)) {
        (void)span_in(text, evidence_rows_, 3, "evidence", id, "value");
        if (!null_at(evidence_rows_, 8)) report("evidence", id, "has a value where its relation has an object");
      } else {
        const auto object = mentions_.find(int_at(evidence_rows_, 2));
        if (object == mentions_.end()) {
          report("evidence", id, "its object is no mention of its document");
        } else if (null_at(evidence_rows_, 8) || object->second != int_at(evidence_rows_, 8)) {
          report("evidence", id, "its object is another entity's mention");
        }
      }
      (void)span_in(text, evidence_rows_, 5, "evidence", id, "trigger");
      check_attribution(id, text_at(evidence_rows_, 9));
    }
  }

  void check_attribution(std::int64_t id, const std::string& name) {
    // As the writer does it: the first of the document's entities that has this very name.
    std::optional<std::int64_t> entity;
    for (const auto& [document_entity, owner] : document_entities_) {
      if (!entity && !name.empty() && owner.name == name) entity = owner.entity;
    }
    const bool linked = !null_at(evidence_rows_, 10);
    if (linked != entity.has_value() || (linked && *entity != int_at(evidence_rows_, 10))) {
      report("evidence", id, fmt::format("is attributed to '{}', but linked to another entity", name));
    }
  }

  void check_statements(std::int64_t document, const Text& text) {
    for (rewind(statement_rows_, document); statement_rows_.executeStep();) {
      const std::int64_t id = int_at(statement_rows_, 0);
      const auto span = span_in(text, statement_rows_, 1, "statements", id, "statement");
      if (!span) continue;
      if (text.slice(*span) != text_at(statement_rows_, 3))
        report("statements", id, "differs from the document's words");
      if (!null_at(statement_rows_, 4)) {
        const auto sentence = sentences_.find(int_at(statement_rows_, 4));
        if (sentence == sentences_.end() || span->start < sentence->second.start ||
            span->start > sentence->second.end) {
          report("statements", id, "does not begin in its sentence");
        }
      }
      if (null_at(statement_rows_, 5) != null_at(statement_rows_, 6)) {
        report("statements", id, "has a speaker in its document or in the graph, but not in both");
      } else if (!null_at(statement_rows_, 5)) {
        const auto speaker = document_entities_.find(int_at(statement_rows_, 6));
        if (speaker == document_entities_.end() || speaker->second.entity != int_at(statement_rows_, 5)) {
          report("statements", id, "its speaker is another entity than its document's");
        }
      }
    }
  }

  void check_propositions(std::int64_t document, const Text& text) {
    for (rewind(proposition_rows_, document); proposition_rows_.executeStep();) {
      const std::int64_t id = int_at(proposition_rows_, 0);
      (void)span_in(text, proposition_rows_, 1, "propositions", id, "subject");
      try {
        const auto arguments = spans_from_json(text_at(proposition_rows_, 4));
        if (texts_from_json(text_at(proposition_rows_, 5)).size() != arguments.size()) {
          report("propositions", id, "has not one span for each argument");
        }
        for (const auto& spans : {spans_from_json(text_at(proposition_rows_, 3)), arguments}) {
          for (const Span span : spans) (void)text.slice(span);
        }
      } catch (const Error& error) {
        report("propositions", id, error.what());
      }
    }
  }

  // What was counted for an alias: name mentions, full names. One that is missing is reported.
  std::pair<std::int64_t, std::int64_t>& tally(std::int64_t entity, const std::string& name, const char* table,
                                               std::int64_t id) {
    const auto alias = query_id(find_alias_, entity, name);
    if (!alias) report(table, id, fmt::format("'{}' is no alias of entity {}", name, entity));
    return tallies_[alias.value_or(0)];
  }

  void check_aliases() {
    SQLite::Statement rows(database_, "SELECT id, name, key, mentions, full_names FROM aliases ORDER BY id");
    while (rows.executeStep()) {
      const std::int64_t id = int_at(rows, 0);
      const auto counted = tallies_[id];
      if (text_at(rows, 2) != normalize_name(text_at(rows, 1))) report("aliases", id, "its key is not its name's");
      if (int_at(rows, 3) != counted.first || int_at(rows, 4) != counted.second) {
        report("aliases", id,
               fmt::format("counts {} mentions and {} full names; there are {} and {}", int_at(rows, 3),
                           int_at(rows, 4), counted.first, counted.second));
      }
    }
  }

  void check_entities() {
    SQLite::Statement rows(database_,
                           "SELECT e.id, e.name, e.type, e.root, e.mentions, e.documents, "
                           "(SELECT count(*) FROM mentions m WHERE m.entity_id = e.id), "
                           "(SELECT count(DISTINCT x.document_id) FROM document_entities x WHERE x.entity_id = e.id), "
                           "e.key, e.scope, e.facts, (SELECT coalesce(sum(r.evidence_count), 0) FROM relations r WHERE "
                           "r.subject_id = e.id) + "
                           "(SELECT coalesce(sum(r.evidence_count), 0) FROM relations r WHERE r.object_id = e.id AND "
                           "r.subject_id <> e.id) "
                           "FROM entities e ORDER BY e.id");
    SQLite::Statement full_names(database_, kFullNames);
    SQLite::Statement vote_rows(database_, "SELECT type, votes FROM type_votes WHERE entity_id = ?");
    while (rows.executeStep()) {
      const std::int64_t id = int_at(rows, 0);
      if (int_at(rows, 4) != int_at(rows, 6) || int_at(rows, 5) != int_at(rows, 7)) {
        report("entities", id,
               fmt::format("counts {} mentions in {} documents; there are {} in {}", int_at(rows, 4), int_at(rows, 5),
                           int_at(rows, 6), int_at(rows, 7)));
      }
      if (int_at(rows, 7) == 0) report("entities", id, "no document speaks of it");
      if (int_at(rows, 10) != int_at(rows, 11)) {
        report("entities", id, fmt::format("counts {} facts; there are {}", int_at(rows, 10), int_at(rows, 11)));
      }
      const Named named{text_at(rows, 8), text_at(rows, 3), text_at(rows, 9)};
      const std::string name = elect_name(full_names, id, named, resolver_->judged(), "");
      if (text_at(rows, 1) != name) report("entities", id, fmt::format("should be called '{}'", name));
      std::map<std::string, std::int64_t> stored;
      for (rewind(vote_rows, id); vote_rows.executeStep();) stored[text_at(vote_rows, 0)] = int_at(vote_rows, 1);
      const auto& counted = votes_[id];
      if (stored != counted) report("type_votes", id, "the votes for its type differ from its documents'");
      const Judgement* retyped = resolver_->judged().retyped(named);
      const std::string elected = retyped != nullptr
                                      ? retyped->value
                                      : elect_type(elect_root(counted, ontology_, named.root), counted, ontology_);
      if (text_at(rows, 2) != elected) report("entities", id, fmt::format("should be of type '{}'", elected));
    }
  }

  void check_relations() {
    SQLite::Statement rows(database_,
                           "SELECT r.id, r.confidence, r.evidence_count, r.document_count, r.digest, "
                           "s.key, s.root, s.scope, r.type, o.key, o.root, o.scope, r.value, r.polarity, r.modality, "
                           "r.open FROM relations r JOIN entities s ON s.id = r.subject_id "
                           "LEFT JOIN entities o ON o.id = r.object_id ORDER BY r.id");
    SQLite::Statement evidence(
        database_,
        "SELECT e.confidence, t.document_id FROM evidence e JOIN sentences t ON t.id = e.sentence_id "
        "WHERE e.relation_id = ? ORDER BY e.confidence");
    std::unordered_set<std::int64_t> digests;
    while (rows.executeStep()) {
      const std::int64_t id = int_at(rows, 0);
      std::vector<double> confidences;
      std::set<std::int64_t> documents;
      for (rewind(evidence, id); evidence.executeStep();) {
        confidences.push_back(double_at(evidence, 0));
        documents.insert(int_at(evidence, 1));
      }
      if (confidences.empty()) {
        report("relations", id, "has no evidence");
        continue;
      }
      if (int_at(rows, 2) != static_cast<std::int64_t>(confidences.size()) ||
          int_at(rows, 3) != static_cast<std::int64_t>(documents.size())) {
        report("relations", id,
               fmt::format("counts {} pieces of evidence in {} documents; there are {} in {}", int_at(rows, 2),
                           int_at(rows, 3), confidences.size(), documents.size()));
      }
      const std::int64_t digest =
          digest_of(RelationIdentity{.subject = {text_at(rows, 5), text_at(rows, 6), text_at(rows, 7)},
                                     .type = text_at(rows, 8),
                                     .object = {text_at(rows, 9), text_at(rows, 10), text_at(rows, 11)},
                                     .value = text_at(rows, 12),
                                     .polarity = text_at(rows, 13),
                                     .modality = text_at(rows, 14),
                                     .open = int_at(rows, 15) != 0});
      if (int_at(rows, 4) != digest) report("relations", id, "differs from its digest");
      if (!digests.insert(digest).second) report("relations", id, "is there twice");
      if (double_at(rows, 1) != noisy_or(confidences)) {
        report("relations", id, fmt::format("its confidence should be {}", noisy_or(confidences)));
      }
    }
  }

  struct Owner {
    std::int64_t entity = 0;
    std::string name;
  };

  SQLite::Database& database_;
  const Ontology& ontology_;
  std::optional<Resolver> resolver_;  // unless the judgements cannot be read
  std::vector<Problem> problems_;

  // Of the document at hand.
  std::map<std::int64_t, Span> sentences_;
  std::map<std::int64_t, Owner> document_entities_;
  std::unordered_map<std::int64_t, std::int64_t> mentions_;  // -> entity

  // Of all documents.
  std::unordered_map<std::int64_t, std::pair<std::int64_t, std::int64_t>> tallies_;  // by alias
  std::unordered_map<std::int64_t, std::map<std::string, std::int64_t>> votes_;      // by entity

  std::map<std::array<std::string, 3>, std::int64_t> forms_;  // documents by form, root and key
  std::int64_t contexts_ = 0;

  SQLite::Statement find_context_{database_,
                                  "SELECT 1 FROM contexts WHERE name = ? AND feature = ? AND document_id = ?"};
  SQLite::Statement sentence_rows_{database_,
                                   "SELECT id, start, end FROM sentences WHERE document_id = ? ORDER BY start"};
  SQLite::Statement document_entity_rows_{
      database_,
      "SELECT x.id, x.entity_id, x.name, x.type, x.key, e.key, e.root, e.scope FROM document_entities x "
      "LEFT JOIN entities e ON e.id = x.entity_id WHERE x.document_id = ? ORDER BY x.id"};
  SQLite::Statement mention_rows_{
      database_,
      "SELECT id, start, end, sentence_id, entity_id, document_entity_id, kind FROM mentions "
      "WHERE document_id = ?"};
  SQLite::Statement evidence_rows_{
      database_,
      "SELECT e.id, e.subject_mention_id, e.object_mention_id, e.value_start, e.value_end, e.trigger_start, "
      "e.trigger_end, "
      "r.subject_id, r.object_id, e.attributed_to, e.attributed_to_id FROM sentences t "
      "JOIN evidence e ON e.sentence_id = t.id JOIN relations r ON r.id = e.relation_id WHERE t.document_id "
      "= ?"};
  SQLite::Statement statement_rows_{database_,
                                    "SELECT id, start, end, text, sentence_id, speaker_id, document_speaker_id "
                                    "FROM statements WHERE document_id = ?"};
  SQLite::Statement proposition_rows_{
      database_,
      "SELECT p.id, p.subject_start, p.subject_end, p.predicate_spans, p.argument_spans, "
      "p.arguments FROM sentences t JOIN propositions p ON p.sentence_id = t.id "
      "WHERE t.document_id = ?"};
  SQLite::Statement find_alias_{database_, "SELECT id FROM aliases WHERE entity_id = ? AND name = ?"};
};

}  // namespace

std::vector<Problem> verify_database(SQLite::Database& database, const Ontology& ontology, bool writable) {
  SQLite::Transaction snapshot(
      database, writable ? SQLite::TransactionBehavior::IMMEDIATE : SQLite::TransactionBehavior::DEFERRED);
  return Verifier(database, ontology).verify(writable);
}

}  // namespace factgraph
