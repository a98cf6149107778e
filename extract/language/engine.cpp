#include "extract/language/engine.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <future>
#include <optional>
#include <utility>

#include "core/error.h"
#include "extract/language/embedded_models.h"
#include "extract/language/lemmatizer.h"
#include "extract/language/model_file.h"
#include "extract/language/name_trees.h"
#include "extract/language/parser.h"
#include "extract/language/recognizer.h"
#include "extract/language/tagger.h"
#include "extract/language/tokenizer.h"

namespace factgraph {
namespace {

bool has(const std::filesystem::path& folder, std::string_view name) {
  return folder.empty() ? !embedded_model(name).empty()
                        : std::filesystem::exists(folder / fmt::format("{}.model", name));
}

ModelFile load(const std::filesystem::path& folder, std::string_view name) {
  if (!folder.empty()) return ModelFile::open(folder / fmt::format("{}.model", name));
  const std::span<const std::byte> bytes = embedded_model(name);
  if (bytes.empty()) throw ModelError(fmt::format("this program was built without the model '{}'", name));
  return ModelFile::view(bytes, fmt::format("built-in {}.model", name));
}

}  // namespace

// "Chief executive" is an office, not two adjectives, unless another noun follows.
void tag_offices(std::vector<Token>& tokens) {
  for (std::size_t t = 1; t < tokens.size(); ++t) {
    const bool chief = tokens[t - 1].form == "chief" || tokens[t - 1].form == "Chief";
    if (!chief || (tokens[t].form != "executive" && tokens[t].form != "Executive")) continue;
    if (tokens[t - 1].upos == Upos::kVerb) {
      tokens[t - 1].upos = Upos::kAdj;
      tokens[t - 1].xpos = Xpos::kJj;
    }
    if (tokens[t].upos != Upos::kAdj || (t + 1 < tokens.size() && tokens[t + 1].upos == Upos::kNoun)) continue;
    tokens[t].upos = Upos::kNoun;
    tokens[t].xpos = Xpos::kNn;
  }
}

// "The WHO said": in capitals among small letters it is no pronoun.
void tag_acronyms(std::vector<Token>& tokens) {
  const auto small = [](const Token& token) { return token.form[0] >= 'a' && token.form[0] <= 'z'; };
  for (Token& token : tokens) {
    if (token.form != "WHO" || token.upos == Upos::kPropn || std::none_of(tokens.begin(), tokens.end(), small))
      continue;
    token.upos = Upos::kPropn;
    token.xpos = Xpos::kNnp;
  }
}

// The syllable behind the hyphen of "Han Ji-won" is no verb or preposition.
void tag_given_names(std::vector<Token>& tokens) {
  static constexpr auto kSyllables =
      std::to_array<std::string_view>({"an", "do", "gun", "ho", "hung", "hun", "in", "min", "mo", "moon", "on", "so",
                                       "song", "soon", "sun", "sung", "un", "won", "young"});
  const auto capital = [&](std::size_t t) { return tokens[t].form[0] >= 'A' && tokens[t].form[0] <= 'Z'; };
  for (std::size_t t = 3; t < tokens.size(); ++t) {
    Token& given = tokens[t - 2];
    const bool tied = tokens[t - 1].form == "-" && given.span.end == tokens[t - 1].span.start &&
                      tokens[t - 1].span.end == tokens[t].span.start;
    if (!tied || std::find(kSyllables.begin(), kSyllables.end(), tokens[t].form) == kSyllables.end()) continue;
    if (tokens[t - 3].upos != Upos::kPropn || !capital(t - 2) || !capital(t - 3)) continue;
    for (Token* part : {&given, &tokens[t]}) {
      part->upos = Upos::kPropn;
      part->xpos = Xpos::kNnp;
    }
  }
}

struct LanguageEngine::Impl {
  explicit Impl(const Options& options)
      : tokenizer(open(options, "tokenizer")),
        classes(open(options, "words")),
        tagger(open(options, "tagger")),
        lemmatizer(open(options, "lemmatizer")),
        recognizer(open(options, "names"), classes) {
    if (has(options.models_dir, "relations")) relations = open(options, "relations");
    // Their weights take longest to unpack: side by side.
    std::vector<std::future<Parser>> unpacked;
    for (const std::string_view name : {"parser", "parser_2", "parser_3"}) {
      if (!unpacked.empty() && options.fast) break;
      unpacked.push_back(std::async(std::launch::async, [file = open(options, name)] { return Parser(file); }));
    }
    for (std::future<Parser>& parser : unpacked) parsers.push_back(parser.get());
  }

  ModelFile open(const Options& options, std::string_view name) {
    ModelFile file = load(options.models_dir, name);
    versions.push_back(fmt::format("{} {} {:016x}", name, file.version(), file.digest()));
    return file;
  }

  // Returns whether the tree is ours.
  bool complete(Sentence& sentence) const {
    std::vector<Token>& tokens = sentence.tokens;
    const std::vector<WordFeatures> words = word_features(tokens, classes);
    if (!sentence.tagged) {
      tagger.tag(tokens, words);
      tag_offices(tokens);
      tag_acronyms(tokens);
      tag_given_names(tokens);
      sentence.tagged = true;
    }
    for (Token& token : tokens) {
      if (token.lemma.empty()) token.lemma = lemmatizer.lemma(token.form, token.upos, token.xpos);
    }
    if (sentence.parsed || tokens.empty()) return false;
    const ParseTree tree =
        parsers.size() == 1 ? parsers[0].parse(tokens, words) : parse_by_vote(parsers, tokens, words);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i].head = tree.heads[i];
      tokens[i].deprel = tree.deprels[i];
    }
    sentence.parsed = true;
    return true;
  }

  std::vector<std::string> versions;
  std::optional<ModelFile> relations;  // not there while it is trained
  Tokenizer tokenizer;
  WordClasses classes;
  Tagger tagger;
  Lemmatizer lemmatizer;
  NameRecognizer recognizer;
  std::vector<Parser> parsers;
};

LanguageEngine::LanguageEngine(const Options& options) : impl_(std::make_unique<Impl>(options)) {}
LanguageEngine::LanguageEngine() : LanguageEngine(Options{}) {}
LanguageEngine::~LanguageEngine() = default;
LanguageEngine::LanguageEngine(LanguageEngine&&) noexcept = default;
LanguageEngine& LanguageEngine::operator=(LanguageEngine&&) noexcept = default;

Annotation LanguageEngine::annotate(const Document& document) const {
  Annotation annotation;
  const auto tokenize = [&](Span block) {
    for (Sentence& sentence : impl_->tokenizer.tokenize(document.text, block)) {
      annotation.sentences.push_back(std::move(sentence));
    }
  };
  for (const Block& block : document.blocks) tokenize(block.span);
  if (document.blocks.empty()) tokenize({0, document.text.size()});
  complete(document, annotation);
  return annotation;
}

void LanguageEngine::complete(const Document& document, Annotation& annotation) const {
  static_cast<void>(document);
  std::vector<bool> ours;
  for (Sentence& sentence : annotation.sentences) ours.push_back(impl_->complete(sentence));
  impl_->recognizer.recognize(annotation.sentences);
  for (std::size_t s = 0; s < ours.size(); ++s) {
    if (ours[s]) correct_tree(annotation.sentences[s]);
  }
}

const WordClasses& LanguageEngine::word_classes() const { return impl_->classes; }

const ModelFile& LanguageEngine::relations_model() const {
  if (!impl_->relations) throw ModelError("the model 'relations' is missing; install the models of this version again");
  return *impl_->relations;
}

std::vector<std::string> LanguageEngine::model_versions() const { return impl_->versions; }

}  // namespace factgraph
