#include "export/html.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/analysis.h"
#include "core/edtf.h"
#include "core/error.h"
#include "core/ties.h"
#include "export/captions.h"
#include "export/layout.h"

extern "C" {
extern const char factgraph_viewer_begin[];
extern const char factgraph_viewer_end[];
}

namespace factgraph {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPlaceholder = "@FACTGRAPH_DATA@";

double rounded(double number, double steps) { return std::round(number * steps) / steps; }

// Numbers things in the order in which they come up.
template <typename Key>
class Numbering {
 public:
  // The number of `key`, and whether it is new.
  std::pair<std::size_t, bool> number(const Key& key) {
    const auto [at, added] = numbers_.emplace(key, numbers_.size());
    return {at->second, added};
  }

 private:
  std::map<Key, std::size_t> numbers_;
};

// Collects the data block; what many entities and relations share is written once and referred to by number.
class DataWriter {
 public:
  DataWriter(const Graph& graph, const Ontology& ontology) : graph_(graph), ontology_(ontology) {}

  Json write(const Graph& whole, const std::string& title) {
    Json entities = Json::array();
    const std::vector<Position> places = lay_out(graph_);
    const std::vector<double> rank = centrality(graph_);
    const std::vector<std::size_t> community = communities(Ties(graph_));
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph_))) {
      entities.push_back(entity(graph_[v], places[v], rank[v], community[v]));
    }
    Json relations = Json::array();
    for (const Edge e : boost::make_iterator_range(boost::edges(graph_))) {
      Json edge = {{"from", boost::source(e, graph_)}, {"to", boost::target(e, graph_)}};
      edge.update(relation(graph_[e]));
      relations.push_back(std::move(edge));
    }
    return {{"format", 1},
            {"title", title},
            {"omitted",
             {{"entities", boost::num_vertices(whole) - boost::num_vertices(graph_)},
              {"relations", boost::num_edges(whole) - boost::num_edges(graph_)}}},
            {"types", std::move(types_)},
            {"relation_types", std::move(relation_types_)},
            {"documents", std::move(documents_)},
            {"sentences", std::move(sentences_)},
            {"entities", std::move(entities)},
            {"relations", std::move(relations)}};
  }

 private:
  Json entity(const EntityNode& node, Position place, double rank, std::size_t community) {
    Json json = {{"name", node.name},
                 {"type", type(node.type)},
                 {"mentions", node.mentions},
                 {"documents", node.documents},
                 {"rank", rounded(rank, 1e6)},
                 {"community", community},
                 {"x", place.x},
                 {"y", place.y}};
    if (!node.aliases.empty()) json["aliases"] = node.aliases;
    for (const ValueFact& fact : node.values) {
      Json value = {{"value", fact.value}, {"words", date_words(fact.value)}};
      value.update(relation(fact.relation));
      json["values"].push_back(std::move(value));
    }
    for (const SaidWords& said : node.statements) {
      Json statement = {{"document", document(said.document, said.title)}, {"text", said.text}};
      if (said.kind == StatementKind::kIndirect) statement["reported"] = true;
      if (!said.cue.empty()) statement["cue"] = said.cue;
      json["statements"].push_back(std::move(statement));
    }
    return json;
  }

  Json relation(const RelationEdge& relation) {
    Json json = {{"type", relation_type(relation)}, {"confidence", rounded(relation.confidence, 1e4)}};
    if (relation.polarity == Polarity::kNegated) json["negated"] = true;
    if (relation.modality != Modality::kAsserted) json["modality"] = to_string(relation.modality);
    json["evidence"] = Json::array();
    for (const Evidence& proof : relation.evidence) json["evidence"].push_back(evidence(proof));
    return json;
  }

  Json evidence(const Evidence& proof) {
    Json json = {{"sentence", sentence(proof)}, {"confidence", rounded(proof.confidence, 1e4)}};
    if (!proof.role.empty()) json["role"] = proof.role;
    if (!proof.attributed_to.empty()) json["by"] = proof.attributed_to;
    if (!proof.time.empty()) {
      json["time"] = date_words(proof.time);
      if (const std::optional<DayRange> days = edtf_days(proof.time)) {
        json["days"] = {days->first == DayRange::kOpenFirst ? Json() : Json(days->first),
                        days->last == DayRange::kOpenLast ? Json() : Json(days->last)};
      }
    }
    // Where the words stand within the sentence.
    const auto place = [&](const char* what, Span span) {
      if (span.empty() || span.start < proof.start) return;
      json[what] = {span.start - proof.start, span.end - proof.start};
    };
    place("subject", proof.subject);
    place("trigger", proof.trigger);
    place("object", proof.object);
    return json;
  }

  std::size_t type(const std::string& name) {
    const auto [number, added] = type_numbers_.number(name);
    if (added) {
      const std::string root(ontology_.root(name));
      types_.push_back({{"name", name},
                        {"label", type_words(ontology_, name)},
                        {"root", root},
                        {"root_label", type_words(ontology_, root)}});
    }
    return number;
  }

  std::size_t relation_type(const RelationEdge& relation) {
    const auto [number, added] = relation_type_numbers_.number({relation.type, relation.open});
    if (added) {
      Json json = {{"name", relation.type}, {"label", relation_words(ontology_, relation)}};
      if (relation.open) json["open"] = true;
      const RelationType* known = relation.open ? nullptr : ontology_.relation(relation.type);
      if (known != nullptr && known->symmetric) json["symmetric"] = true;
      relation_types_.push_back(std::move(json));
    }
    return number;
  }

  std::size_t document(const std::string& uri, const std::string& title) {
    const auto [number, added] = document_numbers_.number(uri);
    if (added) documents_.push_back({{"uri", uri}, {"title", title}});
    return number;
  }

  std::size_t sentence(const Evidence& proof) {
    const std::size_t in = document(proof.document, proof.title);
    const auto [number, added] = sentence_numbers_.number({in, proof.start, proof.sentence});
    if (added) sentences_.push_back({{"document", in}, {"text", proof.sentence}});
    return number;
  }

  const Graph& graph_;
  const Ontology& ontology_;
  Json types_ = Json::array();
  Json relation_types_ = Json::array();
  Json documents_ = Json::array();
  Json sentences_ = Json::array();
  Numbering<std::string> type_numbers_;
  Numbering<std::pair<std::string, bool>> relation_type_numbers_;
  Numbering<std::string> document_numbers_;
  Numbering<std::tuple<std::size_t, std::uint32_t, std::string>> sentence_numbers_;
};

// JSON in which nothing can end or open a script element, or a line of JavaScript. Outside strings JSON has none of
// these characters, so that escaping them everywhere keeps its meaning.
std::string harmless(std::string_view json) {
  std::string safe;
  safe.reserve(json.size() + json.size() / 64);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const std::string_view separator = json.substr(i, 3);
    if (c == '<') {
      safe += "\\u003c";
    } else if (c == '>') {
      safe += "\\u003e";
    } else if (c == '&') {
      safe += "\\u0026";
    } else if (separator == "\xe2\x80\xa8" || separator == "\xe2\x80\xa9") {
      safe += separator.back() == '\xa8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace

std::string viewer_data(const Graph& graph, const Ontology& ontology, const HtmlOptions& options) {
  Graph part;
  const bool all = options.max_nodes == 0 || boost::num_vertices(graph) <= options.max_nodes;
  if (!all) {
    std::vector<Vertex> kept = most_central(graph);
    kept.resize(options.max_nodes);
    part = subgraph(graph, kept);
  }
  const Json data = DataWriter(all ? graph : part, ontology).write(graph, options.title);
  return harmless(data.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void write_html(const Graph& graph, const Ontology& ontology, const HtmlOptions& options, std::ostream& out) {
  const std::string_view viewer(factgraph_viewer_begin,
                                static_cast<std::size_t>(factgraph_viewer_end - factgraph_viewer_begin));
  const std::size_t at = viewer.find(kPlaceholder);
  if (at == std::string_view::npos)
    throw Error("the built-in viewer has no place for data; build it with scripts/viewer");
  out << viewer.substr(0, at) << viewer_data(graph, ontology, options) << viewer.substr(at + kPlaceholder.size());
}

}  // namespace factgraph
