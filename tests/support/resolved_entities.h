#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "extract/entities.h"
#include "tests/support/sentence_builder.h"

namespace factgraph {

// The names of an annotated text as entities, one for each distinct text, named by it; `pronouns` are further mentions:
// {sentence, token, name of the entity}.
struct PronounOf {
  std::uint32_t sentence = 0;
  std::uint32_t token = 0;
  std::string name;
};

inline ResolvedEntities resolved(const AnnotatedText& text, const std::vector<PronounOf>& pronouns = {}) {
  ResolvedEntities result;
  const auto entity = [&result](const std::string& name) {
    for (std::uint32_t i = 0; i < result.entities.size(); ++i) {
      if (result.entities[i].name == name) return i;
    }
    result.entities.push_back({name, "person", {}});
    return static_cast<std::uint32_t>(result.entities.size() - 1);
  };
  for (std::uint32_t i = 0; i < text.annotation.sentences.size(); ++i) {
    const Sentence& sentence = text.annotation.sentences[i];
    for (const Name& name : sentence.names) {
      const Span span{sentence.tokens[name.first].span.start, sentence.tokens[name.last - 1].span.end};
      const std::uint32_t index = entity(std::string(text.document.text.slice(span)));
      std::uint32_t head = name.first;
      for (std::uint32_t token = name.first; token < name.last; ++token) {
        const auto above = sentence.tokens[token].head;
        if (above < static_cast<std::int32_t>(name.first) || above >= static_cast<std::int32_t>(name.last))
          head = token;
      }
      result.entities[index].mentions.push_back({span, MentionKind::kName});
      result.mentions.push_back({i, name.first, name.last, head, index, MentionKind::kName});
    }
  }
  for (const PronounOf& pronoun : pronouns) {
    const std::uint32_t index = entity(pronoun.name);
    const Span span = text.annotation.sentences[pronoun.sentence].tokens[pronoun.token].span;
    result.entities[index].mentions.push_back({span, MentionKind::kPronoun});
    result.mentions.push_back(
        {pronoun.sentence, pronoun.token, pronoun.token + 1, pronoun.token, index, MentionKind::kPronoun});
  }
  std::sort(result.mentions.begin(), result.mentions.end(), [](const ResolvedMention& a, const ResolvedMention& b) {
    return std::pair(a.sentence, a.first) < std::pair(b.sentence, b.first);
  });
  return result;
}

}  // namespace factgraph
