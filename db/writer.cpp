#include "db/writer.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/told_once.h"
#include "db/connection.h"
#include "db/digest.h"
#include "db/identity.h"
#include "db/reader.h"
#include "db/values.h"

namespace factgraph {
namespace {

// What makes two relations one.
struct RelationKey {
  std::int64_t subject = 0;
  std::string type;
  std::int64_t object = 0;  // 0 where `value` is the object
  std::string value;
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
  bool open = false;

  friend auto operator<=>(const RelationKey&, const RelationKey&) = default;
};

// A relation as one document has it.
struct RelationGroup {
  std::uint32_t subject = 0;  // one of the document's entities that are its subject
  std::optional<std::uint32_t> object;
  std::vector<double> confidences;
  std::int64_t id = 0;
};

// A short form as the key that a name of it has.
std::string plain(const std::string& form) {
  return form.starts_with('=') || form.starts_with('^') ? form.substr(1) : form;
}

// Those of `all` whose effect may have to do with the `fresh` ones: about the same names, directly or by way of others.
std::vector<Judgement> concerned(const std::vector<Judgement>& all, const std::vector<Judgement>& fresh) {
  std::set<Named> names;
  std::set<std::string> digests;  // of the judgements, and what they take back
  const auto take = [&](const Judgement& judgement) {
    digests.insert(judgement.digest);
    if (judgement.kind == JudgementKind::kUndo) digests.insert(judgement.value);
    for (const NameReference* reference : {&judgement.subject, &judgement.other}) {
      if (!reference->name.empty()) names.insert(named_of(*reference));
    }
  };
  for (const Judgement& judgement : fresh) take(judgement);
  std::vector<Judgement> taken;
  std::vector<Judgement> left = all;
  for (bool more = true; more;) {
    const auto rest = std::stable_partition(left.begin(), left.end(), [&](const Judgement& judgement) {
      const auto known = [&](const NameReference& reference) {
        return !reference.name.empty() && names.contains(named_of(reference));
      };
      return !digests.contains(judgement.digest) && !known(judgement.subject) && !known(judgement.other) &&
             (judgement.kind != JudgementKind::kUndo || !digests.contains(judgement.value));
    });
    more = rest != left.end();
    for (auto it = rest; it != left.end(); ++it) {
      take(*it);
      taken.push_back(std::move(*it));
    }
    left.erase(rest, left.end());
  }
  return taken;
}

std::optional<std::int64_t> id_or_null(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

}  // namespace

// One document on its way in, with the ids its rows were given.
struct FactsWriter::DocumentRows {
  DocumentRows(const DocumentFacts& document_facts, std::int64_t document_id, const std::vector<Resolution>& who)
      : facts(document_facts), id(document_id), resolutions(who) {}

  const DocumentFacts& facts;
  std::int64_t id;
  const std::vector<Resolution>& resolutions;  // of each entity
  std::vector<std::int64_t> sentences;
  std::vector<std::int64_t> document_entities;
  std::vector<std::int64_t> entities;               // what each was resolved to
  std::vector<std::vector<std::int64_t>> mentions;  // of each entity

  // The sentence that holds `span`.
  [[nodiscard]] std::optional<std::int64_t> sentence_of(Span span) const {
    const auto after = std::upper_bound(facts.sentences.begin(), facts.sentences.end(), span.start,
                                        [](std::uint32_t start, Span sentence) { return start < sentence.start; });
    if (after == facts.sentences.begin() || !(after - 1)->contains(span)) return std::nullopt;
    return sentences[static_cast<std::size_t>(after - 1 - facts.sentences.begin())];
  }

  // The mention of `entity` at `span`; check_facts() saw it.
  [[nodiscard]] std::int64_t mention_at(std::uint32_t entity, Span span) const {
    const auto& all = facts.entities[entity].mentions;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Mention& m) { return m.span == span; });
    return mentions[entity][static_cast<std::size_t>(found - all.begin())];
  }
};

FactsWriter::FactsWriter(SQLite::Database& database, const Ontology& ontology, const Writer& writer)
    : database_(database),
      ontology_(ontology),
      writer_(writer),
      resolver_(database),
      find_writer_(database, "SELECT id FROM writers WHERE program = ? AND models = ?"),
      insert_writer_(database, "INSERT INTO writers (program, models) VALUES (?, ?)"),
      insert_document_(database,
                       "INSERT INTO documents (uri, title, published, language, author, place, writer_id, digest, "
                       "facts_digest, blocks, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_sentence_(database, "INSERT INTO sentences (document_id, start, end) VALUES (?, ?, ?)"),
      insert_document_entity_(database,
                              "INSERT INTO document_entities (document_id, entity_id, name, type, key) "
                              "VALUES (?, ?, ?, ?, ?)"),
      insert_mention_(
          database,
          "INSERT INTO mentions (document_id, sentence_id, entity_id, document_entity_id, start, end, kind) "
          "VALUES (?, ?, ?, ?, ?, ?, ?)"),
      find_entity_(database, "SELECT id FROM entities WHERE key = ? AND root = ? AND scope = ?"),
      insert_entity_(database,
                     "INSERT INTO entities (name, type, key, root, scope, mentions, documents, facts) "
                     "VALUES (?, ?, ?, ?, ?, 0, 0, 0)"),
      insert_context_(database, "INSERT INTO contexts (name, feature, document_id) VALUES (?, ?, ?)"),
      delete_context_(database, "DELETE FROM contexts WHERE name = ? AND feature = ? AND document_id = ?"),
      documents_in_context_(database,
                            "SELECT document_id FROM contexts WHERE name = ? AND feature = ? ORDER BY document_id"),
      has_context_(database, "SELECT 1 FROM contexts WHERE name = ? LIMIT 1"),
      find_form_(database, "SELECT documents FROM name_forms WHERE form = ? AND root = ? AND key = ?"),
      insert_form_(database, "INSERT INTO name_forms (form, root, key, documents) VALUES (?, ?, ?, ?)"),
      update_form_(database, "UPDATE name_forms SET documents = ? WHERE form = ? AND root = ? AND key = ?"),
      delete_form_(database, "DELETE FROM name_forms WHERE form = ? AND root = ? AND key = ?"),
      count_forms_(database, "SELECT count(*) FROM (SELECT 1 FROM name_forms WHERE form = ? AND root = ? LIMIT ?)"),
      forms_of_(database, "SELECT form FROM name_forms WHERE key = ? AND root = ?"),
      documents_by_key_(database, "SELECT DISTINCT document_id FROM document_entities WHERE key = ?"),
      documents_of_entity_(database, "SELECT DISTINCT document_id FROM document_entities WHERE entity_id = ?"),
      document_resolutions_(database,
                            "SELECT e.key, e.root, e.scope FROM document_entities x JOIN entities e "
                            "ON e.id = x.entity_id WHERE x.document_id = ? ORDER BY x.id"),
      sentence_ids_(database, "SELECT id FROM sentences WHERE document_id = ? ORDER BY start"),
      insert_judgement_(database,
                        "INSERT OR IGNORE INTO judgements (digest, time, author, reason, kind, name, root, document, "
                        "other_name, other_root, other_document, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      find_relation_(database,
                     "SELECT id FROM relations WHERE subject_id = ? AND type = ? AND object_id IS ? AND digest = ?"),
      insert_relation_(
          database,
          "INSERT INTO relations (subject_id, type, object_id, value, polarity, modality, open, confidence, "
          "evidence_count, document_count, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)"),
      insert_evidence_(database,
                       "INSERT INTO evidence (relation_id, sentence_id, subject_mention_id, object_mention_id, "
                       "value_start, "
                       "value_end, trigger_start, trigger_end, role, time, place, attributed_to, attributed_to_id, "
                       "confidence, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_statement_(database,
                        "INSERT INTO statements (document_id, sentence_id, speaker_id, document_speaker_id, "
                        "kind, start, end, "
                        "text, cue) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_proposition_(
          database,
          "INSERT INTO propositions (sentence_id, confidence, subject, predicate, arguments, subject_start, "
          "subject_end, predicate_spans, argument_spans) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      document_entities_(database, "SELECT entity_id, name, type FROM document_entities WHERE document_id = ?"),
      document_mentions_(database,
                         "SELECT m.entity_id, m.start, m.end, m.kind, x.name FROM mentions m "
                         "JOIN document_entities x ON x.id = m.document_entity_id WHERE m.document_id = ?"),
      document_relations_(database,
                          "SELECT e.relation_id, count(*), r.subject_id, r.object_id FROM sentences s "
                          "JOIN evidence e ON e.sentence_id = s.id JOIN relations r ON r.id = e.relation_id "
                          "WHERE s.document_id = ? GROUP BY e.relation_id"),
      delete_propositions_(
          database, "DELETE FROM propositions WHERE sentence_id IN (SELECT id FROM sentences WHERE document_id = ?)"),
      delete_statements_(database, "DELETE FROM statements WHERE document_id = ?"),
      delete_evidence_(database,
                       "DELETE FROM evidence WHERE sentence_id IN (SELECT id FROM sentences WHERE document_id = ?)"),
      delete_mentions_(database, "DELETE FROM mentions WHERE document_id = ?"),
      delete_document_entities_(database, "DELETE FROM document_entities WHERE document_id = ?"),
      delete_sentences_(database, "DELETE FROM sentences WHERE document_id = ?"),
      delete_document_(database, "DELETE FROM documents WHERE id = ?"),
      relation_counts_(database, "SELECT evidence_count, document_count FROM relations WHERE id = ?"),
      relation_confidences_(database,
                            "SELECT confidence FROM evidence WHERE relation_id = ? ORDER BY confidence DESC LIMIT ?"),
      update_relation_(database,
                       "UPDATE relations SET confidence = ?, evidence_count = ?, document_count = ? WHERE id = ?"),
      delete_relation_(database, "DELETE FROM relations WHERE id = ?"),
      entity_row_(database, "SELECT name, type, key, root, scope, documents FROM entities WHERE id = ?"),
      full_names_(database, kFullNames),
      update_entity_(
          database,
          "UPDATE entities SET name = ?, type = ?, mentions = mentions + ?, documents = ?, facts = facts + ? "
          "WHERE id = ?"),
      delete_entity_(database, "DELETE FROM entities WHERE id = ?"),
      update_alias_(database,
                    "UPDATE aliases SET mentions = mentions + ?, full_names = full_names + ? "
                    "WHERE entity_id = ? AND name = ?"),
      add_alias_(database,
                 "INSERT INTO aliases (entity_id, name, key, mentions, full_names) VALUES (?, ?, ?, ?, ?) "
                 "ON CONFLICT (entity_id, name) DO UPDATE SET mentions = mentions + excluded.mentions, "
                 "full_names = full_names + excluded.full_names"),
      delete_empty_aliases_(database, "DELETE FROM aliases WHERE entity_id = ? AND mentions = 0 AND full_names = 0"),
      delete_aliases_(database, "DELETE FROM aliases WHERE entity_id = ?"),
      index_document_(database, "INSERT INTO documents_fts (rowid, title, text) VALUES (?, ?, ?)"),
      unindex_document_(database,
                        "INSERT INTO documents_fts (documents_fts, rowid, title, text) "
                        "SELECT 'delete', id, title, text FROM documents WHERE id = ?"),
      index_entity_(database, "INSERT INTO entities_fts (rowid, name) VALUES (?, ?)"),
      unindex_entity_(database, "INSERT INTO entities_fts (entities_fts, rowid, name) VALUES ('delete', ?, ?)"),
      votes_(database, "SELECT type, votes FROM type_votes WHERE entity_id = ?"),
      write_vote_(database,
                  "INSERT INTO type_votes (entity_id, type, votes) VALUES (?, ?, ?) "
                  "ON CONFLICT (entity_id, type) DO UPDATE SET votes = excluded.votes"),
      delete_vote_(database, "DELETE FROM type_votes WHERE entity_id = ? AND type = ?"),
      delete_votes_(database, "DELETE FROM type_votes WHERE entity_id = ?") {}

void FactsWriter::add(const DocumentFacts& facts, const std::string& digest, const std::string& facts_digest) {
  const Document& document = facts.document;
  run(insert_document_, document.uri, or_null(document.title), or_null(document.published), or_null(document.language),
      or_null(document.author), or_null(document.place), writer_id(), digest, facts_digest, to_json(document.blocks),
      document.text.utf8());
  const std::int64_t id = database_.getLastInsertRowid();
  run(index_document_, id, or_null(document.title), document.text.utf8());
  Pending& pending = pending_[id];
  pending.facts = &facts;
  pending.profiles = profiles_of(facts, ontology_);
  for (const Span sentence : facts.sentences) {
    run(insert_sentence_, id, sentence.start, sentence.end);
    pending.sentences.push_back(database_.getLastInsertRowid());
  }
  for (const Proposition& item : facts.propositions) {
    run(insert_proposition_, pending.sentences[item.sentence], rounded_confidence(item.confidence), item.subject,
        item.predicate, to_json(item.arguments), item.subject_span.start, item.subject_span.end,
        to_json(item.predicate_spans), to_json(item.argument_spans));
  }
  index_names(pending.profiles, id, 1);
}

// Who may be called what in which company, so far as this document knows.
void FactsWriter::index_names(const std::vector<NameProfile>& profiles, std::int64_t document_id, int sign) {
  std::set<Form> forms;
  std::map<Named, std::set<std::int64_t>> company;
  for (const NameProfile& profile : profiles) {
    for (const std::string& form : profile.forms) forms.insert({form, profile.named.root, profile.named.key});
    for (const Feature& feature : profile.features) company[profile.named].insert(feature.hash);
  }
  for (const Form& form : forms) forms_[form] += sign;
  for (const auto& [named, features] : company) {
    const std::int64_t name = hash_of(named);
    std::map<std::int64_t, bool>& changes = company_[named];
    for (const std::int64_t feature : features) {
      contexts_.emplace_back(Context{name, feature, document_id}, sign);
      bool& lost = changes[feature];
      lost = lost || sign < 0;
    }
  }
}

// Writes what company names keep. In the order of the table: each of its pages is wanted once, however many there are.
void FactsWriter::apply_contexts() {
  std::sort(contexts_.begin(), contexts_.end());
  for (auto from = contexts_.begin(); from != contexts_.end();) {
    const Context row = from->first;
    int change = 0;
    for (; from != contexts_.end() && from->first == row; ++from) change += from->second;
    if (change != 0) run(change > 0 ? insert_context_ : delete_context_, row.name, row.feature, row.document);
  }
  contexts_.clear();
}

// Where there are too many fuller names to weigh, one more makes no difference.
bool FactsWriter::is_hopeless(const std::string& form, const std::string& root) {
  return query_id(count_forms_, form, root, kFullerNames + 1).value_or(0) > kFullerNames;
}

// Writes the counts of fuller names; notes the documents for which there is now one more or one less to weigh.
void FactsWriter::apply_forms() {
  for (const auto& [form, change] : forms_) {
    if (change == 0) continue;
    const std::int64_t before = query_id(find_form_, form.form, form.root, form.key).value_or(0);
    const std::int64_t after = before + change;
    if (before > 0 && after > 0) {
      run(update_form_, after, form.form, form.root, form.key);
      continue;
    }
    const bool hopeless_before = is_hopeless(form.form, form.root);
    if (after > 0) {
      run(insert_form_, form.form, form.root, form.key, after);
    } else {
      run(delete_form_, form.form, form.root, form.key);
    }
    if (hopeless_before && is_hopeless(form.form, form.root)) continue;
    const std::string key = plain(form.form);
    rewind(documents_by_key_, key);
    while (documents_by_key_.executeStep()) touched_.insert(int_at(documents_by_key_, 0));
    documents_by_key_.tryReset();
  }
  forms_.clear();
}

// Notes the documents that had, or now have, a feature of a single word's for themselves.
void FactsWriter::touch_alone(const Named& named, const std::map<std::int64_t, bool>& features) {
  const std::int64_t name = hash_of(named);
  for (const auto& [feature, lost] : features) {
    std::vector<std::int64_t> there;
    for (rewind(documents_in_context_, name, feature); there.size() < 2 && documents_in_context_.executeStep();) {
      if (!pending_.contains(int_at(documents_in_context_, 0))) there.push_back(int_at(documents_in_context_, 0));
    }
    documents_in_context_.tryReset();
    if (there.size() == 1) touched_.insert(there.front());
  }
}

// Notes the documents in which somebody has a short name and company that a fuller name has only now, or no more.
void FactsWriter::apply_company() {
  std::map<std::string, bool> worth;  // by form and root: whether anybody has that short name, and few the fuller one
  for (const auto& [named, features] : company_) {
    if (is_single_word(named)) touch_alone(named, features);
    std::vector<std::int64_t> short_names;
    for (rewind(forms_of_, named.key, named.root); forms_of_.executeStep();) {
      const std::string form = text_at(forms_of_, 0);
      if (form.starts_with('^')) continue;  // company makes no difference for a given name
      const std::int64_t name = hash_of(Named{plain(form), named.root, ""});
      const auto [known, is_new] = worth.try_emplace(form + '\0' + named.root, false);
      if (is_new) known->second = query_id(has_context_, name) && !is_hopeless(form, named.root);
      if (known->second) short_names.push_back(name);
    }
    forms_of_.tryReset();
    if (short_names.empty()) continue;
    const std::int64_t full_name = hash_of(named);
    for (const auto& [feature, lost] : features) {
      bool before = lost;
      bool after = false;
      for (rewind(documents_in_context_, full_name, feature);
           !(before && after) && documents_in_context_.executeStep();) {
        before = before || !pending_.contains(int_at(documents_in_context_, 0));
        after = true;
      }
      documents_in_context_.tryReset();
      if (before && after) continue;
      for (const std::int64_t short_name : short_names) {
        rewind(documents_in_context_, short_name, feature);
        while (documents_in_context_.executeStep()) touched_.insert(int_at(documents_in_context_, 0));
        documents_in_context_.tryReset();
      }
    }
  }
  company_.clear();
}

// Decides again who is who in a document that is there.
void FactsWriter::reconsider(std::int64_t document_id) {
  const DocumentFacts facts = read_document(database_, document_id);
  const std::vector<NameProfile> profiles = profiles_of(facts, ontology_);
  const std::vector<Resolution> resolutions = resolver_.resolve(profiles, facts.document.uri);
  std::vector<Named> before;
  rewind(document_resolutions_, document_id);
  while (document_resolutions_.executeStep()) {
    before.push_back(
        {text_at(document_resolutions_, 0), text_at(document_resolutions_, 1), text_at(document_resolutions_, 2)});
  }
  document_resolutions_.tryReset();
  if (std::equal(before.begin(), before.end(), resolutions.begin(), resolutions.end(),
                 [](const Named& named, const Resolution& resolution) { return named == resolution.named; })) {
    return;
  }
  std::vector<std::int64_t> sentences;
  rewind(sentence_ids_, document_id);
  while (sentence_ids_.executeStep()) sentences.push_back(int_at(sentence_ids_, 0));
  sentence_ids_.tryReset();
  unlink(document_id, facts.document.text);
  link(facts, profiles, document_id, std::move(sentences), resolutions);
}

void FactsWriter::link(const DocumentFacts& facts, const std::vector<NameProfile>& profiles, std::int64_t document_id,
                       std::vector<std::int64_t> sentences, const std::vector<Resolution>& resolutions) {
  DocumentRows rows(facts, document_id, resolutions);
  rows.sentences = std::move(sentences);
  add_entities(rows, profiles, resolutions);
  add_relations(rows);
  add_statements(rows);
}

std::size_t FactsWriter::judge(std::vector<Judgement> judgements) {
  std::size_t added = 0;
  std::set<Named> touched;
  const auto note = [&](const Judgement& judgement) {
    for (const NameReference* reference : {&judgement.subject, &judgement.other}) {
      if (reference->name.empty()) continue;
      touched.merge(resolver_.judged().group(named_of(*reference)));
    }
  };
  for (Judgement& judgement : judgements) {
    judgement.digest = digest_of(judgement);
    const NameReference& a = judgement.subject;
    const NameReference& b = judgement.other;
    const std::string kind(to_string(judgement.kind));
    added +=
        static_cast<std::size_t>(run(insert_judgement_, judgement.digest, judgement.time, judgement.author,
                                     judgement.reason, kind, or_null(a.name), or_null(a.root), or_null(a.document),
                                     or_null(b.name), or_null(b.root), or_null(b.document), or_null(judgement.value)));
  }
  if (added == 0) return 0;
  // Whoever was spoken of before and after; an undo may bring any other of them into force again.
  const std::vector<Judgement> all = concerned(read_judgements(database_), judgements);
  for (const Judgement& judgement : all) note(judgement);
  touch_judged(touched);
  resolver_.reload();
  touched.clear();
  for (const Judgement& judgement : all) note(judgement);
  touch_judged(touched);
  return added;
}

void FactsWriter::touch_judged(const std::set<Named>& touched) {
  for (const Named& named : touched) {
    rewind(documents_by_key_, named.key);
    while (documents_by_key_.executeStep()) touched_.insert(int_at(documents_by_key_, 0));
    documents_by_key_.tryReset();
    const auto entity = query_id(find_entity_, named.key, named.root, named.scope);
    if (!entity) continue;
    entities_[*entity];  // to be given its name and type again
    rewind(documents_of_entity_, *entity);
    while (documents_of_entity_.executeStep()) touched_.insert(int_at(documents_of_entity_, 0));
    documents_of_entity_.tryReset();
  }
}

std::int64_t FactsWriter::writer_id() {
  if (!writer_id_) writer_id_ = query_id(find_writer_, writer_.program, writer_.models);
  if (!writer_id_) {
    run(insert_writer_, writer_.program, writer_.models);
    writer_id_ = database_.getLastInsertRowid();
  }
  return *writer_id_;
}

std::int64_t FactsWriter::entity_id(const Named& named, const Entity& entity) {
  const auto [known, is_new] = entity_ids_.try_emplace(named, 0);
  if (!is_new) return known->second;
  const auto found = query_id(find_entity_, named.key, named.root, named.scope);
  if (found) {
    known->second = *found;
  } else {
    const std::string name = collapse_space(entity.name);
    run(insert_entity_, name, entity.type, named.key, named.root, named.scope);
    known->second = database_.getLastInsertRowid();
    run(index_entity_, known->second, name);
  }
  return known->second;
}

void FactsWriter::add_entities(DocumentRows& rows, const std::vector<NameProfile>& profiles,
                               const std::vector<Resolution>& resolutions) {
  static const std::string kKinds[] = {"name", "nominal", "pronoun"};
  std::set<std::int64_t> seen;
  for (std::size_t i = 0; i < rows.facts.entities.size(); ++i) {
    const Entity& entity = rows.facts.entities[i];
    const std::int64_t id = entity_id(resolutions[i].named, entity);
    EntityChange& change = entities_[id];
    if (seen.insert(id).second) ++change.documents;
    change.mentions += static_cast<std::int64_t>(entity.mentions.size());
    ++change.votes[entity.type];
    ++change.aliases[collapse_space(entity.name)].full_names;

    run(insert_document_entity_, rows.id, id, entity.name, entity.type, profiles[i].named.key);
    const std::int64_t document_entity = database_.getLastInsertRowid();
    rows.entities.push_back(id);
    rows.document_entities.push_back(document_entity);
    auto& mention_ids = rows.mentions.emplace_back();
    for (const Mention& mention : entity.mentions) {
      run(insert_mention_, rows.id, rows.sentence_of(mention.span), id, document_entity, mention.span.start,
          mention.span.end, kKinds[static_cast<std::size_t>(mention.kind)]);
      mention_ids.push_back(database_.getLastInsertRowid());
      const auto alias = alias_of(mention.kind, rows.facts.document.text.slice(mention.span), entity.name);
      if (alias) ++change.aliases[*alias].mentions;
    }
  }
}

void FactsWriter::add_relations(DocumentRows& rows) {
  const std::vector<const Relation*> relations = told_once(rows.facts.relations);
  std::map<RelationKey, RelationGroup> groups;
  std::vector<RelationGroup*> group_of;
  group_of.reserve(relations.size());
  for (const Relation* relation : relations) {
    RelationKey key{.subject = rows.entities[relation->subject],
                    .type = relation->type,
                    .object = relation->object ? rows.entities[*relation->object] : 0,
                    .value = relation->value,
                    .polarity = relation->polarity,
                    .modality = relation->modality,
                    .open = relation->open};
    RelationGroup& group = groups[std::move(key)];
    group.subject = relation->subject;
    group.object = relation->object;
    group.confidences.push_back(rounded_confidence(relation->confidence));
    group_of.push_back(&group);
  }

  for (auto& [key, group] : groups) {
    const std::string polarity(to_string(key.polarity));
    const std::string modality(to_string(key.modality));
    const auto count = static_cast<std::int64_t>(group.confidences.size());
    entities_[key.subject].facts += count;
    if (key.object != 0 && key.object != key.subject) entities_[key.object].facts += count;
    const std::int64_t digest =
        digest_of(RelationIdentity{.subject = rows.resolutions[group.subject].named,
                                   .type = key.type,
                                   .object = group.object ? rows.resolutions[*group.object].named : Named{},
                                   .value = key.value,
                                   .polarity = polarity,
                                   .modality = modality,
                                   .open = key.open});
    const auto found = query_id(find_relation_, key.subject, key.type, id_or_null(key.object), digest);
    if (found) {
      group.id = *found;
      RelationChange& change = relations_[group.id];
      change.evidence += count;
      ++change.documents;
    } else {
      std::sort(group.confidences.begin(), group.confidences.end());
      run(insert_relation_, key.subject, key.type, id_or_null(key.object), or_null(key.value), polarity, modality,
          key.open, noisy_or(group.confidences), count, digest);
      group.id = database_.getLastInsertRowid();
    }
  }

  for (std::size_t i = 0; i < relations.size(); ++i) {
    const Relation& relation = *relations[i];
    std::optional<std::int64_t> object_mention;
    std::optional<std::uint32_t> value_start;
    std::optional<std::uint32_t> value_end;
    if (relation.object) {
      object_mention = rows.mention_at(*relation.object, relation.object_span);
    } else {
      value_start = relation.object_span.start;
      value_end = relation.object_span.end;
    }
    std::optional<std::int64_t> attributed_to;
    for (std::size_t e = 0; e < rows.entities.size() && !attributed_to && !relation.attributed_to.empty(); ++e) {
      if (rows.facts.entities[e].name == relation.attributed_to) attributed_to = rows.entities[e];
    }
    run(insert_evidence_, group_of[i]->id, rows.sentences[relation.sentence],
        rows.mention_at(relation.subject, relation.subject_span), object_mention, value_start, value_end,
        relation.trigger_span.start, relation.trigger_span.end, or_null(relation.role), or_null(relation.time),
        or_null(relation.place), or_null(relation.attributed_to), attributed_to,
        rounded_confidence(relation.confidence), or_null(relation.rule));
  }
}

void FactsWriter::add_statements(DocumentRows& rows) {
  for (const Statement& statement : rows.facts.statements) {
    std::optional<std::int64_t> speaker;
    std::optional<std::int64_t> document_speaker;
    if (statement.speaker) {
      speaker = rows.entities[*statement.speaker];
      document_speaker = rows.document_entities[*statement.speaker];
    }
    const Span begin{statement.span.start, std::min(statement.span.start + 1, statement.span.end)};
    run(insert_statement_, rows.id, rows.sentence_of(begin), speaker, document_speaker,
        std::string(to_string(statement.kind)), statement.span.start, statement.span.end,
        std::string(rows.facts.document.text.slice(statement.span)), or_null(statement.cue));
  }
}

void FactsWriter::remove(std::int64_t document_id) {
  const auto pending = pending_.find(document_id);
  if (pending != pending_.end()) {
    index_names(pending->second.profiles, document_id, -1);
    pending_.erase(pending);
  } else {
    const DocumentFacts facts = read_document(database_, document_id);
    index_names(profiles_of(facts, ontology_), document_id, -1);
    unlink(document_id, facts.document.text);
  }
  touched_.erase(document_id);
  run(unindex_document_, document_id);
  for (SQLite::Statement* statement : {&delete_propositions_, &delete_sentences_, &delete_document_}) {
    run(*statement, document_id);
  }
}

// Takes everything of a document out of the graph.
void FactsWriter::unlink(std::int64_t document_id, const Text& text) {
  rewind(document_entities_, document_id);
  std::set<std::int64_t> seen;
  while (document_entities_.executeStep()) {
    const std::int64_t id = int_at(document_entities_, 0);
    EntityChange& change = entities_[id];
    if (seen.insert(id).second) --change.documents;
    --change.aliases[collapse_space(text_at(document_entities_, 1))].full_names;
    --change.votes[text_at(document_entities_, 2)];
  }
  document_entities_.tryReset();

  rewind(document_mentions_, document_id);
  while (document_mentions_.executeStep()) {
    EntityChange& change = entities_[int_at(document_mentions_, 0)];
    --change.mentions;
    const auto kind = parse_mention_kind(text_at(document_mentions_, 3));
    if (!kind || kind == MentionKind::kPronoun) continue;
    const Span span{static_cast<std::uint32_t>(int_at(document_mentions_, 1)),
                    static_cast<std::uint32_t>(int_at(document_mentions_, 2))};
    const auto alias = alias_of(*kind, text.slice(span), text_at(document_mentions_, 4));
    if (alias) --change.aliases[*alias].mentions;
  }
  document_mentions_.tryReset();

  rewind(document_relations_, document_id);
  while (document_relations_.executeStep()) {
    const std::int64_t count = int_at(document_relations_, 1);
    const std::int64_t subject = int_at(document_relations_, 2);
    RelationChange& change = relations_[int_at(document_relations_, 0)];
    change.evidence -= count;
    --change.documents;
    entities_[subject].facts -= count;
    if (!null_at(document_relations_, 3) && int_at(document_relations_, 3) != subject) {
      entities_[int_at(document_relations_, 3)].facts -= count;
    }
  }
  document_relations_.tryReset();

  for (SQLite::Statement* statement :
       {&delete_statements_, &delete_evidence_, &delete_mentions_, &delete_document_entities_}) {
    run(*statement, document_id);
  }
}

void FactsWriter::finish() {
  const bool changed = !entities_.empty() || !relations_.empty() || !pending_.empty() || !touched_.empty() ||
                       !forms_.empty() || !contexts_.empty();
  if (changed) database_.exec("DELETE FROM entity_metrics");
  apply_forms();
  apply_contexts();
  apply_company();
  for (const std::int64_t document : touched_) {
    if (!pending_.contains(document)) reconsider(document);
  }
  for (auto& [id, pending] : pending_) {
    const DocumentFacts& facts = *pending.facts;
    link(facts, pending.profiles, id, std::move(pending.sentences),
         resolver_.resolve(pending.profiles, facts.document.uri));
  }
  pending_.clear();
  touched_.clear();
  for (const auto& [id, change] : relations_) finish_relation(id, change);
  for (const auto& [id, change] : entities_) finish_entity(id, change);
  relations_.clear();
  entities_.clear();
  entity_ids_.clear();
}

void FactsWriter::finish_relation(std::int64_t id, const RelationChange& change) {
  rewind(relation_counts_, id);
  if (!relation_counts_.executeStep()) return;
  const std::int64_t evidence = int_at(relation_counts_, 0) + change.evidence;
  const std::int64_t documents = int_at(relation_counts_, 1) + change.documents;
  relation_counts_.tryReset();
  if (evidence == 0) {
    run(delete_relation_, id);
    return;
  }
  std::vector<double> confidences;
  rewind(relation_confidences_, id, kBestEvidence);
  while (relation_confidences_.executeStep()) confidences.push_back(double_at(relation_confidences_, 0));
  relation_confidences_.tryReset();
  std::reverse(confidences.begin(), confidences.end());
  run(update_relation_, noisy_or(confidences), evidence, documents, id);
}

void FactsWriter::finish_entity(std::int64_t id, const EntityChange& change) {
  rewind(entity_row_, id);
  if (!entity_row_.executeStep()) return;
  const std::string name = text_at(entity_row_, 0);
  const std::string type = text_at(entity_row_, 1);
  const Named named{text_at(entity_row_, 2), text_at(entity_row_, 3), text_at(entity_row_, 4)};
  const std::int64_t documents = int_at(entity_row_, 5) + change.documents;
  entity_row_.tryReset();
  if (documents == 0) {
    run(delete_aliases_, id);
    run(delete_votes_, id);
    run(unindex_entity_, id, name);
    run(delete_entity_, id);
    return;
  }

  bool fewer = false;
  for (const auto& [alias, counts] : change.aliases) {
    if (counts.mentions == 0 && counts.full_names == 0) continue;
    if (counts.mentions < 0 || counts.full_names < 0) {
      fewer = true;
      run(update_alias_, counts.mentions, counts.full_names, id, alias);
    } else {
      const std::string key = normalize_name(alias);
      run(add_alias_, id, alias, key, counts.mentions, counts.full_names);
    }
  }
  if (fewer) run(delete_empty_aliases_, id);

  std::map<std::string, std::int64_t> votes;
  rewind(votes_, id);
  while (votes_.executeStep()) votes[text_at(votes_, 0)] = int_at(votes_, 1);
  votes_.tryReset();
  for (const auto& [voted, count] : change.votes) {
    if (count == 0) continue;
    const std::int64_t total = votes[voted] += count;
    if (total == 0) {
      votes.erase(voted);
      run(delete_vote_, id, voted);
    } else {
      run(write_vote_, id, voted, total);
    }
  }

  const std::string best = elect_name(full_names_, id, named, resolver_.judged(), name);
  const Judgement* retyped = resolver_.judged().retyped(named);
  const std::string elected =
      retyped != nullptr ? retyped->value : elect_type(elect_root(votes, ontology_, named.root), votes, ontology_);
  run(update_entity_, best, elected, change.mentions, documents, change.facts, id);
  if (best != name) {
    run(unindex_entity_, id, name);
    run(index_entity_, id, best);
  }
}

}  // namespace factgraph
