#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "core/error.h"
#include "db/store.h"
#include "tests/support/dump.h"
#include "tests/support/facts_builder.h"
#include "tests/support/random_facts.h"

// Who is who across documents, and what people say of it.

namespace factgraph {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Store make() { return Store::create(":memory:", Ontology::shipped(), {"0.1", "models-1"}); }

struct Name {
  std::string text;
  std::string type;
};

// A document that does nothing but name these.
DocumentFacts naming(const std::string& uri, const std::vector<Name>& names) {
  std::string sentence = "Seen:";
  for (const Name& name : names) sentence += " [" + name.text + "]";
  FactsBuilder builder(uri, {sentence + "."});
  for (const Name& name : names) builder.entity(name.text, name.type);
  return builder.facts();
}

Judgement judgement(JudgementKind kind, NameReference subject, NameReference other = {}, std::string value = {}) {
  static int second = 0;
  Judgement out;
  out.time = "2024-03-15T10:00:" + std::to_string(10 + second++ % 50) + "Z";
  out.author = "ana";
  out.kind = kind;
  out.subject = std::move(subject);
  out.other = std::move(other);
  out.value = std::move(value);
  return out;
}

class Resolve : public testing::Test {
 protected:
  void add(const std::string& uri, const std::vector<Name>& names) {
    const DocumentFacts facts = naming(uri, names);
    store_.add({&facts, 1});
  }
  // "NAME: uri uri" of everybody of this type.
  [[nodiscard]] std::vector<std::string> who(const std::string& type = "person") const {
    std::vector<std::string> found;
    const Graph graph = store_.graph();
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph))) {
      if (graph[v].type == type) found.push_back(graph[v].name + " " + std::to_string(graph[v].documents));
    }
    return found;
  }
  void TearDown() override {
    const auto problems = store_.verify();
    EXPECT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
  }

  Store store_ = make();
};

TEST_F(Resolve, ASurnameInTheSameCompanyIsThatPerson) {
  add("a", {{"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  add("b", {{"Lind", "person"}, {"Harbour Union", "organization"}});
  EXPECT_THAT(who(), ElementsAre("Vera Lind 2"));
}

TEST_F(Resolve, ASurnameInOtherCompanyStaysApart) {
  add("a", {{"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  add("b", {{"Lind", "person"}, {"Ski Club", "organization"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 1", "Lind 1"));
  EXPECT_THAT(store_.why("Lind"), Contains(HasSubstr("nothing in common")));
}

TEST_F(Resolve, NamesakesAreToldApartByCompany) {
  add("b", {{"Lind", "person"}, {"Ski Club", "organization"}});
  add("c", {{"Lind", "person"}, {"Harbour Union", "organization"}});
  add("d", {{"Lind", "person"}});
  add("e", {{"Lind", "person"}});
  add("1", {{"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  add("2", {{"Jonas Lind", "person"}, {"Ski Club", "organization"}});
  // d and e could be either: nobody says they are one.
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 2", "Jonas Lind 2", "Lind 1", "Lind 1"));
  EXPECT_THAT(store_.why("Vera Lind"), Contains(HasSubstr("shares Harbour Union")));
  store_.forget("2");
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 2", "Lind 1", "Lind 1", "Lind 1"));
}

TEST_F(Resolve, ASingleWordIsOnePersonOnlyInSharedCompany) {
  add("a", {{"Okoro", "person"}, {"Harbour Union", "organization"}});
  EXPECT_EQ(store_.show("Okoro").cards.at(0).document, "");  // the only one there is
  add("b", {{"Okoro", "person"}, {"Ski Club", "organization"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Okoro 1", "Okoro 1"));
  EXPECT_THAT(store_.why("Okoro (person)@b"), Contains(HasSubstr("no other document has it in the same company")));
  EXPECT_EQ(store_.doubts(10).at(0).why, "the same name, in other company");
  add("c", {{"Okoro", "person"}, {"Ski Club", "organization"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Okoro 1", "Okoro 2"));
  store_.forget("b");
  EXPECT_THAT(who(), UnorderedElementsAre("Okoro 1", "Okoro 1"));
  store_.forget("a");
  EXPECT_EQ(store_.show("Okoro").cards.at(0).document, "");
}

TEST_F(Resolve, AGivenNameAloneIsNobodyInParticular) {
  add("a", {{"Vera", "person"}, {"Harbour Union", "organization"}});
  add("b", {{"Vera", "person"}, {"Harbour Union", "organization"}});
  EXPECT_THAT(who(), ElementsAre("Vera 2"));  // as far as anybody knows, it may be a surname
  add("c", {{"Vera Lind", "person"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Vera 1", "Vera 1", "Vera Lind 1"));
  EXPECT_THAT(store_.why("Vera (person)@a"), Contains(HasSubstr("given name")));
  EXPECT_EQ(store_.show("Vera").cards.size(), 2u);
  EXPECT_EQ(store_.show("vera (person)@a").cards.at(0).document, "a");
  store_.forget("c");
  EXPECT_THAT(who(), ElementsAre("Vera 2"));
}

TEST_F(Resolve, KingsAreToldApartByTheirNumbers) {
  add("a", {{"Harald I", "person"}, {"Norvik", "city"}, {"Harbour Union", "organization"}});
  add("b", {{"Harald II", "person"}, {"Norvik", "city"}, {"Harbour Union", "organization"}});
  add("c", {{"Harald III", "person"}, {"Norvik", "city"}, {"Harbour Union", "organization"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Harald I 1", "Harald II 1", "Harald III 1"));
}

TEST_F(Resolve, WhatADocumentTellsApartStaysApart) {
  add("a", {{"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  add("b", {{"Lind", "person"}, {"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 2", "Lind 1"));
}

TEST_F(Resolve, InitialsInTheSameCompanyAreThatOrganization) {
  add("a", {{"Harbour Workers Union", "organization"}, {"Vera Lind", "person"}});
  add("b", {{"HWU", "organization"}, {"Vera Lind", "person"}});
  EXPECT_THAT(who("organization"), ElementsAre("Harbour Workers Union 2"));
}

TEST_F(Resolve, ASurnameOfTooManyIsNobodysUntilThereAreFewer) {
  add("z", {{"Lind", "person"}, {"Ski Club", "organization"}});
  for (int i = 0; i < 34; ++i) {
    const std::string first = {"ABDEFGHL"[i % 8], "aeiou"[i / 8], 'x', 'o'};
    const std::string company = i == 0 ? "Ski Club" : "Union of " + first;
    add("doc" + std::to_string(i), {{first + " Lind", "person"}, {company, "organization"}});
    const bool decided = who().size() == static_cast<std::size_t>(i) + 1;
    ASSERT_EQ(decided, i < 32) << i;
  }
  store_.forget("doc33");
  store_.forget("doc32");
  EXPECT_THAT(who(), Contains("Aaxo Lind 2"));
}

TEST_F(Resolve, SpellingsOfOneNameAreOnePerson) {
  add("a", {{"Daniyar Aliyev", "person"}});
  add("b", {{"Daniar Aliev", "person"}});
  add("c", {{"Daniyar Aliyev", "person"}});
  EXPECT_THAT(who(), ElementsAre("Daniyar Aliyev 3"));
}

TEST_F(Resolve, PeopleJoinAndPart) {
  add("a", {{"Vera Lind", "person"}, {"Harbour Union", "organization"}});
  add("b", {{"Lind", "person"}, {"Harbour Union", "organization"}});
  const std::string before = dump(store_);
  store_.judge({judgement(JudgementKind::kDifferent, {"Lind", "person", ""}, {"Vera Lind", "person", ""})});
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 1", "Lind 1"));
  store_.judge({judgement(JudgementKind::kSame, {"Lind", "person", ""}, {"Vera Lind", "person", ""})});
  EXPECT_THAT(who().size(), 1u);
  EXPECT_THAT(store_.why("Vera Lind"), Contains(HasSubstr("people said so")));
  EXPECT_NE(dump(store_), before);  // nothing that was said is forgotten
}

TEST_F(Resolve, PeoplePartNamesakesByDocument) {
  add("a", {{"Vera Lind", "person"}});
  add("b", {{"Vera Lind", "person"}});
  add("c", {{"Vera Lind", "person"}});
  store_.judge({judgement(JudgementKind::kDifferent, {"Vera Lind", "person", "b"}, {"Vera Lind", "person", ""})});
  EXPECT_THAT(who(), UnorderedElementsAre("Vera Lind 2", "Vera Lind 1"));
  EXPECT_EQ(store_.refer("Vera Lind@b"), (NameReference{"Vera Lind", "person", "b"}));
}

TEST_F(Resolve, UndoBringsBackWhatWas) {
  add("a", {{"Vera Lind", "person"}});
  add("b", {{"Tom Okoro", "person"}});
  store_.judge({judgement(JudgementKind::kSame, {"Vera Lind", "person", ""}, {"Tom Okoro", "person", ""})});
  ASSERT_EQ(who().size(), 1u);
  const auto undo = [&](std::size_t row) {
    store_.judge({judgement(JudgementKind::kUndo, {}, {}, store_.judgements().at(row).judgement.digest)});
  };
  undo(0);
  EXPECT_EQ(who().size(), 2u);
  undo(1);
  EXPECT_EQ(who().size(), 1u);
  const auto rows = store_.judgements();
  EXPECT_TRUE(rows[0].in_force);
  EXPECT_FALSE(rows[1].in_force);
  EXPECT_TRUE(rows[2].in_force);
}

TEST_F(Resolve, PeopleRenameAndRetype) {
  add("a", {{"Vera Lind", "person"}, {"Norvik", "place"}});
  store_.judge({judgement(JudgementKind::kRename, {"Vera Lind", "person", ""}, {}, "Vera Lind-Okoro"),
                judgement(JudgementKind::kRetype, {"Norvik", "place", ""}, {}, "city")});
  EXPECT_THAT(who(), ElementsAre("Vera Lind-Okoro 1"));
  EXPECT_THAT(who("city"), ElementsAre("Norvik 1"));
  EXPECT_EQ(store_.show("Vera Lind-Okoro").cards.front().name, "Vera Lind-Okoro");
  EXPECT_EQ(store_.show("vera lind").cards.front().name, "Vera Lind-Okoro");
  EXPECT_THROW(store_.judge({judgement(JudgementKind::kRetype, {"Norvik", "place", ""}, {}, "starship")}), InputError);
}

TEST_F(Resolve, JoinsAcrossTypes) {
  add("a", {{"Norvik", "place"}, {"Norvik Group", "organization"}});
  store_.judge({judgement(JudgementKind::kSame, {"Norvik", "place", ""}, {"Norvik Group", "organization", ""})});
  EXPECT_EQ(store_.stats().tables[2], (std::pair<std::string, std::size_t>("entities", 1)));
}

TEST_F(Resolve, ASameThatContradictsADifferentDoesNothing) {
  add("a", {{"Ann Moe", "person"}, {"Bo Nilsen", "person"}, {"Cy Olsen", "person"}});
  const NameReference ann{"Ann Moe", "person", ""};
  const NameReference bo{"Bo Nilsen", "person", ""};
  const NameReference cy{"Cy Olsen", "person", ""};
  store_.judge({judgement(JudgementKind::kDifferent, ann, cy), judgement(JudgementKind::kSame, ann, bo),
                judgement(JudgementKind::kSame, bo, cy)});
  EXPECT_EQ(who().size(), 2u);
  EXPECT_TRUE(store_.judgements()[2].contradicted);
}

TEST_F(Resolve, ADifferentThatALaterSameOverrulesIsMarked) {
  add("a", {{"Ann Moe", "person"}, {"Bo Nilsen", "person"}});
  const NameReference ann{"Ann Moe", "person", ""};
  const NameReference bo{"Bo Nilsen", "person", ""};
  Judgement backdated = judgement(JudgementKind::kDifferent, ann, bo);
  backdated.time = "2001-01-01T00:00:00Z";
  store_.judge({judgement(JudgementKind::kSame, ann, bo)});
  store_.judge({backdated});
  EXPECT_EQ(who().size(), 1u);
  const std::vector<JudgementRow> rows = store_.judgements();
  ASSERT_EQ(rows.size(), 2u);
  for (const JudgementRow& row : rows) {
    EXPECT_EQ(row.contradicted, row.judgement.kind == JudgementKind::kDifferent);
  }
}

TEST_F(Resolve, NamesWhoMayBeMeant) {
  add("a", {{"Norvik", "place"}, {"Norvik", "person"}});
  EXPECT_THROW((void)store_.refer("Norvik"), InputError);
  EXPECT_EQ(store_.refer("Norvik (person)").root, "person");
  EXPECT_THROW((void)store_.refer("Nobody"), InputError);
}

TEST_F(Resolve, ListsDoubtsMostUsefulFirst) {
  add("a", {{"Vera Lind", "person"}, {"Norvik", "place"}});
  add("b", {{"Vera Lind", "person"}});
  add("c", {{"Lind", "person"}, {"Ski Club", "organization"}});
  add("d", {{"Lind", "person"}, {"Norvik", "person"}, {"Ski Club", "organization"}});
  const auto doubts = store_.doubts(10);
  ASSERT_EQ(doubts.size(), 2u);
  EXPECT_EQ(doubts[0].a.name, "Lind");
  EXPECT_EQ(doubts[0].b.name, "Vera Lind");
  EXPECT_EQ(doubts[0].documents, 2u);
  EXPECT_EQ(doubts[0].words_a, "“Seen: [Lind] [Ski Club].” c");
  store_.judge({judgement(JudgementKind::kDifferent, doubts[0].a, doubts[0].b)});
  EXPECT_EQ(store_.doubts(10).size(), 1u);
}

TEST(Judgements, TravelAsJsonLines) {
  std::vector<Judgement> all = {
      judgement(JudgementKind::kSame, {"Lind", "person", "b"}, {"Vera \"V\" Lind", "person", ""}),
      judgement(JudgementKind::kRename, {"Lind", "person", ""}, {}, "Lindå")};
  std::stringstream file;
  write_judgements(all, file);
  const auto back = read_judgements_jsonl(file, "j.jsonl");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[0].subject, all[0].subject);
  EXPECT_EQ(back[0].other, all[0].other);
  EXPECT_EQ(back[1].value, all[1].value);
  for (const char* bad : {"[]", "{", "{\"kind\": \"same\"}", "{\"kind\": \"undo\", \"time\": \"2024\"}",
                          "{\"kind\": \"sane\", \"time\": \"2024\"}",
                          "{\"kind\": \"rename\", \"time\": \"2024\", \"subject\": 7, \"value\": \"x\"}"}) {
    std::istringstream one(bad);
    EXPECT_THROW((void)read_judgements_jsonl(one, "j.jsonl"), InputError) << bad;
  }
}

// Documents in which few surnames meet much company, so that decisions hang on what else is there.
DocumentFacts random_names(RandomFacts& random, const std::string& uri) {
  static const std::vector<Name> kNames = {{"Vera Lind", "person"},
                                           {"Jonas Lind", "person"},
                                           {"Lind", "person"},
                                           {"V. Lind", "person"},
                                           {"Tom Okoro", "person"},
                                           {"Okoro", "person"},
                                           {"Norvik", "city"},
                                           {"Ost-Land", "country"},
                                           {"Vera", "person"},
                                           {"Jonas", "person"},
                                           {"HWU", "organization"},
                                           {"Harbour Workers Union", "organization"},
                                           {"Ski Club", "organization"},
                                           {"Heinz W. Ulm", "person"},
                                           {"Ulm", "person"},
                                           {"Ulm", "city"}};
  std::vector<Name> some;
  for (const Name& name : kNames) {
    if (random.below(3) == 0) some.push_back(name);
  }
  if (some.empty()) some.push_back(kNames[random.below(16)]);
  DocumentFacts facts = naming(uri, some);
  if (some.size() > 1) {
    Relation relation;
    relation.type = "met_with";
    relation.subject_span = facts.entities[0].mentions[0].span;
    relation.object = 1;
    relation.object_span = facts.entities[1].mentions[0].span;
    relation.trigger_span = {0, 4};
    if (random.below(2) == 0) relation.role = "chair";
    if (random.below(2) == 0) relation.attributed_to = some.back().text;
    facts.relations.push_back(relation);
    facts.statements.push_back({.speaker = 1, .kind = StatementKind::kIndirect, .span = {0, 4}, .cue = "Seen"});
  }
  return facts;
}

std::vector<Judgement> random_judgements(RandomFacts& random) {
  static const std::vector<NameReference> kReferences = {
      {"Lind", "person", ""},     {"Vera Lind", "person", ""},    {"Jonas Lind", "person", ""},
      {"Okoro", "person", ""},    {"Tom Okoro", "person", ""},    {"Lind", "person", "doc1"},
      {"Lind", "person", "doc2"}, {"HWU", "organization", ""},    {"Ulm", "city", ""},
      {"Ulm", "person", ""},      {"Vera Lind", "person", "doc3"}};
  std::vector<Judgement> all;
  for (int i = 0; i < 7; ++i) {
    const auto any = [&] { return kReferences[random.below(static_cast<std::uint32_t>(kReferences.size()))]; };
    const std::uint32_t what = random.below(8);
    if (what < 3) all.push_back(judgement(JudgementKind::kSame, any(), any()));
    if (what >= 3 && what < 6) all.push_back(judgement(JudgementKind::kDifferent, any(), any()));
    if (what == 6) all.push_back(judgement(JudgementKind::kRename, any(), {}, "Name " + std::to_string(i)));
    if (what == 7) all.push_back(judgement(JudgementKind::kRetype, any(), {}, "city"));
  }
  return all;
}

class AnyOrderOfNames : public testing::TestWithParam<std::uint32_t> {};

TEST_P(AnyOrderOfNames, DocumentsAndJudgementsGiveOneResult) {
  RandomFacts random(GetParam());
  std::vector<DocumentFacts> all;
  for (int i = 0; i < 9; ++i) all.push_back(random_names(random, "doc" + std::to_string(i)));
  std::vector<Judgement> judgements = random_judgements(random);
  Store clean = make();
  clean.judge(judgements);
  // One judgement is taken back; its digest is known only to a store.
  judgements.push_back(judgement(JudgementKind::kUndo, {}, {}, clean.judgements()[2].judgement.digest));
  clean.judge({judgements.back()});
  clean.add(all);
  const std::string expected = dump(clean);
  ASSERT_TRUE(clean.verify().empty()) << clean.verify().front().message;

  Store store = make();
  std::vector<DocumentFacts> waiting = all;
  random.shuffle(waiting);
  random.shuffle(judgements);
  std::stable_partition(judgements.begin(), judgements.end(),
                        [](const Judgement& one) { return one.kind != JudgementKind::kUndo; });
  for (int step = 0; step < 12; ++step) {
    const std::string uri = "doc" + std::to_string(random.below(12));
    if (random.below(3) == 0) {
      const auto documents = store.documents();
      if (!documents.empty()) store.forget(documents[random.below(static_cast<std::uint32_t>(documents.size()))].uri);
    } else {
      const DocumentFacts other = random_names(random, uri);
      store.add({&other, 1});
    }
    if (!judgements.empty() && random.below(2) == 0) {
      store.judge({judgements.front()});
      judgements.erase(judgements.begin());
    }
  }
  for (const DocumentRow& row : store.documents()) {
    if (row.uri > "doc8" || row.uri.size() > 4) store.forget(row.uri);
  }
  for (std::size_t at = 0; at < waiting.size();) {
    const std::size_t size = std::min<std::size_t>(1 + random.below(4), waiting.size() - at);
    store.add(std::span(waiting).subspan(at, size));
    at += size;
    if (!judgements.empty()) {
      store.judge({judgements.front()});
      judgements.erase(judgements.begin());
    }
  }
  store.judge(judgements);
  EXPECT_EQ(dump(store), expected);
  const auto problems = store.verify();
  EXPECT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyOrderOfNames, testing::Range(1u, 41u));

class Merge : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Merge, IsAssociativeCommutativeAndIdempotent) {
  RandomFacts random(GetParam());
  std::vector<Store> shards;
  for (int i = 0; i < 3; ++i) {
    Store& shard = shards.emplace_back(make());
    for (int n = 0; n < 4; ++n) {
      const DocumentFacts facts = random_names(random, "doc" + std::to_string(random.below(8)));
      shard.add({&facts, 1});
    }
    auto judgements = random_judgements(random);
    judgements.resize(2);
    shard.judge(judgements);
  }
  const auto merged = [&](std::vector<std::size_t> order) {
    Store all = make();
    for (const std::size_t i : order) all.merge(shards[i]);
    return all;
  };
  const std::string expected = dump(merged({0, 1, 2}));
  EXPECT_EQ(dump(merged({2, 1, 0})), expected);
  EXPECT_EQ(dump(merged({1, 0, 1, 2, 2, 0})), expected);
  const Store right = merged({1, 2});
  Store left = merged({0});
  left.merge(right);
  EXPECT_EQ(dump(left), expected);
  EXPECT_EQ(left.merge(right).unchanged, right.documents().size());
  const auto problems = left.verify();
  EXPECT_TRUE(problems.empty()) << problems.front().table << ": " << problems.front().message;
}

INSTANTIATE_TEST_SUITE_P(Seeds, Merge, testing::Range(1u, 11u));

}  // namespace
}  // namespace factgraph
