#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "db/store.h"
#include "schema/migrations.h"
#include "tests/support/facts_builder.h"
#include "tests/support/sql_page.h"
#include "tests/support/temporary_folder.h"

// Runs every query of docs/sql.md and looks at its rows.

namespace factgraph {
namespace {

void fill(const std::filesystem::path& path) {
  FactsBuilder a("a.txt", {"Kassym-Jomart Tokayev spoke at the National Kurultai in Atyrau.",
                           "Tokayev leads Kazakhstan as president.", "He supports the Land Reform, said Erlan Karin.",
                           "Tokayev looked back on the National Kurultai."});
  a.title("A speech in Atyrau").facts().document.published = "2024-03-15";
  const auto tokayev = a.entity("Kassym-Jomart Tokayev", "person");
  a.mention(tokayev, 1, "Tokayev", MentionKind::kName).mention(tokayev, 2, "He", MentionKind::kPronoun);
  a.mention(tokayev, 3, "Tokayev", MentionKind::kName);
  const auto kurultai = a.entity("National Kurultai", "meeting");
  const auto atyrau = a.entity("Atyrau", "city");
  const auto kazakhstan = a.entity("Kazakhstan", "country");
  const auto reform = a.entity("Land Reform", "concept");
  const auto karin = a.entity("Erlan Karin", "person");
  a.relation(0, tokayev, "spoke_at", kurultai, "spoke at").time = "2024-03-15";
  a.relation(0, kurultai, "took_place_in", atyrau, "in");
  a.relation(1, tokayev, "leads", kazakhstan, "leads").role = "president";
  a.relation(2, tokayev, "supports", reform, "supports").attributed_to = "Erlan Karin";
  a.relation(3, tokayev, "look back on", kurultai, "looked back on").open = true;
  a.statement(2, karin, "He supports the Land Reform", "said");
  a.proposition(0, "Kassym-Jomart Tokayev", "spoke at", {"the National Kurultai", "Atyrau"});

  FactsBuilder b("b.txt", {"Tokayev met with Shavkat Mirziyoyev in Tashkent.",
                           "Tokayev does not support the Land Reform.", "Kassym-Jomart Tokayev leads Kazakhstan."});
  b.title("A visit").facts().document.published = "2024-04-02";
  const auto also_tokayev = b.entity("Kassym-Jomart Tokayev", "person");
  b.mention(also_tokayev, 0, "Tokayev", MentionKind::kName).mention(also_tokayev, 1, "Tokayev", MentionKind::kName);
  const auto mirziyoyev = b.entity("Shavkat Mirziyoyev", "person");
  const auto also_reform = b.entity("Land Reform", "concept");
  const auto also_kazakhstan = b.entity("Kazakhstan", "country");
  Relation& met = b.relation(0, also_tokayev, "met_with", mirziyoyev, "met with");
  met.time = "2024-04-02";
  met.place = "Tashkent";
  Relation& against = b.relation(1, also_tokayev, "supports", also_reform, "support");
  against.polarity = Polarity::kNegated;
  against.confidence = 0.7;
  b.relation(2, also_tokayev, "leads", also_kazakhstan, "leads");

  const std::vector<DocumentFacts> batch = {a.facts(), b.facts()};
  Store store = Store::create(path, Ontology::shipped(), {"0.1", "models-1"});
  store.add(batch);
  Judgement judgement;
  judgement.time = "2024-05-01T10:00:00Z";
  judgement.author = "ana";
  judgement.reason = "a colleague";
  judgement.kind = JudgementKind::kDifferent;
  judgement.subject = {"Erlan Karin", "person", ""};
  judgement.other = {"Shavkat Mirziyoyev", "person", ""};
  store.judge({judgement});
}

const std::map<std::string, std::string> kExpected = {
    {"Who leads what", "Kassym-Jomart Tokayev|Kazakhstan|2|president\n"},
    {"Who met whom, when and where", "2024-04-02|Kassym-Jomart Tokayev|Shavkat Mirziyoyev|Tashkent|b.txt\n"},
    {"Everything said about someone, whatever the name",
     "spoke_at||National Kurultai|Kassym-Jomart Tokayev spoke at the National Kurultai in Atyrau.\n"
     "leads|president|Kazakhstan|Tokayev leads Kazakhstan as president.\n"
     "supports||Land Reform|He supports the Land Reform, said Erlan Karin.\n"
     "look back on||National Kurultai|Tokayev looked back on the National Kurultai.\n"
     "met_with||Shavkat Mirziyoyev|Tokayev met with Shavkat Mirziyoyev in Tashkent.\n"
     "supports||Land Reform|Tokayev does not support the Land Reform.\n"
     "leads||Kazakhstan|Kassym-Jomart Tokayev leads Kazakhstan.\n"},
    {"What somebody claims", "Erlan Karin|Kassym-Jomart Tokayev|supports|Land Reform|a.txt\n"},
    {"Contradictions", "Kassym-Jomart Tokayev|supports|Land Reform|1|1\n"},
    {"Facts with only one source",
     "Kassym-Jomart Tokayev|look back on|National Kurultai\n"
     "Kassym-Jomart Tokayev|met_with|Shavkat Mirziyoyev\n"
     "Kassym-Jomart Tokayev|spoke_at|National Kurultai\n"
     "Kassym-Jomart Tokayev|supports|Land Reform\n"
     "Kassym-Jomart Tokayev|supports|Land Reform\n"},
    {"What is new since a day",
     "2024-04-02|Kassym-Jomart Tokayev|leads|Kazakhstan\n"
     "2024-04-02|Kassym-Jomart Tokayev|met_with|Shavkat Mirziyoyev\n"
     "2024-04-02|Kassym-Jomart Tokayev|supports|Land Reform\n"},
    {"How two entities are connected",
     "Shavkat Mirziyoyev - met_with - Kassym-Jomart Tokayev - look back on - National Kurultai - took_place_in - "
     "Atyrau\n"
     "Shavkat Mirziyoyev - met_with - Kassym-Jomart Tokayev - spoke_at - National Kurultai - took_place_in - Atyrau\n"},
    {"Words in documents, with what they state",
     "Kassym-Jomart Tokayev|leads|Kazakhstan\n"
     "Kassym-Jomart Tokayev|met_with|Shavkat Mirziyoyev\n"
     "Kassym-Jomart Tokayev|supports|Land Reform\n"},
    {"The most mentioned",
     "Kassym-Jomart Tokayev|person|7|2\n"
     "Kazakhstan|country|2|2\n"
     "Land Reform|concept|2|2\n"},
    {"All names of an entity", "Tokayev|4\nKassym-Jomart Tokayev|2\n"},
    {"A type with everything below it", "Atyrau|city\nKazakhstan|country\n"},
    {"What somebody said", "indirect|said|He supports the Land Reform|a.txt\n"},
    {"The proof, word for word", "Kassym-Jomart Tokayev|spoke at|National Kurultai\n"},
    {"What the ontology has no name for yet", "look back on|1|1\n"},
    {"Clauses by one of their arguments", "Kassym-Jomart Tokayev|spoke at|the National Kurultai\n"},
    {"Relations and their Wikidata properties", "took_place_in|P276|1\n"},
    {"What people decided", "different|Erlan Karin|Shavkat Mirziyoyev|ana|a colleague\n"},
    {"Whose a short name may be", "mirzioev|Shavkat Mirziyoyev|1\n"},
    {"The names one document uses",
     "b.txt|Kassym-Jomart Tokayev|Kassym-Jomart Tokayev\n"
     "b.txt|Kazakhstan|Kazakhstan\n"
     "b.txt|Land Reform|Land Reform\n"
     "b.txt|Shavkat Mirziyoyev|Shavkat Mirziyoyev\n"},
    {"Who is mentioned together most", "Kassym-Jomart Tokayev|Kazakhstan|2\n"},
};

class SqlPage : public testing::Test {
 protected:
  SqlPage() { fill(folder_ / "facts.db"); }

  std::string rows(const std::string& query) {
    SQLite::Database database((folder_ / "facts.db").string());
    SQLite::Statement statement(database, query);
    std::string out;
    while (statement.executeStep()) {
      for (int i = 0; i < statement.getColumnCount(); ++i) {
        out += (i == 0 ? "" : "|") + statement.getColumn(i).getString();
      }
      out += "\n";
    }
    return out;
  }

  TemporaryFolder folder_;
};

TEST_F(SqlPage, EveryQueryGivesItsRows) {
  const auto all = sql_page_queries();
  EXPECT_EQ(all.size(), kExpected.size());
  for (const auto& [heading, query] : all) {
    ASSERT_TRUE(kExpected.contains(heading)) << heading;
    EXPECT_EQ(rows(query), kExpected.at(heading)) << heading;
  }
}

// Nothing may read a big table from end to end: its SCAN says that an index is missing.
TEST_F(SqlPage, LooksThingsUpByIndex) {
  // What is asked for the most of reads an index in its order, up to the limit.
  static const std::map<std::string, std::string> kAll = {
      {"The most mentioned", "SCAN entities USING INDEX entities_by_mentions"},
      {"What the ontology has no name for yet", "SCAN relations USING COVERING INDEX relations_open"},
      {"Contradictions", "SCAN n USING INDEX relations_negated"},
      {"What people decided", "SCAN j"}};
  static const std::regex kSmall(
      "SCAN (p|paths|below|c|documents_fts VIRTUAL TABLE.*|a VIRTUAL TABLE.*|CONSTANT ROW|[(]subquery-.*)");
  SQLite::Database database((folder_ / "facts.db").string());
  for (const auto& [heading, query] : sql_page_queries()) {
    SQLite::Statement plan(database, "EXPLAIN QUERY PLAN " + query);
    while (plan.executeStep()) {
      const std::string step = plan.getColumn(3).getString();
      const auto all = kAll.find(heading);
      if (!step.starts_with("SCAN") || std::regex_match(step, kSmall)) continue;
      EXPECT_TRUE(all != kAll.end() && step == all->second) << heading << ": " << step;
    }
  }
}

TEST_F(SqlPage, DatasetteIsToldOfEveryTableAndItsQueriesRun) {
  std::ifstream file(FACTGRAPH_SOURCE_DIR "/metadata.yaml");
  const std::string yaml((std::istreambuf_iterator<char>(file)), {});
  SQLite::Database database((folder_ / "facts.db").string());
  SQLite::Statement tables(
      database,
      "SELECT l.name, group_concat(c.name) FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) c "
      "WHERE l.schema = 'main' AND l.type IN ('table', 'view') AND l.name NOT LIKE 'sqlite%' "
      "GROUP BY l.name");
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    const std::size_t start = yaml.find("\n      " + table + ":\n");
    ASSERT_NE(start, std::string::npos) << table;
  }
  std::istringstream lines(yaml);
  std::string query;
  int run = 0;
  bool inside = false;
  const auto finish = [&] {
    if (query.empty()) return;
    EXPECT_NO_THROW((void)rows(std::regex_replace(query, std::regex(":name"), "'Tokayev'"))) << query;
    query.clear();
    ++run;
  };
  for (std::string line; std::getline(lines, line);) {
    const bool deep = line.starts_with("          ");
    if (inside && !deep) finish();
    if (inside && deep) query += line + "\n";
    inside = deep ? inside : line == "        sql: |-";
  }
  finish();
  EXPECT_GE(run, 5);
}

TEST_F(SqlPage, NamesEveryTableAndColumn) {
  const std::string text = sql_page();
  SQLite::Database database((folder_ / "facts.db").string());
  SQLite::Statement tables(
      database,
      "SELECT l.name, c.name FROM pragma_table_list l JOIN pragma_table_xinfo(l.name) c "
      "WHERE l.schema = 'main' AND l.type <> 'shadow' AND l.name NOT LIKE 'sqlite%' AND NOT c.hidden");
  std::set<std::string> seen;
  while (tables.executeStep()) {
    const std::string table = tables.getColumn(0).getString();
    const std::string column = tables.getColumn(1).getString();
    const std::size_t start = text.find("**" + table + "**");
    ASSERT_NE(start, std::string::npos) << table;
    const std::string section = text.substr(start, text.find("\n**", start) - start);
    EXPECT_TRUE(std::regex_search(section, std::regex("\\b" + column + "\\b"))) << table << "." << column;
    seen.insert(table);
  }
  EXPECT_GT(seen.size(), 18u);
  EXPECT_NE(text.find(std::to_string(kApplicationId)), std::string::npos);
}

}  // namespace
}  // namespace factgraph
