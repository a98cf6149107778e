#pragma once

#include <charconv>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "extract/language/annotation.h"

namespace factgraph {

// A document with its annotation, for tests of what stands on the language engine.
struct AnnotatedText {
  Document document;
  Annotation annotation;
};

// Builds text and trees from lines "form lemma UPOS XPOS head deprel [B-person|I-person|...]", columns parted
// by spaces, heads numbered from 1 within the sentence, 0 for the root:
//
//     Ada    Ada    PROPN NNP 2 nsubj B-person
//     slept  sleep  VERB  VBD 0 root
//     +.     .      PUNCT .   2 punct
//
// Words are parted by a space in the text, unless the form starts with "+"; a lemma of "_" is the form. An
// empty line ends a sentence, "---" a paragraph. Throws std::invalid_argument naming a line it cannot read.
inline AnnotatedText annotated(std::string_view lines) {
  AnnotatedText result;
  std::string text;
  std::uint32_t length = 0;  // of `text`, in code points
  Sentence sentence;
  std::uint32_t block_start = 0;
  bool gap = false;  // a sentence has just ended

  const auto count = [](std::string_view utf8) {
    std::uint32_t points = 0;
    for (const char c : utf8) points += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return points;
  };
  const auto end_sentence = [&] {
    if (sentence.tokens.empty()) return;
    sentence.span = {sentence.tokens.front().span.start, sentence.tokens.back().span.end};
    result.annotation.sentences.push_back(std::move(sentence));
    sentence = {};
    gap = true;
  };
  const auto end_block = [&] {
    end_sentence();
    if (length == block_start) return;
    result.document.blocks.push_back({{block_start, length}, BlockKind::kProse});
  };

  std::istringstream stream{std::string(lines)};
  for (std::string line; std::getline(stream, line);) {
    std::istringstream columns(line);
    std::string form, lemma, upos, xpos, head, deprel, name;
    if (!(columns >> form)) {
      end_sentence();
      continue;
    }
    if (form == "---") {
      end_block();
      text += "\n\n";
      length += 2;
      block_start = length;
      gap = false;
      continue;
    }
    if (!(columns >> lemma >> upos >> xpos >> head >> deprel)) throw std::invalid_argument("too few columns: " + line);
    columns >> name;

    const bool glued = form.size() > 1 && form[0] == '+';
    if (glued) form.erase(0, 1);
    if ((!sentence.tokens.empty() && !glued) || (sentence.tokens.empty() && gap)) {
      text += ' ';
      ++length;
    }
    gap = false;

    Token token;
    token.form = form;
    token.lemma = lemma == "_" ? form : lemma;
    token.span = {length, length + count(form)};
    const auto upos_value = parse_upos(upos);
    const auto xpos_value = parse_xpos(xpos);
    const auto deprel_value = parse_deprel(deprel);
    std::int32_t head_number = 0;
    const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), head_number);
    if (!upos_value || !xpos_value || !deprel_value || error != std::errc() || end != head.data() + head.size()) {
      throw std::invalid_argument("cannot read: " + line);
    }
    token.upos = *upos_value;
    token.xpos = *xpos_value;
    token.deprel = *deprel_value;
    token.head = head_number - 1;
    text += form;
    length = token.span.end;

    if (!name.empty()) {
      const auto index = static_cast<std::uint32_t>(sentence.tokens.size());
      if (name.starts_with("I-")) {
        sentence.names.back().last = index + 1;
      } else {
        for (const NameType type : {NameType::kPerson, NameType::kOrganization, NameType::kPlace, NameType::kEvent,
                                    NameType::kWork, NameType::kProduct, NameType::kGroup, NameType::kConcept}) {
          if (name.substr(2) == to_string(type)) sentence.names.push_back({index, index + 1, type, 1.0F});
        }
      }
    }
    sentence.tokens.push_back(std::move(token));
  }
  end_block();
  result.document.uri = "test";
  result.document.text = Text(std::move(text));
  return result;
}

}  // namespace factgraph
