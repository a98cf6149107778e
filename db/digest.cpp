#include "db/digest.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/told_once.h"

namespace factgraph {
namespace {

// Hashes fields one after the other, each with its length, so that no two rows of fields look alike. Numbers
// go in as eight bytes, the lowest first, whatever the machine.
class Hasher {
 public:
  Hasher() { XXH3_128bits_reset(state_.get()); }

  void add(std::uint64_t number) {
    unsigned char bytes[8];
    for (unsigned char& byte : bytes) {
      byte = static_cast<unsigned char>(number & 0xff);
      number >>= 8;
    }
    update(bytes, sizeof bytes);
  }
  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    update(text.data(), text.size());
  }
  void add(Span span) { add(std::uint64_t{span.start} << 32 | span.end); }
  void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
  void add(const std::optional<std::uint32_t>& index) { add(index ? std::uint64_t{*index} + 1 : 0); }
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void add(Enum value) { add(static_cast<std::uint64_t>(value)); }
  template <typename Value>
  void add(const std::vector<Value>& values) {
    add(static_cast<std::uint64_t>(values.size()));
    for (const Value& value : values) add(value);
  }

  void add(const Block& block) {
    add(block.span);
    add(block.kind);
  }
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const Mention& mention) {
    add(mention.span);
    add(mention.kind);
  }
  void add(const Entity& entity) {
    add(entity.name);
    add(entity.type);
    add(entity.mentions);
  }
  void add(const Relation& relation) {
    add(relation.type);
    add(static_cast<std::uint64_t>(relation.open));
    add(std::uint64_t{relation.subject});
    add(relation.object);
    add(relation.value);
    add(relation.subject_span);
    add(relation.object_span);
    add(relation.trigger_span);
    add(std::uint64_t{relation.sentence});
    add(relation.role);
    add(relation.time);
    add(relation.place);
    add(relation.polarity);
    add(relation.modality);
    add(relation.attributed_to);
    add(rounded_confidence(relation.confidence));
    add(relation.rule);
  }
  void add(const Statement& statement) {
    add(statement.speaker);
    add(statement.kind);
    add(statement.span);
    add(statement.cue);
  }
  void add(const Proposition& proposition) {
    add(std::uint64_t{proposition.sentence});
    add(rounded_confidence(proposition.confidence));
    add(proposition.subject);
    add(proposition.predicate);
    add(proposition.arguments);
    add(proposition.subject_span);
    add(proposition.predicate_spans);
    add(proposition.argument_spans);
  }

  [[nodiscard]] std::string hex() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };

  void update(const void* bytes, std::size_t size) { XXH3_128bits_update(state_.get(), bytes, size); }

  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

}  // namespace

std::string digest_of(const Document& document) {
  Hasher hasher;
  hasher.add(document.uri);
  hasher.add(document.title);
  hasher.add(document.published);
  hasher.add(document.language);
  hasher.add(document.author);
  hasher.add(document.text.utf8());
  hasher.add(document.blocks);
  if (!document.place.empty()) hasher.add(document.place);  // as databases without places have it
  return hasher.hex();
}

std::string digest_of_facts(const DocumentFacts& facts) {
  Hasher hasher;
  hasher.add(facts.sentences);
  hasher.add(facts.entities);
  const std::vector<const Relation*> relations = told_once(facts.relations);
  hasher.add(static_cast<std::uint64_t>(relations.size()));
  for (const Relation* relation : relations) hasher.add(*relation);
  hasher.add(facts.statements);
  hasher.add(facts.propositions);
  return hasher.hex();
}

std::string digest_of(const Judgement& judgement) {
  Hasher hasher;
  hasher.add(judgement.time);
  hasher.add(judgement.author);
  hasher.add(judgement.reason);
  hasher.add(judgement.kind);
  for (const NameReference* reference : {&judgement.subject, &judgement.other}) {
    hasher.add(reference->name);
    hasher.add(reference->root);
    hasher.add(reference->document);
  }
  hasher.add(judgement.value);
  return hasher.hex();
}

std::int64_t digest_of(const RelationIdentity& relation) {
  std::string bytes;
  for (const std::string* field :
       {&relation.subject.key, &relation.subject.root, &relation.subject.scope, &relation.type, &relation.object.key,
        &relation.object.root, &relation.object.scope, &relation.value, &relation.polarity, &relation.modality}) {
    bytes += *field;
    bytes += '\0';  // which no text holds
  }
  bytes += relation.open ? '1' : '0';
  return static_cast<std::int64_t>(XXH3_64bits(bytes.data(), bytes.size()));
}

double rounded_confidence(double confidence) { return std::max(1.0, std::round(confidence * 1e4)) / 1e4; }

}  // namespace factgraph
