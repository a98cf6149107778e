#include "extract/language/recognizer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <unordered_map>
#include <utility>

#include "extract/language/name_features.h"
#include "extract/language/name_rules.h"

namespace factgraph {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min() / 4;

// The labels each label may follow.
struct Predecessors {
  std::array<std::array<std::uint8_t, kNameLabels>, kNameLabels> labels{};
  std::array<std::uint8_t, kNameLabels> sizes{};
};

constexpr Predecessors predecessors() {
  Predecessors all;
  for (std::uint32_t next = 0; next < kNameLabels; ++next) {
    for (std::uint32_t label = 0; label < kNameLabels; ++label) {
      if (may_follow(label, next)) all.labels[next][all.sizes[next]++] = static_cast<std::uint8_t>(label);
    }
  }
  return all;
}
constexpr Predecessors kPredecessors = predecessors();

// Best paths through the labels of one sentence, forwards and, where there are names, backwards.
class Decoder {
 public:
  explicit Decoder(const NameModel& model) : model_(model) {}

  // The best label of each token.
  std::span<const std::uint8_t> decode(std::span<const NameScores> emissions) {
    const std::size_t count = emissions.size();
    forward_.resize(count);
    back_.resize(count);
    path_.resize(count);
    for (std::size_t t = 0; t < count; ++t) {
      for (std::uint32_t label = 0; label < kNameLabels; ++label) {
        std::int32_t best = kNever;
        std::uint8_t from = 0;
        if (t == 0) {
          if (!open_before(label)) best = model_.transition(kOutside, label);
        } else {
          for (std::uint8_t i = 0; i < kPredecessors.sizes[label]; ++i) {
            const std::uint8_t before = kPredecessors.labels[label][i];
            const std::int32_t score = forward_[t - 1][before] + model_.transition(before, label);
            if (score > best) {
              best = score;
              from = before;
            }
          }
        }
        forward_[t][label] = std::max(best + emissions[t][label], kNever);
        back_[t][label] = from;
      }
      rebase(forward_[t]);
    }
    std::uint8_t label = kOutside;
    for (std::uint8_t other = 0; other < kNameLabels; ++other) {
      if (!open_after(other) && forward_[count - 1][other] > forward_[count - 1][label]) label = other;
    }
    for (std::size_t t = count; t-- > 0;) {
      path_[t] = label;
      label = back_[t][label];
    }
    return path_;
  }

  // How much each token's best label is ahead of any other there; behind `decode` of the same sentence.
  std::span<const std::int32_t> margins(std::span<const NameScores> emissions) {
    const std::size_t count = emissions.size();
    margins_.resize(count);
    NameScores behind{};  // the best score of what follows a label, its own emission left out
    for (std::uint32_t label = 0; label < kNameLabels; ++label) behind[label] = open_after(label) ? kNever : 0;
    for (std::size_t t = count; t-- > 0;) {
      std::int32_t best = kNever;
      std::int32_t other = kNever;
      for (std::uint32_t label = 0; label < kNameLabels; ++label) {
        const std::int32_t score = forward_[t][label] + behind[label];
        (label == path_[t] ? best : other) = std::max(score, label == path_[t] ? best : other);
      }
      margins_[t] = best - other;
      if (t == 0) break;
      NameScores before{};
      before.fill(kNever);
      for (std::uint32_t label = 0; label < kNameLabels; ++label) {
        const std::int32_t score = behind[label] + emissions[t][label];
        for (std::uint8_t i = 0; i < kPredecessors.sizes[label]; ++i) {
          const std::uint8_t from = kPredecessors.labels[label][i];
          before[from] = std::max(before[from], score + model_.transition(from, label));
        }
      }
      rebase(before);
      behind = before;
    }
    return margins_;
  }

 private:
  // Only differences count: keeps scores small however long the sentence.
  static void rebase(NameScores& scores) {
    const std::int32_t best = *std::max_element(scores.begin(), scores.end());
    for (std::int32_t& score : scores) score = std::max(score - best, kNever);
  }

  const NameModel& model_;
  std::vector<NameScores> forward_;
  std::vector<std::array<std::uint8_t, kNameLabels>> back_;
  std::vector<std::uint8_t> path_;
  std::vector<std::int32_t> margins_;
};

// How often a document's first reading takes a word for part of a name of each type, and last for none.
using Votes = std::array<std::uint32_t, kNameTypes + 1>;

// What a word's other places are taken for by more than half of them; `own` if there is no such thing.
std::uint8_t majority(const Votes& votes, std::uint8_t own) {
  std::uint32_t total = 0;
  for (const std::uint32_t count : votes) total += count;
  --total;
  for (std::uint8_t type = 0; type < votes.size(); ++type) {
    if (type != own && votes[type] * 2 > total) return type;
  }
  return own;
}

// What the rest of the document adds to the scores of a type, or of none.
constexpr std::int32_t kPersuasion = 30;

// What it adds where it says what has the name.
constexpr std::int32_t kSaid = 60;

void add_type(std::size_t type, std::int32_t more, NameScores& scores) {
  for (std::size_t label = 1 + 4 * type; label < 5 + 4 * type; ++label) scores[label] += more;
}

}  // namespace

NameRecognizer::NameRecognizer(const ModelFile& names, WordClasses classes)
    : model_(names), classes_(std::move(classes)) {}

std::vector<NameRecognizer::Candidate> NameRecognizer::candidates(const std::vector<Sentence>& sentences) const {
  const NameFeatures features(sentences, classes_);
  Decoder decoder(model_);
  std::vector<NameScores> emissions;
  std::array<std::uint64_t, NameFeatures::kCount> active{};
  const auto score = [&](std::uint32_t s) {
    const std::size_t count = sentences[s].tokens.size();
    emissions.assign(count, NameScores{});
    for (std::size_t t = 0; t < count; ++t) {
      features.of(s, t, active);
      for (const std::uint64_t feature : active) model_.add(feature, emissions[t]);
      const std::uint8_t said = features.words(s)[t].said;
      if (said != NameWord::kNothingSaid) add_type(said, kSaid, emissions[t]);
    }
  };
  const auto read = [&](std::uint32_t s, std::vector<Candidate>& found) {
    const std::span<const std::uint8_t> path = decoder.decode(emissions);
    if (std::all_of(path.begin(), path.end(), [](std::uint8_t label) { return label == kOutside; })) return;
    const std::span<const std::int32_t> margins = decoder.margins(emissions);
    for (std::uint32_t t = 0; t < path.size(); ++t) {
      if (path[t] == kOutside) continue;
      const std::uint32_t first = t;
      std::int32_t margin = margins[t];
      while (open_after(path[t])) margin = std::min(margin, margins[++t]);
      found.push_back({s, {first, t + 1, type_of(path[first]), 0.0F}, margin});
    }
  };

  std::vector<Candidate> first;
  for (std::uint32_t s = 0; s < sentences.size(); ++s) {
    if (sentences[s].tokens.empty()) continue;
    score(s);
    read(s, first);
  }

  // A second reading where the rest of the document takes a word for part of a name of one type.
  std::unordered_map<std::uint32_t, Votes> votes;
  std::vector<std::size_t> starts(sentences.size() + 1);
  for (std::uint32_t s = 0; s < sentences.size(); ++s) starts[s + 1] = starts[s] + sentences[s].tokens.size();
  std::vector<std::uint8_t> types(starts.back(), kNameTypes);
  for (const Candidate& candidate : first) {
    for (std::uint32_t t = candidate.name.first; t < candidate.name.last; ++t) {
      types[starts[candidate.sentence] + t] = static_cast<std::uint8_t>(candidate.name.type);
    }
  }
  for (std::uint32_t s = 0; s < sentences.size(); ++s) {
    const std::span<const NameWord> words = features.words(s);
    for (std::size_t t = 0; t < words.size(); ++t) {
      if (words[t].capital) ++votes[words[t].lower][types[starts[s] + t]];
    }
  }
  std::vector<Candidate> found;
  auto next = first.begin();
  for (std::uint32_t s = 0; s < sentences.size(); ++s) {
    const std::span<const NameWord> words = features.words(s);
    bool again = false;
    for (std::size_t t = 0; t < words.size(); ++t) {
      if (!words[t].capital) continue;
      const std::uint8_t own = types[starts[s] + t];
      const std::uint8_t major = majority(votes.at(words[t].lower), own);
      if (major == own) continue;
      if (!again) score(s);
      again = true;
      if (major == kNameTypes) {
        emissions[t][kOutside] += kPersuasion;
      } else {
        add_type(major, kPersuasion, emissions[t]);
      }
    }
    const auto end =
        std::find_if(next, first.end(), [s](const Candidate& candidate) { return candidate.sentence != s; });
    if (again) {
      read(s, found);
    } else {
      found.insert(found.end(), next, end);
    }
    next = end;
  }
  return found;
}

void NameRecognizer::recognize(std::vector<Sentence>& sentences) const {
  for (Sentence& sentence : sentences) sentence.names.clear();
  for (Candidate& candidate : candidates(sentences)) {
    candidate.name.confidence = model_.confidence(candidate.margin);
    sentences[candidate.sentence].names.push_back(candidate.name);
  }
  correct_names(sentences);
}

}  // namespace factgraph
