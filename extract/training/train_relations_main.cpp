// factgraph-train-relations: trains the relation classifier (docs/relations.md) on what extraction makes of the corpora.

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <string>

#include "extract/training/train_relations.h"

namespace {

void train(const std::string& corpora, const std::string& models, const std::string& output,
           const factgraph::RelationTraining& options) {
  using namespace factgraph;
  // The rest of Re-DocRED is kept for development.
  constexpr std::size_t kDocRed = 400;
  const std::filesystem::path facts = std::filesystem::path(corpora) / "facts";
  RelationDocuments documents = read_knowledgenet(facts / "knowledgenet-folds123.jsonl");
  RelationDocuments more = read_redocred(facts / "redocred-dev.json", kDocRed);
  std::move(more.begin(), more.end(), std::back_inserter(documents));
  RelationDocuments unmarked = read_unmarked(std::filesystem::path(corpora) / "coref" / "gum-train.jsonl");
  std::move(unmarked.begin(), unmarked.end(), std::back_inserter(documents));
  const LanguageEngine engine({.fast = false, .models_dir = models});
  train_relations(documents, engine, Ontology::shipped(), options, output);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains the relation classifier of factgraph.", "factgraph-train-relations");
  std::string corpora;
  std::string models;
  std::string output;
  factgraph::RelationTraining options;
  app.add_option("CORPORA", corpora, "Folder of corpora")->required();
  app.add_option("-m,--models", models, "Folder of the language models")->required();
  app.add_option("-o,--output", output, "Model file to write")->required();
  app.add_option("--seed", options.seed, "Seed of the order of pairs")->capture_default_str();
  app.add_option("--epochs", options.epochs)->capture_default_str();
  app.add_option("--rate", options.rate, "Of AdaGrad")->capture_default_str();
  app.add_option("--ridge", options.ridge, "L2 penalty")->capture_default_str();
  app.add_option("--rows", options.rows, "Rows of the table of weights")->capture_default_str();
  app.add_option("--folds", options.folds)->capture_default_str()->check(CLI::Range(2, 100));
  app.add_option("--judge-epochs", options.judge_epochs)->capture_default_str();
  app.add_option("--judge-rate", options.judge_rate)->capture_default_str();
  app.add_option("--judge-ridge", options.judge_ridge)->capture_default_str();
  try {
    app.parse(argc, argv);
    train(corpora, models, output, options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "factgraph-train-relations: {}\n", error.what());
    return 1;
  }
  return 0;
}
