#pragma once

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/support/facts_builder.h"

namespace factgraph {

// Documents that share few names between them, so that entities and relations meet often: spellings that are one entity,
// names of several kinds, every polarity, values. The same seed gives the same documents on every machine.
class RandomFacts {
 public:
  explicit RandomFacts(std::uint32_t seed) : random_(seed) {}

  // Standard distributions differ between libraries; this does not.
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

  template <typename Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(static_cast<std::uint32_t>(i))]);
  }

  DocumentFacts document(const std::string& uri, std::uint32_t sentence_count = 6) {
    struct Name {
      const char* text;
      const char* type;
    };
    static constexpr std::array<Name, 12> kNames = {{{"Vera Lind", "person"},
                                                     {"VERA LIND", "person"},
                                                     {"Vera  Lind", "person"},
                                                     {"Tom Okoro", "person"},
                                                     {"Norvik", "city"},
                                                     {"Norvik", "place"},
                                                     {"Norvik", "person"},
                                                     {"the Harbour Union", "organization"},
                                                     {"Harbour Union", "company"},
                                                     {"harbour union", "political_party"},
                                                     {"Lakes Summit", "event"},
                                                     {"Ost-Land", "country"}}};
    static constexpr std::array<const char*, 4> kVerbs = {"visited", "supports", "met_with", "argue with"};
    std::vector<std::string> sentences;
    for (std::uint32_t i = 0; i < sentence_count; ++i) {
      std::string sentence = "In " + std::to_string(2000 + below(3)) + " note " + std::to_string(i) + ":";
      for (const Name& name : kNames) sentence += std::string(" ") + name.text + ",";
      sentences.push_back(sentence + " said so.");
    }
    FactsBuilder builder(uri, sentences);
    builder.title("Notes " + std::to_string(below(4)));
    std::vector<std::uint32_t> entities;
    for (const Name& name : kNames) {
      if (below(2) == 0) entities.push_back(builder.entity(name.text, name.type));
    }
    if (entities.size() < 2) entities = {builder.entity("Tom Okoro", "person"), builder.entity("Ost-Land", "country")};
    const auto any = [&] { return entities[below(static_cast<std::uint32_t>(entities.size()))]; };
    for (std::uint32_t sentence = 0; sentence < sentence_count; ++sentence) {
      for (std::uint32_t n = below(4); n > 0; --n) {
        const std::uint32_t verb = below(4);
        Relation& relation = builder.relation(sentence, any(), kVerbs[verb], any(), "said");
        relation.open = verb == 3;
        relation.polarity = below(5) == 0 ? Polarity::kNegated : Polarity::kAffirmed;
        relation.modality = static_cast<Modality>(below(6) == 0 ? 1 + below(2) : 0);
        relation.confidence = 0.01 + below(99) / 100.0;
        if (below(3) == 0) relation.attributed_to = below(2) == 0 ? "Tom Okoro" : "an official";
        if (below(3) == 0) relation.role = "chair";
      }
      if (below(3) == 0) builder.value_relation(sentence, any(), "inception", "2001", "note", "said");
      if (below(3) == 0) builder.statement(sentence, any(), "said so", "said");
      if (below(3) == 0) builder.proposition(sentence, "note", "said", {"so"});
    }
    return builder.facts();
  }

 private:
  std::mt19937 random_;
};

}  // namespace factgraph
