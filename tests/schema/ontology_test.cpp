#include "schema/ontology.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "core/error.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kPerson = "[types.person]\nlabel = \"Person\"\ndefinition = \"A human.\"\n";

// What parsing `toml` complains of; fails the test if it does not.
std::string complaint(const std::string& toml) {
  try {
    (void)Ontology::parse(toml, "mine.toml");
  } catch (const SchemaError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted:\n" << toml;
  return {};
}

std::string relation(const std::string& lines) {
  return kPerson + "[relations.knows]\nlabel = \"knows\"\ndefinition = \"Has met them.\"\n" + lines;
}

TEST(ShippedOntology, HoldsEveryTypeBelowItsRoot) {
  const Ontology ontology = Ontology::shipped();
  std::set<std::string> roots;
  for (const EntityType& type : ontology.types()) {
    roots.emplace(ontology.root(type.name));
    EXPECT_FALSE(type.definition.empty());
    EXPECT_TRUE(type.counterparts.contains("wikidata")) << type.name;
  }
  EXPECT_THAT(roots, ElementsAre("concept", "event", "group", "organization", "person", "place", "product", "work"));
  EXPECT_EQ(ontology.types().size(), 30U);
  EXPECT_TRUE(ontology.is_a("company", "organization"));
  EXPECT_TRUE(ontology.is_a("company", "company"));
  EXPECT_FALSE(ontology.is_a("organization", "company"));
  EXPECT_FALSE(ontology.is_a("city", "organization"));
}

TEST(ShippedOntology, KnowsTheCoreRelations) {
  const Ontology ontology = Ontology::shipped();
  EXPECT_EQ(ontology.relations().size(), 43U);
  const RelationType* leads = ontology.relation("leads");
  ASSERT_NE(leads, nullptr);
  EXPECT_THAT(leads->domain, ElementsAre("person"));
  EXPECT_THAT(leads->range, ElementsAre("organization", "country", "region", "city"));
  EXPECT_EQ(leads->counterparts.at("wikidata_inverse"), "organization:P1037 region:P6 city:P6");
  EXPECT_TRUE(ontology.relation("spouse_of")->symmetric);
  EXPECT_EQ(ontology.relation("child_of")->inverse, "parent_of");
  EXPECT_EQ(ontology.relation("date_of_birth")->value, ValueKind::kDate);
  EXPECT_TRUE(ontology.relation("part_of")->same_kind);
  EXPECT_EQ(ontology.relation("parent_of"), nullptr);
  EXPECT_FALSE(ontology.version().empty());
}

TEST(Ontology, ListsParentsBeforeChildrenWhateverTheFilesOrder) {
  const Ontology ontology = Ontology::parse(
      "[types.club]\nparent = \"team\"\nlabel = \"c\"\ndefinition = \"c\"\n"
      "[types.team]\nlabel = \"t\"\ndefinition = \"t\"\n",
      "mine.toml");
  ASSERT_EQ(ontology.types().size(), 2U);
  EXPECT_EQ(ontology.types()[0].name, "team");
  EXPECT_EQ(ontology.root("club"), "team");
  EXPECT_EQ(ontology.root("nothing"), "nothing");
}

TEST(Ontology, KeepsRelationsAndPatternsInTheFilesOrderWithTheirPlaces) {
  const Ontology ontology = Ontology::parse(
      kPerson + "[relations.b]\nlabel = \"b\"\ndefinition = \"b\"\ndomain = [\"any\"]\nvalue = \"text\"\n" +
          "[relations.a]\nlabel = \"a\"\ndefinition = \"a\"\ndomain = [\"person\"]\nrange = [\"same\"]\n" +
          "patterns = [\n  'know subject=subj object=obj',\n]\n",
      "mine.toml");
  ASSERT_EQ(ontology.relations().size(), 2U);
  EXPECT_EQ(ontology.relations()[0].name, "b");
  EXPECT_THAT(ontology.relations()[0].domain, ElementsAre("person"));
  ASSERT_EQ(ontology.relations()[1].patterns.size(), 1U);
  EXPECT_EQ(ontology.relations()[1].patterns[0].text, "know subject=subj object=obj");
  EXPECT_EQ(ontology.relations()[1].patterns[0].line, 15U);
  EXPECT_EQ(ontology.relations()[1].patterns[0].column, 4U);
}

TEST(Ontology, KeepsTheFileByteForByte) {
  EXPECT_EQ(Ontology::parse(kPerson + "# end", "mine.toml").toml(), kPerson + "# end");
}

TEST(OntologyError, NamesThePlaceOfAnUnknownKey) {
  EXPECT_THAT(complaint(kPerson + "lable = \"x\"\n"), StartsWith("mine.toml:4:1: unknown key \"lable\""));
  EXPECT_THAT(complaint("colour = 1\n" + kPerson), StartsWith("mine.toml:1:1: unknown key \"colour\""));
  EXPECT_THAT(complaint(kPerson + "counterparts = { wikipedia = \"x\" }\n"), StartsWith("mine.toml:4:18: unknown key"));
}

TEST(OntologyError, NamesThePlaceOfASecondDefinition) {
  EXPECT_THAT(complaint(kPerson + kPerson), StartsWith("mine.toml:4:"));
  EXPECT_THAT(complaint(relation("domain = [\"person\"]\nrange = [\"person\"]\ninverse = \"knows\"\n")),
              HasSubstr("mine.toml:9:11: \"knows\" already names a relation"));
}

TEST(OntologyError, NamesThePlaceOfAnUnknownType) {
  EXPECT_THAT(complaint(kPerson + "parent = \"being\"\n"), StartsWith("mine.toml:4:10: unknown type \"being\""));
  EXPECT_THAT(complaint(relation("domain = [\"person\", \"robot\"]\nrange = [\"person\"]\n")),
              StartsWith("mine.toml:7:21: unknown type \"robot\" in domain"));
  EXPECT_THAT(complaint(relation("domain = [\"person\"]\nrange = [\"robot\"]\n")),
              StartsWith("mine.toml:8:10: unknown type \"robot\" in range"));
}

TEST(OntologyError, RefusesACircleOfTypes) {
  EXPECT_THAT(complaint("[types.a]\nparent = \"b\"\nlabel = \"a\"\ndefinition = \"a\"\n"
                        "[types.b]\nparent = \"a\"\nlabel = \"b\"\ndefinition = \"b\"\n"),
              StartsWith("mine.toml:2:10: \"a\" is its own ancestor"));
}

TEST(OntologyError, RefusesValuesOfTheWrongKind) {
  EXPECT_THAT(complaint("[types.person]\nlabel = 3\ndefinition = \"d\"\n"),
              StartsWith("mine.toml:2:9: label must be a string"));
  EXPECT_THAT(complaint("types = 3\n"), StartsWith("mine.toml:1:9: types must be a table"));
  EXPECT_THAT(complaint(relation("domain = \"person\"\nrange = [\"person\"]\n")),
              StartsWith("mine.toml:7:10: domain must be a list of strings"));
  EXPECT_THAT(complaint(relation("domain = [\"person\"]\nrange = [\"person\"]\nsymmetric = \"yes\"\n")),
              StartsWith("mine.toml:9:13: symmetric must be true or false"));
  EXPECT_THAT(complaint(relation("domain = [\"person\"]\nvalue = \"number\"\n")),
              StartsWith("mine.toml:8:9: value must"));
}

TEST(OntologyError, AsksForWhatIsMissing) {
  EXPECT_THAT(complaint(""), HasSubstr("at least one type"));
  EXPECT_THAT(complaint("[types.person]\ndefinition = \"d\"\n"), HasSubstr("mine.toml:1:8: label is missing"));
  EXPECT_THAT(complaint(relation("range = [\"person\"]\n")), HasSubstr("domain is missing"));
  EXPECT_THAT(complaint(relation("domain = [\"person\"]\n")), HasSubstr("range is missing"));
}

TEST(OntologyError, RefusesNamesThatAreNotWords) {
  EXPECT_THAT(complaint("[types.\"Two words\"]\nlabel = \"x\"\ndefinition = \"x\"\n"), HasSubstr("cannot be a name"));
  EXPECT_THAT(complaint("[types.any]\nlabel = \"x\"\ndefinition = \"x\"\n"), HasSubstr("cannot be a name"));
}

TEST(OntologyError, NamesThePlaceOfBytesThatAreNotUtf8) {
  EXPECT_THAT(complaint(kPerson + "# \xff\n"), StartsWith("mine.toml:4:"));
}

TEST(OntologyError, NamesAFileThatIsNotThere) {
  const TemporaryFolder folder;
  EXPECT_THROW((void)Ontology::load(folder / "absent.toml"), SchemaError);
  EXPECT_THROW((void)Ontology::load(folder.path()), SchemaError);
}

TEST(Ontology, LoadsAFile) {
  const TemporaryFolder folder;
  std::ofstream(folder / "own.toml") << "version = \"7\"\n" << kPerson;
  const Ontology ontology = Ontology::load(folder / "own.toml");
  EXPECT_EQ(ontology.version(), "7");
  EXPECT_EQ(ontology.source(), (folder / "own.toml").string());
}

}  // namespace
}  // namespace factgraph
