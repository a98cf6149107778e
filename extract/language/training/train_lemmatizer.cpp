#include "extract/language/training/train_lemmatizer.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>

#include "core/error.h"
#include "extract/language/lemmatizer.h"

namespace factgraph {

void train_lemmatizer(std::span<const Sentence> sentences, const std::filesystem::path& path) {
  // Every ending with its scripts, and the ending one letter shorter.
  struct Ending {
    std::map<std::string, int> scripts;
    std::uint32_t shorter = 0;
    bool whole = false;
    std::string chosen;  // of this ending or, where that adds nothing, of a shorter one
  };
  std::map<std::uint32_t, Ending> endings;
  std::vector<std::vector<std::uint32_t>> levels;  // keys by length
  for (const Sentence& sentence : sentences) {
    for (const Token& token : sentence.tokens) {
      if (token.lemma.empty() || token.lemma == "_") continue;
      const LemmaScript script = LemmaScript::between(token.form, token.lemma);
      const std::string line = fmt::format("{}{}+{}", script.keep_case ? 'k' : 'l', script.drop, script.ending);
      const LemmaKeys keys(token.form, token.upos, token.xpos);
      const auto longest_first = keys.longest_first();
      for (std::size_t i = 0; i < longest_first.size(); ++i) {
        const auto [at, fresh] = endings.try_emplace(longest_first[i]);
        ++at->second.scripts[line];
        if (!fresh) continue;
        const std::size_t length = longest_first.size() - 1 - i;
        at->second.whole = i == 0;
        if (length > 0) at->second.shorter = longest_first[i + 1];
        if (levels.size() <= length) levels.resize(length + 1);
        levels[length].push_back(longest_first[i]);
      }
    }
  }
  if (endings.empty()) throw InputError("no lemmas to train a lemmatizer on");

  std::map<std::uint32_t, std::string> rules;
  for (std::size_t length = 0; length < levels.size(); ++length) {
    for (const std::uint32_t key : levels[length]) {
      Ending& ending = endings.at(key);
      int total = 0;
      const std::pair<const std::string, int>* most = nullptr;
      for (const auto& script : ending.scripts) {
        total += script.second;
        if (most == nullptr || script.second > most->second) most = &script;
      }
      const std::string inherited = length > 0 ? endings.at(ending.shorter).chosen : std::string();
      // One word is too little to speak for an ending.
      const bool trusted = length == 0 || ending.whole || total >= 3;
      ending.chosen = trusted ? most->first : inherited;
      if (length == 0 || ending.chosen != inherited) rules.emplace(key, ending.chosen);
    }
  }

  std::map<std::string, int> uses;
  for (const auto& [key, script] : rules) ++uses[script];
  std::vector<std::string> scripts;
  std::map<std::string, std::uint16_t> numbers;
  for (const auto& [script, count] : uses) {
    if (scripts.size() + 1 == std::numeric_limits<std::uint16_t>::max()) break;
    scripts.push_back(script);
    numbers.emplace(script, static_cast<std::uint16_t>(scripts.size()));
  }
  std::vector<std::uint32_t> keys;
  std::vector<std::uint16_t> values;
  for (const auto& [key, script] : rules) {
    const auto number = numbers.find(script);
    if (number == numbers.end()) continue;
    keys.push_back(key);
    values.push_back(number->second);
  }
  ModelWriter writer("lemmatizer", Lemmatizer::kVersion);
  writer.add_lines("scripts", scripts);
  writer.add_array<std::uint32_t>("rules.keys", keys);
  writer.add_array<std::uint16_t>("rules.values", values);
  writer.write(path);
}

}  // namespace factgraph
