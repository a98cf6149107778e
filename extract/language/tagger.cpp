#include "extract/language/tagger.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/error.h"

namespace factgraph {
namespace {

// M and P count words before (minus) and behind (plus); Fine, Middle and Coarse are word classes.
// clang-format off
enum Atom : std::uint8_t {
  kEmpty,
  kForm, kLower, kLowerM2, kLowerM1, kLowerP1, kLowerP2, kShape, kShapeP1, kShapeM1, kFlags, kFlagsP1,
  kPrefix1, kPrefix2, kPrefix3, kPrefix4, kSuffix1, kSuffix2, kSuffix3, kSuffix4, kSuffix5,
  kSuffixM1, kSuffixP1, kSuffixP2,  // of three characters
  kAmbiguity, kAmbiguityM1, kAmbiguityP1, kAmbiguityP2,
  kFine, kMiddle, kCoarse, kFineM1, kFineP1, kMiddleM1, kMiddleP1, kMiddleP2, kCoarseM1, kCoarseP1,
  kTag1, kTag2,
  kPlace,  // first, second or later word
  kAtoms
};

constexpr std::array<FeatureTemplate, TaggerFeatures::kCount> kTemplates = {{
    {}, {kForm}, {kLower}, {kLowerM1}, {kLowerM2}, {kLowerP1}, {kLowerP2},
    {kLowerM1, kLower}, {kLower, kLowerP1}, {kLowerM1, kLowerP1}, {kLowerP1, kLowerP2}, {kLowerM2, kLowerM1},
    {kPrefix1}, {kPrefix2}, {kPrefix3}, {kPrefix4},
    {kSuffix1}, {kSuffix2}, {kSuffix3}, {kSuffix4}, {kSuffix5},
    {kShape}, {kFlags}, {kFlags, kPlace}, {kShape, kSuffix2}, {kShape, kSuffix3}, {kFlags, kTag1}, {kShape, kShapeP1},
    {kShapeM1, kShape}, {kFlags, kFlagsP1, kPlace}, {kPrefix3, kSuffix3}, {kFlags, kSuffix3, kPlace},
    {kAmbiguity}, {kAmbiguityP1}, {kAmbiguityP2}, {kAmbiguity, kAmbiguityP1}, {kAmbiguityP1, kAmbiguityP2},
    {kAmbiguity, kAmbiguityP1, kAmbiguityP2}, {kAmbiguityM1, kAmbiguity}, {kAmbiguityM1, kAmbiguity, kAmbiguityP1},
    {kAmbiguity, kFlags}, {kAmbiguity, kFlagsP1},
    {kTag1}, {kTag2}, {kTag1, kTag2}, {kTag1, kLower}, {kTag2, kLower}, {kTag1, kTag2, kLower},
    {kTag1, kAmbiguity}, {kTag1, kTag2, kAmbiguity}, {kTag1, kAmbiguity, kAmbiguityP1}, {kTag1, kAmbiguityP1},
    {kTag1, kAmbiguityP1, kAmbiguityP2}, {kTag1, kSuffix2}, {kTag1, kSuffix3}, {kTag1, kTag2, kSuffix3},
    {kTag1, kLowerP1}, {kTag1, kLower, kAmbiguityP1}, {kTag1, kLowerM1}, {kTag2, kLowerM1}, {kTag1, kShape},
    {kSuffixM1, kSuffix3}, {kSuffix3, kSuffixP1}, {kSuffixP1}, {kSuffixM1}, {kTag1, kSuffix3, kSuffixP1},
    {kTag1, kSuffixP1, kSuffixP2},
    {kFine}, {kMiddle}, {kCoarse}, {kFineM1}, {kFineP1}, {kFine, kFlags}, {kMiddle, kSuffix3}, {kMiddle, kTag1},
    {kCoarse, kTag1, kTag2}, {kMiddleM1, kMiddle}, {kMiddle, kMiddleP1}, {kCoarseM1, kCoarse, kCoarseP1},
    {kTag1, kMiddleP1}, {kMiddleP1, kMiddleP2}, {kTag1, kCoarse, kCoarseP1}, {kMiddle, kAmbiguity}, {kMiddle, kAmbiguityP1},
}};
// clang-format on

}  // namespace

TaggerFeatures::TaggerFeatures(std::span<const WordFeatures> words, const WordTable& lexicon) {
  words_.resize(words.size() + 4);
  for (std::size_t i = 0; i < words.size(); ++i) {
    Word& word = words_[i + 2];
    word.letters = words[i];
    const std::uint16_t known = lexicon.find(word.letters.form);
    word.ambiguity = 1U + (known != 0 ? known : lexicon.find(word.letters.lower));
  }
}

void TaggerFeatures::rows(std::size_t index, std::uint32_t tag1, std::uint32_t tag2, std::uint32_t table_rows,
                          std::span<std::uint32_t, kCount> out) const {
  const Word* const at = &words_[index + 2];
  const WordFeatures& word = at->letters;
  std::array<std::uint32_t, kAtoms> atoms;
  atoms[kEmpty] = 0;
  atoms[kForm] = word.form;
  atoms[kLower] = word.lower;
  atoms[kLowerM2] = at[-2].letters.lower;
  atoms[kLowerM1] = at[-1].letters.lower;
  atoms[kLowerP1] = at[1].letters.lower;
  atoms[kLowerP2] = at[2].letters.lower;
  atoms[kShape] = word.shape;
  atoms[kShapeP1] = at[1].letters.shape;
  atoms[kShapeM1] = at[-1].letters.shape;
  atoms[kFlags] = word.flags;
  atoms[kFlagsP1] = at[1].letters.flags;
  for (std::size_t i = 0; i < 4; ++i) atoms[kPrefix1 + i] = word.prefix[i];
  for (std::size_t i = 0; i < 5; ++i) atoms[kSuffix1 + i] = word.suffix[i];
  atoms[kSuffixM1] = at[-1].letters.suffix[2];
  atoms[kSuffixP1] = at[1].letters.suffix[2];
  atoms[kSuffixP2] = at[2].letters.suffix[2];
  atoms[kAmbiguity] = at->ambiguity;
  atoms[kAmbiguityM1] = at[-1].ambiguity;
  atoms[kAmbiguityP1] = at[1].ambiguity;
  atoms[kAmbiguityP2] = at[2].ambiguity;
  atoms[kFine] = word.company.fine;
  atoms[kMiddle] = word.company.middle;
  atoms[kCoarse] = word.company.coarse;
  atoms[kFineM1] = at[-1].letters.company.fine;
  atoms[kFineP1] = at[1].letters.company.fine;
  atoms[kMiddleM1] = at[-1].letters.company.middle;
  atoms[kMiddleP1] = at[1].letters.company.middle;
  atoms[kMiddleP2] = at[2].letters.company.middle;
  atoms[kCoarseM1] = at[-1].letters.company.coarse;
  atoms[kCoarseP1] = at[1].letters.company.coarse;
  atoms[kTag1] = tag1;
  atoms[kTag2] = tag2;
  atoms[kPlace] = static_cast<std::uint32_t>(std::min<std::size_t>(index, 2));
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const FeatureTemplate& t = kTemplates[i];
    out[i] = row_of(hash_feature(i, atoms[t[0]], atoms[t[1]], atoms[t[2]]), table_rows);
  }
}

Tagger::Tagger(const ModelFile& file)
    : classes_([&] {
        file.expect("tagger", kVersion);
        std::vector<std::pair<Upos, Xpos>> classes;
        for (const std::string_view name : file.lines("classes")) {
          const std::size_t space = name.find(' ');
          const auto upos = parse_upos(name.substr(0, space));
          const auto xpos = parse_xpos(space == std::string_view::npos ? "" : name.substr(space + 1));
          if (!upos || !xpos) throw ModelError(fmt::format("tagger model: unknown class '{}'", name));
          classes.emplace_back(*upos, *xpos);
        }
        return classes;
      }()),
      lexicon_(file, "lexicon"),
      model_(file, classes_.size()) {}

void Tagger::tag(std::span<Token> tokens, std::span<const WordFeatures> words) const {
  const TaggerFeatures features(words, lexicon_);
  std::array<std::uint32_t, TaggerFeatures::kCount> rows;
  std::vector<std::int16_t> scores(model_.stride());
  const auto end = scores.begin() + static_cast<std::ptrdiff_t>(classes_.size());
  std::uint32_t tag1 = 0;
  std::uint32_t tag2 = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    features.rows(i, tag1, tag2, model_.rows(), rows);
    model_.score(rows, scores);
    const auto best = std::max_element(scores.begin(), end) - scores.begin();
    std::tie(tokens[i].upos, tokens[i].xpos) = classes_[static_cast<std::size_t>(best)];
    tag2 = tag1;
    tag1 = static_cast<std::uint32_t>(best) + 1;
  }
}

}  // namespace factgraph
