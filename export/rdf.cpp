#include "export/rdf.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/buffered.h"
#include "export/captions.h"
#include "export/escape.h"
#include "export/identifiers.h"

namespace factgraph {
namespace {

struct Prefix {
  std::string_view name;
  std::string_view iri;
};

constexpr std::array<Prefix, 12> kPrefixes = {{
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"schema", "https://schema.org/"},
    {"wd", "http://www.wikidata.org/entity/"},
    {"wdt", "http://www.wikidata.org/prop/direct/"},
    {"fg", "urn:factgraph:vocabulary:"},
    {"entity", "urn:factgraph:entity:"},
    {"relation", "urn:factgraph:relation:"},
    {"statement", "urn:factgraph:statement:"},
    {"type", "urn:factgraph:type:"},
}};

std::string iri(std::string_view prefix, std::string_view rest) {
  const auto found =
      std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& p) { return p.name == prefix; });
  return std::string(found->iri) + std::string(rest);
}

bool is_plain(std::string_view local) {
  return !local.empty() && std::all_of(local.begin(), local.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
}

// What stands behind a predicate: an IRI, or a literal with a datatype (empty: a string).
struct Term {
  bool is_iri = false;
  std::string text;
  std::string datatype;
};

// Triples of one subject after the other, in one of the syntaxes.
class TripleWriter {
 public:
  TripleWriter(RdfSyntax syntax, std::ostream& out) : syntax_(syntax), buffered_(out) {
    if (syntax_ == RdfSyntax::kTurtle) {
      for (const Prefix& prefix : kPrefixes) text_ += fmt::format("@prefix {}: <{}> .\n", prefix.name, prefix.iri);
    } else if (syntax_ == RdfSyntax::kJsonLd) {
      text_ += '[';
    }
  }

  void add(std::string predicate, Term object) {
    auto& objects = properties_[std::move(predicate)];
    objects.push_back(std::move(object));
  }
  void add_iri(std::string predicate, std::string object) { add(std::move(predicate), {true, std::move(object), ""}); }
  void add_text(std::string predicate, std::string_view text) {
    if (!text.empty()) add(std::move(predicate), {false, std::string(text), ""});
  }
  template <typename Number>
  void add_number(std::string predicate, Number number, std::string_view datatype) {
    std::string text;
    append_number(text, number);
    add(std::move(predicate), {false, std::move(text), iri("xsd", datatype)});
  }

  // Writes what was added, about `subject`.
  void write(const std::string& subject) {
    switch (syntax_) {
      case RdfSyntax::kNTriples:
        write_triples(subject);
        break;
      case RdfSyntax::kTurtle:
        write_turtle(subject);
        break;
      case RdfSyntax::kJsonLd:
        write_json(subject);
        break;
    }
    properties_.clear();
    buffered_.pass();
  }

  void finish() {
    if (syntax_ == RdfSyntax::kJsonLd) text_ += "\n]\n";
  }

 private:
  void append_short(std::string_view name) {
    for (const Prefix& prefix : kPrefixes) {
      if (name.starts_with(prefix.iri) && is_plain(name.substr(prefix.iri.size()))) {
        text_ += prefix.name;
        text_ += ':';
        text_ += name.substr(prefix.iri.size());
        return;
      }
    }
    append_whole(name);
  }
  void append_whole(std::string_view name) {
    text_ += '<';
    text_ += name;
    text_ += '>';
  }
  void append_term(const Term& term, bool shorten) {
    const auto append_name = [&](std::string_view name) { shorten ? append_short(name) : append_whole(name); };
    if (term.is_iri) return append_name(term.text);
    append_rdf(text_, term.text);
    if (term.datatype.empty()) return;
    text_ += "^^";
    append_name(term.datatype);
  }

  void write_triples(const std::string& subject) {
    for (const auto& [predicate, objects] : properties_) {
      for (const Term& object : objects) {
        append_whole(subject);
        text_ += ' ';
        append_whole(predicate);
        text_ += ' ';
        append_term(object, false);
        text_ += " .\n";
      }
    }
  }

  void write_turtle(const std::string& subject) {
    text_ += '\n';
    append_short(subject);
    const char* separator = " ";
    for (const auto& [predicate, objects] : properties_) {
      for (const Term& object : objects) {
        text_ += separator;
        separator = " ;\n  ";
        append_short(predicate);
        text_ += ' ';
        append_term(object, true);
      }
    }
    text_ += " .\n";
  }

  void write_json(const std::string& subject) {
    text_ += first_ ? "\n{\"@id\": " : ",\n{\"@id\": ";
    first_ = false;
    append_json(text_, subject);
    for (const auto& [predicate, objects] : properties_) {
      const bool is_type = predicate == iri("rdf", "type");
      text_ += ", ";
      append_json(text_, is_type ? "@type" : predicate);
      text_ += ": [";
      const char* separator = "";
      for (const Term& object : objects) {
        text_ += separator;
        separator = ", ";
        if (is_type) {
          append_json(text_, object.text);
          continue;
        }
        text_ += object.is_iri ? "{\"@id\": " : "{\"@value\": ";
        append_json(text_, object.text);
        if (!object.datatype.empty()) {
          text_ += ", \"@type\": ";
          append_json(text_, object.datatype);
        }
        text_ += '}';
      }
      text_ += ']';
    }
    text_ += '}';
  }

  RdfSyntax syntax_;
  Buffered buffered_;
  std::string& text_ = buffered_.text();
  std::map<std::string, std::vector<Term>> properties_;
  bool first_ = true;
};

// A date as XML Schema has it, with its type; a plain string for anything else.
Term value_term(const RelationType* type, const std::string& value) {
  const bool digits =
      std::all_of(value.begin(), value.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  if (type == nullptr || type->value != ValueKind::kDate || !digits || value.empty() || value.front() == '-') {
    return {false, value, ""};
  }
  if (value.size() == 4) return {false, value, iri("xsd", "gYear")};
  const bool month = value.size() >= 7 && value[4] == '-' && value.substr(5, 2) >= "01" && value.substr(5, 2) <= "12";
  if (month && value.size() == 7) return {false, value, iri("xsd", "gYearMonth")};
  if (month && value.size() == 10 && value[7] == '-') return {false, value, iri("xsd", "date")};
  return {false, value, ""};
}

// The name in `vocabulary`; of a list the first that is for `object`, a type of entity, else the only one for any ("country:P17
// P276"). Nullopt where there is none, or a choice.
std::optional<std::string> counterpart(const Ontology& ontology, const std::map<std::string, std::string>& counterparts,
                                       const char* vocabulary, std::string_view object = {}) {
  const auto found = counterparts.find(vocabulary);
  if (found == counterparts.end()) return std::nullopt;
  std::vector<std::string> for_any;
  std::istringstream words(found->second);
  for (std::string word; words >> word;) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) {
      for_any.push_back(word);
    } else if (ontology.is_a(object, word.substr(0, colon))) {
      return iri_part(word.substr(colon + 1));
    }
  }
  return for_any.size() == 1 ? std::optional(iri_part(for_any.front())) : std::nullopt;
}

// A document's uri as an IRI: itself if it has a scheme, else a name made of it.
std::string document_iri(const std::string& uri) {
  const std::size_t colon = uri.find("://");
  const bool has_scheme = colon != std::string::npos && colon > 0 &&
                          std::all_of(uri.begin(), uri.begin() + static_cast<std::ptrdiff_t>(colon),
                                      [](char c) {
                                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                               (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
                                      }) &&
                          (uri.front() < '0' || uri.front() > '9');
  if (!has_scheme) return "urn:factgraph:document:" + iri_part(uri);
  std::string result;
  for (std::size_t at = 0; at < uri.size(); ++at) {
    const std::string_view kept = ":/?#[]@!$&'()*+,;=%";
    std::size_t end = at;
    while (end < uri.size() && kept.find(uri[end]) == std::string_view::npos) ++end;
    result += iri_part(uri.substr(at, end - at));
    if (end == uri.size()) break;
    const bool encoded =
        uri[end] == '%' && (end + 2 >= uri.size() || !std::isxdigit(static_cast<unsigned char>(uri[end + 1])) ||
                            !std::isxdigit(static_cast<unsigned char>(uri[end + 2])));
    result += encoded ? "%25" : std::string(1, uri[end]);
    at = end;
  }
  return result;
}

class RdfWriter {
 public:
  RdfWriter(const Graph& graph, const Ontology& ontology, RdfSyntax syntax, std::ostream& out)
      : graph_(graph), ontology_(ontology), names_(identify(graph)), triples_(syntax, out) {}

  void write() {
    collect_inverse();
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) write_entity(v);
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) {
      for (std::size_t i = 0; i < graph_[v].values.size(); ++i) {
        const ValueFact& fact = graph_[v].values[i];
        write_statement(names_.values[v][i], v, fact.relation,
                        value_term(ontology_.relation(fact.relation.type), fact.value));
      }
    }
    std::size_t number = 0;
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      write_statement(names_.relations[number++], boost::source(e, graph_), graph_[e],
                      {true, entity(boost::target(e, graph_)), ""});
    }
    for (const auto& [uri, title] : documents_) {
      triples_.add_iri(iri("rdf", "type"), iri("schema", "Article"));
      triples_.add_iri(iri("rdf", "type"), iri("prov", "Entity"));
      triples_.add_text(iri("schema", "headline"), title);
      triples_.add_text(iri("schema", "identifier"), uri);
      triples_.write(document_iri(uri));
    }
    triples_.finish();
  }

 private:
  [[nodiscard]] std::string entity(Vertex v) const { return iri("entity", names_.entities[v]); }

  // Of each entity, the entities that have an inverse property to say of it.
  void collect_inverse() {
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      const RelationType* type = plain_type(graph_[e]);
      if (type == nullptr) continue;
      const Vertex target = boost::target(e, graph_);
      for (const auto& [prefix, vocabulary] :
           {std::pair("wdt", "wikidata_inverse"), std::pair("schema", "schema_inverse")}) {
        if (const auto property = counterpart(ontology_, type->counterparts, vocabulary, graph_[target].type)) {
          inverse_[target].emplace_back(iri(prefix, *property), boost::source(e, graph_));
        }
      }
    }
  }

  // The relation's type in the ontology, if it is said plainly.
  [[nodiscard]] const RelationType* plain_type(const RelationEdge& relation) const {
    const bool plain = relation.polarity == Polarity::kAffirmed && relation.modality == Modality::kAsserted;
    return plain && !relation.open ? ontology_.relation(relation.type) : nullptr;
  }

  // `object_type`: of entity; empty for a value.
  void add_direct(const RelationEdge& relation, const Term& object, std::string_view object_type = {}) {
    const bool plain = relation.polarity == Polarity::kAffirmed && relation.modality == Modality::kAsserted;
    if (!plain) return;
    triples_.add(iri("relation", iri_part(relation.type)), object);
    const RelationType* type = plain_type(relation);
    if (type == nullptr) return;
    const auto name = [&](const char* vocabulary) {
      return counterpart(ontology_, type->counterparts, vocabulary, object_type);
    };
    if (const auto schema = name("schema")) triples_.add(iri("schema", *schema), object);
    // What Wikidata has an item for is no text: "novelist" is no P31.
    if (type->value == ValueKind::kText) return;
    if (const auto wikidata = name("wikidata")) triples_.add(iri("wdt", *wikidata), object);
  }

  void write_entity(Vertex v) {
    const EntityNode& node = graph_[v];
    triples_.add_iri(iri("rdf", "type"), iri("type", iri_part(node.type)));
    const EntityType* type = ontology_.type(node.type);
    if (type != nullptr) {
      if (const auto name = counterpart(ontology_, type->counterparts, "schema")) {
        triples_.add_iri(iri("rdf", "type"), iri("schema", *name));
      }
      if (const auto name = counterpart(ontology_, type->counterparts, "wikidata")) {
        triples_.add_iri(iri("wdt", "P31"), iri("wd", *name));
      }
    }
    triples_.add(iri("rdfs", "label"), {false, node.name, ""});
    triples_.add(iri("schema", "name"), {false, node.name, ""});
    for (const std::string& alias : other_names(ontology_, node))
      triples_.add(iri("schema", "alternateName"), {false, alias, ""});
    triples_.add_number(iri("fg", "mentions"), node.mentions, "integer");
    triples_.add_number(iri("fg", "documents"), node.documents, "integer");
    for (const ValueFact& fact : node.values) {
      add_direct(fact.relation, value_term(ontology_.relation(fact.relation.type), fact.value));
    }
    for (const Edge e : boost::make_iterator_range(boost::out_edges(v, graph_))) {
      const Vertex target = boost::target(e, graph_);
      add_direct(graph_[e], {true, entity(target), ""}, graph_[target].type);
    }
    const auto found = inverse_.find(v);
    if (found != inverse_.end()) {
      for (const auto& [property, other] : found->second) triples_.add_iri(property, entity(other));
    }
    triples_.write(entity(v));
  }

  void write_statement(const std::string& id, Vertex subject, const RelationEdge& relation, Term object) {
    triples_.add_iri(iri("rdf", "type"), iri("rdf", "Statement"));
    triples_.add_iri(iri("rdf", "type"), iri("prov", "Entity"));
    triples_.add_iri(iri("rdf", "subject"), entity(subject));
    triples_.add_iri(iri("rdf", "predicate"), iri("relation", iri_part(relation.type)));
    triples_.add(iri("rdf", "object"), std::move(object));
    triples_.add(iri("rdfs", "label"), {false, relation.type, ""});
    triples_.add(iri("fg", "open"), {false, relation.open ? "true" : "false", iri("xsd", "boolean")});
    triples_.add_text(iri("fg", "polarity"), to_string(relation.polarity));
    triples_.add_text(iri("fg", "modality"), to_string(relation.modality));
    triples_.add_number(iri("fg", "confidence"), relation.confidence, "decimal");
    const std::string statement = iri("statement", id);
    for (std::size_t i = 0; i < relation.evidence.size(); ++i) {
      triples_.add_iri(iri("prov", "wasDerivedFrom"), fmt::format("{}:{}", statement, i + 1));
    }
    triples_.write(statement);
    for (std::size_t i = 0; i < relation.evidence.size(); ++i) {
      const Evidence& evidence = relation.evidence[i];
      triples_.add_iri(iri("rdf", "type"), iri("schema", "Quotation"));
      triples_.add_iri(iri("rdf", "type"), iri("prov", "Entity"));
      triples_.add_text(iri("schema", "text"), evidence.sentence);
      triples_.add_iri(iri("prov", "wasQuotedFrom"), document_iri(evidence.document));
      triples_.add_number(iri("fg", "start"), static_cast<std::size_t>(evidence.start), "integer");
      triples_.add_text(iri("fg", "role"), evidence.role);
      triples_.add_text(iri("fg", "time"), evidence.time);
      triples_.add_text(iri("fg", "attributedTo"), evidence.attributed_to);
      triples_.add_number(iri("fg", "confidence"), evidence.confidence, "decimal");
      triples_.write(fmt::format("{}:{}", statement, i + 1));
      documents_.emplace(evidence.document, evidence.title);
    }
  }

  const Graph& graph_;
  const Ontology& ontology_;
  const Identifiers names_;
  TripleWriter triples_;
  std::map<std::string, std::string> documents_;  // uri to title
  std::map<Vertex, std::vector<std::pair<std::string, Vertex>>> inverse_;
};

}  // namespace

void write_rdf(const Graph& graph, const Ontology& ontology, RdfSyntax syntax, std::ostream& out) {
  RdfWriter(graph, ontology, syntax, out).write();
}

}  // namespace factgraph
