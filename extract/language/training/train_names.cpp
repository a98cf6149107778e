#include "extract/language/training/train_names.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "extract/language/name_features.h"
#include "extract/language/name_labels.h"
#include "extract/language/name_model.h"

namespace factgraph {
namespace {

constexpr std::size_t kWidth = 36;  // labels, padded for vector instructions
constexpr std::uint32_t kNoRow = ~0U;
using Row = std::array<float, kWidth>;

// e^x by a polynomial: the same bits on every machine, unlike the library's.
float exponential(float x) {
  x = std::clamp(x, -80.0F, 80.0F);
  const float scaled = x * 1.44269504F;
  const auto whole = static_cast<std::int32_t>(scaled + (scaled >= 0 ? 0.5F : -0.5F));
  const float rest = x - static_cast<float>(whole) * 0.693359375F + static_cast<float>(whole) * 2.12194440e-4F;
  float value = 1.9875691500e-4F;
  value = value * rest + 1.3981999507e-3F;
  value = value * rest + 8.3334519073e-3F;
  value = value * rest + 4.1665795894e-2F;
  value = value * rest + 1.6666665459e-1F;
  value = value * rest + 5.0000001201e-1F;
  value = value * rest * rest + rest + 1.0F;
  return value * std::bit_cast<float>((whole + 127) << 23);
}

struct Example {
  std::size_t first = 0;  // token in Data::rows and Data::allowed
  std::size_t count = 0;
};

// All sentences as rows of known features.
struct Data {
  std::vector<std::uint64_t> features;  // of each row
  std::vector<std::uint32_t> rows;      // NameFeatures::kCount for each token
  std::vector<std::uint64_t> allowed;   // of each token
  std::vector<Example> examples;
};

Data collect(const std::vector<const NameDocument*>& documents, const WordClasses& classes, int min_count) {
  Data data;
  std::array<std::uint64_t, NameFeatures::kCount> active{};
  const auto for_each_token = [&](const auto& sink) {
    for (const NameDocument* document : documents) {
      const NameFeatures features(document->sentences, classes);
      for (std::size_t s = 0; s < document->sentences.size(); ++s) {
        for (std::size_t t = 0; t < document->sentences[s].tokens.size(); ++t) {
          features.of(s, t, active);
          sink(*document, s, t);
        }
      }
    }
  };
  // Counts by hash: two features that share a slot may be kept a little too early.
  std::size_t tokens = 0;
  for (const NameDocument* document : documents) {
    for (const Sentence& sentence : document->sentences) tokens += sentence.tokens.size();
  }
  const std::size_t slots = std::bit_ceil(4 * tokens * NameFeatures::kCount);
  std::vector<std::uint8_t> counts(slots);
  for_each_token([&](const NameDocument& /*document*/, std::size_t /*s*/, std::size_t /*t*/) {
    for (const std::uint64_t feature : active) {
      std::uint8_t& count = counts[feature % slots];
      if (count < 255) ++count;
    }
  });
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  for_each_token([&](const NameDocument& document, std::size_t s, std::size_t t) {
    if (t == 0) data.examples.push_back({data.allowed.size(), document.sentences[s].tokens.size()});
    data.allowed.push_back(document.allowed[s][t]);
    for (const std::uint64_t feature : active) {
      if (counts[feature % slots] < min_count) {
        data.rows.push_back(kNoRow);
        continue;
      }
      const auto [at, fresh] = known.try_emplace(feature, static_cast<std::uint32_t>(data.features.size()));
      if (fresh) data.features.push_back(feature);
      data.rows.push_back(at->second);
    }
  });
  return data;
}

using Pairs = std::array<Row, kNameLabels>;

// Forward and backward sums over the label paths of a sentence, scaled at each token.
class Lattice {
 public:
  // `potentials` of each token, 0 for labels that are ruled out. Returns false if no path is left.
  bool run(std::span<const Row> potentials, const Pairs& transitions) {
    const std::size_t count = potentials.size();
    forward_.resize(count);
    backward_.resize(count);
    for (std::size_t t = 0; t < count; ++t) {
      Row sums{};
      if (t == 0) {
        sums = transitions[kOutside];
      } else {
        for (std::size_t i = 0; i < kNameLabels; ++i) {
          const float weight = forward_[t - 1][i];
          if (weight == 0) continue;
          for (std::size_t j = 0; j < kWidth; ++j) sums[j] += weight * transitions[i][j];
        }
      }
      float total = 0;
      for (std::size_t j = 0; j < kWidth; ++j) {
        sums[j] *= potentials[t][j];
        total += sums[j];
      }
      if (!(total > 0)) return false;
      for (float& sum : sums) sum /= total;
      forward_[t] = sums;
    }
    Row ends{};
    for (std::uint32_t j = 0; j < kNameLabels; ++j) ends[j] = open_after(j) ? 0.0F : 1.0F;
    for (std::size_t t = count; t-- > 0;) {
      Row sums = ends;
      if (t + 1 < count) {
        Row next{};
        for (std::size_t j = 0; j < kWidth; ++j) next[j] = backward_[t + 1][j] * potentials[t + 1][j];
        for (std::size_t i = 0; i < kNameLabels; ++i) {
          float sum = 0;
          for (std::size_t j = 0; j < kNameLabels; ++j) sum += transitions[i][j] * next[j];
          sums[i] = sum;
        }
      }
      float total = 0;
      for (std::size_t j = 0; j < kWidth; ++j) total += sums[j] * forward_[t][j];
      if (!(total > 0)) return false;
      for (float& sum : sums) sum /= total;
      backward_[t] = sums;
    }
    return true;
  }

  // The probability of each label of a token.
  [[nodiscard]] Row labels(std::size_t t) const {
    Row row{};
    for (std::size_t j = 0; j < kWidth; ++j) row[j] = forward_[t][j] * backward_[t][j];
    return row;
  }

  // Adds `sign` times the probabilities of the label pairs before and at token t > 0.
  void add_pairs(std::size_t t, const Row& potentials, const Pairs& transitions, float sign, Pairs& sums) const {
    Row next{};
    for (std::size_t j = 0; j < kWidth; ++j) next[j] = backward_[t][j] * potentials[j];
    float total = 0;
    for (std::size_t i = 0; i < kNameLabels; ++i) {
      float sum = 0;
      for (std::size_t j = 0; j < kWidth; ++j) sum += transitions[i][j] * next[j];
      total += sum * forward_[t - 1][i];
    }
    if (!(total > 0)) return;
    for (std::size_t i = 0; i < kNameLabels; ++i) {
      const float weight = sign * forward_[t - 1][i] / total;
      for (std::size_t j = 0; j < kWidth; ++j) sums[i][j] += weight * transitions[i][j] * next[j];
    }
  }

 private:
  std::vector<Row> forward_;
  std::vector<Row> backward_;
};

// One row of weights with what regularised dual averaging remembers of its gradients.
struct Learner {
  Row weights{};
  Row sums{};     // of gradients
  Row squares{};  // of gradients

  void step(const Row& gradient, const NameTraining& options, double time) {
    for (std::size_t j = 0; j < kWidth; ++j) {
      sums[j] += gradient[j];
      squares[j] += gradient[j] * gradient[j];
    }
    settle(options, time);
  }

  void settle(const NameTraining& options, double time) {
    constexpr float kDelta = 1.0F;
    const auto rate = static_cast<float>(options.rate);
    const auto lasso = static_cast<float>(options.lasso * time);
    const auto ridge = static_cast<float>(options.ridge * time * options.rate);
    for (std::size_t j = 0; j < kWidth; ++j) {
      const float excess = std::max(std::fabs(sums[j]) - lasso, 0.0F);
      const float size = rate * excess / (kDelta + std::sqrt(squares[j]) + ridge);
      weights[j] = sums[j] > 0 ? -size : size;
    }
  }
};

struct Learnt {
  std::vector<NameModel::Row> rows;
  std::array<std::int16_t, kNameLabels * kNameLabels> transitions{};
};

class Trainer {
 public:
  Trainer(const Data& data, const NameTraining& options)
      : data_(data), options_(options), learners_(data.features.size()), random_(options.seed) {}

  Learnt train() {
    std::vector<std::uint32_t> order(data_.examples.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    for (int epoch = 1; epoch <= options_.epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random_() % i]);
      loss_ = 0;
      for (const std::uint32_t index : order) {
        time_ += 1;
        learn(data_.examples[index]);
      }
      fmt::print(stderr, "epoch {}: {:.1f} labels expected wrong\n", epoch, loss_);
    }
    return finish();
  }

 private:
  void learn(const Example& example) {
    const std::size_t count = example.count;
    const auto keep = static_cast<float>(1.0 - options_.dropout);
    const auto threshold = static_cast<std::uint64_t>(options_.dropout * 65536.0);
    active_.assign(count * NameFeatures::kCount, kNoRow);
    free_.assign(count, Row{});
    bound_.assign(count, Row{});
    std::uint64_t bits = 0;
    for (std::size_t t = 0; t < count; ++t) {
      Row scores{};
      for (std::size_t f = 0; f < NameFeatures::kCount; ++f) {
        const std::uint32_t row = data_.rows[(example.first + t) * NameFeatures::kCount + f];
        if (f % 4 == 0) bits = random_();
        const bool hidden = (bits & 0xffff) < threshold;
        bits >>= 16;
        if (row == kNoRow || hidden) continue;
        active_[t * NameFeatures::kCount + f] = row;
        const Row& weights = learners_[row].weights;
        for (std::size_t j = 0; j < kWidth; ++j) scores[j] += weights[j];
      }
      float best = scores[0];
      for (std::size_t j = 1; j < kNameLabels; ++j) best = std::max(best, scores[j]);
      for (std::size_t j = 0; j < kNameLabels; ++j) {
        free_[t][j] = exponential((scores[j] - best) / keep);
        bound_[t][j] = (data_.allowed[example.first + t] >> j & 1U) != 0 ? free_[t][j] : 0.0F;
      }
    }
    if (!all_.run(free_, transitions_) || !marked_.run(bound_, transitions_)) return;

    Pairs pairs{};
    bool moved = false;
    for (std::size_t t = 0; t < count; ++t) {
      const Row guess = all_.labels(t);
      const Row truth = marked_.labels(t);
      Row gradient{};
      float wrong = 0;
      for (std::size_t j = 0; j < kNameLabels; ++j) {
        gradient[j] = (guess[j] - truth[j]) / keep;
        wrong += std::fabs(guess[j] - truth[j]);
      }
      loss_ += static_cast<double>(wrong) / 2;
      constexpr float kSettled = 0.002F;
      if (wrong < kSettled) continue;
      moved = true;
      for (std::size_t f = 0; f < NameFeatures::kCount; ++f) {
        const std::uint32_t row = active_[t * NameFeatures::kCount + f];
        if (row != kNoRow) learners_[row].step(gradient, options_, time_);
      }
    }
    if (!moved) return;
    for (std::size_t t = 1; t < count; ++t) {
      all_.add_pairs(t, free_[t], transitions_, 1.0F, pairs);
      marked_.add_pairs(t, bound_[t], transitions_, -1.0F, pairs);
    }
    // The sentence starts as if behind a word outside.
    const Row guess = all_.labels(0);
    const Row truth = marked_.labels(0);
    for (std::size_t j = 0; j < kNameLabels; ++j) pairs[kOutside][j] += guess[j] - truth[j];
    for (std::size_t i = 0; i < kNameLabels; ++i) pair_learners_[i].step(pairs[i], options_, time_);
    set_transitions();
  }

  void set_transitions() {
    for (std::uint32_t i = 0; i < kNameLabels; ++i) {
      for (std::uint32_t j = 0; j < kNameLabels; ++j) {
        transitions_[i][j] = may_follow(i, j) ? exponential(pair_learners_[i].weights[j]) : 0.0F;
      }
    }
  }

  Learnt finish() {
    Learnt learnt;
    const auto whole = [](float weight) {
      return static_cast<int>(std::lround(weight * static_cast<float>(NameModel::kScale)));
    };
    for (std::size_t row = 0; row < learners_.size(); ++row) {
      learners_[row].settle(options_, time_);
      NameModel::Row out{data_.features[row], {}};
      for (std::uint32_t j = 0; j < kNameLabels; ++j) {
        const int weight = std::clamp(whole(learners_[row].weights[j]), -127, 127);
        if (std::abs(weight) >= options_.smallest_weight) {
          out.weights.emplace_back(static_cast<std::uint8_t>(j), static_cast<std::int8_t>(weight));
        }
      }
      if (!out.weights.empty()) learnt.rows.push_back(std::move(out));
    }
    for (std::uint32_t i = 0; i < kNameLabels; ++i) {
      pair_learners_[i].settle(options_, time_);
      for (std::uint32_t j = 0; j < kNameLabels; ++j) {
        learnt.transitions[i * kNameLabels + j] = static_cast<std::int16_t>(whole(pair_learners_[i].weights[j]));
      }
    }
    return learnt;
  }

  const Data& data_;
  const NameTraining& options_;
  std::vector<Learner> learners_;
  std::array<Learner, kNameLabels> pair_learners_{};
  Pairs transitions_ = [] {
    Pairs pairs{};
    for (std::uint32_t i = 0; i < kNameLabels; ++i) {
      for (std::uint32_t j = 0; j < kNameLabels; ++j) pairs[i][j] = may_follow(i, j) ? 1.0F : 0.0F;
    }
    return pairs;
  }();
  std::mt19937_64 random_;
  double time_ = 0;
  double loss_ = 0;
  std::vector<std::uint32_t> active_;
  std::vector<Row> free_;
  std::vector<Row> bound_;
  Lattice all_;
  Lattice marked_;
};

using Found = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, NameType>;  // sentence, first, last

// The names whose type is sure.
std::set<Found> marked_names(const NameDocument& document) {
  std::set<Found> names;
  for (std::uint32_t s = 0; s < document.sentences.size(); ++s) {
    const std::vector<std::uint64_t>& allowed = document.allowed[s];
    for (std::uint32_t t = 0; t < allowed.size(); ++t) {
      if (std::popcount(allowed[t]) != 1 || allowed[t] == 1) continue;
      const auto label = static_cast<std::uint32_t>(std::countr_zero(allowed[t]));
      if (open_before(label)) continue;
      std::uint32_t last = t;
      while (last < allowed.size() && open_after(static_cast<std::uint32_t>(std::countr_zero(allowed[last])))) ++last;
      names.emplace(s, t, last + 1, type_of(label));
    }
  }
  return names;
}

// Percent of right names by margin, made to rise (pool adjacent violators), from names that the model has not learnt from.
std::vector<std::uint8_t> calibrate(const NameRecognizer& recognizer,
                                    const std::vector<const NameDocument*>& documents) {
  constexpr std::size_t kSteps = 40;
  struct Pool {
    double right = 0;
    double found = 0;
    std::size_t steps = 1;
  };
  std::array<Pool, kSteps> bins{};
  for (const NameDocument* document : documents) {
    for (const NameRecognizer::Candidate& candidate : recognizer.candidates(document->sentences)) {
      const std::vector<std::uint64_t>& allowed = document->allowed[candidate.sentence];
      bool right = true;
      bool sure = true;
      const Name& name = candidate.name;
      for (std::uint32_t t = name.first; t < name.last; ++t) {
        const NamePart part = name.last == name.first + 1 ? NamePart::kSingle
                              : t == name.first           ? NamePart::kBegin
                              : t + 1 == name.last        ? NamePart::kEnd
                                                          : NamePart::kInside;
        right = right && (allowed[t] >> name_label(part, name.type) & 1U) != 0;
        sure = sure && std::popcount(allowed[t]) == 1;
      }
      if (right && !sure) continue;  // cannot be told
      Pool& bin = bins[std::min(static_cast<std::size_t>(candidate.margin / NameModel::kMarginStep), kSteps - 1)];
      bin.found += 1;
      if (right) bin.right += 1;
    }
  }
  std::vector<Pool> pools;
  for (const Pool& bin : bins) {
    pools.push_back(bin);
    const auto share = [](const Pool& pool) { return (pool.right + 1) / (pool.found + 2); };
    while (pools.size() > 1 && share(pools[pools.size() - 2]) >= share(pools.back())) {
      Pool& into = pools[pools.size() - 2];
      into.right += pools.back().right;
      into.found += pools.back().found;
      into.steps += pools.back().steps;
      pools.pop_back();
    }
  }
  std::vector<std::uint8_t> percent;
  for (const Pool& pool : pools) {
    const double share = 100.0 * (pool.right + 1) / (pool.found + 2);
    percent.insert(percent.end(), pool.steps, static_cast<std::uint8_t>(std::clamp(std::lround(share), 1L, 99L)));
  }
  return percent;
}

}  // namespace

void train_names(const std::vector<NameDocument>& documents, const WordClasses& classes, const NameTraining& options,
                 const std::filesystem::path& path) {
  std::vector<std::uint8_t> calibration = {50};
  if (options.held_out > 1) {
    std::vector<const NameDocument*> learnt;
    std::vector<const NameDocument*> kept;
    for (std::size_t d = 0; d < documents.size(); ++d) {
      (d % static_cast<std::size_t>(options.held_out) == 0 ? kept : learnt).push_back(&documents[d]);
    }
    const Data data = collect(learnt, classes, options.min_count);
    const Learnt model = Trainer(data, options).train();
    NameModel::write(path, model.rows, model.transitions, calibration);
    calibration = calibrate(NameRecognizer(ModelFile::open(path), classes), kept);
  }
  std::vector<const NameDocument*> all;
  for (const NameDocument& document : documents) all.push_back(&document);
  const Data data = collect(all, classes, options.min_count);
  fmt::print(stderr, "{} sentences, {} tokens, {} features\n", data.examples.size(), data.allowed.size(),
             data.features.size());
  const Learnt model = Trainer(data, options).train();
  fmt::print(stderr, "{} rows kept\n", model.rows.size());
  NameModel::write(path, model.rows, model.transitions, calibration);
}

NameAccuracy score_names(const NameRecognizer& recognizer, const std::vector<NameDocument>& documents) {
  NameAccuracy scores;
  for (const NameDocument& document : documents) {
    const std::set<Found> expected = marked_names(document);
    for (const Found& name : expected) ++scores.by_type[std::get<3>(name)].expected;
    std::vector<Sentence> sentences = document.sentences;
    recognizer.recognize(sentences);
    for (std::uint32_t s = 0; s < sentences.size(); ++s) {
      for (const Name& name : sentences[s].names) {
        const bool right = expected.contains({s, name.first, name.last, name.type});
        const auto count = [right](NameScore& score) {
          ++score.found;
          if (right) ++score.right;
        };
        count(scores.by_type[name.type]);
        if (name.type > NameType::kPlace) continue;
        count(scores.by_confidence[std::min(static_cast<std::size_t>(name.confidence * 10), std::size_t{9})]);
      }
    }
  }
  return scores;
}

}  // namespace factgraph
