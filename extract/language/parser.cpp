#include "extract/language/parser.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/error.h"
#include "extract/language/spanning_tree.h"

namespace factgraph {
namespace {

std::vector<Transition> read_classes(const ModelFile& file) {
  std::vector<Transition> classes;
  for (const std::string_view name : file.lines("classes")) {
    if (name == "shift") {
      classes.push_back({Move::kShift, Deprel::kDep});
      continue;
    }
    const std::size_t space = std::min(name.find(' '), name.size());
    const std::string_view move = name.substr(0, space);
    const auto deprel = parse_deprel(name.substr(std::min(space + 1, name.size())));
    if ((move != "left" && move != "right") || !deprel) {
      throw ModelError(fmt::format("parser model: unknown class '{}'", name));
    }
    classes.push_back({move == "left" ? Move::kLeft : Move::kRight, *deprel});
  }
  // Without one of the moves a walk could not end.
  for (const Move move : {Move::kShift, Move::kLeft, Move::kRight}) {
    if (std::none_of(classes.begin(), classes.end(), [&](const Transition& c) { return c.move == move; })) {
      throw ModelError("parser model: a kind of transition is missing; install the models of this version again");
    }
  }
  return classes;
}

}  // namespace

Parser::Parser(const ModelFile& file)
    : classes_([&] {
        file.expect("parser", kVersion);
        return read_classes(file);
      }()),
      known_(file, "known"),
      model_(file, classes_.size()) {
  const auto direction = file.array<std::uint8_t>("right_to_left");
  right_to_left_ = !direction.empty() && direction[0] != 0;
}

ParseTree Parser::parse(std::span<const Token> tokens, std::span<const WordFeatures> words) const {
  const std::vector<ParserWord> walked_words = parser_words(tokens, words, known_, right_to_left_);
  TransitionState state(walked_words);
  std::array<std::uint32_t, TransitionState::kFeatures> rows;
  std::vector<std::int16_t> scores(model_.stride());
  while (!state.done()) {
    // The only move there is needs no scores.
    if (state.stack().empty()) {
      state.apply({Move::kShift, Deprel::kDep});
      continue;
    }
    state.rows(model_.rows(), rows);
    model_.score(rows, scores);
    std::array<bool, 3> allowed = {state.allows(Move::kShift), state.allows(Move::kLeft), state.allows(Move::kRight)};
    // Only punctuation hangs on punctuation, where there is another way.
    const auto is_punct = [&](std::int32_t walked) {
      const auto at = static_cast<std::size_t>(walked);
      return tokens[right_to_left_ ? tokens.size() - 1 - at : at].upos == Upos::kPunct;
    };
    const std::span<const std::int32_t> stack = state.stack();
    if (!is_punct(stack.back())) {
      allowed[1] = allowed[1] && !is_punct(state.next());
      allowed[2] = allowed[2] && !(is_punct(stack[stack.size() - 2]) && allowed[0]);
    }
    const Transition* best = nullptr;
    std::int16_t best_score = 0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      if (!allowed[static_cast<std::size_t>(classes_[i].move)]) continue;
      if (best == nullptr || scores[i] > best_score) {
        best = &classes_[i];
        best_score = scores[i];
      }
    }
    state.apply(*best);
  }

  ParseTree tree;
  const std::size_t size = tokens.size();
  tree.heads.resize(size);
  tree.deprels.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t walked = right_to_left_ ? size - 1 - i : i;
    const std::int32_t head = state.heads()[walked];
    if (head == TransitionState::kNone) {
      tree.heads[i] = Token::kNoHead;
      tree.deprels[i] = Deprel::kRoot;
    } else {
      tree.heads[i] = right_to_left_ ? static_cast<std::int32_t>(size) - 1 - head : head;
      tree.deprels[i] = state.deprels()[walked];
    }
  }
  return tree;
}

ParseTree parse_by_vote(std::span<const Parser> parsers, std::span<const Token> tokens,
                        std::span<const WordFeatures> words) {
  ParseTree first = parsers.front().parse(tokens, words);
  if (parsers.size() == 1 || tokens.size() > kMaxVoted) return first;
  std::vector<ParseTree> trees = {std::move(first)};
  for (const Parser& parser : parsers.subspan(1)) trees.push_back(parser.parse(tokens, words));

  // A vote weighs a little more the earlier its parser comes, never enough to outvote two others.
  std::vector<WeightedArc> arcs;
  for (std::size_t word = 0; word < tokens.size(); ++word) {
    const std::size_t begin = arcs.size();
    for (std::size_t i = 0; i < trees.size(); ++i) {
      const auto weight = static_cast<std::int64_t>(1000 - i);
      const std::int32_t head = trees[i].heads[word];
      const auto same = std::find_if(arcs.begin() + static_cast<std::ptrdiff_t>(begin), arcs.end(),
                                     [&](const WeightedArc& arc) { return arc.head == head; });
      if (same != arcs.end()) {
        same->weight += weight;
      } else {
        arcs.push_back({head, static_cast<std::int32_t>(word), weight});
      }
    }
  }

  ParseTree voted;
  voted.heads = maximum_spanning_tree(tokens.size(), arcs);
  voted.deprels.resize(tokens.size());
  for (std::size_t word = 0; word < tokens.size(); ++word) {
    std::size_t most = 0;
    for (const ParseTree& tree : trees) {
      if (tree.heads[word] != voted.heads[word]) continue;
      const auto votes =
          static_cast<std::size_t>(std::count_if(trees.begin(), trees.end(), [&](const ParseTree& other) {
            return other.heads[word] == voted.heads[word] && other.deprels[word] == tree.deprels[word];
          }));
      if (votes > most) {
        most = votes;
        voted.deprels[word] = tree.deprels[word];
      }
    }
  }
  return voted;
}

}  // namespace factgraph
