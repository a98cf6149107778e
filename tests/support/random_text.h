#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"
#include "tests/support/sentence_builder.h"

namespace factgraph {

// Sentences of random words, tags, relations and trees: nothing a parser would write, but all that one may. The same
// seed gives the same text.
inline AnnotatedText random_text(std::uint32_t seed, std::size_t sentences, std::size_t max_words) {
  constexpr std::string_view kForms[] = {"the", "say", "said", "not",  "no",        "\"",   "“",    "”",    "``",
                                         "''",  "‘",   "’",    ",",    ".",         "?",    "and",  "who",  "to",
                                         "be",  "Ada", "OSLO", "–",    "according", "that", "plan", "deny", "will",
                                         "may", "(",   ")",    "2024", "fail",      ":"};
  std::mt19937 random(seed);
  const auto below = [&random](std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  AnnotatedText result;
  std::string text;
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < sentences; ++i) {
    Sentence sentence;
    const std::uint32_t words = 1 + below(max_words);
    // Heads follow a random order of the words, so that the tree has one root and no cycle.
    std::vector<std::uint32_t> order(words);
    for (std::uint32_t word = 0; word < words; ++word) order[word] = word;
    for (std::uint32_t word = words - 1; word > 0; --word) std::swap(order[word], order[below(word + 1)]);
    sentence.tokens.resize(words);
    for (std::uint32_t word = 0; word < words; ++word) {
      Token& token = sentence.tokens[word];
      token.form = kForms[below(std::size(kForms))];
      token.lemma = token.form == "said" ? "say" : token.form;
      token.upos = static_cast<Upos>(below(static_cast<std::size_t>(Upos::kX) + 1));
      token.xpos = static_cast<Xpos>(below(static_cast<std::size_t>(Xpos::kDollar) + 1));
      token.deprel = static_cast<Deprel>(below(static_cast<std::size_t>(Deprel::kXcomp) + 1));
      if (length > 0 && below(4) != 0) {
        text += ' ';
        ++length;
      }
      std::uint32_t points = 0;
      for (const char c : token.form) points += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      token.span = {length, length + points};
      text += token.form;
      length += points;
    }
    for (std::uint32_t place = 0; place < words; ++place) {
      Token& token = sentence.tokens[order[place]];
      token.head = place == 0 ? Token::kNoHead : static_cast<std::int32_t>(order[below(place)]);
      if (place == 0) token.deprel = Deprel::kRoot;
    }
    if (words > 2) {
      const std::uint32_t first = below(words - 1);
      sentence.names.push_back({first, first + 1 + below(words - first), NameType::kPerson, 1.0F});
    }
    sentence.span = {sentence.tokens.front().span.start, sentence.tokens.back().span.end};
    result.annotation.sentences.push_back(std::move(sentence));
  }
  result.document.uri = "random";
  result.document.text = Text(std::move(text));
  return result;
}

}  // namespace factgraph
