#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/output.h"
#include "db/store.h"
#include "export/captions.h"

namespace factgraph {
namespace {

constexpr std::size_t kEntities = 10;  // that have the name, unless all are wanted
constexpr std::size_t kSentences = 2;  // of each fact

struct Options {
  std::string name;
  std::string database = kDefaultDatabase;
  std::size_t limit = 20;
  bool json = false;
};

nlohmann::ordered_json or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

nlohmann::ordered_json to_json(const Fact& fact) {
  return {{"subject", fact.subject},
          {"subject_type", fact.subject_type},
          {"relation", fact.relation},
          {"open", fact.open},
          {"object", fact.object},
          {"object_type", or_null(fact.object_type)},
          {"role", or_null(fact.role)},
          {"time", or_null(fact.time)},
          {"place", or_null(fact.place)},
          {"polarity", to_string(fact.polarity)},
          {"modality", to_string(fact.modality)},
          {"attributed_to", or_null(fact.attributed_to)},
          {"confidence", fact.confidence},
          {"evidence_count", fact.evidence},
          {"document", fact.document},
          {"title", or_null(fact.title)},
          {"sentence", fact.sentence}};
}

nlohmann::ordered_json to_json(const EntityCard& card) {
  nlohmann::ordered_json aliases = nlohmann::ordered_json::array();
  for (const Alias& alias : card.aliases) aliases.push_back({{"name", alias.name}, {"mentions", alias.mentions}});
  nlohmann::ordered_json facts = nlohmann::ordered_json::array();
  for (const Fact& fact : card.facts) facts.push_back(to_json(fact));
  return {{"name", card.name},
          {"type", card.type},
          {"document", or_null(card.document)},
          {"mentions", card.mentions},
          {"documents", card.documents},
          {"aliases", std::move(aliases)},
          {"facts", std::move(facts)},
          {"more_facts", card.more_facts}};
}

// What all the evidence of one relation has in common.
bool same_relation(const Fact& a, const Fact& b) {
  return a.subject == b.subject && a.relation == b.relation && a.object == b.object && a.polarity == b.polarity &&
         a.modality == b.modality && a.subject_type == b.subject_type && a.object_type == b.object_type;
}

std::string relation_line(const Ontology& ontology, const Fact& fact) {
  RelationEdge edge;
  edge.type = fact.relation;
  edge.open = fact.open;
  std::string words = relation_words(ontology, edge);
  if (fact.polarity == Polarity::kNegated) words = "not: " + words;
  if (fact.modality != Modality::kAsserted) words = fmt::format("{}: {}", to_string(fact.modality), words);
  const RelationType* type = ontology.relation(fact.relation);
  const bool dated = type != nullptr && type->value == ValueKind::kDate;
  return fmt::format("{} | {} | {}", fact.subject, words, dated ? date_words(fact.object) : fact.object);
}

std::string qualifiers(const Fact& fact) {
  std::string text;
  const auto add = [&text](const std::string& words) { text += (text.empty() ? "" : "; ") + words; };
  if (!fact.role.empty()) add(fact.role);
  if (!fact.time.empty()) add(date_words(fact.time));
  if (!fact.place.empty()) add("in " + fact.place);
  if (!fact.attributed_to.empty()) add("says " + fact.attributed_to);
  return text.empty() ? text : fmt::format("  [{}]", text);
}

std::string card_text(const Ontology& ontology, const EntityCard& card) {
  std::string text = fmt::format("{} ({}){}, {} in {}\n", card.name, type_words(ontology, card.type),
                                 card.document.empty() ? "" : "@" + card.document, counted(card.mentions, "mention"),
                                 counted(card.documents, "document"));
  std::string aliases;
  for (const Alias& alias : card.aliases) {
    if (alias.name != card.name) aliases += (aliases.empty() ? "also: " : ", ") + alias.name;
  }
  text += indented(aliases, "  ");
  for (std::size_t i = 0; i < card.facts.size();) {
    const Fact& first = card.facts[i];
    std::size_t end = i + 1;
    while (end < card.facts.size() && same_relation(first, card.facts[end])) ++end;
    text += fmt::format("\n  {}{}\n", relation_line(ontology, first), qualifiers(first));
    for (std::size_t k = i; k < end; ++k) {
      text += indented(fmt::format("“{}” {}", card.facts[k].sentence, card.facts[k].document), "      ");
    }
    if (first.evidence > end - i)
      text += fmt::format("      and {} more\n", counted(first.evidence - (end - i), "sentence"));
    i = end;
  }
  if (card.more_facts > 0)
    text += fmt::format("\n  and {} more; --limit 0 shows all\n", counted(card.more_facts, "fact"));
  return text;
}

void show(const Options& options) {
  const Store store = Store::open(options.database, Store::Access::kRead);
  ShowLimits limits;
  if (options.limit > 0) limits = {.entities = kEntities, .relations = options.limit, .evidence = kSentences};
  const EntityCards found = store.show(options.name, limits);
  if (options.json) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const EntityCard& card : found.cards) json.push_back(to_json(card));
    print_json(json);
    return;
  }
  std::string text;
  for (const EntityCard& card : found.cards) text += (text.empty() ? "" : "\n") + card_text(store.ontology(), card);
  if (found.more > 0) text += fmt::format("\nand {} more called so; --limit 0 shows all\n", found.more);
  print(text);
}

}  // namespace

void add_show_command(CLI::App& app, Session& /*session*/) {
  CLI::App* command = app.add_subcommand("show", "Print what is known of an entity, with the sentences that say so");
  const auto options = std::make_shared<Options>();
  command->add_option("NAME", options->name, "Name or alias, in any case")->required();
  add_database_option(*command, options->database);
  command->add_option("--limit", options->limit, "At most this many facts, each with two sentences; 0: all there is")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print JSON");
  command->footer("Example: factgraph show Tokayev --db news.db");
  command->callback([options] { show(*options); });
}

}  // namespace factgraph
