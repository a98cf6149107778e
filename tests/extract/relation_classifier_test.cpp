#include "extract/relation_classifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "core/error.h"
#include "extract/extractor.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

const LanguageEngine& engine() {
  static const LanguageEngine kEngine;
  return kEngine;
}

// An ontology whose relations have no patterns: what is found, the classifier found.
constexpr const char* kTypes = R"(
version = "test"
[types.person]
label = "Person"
definition = "A human."
[types.organization]
label = "Organization"
definition = "A body of people."
nouns = ["company"]
[types.company]
parent = "organization"
label = "Company"
definition = "A business."
nouns = ["company"]
[types.educational_institution]
parent = "organization"
label = "Educational institution"
definition = "A school."
nouns = ["university"]
[types.place]
label = "Place"
definition = "A location."
[types.country]
parent = "place"
label = "Country"
definition = "A state."
[types.city]
parent = "place"
label = "City"
definition = "A city."
)";

std::string relation(const std::string& name, const std::string& domain, const std::string& range) {
  return "[relations." + name + "]\nlabel = \"x\"\ndefinition = \"y\"\ndomain = [\"" + domain + "\"]\n" + range +
         "\npatterns = []\n";
}

const Ontology& bare() {
  static const Ontology kOntology =
      Ontology::parse(kTypes + relation("born_in", "person", "range = [\"place\"]") +
                          relation("educated_at", "person", "range = [\"organization\"]") +
                          relation("date_of_birth", "person", "value = \"date\""),
                      "test.toml");
  return kOntology;
}

DocumentFacts extract(const std::string& text, const Ontology& ontology) {
  Input input;
  input.document.uri = "test";
  input.document.text = Text(text);
  return Extractor(ontology, engine()).extract(std::move(input));
}

std::vector<std::string> lines(const DocumentFacts& facts) {
  std::vector<std::string> result;
  for (const Relation& relation : facts.relations) {
    if (relation.open) continue;
    result.push_back(facts.entities[relation.subject].name + " " + relation.type + " " +
                     (relation.object ? facts.entities[*relation.object].name : relation.value));
  }
  return result;
}

TEST(RelationClassifier, FindsWhatNoPatternSays) {
  const DocumentFacts facts = extract(
      "Ingrid Halvorsen (born 4 May 1961 in Bergen) is an engineer. She received her doctorate from Stanford "
      "University in 1984.",
      bare());
  EXPECT_THAT(lines(facts), Contains("Ingrid Halvorsen date_of_birth 1961-05-04"));
  EXPECT_THAT(lines(facts), Contains("Ingrid Halvorsen born_in Bergen"));
  EXPECT_THAT(lines(facts), Contains("Ingrid Halvorsen educated_at Stanford University"));
}

TEST(RelationClassifier, ProvesWhatItFinds) {
  const DocumentFacts facts = extract("Peter Lang received a doctorate from Stanford University in 1984.", bare());
  ASSERT_THAT(lines(facts), Contains("Peter Lang educated_at Stanford University"));
  const Text& text = facts.document.text;
  for (const Relation& relation : facts.relations) {
    if (relation.type != "educated_at") continue;
    EXPECT_EQ(relation.rule, "classifier/educated_at");
    EXPECT_EQ(text.slice(relation.subject_span), "Peter Lang");
    EXPECT_EQ(text.slice(relation.trigger_span), "received");
    EXPECT_EQ(text.slice(relation.object_span), "Stanford University");
    EXPECT_EQ(relation.time, "1984");
    EXPECT_GT(relation.confidence, 0.5);
    EXPECT_LT(relation.confidence, 1);
  }
}

TEST(RelationClassifier, HoldsFactsBackAsTheSentenceDoes) {
  const DocumentFacts facts = extract("Peter Lang never received a doctorate from Stanford University.", bare());
  for (const Relation& relation : facts.relations) {
    if (relation.type != "educated_at") continue;
    EXPECT_EQ(relation.polarity, Polarity::kNegated);
  }
}

TEST(RelationClassifier, KeepsToTheOntology) {
  const Ontology places = Ontology::parse(kTypes + relation("born_in", "organization", "range = [\"place\"]") +
                                              relation("educated_at", "person", "range = [\"place\"]"),
                                          "test.toml");
  const DocumentFacts facts = extract(
      "Ingrid Halvorsen was born in Bergen on 4 May 1961. She graduated from Stanford University in 1984.", places);
  EXPECT_THAT(lines(facts), Not(Contains(HasSubstr("date_of_birth"))));
  EXPECT_THAT(lines(facts), Not(Contains(HasSubstr("born_in"))));
  EXPECT_THAT(lines(facts), Not(Contains("Ingrid Halvorsen educated_at Stanford University")));
}

TEST(RelationClassifier, DoesNotRepeatAPattern) {
  const DocumentFacts facts = extract("Ingrid Halvorsen was born in Bergen on 4 May 1961.", Ontology::shipped());
  std::vector<std::string> found;
  for (const Relation& relation : facts.relations) {
    if (relation.type == "born_in") found.push_back(relation.rule);
  }
  EXPECT_EQ(found.size(), 1U);
  EXPECT_THAT(found, Each(Not(HasSubstr("classifier"))));
}

TEST(RelationClassifier, BelievesAPatternThatIsSure) {
  const auto confidence = [](const std::string& of_pattern) {
    const Ontology ontology =
        Ontology::parse(std::string(kTypes) +
                            "[relations.born_in]\nlabel = \"x\"\ndefinition = \"y\"\ndomain = [\"person\"]\n"
                            "range = [\"place\"]\npatterns = ['visit.v subject=subj object=obj ~" +
                            of_pattern + "']\n",
                        "test.toml");
    const DocumentFacts facts = extract("Last week Peter Lang visited Bergen.", ontology);
    for (const Relation& relation : facts.relations) {
      if (relation.rule == "born_in/1") return relation.confidence;
    }
    return 0.0;
  };
  EXPECT_EQ(confidence("1"), 1);
  EXPECT_EQ(confidence("0.95"), 0.95);
  EXPECT_GT(confidence("0.9"), 0);
  EXPECT_LT(confidence("0.9"), 0.9);
}

TEST(RelationClassifier, LeavesDescriptionsToThePatterns) {
  const DocumentFacts facts =
      extract("Norvia Systems makes pumps. The company was founded by Peter Lang in Oslo.", Ontology::shipped());
  for (const Relation& relation : facts.relations) {
    if (relation.type != "founded") continue;
    EXPECT_EQ(relation.confidence, 0.85);  // as the pattern has it
  }
  EXPECT_THAT(lines(facts), Contains(HasSubstr("Peter Lang founded")));
}

TEST(RelationClassifier, GivesAnOfficeToTheNameBehindIt) {
  const DocumentFacts facts =
      extract("Tom Holt may meet Halden Group chief executive Anna Berg on Friday.", Ontology::shipped());
  EXPECT_THAT(lines(facts), Not(Contains(HasSubstr("Tom Holt leads"))));
}

TEST(RelationClassifier, GivesPatternsTheConfidenceOfExperience) {
  const DocumentFacts facts = extract("Ingrid Halvorsen married Peter Lang in 1984.", Ontology::shipped());
  for (const Relation& relation : facts.relations) {
    if (relation.type != "spouse_of") continue;
    EXPECT_EQ(relation.rule, "spouse_of/1");
    EXPECT_NE(relation.confidence, 0.9);  // what the pattern says of itself
    EXPECT_GT(relation.confidence, 0.8);
  }
}

TEST(RelationClassifier, TellsNoLifeFromTravels) {
  const DocumentFacts facts =
      extract("After visiting Warsaw, Peter Lang flew to Bergen. He met reporters in Oslo.", Ontology::shipped());
  EXPECT_THAT(lines(facts), Not(Contains(HasSubstr("born_in"))));
  EXPECT_THAT(lines(facts), Not(Contains(HasSubstr("lives_in"))));
}

TEST(RelationClassifier, RefusesAModelThatDoesNotFit) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "relations.model";
  ModelWriter writer(std::string(RelationClassifier::kKind), RelationClassifier::kVersion);
  writer.add_array<std::int16_t>("judge", std::array<std::int16_t, 2>{1, 2});
  writer.add_array<std::uint16_t>("probabilities", std::array<std::uint16_t, 2>{1, 2});
  write_linear_model(writer, std::vector<float>(4 * padded_classes(kRelationClasses)), kRelationClasses, 1);
  writer.write(path);
  const Ontology& ontology = bare();
  EXPECT_THROW(RelationClassifier(ModelFile::open(path), engine().word_classes(), ontology), ModelError);
}

}  // namespace
}  // namespace factgraph
