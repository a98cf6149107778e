#include "schema/facts_jsonl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/error.h"

namespace factgraph {
namespace {

using ::testing::HasSubstr;

std::vector<DocumentFacts> read(const std::string& lines) {
  std::istringstream input(lines);
  std::vector<DocumentFacts> out;
  read_facts_jsonl(input, "in.jsonl", [&](DocumentFacts facts) { out.push_back(std::move(facts)); });
  return out;
}

std::string error_of(const std::string& lines) {
  try {
    read(lines);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

// Facts with every field in use, drawn from a seed: a text of short sentences, entities whose mentions are
// words of it.
class RandomFacts {
 public:
  explicit RandomFacts(unsigned seed) : random_(seed) {}

  DocumentFacts make() {
    DocumentFacts facts;
    std::string text;
    std::vector<std::vector<Span>> words;  // of each sentence
    std::uint32_t at = 0;
    for (std::size_t s = pick(1, 4); s > 0; --s) {
      words.emplace_back();
      const std::uint32_t start = at;
      for (std::size_t w = pick(4, 9); w > 0; --w) {
        const std::string& word = any(kWords);
        const Text measured(word);
        words.back().push_back({at, at + measured.size()});
        text += word + " ";
        at += measured.size() + 1;
      }
      facts.sentences.push_back({start, at - 1});
    }
    facts.document = {"uri " + any(kWords),
                      any(kOptional),
                      maybe() ? "2024-03-15" : "",
                      any(kOptional),
                      any(kOptional),
                      any(kOptional),
                      Text(text),
                      {}};
    for (std::size_t e = pick(1, 4); e > 0; --e) {
      Entity entity{any(kWords), any(kWords), {}};
      for (const auto& sentence : words) {
        for (const Span word : sentence) {
          if (pick(0, 3) == 0) entity.mentions.push_back({word, static_cast<MentionKind>(pick(0, 2))});
        }
      }
      if (entity.mentions.empty()) entity.mentions.push_back({words[0][0], MentionKind::kName});
      facts.entities.push_back(entity);
    }
    for (std::size_t r = pick(0, 5); r > 0; --r) {
      Relation relation;
      relation.type = any(kWords);
      relation.open = maybe();
      relation.subject = index(facts.entities);
      relation.subject_span = any(facts.entities[relation.subject].mentions).span;
      for (std::uint32_t s = 0; s < facts.sentences.size(); ++s) {
        if (facts.sentences[s].contains(relation.subject_span)) relation.sentence = s;
      }
      const std::vector<Span>& near = words[relation.sentence];
      relation.object_span = any(near);
      for (std::uint32_t e = 0; e < facts.entities.size() && !relation.object; ++e) {
        const auto& mentions = facts.entities[e].mentions;
        if (std::any_of(mentions.begin(), mentions.end(),
                        [&](const Mention& mention) { return mention.span == relation.object_span; })) {
          relation.object = e;
        }
      }
      if (!relation.object) relation.value = any(kOptional);
      relation.trigger_span = any(near);
      relation.role = any(kOptional);
      relation.time = maybe() ? "2006/2010" : "";
      relation.place = any(kOptional);
      relation.polarity = static_cast<Polarity>(pick(0, 1));
      relation.modality = static_cast<Modality>(pick(0, 2));
      relation.attributed_to = any(kOptional);
      relation.confidence = static_cast<double>(pick(1, 10000)) / 10000;
      relation.rule = any(kOptional);
      facts.relations.push_back(relation);
    }
    for (std::size_t s = pick(0, 2); s > 0; --s) {
      Statement statement;
      if (maybe()) statement.speaker = index(facts.entities);
      statement.kind = static_cast<StatementKind>(pick(0, 1));
      statement.span = any(any(words));
      statement.cue = any(kOptional);
      facts.statements.push_back(statement);
    }
    for (std::size_t p = pick(0, 2); p > 0; --p) {
      Proposition proposition;
      proposition.sentence = index(words);
      const auto& near = words[proposition.sentence];
      proposition.confidence = static_cast<double>(pick(1, 10000)) / 10000;
      proposition.subject = any(kWords);
      proposition.predicate = any(kWords);
      proposition.subject_span = any(near);
      proposition.predicate_spans = {any(near), any(near)};
      for (std::size_t a = pick(0, 3); a > 0; --a) {
        proposition.arguments.push_back(any(kOptional));
        proposition.argument_spans.push_back(any(near));
      }
      facts.propositions.push_back(proposition);
    }
    return facts;
  }

 private:
  std::size_t pick(std::size_t low, std::size_t high) { return low + random_() % (high - low + 1); }
  bool maybe() { return pick(0, 1) == 0; }
  template <typename T>
  const T& any(const std::vector<T>& values) {
    return values[pick(0, values.size() - 1)];
  }
  template <typename T>
  std::uint32_t index(const std::vector<T>& values) {
    return static_cast<std::uint32_t>(pick(0, values.size() - 1));
  }

  const std::vector<std::string> kWords = {"river",     "Öskemen",   "“quoted”",
                                           "a\"b\\c",   "Қазақ",     "\xF0\x9F\x9A\x80",
                                           "tab\there", "</script>", "\xE2\x80\xA8x"};
  const std::vector<std::string> kOptional = {"", "mayor", "naïve", "null"};
  std::mt19937 random_;
};

TEST(FactsJsonLines, ComeBackAsTheyWere) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const std::string line = to_json_line(RandomFacts(seed).make());
    ASSERT_EQ(line.find('\n'), std::string::npos);
    const std::vector<DocumentFacts> back = read(line);
    ASSERT_EQ(back.size(), 1U);
    ASSERT_EQ(to_json_line(back[0]), line) << "seed " << seed;
  }
}

TEST(FactsJsonLines, KeepTheOrderOfKeys) {
  DocumentFacts facts;
  facts.document.uri = "a.txt";
  facts.document.text = Text("Aru met Bo.");
  facts.sentences = {{0, 11}};
  facts.entities = {{"Aru", "person", {{{0, 3}, MentionKind::kName}}},
                    {"Bo", "person", {{{8, 10}, MentionKind::kName}}}};
  Relation relation;
  relation.type = "met_with";
  relation.object = 1;
  relation.subject_span = {0, 3};
  relation.object_span = {8, 10};
  relation.trigger_span = {4, 7};
  relation.confidence = 0.87654321;
  facts.relations = {relation};
  EXPECT_EQ(
      to_json_line(facts),
      R"({"document":{"uri":"a.txt","title":null,"published":null,"text":"Aru met Bo.","language":null,"author":null,"place":null,"blocks":[]},)"
      R"("sentences":[[0,11]],)"
      R"("entities":[{"id":0,"name":"Aru","type":"person","mentions":[{"start":0,"end":3,"kind":"name"}]},)"
      R"({"id":1,"name":"Bo","type":"person","mentions":[{"start":8,"end":10,"kind":"name"}]}],)"
      R"("relations":[{"type":"met_with","open":false,"subject":0,"object":1,"subject_span":[0,3],)"
      R"("object_span":[8,10],"trigger_span":[4,7],"sentence":0,"role":null,"time":null,"polarity":"affirmed",)"
      R"("modality":"asserted","attributed_to":null,"confidence":0.8765,"rule":null,"place":null}],)"
      R"("statements":[],"propositions":[]})");
}

TEST(FactsJsonLines, AddTokensPerSentence) {
  DocumentFacts facts;
  facts.document.uri = "a";
  facts.document.text = Text("Go");
  facts.sentences = {{0, 2}};
  const std::vector<std::vector<TokenRecord>> tokens = {{{{0, 2}, "go", "VERB", "VB", "root", -1}}};
  EXPECT_THAT(
      to_json_line(facts, &tokens),
      HasSubstr(
          R"("tokens":[[{"start":0,"end":2,"lemma":"go","upos":"VERB","xpos":"VB","head":-1,"deprel":"root"}]])"));
}

TEST(FactsJsonLines, WriteBrokenStringsAsReplacementCharacters) {
  DocumentFacts facts;
  facts.document.uri = "bad \xFF uri";
  EXPECT_THAT(to_json_line(facts), HasSubstr("bad \xEF\xBF\xBD uri"));
}

TEST(FactsJsonLines, FillInWhatAnotherExtractorLeavesOut) {
  const auto facts =
      read(R"({"document":{"text":"Aru met Bo.\r\n  Cy left. "},"extra":{"deep":[1]},)"
           R"("entities":[{"id":"e1","mentions":[{"start":0,"end":3}]},{"id":7,"name":"Bo","type":"person"}],)"
           R"("relations":[{"type":"met","subject":"e1","object":7,"object_span":[8,10]}],)"
           R"("propositions":[{"predicate":"met","subject_span":[0,3],"subject":"Aru","arguments":["Bo"]}]})"
           "\n\n");
  ASSERT_EQ(facts.size(), 1U);
  const DocumentFacts& got = facts[0];
  EXPECT_EQ(got.document.uri, "in.jsonl#1");
  EXPECT_EQ(got.sentences, (std::vector<Span>{{0, 11}, {15, 23}}));
  ASSERT_EQ(got.entities.size(), 2U);
  EXPECT_EQ(got.entities[0].name, "Aru");
  EXPECT_EQ(got.entities[0].type, "concept");
  ASSERT_EQ(got.entities[1].mentions.size(), 1U);
  EXPECT_EQ(got.entities[1].mentions[0].span, (Span{8, 10}));
  EXPECT_EQ(got.entities[1].mentions[0].kind, MentionKind::kName);
  ASSERT_EQ(got.relations.size(), 1U);
  EXPECT_EQ(got.relations[0].subject_span, (Span{0, 3}));
  EXPECT_EQ(got.relations[0].object, 1U);
  EXPECT_EQ(got.relations[0].trigger_span, (Span{0, 0}));
  EXPECT_EQ(got.relations[0].confidence, 1.0);
  ASSERT_EQ(got.propositions.size(), 1U);
  EXPECT_EQ(got.propositions[0].argument_spans, (std::vector<Span>{{0, 0}}));
}

TEST(FactsJsonLines, JoinLinesThatAMentionRunsAcross) {
  const auto facts = read(
      R"({"document":{"text":"They saw New\nYork City\nand left"},"entities":[{"mentions":[{"start":9,"end":22}]}]})");
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].sentences, (std::vector<Span>{{0, 22}, {23, 31}}));
}

TEST(FactsJsonLines, NameSourceLineAndField) {
  const std::string good = R"({"document":{"text":"Aru met Bo."}})"
                           "\n";
  EXPECT_EQ(error_of(good + R"({"document":{}})"), "in.jsonl:2: document.text: missing");
  EXPECT_EQ(error_of(R"({"text":"x"})"), "in.jsonl:1: document: missing");
  EXPECT_EQ(error_of(R"({"document":{"text":"Aru"},"entities":[{"mentions":[{"start":0,"end":4}]}]})"),
            "in.jsonl:1: entities[0].mentions[0].end: 4 is past the end of the text (3 characters)");
  EXPECT_EQ(error_of(R"({"document":{"text":"Aru"},"relations":[{"type":"is","subject":"q"}]})"),
            "in.jsonl:1: relations[0].subject: no entity has the id q");
  EXPECT_THAT(error_of("\n\n[1]"), HasSubstr("in.jsonl:3: not a JSON object"));
  EXPECT_THAT(error_of("{\"document\":"), HasSubstr("in.jsonl:1:"));
}

TEST(FactsJsonLines, RefuseWhatCannotBeProven) {
  const std::string head =
      R"({"document":{"text":"Aru met Bo. Cy left."},"sentences":[[0,11],[12,20]],)"
      R"("entities":[{"id":1,"mentions":[{"start":0,"end":3}]},{"id":2,"mentions":[{"start":8,"end":10}]}],)";
  const auto relation = [&](const std::string& fields) {
    return error_of(head + R"("relations":[{"type":"met_with","subject":1,)" + fields + "}]}");
  };
  EXPECT_EQ(relation(R"("object":2,"sentence":0)"), "");
  EXPECT_THAT(relation(R"("object":2,"sentence":1)"), HasSubstr("subject_span is missing"));
  EXPECT_THAT(relation(R"("object":2,"sentence":2)"), HasSubstr("relations[0].sentence: 2 is out of range"));
  EXPECT_THAT(relation(R"("object":2,"trigger_span":[12,14])"), HasSubstr("lies outside sentence 0"));
  EXPECT_THAT(relation(R"("object":2,"object_span":[7,10])"), HasSubstr("overlaps a mention"));
  EXPECT_THAT(relation(R"("object":2,"subject_span":[3,1])"), HasSubstr("ends before it starts"));
  EXPECT_THAT(relation(R"("object":2,"confidence":1.5)"), HasSubstr("relations[0].confidence"));
  EXPECT_THAT(relation(R"("object":2,"polarity":"maybe")"), HasSubstr("\"maybe\" is not known here"));
  EXPECT_THAT(relation(R"("object":2,"time":"yesterday")"), HasSubstr("not an EDTF date"));
  EXPECT_THAT(relation(R"("object":2,"value":"x")"), HasSubstr("both an object and a value"));
  EXPECT_THAT(relation(R"("value":"x")"), HasSubstr("object_span: missing"));
  EXPECT_THAT(error_of(head + R"("statements":[{"start":4,"end":99}]})"), HasSubstr("statements[0].end: 99 is past"));
  EXPECT_THAT(error_of(R"({"document":{"text":"Aru"},"entities":[{"name":"Aru"}]})"), HasSubstr("has no mention"));
  EXPECT_THAT(error_of(R"({"document":{"text":"Aru"},"sentences":[[0,2],[1,3]]})"), HasSubstr("overlap"));
}

TEST(FactsJsonLines, RefuseNulAndBadUtf8) {
  EXPECT_THAT(error_of(R"({"document":{"text":"a\u0000b"}})"), HasSubstr("document.text: holds a NUL character"));
  EXPECT_THAT(error_of("{\"document\":{\"text\":\"a\xFF\"}}"), HasSubstr("not JSON"));
  EXPECT_THAT(error_of(R"({"document":{"text":"\ud800"}})"), HasSubstr("not JSON"));
}

TEST(FactsJsonLines, RefuseDeepNesting) {
  EXPECT_THAT(error_of(std::string(1'000'000, '[')), HasSubstr("nested deeper"));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(error_of(objects), HasSubstr("nested deeper"));
}

TEST(FactsJsonLines, SurviveRandomDamage) {
  std::mt19937 random(7);
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::string line = to_json_line(RandomFacts(seed).make());
    for (int edits = 0; edits < 3; ++edits) {
      const std::size_t at = random() % line.size();
      if (random() % 2 == 0) {
        line[at] = static_cast<char>(random() % 256);
      } else {
        line.erase(at, random() % 5);
      }
    }
    try {
      for (const DocumentFacts& facts : read(line)) EXPECT_FALSE(to_json_line(facts).empty());
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("in.jsonl:"));
    }
  }
}

}  // namespace
}  // namespace factgraph
