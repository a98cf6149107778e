// Speed from text to facts and of its stages, in words a second on one core. Reads the sample article, or the articles of
// the file or folder that the environment variable FACTGRAPH_BENCH_TEXT names.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/extractor.h"
#include "extract/open_relations.h"
#include "extract/propositions.h"
#include "extract/reader.h"
#include "extract/statements.h"
#include "extract/times.h"
#include "schema/facts_jsonl.h"

namespace factgraph {
namespace {

std::string text_path() {
  const char* path = std::getenv("FACTGRAPH_BENCH_TEXT");
  return path != nullptr ? path : FACTGRAPH_SOURCE_DIR "/examples/kurultai.txt";
}

const Ontology& ontology() {
  static const Ontology kOntology = Ontology::shipped();
  return kOntology;
}

const LanguageEngine& engine() {
  static const LanguageEngine kEngine;
  return kEngine;
}

// An article and what each stage makes of it.
struct Article {
  Document document;
  Annotation annotation;
  ResolvedEntities entities;
  DocumentFacts facts;
};

std::vector<Document> read_documents() {
  std::vector<Document> documents;
  for (const std::string& file : list_inputs({text_path()})) {
    read_inputs(file, {}, [&](Input input) { documents.push_back(std::move(input.document)); });
  }
  return documents;
}

const std::vector<Article>& articles() {
  static const std::vector<Article> kArticles = [] {
    const Extractor extractor(ontology(), engine());
    std::vector<Article> articles;
    for (Document& document : read_documents()) {
      Article article;
      article.facts = extractor.extract({document, {}}, &article.annotation);
      article.entities = resolve_entities(document, article.annotation, ontology());
      article.document = std::move(document);
      articles.push_back(std::move(article));
    }
    return articles;
  }();
  return kArticles;
}

// Runs `stage` over every article and counts the words.
template <typename Stage>
void run(benchmark::State& state, Stage stage) {
  const std::vector<Article>& all = articles();
  std::int64_t words = 0;
  for (const Article& article : all) {
    for (const Sentence& sentence : article.annotation.sentences) {
      words += static_cast<std::int64_t>(sentence.tokens.size());
    }
  }
  for (auto _ : state) {
    for (const Article& article : all) stage(article);
  }
  state.SetItemsProcessed(state.iterations() * words);
}

void annotate(benchmark::State& state) {
  run(state, [](const Article& article) { benchmark::DoNotOptimize(engine().annotate(article.document)); });
}
BENCHMARK(annotate)->Unit(benchmark::kMillisecond);

void resolve(benchmark::State& state) {
  run(state, [](const Article& article) {
    benchmark::DoNotOptimize(resolve_entities(article.document, article.annotation, ontology()));
  });
}
BENCHMARK(resolve)->Unit(benchmark::kMillisecond);

void times(benchmark::State& state) {
  run(state,
      [](const Article& article) { benchmark::DoNotOptimize(find_times(article.document, article.annotation)); });
}
BENCHMARK(times)->Unit(benchmark::kMillisecond);

void statements(benchmark::State& state) {
  run(state, [](const Article& article) {
    benchmark::DoNotOptimize(find_statements(article.document, article.annotation, article.entities));
  });
}
BENCHMARK(statements)->Unit(benchmark::kMillisecond);

void propositions(benchmark::State& state) {
  run(state, [](const Article& article) {
    for (std::uint32_t s = 0; s < article.annotation.sentences.size(); ++s) {
      if (article.annotation.sentences[s].tokens.empty()) continue;
      const Tree tree(article.annotation.sentences[s]);
      benchmark::DoNotOptimize(
          find_propositions(article.document.text, s, tree, find_clauses(tree), PropositionForm::kNary));
    }
  });
}
BENCHMARK(propositions)->Unit(benchmark::kMillisecond);

void text_to_facts(benchmark::State& state) {
  const Extractor extractor(ontology(), engine());
  run(state, [&](const Article& article) { benchmark::DoNotOptimize(extractor.extract({article.document, {}})); });
}
BENCHMARK(text_to_facts)->Unit(benchmark::kMillisecond);

void text_to_facts_fast(benchmark::State& state) {
  const LanguageEngine fast({.fast = true, .models_dir = {}});
  const Extractor extractor(ontology(), fast);
  run(state, [&](const Article& article) { benchmark::DoNotOptimize(extractor.extract({article.document, {}})); });
}
BENCHMARK(text_to_facts_fast)->Unit(benchmark::kMillisecond);

void write_json(benchmark::State& state) {
  run(state, [](const Article& article) { benchmark::DoNotOptimize(to_json_line(article.facts)); });
}
BENCHMARK(write_json)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace factgraph
