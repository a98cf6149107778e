#include "extract/language/lemmatizer.h"

#include <fmt/core.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "core/error.h"

// Laid down by language_data.S.
extern "C" const char factgraph_language_verbs[];
extern "C" const char factgraph_language_verbs_end[];

namespace factgraph {
namespace {

constexpr std::size_t kLongestEnding = 8;
constexpr std::size_t kLongestWord = 64;  // longer ones are their own lemma

std::u32string decode(std::string_view form) {
  std::u32string text;
  const auto size = static_cast<std::int32_t>(form.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(form.data(), at, size, c);
    text.push_back(static_cast<char32_t>(c == 0x2019 || c == 0x2018 ? '\'' : c));
  }
  return text;
}

std::string encode(std::u32string_view text) {
  std::string form;
  for (const char32_t c : text) {
    std::array<char, 4> bytes{};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, static_cast<UChar32>(c));
    form.append(bytes.data(), static_cast<std::size_t>(length));
  }
  return form;
}

std::u32string lower(std::u32string text) {
  for (char32_t& c : text) c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  return text;
}

// A script as a line: "k" or "l", how much to drop, "+", the ending.
LemmaScript parse_script(std::string_view line) {
  LemmaScript script;
  const std::size_t plus = line.find('+');
  const bool known = line.size() >= 3 && (line[0] == 'k' || line[0] == 'l') && plus != std::string_view::npos;
  const auto [end, error] = known ? std::from_chars(line.data() + 1, line.data() + plus, script.drop)
                                  : std::from_chars_result{nullptr, std::errc::invalid_argument};
  if (error != std::errc() || end != line.data() + plus) {
    throw ModelError(fmt::format("lemmatizer model: '{}' is no rule; install the models of this version again", line));
  }
  script.keep_case = line[0] == 'k';
  script.ending = line.substr(plus + 1);
  return script;
}

// The verb a form belongs to that its ending does not tell, from data/verbs.tsv; empty if there is none.
std::string_view verb_of(std::string_view form) {
  static const std::unordered_map<std::string_view, std::string_view> kVerbs = [] {
    std::unordered_map<std::string_view, std::string_view> verbs;
    std::string_view lemma;
    std::string_view rest(factgraph_language_verbs,
                          static_cast<std::size_t>(factgraph_language_verbs_end - factgraph_language_verbs));
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of("\t;\n"), rest.size());
      std::string_view word = rest.substr(0, end);
      const char mark = end < rest.size() ? rest[end] : '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (word.starts_with(' ')) word.remove_prefix(1);
      if (mark == '\t') {
        lemma = word;
      } else if (!lemma.empty()) {
        verbs.emplace(word, lemma);
      }
      if (mark == '\n') lemma = {};
    }
    return verbs;
  }();
  const auto found = kVerbs.find(form);
  return found == kVerbs.end() ? std::string_view() : found->second;
}

}  // namespace

LemmaScript LemmaScript::between(std::string_view form, std::string_view lemma) {
  const std::u32string written = decode(form);
  const std::u32string target = decode(lemma);
  const auto script = [&](const std::u32string& from, bool keep_case) {
    const auto split = std::mismatch(from.begin(), from.end(), target.begin(), target.end());
    return LemmaScript{keep_case, static_cast<std::uint32_t>(from.end() - split.first),
                       encode(std::u32string(split.second, target.end()))};
  };
  LemmaScript kept = script(written, true);
  LemmaScript lowered = script(lower(written), false);
  return kept.drop < lowered.drop ? kept : lowered;
}

std::string LemmaScript::apply(std::string_view form) const {
  std::u32string text = decode(form);
  if (!keep_case) text = lower(std::move(text));
  text.resize(text.size() - std::min<std::size_t>(drop, text.size()));
  return encode(text) + ending;
}

LemmaKeys::LemmaKeys(std::string_view form, Upos upos, Xpos xpos) {
  const std::u32string written = decode(form.substr(0, 4 * kLongestWord));
  const std::u32string text = lower(written);
  const bool capital = !text.empty() && text[0] != written[0];
  const bool capitals = capital && text.size() > 1 && text.back() != written.back();
  const std::uint32_t tag = 64U * static_cast<std::uint32_t>(upos) + static_cast<std::uint32_t>(xpos);
  std::uint32_t hash = hash_feature(tag, capitals ? 2 : capital ? 1 : 0, 0, 0);
  keys_.push_back(hash);
  for (std::size_t i = 0; i < text.size() && i < kLongestEnding; ++i) {
    hash = hash_feature(hash, text[text.size() - 1 - i], 0, 0);
    keys_.push_back(hash);
  }
  for (std::size_t i = kLongestEnding; i < text.size(); ++i) {
    hash = hash_feature(hash, text[text.size() - 1 - i], 0, 0);
  }
  keys_.push_back(hash_feature(hash, 0, 1, 0));
  std::reverse(keys_.begin(), keys_.end());
}

Lemmatizer::Lemmatizer(const ModelFile& file)
    : scripts_([&] {
        file.expect("lemmatizer", kVersion);
        std::vector<LemmaScript> scripts;
        for (const std::string_view line : file.lines("scripts")) scripts.push_back(parse_script(line));
        return scripts;
      }()),
      rules_(file, "rules") {}

std::string Lemmatizer::lemma(std::string_view form, Upos upos, Xpos xpos) const {
  if (form.size() > kLongestWord) return std::string(form);
  if (xpos == Xpos::kVbd || xpos == Xpos::kVbn || xpos == Xpos::kVbg) {
    if (const std::string_view verb = verb_of(encode(lower(decode(form)))); !verb.empty()) return std::string(verb);
  }
  const LemmaKeys keys(form, upos, xpos);
  for (const std::uint32_t key : keys.longest_first()) {
    const std::size_t script = rules_.find(key);
    if (script == 0 || script > scripts_.size()) continue;
    std::string lemma = scripts_[script - 1].apply(form);
    if (!lemma.empty()) return lemma;
  }
  return LemmaScript{upos == Upos::kPropn, 0, ""}.apply(form);
}

void Lemmatizer::lemmatize(std::span<Token> tokens) const {
  for (Token& token : tokens) token.lemma = lemma(token.form, token.upos, token.xpos);
}

}  // namespace factgraph
