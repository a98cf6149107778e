#include "db/values.h"

#include <algorithm>

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/error.h"

namespace factgraph {
namespace {

using nlohmann::json;

json pair(Span span) { return json::array({span.start, span.end}); }

Span span_of(const json& start, const json& end) { return {start.get<std::uint32_t>(), end.get<std::uint32_t>()}; }

template <typename Element, typename Convert>
std::vector<Element> read_list(const std::string& text, Convert convert) {
  try {
    std::vector<Element> list;
    for (const json& element : json::parse(text)) list.push_back(convert(element));
    return list;
  } catch (const json::exception&) {
    throw DatabaseError("a list is damaged");
  }
}

}  // namespace

std::string to_json(const std::vector<Span>& spans) {
  json list = json::array();
  for (const Span span : spans) list.push_back(pair(span));
  return list.dump();
}

std::string to_json(const std::vector<std::string>& texts) { return json(texts).dump(); }

std::string to_json(const std::vector<Block>& blocks) {
  json list = json::array();
  for (const Block& block : blocks) {
    list.push_back({block.span.start, block.span.end, to_string(block.kind)});
  }
  return list.dump();
}

std::vector<Span> spans_from_json(const std::string& text) {
  return read_list<Span>(text, [](const json& element) { return span_of(element.at(0), element.at(1)); });
}

std::vector<std::string> texts_from_json(const std::string& text) {
  return read_list<std::string>(text, [](const json& element) { return element.get<std::string>(); });
}

std::vector<Block> blocks_from_json(const std::string& text) {
  return read_list<Block>(text, [](const json& element) {
    const auto kind = parse_block_kind(element.at(2).get<std::string>());
    if (!kind) throw DatabaseError("a list is damaged");
    return Block{span_of(element.at(0), element.at(1)), *kind};
  });
}

double noisy_or(const std::vector<double>& sorted_confidences) {
  if (sorted_confidences.size() == 1) return sorted_confidences.front();
  double all_wrong = 1.0;
  const std::size_t left_out = sorted_confidences.size() - std::min(sorted_confidences.size(), kBestEvidence);
  for (std::size_t i = left_out; i < sorted_confidences.size(); ++i) all_wrong *= 1.0 - sorted_confidences[i];
  return 1.0 - all_wrong;
}

}  // namespace factgraph
