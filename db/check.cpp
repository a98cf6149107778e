#include <fmt/core.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/error.h"
#include "db/identity.h"
#include "db/store.h"

namespace factgraph {
namespace {

// Checks one document's facts; remembers which item is being looked at, for the message.
class Checker {
 public:
  explicit Checker(const DocumentFacts& facts) : facts_(facts), length_(facts.document.text.size()) {}

  void check() {
    check_document();
    check_sentences();
    at("entity", facts_.entities, [this](const Entity& entity) { check_entity(entity); });
    at("relation", facts_.relations, [this](const Relation& relation) { check_relation(relation); });
    at("statement", facts_.statements, [this](const Statement& statement) { check_statement(statement); });
    at("proposition", facts_.propositions, [this](const Proposition& item) { check_proposition(item); });
  }

 private:
  template <typename Item, typename Check>
  void at(const char* what, const std::vector<Item>& items, Check check) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      what_ = what;
      index_ = i;
      check(items[i]);
    }
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw InputError(what_ == nullptr ? fmt::format("{}: {}", facts_.document.uri, why)
                                      : fmt::format("{}: {} {}: {}", facts_.document.uri, what_, index_, why));
  }

  // SQLite ends a text at NUL, and JSON knows no invalid UTF-8.
  void text(const char* field, const std::string& value) const {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
    const auto length = static_cast<std::int32_t>(value.size());
    for (std::int32_t i = 0; i < length;) {
      UChar32 c = 0;
      U8_NEXT(bytes, i, length, c);
      if (c <= 0) fail(fmt::format("the {} holds {}", field, c == 0 ? "a NUL character" : "invalid UTF-8"));
    }
  }

  void name(const char* field, const std::string& value) const {
    text(field, value);
    if (collapse_space(value).empty()) fail(fmt::format("the {} is empty", field));
  }

  void span(const char* field, Span value) const {
    if (value.start > value.end || value.end > length_) {
      fail(fmt::format("the {} span [{}, {}) is outside the text (length {})", field, value.start, value.end, length_));
    }
  }

  void confidence(double value) const {
    if (!(value > 0 && value <= 1)) fail(fmt::format("the confidence {} is not in (0, 1]", value));
  }

  void sentence(std::uint32_t index) const {
    if (index >= facts_.sentences.size()) {
      fail(fmt::format("sentence {} is not there ({} are)", index, facts_.sentences.size()));
    }
  }

  void mention(const char* field, std::uint32_t entity, Span value) const {
    if (entity >= facts_.entities.size()) {
      fail(fmt::format("{} {} is no entity ({} are there)", field, entity, facts_.entities.size()));
    }
    const auto& mentions = facts_.entities[entity].mentions;
    if (std::none_of(mentions.begin(), mentions.end(), [&](const Mention& m) { return m.span == value; })) {
      fail(fmt::format("the {} span [{}, {}) is no mention of entity {}", field, value.start, value.end, entity));
    }
  }

  void check_document() const {
    name("uri", facts_.document.uri);
    text("title", facts_.document.title);
    text("date", facts_.document.published);
    text("language", facts_.document.language);
    text("author", facts_.document.author);
    text("place", facts_.document.place);
    for (const Block& block : facts_.document.blocks) span("block", block.span);
  }

  void check_sentences() {
    std::uint32_t end = 0;
    at("sentence", facts_.sentences, [&](Span sentence) {
      span("sentence", sentence);
      if (sentence.empty()) fail("it is empty");
      if (sentence.start < end) fail("it starts before the one ahead of it ends");
      end = sentence.end;
    });
  }

  void check_entity(const Entity& entity) const {
    name("name", entity.name);
    text("type", entity.type);
    if (entity.mentions.empty()) fail("it has no mention");
    for (const Mention& item : entity.mentions) {
      span("mention", item.span);
      if (collapse_space(facts_.document.text.slice(item.span)).empty()) fail("a mention has no words");
    }
  }

  void check_relation(const Relation& relation) const {
    name("type", relation.type);
    for (const std::string* field :
         {&relation.value, &relation.role, &relation.time, &relation.place, &relation.attributed_to, &relation.rule}) {
      text("text", *field);
    }
    mention("subject", relation.subject, relation.subject_span);
    if (relation.object) {
      if (!relation.value.empty()) fail("it has an object and a value");
      mention("object", *relation.object, relation.object_span);
    } else {
      name("value", relation.value);
      span("value", relation.object_span);
    }
    span("trigger", relation.trigger_span);
    sentence(relation.sentence);
    confidence(relation.confidence);
  }

  void check_statement(const Statement& statement) const {
    if (statement.speaker && *statement.speaker >= facts_.entities.size()) {
      fail(fmt::format("speaker {} is no entity ({} are there)", *statement.speaker, facts_.entities.size()));
    }
    span("statement", statement.span);
    text("cue", statement.cue);
  }

  void check_proposition(const Proposition& proposition) const {
    sentence(proposition.sentence);
    confidence(proposition.confidence);
    text("subject", proposition.subject);
    text("predicate", proposition.predicate);
    for (const std::string& argument : proposition.arguments) text("argument", argument);
    span("subject", proposition.subject_span);
    for (const Span value : proposition.predicate_spans) span("predicate", value);
    for (const Span value : proposition.argument_spans) span("argument", value);
    if (proposition.arguments.size() != proposition.argument_spans.size()) {
      fail(fmt::format("{} arguments have {} spans", proposition.arguments.size(), proposition.argument_spans.size()));
    }
  }

  const DocumentFacts& facts_;
  std::uint32_t length_;
  const char* what_ = nullptr;
  std::size_t index_ = 0;
};

}  // namespace

void check_facts(const DocumentFacts& facts) { Checker(facts).check(); }

}  // namespace factgraph
