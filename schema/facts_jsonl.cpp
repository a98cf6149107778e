#include "schema/facts_jsonl.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/edtf.h"
#include "core/error.h"
#include "schema/json_lines.h"

namespace factgraph {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// ----------------------------------------------------------------------------------------------------------
// writing

ordered_json string_or_null(const std::string& value) { return value.empty() ? ordered_json() : ordered_json(value); }

ordered_json pair(Span span) { return ordered_json::array({span.start, span.end}); }

ordered_json pairs(const std::vector<Span>& spans) {
  ordered_json array = ordered_json::array();
  for (const Span span : spans) array.push_back(pair(span));
  return array;
}

double rounded(double confidence) { return std::max(1.0, std::round(confidence * 1e4)) / 1e4; }

ordered_json document_json(const Document& document) {
  ordered_json blocks = ordered_json::array();
  for (const Block& block : document.blocks) {
    blocks.push_back(ordered_json::array({block.span.start, block.span.end, to_string(block.kind)}));
  }
  return {{"uri", document.uri},
          {"title", string_or_null(document.title)},
          {"published", string_or_null(document.published)},
          {"text", document.text.utf8()},
          {"language", string_or_null(document.language)},
          {"author", string_or_null(document.author)},
          {"place", string_or_null(document.place)},
          {"blocks", std::move(blocks)}};
}

ordered_json entity_json(const Entity& entity, std::size_t id) {
  ordered_json mentions = ordered_json::array();
  for (const Mention& mention : entity.mentions) {
    mentions.push_back({{"start", mention.span.start}, {"end", mention.span.end}, {"kind", to_string(mention.kind)}});
  }
  return {{"id", id}, {"name", entity.name}, {"type", entity.type}, {"mentions", std::move(mentions)}};
}

ordered_json relation_json(const Relation& relation) {
  ordered_json out = {{"type", relation.type}, {"open", relation.open}, {"subject", relation.subject}};
  if (relation.object) {
    out["object"] = *relation.object;
  } else {
    out["value"] = relation.value;
  }
  out["subject_span"] = pair(relation.subject_span);
  out["object_span"] = pair(relation.object_span);
  out["trigger_span"] = pair(relation.trigger_span);
  out["sentence"] = relation.sentence;
  out["role"] = string_or_null(relation.role);
  out["time"] = string_or_null(relation.time);
  out["polarity"] = to_string(relation.polarity);
  out["modality"] = to_string(relation.modality);
  out["attributed_to"] = string_or_null(relation.attributed_to);
  out["confidence"] = rounded(relation.confidence);
  out["rule"] = string_or_null(relation.rule);
  out["place"] = string_or_null(relation.place);
  return out;
}

ordered_json statement_json(const Statement& statement) {
  return {{"speaker", statement.speaker ? ordered_json(*statement.speaker) : ordered_json()},
          {"kind", to_string(statement.kind)},
          {"start", statement.span.start},
          {"end", statement.span.end},
          {"cue", string_or_null(statement.cue)}};
}

ordered_json proposition_json(const Proposition& proposition) {
  return {{"sentence", proposition.sentence},
          {"confidence", rounded(proposition.confidence)},
          {"subject", proposition.subject},
          {"predicate", proposition.predicate},
          {"arguments", proposition.arguments},
          {"subject_span", pair(proposition.subject_span)},
          {"predicate_spans", pairs(proposition.predicate_spans)},
          {"argument_spans", pairs(proposition.argument_spans)}};
}

ordered_json tokens_json(const std::vector<std::vector<TokenRecord>>& sentences) {
  ordered_json out = ordered_json::array();
  for (const std::vector<TokenRecord>& sentence : sentences) {
    ordered_json words = ordered_json::array();
    for (const TokenRecord& token : sentence) {
      words.push_back({{"start", token.span.start},
                       {"end", token.span.end},
                       {"lemma", token.lemma},
                       {"upos", token.upos},
                       {"xpos", token.xpos},
                       {"head", token.head},
                       {"deprel", token.deprel}});
    }
    out.push_back(std::move(words));
  }
  return out;
}

// ----------------------------------------------------------------------------------------------------------
// reading

// A value of the line with the way to it, such as "entities[2].mentions[0].end".
class Field {
 public:
  Field(const json& value, std::string path, const std::string& place)
      : value_(&value), path_(std::move(path)), place_(&place) {}

  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(fmt::format("{}: {}: {}", *place_, path_, what));
  }

  // The value under `key`; nullopt where it is missing or null.
  [[nodiscard]] std::optional<Field> find(const char* key) const {
    if (!value_->is_object()) fail("not an object");
    const auto found = value_->find(key);
    if (found == value_->end() || found->is_null()) return std::nullopt;
    return Field(*found, path_.empty() ? key : fmt::format("{}.{}", path_, key), *place_);
  }

  [[nodiscard]] Field get(const char* key) const {
    auto found = find(key);
    if (!found) throw InputError(fmt::format("{}: {}{}{}: missing", *place_, path_, path_.empty() ? "" : ".", key));
    return *found;
  }

  // The elements of the array under `key`; none where it is missing.
  [[nodiscard]] std::vector<Field> list(const char* key) const {
    const auto found = find(key);
    return found ? found->elements() : std::vector<Field>{};
  }

  [[nodiscard]] std::vector<Field> elements() const {
    if (!value_->is_array()) fail("not an array");
    std::vector<Field> out;
    out.reserve(value_->size());
    for (const json& element : *value_) out.emplace_back(element, fmt::format("{}[{}]", path_, out.size()), *place_);
    return out;
  }

  [[nodiscard]] std::string text() const {
    if (!value_->is_string()) fail("not a string");
    const auto& text = value_->get_ref<const std::string&>();
    if (text.find('\0') != std::string::npos) fail("holds a NUL character");
    return text;
  }

  // An entity's id, which may be a number or a string.
  [[nodiscard]] std::string id() const {
    if (value_->is_number_integer()) return value_->dump();
    return text();
  }

  [[nodiscard]] bool boolean() const {
    if (!value_->is_boolean()) fail("neither true nor false");
    return value_->get<bool>();
  }

  [[nodiscard]] std::uint32_t index(std::size_t limit) const {
    if (!value_->is_number_unsigned()) fail("not a whole number of 0 or more");
    const auto number = value_->get<std::uint64_t>();
    if (number >= limit) fail(fmt::format("{} is out of range; there are {}", number, limit));
    return static_cast<std::uint32_t>(number);
  }

  [[nodiscard]] std::uint32_t offset(const Text& text) const {
    if (!value_->is_number_unsigned()) fail("not an offset, a whole number of 0 or more");
    const auto number = value_->get<std::uint64_t>();
    if (number > text.size()) fail(fmt::format("{} is past the end of the text ({} characters)", number, text.size()));
    return static_cast<std::uint32_t>(number);
  }

  // [start, end], not reversed.
  [[nodiscard]] Span span(const Text& text) const {
    const std::vector<Field> ends = elements();
    if (ends.size() != 2) fail("not a span [start, end]");
    return ordered(Span{ends[0].offset(text), ends[1].offset(text)});
  }

  // The keys start and end of an object.
  [[nodiscard]] Span start_end(const Text& text) const {
    return ordered(Span{get("start").offset(text), get("end").offset(text)});
  }

  [[nodiscard]] double confidence() const {
    if (!value_->is_number()) fail("not a number");
    const double number = value_->get<double>();
    if (!(number > 0.0 && number <= 1.0)) fail(fmt::format("{} is not a confidence above 0 and up to 1", number));
    return number;
  }

  [[nodiscard]] std::string edtf() const {
    std::string date = text();
    if (!date.empty() && !edtf_days(date)) fail(fmt::format("\"{}\" is not an EDTF date such as 2024-03-15", date));
    return date;
  }

  template <typename Parse>
  [[nodiscard]] auto word(Parse parse) const {
    const std::string name = text();
    const auto parsed = parse(name);
    if (!parsed) fail(fmt::format("\"{}\" is not known here", name));
    return *parsed;
  }

 private:
  [[nodiscard]] Span ordered(Span span) const {
    if (span.start > span.end) fail(fmt::format("span [{}, {}] ends before it starts", span.start, span.end));
    return span;
  }

  const json* value_;
  std::string path_;
  const std::string* place_;
};

std::string text_or_empty(const Field& parent, const char* key) {
  const auto field = parent.find(key);
  return field ? field->text() : std::string();
}

template <typename Parse, typename Value>
Value word_or(const Field& parent, const char* key, Parse parse, Value fallback) {
  const auto field = parent.find(key);
  return field ? field->word(parse) : fallback;
}

// Reads one line's facts; the document's text first, on which everything else stands.
class FactsReader {
 public:
  FactsReader(const json& line, const std::string& source, std::size_t number)
      : place_(fmt::format("{}:{}", source, number)), root_(line, "", place_) {
    read_document(fmt::format("{}#{}", source, number));
  }

  DocumentFacts read() {
    const std::vector<Field> relations = root_.list("relations");
    read_entities();
    read_sentences(relations);
    check_mentions();
    for (const Field& relation : relations) read_relation(relation);
    for (Entity& entity : facts_.entities) finish(entity);
    for (const Field& statement : root_.list("statements")) read_statement(statement);
    for (const Field& proposition : root_.list("propositions")) read_proposition(proposition);
    return std::move(facts_);
  }

 private:
  [[nodiscard]] const Text& text() const { return facts_.document.text; }

  void read_document(std::string default_uri) {
    const Field field = root_.get("document");
    Document& document = facts_.document;
    document.uri = text_or_empty(field, "uri");
    if (document.uri.empty()) document.uri = std::move(default_uri);
    document.title = text_or_empty(field, "title");
    if (const auto published = field.find("published")) document.published = published->edtf();
    document.language = text_or_empty(field, "language");
    document.author = text_or_empty(field, "author");
    document.place = text_or_empty(field, "place");
    document.text = Text(field.get("text").text());
    for (const Field& block : field.list("blocks")) read_block(block);
  }

  void read_block(const Field& field) {
    const std::vector<Field> parts = field.elements();
    if (parts.size() != 3) field.fail("not a block [start, end, kind]");
    const Block block{{parts[0].offset(text()), parts[1].offset(text())}, parts[2].word(parse_block_kind)};
    std::vector<Block>& blocks = facts_.document.blocks;
    const std::uint32_t free_from = blocks.empty() ? 0 : blocks.back().span.end;
    if (block.span.end <= block.span.start) field.fail("ends before it starts");
    if (block.span.start < free_from) field.fail("overlaps the one before it or comes before it");
    blocks.push_back(block);
  }

  void read_entities() {
    for (const Field& field : root_.list("entities")) {
      Entity entity;
      entity.name = text_or_empty(field, "name");
      entity.type = text_or_empty(field, "type");
      if (entity.type.empty()) entity.type = "concept";
      for (const Field& mention : field.list("mentions")) {
        const Span span = mention.start_end(text());
        if (span.empty()) mention.fail("empty span");
        entity.mentions.push_back({span, word_or(mention, "kind", parse_mention_kind, MentionKind::kName)});
        mention_fields_.emplace_back(span, mention);
      }
      std::stable_sort(entity.mentions.begin(), entity.mentions.end(),
                       [](const Mention& a, const Mention& b) { return a.span < b.span; });
      for (std::size_t i = 1; i < entity.mentions.size(); ++i) {
        if (entity.mentions[i].span.overlaps(entity.mentions[i - 1].span)) field.fail("mentions overlap");
      }
      const auto id = field.find("id");
      const auto index = static_cast<std::uint32_t>(facts_.entities.size());
      if (!ids_.emplace(id ? id->id() : std::to_string(index), index).second) field.fail("id is taken");
      facts_.entities.push_back(std::move(entity));
      entity_fields_.push_back(field);
    }
  }

  void read_sentences(const std::vector<Field>& relations) {
    const std::vector<Field> given = root_.list("sentences");
    for (const Field& field : given) {
      const Span span = field.span(text());
      if (span.empty()) field.fail("empty span");
      if (!facts_.sentences.empty() && span.start < facts_.sentences.back().end) {
        field.fail("sentences overlap or are out of order");
      }
      facts_.sentences.push_back(span);
    }
    if (given.empty()) facts_.sentences = lines_as_sentences(relations);
  }

  // Lines, joined where the words of a mention or of a relation run across the break.
  [[nodiscard]] std::vector<Span> lines_as_sentences(const std::vector<Field>& relations) const {
    std::vector<Span> together;
    for (const auto& [span, field] : mention_fields_) together.push_back(span);
    for (const Field& relation : relations) {
      std::optional<Span> hull;
      for (const char* key : {"subject_span", "object_span", "trigger_span"}) {
        const auto field = relation.find(key);
        if (!field) continue;
        const Span span = field->span(text());
        hull = hull ? Span{std::min(hull->start, span.start), std::max(hull->end, span.end)} : span;
      }
      if (hull) together.push_back(*hull);
    }
    std::sort(together.begin(), together.end());

    std::vector<Span> lines;
    const std::string& bytes = text().utf8();
    const auto is_space = [&](std::size_t at) { return bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r'; };
    for (std::size_t at = 0; at < bytes.size();) {
      std::size_t end = std::min(bytes.find('\n', at), bytes.size());
      const std::size_t next = end + 1;
      while (at < end && is_space(at)) ++at;
      while (at < end && is_space(end - 1)) --end;
      if (at < end) lines.push_back({text().offset_of(at), text().offset_of(end)});
      at = next;
    }

    std::vector<Span> sentences;
    std::size_t next = 0;
    std::uint32_t reach = 0;  // end of what must stay with the sentence before
    for (const Span line : lines) {
      for (; next < together.size() && together[next].start < line.start; ++next) {
        reach = std::max(reach, together[next].end);
      }
      if (!sentences.empty() && reach > line.start) {
        sentences.back().end = line.end;
      } else {
        sentences.push_back(line);
      }
    }
    return sentences;
  }

  // The sentence that holds `span`, or nullopt.
  [[nodiscard]] std::optional<std::uint32_t> sentence_of(Span span) const {
    const auto after = std::upper_bound(facts_.sentences.begin(), facts_.sentences.end(), span.start,
                                        [](std::uint32_t start, Span sentence) { return start < sentence.start; });
    if (after == facts_.sentences.begin() || !std::prev(after)->contains(span)) return std::nullopt;
    return static_cast<std::uint32_t>(after - facts_.sentences.begin() - 1);
  }

  void check_mentions() const {
    for (const auto& [span, field] : mention_fields_) {
      if (!sentence_of(span)) field.fail(fmt::format("[{}, {}] lies in no sentence", span.start, span.end));
    }
  }

  [[nodiscard]] std::uint32_t entity(const Field& field) const {
    const auto found = ids_.find(field.id());
    if (found == ids_.end()) field.fail(fmt::format("no entity has the id {}", field.id()));
    return found->second;
  }

  // The span under `key`, which must be one of the entity's mentions or become one; its first mention in
  // `sentence` where it is missing.
  [[nodiscard]] Span end_of_relation(const Field& relation, const char* key, std::uint32_t entity_index,
                                     std::optional<std::uint32_t> sentence) {
    Entity& entity = facts_.entities[entity_index];
    const auto field = relation.find(key);
    if (!field) {
      for (const Mention& mention : entity.mentions) {
        if (!sentence || sentence_of(mention.span) == sentence) return mention.span;
      }
      relation.fail(fmt::format("{} is missing, and the entity has no mention to take for it", key));
    }
    const Span span = field->span(text());
    if (span.empty()) field->fail("empty span");
    if (!sentence_of(span)) field->fail(fmt::format("[{}, {}] lies in no sentence", span.start, span.end));
    const auto at = std::lower_bound(entity.mentions.begin(), entity.mentions.end(), span,
                                     [](const Mention& mention, Span wanted) { return mention.span < wanted; });
    if (at != entity.mentions.end() && at->span == span) return span;
    const bool clashes = (at != entity.mentions.end() && at->span.overlaps(span)) ||
                         (at != entity.mentions.begin() && std::prev(at)->span.overlaps(span));
    if (clashes) field->fail(fmt::format("[{}, {}] overlaps a mention of the entity", span.start, span.end));
    const bool named = entity.name.empty() || text().slice(span) == entity.name;
    entity.mentions.insert(at, {span, named ? MentionKind::kName : MentionKind::kNominal});
    return span;
  }

  void read_relation(const Field& field) {
    Relation relation;
    relation.type = field.get("type").text();
    if (relation.type.empty()) field.fail("type is empty");
    if (const auto open = field.find("open")) relation.open = open->boolean();
    relation.subject = entity(field.get("subject"));
    std::optional<std::uint32_t> sentence;
    if (const auto given = field.find("sentence")) sentence = given->index(facts_.sentences.size());
    relation.subject_span = end_of_relation(field, "subject_span", relation.subject, sentence);
    if (!sentence) sentence = sentence_of(relation.subject_span);
    relation.sentence = *sentence;

    const auto object = field.find("object");
    const auto value = field.find("value");
    if (object && value) field.fail("has both an object and a value");
    if (object) {
      relation.object = entity(*object);
      relation.object_span = end_of_relation(field, "object_span", *relation.object, sentence);
    } else {
      relation.value = field.get("value").text();
      relation.object_span = field.get("object_span").span(text());
    }
    const auto trigger = field.find("trigger_span");
    relation.trigger_span =
        trigger ? trigger->span(text()) : Span{relation.subject_span.start, relation.subject_span.start};
    const Span whole = facts_.sentences[relation.sentence];
    for (const Span span : {relation.subject_span, relation.object_span, relation.trigger_span}) {
      if (!whole.contains(span)) {
        field.fail(fmt::format("span [{}, {}] lies outside sentence {}", span.start, span.end, relation.sentence));
      }
    }
    relation.role = text_or_empty(field, "role");
    relation.place = text_or_empty(field, "place");
    if (const auto time = field.find("time")) relation.time = time->edtf();
    relation.polarity = word_or(field, "polarity", parse_polarity, Polarity::kAffirmed);
    relation.modality = word_or(field, "modality", parse_modality, Modality::kAsserted);
    relation.attributed_to = text_or_empty(field, "attributed_to");
    if (const auto confidence = field.find("confidence")) relation.confidence = confidence->confidence();
    relation.rule = text_or_empty(field, "rule");
    facts_.relations.push_back(std::move(relation));
  }

  void finish(Entity& entity) {
    const Field& field = entity_fields_[static_cast<std::size_t>(&entity - facts_.entities.data())];
    if (entity.mentions.empty()) field.fail("has no mention");
    if (entity.name.empty()) entity.name = text().slice(entity.mentions.front().span);
  }

  void read_statement(const Field& field) {
    Statement statement;
    if (const auto speaker = field.find("speaker")) statement.speaker = entity(*speaker);
    statement.kind = word_or(field, "kind", parse_statement_kind, StatementKind::kDirect);
    statement.span = field.start_end(text());
    if (statement.span.empty()) field.fail("empty span");
    statement.cue = text_or_empty(field, "cue");
    facts_.statements.push_back(std::move(statement));
  }

  void read_proposition(const Field& field) {
    Proposition proposition;
    const auto subject_span = field.find("subject_span");
    if (subject_span) proposition.subject_span = subject_span->span(text());
    if (const auto sentence = field.find("sentence")) {
      proposition.sentence = sentence->index(facts_.sentences.size());
    } else {
      const auto found = subject_span ? sentence_of(proposition.subject_span) : std::nullopt;
      if (!found) field.fail("sentence: missing");
      proposition.sentence = *found;
    }
    const std::uint32_t start = facts_.sentences[proposition.sentence].start;
    if (!subject_span) proposition.subject_span = {start, start};
    if (const auto confidence = field.find("confidence")) proposition.confidence = confidence->confidence();
    proposition.subject = text_or_empty(field, "subject");
    proposition.predicate = field.get("predicate").text();
    for (const Field& argument : field.list("arguments")) proposition.arguments.push_back(argument.text());
    for (const Field& span : field.list("predicate_spans")) proposition.predicate_spans.push_back(span.span(text()));
    for (const Field& span : field.list("argument_spans")) proposition.argument_spans.push_back(span.span(text()));
    if (!field.find("argument_spans")) proposition.argument_spans.assign(proposition.arguments.size(), {start, start});
    if (proposition.argument_spans.size() != proposition.arguments.size()) {
      field.fail("has not as many argument_spans as arguments");
    }
    facts_.propositions.push_back(std::move(proposition));
  }

  std::string place_;
  Field root_;
  DocumentFacts facts_;
  std::map<std::string, std::uint32_t> ids_;
  std::vector<Field> entity_fields_;
  std::vector<std::pair<Span, Field>> mention_fields_;
};

}  // namespace

std::string to_json_line(const DocumentFacts& facts, const std::vector<std::vector<TokenRecord>>* tokens) {
  ordered_json line = {{"document", document_json(facts.document)}, {"sentences", pairs(facts.sentences)}};
  ordered_json& entities = line["entities"] = ordered_json::array();
  for (std::size_t id = 0; id < facts.entities.size(); ++id) entities.push_back(entity_json(facts.entities[id], id));
  ordered_json& relations = line["relations"] = ordered_json::array();
  for (const Relation& relation : facts.relations) relations.push_back(relation_json(relation));
  ordered_json& statements = line["statements"] = ordered_json::array();
  for (const Statement& statement : facts.statements) statements.push_back(statement_json(statement));
  ordered_json& propositions = line["propositions"] = ordered_json::array();
  for (const Proposition& proposition : facts.propositions) propositions.push_back(proposition_json(proposition));
  if (tokens != nullptr) line["tokens"] = tokens_json(*tokens);
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

void read_facts_jsonl(std::istream& input, const std::string& source, const std::function<void(DocumentFacts)>& sink) {
  read_json_lines(input, source,
                  [&](const json& line, std::size_t number) { sink(FactsReader(line, source, number).read()); });
}

}  // namespace factgraph
