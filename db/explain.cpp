#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/error.h"
#include "db/connection.h"
#include "db/identity.h"
#include "db/reader.h"
#include "db/resolver.h"

namespace factgraph {
namespace {

constexpr std::size_t kDocuments = 100;  // looked at to explain one entity

// "Vera Lind (person)@a.txt" taken apart.
struct Asked {
  std::string name;
  std::string type;
  std::string document;
};

Asked take_apart(SQLite::Database& database, const Ontology& ontology, const std::string& text) {
  Asked asked{text, "", ""};
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    if (at == 0 || !find_document(database, text.substr(at + 1))) continue;
    asked.name = text.substr(0, at);
    asked.document = text.substr(at + 1);
    break;
  }
  const std::size_t open = asked.name.rfind(" (");
  if (open != std::string::npos && asked.name.ends_with(')')) {
    const std::string type = asked.name.substr(open + 2, asked.name.size() - open - 3);
    if (ontology.type(type) != nullptr) {
      asked.type = type;
      asked.name.erase(open);
    }
  }
  return asked;
}

std::string described(const std::string& name, const std::string& type, const std::string& scope) {
  return fmt::format("{} ({}){}{}", name, type, scope.empty() ? "" : "@", scope);
}

// The types under which documents have the name, by their root.
std::map<std::string, std::set<std::string>> roots_of(SQLite::Database& database, const Ontology& ontology,
                                                      const Asked& asked) {
  SQLite::Statement types(database,
                          "SELECT DISTINCT x.type FROM document_entities x JOIN documents d ON d.id = x.document_id "
                          "WHERE x.key = ?1 AND (?2 = '' OR d.uri = ?2)");
  std::map<std::string, std::set<std::string>> roots;
  for (const char* root : {"person", "organization", ""}) {
    const std::string key = identity_key(asked.name, root);
    for (rewind(types, key, asked.document); types.executeStep();) {
      const std::string type = text_at(types, 0);
      const std::string its_root(ontology.root(type));
      if (identity_key(asked.name, its_root) != key) continue;
      if (!asked.type.empty() && !ontology.is_a(type, asked.type) && its_root != ontology.root(asked.type)) continue;
      roots[its_root].insert(type);
    }
  }
  return roots;
}

struct Row {
  std::int64_t id = 0;
  std::string name;
  std::string type;
  Named named;
  std::int64_t mentions = 0;
  std::int64_t documents = 0;
};

std::vector<Row> rows_called(SQLite::Database& database, const Ontology& ontology, const Asked& asked) {
  SQLite::Statement rows(database,
                         "SELECT id, name, type, key, root, scope, mentions, documents FROM entities WHERE id IN "
                         "(SELECT entity_id FROM aliases WHERE key = ?1) OR name = ?2 "
                         "ORDER BY mentions DESC, name, type, key, root, scope");
  const std::string key = normalize_name(asked.name);
  std::vector<Row> found;
  for (rewind(rows, key, asked.name); rows.executeStep();) {
    Row row{int_at(rows, 0), text_at(rows, 1), text_at(rows, 2), {text_at(rows, 3), text_at(rows, 4), text_at(rows, 5)},
            int_at(rows, 6), int_at(rows, 7)};
    if (!asked.type.empty() && !ontology.is_a(row.type, asked.type)) continue;
    if (!asked.document.empty() && row.named.scope != asked.document) continue;
    found.push_back(std::move(row));
  }
  return found;
}

// Of those called so the ones of that very name, if there are any.
std::vector<Row> best_called(SQLite::Database& database, const Ontology& ontology, const Asked& asked) {
  std::vector<Row> found = rows_called(database, ontology, asked);
  const std::string key = normalize_name(asked.name);
  std::vector<Row> exact;
  std::copy_if(found.begin(), found.end(), std::back_inserter(exact),
               [&](const Row& row) { return normalize_name(row.name) == key; });
  return exact.empty() ? found : exact;
}

// A name that documents have and that leads to `named`.
std::string name_for(SQLite::Database& database, const Named& named, const std::string& fallback) {
  SQLite::Statement names(database, "SELECT name FROM document_entities WHERE key = ? ORDER BY name");
  for (rewind(names, named.key); names.executeStep();) {
    std::string name = text_at(names, 0);
    if (identity_key(name, named.root) == named.key) return name;
  }
  return fallback;
}

// A sentence that names it, and its document.
std::string words_about(SQLite::Database& database, std::int64_t entity) {
  SQLite::Statement sentence(database,
                             "SELECT substr(d.text, t.start + 1, t.end - t.start), d.uri FROM mentions m "
                             "JOIN sentences t ON t.id = m.sentence_id JOIN documents d ON d.id = m.document_id "
                             "WHERE m.entity_id = ? ORDER BY m.kind = 'name' DESC, d.uri, m.start LIMIT 1");
  rewind(sentence, entity);
  if (!sentence.executeStep()) return {};
  return fmt::format("“{}” {}", collapse_space(text_at(sentence, 0)), text_at(sentence, 1));
}

std::string in_words(const Judgement& judgement) {
  std::string text = fmt::format("judgement {} by {}, {}", judgement.id, judgement.author, judgement.time);
  if (!judgement.reason.empty()) text += ": " + judgement.reason;
  return text;
}

}  // namespace

std::vector<std::int64_t> entities_called(SQLite::Database& database, const Ontology& ontology,
                                          const std::string& text) {
  std::vector<std::int64_t> ids;
  for (const Row& row : rows_called(database, ontology, take_apart(database, ontology, text))) ids.push_back(row.id);
  return ids;
}

NameReference find_reference(SQLite::Database& database, const Ontology& ontology, const std::string& text,
                             bool entity) {
  const Asked asked = take_apart(database, ontology, text);
  if (!entity) {
    const auto roots = roots_of(database, ontology, asked);
    if (roots.size() == 1) return {asked.name, roots.begin()->first, asked.document};
    if (roots.size() > 1) {
      std::vector<std::string> choices;
      for (const auto& [root, types] : roots) choices.push_back(described(asked.name, *types.begin(), asked.document));
      throw InputError(fmt::format("'{}' is said of several; say which: {}", text, fmt::join(choices, ", ")));
    }
  }
  const std::vector<Row> found = best_called(database, ontology, asked);
  if (found.empty()) {
    const std::vector<std::string> nearest = suggest_names(database, asked.name);
    throw InputError(nearest.empty()
                         ? fmt::format("no entity is called '{}'", text)
                         : fmt::format("no entity is called '{}'; did you mean {}?", text, fmt::join(nearest, ", ")));
  }
  if (found.size() > 1) {
    std::vector<std::string> choices;
    for (const Row& row : found) choices.push_back(described(row.name, row.type, row.named.scope));
    throw InputError(fmt::format("'{}' is said of several; say which: {}", text, fmt::join(choices, ", ")));
  }
  const Row& row = found.front();
  return {name_for(database, row.named, row.name), row.named.root, row.named.scope};
}

std::vector<std::string> explain(SQLite::Database& database, const Ontology& ontology, const std::string& name) {
  const std::vector<Row> entities = best_called(database, ontology, take_apart(database, ontology, name));
  if (entities.empty()) (void)find_reference(database, ontology, name, true);  // names the nearest
  Resolver resolver(database);
  const Judged& judged = resolver.judged();
  SQLite::Statement documents(database,
                              "SELECT DISTINCT d.uri, d.id FROM document_entities x JOIN documents d "
                              "ON d.id = x.document_id WHERE x.entity_id = ? ORDER BY d.uri LIMIT ?");
  SQLite::Statement owners(database, "SELECT entity_id FROM document_entities WHERE document_id = ? ORDER BY id");
  std::vector<std::string> lines;
  for (const Row& entity : entities) {
    lines.push_back(fmt::format("{}: {} mentions in {} documents",
                                described(entity.name, entity.type, entity.named.scope), entity.mentions,
                                entity.documents));
    if (const Judgement* by = judged.renamed(entity.named)) lines.push_back("  called so by " + in_words(*by));
    if (const Judgement* by = judged.retyped(entity.named)) lines.push_back("  of this type by " + in_words(*by));
    const std::set<Named> group = judged.group(entity.named);
    for (const Judgement& judgement : judged.in_force()) {
      const bool pair = judgement.kind == JudgementKind::kSame || judgement.kind == JudgementKind::kDifferent;
      if (!pair || (!group.contains(named_of(judgement.subject)) && !group.contains(named_of(judgement.other))))
        continue;
      lines.push_back(fmt::format("  '{}' and '{}' are {} by {}{}", judgement.subject.name, judgement.other.name,
                                  judgement.kind == JudgementKind::kSame ? "the same" : "different",
                                  in_words(judgement),
                                  judged.contradicted(judgement) ? " (without effect: another says otherwise)" : ""));
    }
    std::map<std::string, std::size_t> same_name;
    std::vector<std::string> others;
    for (rewind(documents, entity.id, kDocuments); documents.executeStep();) {
      const std::string uri = text_at(documents, 0);
      const DocumentFacts facts = read_document(database, int_at(documents, 1));
      const std::vector<Resolution> resolutions = resolver.resolve(profiles_of(facts, ontology), uri);
      std::size_t i = 0;
      for (rewind(owners, int_at(documents, 1)); owners.executeStep(); ++i) {
        if (int_at(owners, 0) != entity.id || i >= resolutions.size()) continue;
        const std::string& said = facts.entities[i].name;
        const Resolution& resolution = resolutions[i];
        std::vector<std::string> weighed;
        for (const Candidate& candidate : resolution.candidates) {
          weighed.push_back(fmt::format("'{}' ({})", candidate.key,
                                        candidate.shared.empty()
                                            ? "nothing in common"
                                            : fmt::format("shares {}", fmt::join(candidate.shared, ", "))));
        }
        switch (resolution.ground) {
          case Ground::kName:
            ++same_name[said];
            break;
          case Ground::kPeople:
            others.push_back(fmt::format("  '{}' in {}: people said so", said, uri));
            break;
          case Ground::kContext:
            others.push_back(fmt::format("  '{}' in {}: of those of that name it keeps the company of {}", said, uri,
                                         fmt::join(weighed, "; ")));
            break;
          case Ground::kAmbiguous:
            others.push_back(fmt::format("  '{}' in {}: kept apart, for it could be {}", said, uri,
                                         weighed.empty() ? "many" : fmt::format("{}", fmt::join(weighed, "; "))));
            break;
          case Ground::kGivenName:
            others.push_back(fmt::format("  '{}' in {}: kept apart, for it is a given name, which many may have{}",
                                         said, uri,
                                         weighed.empty() ? "" : fmt::format("; may be {}", fmt::join(weighed, "; "))));
            break;
          case Ground::kAlone:
            others.push_back(fmt::format("  '{}' in {}: kept apart, for no other document has it in the same company{}",
                                         said, uri,
                                         weighed.empty() ? "" : fmt::format("; may be {}", fmt::join(weighed, "; "))));
            break;
          case Ground::kUndecided:
            others.push_back(
                fmt::format("  '{}' in {}: the same name; may be {}", said, uri, fmt::join(weighed, "; ")));
            break;
        }
      }
    }
    for (const auto& [said, count] : same_name) {
      lines.push_back(fmt::format("  '{}' in {} document{}: the same name", said, count, count == 1 ? "" : "s"));
    }
    lines.insert(lines.end(), others.begin(), others.end());
    if (entity.documents > static_cast<std::int64_t>(kDocuments)) {
      lines.push_back(fmt::format("  (the first {} documents)", kDocuments));
    }
  }
  return lines;
}

std::vector<Doubt> find_doubts(SQLite::Database& database, std::size_t limit) {
  const Resolver resolver(database);
  SQLite::Statement pairs(
      database,
      "WITH pairs (a, b, why) AS ("
      "SELECT s.id, e.id, 'may be short for it' FROM name_forms f "
      "JOIN entities s ON s.key = f.form AND s.root = f.root "
      "JOIN entities e ON e.key = f.key AND e.root = f.root AND e.scope = '' WHERE s.id <> e.id "
      "UNION ALL SELECT s.id, e.id, 'may be its initials' FROM name_forms f "
      "JOIN entities s ON s.key = substr(f.form, 2) "
      "AND s.root = f.root JOIN entities e ON e.key = f.key AND e.root = f.root AND e.scope = '' "
      "WHERE f.form >= '=' AND f.form < '>' AND s.id <> e.id AND s.name = upper(s.name) "
      "UNION ALL SELECT s.id, e.id, 'the same name, another type' FROM entities s JOIN entities e ON e.key = s.key "
      "AND e.root > s.root WHERE s.scope = '' AND e.scope = '' "
      "UNION ALL SELECT s.id, e.id, 'the same name, in other company' FROM entities s JOIN entities e ON e.id = "
      "(SELECT id FROM entities WHERE key = s.key AND root = s.root ORDER BY scope LIMIT 1) WHERE s.scope > e.scope) "
      "SELECT s.name, s.type, s.key, s.root, s.scope, e.name, e.type, e.key, e.root, e.scope, "
      "min(s.documents, e.documents), min(pairs.why), s.id, e.id FROM pairs JOIN entities s ON s.id = a "
      "JOIN entities e ON e.id = b "
      "GROUP BY a, b ORDER BY 11 DESC, s.name, s.scope, e.name, s.type, e.type, s.key, e.key");
  SQLite::Statement shared(
      database,
      "SELECT count(*) FROM (SELECT DISTINCT a.feature FROM contexts a WHERE a.name = ?1 AND EXISTS "
      "(SELECT 1 FROM contexts b WHERE b.name = ?2 AND b.feature = a.feature) LIMIT 5)");
  struct Ranked {
    Doubt doubt;
    std::int64_t a = 0;
    std::int64_t b = 0;
  };
  std::vector<Ranked> ranked;
  const std::size_t weighed = std::max<std::size_t>(200, 4 * std::min(limit, SIZE_MAX / 4));
  while (ranked.size() < weighed && pairs.executeStep()) {
    const Named a{text_at(pairs, 2), text_at(pairs, 3), text_at(pairs, 4)};
    const Named b{text_at(pairs, 7), text_at(pairs, 8), text_at(pairs, 9)};
    if (resolver.judged().apart(a, b)) continue;
    Doubt doubt{.a = {name_for(database, a, text_at(pairs, 0)), a.root, a.scope},
                .b = {name_for(database, b, text_at(pairs, 5)), b.root, b.scope},
                .type_a = text_at(pairs, 1),
                .type_b = text_at(pairs, 6),
                .documents = static_cast<std::size_t>(int_at(pairs, 10)),
                .shared = hash_of(a) == hash_of(b)
                              ? 0
                              : static_cast<std::size_t>(query_id(shared, hash_of(a), hash_of(b)).value_or(0)),
                .why = text_at(pairs, 11),
                .words_a = {},
                .words_b = {}};
    ranked.push_back({std::move(doubt), int_at(pairs, 12), int_at(pairs, 13)});
  }
  const auto useful = [](const Ranked& one) { return one.doubt.documents * (1 + one.doubt.shared); };
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const Ranked& a, const Ranked& b) { return useful(a) > useful(b); });
  std::vector<Doubt> doubts;
  for (Ranked& one : ranked) {
    if (doubts.size() >= limit) break;
    one.doubt.words_a = words_about(database, one.a);
    one.doubt.words_b = words_about(database, one.b);
    doubts.push_back(std::move(one.doubt));
  }
  return doubts;
}

}  // namespace factgraph
