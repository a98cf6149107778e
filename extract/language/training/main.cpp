// factgraph-train: trains the language models (docs/models.md). One subcommand per model.

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "extract/language/conllu.h"
#include "extract/language/engine.h"
#include "extract/language/lemmatizer.h"
#include "extract/language/parser.h"
#include "extract/language/tagger.h"
#include "extract/language/training/name_commands.h"
#include "extract/language/training/train_lemmatizer.h"
#include "extract/language/training/train_parser.h"
#include "extract/language/training/train_tagger.h"
#include "extract/language/training/train_tokenizer.h"

namespace factgraph {
namespace {

std::vector<ConlluDocument> read_documents(const std::vector<std::string>& paths) {
  std::vector<ConlluDocument> documents;
  for (const std::string& path : paths) {
    std::ifstream file(path);
    if (!file) throw InputError(fmt::format("{}: cannot open", path));
    read_conllu(file, path, [&](ConlluDocument document) { documents.push_back(std::move(document)); });
  }
  return documents;
}

std::vector<Sentence> read_treebanks(const std::vector<std::string>& paths) {
  std::vector<Sentence> sentences;
  for (ConlluDocument& document : read_documents(paths)) {
    std::move(document.annotation.sentences.begin(), document.annotation.sentences.end(),
              std::back_inserter(sentences));
  }
  return sentences;
}

void write_documents(const std::vector<ConlluDocument>& documents, const std::string& path) {
  std::ofstream file(path);
  for (const ConlluDocument& document : documents) {
    write_conllu(file, document.id, document.text, document.annotation);
  }
  file.close();
  if (!file) throw InputError(fmt::format("{}: cannot write", path));
}

// Options shared by the treebank trainers.
struct Treebanks {
  std::vector<std::string> inputs;
  std::string words;
  std::string output;

  [[nodiscard]] WordClasses word_classes() const { return WordClasses(ModelFile::open(words)); }
  void declare_words(CLI::App& command) {
    command.add_option("-w,--words", words, "Model of word classes")->required();
  }

  void declare(CLI::App& command) {
    command.add_option("TREEBANK", inputs, "CoNLL-U files to learn from")->required();
    command.add_option("-o,--output", output, "Model file to write")->required();
  }
};

void declare_tokenizer(CLI::App& app) {
  struct Options {
    Treebanks treebanks;
    TokenizerTraining training;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("tokenizer", "Train the sentence splitter and tokenizer");
  options->treebanks.declare(*command);
  command->add_option("--seed", options->training.seed, "Seed of the order of documents")->capture_default_str();
  command->add_option("--epochs", options->training.epochs)->capture_default_str();
  command->add_option("--bits", options->training.bits, "2^bits weights each for words and sentences")
      ->capture_default_str()
      ->check(CLI::Range(8, 24));
  command->callback([options] {
    train_tokenizer(read_documents(options->treebanks.inputs), options->training, options->treebanks.output);
  });
}

void declare_tagger(CLI::App& app) {
  struct Options {
    Treebanks treebanks;
    TaggerTraining training;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("tagger", "Train the part-of-speech tagger");
  options->treebanks.declare(*command);
  options->treebanks.declare_words(*command);
  command->add_option("--step", options->training.step, "Weights are rounded to multiples of this")
      ->capture_default_str();
  command->add_option("--seed", options->training.seed, "Seed of the order of sentences")->capture_default_str();
  command->add_option("--epochs", options->training.epochs)->capture_default_str();
  command->add_option("--rows", options->training.rows, "Rows of the table of weights")->capture_default_str();
  command->add_option("--min-word", options->training.min_word, "Rarer words are unknown")->capture_default_str();
  command->callback([options] {
    train_tagger(read_treebanks(options->treebanks.inputs), options->treebanks.word_classes(), options->training,
                 options->treebanks.output);
  });
}

void declare_lemmatizer(CLI::App& app) {
  const auto treebanks = std::make_shared<Treebanks>();
  CLI::App* command = app.add_subcommand("lemmatizer", "Learn the lemma rules");
  treebanks->declare(*command);
  command->callback([treebanks] { train_lemmatizer(read_treebanks(treebanks->inputs), treebanks->output); });
}

void declare_jackknife(CLI::App& app) {
  struct Options {
    Treebanks treebanks;
    TaggerTraining training;
    int folds = 10;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("jackknife", "Retag treebanks with taggers that have not seen them, to train parsers on");
  command->add_option("TREEBANK", options->treebanks.inputs, "CoNLL-U files")->required();
  command->add_option("-o,--output", options->treebanks.output, "CoNLL-U file to write")->required();
  options->treebanks.declare_words(*command);
  command->add_option("--folds", options->folds)->capture_default_str()->check(CLI::Range(2, 1000));
  command->callback([options] {
    std::vector<ConlluDocument> documents = read_documents(options->treebanks.inputs);
    std::vector<Sentence*> sentences;
    for (ConlluDocument& document : documents) {
      for (Sentence& sentence : document.annotation.sentences) sentences.push_back(&sentence);
    }
    jackknife_tags(sentences, options->folds, options->treebanks.word_classes(), options->training,
                   options->treebanks.output + ".draft");
    write_documents(documents, options->treebanks.output);
  });
}

void declare_parser(CLI::App& app) {
  struct Options {
    Treebanks treebanks;
    ParserTraining training;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("parser", "Train a dependency parser");
  options->treebanks.declare(*command);
  options->treebanks.declare_words(*command);
  command->add_option("--step", options->training.step, "Weights are rounded to multiples of this")
      ->capture_default_str();
  command->add_option("--seed", options->training.seed, "Seed of order and exploration")->capture_default_str();
  command->add_option("--epochs", options->training.epochs)->capture_default_str();
  command->add_option("--rows", options->training.rows, "Rows of the table of weights")->capture_default_str();
  command->add_option("--min-word", options->training.min_word, "Rarer words are unknown")->capture_default_str();
  command->add_flag("--right-to-left", options->training.right_to_left, "Read sentences backwards");
  command->callback([options] {
    train_parser(read_treebanks(options->treebanks.inputs), options->treebanks.word_classes(), options->training,
                 options->treebanks.output);
  });
}

void declare_apply(CLI::App& app) {
  struct Options {
    std::vector<std::string> inputs;
    std::string models;
    std::string output;
    bool fast = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("apply", "Tag and parse the words of treebanks, to score models with");
  command->add_option("TREEBANK", options->inputs, "CoNLL-U files")->required();
  command->add_option("-m,--models", options->models, "Folder of models; those built in if not given");
  command->add_option("-o,--output", options->output, "CoNLL-U file to write")->required();
  command->add_flag("--fast", options->fast, "Trees by one parser");
  command->callback([options] {
    const LanguageEngine engine({.fast = options->fast, .models_dir = options->models});
    std::vector<ConlluDocument> documents = read_documents(options->inputs);
    for (ConlluDocument& document : documents) {
      for (Sentence& sentence : document.annotation.sentences) {
        sentence.tagged = sentence.parsed = false;
        for (Token& token : sentence.tokens) token.lemma.clear();
      }
      Document whole;
      whole.text = document.text;
      engine.complete(whole, document.annotation);
    }
    write_documents(documents, options->output);
  });
}

}  // namespace
}  // namespace factgraph

int main(int argc, char** argv) {
  CLI::App app("Trains the language models of factgraph.", "factgraph-train");
  app.require_subcommand(1);
  factgraph::declare_tokenizer(app);
  factgraph::declare_tagger(app);
  factgraph::declare_lemmatizer(app);
  factgraph::declare_jackknife(app);
  factgraph::declare_parser(app);
  factgraph::declare_apply(app);
  factgraph::declare_name_commands(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    fmt::print(stderr, "factgraph-train: {}\n", error.what());
    return 1;
  }
  return 0;
}
