#include "db/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/error.h"
#include "schema/facts_jsonl.h"
#include "tests/support/dump.h"
#include "tests/support/facts_builder.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

DocumentFacts visit(const std::string& uri = "visit.txt") {
  FactsBuilder doc(uri, {"Mira Sol visited Lund on Monday.", "She praised the Lund Forum, said Omar Reyes."});
  doc.title("A visit");
  const auto mira = doc.entity("Mira Sol", "person");
  const auto lund = doc.entity("Lund", "city", "Lund on");
  doc.facts().entities[lund].mentions[0].span.end -= 3;
  const auto forum = doc.entity("Lund Forum", "event");
  const auto omar = doc.entity("Omar Reyes", "person");
  doc.mention(mira, 1, "She", MentionKind::kPronoun);
  doc.relation(0, mira, "visited", lund, "visited").time = "2024-03-18";
  Relation& praise = doc.relation(1, mira, "supports", forum, "praised");
  praise.attributed_to = "Omar Reyes";
  praise.confidence = 0.6;
  doc.value_relation(0, mira, "instance_of", "visitor", "visited", "visited").modality = Modality::kPossible;
  doc.statement(1, omar, "She praised the Lund Forum", "said");
  doc.proposition(1, "She", "praised", {"the Lund Forum"});
  return doc.facts();
}

DocumentFacts second_visit() {
  FactsBuilder doc("second.txt", {"MIRA SOL visited the Lund."});
  const auto mira = doc.entity("MIRA SOL", "person");
  const auto lund = doc.entity("the Lund", "place");
  doc.relation(0, mira, "visited", lund, "visited").confidence = 0.5;
  return doc.facts();
}

class StoreTest : public testing::Test {
 protected:
  AddCounts add(const DocumentFacts& facts) { return store_.add({&facts, 1}); }

  Store store_ = Store::create(":memory:", Ontology::shipped(), {"0.1", "models-1"});
};

TEST_F(StoreTest, CountsAFactOnceForTheWordsThatTellIt) {
  FactsBuilder doc("who.txt", {"Mira Sol, who visited Lund, left."});
  const auto mira = doc.entity("Mira Sol", "person");
  const auto lund = doc.entity("Lund", "city");
  doc.mention(mira, 0, "who", MentionKind::kPronoun);
  doc.relation(0, mira, "visited", lund, "visited");
  Relation again = doc.facts().relations.front();
  again.subject_span = doc.facts().entities[mira].mentions.back().span;
  doc.facts().relations.push_back(again);
  add(doc.facts());
  EXPECT_THAT(dump(store_), HasSubstr("visited"));
  EXPECT_THAT(store_.verify(), IsEmpty());
  const DocumentFacts facts = doc.facts();
  EXPECT_EQ(add(facts).unchanged, 1U);
}

TEST_F(StoreTest, CountsWhatIsAddedUnchangedAndReplaced) {
  const std::vector<DocumentFacts> batch = {visit(), second_visit()};
  EXPECT_EQ(store_.add(batch).added, 2u);
  const AddCounts again = store_.add(batch);
  EXPECT_EQ(again.unchanged, 2u);
  EXPECT_EQ(again.added + again.replaced, 0u);
  DocumentFacts changed = visit();
  changed.relations.pop_back();
  EXPECT_EQ(add(changed).replaced, 1u);
  EXPECT_EQ(store_.facts("visit.txt").relations.size(), 2u);
}

TEST_F(StoreTest, KnowsADocumentBeforeItIsExtracted) {
  Document document = visit().document;
  EXPECT_FALSE(store_.contains(document));
  add(visit());
  EXPECT_TRUE(store_.contains(document));
  document.title = "Another title";
  EXPECT_FALSE(store_.contains(document));
}

TEST_F(StoreTest, GivesBackTheFactsAsTheyCame) {
  DocumentFacts facts = visit();
  facts.document.blocks = {{{0, 32}, BlockKind::kHeading}, {{33, 77}, BlockKind::kProse}};
  add(facts);
  EXPECT_EQ(to_json_line(store_.facts("visit.txt")), to_json_line(facts));
  EXPECT_EQ(store_.facts("visit.txt").document.blocks.at(0).kind, BlockKind::kHeading);
  EXPECT_THROW((void)store_.facts("nowhere.txt"), InputError);
}

TEST_F(StoreTest, MakesOneEntityOfEqualNames) {
  add(visit());
  add(second_visit());
  const auto cards = store_.show("mira sol").cards;
  ASSERT_EQ(cards.size(), 1u);
  EXPECT_EQ(cards[0].name, "MIRA SOL");  // as frequent and as long: the smaller bytes
  EXPECT_EQ(cards[0].type, "person");
  EXPECT_EQ(cards[0].mentions, 3u);
  EXPECT_EQ(cards[0].documents, 2u);
  EXPECT_EQ(cards[0].aliases.size(), 2u);
  EXPECT_EQ(store_.show("Lund").cards.at(0).type, "city");  // the second document knew only of a place
}

TEST_F(StoreTest, NeverMakesOneOfDifferentKinds) {
  FactsBuilder doc("jordan.txt", {"Jordan met Jordan in Jordan."});
  doc.entity("Jordan", "person");
  doc.facts().entities.push_back({.name = "Jordan", .type = "country", .mentions = {{{21, 27}, MentionKind::kName}}});
  add(doc.facts());
  const auto cards = store_.show("JORDAN").cards;
  ASSERT_EQ(cards.size(), 2u);
  EXPECT_NE(cards[0].type, cards[1].type);
}

TEST_F(StoreTest, GraphSaysWhichWordsProveARelationAndWhoSaidWhat) {
  add(visit());
  const Graph graph = store_.graph();
  const Text text(visit().document.text);
  const RelationEdge& praise =
      graph[boost::edge(find_entities(graph, "Mira Sol").at(0), find_entities(graph, "Lund Forum").at(0), graph).first];
  ASSERT_EQ(praise.evidence.size(), 1u);
  EXPECT_EQ(text.slice(praise.evidence[0].subject), "She");
  EXPECT_EQ(text.slice(praise.evidence[0].trigger), "praised");
  EXPECT_EQ(text.slice(praise.evidence[0].object), "Lund Forum");
  const ValueFact& visitor = graph[find_entities(graph, "Mira Sol").at(0)].values.at(0);
  EXPECT_EQ(text.slice(visitor.relation.evidence.at(0).object), "visited");

  const std::vector<SaidWords>& said = graph[find_entities(graph, "Omar Reyes").at(0)].statements;
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].text, "She praised the Lund Forum");
  EXPECT_EQ(said[0].cue, "said");
  EXPECT_EQ(said[0].document, "visit.txt");
  EXPECT_EQ(said[0].title, "A visit");
  EXPECT_EQ(said[0].start, text.slice({0, said[0].start}).size());  // ASCII
}

TEST_F(StoreTest, SumsUpEvidence) {
  add(visit());
  add(second_visit());
  const Graph graph = store_.graph();
  const auto edges = boost::edges(graph);
  const auto visited = std::find_if(edges.first, edges.second, [&](Edge e) { return graph[e].type == "visited"; });
  ASSERT_NE(visited, edges.second);
  EXPECT_DOUBLE_EQ(graph[*visited].confidence, 0.9);  // 1 - 0.2 * 0.5
  EXPECT_EQ(graph[*visited].documents, 2u);
  ASSERT_EQ(graph[*visited].evidence.size(), 2u);
  EXPECT_EQ(graph[*visited].evidence[0].document, "second.txt");
  EXPECT_EQ(graph[*visited].evidence[1].sentence, "Mira Sol visited Lund on Monday.");
  EXPECT_EQ(graph[*visited].evidence[1].time, "2024-03-18");
}

TEST_F(StoreTest, OrdersTheGraphByNames) {
  add(visit());
  const Graph graph = store_.graph();
  std::vector<std::string> names;
  for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) names.push_back(graph[v].name);
  EXPECT_THAT(names, ElementsAre("Lund", "Lund Forum", "Mira Sol", "Omar Reyes"));
  std::vector<std::string> types;
  for (const Edge e : boost::make_iterator_range(boost::edges(graph))) types.push_back(graph[e].type);
  EXPECT_THAT(types, ElementsAre("visited", "supports"));
  const EntityNode& mira = graph[2];
  ASSERT_EQ(mira.values.size(), 1u);
  EXPECT_EQ(mira.values[0].value, "visitor");
  EXPECT_EQ(mira.values[0].relation.evidence.at(0).document, "visit.txt");
}

TEST_F(StoreTest, ForgetsExactly) {
  add(visit());
  const std::string before = dump(store_);
  add(second_visit());
  EXPECT_NE(dump(store_), before);
  EXPECT_EQ(store_.forget("second.txt"), "second.txt");
  EXPECT_EQ(dump(store_), before);
  EXPECT_EQ(store_.forget("A visit"), "visit.txt");
  for (const auto& [table, rows] : store_.stats().tables) EXPECT_EQ(rows, 0u) << table;
  EXPECT_THAT(store_.verify(), IsEmpty());
}

TEST_F(StoreTest, ForgetsNothingItIsNotSureOf) {
  add(visit());
  add(visit("copy.txt"));
  EXPECT_THROW(store_.forget("no such"), InputError);
  try {
    store_.forget("A visit");
    FAIL() << "the title is not unique";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("copy.txt, visit.txt"));
  }
  EXPECT_EQ(store_.documents().size(), 2u);
}

TEST_F(StoreTest, ShowsFactsFromBothEnds) {
  add(visit());
  const EntityCard mira = store_.show("Mira Sol").cards.at(0);
  ASSERT_EQ(mira.facts.size(), 3u);
  EXPECT_EQ(mira.facts[0].relation, "instance_of");
  EXPECT_EQ(mira.facts[0].object, "visitor");
  EXPECT_EQ(mira.facts[0].modality, Modality::kPossible);
  EXPECT_EQ(mira.facts[2].relation, "supports");
  EXPECT_EQ(mira.facts[2].attributed_to, "Omar Reyes");
  EXPECT_EQ(mira.facts[2].sentence, "She praised the Lund Forum, said Omar Reyes.");
  const EntityCard forum = store_.show("lund forum", {.relations = 0}).cards.at(0);
  EXPECT_THAT(forum.facts, IsEmpty());
  EXPECT_EQ(forum.more_facts, 1u);
}

TEST_F(StoreTest, GraphForMeasuresHasTheSameRelationsOfTheSameWeight) {
  add(visit());
  const Graph all = store_.graph();
  const Graph bare = store_.graph(GraphDetail::kRelations);
  ASSERT_GT(boost::num_edges(all), 0u);
  ASSERT_EQ(boost::num_edges(bare), boost::num_edges(all));
  ASSERT_EQ(boost::num_vertices(bare), boost::num_vertices(all));
  for (Vertex v = 0; v < boost::num_vertices(all); ++v) EXPECT_EQ(bare[v].name, all[v].name);
  auto edge = boost::edges(bare).first;
  for (const Edge e : boost::make_iterator_range(boost::edges(all))) {
    EXPECT_EQ(boost::source(*edge, bare), boost::source(e, all));
    EXPECT_EQ(boost::target(*edge, bare), boost::target(e, all));
    EXPECT_EQ(edge_weight(bare[*edge]), edge_weight(all[e]));
    EXPECT_EQ(bare[*edge].proofs, all[e].evidence.size());
    EXPECT_THAT(bare[*edge].evidence, IsEmpty());
    ++edge;
  }
}

TEST_F(StoreTest, SuggestsNamesItKnows) {
  add(visit());
  EXPECT_THAT(store_.suggest("Mira Sul"), ElementsAre("Mira Sol"));
  EXPECT_THAT(store_.suggest("reyes"), ElementsAre("Omar Reyes"));
  EXPECT_THAT(store_.suggest("Barbara Reyes"), ElementsAre("Omar Reyes"));
  EXPECT_THAT(store_.suggest(""), IsEmpty());
  try {
    (void)store_.show("Mira Soll");
    FAIL() << "nobody is called so";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean Mira Sol?"));
  }
}

TEST(Suggestions, StandInOrderWhateverAStrangersFileCounts) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "graph.db").string();
  {
    Store store = Store::create(path, Ontology::shipped(), {"0.1", "models-1"});
    FactsBuilder doc("a.txt", {"Mira Sol likes Mira Sol and Mira Sal."});
    doc.entity("Mira Sol", "person");
    doc.entity("Mira Sol", "place");
    doc.entity("Mira Sal", "person");
    (void)store.add({&doc.facts(), 1});
  }
  SQLite::Database(path, SQLite::OPEN_READWRITE)
      .exec("UPDATE aliases SET mentions = 9223372036854775807 WHERE name = 'Mira Sol'");
  EXPECT_THAT(Store::open(path, Store::Access::kRead).suggest("Mira Sul"), ElementsAre("Mira Sol", "Mira Sal"));
}

TEST_F(StoreTest, SearchesWords) {
  add(visit());
  const SearchResult result = store_.search("lund monday");
  ASSERT_EQ(result.documents.size(), 1u);
  EXPECT_EQ(result.documents[0].title, "A visit");
  EXPECT_THAT(result.documents[0].snippet, HasSubstr("visited [Lund] on [Monday]"));
  EXPECT_EQ(store_.search("forum").entities.at(0).name, "Lund Forum");
  EXPECT_THAT(store_.search("absent").documents, IsEmpty());
}

TEST_F(StoreTest, TakesNoSearchForSyntax) {
  add(visit());
  for (const char* words :
       {"", "\"", "AND OR", "NEAR(", "lund*", "title:x", "-- ; DROP TABLE documents", "^", "\xff"}) {
    EXPECT_NO_THROW((void)store_.search(words)) << words;
  }
  EXPECT_EQ(store_.documents().size(), 1u);
}

TEST_F(StoreTest, CountsPerTypeAndRelation) {
  add(visit());
  const Stats stats = store_.stats();
  EXPECT_THAT(stats.types, ElementsAre(std::pair("person", 2u), std::pair("city", 1u), std::pair("event", 1u)));
  EXPECT_THAT(stats.relations,
              ElementsAre(std::pair("instance_of", 1u), std::pair("supports", 1u), std::pair("visited", 1u)));
  EXPECT_THAT(stats.versions, testing::Contains(std::pair<std::string, std::string>("models", "models-1")));
}

TEST_F(StoreTest, StoresNothingOfABatchWithABrokenDocument) {
  std::vector<DocumentFacts> batch = {visit(), second_visit()};
  batch[1].relations[0].subject_span.end += 1;
  EXPECT_THROW(store_.add(batch), InputError);
  EXPECT_THAT(store_.documents(), IsEmpty());
}

TEST_F(StoreTest, StandsAnythingInTexts) {
  FactsBuilder doc("'; DROP TABLE x; --", {"x"});
  doc.facts().document.text = Text("\"Ünï\" \U0001F600 <b>%s</b>\nNL");
  doc.facts().sentences = {{0, 5}};
  doc.facts().entities = {{.name = "Ünï\"'", .type = "person", .mentions = {{{1, 4}, MentionKind::kName}}}};
  add(doc.facts());
  EXPECT_THAT(store_.verify(), IsEmpty());
  EXPECT_EQ(store_.show("ünï").cards.at(0).name, "Ünï\"'");
  EXPECT_EQ(store_.forget("'; DROP TABLE x; --"), "'; DROP TABLE x; --");
}

TEST_F(StoreTest, TakesADocumentWithoutFacts) {
  DocumentFacts facts;
  facts.document.uri = "blank.txt";
  EXPECT_EQ(add(facts).added, 1u);
  EXPECT_THAT(store_.verify(), IsEmpty());
}

struct Breakage {
  const char* name;
  void (*apply)(DocumentFacts&);
  const char* message;
};

class CheckFacts : public testing::TestWithParam<Breakage> {};

TEST_P(CheckFacts, NamesWhatDoesNotHangTogether) {
  DocumentFacts facts = visit();
  ASSERT_NO_THROW(check_facts(facts));
  GetParam().apply(facts);
  try {
    check_facts(facts);
    FAIL() << "nothing was found";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, CheckFacts,
    testing::Values(
        Breakage{"Uri", [](DocumentFacts& f) { f.document.uri = " "; }, "the uri is empty"},
        Breakage{"Nul", [](DocumentFacts& f) { f.document.title = std::string(1, '\0'); }, "NUL"},
        Breakage{"Utf8", [](DocumentFacts& f) { f.relations[0].role = "\xff"; },
                 "relation 0: the text holds invalid UTF-8"},
        Breakage{"Block",
                 [](DocumentFacts& f) {
                   f.document.blocks = {{{0, 999}, BlockKind::kProse}};
                 },
                 "block span"},
        Breakage{"EmptySentence", [](DocumentFacts& f) { f.sentences[0].end = 0; }, "sentence 0: it is empty"},
        Breakage{"SentenceOrder", [](DocumentFacts& f) { f.sentences[1].start = 5; }, "sentence 1: it starts before"},
        Breakage{"SentenceEnd", [](DocumentFacts& f) { f.sentences[1].end = 99; }, "outside the text"},
        Breakage{"EntityName", [](DocumentFacts& f) { f.entities[1].name = "\n"; }, "entity 1: the name is empty"},
        Breakage{"NoMention", [](DocumentFacts& f) { f.entities[1].mentions.clear(); }, "no mention"},
        Breakage{"MentionSpan", [](DocumentFacts& f) { f.entities[3].mentions[0].span.end = 200; }, "entity 3"},
        Breakage{"MentionWords",
                 [](DocumentFacts& f) {
                   f.entities[3].mentions[0].span = {8, 9};
                 },
                 "no words"},
        Breakage{"Subject", [](DocumentFacts& f) { f.relations[0].subject = 4; },
                 "subject 4 is no entity (4 are there)"},
        Breakage{"SubjectSpan", [](DocumentFacts& f) { f.relations[0].subject_span.end = 4; },
                 "no mention of entity 0"},
        Breakage{"Object", [](DocumentFacts& f) { f.relations[0].object = 9; }, "object 9 is no entity"},
        Breakage{"Both", [](DocumentFacts& f) { f.relations[0].value = "x"; }, "an object and a value"},
        Breakage{"Neither", [](DocumentFacts& f) { f.relations[2].value = ""; }, "the value is empty"},
        Breakage{"ValueSpan",
                 [](DocumentFacts& f) {
                   f.relations[2].object_span = {5, 4};
                 },
                 "value span [5, 4)"},
        Breakage{"Trigger",
                 [](DocumentFacts& f) {
                   f.relations[0].trigger_span = {0, 99};
                 },
                 "trigger span"},
        Breakage{"Sentence", [](DocumentFacts& f) { f.relations[0].sentence = 2; }, "sentence 2 is not there"},
        Breakage{"Confidence", [](DocumentFacts& f) { f.relations[0].confidence = 0; }, "not in (0, 1]"},
        Breakage{"NotANumber", [](DocumentFacts& f) { f.propositions[0].confidence = 0.0 / 0.0; }, "not in (0, 1]"},
        Breakage{"Speaker", [](DocumentFacts& f) { f.statements[0].speaker = 7; }, "statement 0: speaker 7"},
        Breakage{"Statement", [](DocumentFacts& f) { f.statements[0].span.end = 99; }, "statement span"},
        Breakage{"Arguments", [](DocumentFacts& f) { f.propositions[0].argument_spans.clear(); },
                 "1 arguments have 0"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace factgraph
