#include "extract/language/training/train_parser.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "core/error.h"
#include "extract/language/parser.h"
#include "extract/language/training/perceptron.h"
#include "extract/language/word_features.h"

namespace factgraph {
namespace {

// A gold tree in the order of the walk.
class Oracle {
 public:
  Oracle(std::span<const Token> tokens, bool right_to_left)
      : heads_(tokens.size()), deprels_(tokens.size()), children_(tokens.size()) {
    const auto place = [&](std::int32_t i) {
      return right_to_left ? static_cast<std::int32_t>(tokens.size()) - 1 - i : i;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::int32_t word = place(static_cast<std::int32_t>(i));
      const std::int32_t head = tokens[i].head == Token::kNoHead ? TransitionState::kNone : place(tokens[i].head);
      heads_[static_cast<std::size_t>(word)] = head;
      deprels_[static_cast<std::size_t>(word)] = tokens[i].deprel;
      if (head != TransitionState::kNone) children_[static_cast<std::size_t>(head)].push_back(word);
    }
  }

  // Gold arcs that `move` puts out of reach (Goldberg and Nivre 2013).
  [[nodiscard]] int cost(const TransitionState& state, Move move) const {
    const auto stack = state.stack();
    const std::int32_t next = state.next();
    if (move == Move::kShift) {
      int cost = 0;
      const std::int32_t head = heads_[static_cast<std::size_t>(next)];
      for (std::size_t i = 0; i < stack.size(); ++i) {
        if (heads_[static_cast<std::size_t>(stack[i])] == next) ++cost;
        if (i + 1 < stack.size() && head == stack[i]) ++cost;
      }
      if (head == TransitionState::kNone && !stack.empty()) ++cost;
      return cost;
    }
    const std::int32_t top = stack.back();
    const std::int32_t head = heads_[static_cast<std::size_t>(top)];
    int cost = 0;
    for (const std::int32_t child : children_[static_cast<std::size_t>(top)]) {
      if (child >= next) ++cost;
    }
    if (move == Move::kLeft) {
      const std::int32_t below = stack.size() >= 2 ? stack[stack.size() - 2] : TransitionState::kNone;
      const bool reachable = head == TransitionState::kNone ? stack.size() == 1 : head == below || head > next;
      if (head != next && reachable) ++cost;
    } else if (head >= next) {
      ++cost;
    }
    return cost;
  }

  [[nodiscard]] Deprel deprel(std::int32_t word) const { return deprels_[static_cast<std::size_t>(word)]; }

 private:
  std::vector<std::int32_t> heads_;
  std::vector<Deprel> deprels_;
  std::vector<std::vector<std::int32_t>> children_;
};

std::vector<Transition> make_classes(std::span<const Sentence> sentences, bool right_to_left) {
  std::map<std::pair<Move, Deprel>, int> counts;
  for (const Sentence& sentence : sentences) {
    for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
      const Token& token = sentence.tokens[i];
      if (token.head == Token::kNoHead) continue;
      const bool left = (static_cast<std::int32_t>(i) < token.head) != right_to_left;
      ++counts[{left ? Move::kLeft : Move::kRight, token.deprel}];
    }
  }
  std::vector<Transition> classes = {{Move::kShift, Deprel::kDep}};
  for (const auto& [key, count] : counts) classes.push_back({key.first, key.second});
  return classes;
}

std::vector<std::uint32_t> frequent_words(const std::vector<std::vector<WordFeatures>>& sentences, int min_word) {
  std::map<std::uint32_t, int> counts;
  for (const std::vector<WordFeatures>& sentence : sentences) {
    for (const WordFeatures& word : sentence) ++counts[word.lower];
  }
  std::vector<std::uint32_t> words;
  for (const auto& [word, count] : counts) {
    if (count >= min_word) words.push_back(word);
  }
  return words;
}

}  // namespace

void train_parser(std::span<const Sentence> sentences, const WordClasses& word_classes, const ParserTraining& options,
                  const std::filesystem::path& path) {
  const std::vector<Transition> classes = make_classes(sentences, options.right_to_left);
  std::vector<std::vector<WordFeatures>> features;
  for (const Sentence& sentence : sentences) features.push_back(word_features(sentence.tokens, word_classes));
  const std::vector<std::uint32_t> known = frequent_words(features, options.min_word);
  const std::vector<std::uint16_t> ones(known.size(), 1);
  const WordTable known_table(known, ones);

  if (classes.size() < 3) throw InputError("no trees to train a parser on");
  AveragedPerceptron perceptron(options.rows, classes.size());
  std::vector<std::int32_t> scores(perceptron.stride());
  std::array<std::uint32_t, TransitionState::kFeatures> rows;
  std::vector<std::size_t> order(sentences.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(options.seed);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    random.shuffle(order);
    for (const std::size_t index : order) {
      const std::vector<Token>& tokens = sentences[index].tokens;
      const Oracle oracle(tokens, options.right_to_left);
      const std::vector<ParserWord> words = parser_words(tokens, features[index], known_table, options.right_to_left);
      TransitionState state(words);
      while (!state.done()) {
        if (state.stack().empty()) {
          state.apply(classes[0]);
          continue;
        }
        state.rows(perceptron.rows(), rows);
        perceptron.score(rows, scores);
        const Deprel gold = oracle.deprel(state.stack().back());
        std::array<bool, 3> allowed{};
        std::array<int, 3> cost{};
        int least = -1;
        for (const Move move : {Move::kShift, Move::kLeft, Move::kRight}) {
          const auto at = static_cast<std::size_t>(move);
          allowed[at] = state.allows(move);
          if (!allowed[at]) continue;
          cost[at] = oracle.cost(state, move);
          if (least < 0 || cost[at] < least) least = cost[at];
        }
        // The best of all classes, and the best of those that lose nothing more than they must.
        std::size_t best = classes.size();
        std::size_t right = classes.size();
        for (std::size_t i = 0; i < classes.size(); ++i) {
          const auto move = static_cast<std::size_t>(classes[i].move);
          if (!allowed[move]) continue;
          if (best == classes.size() || scores[i] > scores[best]) best = i;
          const bool good = cost[move] == least && (classes[i].move == Move::kShift || classes[i].deprel == gold);
          if (good && (right == classes.size() || scores[i] > scores[right])) right = i;
        }
        // The root's relation, or one never seen on this side, has no class.
        if (right == classes.size()) right = best;
        perceptron.learn(rows, right, best);
        const bool follow = best != right && epoch > 0 && random.fraction() < options.exploration;
        state.apply(classes[follow ? best : right]);
      }
    }
  }

  std::vector<std::string> names;
  for (const Transition& transition : classes) {
    names.push_back(
        transition.move == Move::kShift
            ? "shift"
            : fmt::format("{} {}", transition.move == Move::kLeft ? "left" : "right", to_string(transition.deprel)));
  }
  const std::uint8_t direction = options.right_to_left ? 1 : 0;
  ModelWriter writer("parser", Parser::kVersion);
  writer.add_lines("classes", names);
  writer.add_array<std::uint8_t>("right_to_left", {&direction, 1});
  writer.add_array<std::uint32_t>("known.keys", known);
  writer.add_array<std::uint16_t>("known.values", ones);
  write_linear_model(writer, perceptron.average(), classes.size(), options.step);
  writer.write(path);
}

}  // namespace factgraph
