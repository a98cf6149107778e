// factgraph-train-coreference: learns what pronouns and descriptions stand for, from texts with coreference clusters.
//
// Reads JSON lines {"text", "all": [{"mentions": [{"start", "end", "min": [[start, end], ...]}]}]}, offsets in code points,
// and writes the weights as the list of numbers that extract/coreference.cpp includes. A log-linear model over the choices of
// each decision, trained by AdaGrad (Duchi, Hazan and Singer 2011); the same texts give the same numbers.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "extract/coreference.h"
#include "extract/entities.h"
#include "extract/language/engine.h"
#include "schema/ontology.h"

namespace factgraph {
namespace {

struct Decision {
  std::vector<ReferenceFeatures> choices;
  std::vector<bool> right;
  std::size_t text = 0;  // number of the text it is from
};

// Answers for one document and keeps the decisions.
class Key final : public ReferenceTeacher {
 public:
  Key(const nlohmann::json& document, const Annotation& annotation, std::size_t text, std::vector<Decision>& decisions)
      : text_(text), decisions_(decisions) {
    std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> at;  // start -> length of the mention, cluster
    std::uint32_t number = 0;
    for (const auto& cluster : document.at("all")) {
      for (const auto& mention : cluster.at("mentions")) {
        const std::uint32_t length = mention.at("end").get<std::uint32_t>() - mention.at("start").get<std::uint32_t>();
        for (const auto& word : mention.at("min")) {
          const auto [known, fresh] = at.emplace(word.at(0).get<std::uint32_t>(), std::pair(length, number));
          if (!fresh && length < known->second.first) known->second = {length, number};
        }
      }
      ++number;
    }
    for (const Sentence& sentence : annotation.sentences) {
      auto& row = meant_.emplace_back();
      for (const Token& token : sentence.tokens) {
        const auto found = at.find(token.span.start);
        row.push_back(found == at.end() ? kNothing : found->second.second);
      }
    }
  }

  std::uint32_t meant(std::uint32_t sentence, std::uint32_t token) override { return meant_.at(sentence).at(token); }

  void learn(const std::vector<ReferenceFeatures>& choices, const std::vector<bool>& right) override {
    decisions_.push_back({choices, right, text_});
  }

 private:
  std::size_t text_;
  std::vector<std::vector<std::uint32_t>> meant_;
  std::vector<Decision>& decisions_;
};

std::vector<Decision> read_decisions(const std::string& path, const std::string& models) {
  std::ifstream file(path);
  if (!file) throw InputError(fmt::format("{}: cannot open", path));
  const LanguageEngine engine(LanguageEngine::Options{.fast = false, .models_dir = models});
  const Ontology ontology = Ontology::shipped();
  std::vector<Decision> decisions;
  std::size_t text = 0;
  for (std::string line; std::getline(file, line); ++text) {
    const auto json = nlohmann::json::parse(line);
    Document document;
    document.text = Text(json.at("text").get<std::string>());
    const Annotation annotation = engine.annotate(document);
    Key key(json, annotation, text, decisions);
    (void)resolve_entities(document, annotation, ontology, &key);
  }
  return decisions;
}

// The likelihood of each choice, of all of them and of the right ones, up to a factor.
struct Judgement {
  std::vector<double> scores;
  double all = 0;
  double good = 0;
};

Judgement judge(const Decision& decision, const std::vector<double>& weights) {
  Judgement result;
  double most = -1e300;
  for (const ReferenceFeatures& features : decision.choices) {
    double score = 0;
    for (const std::uint16_t feature : features) score += weights[feature];
    result.scores.push_back(score);
    most = std::max(most, score);
  }
  for (std::size_t c = 0; c < result.scores.size(); ++c) {
    result.scores[c] = std::exp(result.scores[c] - most);
    result.all += result.scores[c];
    if (decision.right[c]) result.good += result.scores[c];
  }
  return result;
}

std::vector<double> train(const std::vector<Decision>& decisions, int epochs, double rate, double decay) {
  std::vector<double> weights(reference_weights(), 0.0);
  std::vector<double> squares(weights.size(), 1e-6);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (const Decision& decision : decisions) {
      const auto [scores, all, good] = judge(decision, weights);
      for (std::size_t c = 0; c < scores.size(); ++c) {
        const double gradient = scores[c] / all - (decision.right[c] ? scores[c] / good : 0.0);
        if (std::abs(gradient) < 1e-5) continue;
        for (const std::uint16_t feature : decision.choices[c]) {
          const double slope = gradient + decay * weights[feature];
          squares[feature] += slope * slope;
          weights[feature] -= rate * slope / std::sqrt(squares[feature]);
        }
      }
    }
  }
  return weights;
}

// Prints how well texts are read by weights learnt from others: `folds` times, each text once.
void check(const std::vector<Decision>& decisions, std::size_t folds, int epochs, double rate, double decay) {
  double loss = 0;
  std::size_t right = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::vector<Decision> others;
    for (const Decision& decision : decisions) {
      if (decision.text % folds != fold) others.push_back(decision);
    }
    const std::vector<double> weights = train(others, epochs, rate, decay);
    for (const Decision& decision : decisions) {
      if (decision.text % folds != fold) continue;
      const Judgement judgement = judge(decision, weights);
      loss -= std::log(judgement.good / judgement.all);
      const auto best = std::max_element(judgement.scores.begin(), judgement.scores.end());
      right += decision.right[static_cast<std::size_t>(best - judgement.scores.begin())] ? 1U : 0U;
    }
  }
  const auto all = static_cast<double>(decisions.size());
  fmt::print("{} decisions, mean loss {:.4f}, right {:.4f}\n", decisions.size(), loss / all,
             static_cast<double>(right) / all);
}

void write(const std::vector<double>& weights, const std::string& path) {
  std::ofstream file(path);
  std::string line;
  for (const double weight : weights) {
    const std::string number = fmt::format("{},", std::lround(std::clamp(weight * 256.0, -32000.0, 32000.0)));
    if (line.size() + number.size() > 118) {
      file << line << '\n';
      line.clear();
    }
    line += number;
  }
  file << line << '\n';
  file.close();
  if (!file) throw InputError(fmt::format("{}: cannot write", path));
}

int run(int argc, char** argv) {
  CLI::App app("Learns what pronouns and descriptions stand for");
  std::string input;
  std::string output;
  std::string models;
  int epochs = 8;
  double rate = 0.1;
  double decay = 3e-3;
  app.add_option("TEXTS", input, "JSON lines of texts with coreference clusters")->required();
  app.add_option("-o,--output", output, "List of weights to write");
  app.add_option("-m,--models", models, "Folder of language models (default: those in the program)");
  app.add_option("--epochs", epochs);
  app.add_option("--rate", rate);
  app.add_option("--decay", decay);
  std::size_t folds = 0;
  app.add_option("--check", folds,
                 "Write nothing, print how well texts are read by what the others teach; so many folds");
  CLI11_PARSE(app, argc, argv);
  const std::vector<Decision> decisions = read_decisions(input, models);
  fmt::print(stderr, "{} decisions\n", decisions.size());
  if (folds > 1) {
    check(decisions, folds, epochs, rate, decay);
    return 0;
  }
  if (output.empty()) throw InputError("name the file to write with --output");
  write(train(decisions, epochs, rate, decay), output);
  return 0;
}

}  // namespace
}  // namespace factgraph

int main(int argc, char** argv) {
  try {
    return factgraph::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "factgraph-train-coreference: %s\n", error.what());
    return 1;
  }
}
