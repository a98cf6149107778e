// Speed of the language engine's stages in words a second on one core: over the sample article, or the text file that the
// environment variable FACTGRAPH_BENCH_TEXT names.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "extract/language/embedded_models.h"
#include "extract/language/engine.h"
#include "extract/language/lemmatizer.h"
#include "extract/language/parser.h"
#include "extract/language/recognizer.h"
#include "extract/language/tagger.h"
#include "extract/language/tokenizer.h"

namespace factgraph {
namespace {

ModelFile built_in(const std::string& name) { return ModelFile::view(embedded_model(name), name); }

const Document& article() {
  static const Document kArticle = [] {
    const char* path = std::getenv("FACTGRAPH_BENCH_TEXT");
    std::ifstream file(path != nullptr ? path : FACTGRAPH_SOURCE_DIR "/examples/kurultai.txt");
    if (!file) throw std::runtime_error("cannot open the text");
    Document document;
    document.text = Text(std::string(std::istreambuf_iterator<char>(file), {}));
    return document;
  }();
  return kArticle;
}

const std::vector<Sentence>& sentences() {
  static const std::vector<Sentence> kSentences = LanguageEngine().annotate(article()).sentences;
  return kSentences;
}

const WordClasses& word_classes() {
  static const WordClasses kClasses(built_in("words"));
  return kClasses;
}

const std::vector<std::vector<WordFeatures>>& features() {
  static const std::vector<std::vector<WordFeatures>> kFeatures = [] {
    std::vector<std::vector<WordFeatures>> features;
    for (const Sentence& sentence : sentences()) features.push_back(word_features(sentence.tokens, word_classes()));
    return features;
  }();
  return kFeatures;
}

void count_words(benchmark::State& state) {
  std::size_t words = 0;
  for (const Sentence& sentence : sentences()) words += sentence.tokens.size();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(words));
}

void tokenize(benchmark::State& state) {
  const Tokenizer tokenizer(built_in("tokenizer"));
  const Text& text = article().text;
  for (auto _ : state) benchmark::DoNotOptimize(tokenizer.tokenize(text, {0, text.size()}));
  count_words(state);
}
BENCHMARK(tokenize)->Unit(benchmark::kMillisecond);

void look_at_words(benchmark::State& state) {
  for (auto _ : state) {
    for (const Sentence& sentence : sentences()) {
      benchmark::DoNotOptimize(word_features(sentence.tokens, word_classes()));
    }
  }
  count_words(state);
}
BENCHMARK(look_at_words)->Unit(benchmark::kMillisecond);

void tag(benchmark::State& state) {
  const Tagger tagger(built_in("tagger"));
  std::vector<Sentence> tagged = sentences();
  for (auto _ : state) {
    for (std::size_t i = 0; i < tagged.size(); ++i) tagger.tag(tagged[i].tokens, features()[i]);
  }
  count_words(state);
}
BENCHMARK(tag)->Unit(benchmark::kMillisecond);

void lemmatize(benchmark::State& state) {
  const Lemmatizer lemmatizer(built_in("lemmatizer"));
  std::vector<Sentence> tagged = sentences();
  for (auto _ : state) {
    for (Sentence& sentence : tagged) lemmatizer.lemmatize(sentence.tokens);
  }
  count_words(state);
}
BENCHMARK(lemmatize)->Unit(benchmark::kMillisecond);

void parse(benchmark::State& state) {
  const Parser parser(built_in("parser"));
  for (auto _ : state) {
    for (std::size_t i = 0; i < sentences().size(); ++i) {
      benchmark::DoNotOptimize(parser.parse(sentences()[i].tokens, features()[i]));
    }
  }
  count_words(state);
}
BENCHMARK(parse)->Unit(benchmark::kMillisecond);

void find_names(benchmark::State& state) {
  const NameRecognizer recognizer(built_in("names"), word_classes());
  std::vector<Sentence> tagged = sentences();
  for (auto _ : state) recognizer.recognize(tagged);
  count_words(state);
}
BENCHMARK(find_names)->Unit(benchmark::kMillisecond);

void annotate(benchmark::State& state) {
  const LanguageEngine engine(LanguageEngine::Options{.fast = state.range(0) != 0, .models_dir = {}});
  for (auto _ : state) benchmark::DoNotOptimize(engine.annotate(article()));
  count_words(state);
}
BENCHMARK(annotate)->ArgName("fast")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void load(benchmark::State& state) {
  for (auto _ : state) {
    const LanguageEngine engine(LanguageEngine::Options{.fast = state.range(0) != 0, .models_dir = {}});
    benchmark::DoNotOptimize(&engine);
  }
}
BENCHMARK(load)->ArgName("fast")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace factgraph
