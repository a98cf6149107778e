#include "extract/language/training/train_tokenizer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extract/language/model_file.h"
#include "extract/language/segmenter.h"
#include "extract/language/training/perceptron.h"

namespace factgraph {
namespace {

// Averaged perceptron (Collins 2002) with a margin, for yes and no over hashed features; in integers throughout.
class BinaryPerceptron {
 public:
  BinaryPerceptron(unsigned bits, std::int32_t margin) : mask_((1U << bits) - 1), margin_(margin) {
    weights_.resize(std::size_t{1} << bits);
    sums_.resize(weights_.size());
  }

  // Returns what the model says, and learns the truth.
  bool learn(const Features& features, bool truth) {
    ++steps_;
    std::int32_t score = 0;
    for (const std::uint32_t feature : features) score += weights_[feature & mask_];
    const std::int32_t sign = truth ? 1 : -1;
    if (score * sign <= margin_) {
      for (const std::uint32_t feature : features) {
        weights_[feature & mask_] += sign;
        sums_[feature & mask_] += sign * steps_;
      }
    }
    return score > 0;
  }

  // The averaged weights in sixteen bits.
  [[nodiscard]] std::vector<std::int16_t> quantize() const {
    constexpr std::int64_t kScale = 64;
    std::vector<std::int16_t> quantized;
    quantized.reserve(weights_.size());
    const std::int64_t steps = std::max<std::int64_t>(steps_, 1);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      const std::int64_t sum = (weights_[i] * (steps_ + 1) - sums_[i]) * kScale;
      const std::int64_t half = steps / 2;
      const std::int64_t rounded = sum >= 0 ? (sum + half) / steps : -((-sum + half) / steps);
      quantized.push_back(static_cast<std::int16_t>(std::clamp<std::int64_t>(rounded, -32767, 32767)));
    }
    return quantized;
  }

 private:
  std::uint32_t mask_;
  std::int32_t margin_;
  std::vector<std::int32_t> weights_;
  std::vector<std::int64_t> sums_;
  std::int64_t steps_ = 0;
};

// A text with the places where its words and sentences end.
struct Example {
  Text text;
  std::vector<bool> word_ends;
  std::vector<bool> sentence_ends;
};

Example make_example(const ConlluDocument& document, std::string text) {
  Example example{Text(std::move(text)), {}, {}};
  example.word_ends.resize(example.text.size() + 1);
  example.sentence_ends.resize(example.text.size() + 1);
  for (const Sentence& sentence : document.annotation.sentences) {
    for (const Token& token : sentence.tokens) example.word_ends[token.span.end] = true;
    example.sentence_ends[sentence.span.end] = true;
  }
  return example;
}

// The text as it stands in a file with one line for each paragraph.
std::string with_single_newlines(std::string text) {
  for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at)) text[at] = ' ';
  return text;
}

// The text as it stands in a file with lines of at most `width` bytes.
std::string with_wrapped_lines(std::string text, std::size_t width) {
  std::size_t line = 0;
  std::size_t space = std::string::npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at - line > width && space != std::string::npos) {
      text[space] = '\n';
      line = space + 1;
      space = std::string::npos;
    }
    if (text[at] == '\n') {
      line = at + 1;
      space = std::string::npos;
    } else if (text[at] == ' ') {
      space = at;
    }
  }
  return text;
}

std::vector<Example> make_examples(std::span<const ConlluDocument> documents) {
  std::vector<Example> examples;
  std::size_t number = 0;
  for (const ConlluDocument& document : documents) {
    const std::string& text = document.text.utf8();
    examples.push_back(make_example(document, text));
    examples.push_back(make_example(document, with_single_newlines(text)));
    examples.push_back(make_example(document, with_wrapped_lines(text, 60 + number++ % 41)));
  }
  return examples;
}

bool is_letters(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string lower(std::string_view word) {
  std::string lowered(word);
  for (char& c : lowered) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return lowered;
}

// Strings such as "cannot" that are two words at least twice and often enough.
std::vector<std::pair<std::string, std::uint32_t>> find_splits(std::span<const ConlluDocument> documents) {
  std::map<std::pair<std::string, std::uint32_t>, std::size_t> split;
  std::map<std::string, std::size_t> whole;
  for (const ConlluDocument& document : documents) {
    for (const Sentence& sentence : document.annotation.sentences) {
      const std::vector<Token>& tokens = sentence.tokens;
      const auto touches = [&tokens](std::size_t i) {  // token i and the one before it
        return i > 0 && i < tokens.size() && tokens[i].span.start == tokens[i - 1].span.end;
      };
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!is_letters(tokens[i].form)) continue;
        if (!touches(i) && !touches(i + 1)) ++whole[lower(tokens[i].form)];
        if (touches(i + 1) && !touches(i) && !touches(i + 2) && is_letters(tokens[i + 1].form)) {
          ++split[{lower(tokens[i].form + tokens[i + 1].form), tokens[i].span.size()}];
        }
      }
    }
  }
  std::map<std::string, std::pair<std::uint32_t, std::size_t>> best;
  for (const auto& [key, count] : split) {
    const auto& [word, first] = key;
    if (count < 2 || count * 10 < whole[word]) continue;
    auto& entry = best[word];
    if (count > entry.second) entry = {first, count};
  }
  std::vector<std::pair<std::string, std::uint32_t>> splits;
  for (const auto& [word, entry] : best) splits.emplace_back(word, entry.first);
  return splits;
}

// Learns while the segmenter walks over an example.
class Teacher final : public SegmentDecider {
 public:
  Teacher(BinaryPerceptron& words, BinaryPerceptron& sentences) : words_(words), sentences_(sentences) {}

  void start(const Example& example, bool follow_truth) {
    example_ = &example;
    follow_truth_ = follow_truth;
  }

  // Words follow the data, so that sentences are learned over the right words.
  bool ends_word(const Features& features, std::uint32_t at) override {
    words_.learn(features, example_->word_ends[at]);
    return example_->word_ends[at];
  }

  bool ends_sentence(const Features& features, std::uint32_t at) override {
    const bool truth = example_->sentence_ends[at];
    const bool answer = sentences_.learn(features, truth);
    return follow_truth_ ? truth : answer;
  }

 private:
  BinaryPerceptron& words_;
  BinaryPerceptron& sentences_;
  const Example* example_ = nullptr;
  bool follow_truth_ = true;
};

}  // namespace

void train_tokenizer(std::span<const ConlluDocument> documents, const TokenizerTraining& options,
                     const std::filesystem::path& path) {
  const auto splits = find_splits(documents);
  const SplitLexicon lexicon(splits);

  const std::vector<Example> examples = make_examples(documents);
  BinaryPerceptron words(options.bits, options.word_margin);
  BinaryPerceptron sentences(options.bits, options.sentence_margin);
  Teacher teacher(words, sentences);
  Random random(options.seed);
  std::vector<std::size_t> order(examples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    random.shuffle(order);
    for (const std::size_t i : order) {
      teacher.start(examples[i], epoch == 0);
      (void)segment(examples[i].text, {0, examples[i].text.size()}, lexicon, teacher);
    }
  }

  std::vector<std::string> lines;
  for (const auto& [word, first] : splits) lines.push_back(fmt::format("{} {}", word, first));
  ModelWriter writer("tokenizer", kTokenizerVersion);
  writer.add_array<std::int16_t>("words", words.quantize());
  writer.add_array<std::int16_t>("sentences", sentences.quantize());
  writer.add_lines("splits", lines);
  writer.write(path);
}

}  // namespace factgraph
