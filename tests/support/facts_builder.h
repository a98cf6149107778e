#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/facts.h"

namespace factgraph {

// Makes the facts of a document by hand: sentences, entities with every place their name stands at, relations
// by words.
//
//   FactsBuilder a("a.txt", {"Ada visited Rome.", "She liked it."});
//   const auto ada = a.entity("Ada", "person");
//   const auto rome = a.entity("Rome", "city");
//   a.mention(ada, 1, "She", MentionKind::kPronoun);
//   a.relation(0, ada, "visited", rome, "visited");
//
// Words are looked for in plain ASCII sentences; one that is not there throws.
class FactsBuilder {
 public:
  FactsBuilder(std::string uri, const std::vector<std::string>& sentences) {
    facts_.document.uri = std::move(uri);
    std::string text;
    for (const std::string& sentence : sentences) {
      if (!text.empty()) text += ' ';
      const auto start = static_cast<std::uint32_t>(text.size());
      text += sentence;
      facts_.sentences.push_back({start, static_cast<std::uint32_t>(text.size())});
    }
    facts_.document.text = Text(std::move(text));
  }

  FactsBuilder& title(std::string title) {
    facts_.document.title = std::move(title);
    return *this;
  }

  // An entity whose name, or `surface` if given, is a name mention wherever it stands.
  std::uint32_t entity(std::string name, std::string type, std::string surface = {}) {
    if (surface.empty()) surface = name;
    Entity entity{.name = std::move(name), .type = std::move(type), .mentions = {}};
    const std::string& text = facts_.document.text.utf8();
    for (std::size_t at = text.find(surface); at != std::string::npos; at = text.find(surface, at + surface.size())) {
      const auto start = static_cast<std::uint32_t>(at);
      entity.mentions.push_back({{start, start + static_cast<std::uint32_t>(surface.size())}, MentionKind::kName});
    }
    if (entity.mentions.empty()) throw std::logic_error("not in the text: " + surface);
    facts_.entities.push_back(std::move(entity));
    return static_cast<std::uint32_t>(facts_.entities.size() - 1);
  }

  FactsBuilder& mention(std::uint32_t entity, std::uint32_t sentence, const std::string& words, MentionKind kind) {
    facts_.entities.at(entity).mentions.push_back({span_of(sentence, words), kind});
    return *this;
  }

  // A relation between mentions in one sentence, expressed by `trigger` in it.
  Relation& relation(std::uint32_t sentence, std::uint32_t subject, std::string type, std::uint32_t object,
                     const std::string& trigger) {
    Relation& relation = start_relation(sentence, subject, std::move(type), trigger);
    relation.object = object;
    relation.object_span = mention_in(sentence, object);
    return relation;
  }

  // A relation to a value, which stands in the sentence as `words`.
  Relation& value_relation(std::uint32_t sentence, std::uint32_t subject, std::string type, std::string value,
                           const std::string& words, const std::string& trigger) {
    Relation& relation = start_relation(sentence, subject, std::move(type), trigger);
    relation.value = std::move(value);
    relation.object_span = span_of(sentence, words);
    return relation;
  }

  FactsBuilder& statement(std::uint32_t sentence, std::uint32_t speaker, const std::string& words, std::string cue) {
    facts_.statements.push_back({.speaker = speaker,
                                 .kind = StatementKind::kIndirect,
                                 .span = span_of(sentence, words),
                                 .cue = std::move(cue)});
    return *this;
  }

  FactsBuilder& proposition(std::uint32_t sentence, const std::string& subject, const std::string& predicate,
                            const std::vector<std::string>& arguments) {
    Proposition out{.sentence = sentence,
                    .confidence = 0.75,
                    .subject = subject,
                    .predicate = predicate,
                    .arguments = arguments,
                    .subject_span = span_of(sentence, subject),
                    .predicate_spans = {span_of(sentence, predicate)},
                    .argument_spans = {}};
    for (const std::string& argument : arguments) out.argument_spans.push_back(span_of(sentence, argument));
    facts_.propositions.push_back(std::move(out));
    return *this;
  }

  [[nodiscard]] DocumentFacts& facts() { return facts_; }
  [[nodiscard]] const DocumentFacts& facts() const { return facts_; }

  [[nodiscard]] Span span_of(std::uint32_t sentence, const std::string& words) const {
    const Span place = facts_.sentences.at(sentence);
    const std::size_t at = facts_.document.text.utf8().find(words, place.start);
    if (at == std::string::npos || at + words.size() > place.end)
      throw std::logic_error("not in the sentence: " + words);
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
  }

 private:
  [[nodiscard]] Span mention_in(std::uint32_t sentence, std::uint32_t entity) const {
    for (const Mention& mention : facts_.entities.at(entity).mentions) {
      if (facts_.sentences.at(sentence).contains(mention.span)) return mention.span;
    }
    throw std::logic_error("not in the sentence: " + facts_.entities[entity].name);
  }

  Relation& start_relation(std::uint32_t sentence, std::uint32_t subject, std::string type,
                           const std::string& trigger) {
    Relation relation;
    relation.type = std::move(type);
    relation.subject = subject;
    relation.subject_span = mention_in(sentence, subject);
    relation.trigger_span = span_of(sentence, trigger);
    relation.sentence = sentence;
    relation.confidence = 0.8;
    relation.rule = "test";
    facts_.relations.push_back(std::move(relation));
    return facts_.relations.back();
  }

  DocumentFacts facts_;
};

}  // namespace factgraph
