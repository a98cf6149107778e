#include "extract/language/tokenizer.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "extract/language/segmenter.h"

namespace factgraph {
namespace {

// A linear model over hashed features; several features may share a weight.
class HashedWeights {
 public:
  HashedWeights(const ModelFile& model, std::string_view section) : weights_(model.array<std::int16_t>(section)) {
    if (!std::has_single_bit(weights_.size())) {
      throw ModelError(fmt::format("{} model: section '{}' is no power of two", model.kind(), section));
    }
    mask_ = static_cast<std::uint32_t>(weights_.size() - 1);
  }

  [[nodiscard]] bool accepts(const Features& features) const {
    std::int32_t score = 0;
    for (const std::uint32_t feature : features) score += weights_[feature & mask_];
    return score > 0;
  }

 private:
  std::span<const std::int16_t> weights_;
  std::uint32_t mask_ = 0;
};

SplitLexicon read_splits(const ModelFile& model) {
  std::vector<std::pair<std::string, std::uint32_t>> entries;
  for (const std::string_view line : model.lines("splits")) {
    const std::size_t space = line.find(' ');
    std::uint32_t first = 0;
    if (space != std::string_view::npos) {
      std::from_chars(line.data() + space + 1, line.data() + line.size(), first);
    }
    if (first == 0 || first >= space) throw ModelError(fmt::format("{} model: no split '{}'", model.kind(), line));
    entries.emplace_back(line.substr(0, space), first);
  }
  return SplitLexicon(entries);
}

// Whether the sentence from word `first` goes on after word `last`, whatever the model says: none starts with a mark that
// closes or continues what stands before it ("Ada, of Erie, Pa. , left"), and none ends with the mark of a plural owner ("the
// Traders' Association").
bool goes_on(const Text& text, const std::vector<SegmentedWord>& words, std::size_t first, std::size_t last) {
  constexpr std::string_view kMarks[] = {",", ";", ")", "]", "”", "''"};
  if (last + 1 == words.size() || last + 1 - first >= Tokenizer::kMaxSentence) return false;
  const auto is_quote = [&](std::size_t w) {
    const std::string_view form = text.slice(words[w].span);
    return form == "'" || form == "’" || form == "‘";
  };
  if (last > first && is_quote(last) && text.slice(words[last - 1].span).ends_with('s') &&
      words[last - 1].span.end == words[last].span.start) {
    std::size_t opening = first;
    while (!is_quote(opening)) ++opening;
    if (opening == last) return true;
  }
  const Span next = words[last + 1].span;
  if (next.end - next.start > 2 || next.start - words[last].span.end > 1) return false;
  if (text.slice({words[last].span.end, next.start}) == "\n") return false;
  return std::find(std::begin(kMarks), std::end(kMarks), text.slice(next)) != std::end(kMarks);
}

// "Its Boeing fleet": before a capital "its" is no "it's", whatever the model says.
void join_possessives(const Text& text, std::vector<SegmentedWord>& words) {
  const auto split_its = [&](std::size_t w) {
    if (w + 2 >= words.size() || words[w + 1].ends_sentence) return false;
    const Span span = {words[w].span.start, words[w + 1].span.end};
    if (span.end - span.start != 3 || words[w + 1].span.start != words[w].span.end) return false;
    const std::string_view its = text.slice(span);
    const char next = text.slice(words[w + 2].span).front();
    return (its == "Its" || its == "its") && next >= 'A' && next <= 'Z';
  };
  std::size_t end = 0;
  for (std::size_t w = 0; w < words.size(); ++w) {
    SegmentedWord word = words[w];
    if (split_its(w)) word.span.end = words[++w].span.end;
    words[end++] = word;
  }
  words.resize(end);
}

class ModelDecider final : public SegmentDecider {
 public:
  ModelDecider(const HashedWeights& words, const HashedWeights& sentences) : words_(words), sentences_(sentences) {}

  bool ends_word(const Features& features, std::uint32_t) override { return words_.accepts(features); }
  bool ends_sentence(const Features& features, std::uint32_t) override { return sentences_.accepts(features); }

 private:
  const HashedWeights& words_;
  const HashedWeights& sentences_;
};

const ModelFile& expect_tokenizer(const ModelFile& model) {
  model.expect("tokenizer", kTokenizerVersion);
  return model;
}

}  // namespace

struct Tokenizer::Impl {
  explicit Impl(const ModelFile& file)
      : model(expect_tokenizer(file)),
        words(model, "words"),
        sentences(model, "sentences"),
        splits(read_splits(model)) {}

  ModelFile model;
  HashedWeights words;
  HashedWeights sentences;
  SplitLexicon splits;
};

Tokenizer::Tokenizer(const ModelFile& model) : impl_(std::make_unique<Impl>(model)) {}
Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

std::vector<Sentence> Tokenizer::tokenize(const Text& text, Span block) const {
  ModelDecider decider(impl_->words, impl_->sentences);
  std::vector<SegmentedWord> words = segment(text, block, impl_->splits, decider);
  join_possessives(text, words);
  std::vector<Sentence> sentences;
  for (std::size_t first = 0; first < words.size();) {
    std::size_t last = first;
    while (!words[last].ends_sentence || goes_on(text, words, first, last)) ++last;
    ++last;
    Sentence& sentence = sentences.emplace_back();
    sentence.span = {words[first].span.start, words[last - 1].span.end};
    sentence.tokens.reserve(last - first);
    for (; first < last; ++first) {
      Token& token = sentence.tokens.emplace_back();
      token.span = words[first].span;
      token.form = text.slice(token.span);
    }
  }
  return sentences;
}

}  // namespace factgraph
