#include "extract/coreference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Ontology& ontology() {
  static const Ontology kOntology = Ontology::shipped();
  return kOntology;
}

// The text with one name, at the first token of its first sentence, and who it is; the references found as words.
std::vector<std::string> references(const AnnotatedText& text, const Referent& referent,
                                    ReferenceTeacher* teacher = nullptr) {
  const std::vector<ResolvedMention> names = {{0, 0, 1, 0, 0, MentionKind::kName, false}};
  std::vector<std::string> result;
  for (const ResolvedMention& mention :
       find_references(text.annotation, names, {referent}, {std::vector<bool>(text.annotation.sentences.size(), true)},
                       ontology(), teacher)) {
    const std::vector<Token>& tokens = text.annotation.sentences[mention.sentence].tokens;
    result.emplace_back(
        text.document.text.slice({tokens[mention.first].span.start, tokens[mention.last - 1].span.end}));
  }
  return result;
}

const char* const kBerg =
    "Berg Berg PROPN NNP 2 nsubj\n"
    "came come VERB VBD 0 root\n"
    "\n";

TEST(References, AgreeInGender) {
  const AnnotatedText text = annotated(kBerg + std::string("She she PRON PRP 2 nsubj\n"
                                                           "slept sleep VERB VBD 0 root\n"));
  EXPECT_THAT(references(text, {"person", Gender::kFeminine, {}, {"berg"}}), ElementsAre("She"));
  EXPECT_THAT(references(text, {"person", Gender::kEither, {}, {"berg"}}), ElementsAre("She"));
  EXPECT_THAT(references(text, {"person", Gender::kMasculine, {}, {"berg"}}), IsEmpty());
  EXPECT_THAT(references(text, {"city", Gender::kEither, {}, {"berg"}}), IsEmpty());
}

TEST(References, AreNotTheOtherArgumentOfTheVerb) {
  const auto text = [](const std::string& object) {
    return annotated(
        "Berg Berg PROPN NNP 2 nsubj\n"
        "saw see VERB VBD 0 root\n" +
        object + " " + object + " PRON PRP 2 obj\n");
  };
  EXPECT_THAT(references(text("him"), {"person", Gender::kMasculine, {}, {"berg"}}), IsEmpty());
  EXPECT_THAT(references(text("himself"), {"person", Gender::kMasculine, {}, {"berg"}}), ElementsAre("himself"));
}

TEST(References, AreTheDescriptionsOfTheRightType) {
  const auto text = [](const std::string& noun) {
    return annotated(kBerg + std::string("The the DET DT 2 det\n") + noun + " " + noun +
                     " NOUN NN 3 nsubj\n"
                     "slept sleep VERB VBD 0 root\n");
  };
  EXPECT_THAT(references(text("town"), {"city", Gender::kEither, {}, {"berg"}}), ElementsAre("The town"));
  EXPECT_THAT(references(text("agency"), {"city", Gender::kEither, {}, {"berg"}}), IsEmpty());
  EXPECT_THAT(references(text("mayor"), {"person", Gender::kEither, {"mayor"}, {"berg"}}), ElementsAre("The mayor"));
  EXPECT_THAT(references(text("kurultai"), {"meeting", Gender::kEither, {"kurultai"}, {"berg"}}),
              ElementsAre("The kurultai"));
}

TEST(References, KnowAPersonByTheAge) {
  const auto text = [](const std::string& article) {
    return annotated(kBerg + article +
                     " the DET DT 6 det\n"
                     "34 34 NUM CD 4 nummod\n"
                     "+- - PUNCT HYPH 2 punct\n"
                     "+year year NOUN NN 6 compound\n"
                     "+- - PUNCT HYPH 4 punct\n"
                     "+old old ADJ JJ 7 nsubj\n"
                     "slept sleep VERB VBD 0 root\n");
  };
  EXPECT_THAT(references(text("The"), {"person", Gender::kEither, {}, {"berg"}}), ElementsAre("The 34-year-old"));
  EXPECT_THAT(references(text("A"), {"person", Gender::kEither, {}, {"berg"}}), IsEmpty());
  EXPECT_THAT(references(text("The"), {"city", Gender::kEither, {}, {"berg"}}), IsEmpty());
}

TEST(References, StandForTheNounOfTheirRelativeClause) {
  EXPECT_THAT(references(annotated("Berg Berg PROPN NNP 0 root\n"
                                   "who who PRON WP 3 nsubj\n"
                                   "slept sleep VERB VBD 1 acl:relcl\n"),
                         {"person", Gender::kEither, {}, {"berg"}}),
              ElementsAre("who"));
}

// Says that the first words of all sentences are one thing, and keeps what it was shown.
class OneThing final : public ReferenceTeacher {
 public:
  std::uint32_t meant(std::uint32_t, std::uint32_t token) override { return token == 0 ? 7 : kNothing; }
  void learn(const std::vector<ReferenceFeatures>& choices, const std::vector<bool>& right) override {
    ASSERT_EQ(choices.size(), right.size());
    for (const ReferenceFeatures& features : choices) {
      for (const std::uint16_t feature : features) EXPECT_LT(feature, reference_weights());
    }
    answers.push_back(right);
  }

  std::vector<std::vector<bool>> answers;
};

TEST(References, FollowTheirTeacher) {
  OneThing teacher;
  EXPECT_THAT(references(annotated(kBerg + std::string("It it PRON PRP 2 nsubj\n"
                                                       "rains rain VERB VBZ 0 root\n")),
                         {"city", Gender::kEither, {}, {"berg"}}, &teacher),
              ElementsAre("It"));
  EXPECT_THAT(teacher.answers, ElementsAre(ElementsAre(false, true)));
}

}  // namespace
}  // namespace factgraph
