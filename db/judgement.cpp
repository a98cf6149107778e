#include "db/judgement.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"

namespace factgraph {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {"same", "different", "rename", "retype", "undo"};

nlohmann::ordered_json to_json(const NameReference& reference) {
  nlohmann::ordered_json json = {{"name", reference.name}, {"type", reference.root}};
  if (!reference.document.empty()) json["document"] = reference.document;
  return json;
}

// The text of a field, valid for a database; empty where there is none.
std::string text_of(const nlohmann::json& json, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || found->is_null()) return {};
  if (!found->is_string()) throw InputError(fmt::format("{} is no text", field));
  auto text = found->get<std::string>();
  const Text valid(text);
  if (text.find('\0') != std::string::npos) throw InputError(fmt::format("{} holds a NUL character", field));
  return text;
}

NameReference reference_of(const nlohmann::json& json, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || !found->is_object()) throw InputError(fmt::format("{} is missing", field));
  NameReference reference{text_of(*found, "name"), text_of(*found, "type"), text_of(*found, "document")};
  if (reference.name.empty() || reference.root.empty()) throw InputError(fmt::format("{} wants name and type", field));
  return reference;
}

Judgement judgement_of(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) throw InputError("this is no JSON object");
  Judgement judgement;
  const auto kind = parse_judgement_kind(text_of(json, "kind"));
  if (!kind) throw InputError("kind is none of same, different, rename, retype, undo");
  judgement.kind = *kind;
  judgement.time = text_of(json, "time");
  judgement.author = text_of(json, "author");
  judgement.reason = text_of(json, "reason");
  judgement.value = text_of(json, "value");
  if (judgement.time.empty()) throw InputError("time is missing");
  const bool pair = *kind == JudgementKind::kSame || *kind == JudgementKind::kDifferent;
  if (*kind != JudgementKind::kUndo) judgement.subject = reference_of(json, "subject");
  if (pair) judgement.other = reference_of(json, "other");
  if (pair != judgement.value.empty()) throw InputError(pair ? "has a value" : "value is missing");
  return judgement;
}

}  // namespace

std::string_view to_string(JudgementKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<JudgementKind> parse_judgement_kind(std::string_view word) {
  const auto found = std::find(kKinds.begin(), kKinds.end(), word);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<JudgementKind>(found - kKinds.begin());
}

void write_judgements(const std::vector<Judgement>& judgements, std::ostream& out) {
  for (const Judgement& judgement : judgements) {
    nlohmann::ordered_json json = {{"time", judgement.time}, {"author", judgement.author}};
    if (!judgement.reason.empty()) json["reason"] = judgement.reason;
    json["kind"] = to_string(judgement.kind);
    if (!judgement.subject.name.empty()) json["subject"] = to_json(judgement.subject);
    if (!judgement.other.name.empty()) json["other"] = to_json(judgement.other);
    if (!judgement.value.empty()) json["value"] = judgement.value;
    out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  }
}

std::vector<Judgement> read_judgements_jsonl(std::istream& in, const std::string& source) {
  std::vector<Judgement> judgements;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      judgements.push_back(judgement_of(line));
    } catch (const Error& error) {
      throw InputError(fmt::format("{}:{}: {}", source, number, error.what()));
    }
  }
  return judgements;
}

}  // namespace factgraph
