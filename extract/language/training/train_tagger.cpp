#include "extract/language/training/train_tagger.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "core/error.h"
#include "extract/language/tagger.h"
#include "extract/language/training/perceptron.h"

namespace factgraph {
namespace {

using Tag = std::pair<Upos, Xpos>;

// Words with the set of classes that make up at least a twentieth of each.
struct Lexicon {
  std::vector<std::uint32_t> keys;
  std::vector<std::uint16_t> values;
};

Lexicon make_lexicon(std::span<const Sentence> sentences, const std::vector<std::vector<WordFeatures>>& features,
                     const std::map<Tag, std::size_t>& classes, int min_word) {
  std::map<std::uint32_t, std::map<std::size_t, int>> words;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (std::size_t j = 0; j < features[i].size(); ++j) {
      const Token& token = sentences[i].tokens[j];
      const auto tag = classes.find({token.upos, token.xpos});
      if (tag != classes.end()) ++words[features[i][j].form][tag->second];
    }
  }
  Lexicon lexicon;
  std::map<std::vector<std::size_t>, std::uint16_t> sets;
  for (const auto& [word, tags] : words) {
    const int total = std::accumulate(tags.begin(), tags.end(), 0, [](int sum, auto& tag) { return sum + tag.second; });
    if (total < min_word) continue;
    std::vector<std::size_t> set;
    for (const auto& [tag, count] : tags) {
      if (20 * count >= total) set.push_back(tag);
    }
    lexicon.keys.push_back(word);
    lexicon.values.push_back(sets.emplace(set, static_cast<std::uint16_t>(sets.size() + 1)).first->second);
  }
  return lexicon;
}

}  // namespace

void train_tagger(std::span<const Sentence> sentences, const WordClasses& word_classes, const TaggerTraining& options,
                  const std::filesystem::path& path) {
  std::map<Tag, int> counts;
  for (const Sentence& sentence : sentences) {
    for (const Token& token : sentence.tokens) ++counts[{token.upos, token.xpos}];
  }
  std::map<Tag, std::size_t> classes;
  std::vector<std::string> names;
  for (const auto& [tag, count] : counts) {
    if (count < options.min_class) continue;
    classes.emplace(tag, classes.size());
    names.push_back(fmt::format("{} {}", to_string(tag.first), to_string(tag.second)));
  }
  if (classes.empty()) throw InputError("no tagged words to train a tagger on");
  std::vector<std::vector<WordFeatures>> words;
  for (const Sentence& sentence : sentences) words.push_back(word_features(sentence.tokens, word_classes));
  const Lexicon lexicon = make_lexicon(sentences, words, classes, options.min_word);
  const WordTable table(lexicon.keys, lexicon.values);

  AveragedPerceptron perceptron(options.rows, classes.size());
  std::vector<std::int32_t> scores(perceptron.stride());
  const auto end = scores.begin() + static_cast<std::ptrdiff_t>(classes.size());
  std::array<std::uint32_t, TaggerFeatures::kCount> rows;
  std::vector<std::size_t> order(sentences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(options.seed);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    random.shuffle(order);
    for (const std::size_t index : order) {
      const std::vector<Token>& tokens = sentences[index].tokens;
      const TaggerFeatures features(words[index], table);
      std::uint32_t tag1 = 0;
      std::uint32_t tag2 = 0;
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        features.rows(i, tag1, tag2, perceptron.rows(), rows);
        perceptron.score(rows, scores);
        const auto best = static_cast<std::size_t>(std::max_element(scores.begin(), end) - scores.begin());
        const auto gold = classes.find({tokens[i].upos, tokens[i].xpos});
        if (gold != classes.end()) perceptron.learn(rows, gold->second, best);
        tag2 = tag1;
        tag1 = static_cast<std::uint32_t>(best) + 1;
      }
    }
  }

  ModelWriter writer("tagger", Tagger::kVersion);
  writer.add_lines("classes", names);
  writer.add_array<std::uint32_t>("lexicon.keys", lexicon.keys);
  writer.add_array<std::uint16_t>("lexicon.values", lexicon.values);
  write_linear_model(writer, perceptron.average(), classes.size(), options.step);
  writer.write(path);
}

void jackknife_tags(std::span<Sentence* const> sentences, int folds, const WordClasses& word_classes,
                    const TaggerTraining& options, const std::filesystem::path& draft) {
  // Neighbours share their words, so they share their fold.
  constexpr std::size_t kNeighbours = 50;
  std::vector<std::vector<Sentence*>> parts(static_cast<std::size_t>(folds));
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    parts[i / kNeighbours % parts.size()].push_back(sentences[i]);
  }
  std::vector<std::vector<Token>> tagged;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    std::vector<Sentence> others;
    for (std::size_t other = 0; other < parts.size(); ++other) {
      if (other == part) continue;
      for (const Sentence* sentence : parts[other]) others.push_back(*sentence);
    }
    train_tagger(others, word_classes, options, draft);
    const Tagger tagger(ModelFile::open(draft));
    for (const Sentence* sentence : parts[part]) {
      tagged.push_back(sentence->tokens);
      tagger.tag(tagged.back(), word_features(sentence->tokens, word_classes));
    }
  }
  std::filesystem::remove(draft);
  auto next = tagged.begin();
  for (const std::vector<Sentence*>& part : parts) {
    for (Sentence* sentence : part) sentence->tokens = std::move(*next++);
  }
}

}  // namespace factgraph
