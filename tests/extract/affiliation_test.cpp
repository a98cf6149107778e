#include "extract/affiliation.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

// Asks of the word "Estonian".
bool affiliated(std::string_view lines) {
  const AnnotatedText text = annotated(lines);
  const Sentence& sentence = text.annotation.sentences.at(0);
  std::vector<bool> named(sentence.tokens.size());
  for (const Name& name : sentence.names) {
    for (std::uint32_t t = name.first; t < name.last; ++t) named[t] = true;
  }
  std::uint32_t word = 0;
  while (sentence.tokens.at(word).form != "Estonian") ++word;
  return affiliates(Tree(sentence), word, named);
}

TEST(Affiliation, ACopulaTellsIt) {
  EXPECT_TRUE(
      affiliated("Mari Mari PROPN NNP 5 nsubj B-person\n"
                 "is be AUX VBZ 5 cop\n"
                 "no no DET DT 5 det\n"
                 "Estonian Estonian ADJ JJ 5 amod\n"
                 "singer singer NOUN NN 0 root\n"));
  EXPECT_TRUE(
      affiliated("She she PRON PRP 3 nsubj\n"
                 "is be AUX VBZ 3 cop\n"
                 "Estonian Estonian ADJ JJ 0 root\n"));
}

TEST(Affiliation, ACopulaTellsItWhateverTheTree) {
  EXPECT_TRUE(
      affiliated("Mari Mari PROPN NNP 0 root B-person\n"
                 ") ) PUNCT -RRB- 1 punct\n"
                 "is be AUX VBZ 1 dep\n"
                 "a a DET DT 1 dep\n"
                 "retired retired ADJ JJ 1 dep\n"
                 "Estonian Estonian ADJ JJ 1 dep\n"
                 "singer singer NOUN NN 1 dep\n"));
}

TEST(Affiliation, AnAppositionTellsIt) {
  EXPECT_TRUE(
      affiliated("Mari Mari PROPN NNP 6 nsubj B-person\n"
                 "+, , PUNCT , 5 punct\n"
                 "an a DET DT 5 det\n"
                 "Estonian Estonian ADJ JJ 5 amod\n"
                 "singer singer NOUN NN 1 appos\n"
                 "left leave VERB VBD 0 root\n"));
  EXPECT_TRUE(
      affiliated("The the DET DT 3 det\n"
                 "Estonian Estonian ADJ JJ 3 amod\n"
                 "capital capital NOUN NN 6 nsubj\n"
                 "+, , PUNCT , 5 punct\n"
                 "Tallinn Tallinn PROPN NNP 3 appos B-place\n"
                 "grows grow VERB VBZ 0 root\n"));
}

TEST(Affiliation, ANameBehindTheNounTellsIt) {
  EXPECT_TRUE(
      affiliated("the the DET DT 4 det\n"
                 "Estonian Estonian ADJ JJ 4 amod\n"
                 "rock rock NOUN NN 4 compound\n"
                 "band band NOUN NN 0 root\n"
                 "Metsatoll Metsatoll PROPN NNP 4 dep B-organization\n"));
}

TEST(Affiliation, APlaceOfThatCountryTellsIt) {
  EXPECT_TRUE(
      affiliated("the the DET DT 3 det\n"
                 "Estonian Estonian ADJ JJ 3 amod\n"
                 "town town NOUN NN 0 root\n"
                 "of of ADP IN 5 case\n"
                 "Valga Valga PROPN NNP 3 nmod B-place\n"));
}

TEST(Affiliation, CoordinatedAdjectivesGoTogether) {
  EXPECT_TRUE(
      affiliated("Mari Mari PROPN NNP 7 nsubj B-person\n"
                 "was be AUX VBD 7 cop\n"
                 "the the DET DT 7 det\n"
                 "Latvian Latvian ADJ JJ 7 amod\n"
                 "and and CCONJ CC 6 cc\n"
                 "Estonian Estonian ADJ JJ 4 conj\n"
                 "envoy envoy NOUN NN 0 root\n"));
}

TEST(Affiliation, NothingNamedBelongsThere) {
  EXPECT_FALSE(
      affiliated("Mari Mari PROPN NNP 2 nsubj B-person\n"
                 "likes like VERB VBZ 0 root\n"
                 "Estonian Estonian ADJ JJ 4 amod\n"
                 "food food NOUN NN 2 obj\n"));
  EXPECT_FALSE(
      affiliated("Estonian Estonian ADJ JJ 2 amod\n"
                 "songs song NOUN NNS 3 nsubj\n"
                 "pleased please VERB VBD 0 root\n"
                 "Mari Mari PROPN NNP 3 obj B-person\n"));
}

TEST(Affiliation, PersonsBodiesAndPartsBelongToTheirCountry) {
  const auto noun = [](const std::string& form, const std::string& lemma) {
    return affiliated("Two two NUM CD 3 nummod\nEstonian Estonian ADJ JJ 3 amod\n" + form + " " + lemma +
                      " NOUN NNS 4 nsubj\nslept sleep VERB VBD 0 root\n");
  };
  EXPECT_TRUE(noun("officials", "official"));
  EXPECT_TRUE(noun("singers", "singer"));
  EXPECT_TRUE(noun("ministers", "minister"));
  EXPECT_TRUE(noun("parliaments", "parliament"));
  EXPECT_TRUE(noun("communities", "community"));
  EXPECT_TRUE(noun("cities", "city"));
  EXPECT_FALSE(noun("dishes", "dish"));
  EXPECT_FALSE(noun("peoples", "people"));
}

}  // namespace
}  // namespace factgraph
