#include "extract/training/train_relations.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/error.h"
#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/language/linear_model.h"
#include "extract/language/training/perceptron.h"
#include "extract/readable.h"
#include "extract/relation_classifier.h"
#include "extract/relation_features.h"
#include "extract/relations.h"
#include "extract/times.h"

namespace factgraph {
namespace {

constexpr int kUnpooled = 2;            // epochs in which all mentions of two ends count alike
constexpr float kOtherMentions = 0.3F;  // weight, from then on, of those that do not say best how they stand
constexpr std::size_t kStride = 32;
static_assert(kStride == padded_classes(kRelationClasses));

// e^x by a polynomial: the same bits on every machine, unlike the library's.
double exponential(double x) {
  x = std::clamp(x, -40.0, 40.0);
  const double scaled = x * 1.4426950408889634;
  const auto whole = static_cast<std::int64_t>(scaled + (scaled >= 0 ? 0.5 : -0.5));
  const double rest = x - static_cast<double>(whole) * 0.6931471805599453;
  double value = 1;
  for (int i = 12; i > 0; --i) value = 1 + value * rest / i;
  return value * std::bit_cast<double>(static_cast<std::uint64_t>(whole + 1023) << 52U);
}

double sigmoid(double x) { return 1 / (1 + exponential(-x)); }

// What a fact is, in one sentence, whatever its mentions.
using Group = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;  // sentence, two ends

struct Example {
  std::size_t first = 0;  // in Data::rows
  std::uint32_t count = 0;
  std::uint32_t document = 0;
  ScoredPair pair;
  Group group;
  std::uint32_t ends = 0;  // number of the group
  std::string_view corpus;
  bool exhaustive = false;
  std::array<RelationLabel, kRelationClasses> labels;
};

struct Data {
  std::vector<std::uint32_t> rows;
  std::vector<Example> examples;           // sentence by sentence
  std::vector<std::size_t> sentence_ends;  // in examples
};

bool admits(std::uint32_t admitted, RelationClass relation) {
  return (admitted >> static_cast<unsigned>(relation) & 1U) != 0;
}

void collect(const RelationDocument& source, std::uint32_t number, const LanguageEngine& engine,
             const Ontology& ontology, const PatternSet& patterns, const RelationAdmission& admission,
             std::uint32_t rows, Data& data) {
  const Document& document = source.document;
  const Annotation annotation = engine.annotate(document);
  const std::vector<bool> readable = readable_sentences(document, annotation);
  const std::vector<TimeExpression> times = find_times(document, annotation);
  const ResolvedEntities entities = resolve_entities(document, annotation, ontology);
  std::vector<RelationFeatures::Feature> features;
  for (std::uint32_t s = 0; s < annotation.sentences.size(); ++s) {
    const std::span<const ResolvedMention> mentions = entities.in(s);
    if (!readable[s] || mentions.empty()) continue;
    std::vector<TimeExpression> own;
    std::copy_if(times.begin(), times.end(), std::back_inserter(own),
                 [&](const TimeExpression& time) { return time.sentence == s; });
    const Tree tree(annotation.sentences[s]);
    const SentenceGraph graph(tree, mentions, entities.entities, own, ontology);
    const SentenceView plain{tree, graph, mentions, entities.entities, own};
    std::vector<std::uint32_t> triggers;
    const std::vector<Relation> known = find_relations(document.text, s, plain, ontology, patterns, triggers);
    const std::vector<ResolvedMention> ends = with_relative_pronouns(plain, ontology);
    const SentenceView view{tree, graph, ends, entities.entities, own};
    const RelationFeatures sentence(view, ontology, engine.word_classes(), known);
    const auto span = [&](const auto& end) { return Span{tree[end.first].span.start, tree[end.last - 1].span.end}; };
    const auto number_of_sentence = static_cast<std::uint32_t>(data.sentence_ends.size());
    for (const RelationPair& pair : sentence.pairs()) {
      Example example;
      example.pair = describe(admission, view, pair, known);
      if (example.pair.admitted == 0) continue;
      const Span subject = span(*pair.subject);
      const Span object = pair.object != nullptr ? span(*pair.object) : span(*pair.date);
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        if ((example.pair.admitted >> c & 1U) != 0) {
          const bool unsure = !source.marked && example.pair.known[c] != ScoredPair::kUnknown;
          if (!unsure) example.labels[c] = source.label(static_cast<RelationClass>(c), subject, object);
        }
      }
      // Who belongs to a party or a team is its member.
      RelationLabel& member = example.labels[static_cast<std::size_t>(RelationClass::kMemberOf)];
      if (!admits(example.pair.admitted, RelationClass::kWorksFor) &&
          admits(example.pair.admitted, RelationClass::kMemberOf) && member.weight == 0) {
        member = source.label(RelationClass::kWorksFor, subject, object);
      }
      // Employees and members are one to KnowledgeNet; where a pattern says member, it is one.
      RelationLabel& employee = example.labels[static_cast<std::size_t>(RelationClass::kWorksFor)];
      const bool told = example.pair.known[static_cast<std::size_t>(RelationClass::kMemberOf)] != ScoredPair::kUnknown;
      if (told && member.weight == 0 && employee.holds) member = std::exchange(employee, {});
      sentence.of(pair, features);
      example.first = data.rows.size();
      example.count = static_cast<std::uint32_t>(features.size());
      example.document = number;
      example.corpus = source.corpus;
      example.exhaustive = source.exhaustive;
      example.group = {number_of_sentence, example.pair.subject, example.pair.object};
      for (const RelationFeatures::Feature& feature : features) data.rows.push_back(row_of(feature.hash, rows));
      data.examples.push_back(example);
    }
    data.sentence_ends.push_back(data.examples.size());
  }
}

class Regression {
 public:
  Regression(const Data& data, const RelationTraining& options)
      : data_(data), options_(options), weights_(options.rows * kStride), squares_(options.rows * kStride) {}

  void train(std::vector<std::uint32_t> order) {
    Random random(options_.seed);
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      random.shuffle(order);
      const bool pooled = epoch >= kUnpooled;
      if (pooled) pool(order);
      for (const std::uint32_t e : order) learn(data_.examples[e], pooled);
    }
  }

  [[nodiscard]] double score(const Example& example, std::size_t c) const {
    double sum = 0;
    for (const std::uint32_t row : rows(example)) sum += static_cast<double>(weights_[row * kStride + c]);
    return sum;
  }

  [[nodiscard]] const std::vector<float>& weights() const { return weights_; }

 private:
  std::span<const std::uint32_t> rows(const Example& example) const {
    return {data_.rows.data() + example.first, example.count};
  }

  // Finds the pair of mentions that says best how two ends stand to each other; there is little to learn from the others.
  void pool(const std::vector<std::uint32_t>& order) {
    best_.clear();
    for (const std::uint32_t e : order) {
      const Example& example = data_.examples[e];
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        if (!example.labels[c].holds) continue;
        const double s = score(example, c);
        const auto [at, fresh] = best_.try_emplace({example.ends, c}, s);
        if (!fresh) at->second = std::max(at->second, s);
      }
    }
  }

  void learn(const Example& example, bool pooled) {
    for (std::size_t c = 0; c < kRelationClasses; ++c) {
      RelationLabel label = example.labels[c];
      if (label.weight == 0) continue;
      if (pooled && label.holds && score(example, c) < best_.at({example.ends, c}) - 1) label.weight *= kOtherMentions;
      const double error = (label.holds ? 1.0 : 0.0) - sigmoid(score(example, c));
      const auto gradient = static_cast<float>(error) * label.weight;
      for (const std::uint32_t row : rows(example)) {
        float& weight = weights_[row * kStride + c];
        float& square = squares_[row * kStride + c];
        const float change = gradient - static_cast<float>(options_.ridge) * weight;
        square += change * change;
        weight += static_cast<float>(options_.rate) * change / (1e-3F + std::sqrt(square));
      }
    }
  }

  const Data& data_;
  const RelationTraining& options_;
  std::vector<float> weights_, squares_;
  std::map<std::pair<std::uint32_t, std::size_t>, double> best_;  // of a group and class that holds
};

// A pair of mentions and a class, as the judge sees them.
struct Case {
  std::size_t relation = 0;
  std::uint32_t document = 0;
  std::string_view corpus;
  bool exhaustive = false;
  RelationLabel label;
  std::uint8_t known = 0;
  std::vector<std::uint32_t> rows;
  double score = 0;  // by a judge that has not seen the document
};

std::vector<Case> cases_of(const Data& data) {
  std::vector<Case> cases;
  std::vector<ScoredPair> pairs;
  std::size_t begin = 0;
  for (const std::size_t end : data.sentence_ends) {
    pairs.clear();
    for (std::size_t e = begin; e < end; ++e) pairs.push_back(data.examples[e].pair);
    const PairCompany company(pairs);
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      const Example& example = data.examples[begin + p];
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        const bool turned = (pairs[p].symmetric >> c & 1U) != 0 && pairs[p].subject_first > pairs[p].object_first;
        if (example.labels[c].weight < 0.5F || turned || !company.plausible(p, c)) continue;
        Case one{c, example.document, example.corpus, example.exhaustive, example.labels[c], pairs[p].known[c], {}, 0};
        company.features(p, c, one.rows);
        cases.push_back(std::move(one));
      }
    }
    begin = end;
  }
  return cases;
}

class JudgeTraining {
 public:
  explicit JudgeTraining(const RelationTraining& options)
      : options_(options), weights_(RelationJudge::kRows), squares_(RelationJudge::kRows) {}

  void train(std::vector<const Case*> cases) {
    Random random(options_.seed);
    for (int epoch = 0; epoch < options_.judge_epochs; ++epoch) {
      random.shuffle(cases);
      for (const Case* one : cases) {
        const double error = (one->label.holds ? 1.0 : 0.0) - sigmoid(score(*one));
        for (const std::uint32_t row : one->rows) {
          const float change =
              static_cast<float>(error) * one->label.weight - static_cast<float>(options_.judge_ridge) * weights_[row];
          squares_[row] += change * change;
          weights_[row] += static_cast<float>(options_.judge_rate) * change / (1e-3F + std::sqrt(squares_[row]));
        }
      }
    }
  }

  [[nodiscard]] double score(const Case& one) const {
    double sum = 0;
    for (const std::uint32_t row : one.rows) sum += static_cast<double>(weights_[row]);
    return sum;
  }

  [[nodiscard]] std::vector<std::int16_t> weights() const {
    std::vector<std::int16_t> result;
    for (const float weight : weights_) {
      const double units = std::round(static_cast<double>(weight) / RelationJudge::kStep);
      result.push_back(static_cast<std::int16_t>(std::clamp(units, -32000.0, 32000.0)));
    }
    return result;
  }

 private:
  const RelationTraining& options_;
  std::vector<float> weights_, squares_;
};

// Fits p = sigmoid(slope * score + offset) by Newton's method (Platt 1999; Lin, Lin and Weng 2007).
std::pair<double, double> fit_platt(const std::vector<Case>& cases) {
  double positives = 0;
  double negatives = 0;
  for (const Case& one : cases) (one.label.holds ? positives : negatives) += static_cast<double>(one.label.weight);
  const double high = (positives + 1) / (positives + 2);
  const double low = 1 / (negatives + 2);
  double slope = 1;
  double offset = 0;
  for (int round = 0; round < 50; ++round) {
    double g0 = 0, g1 = 0, h00 = 1e-6, h01 = 0, h11 = 1e-6;
    for (const Case& one : cases) {
      const double p = sigmoid(slope * one.score + offset);
      const double weight = static_cast<double>(one.label.weight);
      const double error = weight * ((one.label.holds ? high : low) - p);
      const double curve = weight * p * (1 - p);
      g0 += error * one.score;
      g1 += error;
      h00 += curve * one.score * one.score;
      h01 += curve * one.score;
      h11 += curve;
    }
    const double determinant = h00 * h11 - h01 * h01;
    if (determinant < 1e-9) break;
    const double limit = 1;
    slope += std::clamp((h11 * g0 - h01 * g1) / determinant, -limit, limit);
    offset += std::clamp((h00 * g1 - h01 * g0) / determinant, -limit, limit);
    slope = std::max(slope, 0.05);
  }
  return {slope, offset};
}

// How many of the cases that are taken above a probability are right.
struct Tally {
  double right = 0, found = 0, wanted = 0;
  void add(const Case& one, bool taken) {
    wanted += one.label.holds ? 1 : 0;
    found += taken ? 1 : 0;
    right += taken && one.label.holds ? 1 : 0;
  }
  [[nodiscard]] std::string text() const {
    const double p = right / std::max(found, 1.0);
    const double r = right / std::max(wanted, 1.0);
    return fmt::format("P {:.3f} R {:.3f} F1 {:.3f}", p, r, 2 * p * r / std::max(p + r, 1e-9));
  }
};

// What the probabilities of cases not seen are worth: by class and corpus, by threshold, and by stretches of probability.
void report(const std::vector<Case>& cases, double slope, double offset) {
  const double least = RelationClassifier::kLeast / 10000.0;
  std::array<std::map<std::string_view, Tally>, kRelationClasses> classes;
  std::map<std::string_view, std::map<int, Tally>> thresholds;
  std::array<Tally, 10> stretches;
  double loss = 0;
  for (const Case& one : cases) {
    const double p = sigmoid(slope * one.score + offset);
    const bool told = one.known == ScoredPair::kToldOfThese;
    classes[one.relation][one.corpus].add(one, told || p >= least);
    for (int percent = 20; percent <= 70; percent += 5) {
      thresholds[one.corpus][percent].add(one, told || p * 100 >= percent);
    }
    if (one.exhaustive) stretches[std::min(static_cast<std::size_t>(p * 10), std::size_t{9})].add(one, true);
    loss -= std::log(one.label.holds ? p : 1 - p);
  }
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    fmt::print("{:<18}", relation_of(static_cast<RelationClass>(c)));
    for (const auto& [corpus, tally] : classes[c]) fmt::print("{} {}  ", corpus, tally.text());
    fmt::print("\n");
  }
  for (const auto& [corpus, by_threshold] : thresholds) {
    for (const auto& [percent, tally] : by_threshold) fmt::print("{} above .{}: {}\n", corpus, percent, tally.text());
  }
  for (std::size_t s = 0; s < stretches.size(); ++s) {
    fmt::print("probability .{} to .{}: {:5.0f} cases, {:.3f} right\n", s, s + 1, stretches[s].found,
               stretches[s].right / std::max(stretches[s].found, 1.0));
  }
  fmt::print("{:.4f} nats a case\n", loss / std::max<double>(static_cast<double>(cases.size()), 1));
}

}  // namespace

void train_relations(const RelationDocuments& documents, const LanguageEngine& engine, const Ontology& ontology,
                     const RelationTraining& options, const std::filesystem::path& path) {
  const PatternSet patterns(ontology);
  const RelationAdmission admission(ontology);
  Data data;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    collect(*documents[d], static_cast<std::uint32_t>(d), engine, ontology, patterns, admission, options.rows, data);
  }
  std::map<Group, std::uint32_t> numbers;
  for (Example& example : data.examples) {
    example.ends = numbers.try_emplace(example.group, static_cast<std::uint32_t>(numbers.size())).first->second;
  }
  if (data.examples.empty()) throw InputError("the corpora hold no pair of mentions to learn from");
  fmt::print("{} documents, {} pairs, {} features\n", documents.size(), data.examples.size(), data.rows.size());

  const auto select = [&](const auto& wanted) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t e = 0; e < data.examples.size(); ++e) {
      if (wanted(data.examples[e])) order.push_back(e);
    }
    return order;
  };
  const auto held = [&](std::uint32_t document, int fold) {
    return static_cast<int>(document % static_cast<std::uint32_t>(options.folds)) == fold;
  };
  // The judge learns from scores by weights that have not seen the document.
  for (int fold = 0; fold < options.folds; ++fold) {
    Regression regression(data, options);
    regression.train(select([&](const Example& example) { return !held(example.document, fold); }));
    for (Example& example : data.examples) {
      if (!held(example.document, fold)) continue;
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        const double units = std::round(regression.score(example, c) / RelationClassifier::kStep);
        example.pair.scores[c] = static_cast<std::int16_t>(std::clamp(units, -32000.0, 32000.0));
      }
    }
  }
  std::vector<Case> cases = cases_of(data);
  for (int fold = 0; fold < options.folds; ++fold) {
    JudgeTraining judge(options);
    std::vector<const Case*> others;
    for (const Case& one : cases) {
      if (!held(one.document, fold)) others.push_back(&one);
    }
    judge.train(std::move(others));
    for (Case& one : cases) {
      if (held(one.document, fold)) one.score = judge.score(one);
    }
  }
  // Probabilities are measured where little that holds goes unmarked.
  std::vector<Case> sure;
  std::copy_if(cases.begin(), cases.end(), std::back_inserter(sure), [](const Case& one) { return one.exhaustive; });
  const auto [slope, offset] = fit_platt(sure.empty() ? cases : sure);
  report(cases, slope, offset);
  std::vector<std::uint16_t> probabilities;
  for (std::size_t b = 0; b < RelationJudge::kBuckets; ++b) {
    const double middle =
        (static_cast<double>(b) - RelationJudge::kBuckets / 2.0 + 0.5) * RelationJudge::kBucket * RelationJudge::kStep;
    const double p = std::clamp(sigmoid(slope * middle + offset), 0.0001, 0.99);
    probabilities.push_back(static_cast<std::uint16_t>(std::lround(p * 10000)));
  }
  JudgeTraining judge(options);
  std::vector<const Case*> all;
  for (const Case& one : cases) all.push_back(&one);
  judge.train(std::move(all));

  Regression regression(data, options);
  regression.train(select([](const Example&) { return true; }));
  ModelWriter writer{std::string(RelationClassifier::kKind), RelationClassifier::kVersion};
  writer.add_array<std::int16_t>("judge", judge.weights());
  writer.add_array<std::uint16_t>("probabilities", probabilities);
  write_linear_model(writer, regression.weights(), kRelationClasses, RelationClassifier::kStep);
  writer.write(path);
}

}  // namespace factgraph
