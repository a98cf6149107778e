#include "extract/language/recognizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "extract/language/embedded_models.h"
#include "extract/language/name_features.h"
#include "extract/language/name_labels.h"
#include "extract/language/training/name_corpora.h"
#include "extract/language/training/train_names.h"
#include "extract/language/word_classes_format.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(NameLabels, ANameGoesOnInItsOwnTypeOnly) {
  const std::uint32_t begin = name_label(NamePart::kBegin, NameType::kPerson);
  EXPECT_TRUE(may_follow(begin, name_label(NamePart::kEnd, NameType::kPerson)));
  EXPECT_FALSE(may_follow(begin, name_label(NamePart::kEnd, NameType::kPlace)));
  EXPECT_FALSE(may_follow(begin, kOutside));
  EXPECT_FALSE(may_follow(kOutside, name_label(NamePart::kInside, NameType::kPlace)));
  EXPECT_TRUE(
      may_follow(name_label(NamePart::kSingle, NameType::kWork), name_label(NamePart::kBegin, NameType::kGroup)));
}

class NamesTest : public testing::Test {
 protected:
  WordClasses classes() const {
    ModelWriter writer("word classes", WordClasses::kVersion);
    writer.add_array<std::uint32_t>("starts", std::vector<std::uint32_t>(kWordBuckets + 1));
    writer.add_array<std::uint16_t>("fingerprints", std::vector<std::uint16_t>());
    writer.add_array<std::uint32_t>("classes", std::vector<std::uint32_t>());
    writer.write(folder_ / "words.model");
    return WordClasses(ModelFile::open(folder_ / "words.model"));
  }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  static std::vector<Sentence> sentences(const std::vector<std::string>& texts) {
    std::vector<Sentence> all;
    for (const std::string& text : texts) {
      std::istringstream words(text);
      Sentence& sentence = all.emplace_back();
      for (std::string word; words >> word;) {
        Token token;
        token.form = word;
        token.xpos = word[0] >= 'A' && word[0] <= 'Z' ? Xpos::kNnp : Xpos::kNn;
        sentence.tokens.push_back(std::move(token));
      }
    }
    return all;
  }

  // Small talk of persons who visit places, each sentence a document.
  std::vector<NameDocument> lessons() const {
    static constexpr std::array<const char*, 6> kPersons = {"Anna Berg",  "Boris Kim", "Carla Diaz",
                                                            "Dina Frost", "Emil Haas", "Fara Iqbal"};
    static constexpr std::array<const char*, 6> kPlaces = {"Lund", "Oslo", "Riga", "Turku", "Minsk", "Perm"};
    std::ostringstream text;
    for (const char* person : kPersons) {
      for (const char* place : kPlaces) {
        const std::string name = person;
        const std::size_t gap = name.find(' ');
        text << "Yesterday O\n"
             << name.substr(0, gap) << " I-PER\n"
             << name.substr(gap + 1) << " I-PER\nvisited O\n"
             << place << " I-LOC\nagain O\n. O\n\n-DOCSTART- O\n";
      }
    }
    std::vector<NameDocument> documents = read_columns(write("lessons.conll", text.str()), ColumnCorpus::kWikigold);
    for (NameDocument& document : documents) {
      for (Sentence& sentence : document.sentences) {
        for (Token& token : sentence.tokens) {
          token.xpos = token.form[0] >= 'A' && token.form[0] <= 'Z' ? Xpos::kNnp : Xpos::kNn;
        }
      }
    }
    return documents;
  }

  NameTraining options() const {
    NameTraining training;
    training.epochs = 5;
    training.held_out = 6;
    return training;
  }

  std::string bytes(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
};

TEST_F(NamesTest, WhatWasLearntIsFoundInNewSentences) {
  train_names(lessons(), classes(), options(), folder_ / "names.model");
  const NameRecognizer recognizer(ModelFile::open(folder_ / "names.model"), classes());
  std::vector<Sentence> text = sentences({"Yesterday Emil Quist visited Oslo again ."});
  recognizer.recognize(text);
  ASSERT_THAT(text[0].names, SizeIs(2));
  EXPECT_EQ(text[0].names[0].first, 1U);
  EXPECT_EQ(text[0].names[0].last, 3U);
  EXPECT_EQ(text[0].names[0].type, NameType::kPerson);
  EXPECT_EQ(text[0].names[1].first, 4U);
  EXPECT_EQ(text[0].names[1].type, NameType::kPlace);
  for (const Name& name : text[0].names) {
    EXPECT_GT(name.confidence, 0.0F);
    EXPECT_LE(name.confidence, 1.0F);
  }
}

TEST_F(NamesTest, TheSameLessonsGiveTheSameBytes) {
  train_names(lessons(), classes(), options(), folder_ / "one.model");
  train_names(lessons(), classes(), options(), folder_ / "two.model");
  EXPECT_EQ(bytes("one.model"), bytes("two.model"));
}

TEST_F(NamesTest, NothingAndVeryLongSentencesAreFine) {
  train_names(lessons(), classes(), options(), folder_ / "names.model");
  const NameRecognizer recognizer(ModelFile::open(folder_ / "names.model"), classes());
  std::vector<Sentence> none;
  recognizer.recognize(none);
  std::string words;
  for (int i = 0; i < 20000; ++i) words += i % 3 == 0 ? "Of " : "the ";
  std::vector<Sentence> text = sentences({"", words, ". . .", "Łódź \xff\xfe -"});
  recognizer.recognize(text);
  EXPECT_THAT(text[0].names, IsEmpty());
  for (const Sentence& sentence : text) {
    std::uint32_t last = 0;
    for (const Name& name : sentence.names) {
      EXPECT_GE(name.first, last);
      EXPECT_LT(name.first, name.last);
      EXPECT_LE(name.last, sentence.tokens.size());
      last = name.last;
    }
  }
}

TEST_F(NamesTest, AnotherModelIsRefused) {
  ModelWriter writer("tagger", 1);
  writer.write(folder_ / "other.model");
  EXPECT_THROW(NameRecognizer(ModelFile::open(folder_ / "other.model"), classes()), ModelError);
}

TEST_F(NamesTest, TitlesAndArticlesStandOutsideNames) {
  const auto documents =
      read_columns(write("titles.conll",
                         "President I-PER\nMara I-PER\nLind I-PER\nleft O\nThe I-ORG\nLantern I-ORG\nSociety I-ORG\n"),
                   ColumnCorpus::kWikigold);
  ASSERT_THAT(documents, SizeIs(1));
  const auto only = [](std::uint32_t label) { return std::uint64_t{1} << label; };
  EXPECT_THAT(documents[0].allowed[0],
              ElementsAre(only(kOutside), only(name_label(NamePart::kBegin, NameType::kPerson)),
                          only(name_label(NamePart::kEnd, NameType::kPerson)), only(kOutside), only(kOutside),
                          only(name_label(NamePart::kBegin, NameType::kOrganization)),
                          only(name_label(NamePart::kEnd, NameType::kOrganization))));
}

TEST_F(NamesTest, HyphenatedWordsAreSplitAsInTreebanks) {
  const auto documents = read_columns(write("hyphens.conll", "Lund-based O\nmaker O\n"), ColumnCorpus::kWikigold);
  ASSERT_THAT(documents[0].sentences[0].tokens, SizeIs(4));
  EXPECT_EQ(documents[0].sentences[0].tokens[2].form, "based");
}

TEST_F(NamesTest, ABrokenLabelIsRefusedByLine) {
  EXPECT_THAT([this] { (void)read_columns(write("bad.conll", "One O\nTwo wrong\n"), ColumnCorpus::kWnut); },
              testing::ThrowsMessage<InputError>(testing::HasSubstr("bad.conll:2")));
}

TEST_F(NamesTest, ProperNounsOfATreebankAreNamesOfTheirEntities) {
  const std::string tree =
      "# newdoc id = one\n"
      "1\tMara\tMara\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-sgl\n"
      "2\tLind\tLind\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)\n"
      "3\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\t_\n"
      "4\ton\ton\tADP\tIN\t_\t5\tcase\t_\t_\n"
      "5\tMonday\tMonday\tPROPN\tNNP\t_\t3\tobl\t_\t_\n\n";
  const auto documents = read_treebank_names(write("tree.conllu", tree));
  ASSERT_THAT(documents, SizeIs(1));
  const std::vector<std::uint64_t>& allowed = documents[0].allowed[0];
  EXPECT_EQ(allowed[0], std::uint64_t{1} << name_label(NamePart::kBegin, NameType::kPerson));
  EXPECT_EQ(allowed[1], std::uint64_t{1} << name_label(NamePart::kEnd, NameType::kPerson));
  EXPECT_EQ(allowed[2], 1U);
  EXPECT_EQ(allowed[4] & 1U, 1U);
}

// A treebank's sentence of words "form tag head relation".
std::string tree_of(const std::string& words) {
  std::string lines;
  std::istringstream stream(words);
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream columns(line);
    std::string form;
    std::string tag;
    std::string head;
    std::string relation;
    columns >> form >> tag >> head >> relation;
    lines += std::to_string(++number) + "\t" + form + "\t_\t_\t" + tag + "\t_\t" + head + "\t" + relation + "\t_\t_\n";
  }
  return lines + "\n";
}

constexpr std::uint64_t only(NamePart part, NameType type) { return std::uint64_t{1} << name_label(part, type); }

// Whether a name may go on from a token with these labels to the next, and from the one before to it.
bool may_go_on(std::uint64_t allowed) { return (allowed & only(NamePart::kBegin, NameType::kPerson)) != 0; }
bool may_come_on(std::uint64_t allowed) { return (allowed & only(NamePart::kEnd, NameType::kPerson)) != 0; }

TEST_F(NamesTest, ProperNounsJoinedAsFlatAreOnePerson) {
  const auto documents =
      read_treebank_names(write("flat.conllu", tree_of("Mara NNP 3 nsubj\nLind NNP 1 flat\nslept VBD 0 root\n")));
  EXPECT_THAT(documents.at(0).allowed.at(0),
              ElementsAre(only(NamePart::kBegin, NameType::kPerson), only(NamePart::kEnd, NameType::kPerson), 1U));
}

TEST_F(NamesTest, AKnownPlaceJoinedAsFlatNeedNotBeAPerson) {
  const auto documents =
      read_treebank_names(write("flat.conllu", tree_of("Los NNP 3 nsubj\nAngeles NNP 1 flat\ngrows VBZ 0 root\n")));
  EXPECT_NE(documents.at(0).allowed.at(0).at(0) & only(NamePart::kBegin, NameType::kPlace), 0U);
}

TEST_F(NamesTest, ANameEndsWhereTheTreeKeepsProperNounsApart) {
  const auto documents = read_treebank_names(
      write("apart.conllu", tree_of("Mara NNP 2 vocative\nLund NNP 4 nsubj\nHarbour NNP 2 flat\nsleeps VBZ 0 root\n")));
  const std::vector<std::uint64_t>& apart = documents.at(0).allowed.at(0);
  EXPECT_FALSE(may_go_on(apart[0]));
  EXPECT_FALSE(may_come_on(apart[1]));
  const auto together = read_treebank_names(
      write("together.conllu", tree_of("Lund NNP 2 compound\nHarbour NNP 3 nsubj\nsleeps VBZ 0 root\n")));
  EXPECT_TRUE(may_go_on(together.at(0).allowed.at(0)[0]));
  EXPECT_TRUE(may_come_on(together.at(0).allowed.at(0)[1]));
}

TEST_F(NamesTest, SentencesWithoutFullStopsRunTogetherNowAndThen) {
  const std::string open = tree_of("Regards UH 0 root\nMara NNP 1 vocative\n");
  const std::string closed = tree_of("Bye UH 0 root\nMara NNP 1 vocative\n. . 1 punct\n");
  std::string lines;
  for (int i = 0; i < 6; ++i) lines += open;
  const auto joined = read_treebank_names(write("open.conllu", "# newdoc id = a\n" + lines));
  ASSERT_THAT(joined, SizeIs(1));
  EXPECT_LT(joined[0].sentences.size(), 6U);
  for (std::size_t i = 0; i < joined[0].sentences.size(); ++i) {
    EXPECT_EQ(joined[0].sentences[i].tokens.size(), joined[0].allowed[i].size());
    if (joined[0].sentences[i].tokens.size() > 2) {
      EXPECT_FALSE(may_go_on(joined[0].allowed[i][1]));
    }
  }
  lines.clear();
  for (int i = 0; i < 6; ++i) lines += closed;
  EXPECT_THAT(read_treebank_names(write("closed.conllu", "# newdoc id = a\n" + lines)).at(0).sentences, SizeIs(6));
}

TEST_F(NamesTest, FactsOfKnowledgeNetTellTypes) {
  const Tokenizer tokenizer(ModelFile::view(embedded_model("tokenizer"), "tokenizer"));
  const std::string passage = "Mara Lind works for Harbour Seeds. She likes Lund.";
  const std::string fact =
      R"({"propertyName": "EMPLOYEE_OR_MEMBER_OF", "subjectStart": 5, "subjectEnd": 14, "objectStart": 25, "objectEnd": 38})";
  const auto article = [&](const std::string& fold) {
    return R"({"fold": )" + fold + R"(, "passages": [{"passageStart": 5, "passageText": ")" + passage +
           R"(", "facts": [)" + fact + "]}]}\n";
  };
  const auto documents = read_knowledgenet(write("facts.jsonl", article("1") + article("3")), 3, tokenizer);
  ASSERT_THAT(documents, SizeIs(1));
  ASSERT_THAT(documents[0].sentences, SizeIs(1));  // the other one has no name of a fact
  const std::vector<std::uint64_t>& allowed = documents[0].allowed[0];
  EXPECT_EQ(allowed[0], only(NamePart::kBegin, NameType::kPerson));
  EXPECT_EQ(allowed[1], only(NamePart::kEnd, NameType::kPerson));
  EXPECT_EQ(allowed[4], only(NamePart::kBegin, NameType::kOrganization));
  EXPECT_EQ(allowed[5], only(NamePart::kEnd, NameType::kOrganization));
  EXPECT_THAT([&] { (void)read_knowledgenet(write("bad.jsonl", "\n{}\n"), 3, tokenizer); },
              testing::ThrowsMessage<InputError>(testing::HasSubstr("bad.jsonl:2")));
}

TEST_F(NamesTest, WordsKnowTheirKin) {
  const std::vector<Sentence> text =
      sentences({"the Baltic Seed Council ( BSC ) opened again yesterday with several speeches",
                 "later BSC asked the Council", "nobody saw Mara"});
  const WordClasses none = classes();
  const NameFeatures features(text, none);
  EXPECT_NE(features.words(1)[1].kin, 0);                                // BSC
  EXPECT_EQ(features.words(1)[1].kin_last, features.words(0)[3].known);  // Council, the head of a body
  EXPECT_NE(features.words(1)[1].kin_last, 0);
  EXPECT_NE(features.words(1)[4].kin, 0);  // Council alone
  EXPECT_NE(features.words(1)[4].kin, features.words(1)[1].kin);
  EXPECT_EQ(features.words(0)[3].kin, 0);  // the longest run itself
  EXPECT_EQ(features.words(2)[2].kin, 0);
}

TEST_F(NamesTest, WordsKnowWhatTheirNameIsSaidToBe) {
  constexpr auto kPlace = static_cast<std::uint8_t>(NameType::kPlace);
  constexpr auto kPerson = static_cast<std::uint8_t>(NameType::kPerson);
  std::vector<Sentence> text =
      sentences({"later Lund met Quist", "Lund ( once a hamlet ) is a quiet village in Quist County",
                 "Mara Quist , an actress , saw Lund Harbour", "In Oslo , a company closed", "she is a singer",
                 "Perm was the opposite", "the singer Riga met Turku , who left", "in this film Minsk wins",
                 "a hamlet called Berg", "Haas ( born there ) went to the city of Iqbal"});
  for (Sentence& sentence : text) {
    for (Token& token : sentence.tokens) {
      if (token.form == "is" || token.form == "was") token.xpos = Xpos::kVbz;
      if (token.form == "called") token.xpos = Xpos::kVbn;
      if (token.form == ",") token.xpos = Xpos::kComma;
      if (token.form == "a" || token.form == "an" || token.form == "the") token.xpos = Xpos::kDt;
      if (token.form == "in" || token.form == "In" || token.form == "of") token.xpos = Xpos::kIn;
      if (token.form == "quiet") token.xpos = Xpos::kJj;
    }
  }
  const WordClasses none = classes();
  const NameFeatures features(text, none);
  EXPECT_EQ(features.words(1)[0].said, kPlace);
  EXPECT_EQ(features.words(0)[1].said, kPlace);
  EXPECT_EQ(features.words(2)[0].said, kPerson);
  EXPECT_EQ(features.words(2)[1].said, kPerson);
  EXPECT_EQ(features.words(0)[3].said, kPerson);  // Quist alone
  const auto nothing = [&](std::size_t sentence, std::size_t token) {
    return features.words(sentence)[token].said == NameWord::kNothingSaid;
  };
  EXPECT_TRUE(nothing(2, 7));  // Lund, of a longer name
  EXPECT_TRUE(nothing(3, 1));
  EXPECT_TRUE(nothing(4, 0));
  EXPECT_TRUE(nothing(5, 0));
  EXPECT_EQ(features.words(6)[2].said, kPerson);
  EXPECT_EQ(features.words(6)[4].said, kPerson);
  EXPECT_TRUE(nothing(7, 3));
  EXPECT_EQ(features.words(8)[3].said, kPlace);
  EXPECT_EQ(features.words(9)[0].said, kPerson);
  EXPECT_EQ(features.words(9)[10].said, kPlace);
}

TEST_F(NamesTest, WhatTheDocumentSaysOfANameTellsItsType) {
  train_names(lessons(), classes(), options(), folder_ / "names.model");
  const NameRecognizer recognizer(ModelFile::open(folder_ / "names.model"), classes());
  const auto names = [&](const std::string& saying) {
    std::vector<Sentence> text = sentences({"Yesterday Quist again .", saying});
    for (Token& token : text[1].tokens) {
      if (token.form == "a") token.xpos = Xpos::kDt;
    }
    recognizer.recognize(text);
    return text[0].names;
  };
  EXPECT_THAT(names("Quist was a thing"), IsEmpty());
  ASSERT_THAT(names("Quist was a village"), SizeIs(1));
  EXPECT_EQ(names("Quist was a village")[0].type, NameType::kPlace);
}

}  // namespace
}  // namespace factgraph
