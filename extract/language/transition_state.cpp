#include "extract/language/transition_state.h"

#include <algorithm>
#include <bit>

#include "extract/language/word_features.h"

namespace factgraph {
namespace {

// S0 to S3 are the words on the stack from the top, B0 to B3 those to be read; Left and Right are a word's outermost
// child on that side, Left2 and Right2 the next; Set is the set of the children's relations, Marker the word
// of the last child that is a case, mark or cc; Next and Previous are neighbours in the text; Fine, Middle and Coarse are
// word classes.
// clang-format off
enum Atom : std::uint8_t {
  kEmpty,
  kS0Word, kS0Tag, kS0Upos, kS0Suffix, kS0Fine, kS0Middle, kS0Coarse,
  kS1Word, kS1Tag, kS1Upos, kS1Suffix, kS1Fine, kS1Middle, kS1Coarse,
  kS2Word, kS2Tag, kS2Upos, kS2Suffix, kS2Fine, kS2Middle, kS2Coarse,
  kB0Word, kB0Tag, kB0Upos, kB0Suffix, kB0Fine, kB0Middle, kB0Coarse,
  kB1Word, kB1Tag, kB1Upos, kB1Suffix, kB1Fine, kB1Middle, kB1Coarse,
  kB2Word, kB2Tag, kB2Upos, kB2Suffix, kB2Fine, kB2Middle, kB2Coarse,
  kS3Tag, kB3Tag,
  kS0LeftWord, kS0LeftTag, kS0LeftRelation, kS0Left2Word, kS0Left2Tag, kS0Left2Relation,
  kS0RightWord, kS0RightTag, kS0RightRelation, kS0Right2Word, kS0Right2Tag, kS0Right2Relation,
  kS1LeftWord, kS1LeftTag, kS1LeftRelation, kS1Left2Word, kS1Left2Tag, kS1Left2Relation,
  kS1RightWord, kS1RightTag, kS1RightRelation, kS1Right2Word, kS1Right2Tag, kS1Right2Relation,
  kB0LeftWord, kB0LeftTag, kB0LeftRelation, kB0Left2Word, kB0Left2Tag, kB0Left2Relation,
  kS0LeftCount, kS0RightCount, kS0LeftSet, kS0RightSet, kS0Marker,
  kS1LeftCount, kS1RightCount, kS1LeftSet, kS1RightSet, kS1Marker,
  kB0LeftCount, kB0LeftSet, kB0Marker,
  kS0NextTag, kS0PreviousTag, kS1NextTag, kB0PreviousTag,
  kDistanceS0B0, kDistanceS1S0,
  kAtoms
};

// After Zhang and Nivre (2011), with markers, sets of relations, suffixes, neighbours and word classes.
constexpr std::array<FeatureTemplate, TransitionState::kFeatures> kTemplates = {{
    {kS0Word, kS0Tag}, {kS0Word}, {kS0Tag}, {kS1Word, kS1Tag}, {kS1Word}, {kS1Tag}, {kS2Word, kS2Tag}, {kS2Word},
    {kS2Tag}, {kB0Word, kB0Tag}, {kB0Word}, {kB0Tag}, {kB1Word, kB1Tag}, {kB1Word}, {kB1Tag}, {kB2Word, kB2Tag},
    {kB2Word}, {kB2Tag}, {kB3Tag}, {kS3Tag}, {kS0Suffix}, {kS1Suffix}, {kB0Suffix}, {kB1Suffix},
    {kS0Word, kS0Tag, kB0Word}, {kS0Word, kB0Word}, {kS0Word, kB0Tag}, {kS0Tag, kB0Word}, {kS0Tag, kB0Tag},
    {kS0Tag, kB0Word, kB0Tag}, {kS0Word, kS0Tag, kB0Tag}, {kS0Suffix, kB0Suffix}, {kS0Word, kB0Suffix},
    {kS0Suffix, kB0Word}, {kS1Word, kS1Tag, kS0Word}, {kS1Word, kS0Word}, {kS1Word, kS0Tag}, {kS1Tag, kS0Word},
    {kS1Tag, kS0Tag}, {kS1Tag, kS0Word, kS0Tag}, {kS1Word, kS1Tag, kS0Tag}, {kS1Suffix, kS0Suffix},
    {kS1Word, kS0Suffix}, {kS1Suffix, kS0Word}, {kS1Word, kB0Word}, {kS1Word, kB0Tag}, {kS1Tag, kB0Word},
    {kS1Tag, kB0Tag}, {kS0Word, kB1Word}, {kS0Word, kB1Tag}, {kS0Tag, kB1Word}, {kS0Tag, kB1Tag}, {kB0Word, kB1Word},
    {kB0Word, kB1Tag}, {kB0Tag, kB1Word}, {kB0Tag, kB1Tag}, {kS2Word, kS0Word}, {kS2Word, kS0Tag}, {kS2Tag, kS0Word},
    {kS2Tag, kS0Tag}, {kS2Word, kB0Word}, {kS2Tag, kB0Tag}, {kS2Tag, kS1Tag, kS0Tag}, {kS1Tag, kS0Tag, kB0Tag},
    {kS0Tag, kB0Tag, kB1Tag}, {kB0Tag, kB1Tag, kB2Tag}, {kS0Tag, kB0Tag, kB2Upos}, {kS1Tag, kS0Tag, kB1Tag},
    {kS2Tag, kS0Tag, kB0Tag}, {kS2Upos, kS1Tag, kB0Tag}, {kS0Word, kS1Tag, kB0Tag}, {kS0Tag, kS1Word, kB0Tag},
    {kS0Tag, kS1Tag, kB0Word}, {kS0Word, kB0Tag, kB1Tag}, {kS0Tag, kB0Word, kB1Tag}, {kS0Tag, kB0Tag, kB1Word},
    {kS0Tag, kS1Tag, kS1RightTag}, {kS1Upos, kS0Word, kB0Word}, {kS0Upos, kS1Word, kB0Word},
    {kS1Word, kS0Word, kB0Upos}, {kS1Word, kS0Upos, kB0Word}, {kS0LeftWord}, {kS0LeftTag}, {kS0LeftRelation, kS0Tag},
    {kS0RightWord}, {kS0RightTag}, {kS0RightRelation, kS0Tag}, {kS1LeftWord}, {kS1LeftTag}, {kS1LeftRelation, kS1Tag},
    {kS1RightWord}, {kS1RightTag}, {kS1RightRelation, kS1Tag}, {kB0LeftWord}, {kB0LeftTag}, {kB0LeftRelation, kB0Tag},
    {kS0Left2Tag}, {kS0Left2Relation, kS0Tag}, {kS0Right2Tag}, {kS0Right2Relation, kS0Tag}, {kS1Right2Tag},
    {kS1Right2Relation, kS1Tag}, {kB0Left2Tag}, {kB0Left2Relation, kB0Tag}, {kS1Left2Tag}, {kS1Left2Relation, kS1Tag},
    {kS0Tag, kS0LeftTag, kB0Tag}, {kS0Tag, kS0RightTag, kB0Tag}, {kS0Tag, kB0Tag, kB0LeftTag},
    {kS0Tag, kS0LeftTag, kS0Left2Tag}, {kS0Tag, kS0RightTag, kS0Right2Tag}, {kB0Tag, kB0LeftTag, kB0Left2Tag},
    {kS1Tag, kS0Tag, kS0LeftTag}, {kS1Tag, kS0Tag, kS0RightTag}, {kS1Tag, kS1LeftTag, kS0Tag},
    {kS1Tag, kS1RightTag, kS0Tag}, {kS1Tag, kS1RightTag, kB0Tag}, {kS0Tag, kS0RightRelation, kB0Tag},
    {kS0Tag, kS0LeftRelation, kB0Tag}, {kS0Tag, kB0Tag, kB0LeftRelation}, {kS1Tag, kS1RightRelation, kS0Tag},
    {kS1Tag, kS0Tag, kS0RightRelation}, {kS1Tag, kS0Tag, kS0LeftRelation}, {kS0Word, kS0RightRelation, kB0Word},
    {kS0LeftTag, kS0Word, kB0Word}, {kS1Word, kS0Word, kS0LeftRelation}, {kS1Word, kS1RightRelation, kS0Tag},
    {kS1RightTag, kS0Tag, kB0Tag}, {kS0Word, kDistanceS0B0}, {kS0Tag, kDistanceS0B0}, {kB0Word, kDistanceS0B0},
    {kB0Tag, kDistanceS0B0}, {kS0Word, kB0Word, kDistanceS0B0}, {kS0Tag, kB0Tag, kDistanceS0B0},
    {kS1Tag, kS0Tag, kDistanceS1S0}, {kS1Word, kDistanceS1S0}, {kS0Word, kDistanceS1S0},
    {kS1Word, kS0Word, kDistanceS1S0}, {kS0Tag, kDistanceS1S0}, {kS0Word, kS0LeftCount}, {kS0Tag, kS0LeftCount},
    {kS0Word, kS0RightCount}, {kS0Tag, kS0RightCount}, {kS0Word, kS0LeftSet}, {kS0Tag, kS0LeftSet},
    {kS0Word, kS0RightSet}, {kS0Tag, kS0RightSet}, {kS1Word, kS1LeftCount}, {kS1Tag, kS1LeftCount},
    {kS1Word, kS1RightCount}, {kS1Tag, kS1RightCount}, {kS1Word, kS1LeftSet}, {kS1Tag, kS1LeftSet},
    {kS1Word, kS1RightSet}, {kS1Tag, kS1RightSet}, {kB0Word, kB0LeftCount}, {kB0Tag, kB0LeftCount},
    {kB0Word, kB0LeftSet}, {kB0Tag, kB0LeftSet}, {kS0Tag, kS0RightSet, kB0Tag}, {kS0Tag, kB0Tag, kB0LeftSet},
    {kS1Tag, kS1RightSet, kS0Tag}, {kS0Tag, kS0LeftSet, kS1Tag}, {kS0Tag, kS0LeftSet, kB0Tag}, {kS0Marker, kS0Word},
    {kS0Marker, kS0Tag}, {kS1Marker, kS1Tag}, {kB0Marker, kB0Tag}, {kS0Marker, kS1Word, kS0Word},
    {kS0Marker, kS1Word}, {kS0Marker, kS1Tag, kS0Tag}, {kS0Marker, kS1Word, kS0Tag}, {kS0Marker, kS2Word, kS1Tag},
    {kS0Marker, kB0Word}, {kS0Marker, kB0Tag}, {kB0Marker, kS0Word}, {kB0Marker, kS0Word, kB0Tag},
    {kB0Marker, kS0Tag, kB0Tag}, {kS1Marker, kS0Marker, kS1Tag}, {kS1Marker, kS0Tag, kB0Tag},
    {kS0Marker, kS1Tag, kS2Word}, {kS1Marker, kS1Word, kS0Tag}, {kS0Marker, kB0Tag, kB1Tag}, {kS0NextTag, kS0Tag},
    {kS0PreviousTag, kS0Tag}, {kB0PreviousTag, kB0Tag}, {kS0Tag, kS0NextTag, kB0Tag}, {kS1Tag, kS1NextTag, kS0Tag},
    {kS1NextTag, kS1Tag}, {kB0PreviousTag, kS0Tag, kB0Tag}, {kS0Fine, kS0Tag}, {kS1Fine, kS1Tag}, {kB0Fine, kB0Tag},
    {kB1Fine}, {kS0Fine, kB0Fine}, {kS1Fine, kS0Fine}, {kS0Fine, kB0Tag}, {kS0Tag, kB0Fine}, {kS1Fine, kS0Tag},
    {kS1Tag, kS0Fine}, {kS1Fine, kB0Fine}, {kS0Middle, kB0Middle}, {kS1Middle, kS0Middle}, {kS0Fine, kB0Word},
    {kS0Word, kB0Fine}, {kS1Fine, kS0Word}, {kS1Word, kS0Fine}, {kS2Middle, kS0Middle}, {kS0Marker, kS1Fine, kS0Fine},
    {kS0Marker, kS1Word, kS0Fine}, {kS0Marker, kS1Fine, kS0Tag}, {kS1Middle, kS0Middle, kB0Middle},
    {kS0Coarse, kB0Coarse, kB1Coarse}, {kS1Coarse, kS0Coarse, kB0Coarse}, {kS0Marker, kS1Middle, kS0Middle},
    {kS0Marker, kB0Fine}, {kS0Marker, kS2Middle, kS1Middle}, {kS0Tag, kS1Tag, kB0Coarse}
}};
// clang-format on

constexpr std::uint64_t bit(Deprel deprel) { return std::uint64_t{1} << static_cast<std::uint64_t>(deprel); }
constexpr std::uint64_t kMarkers = bit(Deprel::kCase) | bit(Deprel::kMark) | bit(Deprel::kCc);

constexpr std::uint32_t fold(std::uint64_t set) {
  return static_cast<std::uint32_t>((set * 0x9E3779B97F4A7C15U) >> 32U);
}

constexpr std::uint32_t count(std::uint16_t children) { return 1U + std::min<std::uint32_t>(children, 5); }

constexpr std::uint32_t distance(std::int32_t from, std::int32_t to) {
  const std::int32_t gap = to - from;
  return gap <= 4 ? static_cast<std::uint32_t>(gap) : gap <= 6 ? 5 : gap <= 10 ? 6 : 7;
}

const ParserWord kNoWord;

}  // namespace

std::vector<ParserWord> parser_words(std::span<const Token> tokens, std::span<const WordFeatures> features,
                                     const WordTable& known, bool right_to_left) {
  std::vector<ParserWord> words(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const WordFeatures& letters = features[i];
    ParserWord& word = words[right_to_left ? tokens.size() - 1 - i : i];
    const std::uint32_t kind = letters.flags & (kCapitalFirst | kHasDigit | kHasHyphen);
    word.word = known.find(letters.lower) != 0 ? letters.lower
                                               : hash_feature(1000, letters.suffix[2], kind, letters.company.middle);
    word.upos = 1U + static_cast<std::uint32_t>(token.upos);
    word.tag = word.upos * 64U + static_cast<std::uint32_t>(token.xpos);
    word.suffix = letters.suffix[2];
    word.company = letters.company;
  }
  return words;
}

TransitionState::TransitionState(std::span<const ParserWord> words)
    : words_(words),
      size_(static_cast<std::int32_t>(words.size())),
      heads_(words.size(), kNone),
      deprels_(words.size(), Deprel::kDep),
      children_(words.size()) {}

bool TransitionState::allows(Move move) const {
  switch (move) {
    case Move::kShift:
      return next_ < size_;
    case Move::kLeft:
      return next_ < size_ && !stack_.empty();
    case Move::kRight:
      return stack_.size() >= 2;
  }
  return false;
}

void TransitionState::apply(Transition transition) {
  if (transition.move == Move::kShift) {
    stack_.push_back(next_++);
    return;
  }
  const std::int32_t child = stack_.back();
  stack_.pop_back();
  attach(child, transition.move == Move::kLeft ? next_ : stack_.back(), transition.deprel);
}

void TransitionState::attach(std::int32_t child, std::int32_t head, Deprel deprel) {
  heads_[static_cast<std::size_t>(child)] = head;
  deprels_[static_cast<std::size_t>(child)] = deprel;
  Children& children = children_[static_cast<std::size_t>(head)];
  if (child < head) {
    children.left = {child, children.left[0]};
    ++children.left_count;
    children.left_relations |= bit(deprel);
  } else {
    children.right = {child, children.right[0]};
    ++children.right_count;
    children.right_relations |= bit(deprel);
  }
  if ((bit(deprel) & kMarkers) != 0) children.marker = words_[static_cast<std::size_t>(child)].word;
}

void TransitionState::rows(std::uint32_t table_rows, std::span<std::uint32_t, kFeatures> out) const {
  std::array<std::uint32_t, kAtoms> atoms{};
  const auto word_at = [&](std::int32_t index) -> const ParserWord& {
    return index >= 0 && index < size_ ? words_[static_cast<std::size_t>(index)] : kNoWord;
  };
  const auto on_stack = [&](std::size_t depth) {
    return depth < stack_.size() ? stack_[stack_.size() - 1 - depth] : kNone;
  };
  const auto put_word = [&](std::size_t at, std::int32_t index) {
    const ParserWord& word = word_at(index);
    atoms[at] = word.word;
    atoms[at + 1] = word.tag;
    atoms[at + 2] = word.upos;
    atoms[at + 3] = word.suffix;
    atoms[at + 4] = word.company.fine;
    atoms[at + 5] = word.company.middle;
    atoms[at + 6] = word.company.coarse;
  };
  const auto put_child = [&](std::size_t at, std::int32_t index) {
    if (index == kNone) return;
    const ParserWord& word = words_[static_cast<std::size_t>(index)];
    atoms[at] = word.word;
    atoms[at + 1] = word.tag;
    atoms[at + 2] = 1U + static_cast<std::uint32_t>(deprels_[static_cast<std::size_t>(index)]);
  };
  const std::int32_t s0 = on_stack(0);
  const std::int32_t s1 = on_stack(1);
  const std::int32_t s2 = on_stack(2);
  const std::int32_t b0 = next_;
  put_word(kS0Word, s0);
  put_word(kS1Word, s1);
  put_word(kS2Word, s2);
  put_word(kB0Word, b0);
  put_word(kB1Word, b0 + 1);
  put_word(kB2Word, b0 + 2);
  atoms[kS3Tag] = word_at(on_stack(3)).tag;
  atoms[kB3Tag] = word_at(b0 + 3).tag;
  if (s0 != kNone) {
    const Children& children = children_[static_cast<std::size_t>(s0)];
    put_child(kS0LeftWord, children.left[0]);
    put_child(kS0Left2Word, children.left[1]);
    put_child(kS0RightWord, children.right[0]);
    put_child(kS0Right2Word, children.right[1]);
    atoms[kS0LeftCount] = count(children.left_count);
    atoms[kS0RightCount] = count(children.right_count);
    atoms[kS0LeftSet] = fold(children.left_relations);
    atoms[kS0RightSet] = fold(children.right_relations);
    atoms[kS0Marker] = children.marker;
    atoms[kS0NextTag] = word_at(s0 + 1).tag;
    atoms[kS0PreviousTag] = word_at(s0 - 1).tag;
    if (b0 < size_) atoms[kDistanceS0B0] = distance(s0, b0);
  }
  if (s1 != kNone) {
    const Children& children = children_[static_cast<std::size_t>(s1)];
    put_child(kS1LeftWord, children.left[0]);
    put_child(kS1Left2Word, children.left[1]);
    put_child(kS1RightWord, children.right[0]);
    put_child(kS1Right2Word, children.right[1]);
    atoms[kS1LeftCount] = count(children.left_count);
    atoms[kS1RightCount] = count(children.right_count);
    atoms[kS1LeftSet] = fold(children.left_relations);
    atoms[kS1RightSet] = fold(children.right_relations);
    atoms[kS1Marker] = children.marker;
    atoms[kS1NextTag] = word_at(s1 + 1).tag;
    atoms[kDistanceS1S0] = distance(s1, s0);
  }
  if (b0 < size_) {
    const Children& children = children_[static_cast<std::size_t>(b0)];
    put_child(kB0LeftWord, children.left[0]);
    put_child(kB0Left2Word, children.left[1]);
    atoms[kB0LeftCount] = count(children.left_count);
    atoms[kB0LeftSet] = fold(children.left_relations);
    atoms[kB0Marker] = children.marker;
    atoms[kB0PreviousTag] = word_at(b0 - 1).tag;
  }
  for (std::uint32_t i = 0; i < kFeatures; ++i) {
    const FeatureTemplate& t = kTemplates[i];
    out[i] = row_of(hash_feature(i, atoms[t[0]], atoms[t[1]], atoms[t[2]]), table_rows);
  }
}

}  // namespace factgraph
