#include "export/json_records.h"

#include "export/escape.h"

namespace factgraph {
namespace {

void append_key(std::string& out, std::string_view key) {
  out += ", \"";
  out += key;
  out += "\": ";
}

template <typename Number>
void append_number_member(std::string& out, std::string_view key, Number number) {
  append_key(out, key);
  append_number(out, number);
}

void append_known(std::string& out, std::string_view key, std::string_view text) {
  if (!text.empty()) append_member(out, key, text);
}

void append_evidence(std::string& out, const Evidence& evidence) {
  out += "{\"document\": ";
  append_json(out, evidence.document);
  append_known(out, "title", evidence.title);
  append_number_member(out, "start", static_cast<std::size_t>(evidence.start));
  append_member(out, "sentence", evidence.sentence);
  append_known(out, "role", evidence.role);
  append_known(out, "time", evidence.time);
  append_known(out, "attributed_to", evidence.attributed_to);
  append_number_member(out, "confidence", evidence.confidence);
  out += '}';
}

template <typename Items, typename Append>
void append_list(std::string& out, std::string_view key, const Items& items, Append append) {
  append_key(out, key);
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ", ";
    first = false;
    append(out, item);
  }
  out += ']';
}

}  // namespace

void append_member(std::string& out, std::string_view key, std::string_view text) {
  append_key(out, key);
  append_json(out, text);
}

void append_members(std::string& out, const EntityNode& entity) {
  out += "\"name\": ";
  append_json(out, entity.name);
  append_member(out, "type", entity.type);
  append_number_member(out, "mentions", entity.mentions);
  append_number_member(out, "documents", entity.documents);
  append_list(out, "aliases", entity.aliases,
              [](std::string& to, const std::string& alias) { append_json(to, alias); });
  append_list(out, "values", entity.values, [](std::string& to, const ValueFact& fact) {
    to += "{\"value\": ";
    append_json(to, fact.value);
    to += ", ";
    append_members(to, fact.relation);
    to += '}';
  });
  append_list(out, "statements", entity.statements, [](std::string& to, const SaidWords& said) {
    to += "{\"document\": ";
    append_json(to, said.document);
    append_known(to, "title", said.title);
    append_number_member(to, "start", static_cast<std::size_t>(said.start));
    append_member(to, "kind", to_string(said.kind));
    append_member(to, "text", said.text);
    append_known(to, "cue", said.cue);
    to += '}';
  });
}

void append_members(std::string& out, const RelationEdge& relation) {
  out += "\"label\": ";
  append_json(out, relation.type);
  append_key(out, "open");
  out += relation.open ? "true" : "false";
  append_member(out, "polarity", to_string(relation.polarity));
  append_member(out, "modality", to_string(relation.modality));
  append_number_member(out, "confidence", relation.confidence);
  append_number_member(out, "weight", edge_weight(relation));
  append_number_member(out, "documents", relation.documents);
  append_list(out, "evidence", relation.evidence, append_evidence);
}

}  // namespace factgraph
