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
  std::uint32_t admitted = 0;
  std::uint32_t known = 0;  // classes the patterns found
  Group group, mirrored;
  std::uint32_t ends = 0;  // number of the group
  std::string_view corpus;
  std::array<RelationLabel, kRelationClasses> labels;
};

struct Data {
  std::vector<std::uint32_t> rows;
  std::vector<Example> examples;
};

bool admits(std::uint32_t admitted, RelationClass relation) {
  return (admitted >> static_cast<unsigned>(relation) & 1U) != 0;
}

void collect(const RelationDocument& source, std::uint32_t number, const LanguageEngine& engine, const Ontology& ontology,
             const PatternSet& patterns,
             const RelationAdmission& admission, std::uint32_t rows, std::uint32_t& sentences, Data& data) {
  const Document& document = source.document;
  const Annotation annotation = engine.annotate(document);
  const std::vector<bool> readable = readable_sentences(document, annotation);
  const std::vector<TimeExpression> times = find_times(document, annotation);
  const ResolvedEntities entities = resolve_entities(document, annotation, ontology);
  std::vector<RelationFeatures::Feature> features;
  for (std::uint32_t s = 0; s < annotation.sentences.size(); ++s) {
    ++sentences;
    const std::span<const ResolvedMention> mentions = entities.in(s);
    if (!readable[s] || mentions.empty()) continue;
    std::vector<TimeExpression> own;
    std::copy_if(times.begin(), times.end(), std::back_inserter(own),
                 [&](const TimeExpression& time) { return time.sentence == s; });
    const Tree tree(annotation.sentences[s]);
    const SentenceGraph graph(tree, mentions, entities.entities, own, ontology);
    const SentenceView view{tree, graph, mentions, entities.entities, own};
    std::vector<std::uint32_t> triggers;
    const std::vector<Relation> known = find_relations(document.text, s, view, ontology, patterns, triggers);
    const RelationFeatures sentence(view, ontology, engine.word_classes(), known);
    const auto span = [&](const auto& end) {
      return Span{tree[end.first].span.start, tree[end.last - 1].span.end};
    };
    for (const RelationPair& pair : sentence.pairs()) {
      Example example;
      example.admitted = admission.admitted(view, pair);
      if (example.admitted == 0) continue;
      const Span subject = span(*pair.subject);
      const Span object = pair.object != nullptr ? span(*pair.object) : span(*pair.date);
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        if ((example.admitted >> c & 1U) != 0) {
          if (admission.find(c, view, pair, known) != nullptr) example.known |= 1U << c;
          example.labels[c] = source.label(static_cast<RelationClass>(c), subject, object);
        }
      }
      // Who belongs to a party or a team is its member.
      RelationLabel& member = example.labels[static_cast<std::size_t>(RelationClass::kMemberOf)];
      if (!admits(example.admitted, RelationClass::kWorksFor) && admits(example.admitted, RelationClass::kMemberOf) &&
          member.weight == 0) {
        member = source.label(RelationClass::kWorksFor, subject, object);
      }
      sentence.of(pair, features);
      example.first = data.rows.size();
      example.count = static_cast<std::uint32_t>(features.size());
      example.document = number;
      example.corpus = source.corpus;
      const std::uint32_t to = pair.object != nullptr ? pair.object->entity : pair.date->first;
      example.group = {sentences, pair.subject->entity, to};
      example.mirrored = {sentences, to, pair.subject->entity};
      for (const RelationFeatures::Feature& feature : features) data.rows.push_back(row_of(feature.hash, rows));
      data.examples.push_back(example);
    }
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

// A scored pair of mentions for one class.
struct Judged {
  double score = 0;
  std::string_view corpus;
  RelationLabel label;
};

// The pairs the patterns say nothing of, each with the best score of its two ends in the sentence, as the classifier has it.
std::vector<Judged> judge(const Data& data, const std::vector<std::array<float, kRelationClasses>>& scores,
                          const RelationAdmission& admission, std::size_t c) {
  std::map<Group, double> best;
  const auto key = [&](const Example& example) {
    return admission.symmetric(c) ? std::min(example.group, example.mirrored) : example.group;
  };
  for (std::size_t e = 0; e < data.examples.size(); ++e) {
    if ((data.examples[e].admitted >> c & 1U) == 0) continue;
    const double score = static_cast<double>(scores[e][c]);
    const auto [at, fresh] = best.try_emplace(key(data.examples[e]), score);
    if (!fresh) at->second = std::max(at->second, score);
  }
  std::vector<Judged> judged;
  for (std::size_t e = 0; e < data.examples.size(); ++e) {
    const Example& example = data.examples[e];
    if ((example.admitted >> c & 1U) == 0 || (example.known >> c & 1U) != 0 || example.labels[c].weight == 0) continue;
    judged.push_back({best[key(example)], example.corpus, example.labels[c]});
  }
  std::stable_sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.score > b.score; });
  return judged;
}

// Fits p = sigmoid(slope * score + offset) by Newton's method (Platt 1999; Lin, Lin and Weng 2007).
std::pair<double, double> fit_platt(const std::vector<Judged>& judged) {
  double positives = 0;
  double negatives = 0;
  for (const Judged& one : judged) (one.label.holds ? positives : negatives) += static_cast<double>(one.label.weight);
  const double high = (positives + 1) / (positives + 2);
  const double low = 1 / (negatives + 2);
  double slope = 1;
  double offset = 0;
  for (int round = 0; round < 50; ++round) {
    double g0 = 0, g1 = 0, h00 = 1e-6, h01 = 0, h11 = 1e-6;
    for (const Judged& one : judged) {
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

struct Threshold {
  double score = 1e9;
  double precision = 0, recall = 0, f1 = 0;
  [[nodiscard]] std::string text() const { return fmt::format("P {:.3f} R {:.3f} F1 {:.3f}", precision, recall, f1); }
};

// Where F1 is best among the scores above which precision holds.
Threshold choose_threshold(const std::vector<Judged>& judged, double precision) {
  double wanted = 0;
  for (const Judged& one : judged) wanted += one.label.holds ? static_cast<double>(one.label.weight) : 0;
  Threshold best;
  double right = 0;
  double found = 0;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const auto weight = static_cast<double>(judged[i].label.weight);
    found += weight;
    if (judged[i].label.holds) right += weight;
    if (i + 1 < judged.size() && judged[i + 1].score == judged[i].score) continue;
    const double p = right / found;
    const double r = right / std::max(wanted, 1.0);
    const double f1 = p + r > 0 ? 2 * p * r / (p + r) : 0;
    if (p >= precision && f1 > best.f1) best = {judged[i].score, p, r, f1};
  }
  return best;
}

}  // namespace

void train_relations(const RelationDocuments& documents, const LanguageEngine& engine, const Ontology& ontology,
                     const RelationTraining& options, const std::filesystem::path& path) {
  const PatternSet patterns(ontology);
  const RelationAdmission admission(ontology);
  Data data;
  std::uint32_t sentences = 0;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    collect(*documents[d], static_cast<std::uint32_t>(d), engine, ontology, patterns, admission, options.rows, sentences, data);
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
  // Scores by weights that have not seen the document.
  std::vector<std::array<float, kRelationClasses>> scores(data.examples.size());
  for (int fold = 0; fold < options.folds; ++fold) {
    const auto held = [&](const Example& example) {
      return static_cast<int>(example.document % static_cast<std::uint32_t>(options.folds)) == fold;
    };
    Regression regression(data, options);
    regression.train(select([&](const Example& example) { return !held(example); }));
    for (const std::uint32_t e : select(held)) {
      for (std::size_t c = 0; c < kRelationClasses; ++c) {
        scores[e][c] = static_cast<float>(regression.score(data.examples[e], c));
      }
    }
  }

  struct Tally {
    double right = 0, found = 0, wanted = 0;
    void add(const RelationLabel& label, bool taken) {
      if (label.weight < 0.5F) return;  // the corpus does not really know
      wanted += label.holds ? 1 : 0;
      found += taken ? 1 : 0;
      right += taken && label.holds ? 1 : 0;
    }
    [[nodiscard]] std::string text() const {
      const double p = right / std::max(found, 1.0);
      const double r = right / std::max(wanted, 1.0);
      return fmt::format("P {:.3f} R {:.3f} F1 {:.3f}", p, r, 2 * p * r / std::max(p + r, 1e-9));
    }
  };
  std::map<std::string_view, Tally> totals;
  double loss = 0;  // of the calibrated probabilities, in nats
  double pairs = 0;
  std::vector<std::int16_t> thresholds;
  std::vector<std::uint16_t> probabilities;
  for (std::size_t c = 0; c < kRelationClasses; ++c) {
    const std::vector<Judged> judged = judge(data, scores, admission, c);
    const auto [slope, offset] = fit_platt(judged);
    const Threshold threshold = choose_threshold(judged, options.precision);
    std::map<std::string_view, Tally> tallies;
    for (const Judged& one : judged) {
      tallies[one.corpus].add(one.label, one.score >= threshold.score);
      totals[one.corpus].add(one.label, one.score >= threshold.score);
      const double p = sigmoid(slope * one.score + offset);
      loss -= static_cast<double>(one.label.weight) * std::log(one.label.holds ? p : 1 - p);
      pairs += one.label.holds ? static_cast<double>(one.label.weight) : 0;
    }
    fmt::print("{:<18}{}  above {:.2f}, p {:.2f}", relation_of(static_cast<RelationClass>(c)), threshold.text(),
               threshold.score, sigmoid(slope * threshold.score + offset));
    for (const auto& [corpus, tally] : tallies) fmt::print("; {} {}", corpus, tally.text());
    fmt::print("\n");
    const double units = std::clamp(std::floor(threshold.score / RelationClassifier::kStep), -32000.0, 32000.0);
    thresholds.push_back(static_cast<std::int16_t>(units));
    for (std::size_t b = 0; b < RelationClassifier::kBuckets; ++b) {
      const double middle = (static_cast<double>(b) - RelationClassifier::kBuckets / 2.0 + 0.5) *
                            RelationClassifier::kBucket * RelationClassifier::kStep;
      const double p = std::clamp(sigmoid(slope * middle + offset), 0.0001, 0.99);
      probabilities.push_back(static_cast<std::uint16_t>(std::lround(p * 10000)));
    }
  }

  fmt::print("{:.4f} nats for each fact\n", loss / std::max(pairs, 1.0));
  for (const auto& [corpus, tally] : totals) fmt::print("{:<18}{}\n", corpus, tally.text());

  Regression regression(data, options);
  regression.train(select([](const Example&) { return true; }));
  ModelWriter writer{std::string(RelationClassifier::kKind), RelationClassifier::kVersion};
  writer.add_array<std::int16_t>("thresholds", thresholds);
  writer.add_array<std::uint16_t>("probabilities", probabilities);
  write_linear_model(writer, regression.weights(), kRelationClasses, RelationClassifier::kStep);
  writer.write(path);
}

}  // namespace factgraph
