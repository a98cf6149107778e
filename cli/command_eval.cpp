#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "core/error.h"
#include "db/identity.h"
#include "db/store.h"

namespace factgraph {
namespace {

using nlohmann::json;

struct Options {
  std::string gold;
  std::string database = kDefaultDatabase;
  bool list = false;
  bool json = false;
};

struct GoldEntity {
  std::set<std::string> names;  // normalized: name and aliases
  std::string name;
  std::string type;  // empty if any will do
};

struct GoldFact {
  std::string subject, relation, object;  // `object`: an entity's name or a value
  std::string role, time, place;          // empty if any will do
  Polarity polarity = Polarity::kAffirmed;
  Modality modality = Modality::kAsserted;
};

struct GoldStatement {
  std::string speaker;  // empty: nobody is named
  std::string text;
};

// What a person says of one document. A list that is absent is not compared; one that is there is complete.
struct GoldDocument {
  std::string uri;
  std::optional<std::vector<GoldEntity>> entities;
  std::optional<std::vector<GoldFact>> facts;
  std::optional<std::vector<GoldStatement>> statements;
};

struct Gold {
  std::vector<GoldDocument> documents;
  std::set<std::string> relations;  // that facts are compared of; empty: all of the ontology
};

// ---- reading the gold file

// An object of the gold file with its place for messages.
class Reader {
 public:
  Reader(const json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object.is_object()) fail("must be an object");
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw InputError(fmt::format("{} {}; docs/eval.md describes the file", place_, problem));
  }

  std::string text(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) {
      fail(fmt::format("needs \"{}\", a text", key));
    }
    return *found;
  }

  std::string text_or_empty(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end() || found->is_null()) return {};
    return text(key);
  }

  // The elements of a list of objects; nullopt if it is absent.
  std::optional<std::vector<Reader>> list(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) return std::nullopt;
    if (!found->is_array()) fail(fmt::format("has \"{}\" that is no list", key));
    std::vector<Reader> result;
    for (std::size_t i = 0; i < found->size(); ++i) {
      result.emplace_back((*found)[i], fmt::format("{}.{}[{}]", place_, key, i));
    }
    return result;
  }

  std::vector<std::string> texts(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end()) return {};
    const bool good = found->is_array() && std::all_of(found->begin(), found->end(), [](const json& element) {
                        return element.is_string() && !element.get_ref<const std::string&>().empty();
                      });
    if (!good) fail(fmt::format("has \"{}\" that is no list of texts", key));
    return *found;
  }

  // No key but these: a misspelt one would silently count as absent.
  void allow(std::initializer_list<std::string_view> keys) const {
    for (const auto& [key, value] : object_.items()) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) fail(fmt::format("has an unknown key \"{}\"", key));
    }
  }

 private:
  const json& object_;
  std::string place_;
};

GoldEntity read_entity(const Reader& reader, const Ontology& ontology) {
  reader.allow({"name", "aliases", "type"});
  GoldEntity entity;
  entity.name = reader.text("name");
  entity.type = reader.text_or_empty("type");
  if (!entity.type.empty() && ontology.type(entity.type) == nullptr) {
    reader.fail(fmt::format("has the type \"{}\", which the ontology of the database does not know", entity.type));
  }
  entity.names.insert(normalize_name(entity.name));
  for (const std::string& alias : reader.texts("aliases")) entity.names.insert(normalize_name(alias));
  return entity;
}

GoldFact read_fact(const Reader& reader, const Ontology& ontology) {
  reader.allow({"subject", "relation", "object", "role", "time", "place", "polarity", "modality"});
  GoldFact fact;
  fact.subject = reader.text("subject");
  fact.relation = reader.text("relation");
  fact.object = reader.text("object");
  fact.role = reader.text_or_empty("role");
  fact.time = reader.text_or_empty("time");
  fact.place = reader.text_or_empty("place");
  if (ontology.relation(fact.relation) == nullptr) {
    reader.fail(
        fmt::format("has the relation \"{}\", which the ontology of the database does not know", fact.relation));
  }
  if (const std::string word = reader.text_or_empty("polarity"); !word.empty()) {
    const auto polarity = parse_polarity(word);
    if (!polarity) reader.fail("has a \"polarity\" that is neither affirmed nor negated");
    fact.polarity = *polarity;
  }
  if (const std::string word = reader.text_or_empty("modality"); !word.empty()) {
    const auto modality = parse_modality(word);
    if (!modality) reader.fail("has a \"modality\" that is none of asserted, planned and possible");
    fact.modality = *modality;
  }
  return fact;
}

GoldStatement read_statement(const Reader& reader) {
  reader.allow({"speaker", "text"});
  return {reader.text_or_empty("speaker"), reader.text("text")};
}

Gold read_gold(const std::string& path, const Ontology& ontology) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(fmt::format("{}: cannot be read", path));
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  json root;
  try {
    root = json::parse(bytes);
  } catch (const json::exception& error) {
    throw InputError(fmt::format("{}: no JSON: {}", path, error.what()));
  }
  const Reader reader(root, path + ":");
  reader.allow({"documents", "relations"});
  Gold gold;
  for (const std::string& relation : reader.texts("relations")) {
    if (ontology.relation(relation) == nullptr) {
      reader.fail(fmt::format("has the relation \"{}\", which the ontology of the database does not know", relation));
    }
    gold.relations.insert(relation);
  }
  const auto documents = reader.list("documents");
  if (!documents) reader.fail("needs \"documents\", a list");
  for (const Reader& entry : *documents) {
    entry.allow({"uri", "entities", "facts", "statements"});
    GoldDocument& document = gold.documents.emplace_back();
    document.uri = entry.text("uri");
    if (const auto list = entry.list("entities")) {
      document.entities.emplace();
      for (const Reader& entity : *list) document.entities->push_back(read_entity(entity, ontology));
    }
    if (const auto list = entry.list("facts")) {
      document.facts.emplace();
      for (const Reader& fact : *list) document.facts->push_back(read_fact(fact, ontology));
    }
    if (const auto list = entry.list("statements")) {
      document.statements.emplace();
      for (const Reader& statement : *list) document.statements->push_back(read_statement(statement));
    }
  }
  return gold;
}

// ---- comparing

struct Score {
  std::size_t gold = 0;
  std::size_t found = 0;
  std::size_t right = 0;
  std::vector<std::string> missed;
  std::vector<std::string> wrong;

  [[nodiscard]] double precision() const { return share(right, found); }
  [[nodiscard]] double recall() const { return share(right, gold); }
  [[nodiscard]] double f1() const { return share(2 * right, gold + found); }

 private:
  static double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

// Each thing found serves one gold thing at most; both are taken in order.
template <typename Golds, typename Founds, typename Same, typename ShowGold, typename ShowFound>
void compare(const Golds& golds, const Founds& founds, Score& score, Same same, ShowGold show_gold,
             ShowFound show_found) {
  std::vector<bool> used(founds.size(), false);
  for (const auto& gold : golds) {
    std::size_t match = 0;
    while (match < founds.size() && (used[match] || !same(gold, founds[match]))) ++match;
    if (match < founds.size()) {
      used[match] = true;
      ++score.right;
    } else {
      score.missed.push_back(show_gold(gold));
    }
  }
  score.gold += golds.size();
  score.found += founds.size();
  for (std::size_t i = 0; i < founds.size(); ++i) {
    if (!used[i]) score.wrong.push_back(show_found(founds[i]));
  }
}

class Comparison {
 public:
  Comparison(const Gold& gold, const Ontology& ontology) : gold_(gold), ontology_(ontology) {}

  Score entities, facts, statements;

  void add(const GoldDocument& gold, const DocumentFacts& found) {
    names_.clear();
    for (const Entity& entity : found.entities) {
      std::set<std::string>& names = names_.emplace_back();
      names.insert(normalize_name(entity.name));
      for (const Mention& mention : entity.mentions) {
        if (mention.kind == MentionKind::kPronoun) continue;
        names.insert(normalize_name(std::string(found.document.text.slice(mention.span))));
      }
    }
    if (gold.entities) add_entities(gold, found);
    if (gold.facts) add_facts(gold, found);
    if (gold.statements) add_statements(gold, found);
  }

 private:
  void add_entities(const GoldDocument& gold, const DocumentFacts& found) {
    std::vector<std::uint32_t> numbers(found.entities.size());
    for (std::uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
    const auto same = [&](const GoldEntity& entity, std::uint32_t number) {
      const bool typed = entity.type.empty() || ontology_.is_a(found.entities[number].type, entity.type);
      return typed && shares_name(entity.names, number);
    };
    compare(
        *gold.entities, numbers, entities, same,
        [&](const GoldEntity& entity) {
          return fmt::format("{}: {}{}", gold.uri, entity.name, entity.type.empty() ? "" : " (" + entity.type + ")");
        },
        [&](std::uint32_t number) {
          const Entity& entity = found.entities[number];
          return fmt::format("{}: {} ({})", gold.uri, entity.name, entity.type);
        });
  }

  void add_facts(const GoldDocument& gold, const DocumentFacts& found) {
    // What several sentences state is one fact. Where they differ in role, time or place, the gold file need name but one.
    std::vector<std::vector<const Relation*>> groups;
    const auto key = [](const Relation& r) {
      return std::tie(r.type, r.subject, r.object, r.value, r.polarity, r.modality);
    };
    for (const Relation& relation : found.relations) {
      if (relation.open || (!gold_.relations.empty() && !gold_.relations.contains(relation.type))) continue;
      const auto group = std::find_if(groups.begin(), groups.end(),
                                      [&](const auto& other) { return key(*other.front()) == key(relation); });
      if (group == groups.end()) {
        groups.push_back({&relation});
      } else {
        group->push_back(&relation);
      }
    }
    const auto same = [&](const GoldFact& fact, const std::vector<const Relation*>& group) {
      return std::any_of(group.begin(), group.end(),
                         [&](const Relation* relation) { return is_fact(gold, fact, *relation); });
    };
    std::vector<GoldFact> wanted;
    for (const GoldFact& fact : *gold.facts) {
      if (gold_.relations.empty() || gold_.relations.contains(fact.relation)) wanted.push_back(fact);
    }
    compare(
        wanted, groups, facts, same,
        [&](const GoldFact& fact) {
          return gold.uri + ": " +
                 shown(fact.subject, fact.relation, fact.object, fact.role, fact.time, fact.place, fact.polarity,
                       fact.modality);
        },
        [&](const std::vector<const Relation*>& group) {
          const Relation& r = *group.front();
          return gold.uri + ": " +
                 shown(found.entities[r.subject].name, r.type, r.object ? found.entities[*r.object].name : r.value,
                       r.role, r.time, r.place, r.polarity, r.modality);
        });
  }

  void add_statements(const GoldDocument& gold, const DocumentFacts& found) {
    std::vector<Span> spans;
    for (const GoldStatement& statement : *gold.statements) spans.push_back(find(found.document, statement, gold.uri));
    std::vector<std::size_t> order(spans.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto same = [&](std::size_t i, const Statement& statement) {
      const GoldStatement& wanted = (*gold.statements)[i];
      if (wanted.speaker.empty() != !statement.speaker) return false;
      if (statement.speaker && !is_named(gold, wanted.speaker, *statement.speaker)) return false;
      const Span a = spans[i];
      const Span b = statement.span;
      const std::uint32_t start = std::max(a.start, b.start);
      const std::uint32_t end = std::min(a.end, b.end);
      const std::uint32_t all = std::max(a.end, b.end) - std::min(a.start, b.start);
      return end > start && 2 * (end - start) > all;
    };
    const auto speaker = [](std::string_view name) { return name.empty() ? "nobody" : std::string(name); };
    compare(
        order, found.statements, statements, same,
        [&](std::size_t i) {
          const GoldStatement& wanted = (*gold.statements)[i];
          return fmt::format("{}: {}: {}", gold.uri, speaker(wanted.speaker), wanted.text);
        },
        [&](const Statement& statement) {
          return fmt::format("{}: {}: {}", gold.uri,
                             speaker(statement.speaker ? found.entities[*statement.speaker].name : std::string()),
                             found.document.text.slice(statement.span));
        });
  }

  static Span find(const Document& document, const GoldStatement& statement, const std::string& uri) {
    const std::size_t at = document.text.utf8().find(statement.text);
    if (at == std::string::npos) {
      throw InputError(fmt::format("the statement \"{}\" does not stand in the text of {}", statement.text, uri));
    }
    return {document.text.offset_of(at), document.text.offset_of(at + statement.text.size())};
  }

  bool is_fact(const GoldDocument& gold, const GoldFact& fact, const Relation& relation) const {
    if (fact.relation != relation.type || fact.polarity != relation.polarity || fact.modality != relation.modality) {
      return false;
    }
    const auto fits = [](const std::string& wanted, const std::string& found) {
      return wanted.empty() || normalize_name(wanted) == normalize_name(found);
    };
    if (!fits(fact.role, relation.role) || !fits(fact.time, relation.time) || !fits(fact.place, relation.place)) {
      return false;
    }
    const auto ends = [&](const std::string& subject, const std::string& object) {
      if (!is_named(gold, subject, relation.subject)) return false;
      return relation.object ? is_named(gold, object, *relation.object) : fits(object, relation.value);
    };
    if (ends(fact.subject, fact.object)) return true;
    return ontology_.relation(relation.type)->symmetric && relation.object && ends(fact.object, fact.subject);
  }

  // Whether a gold name, or another of the gold entity it belongs to, is a name of the entity found.
  bool is_named(const GoldDocument& gold, const std::string& name, std::uint32_t number) const {
    const std::string normalized = normalize_name(name);
    if (names_[number].contains(normalized)) return true;
    if (!gold.entities) return false;
    return std::any_of(gold.entities->begin(), gold.entities->end(), [&](const GoldEntity& entity) {
      return entity.names.contains(normalized) && shares_name(entity.names, number);
    });
  }

  bool shares_name(const std::set<std::string>& names, std::uint32_t number) const {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return names_[number].contains(name); });
  }

  static std::string shown(std::string_view subject, std::string_view relation, std::string_view object,
                           std::string_view role, std::string_view time, std::string_view place, Polarity polarity,
                           Modality modality) {
    std::string text = fmt::format("{} {} {}", subject, relation, object);
    for (const auto& [key, value] : {std::pair("role", role), std::pair("time", time), std::pair("place", place)}) {
      if (!value.empty()) text += fmt::format(", {} {}", key, value);
    }
    if (polarity != Polarity::kAffirmed) text += fmt::format(", {}", to_string(polarity));
    if (modality != Modality::kAsserted) text += fmt::format(", {}", to_string(modality));
    return text;
  }

  const Gold& gold_;
  const Ontology& ontology_;
  std::vector<std::set<std::string>> names_;  // of each entity found, normalized
};

// ---- the command

// The document a gold file means: by its uri, by the end of it ("news/a.txt"), or by its title. Throws InputError if there
// is none or several.
std::string find_document(const std::vector<DocumentRow>& documents, const std::string& uri, const Options& options) {
  std::vector<std::string> ends;
  std::vector<std::string> titles;
  for (const DocumentRow& row : documents) {
    if (row.uri == uri) return uri;
    if (row.uri.ends_with("/" + uri)) ends.push_back(row.uri);
    if (row.title == uri) titles.push_back(row.uri);
  }
  const std::vector<std::string>& found = ends.empty() ? titles : ends;
  if (found.size() == 1) return found.front();
  throw InputError(found.empty()
                       ? fmt::format("{}: {} is not in {}; build it first", options.gold, uri, options.database)
                       : fmt::format("{}: {} is the name of {} documents in {}; write its uri out", options.gold, uri,
                                     found.size(), options.database));
}

std::string row(std::string_view name, const Score& score) {
  return fmt::format("{:<10} {:>6} {:>6} {:>6} {:>10.3f} {:>7.3f} {:>6.3f}\n", name, score.gold, score.found,
                     score.right, score.precision(), score.recall(), score.f1());
}

nlohmann::ordered_json to_json(const Score& score) {
  const auto rounded = [](double share) { return static_cast<double>(static_cast<int>(share * 1000 + 0.5)) / 1000; };
  return {{"gold", score.gold},
          {"found", score.found},
          {"right", score.right},
          {"precision", rounded(score.precision())},
          {"recall", rounded(score.recall())},
          {"f1", rounded(score.f1())},
          {"missed", score.missed},
          {"wrong", score.wrong}};
}

void eval(const Options& options) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  const Gold gold = read_gold(options.gold, store.ontology());
  const std::vector<DocumentRow> documents = store.documents();
  Comparison comparison(gold, store.ontology());
  for (const GoldDocument& document : gold.documents) {
    comparison.add(document, store.facts(find_document(documents, document.uri, options)));
  }
  if (options.json) {
    print_json({{"entities", to_json(comparison.entities)},
                {"facts", to_json(comparison.facts)},
                {"statements", to_json(comparison.statements)}});
    return;
  }
  std::string text = fmt::format("{:<10} {:>6} {:>6} {:>6} {:>10} {:>7} {:>6}\n", "", "gold", "found", "right",
                                 "precision", "recall", "F1");
  text +=
      row("entities", comparison.entities) + row("facts", comparison.facts) + row("statements", comparison.statements);
  if (options.list) {
    for (const auto& [name, score] : {std::pair("entity", &comparison.entities), std::pair("fact", &comparison.facts),
                                      std::pair("statement", &comparison.statements)}) {
      if (!score->missed.empty() || !score->wrong.empty()) text += '\n';
      for (const std::string& line : score->missed) text += fmt::format("missed {}  {}\n", name, line);
      for (const std::string& line : score->wrong) text += fmt::format("wrong {}   {}\n", name, line);
    }
  }
  print(text);
}

}  // namespace

void add_eval_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("eval", "Measure a database against a file of what should be in it");
  const auto options = std::make_shared<Options>();
  command->add_option("GOLD", options->gold, "JSON: what a person finds in the texts (docs/eval.md)")->required();
  command->add_option("DB", options->database, "Database file")->capture_default_str();
  command->add_flag("--list", options->list, "Print what was missed and what is wrong");
  command->add_flag("--json", options->json, "Print JSON");
  command->footer(
      "Precision, recall and F1 of entities, facts of the ontology and statements.\n"
      "\n"
      "Example: factgraph build examples/kurultai.txt --db k.db\n"
      "         factgraph eval examples/kurultai-gold.json k.db --list");
  (void)session;
  command->callback([options] { eval(*options); });
}

}  // namespace factgraph
