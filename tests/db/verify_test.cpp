#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/store.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {

void PrintTo(const Problem& problem, std::ostream* out) {
  *out << problem.table << " " << problem.id << ": " << problem.message;
}

namespace {

// A change to the database behind factgraph's back, and where verify() has to find it.
struct Tampering {
  const char* name;
  const char* sql;
  const char* table;
  const char* message;
};

class Verify : public testing::TestWithParam<Tampering> {};

TEST_P(Verify, FindsWhatWasTamperedWith) {
  TemporaryFolder folder;
  const auto path = folder / "facts.db";
  {
    RandomFacts random(3);
    Store store = Store::create(path, Ontology::shipped(), {"0.1", "models-1"});
    const std::vector<DocumentFacts> all = {random.document("a"), random.document("b")};
    store.add(all);
    Judgement judgement;
    judgement.time = "2024-03-15T10:00:00Z";
    judgement.kind = JudgementKind::kDifferent;
    judgement.subject = {"Norvik", "place", ""};
    judgement.other = {"Norvik", "person", ""};
    store.judge({judgement});
    ASSERT_TRUE(store.verify().empty());
  }
  {
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    database.exec("PRAGMA ignore_check_constraints = ON");
    database.exec(GetParam().sql);
    ASSERT_GT(database.getTotalChanges(), 0);
  }
  const auto problems = Store::open(path, Store::Access::kWrite).verify();
  EXPECT_THAT(problems, testing::Contains(testing::AllOf(
                            testing::Field("table", &Problem::table, GetParam().table),
                            testing::Field("message", &Problem::message, testing::HasSubstr(GetParam().message)))));
}

INSTANTIATE_TEST_SUITE_P(
    All, Verify,
    testing::Values(
        Tampering{"Text", "UPDATE documents SET text = text || 'x'", "documents", "differs from its digest"},
        Tampering{"TextCut", "UPDATE documents SET text = substr(text, 1, 200)", "mentions", "outside the text"},
        Tampering{"TextCase", "UPDATE documents SET text = upper(text)", "mentions", "is no alias"},
        Tampering{"Utf8", "UPDATE documents SET text = CAST(x'ff' AS TEXT) || text", "documents", "invalid UTF-8"},
        Tampering{"Title", "UPDATE documents SET title = 'x'", "documents", "differs from its digest"},
        Tampering{"FullText", "UPDATE documents SET title = 'x'", "documents_fts", "malformed"},
        Tampering{"Blocks", "UPDATE documents SET blocks = '{]'", "documents", "a list is damaged"},
        Tampering{"Role", "UPDATE evidence SET role = 'x'", "documents", "facts differ"},
        Tampering{"Sentence", "UPDATE sentences SET end = 99999 WHERE id = 2", "sentences", "outside the text"},
        Tampering{"SentenceOrder", "UPDATE sentences SET start = start - 9 WHERE id = 2", "sentences", "overlaps"},
        Tampering{"Mention", "UPDATE mentions SET start = start + 1", "mentions", "is no alias"},
        Tampering{"MentionSentence", "UPDATE mentions SET sentence_id = sentence_id % 6 + 1", "mentions",
                  "not in its sentence"},
        Tampering{"NoSentence", "UPDATE mentions SET sentence_id = NULL", "mentions", "does not say so"},
        Tampering{"MentionEntity", "UPDATE mentions SET entity_id = (SELECT max(id) FROM entities)", "mentions",
                  "another document or entity"},
        Tampering{"Identity", "UPDATE document_entities SET name = 'Nobody'", "document_entities", "taken for another"},
        Tampering{"Subject", "UPDATE evidence SET subject_mention_id = (SELECT max(id) FROM mentions)", "evidence",
                  "its subject is"},
        Tampering{"Object", "UPDATE evidence SET object_mention_id = 1 WHERE object_mention_id IS NOT NULL", "evidence",
                  "its object is"},
        Tampering{"Trigger", "UPDATE evidence SET trigger_end = 99999", "evidence", "the trigger"},
        Tampering{"Value", "UPDATE evidence SET value_end = 99999 WHERE value_end IS NOT NULL", "evidence",
                  "the value"},
        Tampering{"Attribution", "UPDATE evidence SET attributed_to_id = 1 WHERE attributed_to_id IS NULL", "evidence",
                  "attributed to"},
        Tampering{"Statement", "UPDATE statements SET text = 'never said'", "statements", "differs from the document"},
        Tampering{"StatementPlace", "UPDATE statements SET start = 0", "statements", "does not begin in its sentence"},
        Tampering{"Speaker", "UPDATE statements SET speaker_id = NULL", "statements", "not in both"},
        Tampering{"Proposition", "UPDATE propositions SET subject_end = 99999", "propositions", "the subject"},
        Tampering{"PropositionSpans", "UPDATE propositions SET argument_spans = '[[1]]'", "propositions", "damaged"},
        Tampering{"ArgumentCount", "UPDATE propositions SET arguments = '[]'", "propositions", "one span for each"},
        Tampering{"AliasCount", "UPDATE aliases SET mentions = mentions + 1 WHERE id = 1", "aliases", "counts"},
        Tampering{"AliasGone", "DELETE FROM aliases WHERE id = 1", "mentions", "is no alias"},
        Tampering{"AliasKey", "UPDATE aliases SET key = 'x'", "aliases", "key"},
        Tampering{"EntityName", "UPDATE entities SET name = 'x'", "entities", "should be called"},
        Tampering{"EntityIndex", "UPDATE entities SET name = 'x'", "entities_fts", "malformed"},
        Tampering{"EntityType", "UPDATE entities SET type = 'x'", "entities", "should be of type"},
        Tampering{"EntityCount", "UPDATE entities SET mentions = 0", "entities", "counts 0 mentions"},
        Tampering{"EntityAlone", "INSERT INTO entities VALUES (999, 'x', 'person', 'x', 'person', '', 0, 0, 0)",
                  "entities", "no document speaks of it"},
        Tampering{"Facts", "UPDATE entities SET facts = facts + 1", "entities", "facts; there are"},
        Tampering{"RelationDigest", "UPDATE relations SET digest = digest + 1", "relations", "differs from its digest"},
        Tampering{"Company", "DELETE FROM contexts", "contexts", "is missing"},
        Tampering{"StrangeCompany", "INSERT INTO contexts VALUES (1, 2, 3)", "contexts", "no document has"},
        Tampering{"ShortName", "UPDATE name_forms SET documents = documents + 1", "name_forms", "counted wrongly"},
        Tampering{"Judgement", "UPDATE judgements SET author = 'x'", "judgements", "differs from its digest"},
        Tampering{"JudgementKind", "UPDATE judgements SET kind = 'perhaps'", "judgements", "unknown kind"},
        Tampering{"Votes", "UPDATE type_votes SET votes = votes + 1", "type_votes", "differ"},
        Tampering{"Confidence", "UPDATE relations SET confidence = 0.001", "relations", "its confidence should be"},
        Tampering{"EvidenceCount", "UPDATE relations SET evidence_count = 77", "relations", "counts 77 pieces"},
        Tampering{"DocumentCount", "UPDATE relations SET document_count = 77", "relations", "in 77 documents"},
        Tampering{"NoEvidence", "DELETE FROM evidence", "relations", "has no evidence"},
        Tampering{"DanglingKey", "PRAGMA foreign_keys = OFF; DELETE FROM entities WHERE id = 1", "document_entities",
                  "refers to a missing row of entities"},
        Tampering{"Check", "UPDATE relations SET polarity = 'perhaps'", "sqlite_schema", "CHECK constraint"}),
    [](const auto& tested) { return tested.param.name; });

TEST(VerifyReadOnly, ReadsOnlyWhereItMayNotWrite) {
  TemporaryFolder folder;
  RandomFacts random(3);
  const DocumentFacts facts = random.document("a");
  Store::create(folder / "facts.db", Ontology::shipped(), {}).add({&facts, 1});
  EXPECT_TRUE(Store::open(folder / "facts.db", Store::Access::kRead).verify().empty());
}

}  // namespace
}  // namespace factgraph
