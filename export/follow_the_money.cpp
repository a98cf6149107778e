#include "export/follow_the_money.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "export/buffered.h"
#include "export/captions.h"
#include "export/escape.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

// What a schema of entities may stand for: an owner or member, a body that has such, a thing that can be owned.
struct EntitySchema {
  std::string_view name;
  bool legal = false;
  bool organization = false;
  bool asset = false;
};

constexpr std::array<EntitySchema, 9> kEntitySchemata = {{{"Person", true, false, false},
                                                          {"LegalEntity", true, false, false},
                                                          {"Organization", true, true, false},
                                                          {"PublicBody", true, true, false},
                                                          {"Company", true, true, true},
                                                          {"Asset", false, false, true},
                                                          {"Event", false, false, false},
                                                          {"Document", false, false, false},
                                                          {"Address", false, false, false}}};
constexpr EntitySchema kNote = {"Note", false, false, false};

struct LinkSchema {
  std::string_view name;
  std::string_view subject;
  std::string_view object;
  bool (*allows)(const EntitySchema& subject, const EntitySchema& object);
};

constexpr std::array<LinkSchema, 5> kLinkSchemata = {{
    {"Directorship", "director", "organization",
     [](const EntitySchema& s, const EntitySchema& o) { return s.legal && o.organization; }},
    {"Employment", "employee", "employer",
     [](const EntitySchema& s, const EntitySchema& o) { return s.name == "Person" && o.organization; }},
    {"Membership", "member", "organization",
     [](const EntitySchema& s, const EntitySchema& o) { return s.legal && o.organization; }},
    {"Ownership", "owner", "asset", [](const EntitySchema& s, const EntitySchema& o) { return s.legal && o.asset; }},
    {"Family", "person", "relative",
     [](const EntitySchema& s, const EntitySchema& o) { return s.name == "Person" && o.name == "Person"; }},
}};
constexpr LinkSchema kUnknownLink = {"UnknownLink", "subject", "object", nullptr};

// A date that FollowTheMoney takes: a year, a month or a day.
bool is_simple_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return text.size() == 4 || (text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12");
}

using Properties = std::map<std::string, std::set<std::string>>;

void add_time(Properties& properties, const std::string& time) {
  const std::size_t slash = time.find('/');
  if (slash == std::string::npos) {
    if (is_simple_date(time)) properties["date"].insert(time);
    return;
  }
  const std::string first = time.substr(0, slash);
  const std::string last = time.substr(slash + 1);
  if (is_simple_date(first)) properties["startDate"].insert(first);
  if (is_simple_date(last)) properties["endDate"].insert(last);
}

class MoneyWriter {
 public:
  MoneyWriter(const Graph& graph, const Ontology& ontology, std::ostream& out)
      : graph_(graph), ontology_(ontology), names_(identify(graph)), buffered_(out) {}

  void write() {
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) write_entity(v);
    std::size_t number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) write_link(e, names_.relations[number++]);
  }

 private:
  [[nodiscard]] const EntitySchema& schema_of(const EntityNode& entity) const {
    for (const EntityType* type = ontology_.type(entity.type); type != nullptr; type = ontology_.type(type->parent)) {
      const auto named = type->counterparts.find("ftm");
      if (named == type->counterparts.end()) continue;
      for (const EntitySchema& schema : kEntitySchemata) {
        if (schema.name == named->second) return schema;
      }
    }
    return ontology_.root(entity.type) == "place" ? kEntitySchemata.back() : kNote;
  }

  void write_object(const std::string& id, std::string_view schema, const Properties& properties) {
    std::string& text = buffered_.text();
    text += fmt::format("{{\"id\": \"{}\", \"schema\": \"{}\", \"properties\": {{", id, schema);
    bool first_property = true;
    for (const auto& [name, values] : properties) {
      text += fmt::format("{}\"{}\": [", first_property ? "" : ", ", name);
      first_property = false;
      bool first = true;
      for (const std::string& value : values) {
        if (!first) text += ", ";
        first = false;
        append_json(text, value);
      }
      text += ']';
    }
    text += "}}\n";
    buffered_.pass();
  }

  void write_entity(Vertex v) {
    const EntityNode& entity = graph_[v];
    const EntitySchema& schema = schema_of(entity);
    Properties properties;
    properties["name"] = {entity.name};
    for (const std::string& alias : other_names(ontology_, entity)) properties["alias"].insert(alias);
    properties["keywords"] = {entity.type};
    if (schema.name == "Address") properties["full"] = {entity.name};
    for (const ValueFact& fact : entity.values) {
      if (fact.relation.polarity == Polarity::kNegated) continue;
      const bool plain = fact.relation.modality == Modality::kAsserted;
      properties["notes"].insert(fmt::format("{}{}: {}",
                                             plain ? "" : fmt::format("{} ", to_string(fact.relation.modality)),
                                             relation_words(ontology_, fact.relation), fact.value));
      const char* property = date_property(schema, fact.relation.type);
      if (plain && property != nullptr && is_simple_date(fact.value)) properties[property].insert(fact.value);
      add_sources(properties, fact.relation);
    }
    write_object(names_.entities[v], schema.name, properties);
  }

  static const char* date_property(const EntitySchema& schema, std::string_view relation) {
    if (schema.name == "Person" && relation == "date_of_birth") return "birthDate";
    if (schema.name == "Person" && relation == "date_of_death") return "deathDate";
    if (schema.legal && schema.name != "Person" && relation == "inception") return "incorporationDate";
    if (schema.name == "Event" && relation == "point_in_time") return "date";
    return nullptr;
  }

  static void add_sources(Properties& properties, const RelationEdge& relation) {
    for (const Evidence& evidence : relation.evidence) {
      const bool web = evidence.document.starts_with("https://") || evidence.document.starts_with("http://");
      if (web) properties["sourceUrl"].insert(evidence.document);
    }
  }

  void write_link(const Edge& e, const std::string& id) {
    const RelationEdge& relation = graph_[e];
    if (relation.polarity == Polarity::kNegated) return;
    const Vertex subject = boost::source(e, graph_);
    const Vertex object = boost::target(e, graph_);
    const LinkSchema& schema = link_schema(relation, schema_of(graph_[subject]), schema_of(graph_[object]));
    const std::string words = relation_words(ontology_, relation);
    Properties properties;
    properties[std::string(schema.subject)] = {names_.entities[subject]};
    properties[std::string(schema.object)] = {names_.entities[object]};
    properties["summary"] = {words};
    for (const Evidence& evidence : relation.evidence) {
      add_time(properties, evidence.time);
      properties["description"].insert(fmt::format("{} ({})", evidence.sentence, evidence.document));
      if (!evidence.role.empty() && schema.name != "Family") properties["role"].insert(evidence.role);
    }
    add_sources(properties, relation);
    if (schema.name == "Family") {
      properties["relationship"] = {words};
    } else {
      if (schema.name == kUnknownLink.name) properties["role"].insert(words);
      if (relation.modality != Modality::kAsserted) properties["status"] = {std::string(to_string(relation.modality))};
    }
    write_object(id, schema.name, properties);
  }

  [[nodiscard]] const LinkSchema& link_schema(const RelationEdge& relation, const EntitySchema& subject,
                                              const EntitySchema& object) const {
    const RelationType* type = relation.open ? nullptr : ontology_.relation(relation.type);
    if (type == nullptr) return kUnknownLink;
    const auto named = type->counterparts.find("ftm");
    if (named == type->counterparts.end()) return kUnknownLink;
    // Family has no status to say that it is only planned or possible.
    if (named->second == "Family" && relation.modality != Modality::kAsserted) return kUnknownLink;
    for (const LinkSchema& schema : kLinkSchemata) {
      if (schema.name == named->second && schema.allows(subject, object)) return schema;
    }
    return kUnknownLink;
  }

  const Graph& graph_;
  const Ontology& ontology_;
  const Identifiers names_;
  Buffered buffered_;
};

}  // namespace

void write_follow_the_money(const Graph& graph, const Ontology& ontology, std::ostream& out) {
  MoneyWriter(graph, ontology, out).write();
}

}  // namespace factgraph
