#include "export/captions.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace factgraph {
namespace {

TEST(DateWords, ReadLikeADateInAnArticle) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"2024-03-15", "15 Mar 2024"},
                                                                  {"2024-03-05T10:00:00Z", "5 Mar 2024"},
                                                                  {"2024-03", "Mar 2024"},
                                                                  {"2024", "2024"},
                                                                  {"XXXX-03-15", "15 Mar"},
                                                                  {"2024-21", "spring 2024"},
                                                                  {"2024-36", "Q4 2024"},
                                                                  {"1990~", "c. 1990"},
                                                                  {"1990?", "1990?"},
                                                                  {"2006/2010-02", "2006 – Feb 2010"},
                                                                  {"2006/..", "since 2006"},
                                                                  {"2006/", "since 2006"},
                                                                  {"../2010-05-01", "until 1 May 2010"}};
  for (const auto& [edtf, words] : cases) EXPECT_EQ(date_words(edtf), words) << edtf;
}

TEST(DateWords, LeaveAloneWhatTheyDoNotKnow) {
  for (const char* text : {"", "soon", "199X", "2024-99", "2024-3-1", "2024-03-xx", "XXXX", "/", "../..", "2024-+1",
                           "2024-21-01", "20\xff\xff-01", "2024-03-15-16"}) {
    EXPECT_EQ(date_words(text), text);
  }
}

TEST(TypeWords, ComeFromTheOntologyOrFromTheName) {
  const Ontology ontology = Ontology::shipped();
  EXPECT_EQ(type_words(ontology, "government_body"), "Government body");
  EXPECT_EQ(type_words(ontology, "space_ship"), "space ship");
  RelationEdge relation;
  relation.type = "spoke_at";
  EXPECT_EQ(relation_words(ontology, relation), "spoke at");
  relation.open = true;
  EXPECT_EQ(relation_words(ontology, relation), "spoke_at");  // the text's own words stay as they are
}

TEST(QualifierWords, GiveTheUsualRoleAndTheDates) {
  const auto with = [](std::vector<std::pair<std::string, std::string>> roles_and_times) {
    RelationEdge relation;
    for (const auto& [role, time] : roles_and_times) {
      Evidence evidence;
      evidence.role = role;
      evidence.time = time;
      relation.evidence.push_back(evidence);
    }
    return qualifier_words(relation);
  };
  EXPECT_EQ(with({{"", ""}}), "");
  EXPECT_EQ(with({{"", "2024-03-15"}, {"", "2024-03-15"}}), "15 Mar 2024");
  EXPECT_EQ(with({{"chair", ""}, {"president", "2019"}, {"president", ""}}), "president, 2019");
  EXPECT_EQ(with({{"chair", ""}, {"boss", ""}}), "boss");  // of equals the first by name
  EXPECT_EQ(with({{"", "2020"}, {"", "2019"}}), "2019, 2020");
  EXPECT_EQ(with({{"chair", "2020"}, {"", "2019"}, {"", "2021"}}), "chair, 3 dates");
}

}  // namespace
}  // namespace factgraph
