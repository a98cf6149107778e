#include "extract/extractor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"
#include "schema/facts_jsonl.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::Not;

const LanguageEngine& engine() {
  static const LanguageEngine kEngine;
  return kEngine;
}

const Ontology& ontology() {
  static const Ontology kOntology = Ontology::shipped();
  return kOntology;
}

DocumentFacts extract(const std::string& text, const Ontology& own = ontology()) {
  Input input;
  input.document.uri = "test";
  input.document.text = Text(text);
  return Extractor(own, engine()).extract(std::move(input));
}

std::vector<std::string> entities(const DocumentFacts& facts) {
  std::vector<std::string> result;
  for (const Entity& entity : facts.entities) result.push_back(entity.name + " : " + entity.type);
  return result;
}

std::vector<std::string> relations(const DocumentFacts& facts) {
  std::vector<std::string> result;
  for (const Relation& relation : facts.relations) {
    std::string line = facts.entities[relation.subject].name + " " + relation.type + " ";
    line += relation.object ? facts.entities[*relation.object].name : relation.value;
    if (!relation.role.empty()) line += " as " + relation.role;
    if (!relation.time.empty()) line += " @ " + relation.time;
    result.push_back(line);
  }
  return result;
}

std::set<std::string> aliases(const DocumentFacts& facts, const std::string& name) {
  std::set<std::string> result;
  for (const Entity& entity : facts.entities) {
    if (entity.name != name) continue;
    for (const Mention& mention : entity.mentions) result.emplace(facts.document.text.slice(mention.span));
  }
  return result;
}

const std::string kArticle =
    "OSLO – Prime Minister Ingrid Solberg said in her speech on June 4 at the Nordic Congress in Bergen that Norway "
    "must "
    "protect its rivers.\n\n"
    "Solberg noted that the water in many rivers is warmer than it was on any Monday in May twenty years ago. “We will "
    "not "
    "wait for others,” she said.\n\n"
    "The Nordic Congress, first held in the Lapland Region in 2019, brings together mayors and scientists. The "
    "congress "
    "will publish a report.\n\n"
    "Solberg was born in Tromsø on 12 March 1961 and graduated from the University of Oslo. She is married to Henrik "
    "Dahl, "
    "the chief executive of Norsk Energi. In April she visited Finland and met with President Matti Koskinen.\n";

TEST(Extractor, FindsThePeopleAndPlacesOfAnArticle) {
  const DocumentFacts facts = extract(kArticle);
  EXPECT_THAT(entities(facts), IsSupersetOf({"Ingrid Solberg : person", "Norway : country", "Bergen : city",
                                             "Lapland Region : region", "Henrik Dahl : person", "Finland : country",
                                             "University of Oslo : educational_institution"}));
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), IsSupersetOf({"Ingrid Solberg", "Solberg", "she", "her"}));
  EXPECT_THAT(aliases(facts, "Nordic Congress"), IsSupersetOf({"Nordic Congress", "The congress"}));
}

TEST(Extractor, FindsWhoSaysIAndWeInAQuotation) {
  const DocumentFacts facts = extract(
      "Norsk Energi spokesman Henrik Dahl answered questions on Monday.\n\n"
      "“I was born in Bergen,” Dahl said. “We will open a plant in Tromsø, and our plans are ready.”\n\n"
      "“I know nothing of it,” Ingrid Solberg said.");
  EXPECT_THAT(aliases(facts, "Henrik Dahl"), Contains("I"));
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), Contains("I"));
  EXPECT_THAT(aliases(facts, "Norsk Energi"), IsSupersetOf({"We", "our"}));
  EXPECT_THAT(relations(facts), Contains("Henrik Dahl born_in Bergen"));
}

TEST(Extractor, TakesWhoIsNamedBeforeTheFirstQuestionForWhoAnswers) {
  const DocumentFacts facts = extract(
      "Ingrid Solberg has written six novels. Solberg lives in Oslo.\n\n"
      "Where were you born?\n\n"
      "I was born in Bergen, where my father built boats.\n\n"
      "When did you leave?\n\n"
      "I left in 1990.\n");
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), IsSupersetOf({"you", "I", "my"}));
}

TEST(Extractor, TakesWhoGivesTheSpeechForWhoSaysI) {
  const DocumentFacts facts = extract(
      "Ingrid Solberg delivered a speech in Oslo on Monday.\n\n"
      "Dear friends, I was born in Bergen, and I have never forgotten it.\n");
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), IsSupersetOf({"I"}));
}

TEST(Extractor, KeepsRelativePronounsWhereARelationNeedsThem) {
  EXPECT_THAT(aliases(extract("Ingrid Solberg, who was born in Bergen, lives in Oslo.\n"), "Ingrid Solberg"),
              IsSupersetOf({"who"}));
  EXPECT_THAT(aliases(extract("Ingrid Solberg, who slept, woke up.\n"), "Ingrid Solberg"), Not(Contains("who")));
}

TEST(Extractor, FindsWhoSaysIInAnInterview) {
  const DocumentFacts facts = extract(
      "Henrik Dahl interviews the writer Ingrid Solberg\n\n"
      "The paper interviewed Ingrid Solberg about her books.\n\n"
      "Where were you born?\n\n"
      "I was born in Bergen.\n");
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), IsSupersetOf({"you", "I"}));
  EXPECT_THAT(relations(facts), Contains("Ingrid Solberg born_in Bergen"));
}

TEST(Extractor, FindsWhoHasTheFloor) {
  const DocumentFacts facts = extract(
      "The court will hear both sides. Mr. Henrik Dahl.\n\n"
      "I thank the court. Ingrid Solberg is not here.\n\n"
      "Thank you. Ms. Ingrid Solberg?\n\n"
      "My client lives in Bergen.\n");
  EXPECT_THAT(aliases(facts, "Henrik Dahl"), Contains("I"));
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), Contains("My"));
  EXPECT_THAT(aliases(facts, "Ingrid Solberg"), Not(Contains("I")));
}

TEST(Extractor, LeavesAnUnknownIAlone) {
  for (const Entity& entity : extract("Anna Berg lives in Oslo. I saw her there, and we talked.").entities) {
    EXPECT_THAT(aliases(extract("Anna Berg lives in Oslo. I saw her there, and we talked."), entity.name),
                Not(::testing::AnyOf(Contains("I"), Contains("we"))));
  }
}

TEST(Extractor, MakesNoEntityOfWeekdaysAndMonths) {
  for (const Entity& entity : extract(kArticle).entities) {
    EXPECT_THAT(std::vector<std::string>({"Monday", "May", "June", "April", "March"}), Not(Contains(entity.name)));
  }
}

TEST(Extractor, FindsTheFactsOfAnArticle) {
  EXPECT_THAT(relations(extract(kArticle)),
              IsSupersetOf({"Ingrid Solberg spoke_at Nordic Congress @ XXXX-06-04",
                            "Nordic Congress took_place_in Lapland Region @ 2019",
                            "Ingrid Solberg born_in Tromsø @ 1961-03-12", "Ingrid Solberg date_of_birth 1961-03-12",
                            "Ingrid Solberg educated_at University of Oslo", "Henrik Dahl spouse_of Ingrid Solberg",
                            "Ingrid Solberg visited Finland @ XXXX-04", "Ingrid Solberg met_with Matti Koskinen"}));
}

TEST(Extractor, FindsWhoIsAppointed) {
  const DocumentFacts facts = extract(
      "Oil company Petronor named Mara Lind as its new chief executive on Thursday. Lind, 51, joined the company in "
      "2019. Shares in Zyntra plc fell.");
  EXPECT_THAT(entities(facts), IsSupersetOf({"Petronor : company", "Mara Lind : person", "Zyntra plc : company"}));
  EXPECT_THAT(relations(facts), Contains(::testing::StartsWith("Mara Lind leads Petronor as new chief executive")));
  EXPECT_THAT(relations(facts), Contains("Mara Lind works_for Petronor @ 2019"));
}

TEST(Extractor, GivesWhatDescribesSomebodyNoTimeAndNoDoubtOfTheSentence) {
  const DocumentFacts facts = extract(
      "France's foreign minister, Luisa Ortega, will travel to Oslo in May 2031 to meet her Brazilian counterpart "
      "Paulo "
      "Reis.");
  EXPECT_THAT(relations(facts), IsSupersetOf({"Luisa Ortega works_for France as foreign minister",
                                              "Luisa Ortega visited Oslo @ 2031-05", "Paulo Reis citizen_of Brazil"}));
  for (const Relation& relation : facts.relations) {
    const bool planned = relation.type == "visited" || relation.type == "met_with";
    EXPECT_EQ(relation.modality, planned ? Modality::kPlanned : Modality::kAsserted) << relation.type;
  }
}

TEST(Extractor, NamesTheSourceThatOpensASentence) {
  const DocumentFacts facts = extract("According to Mara Lind, Zyntra plc acquired Quantex Ltd in 2019.");
  ASSERT_FALSE(facts.relations.empty());
  EXPECT_EQ(facts.relations[0].type, "acquired");
  EXPECT_EQ(facts.relations[0].attributed_to, "Mara Lind");
}

TEST(Extractor, LetsWhoStandsBeforeTheColonSpeak) {
  const DocumentFacts facts = extract(
      "“Not this year,” Mara Lind said, “and not next year.” Analyst Otto Berg of Tarsk Bank was less sure: “The "
      "market is "
      "weak.”");
  ASSERT_EQ(facts.statements.size(), 3U);
  ASSERT_TRUE(facts.statements[2].speaker.has_value());
  EXPECT_EQ(facts.entities[*facts.statements[2].speaker].name, "Otto Berg");
}

TEST(Extractor, SaysNotThatThoseMetWhoBothMetNobody) {
  EXPECT_THAT(relations(extract("Neither Anna Berg nor Otto Lind met Viktor Orban.")),
              Not(Contains("Anna Berg met_with Otto Lind")));
}

TEST(Extractor, KeepsAHyphenatedGivenNameBehindATitle) {
  EXPECT_THAT(entities(extract("Anders Berg met President Kassym-Jomart Tokayev in Astana.")),
              Contains("Kassym-Jomart Tokayev : person"));
}

TEST(Extractor, TellsTheWifeFromTheDaughters) {
  for (const std::string& relation : relations(
           extract("Lawrence Hale died on Tuesday in Boston. He is survived by his wife and their two daughters, Emma "
                   "and Kate."))) {
    EXPECT_THAT(relation, Not(::testing::HasSubstr("spouse_of")));
  }
}

TEST(Extractor, ProvesEveryRelationByWordsOfItsSentence) {
  const DocumentFacts facts = extract(kArticle);
  ASSERT_FALSE(facts.relations.empty());
  for (const Relation& relation : facts.relations) {
    const Span sentence = facts.sentences.at(relation.sentence);
    EXPECT_TRUE(sentence.contains(relation.subject_span) && !relation.subject_span.empty());
    EXPECT_TRUE(sentence.contains(relation.object_span) && !relation.object_span.empty());
    EXPECT_TRUE(sentence.contains(relation.trigger_span) && !relation.trigger_span.empty());
    EXPECT_FALSE(relation.rule.empty());
    const std::vector<Mention>& mentions = facts.entities.at(relation.subject).mentions;
    EXPECT_TRUE(std::any_of(mentions.begin(), mentions.end(),
                            [&](const Mention& mention) { return mention.span == relation.subject_span; }));
  }
}

TEST(Extractor, TakesNoFactsFromCaptionsAndFooters) {
  Input input;
  const std::string prose = "Ingrid Solberg visited Finland.";
  const std::string caption = "Henrik Dahl visited Sweden.";
  input.document.text = Text(prose + "\n\n" + caption);
  const auto length = static_cast<std::uint32_t>(prose.size());
  input.document.blocks = {
      {{0, length}, BlockKind::kProse},
      {{length + 2, length + 2 + static_cast<std::uint32_t>(caption.size())}, BlockKind::kCaption}};
  const DocumentFacts facts = Extractor(ontology(), engine()).extract(std::move(input));
  EXPECT_THAT(entities(facts), Contains("Ingrid Solberg : person"));
  EXPECT_THAT(entities(facts), Not(Contains("Henrik Dahl : person")));
  for (const Relation& relation : facts.relations) EXPECT_EQ(relation.sentence, 0U);
}

TEST(Extractor, TakesAnyText) {
  for (const std::string text : {"", " ", "\n\n", "!!! ... ((((", "a", "“”", "1 2 3 4"}) {
    EXPECT_TRUE(extract(text).relations.empty()) << text;
  }
}

TEST(Extractor, GivesTheSameFactsInEveryThread) {
  const Extractor extractor(ontology(), engine());
  const auto line = [&] {
    Input input;
    input.document.text = Text(kArticle);
    return to_json_line(extractor.extract(std::move(input)));
  };
  const std::string expected = line();
  std::vector<std::string> lines(4);
  std::vector<std::thread> threads;
  for (std::string& slot : lines) threads.emplace_back([&] { slot = line(); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& other : lines) EXPECT_EQ(other, expected);
}

// What docs/ontology.md teaches.
TEST(OwnOntology, LearnsANewRelationInFiveMinutes) {
  const Ontology own = Ontology::parse(ontology().toml() + R"(
[relations.mentored]
label = "mentored"
definition = "Taught and guided them."
domain = ["person"]
range = ["person"]
inverse = "mentored_by"
patterns = [
  'mentor|coach|tutor.v subject=subj object=obj ~0.9',
  'mentor|tutor.n subject=subj object=of|poss ~0.85',
]
)",
                                       "own.toml");
  EXPECT_THAT(relations(extract("Anna Berg mentored Peter Holm.", own)), Contains("Anna Berg mentored Peter Holm"));
  EXPECT_THAT(relations(extract("Peter Holm was mentored by Anna Berg.", own)),
              Contains("Anna Berg mentored Peter Holm"));
  EXPECT_THAT(relations(extract("Anna Berg was the mentor of Peter Holm.", own)),
              Contains("Anna Berg mentored Peter Holm"));
}

TEST(OwnOntology, IsRefusedWithThePlaceOfABadPattern) {
  const Ontology own = Ontology::parse(
      "[types.person]\nlabel = \"p\"\ndefinition = \"p\"\n[relations.r]\nlabel = \"r\"\ndefinition = \"r\"\n"
      "domain = [\"any\"]\nrange = [\"any\"]\npatterns = ['see.v subject=subj object=objct']\n",
      "own.toml");
  try {
    const Extractor extractor(own, engine());
    FAIL() << "accepted";
  } catch (const SchemaError& error) {
    EXPECT_THAT(error.what(), ::testing::StartsWith("own.toml:9:40: unknown step \"objct\""));
  }
}

}  // namespace
}  // namespace factgraph
