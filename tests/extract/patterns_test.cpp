#include "extract/patterns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "tests/support/sentence_builder.h"

namespace factgraph {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

// An ontology of one relation over persons and bodies, with these patterns.
std::string ontology_with(const std::string& patterns) {
  return "[types.person]\nlabel = \"Person\"\ndefinition = \"d\"\n"
         "[types.organization]\nlabel = \"Organization\"\ndefinition = \"d\"\n"
         "[types.company]\nparent = \"organization\"\nlabel = \"Company\"\ndefinition = \"d\"\n"
         "[types.place]\nlabel = \"Place\"\ndefinition = \"d\"\n"
         "[words]\nboss = [\"chief\", \"managing director\"]\n"
         "[relations.rel]\nlabel = \"r\"\ndefinition = \"d\"\ndomain = [\"any\"]\nrange = [\"any\"]\n"
         "patterns = [\n" +
         patterns + "\n]\n";
}

std::string complaint(const std::string& pattern) {
  const Ontology ontology = Ontology::parse(ontology_with("'" + pattern + "'"), "own.toml");
  try {
    const PatternSet compiled(ontology);
  } catch (const SchemaError& error) {
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << pattern;
  return {};
}

// "subject -> object" of every match of `pattern` in the first sentence of `text`.
std::vector<std::string> matches(const std::string& pattern, const AnnotatedText& text) {
  const Ontology ontology = Ontology::parse(ontology_with("'" + pattern + "'"), "own.toml");
  const PatternSet patterns(ontology);
  const ResolvedEntities entities = resolve_entities(text.document, text.annotation, ontology);
  const Tree tree(text.annotation.sentences[0]);
  const SentenceGraph graph(tree, entities.in(0), entities.entities, {}, ontology);
  const SentenceView view{tree, graph, entities.in(0), entities.entities, {}};
  std::vector<std::string> result;
  for (const PatternMatch& match : patterns.match(view)) {
    std::string line =
        entities.entities[match.subject->entity].name + " -> " + entities.entities[match.object->entity].name;
    if (match.role) line += " as " + tree[*match.role].lemma;
    result.push_back(line);
  }
  return result;
}

const AnnotatedText kActive = annotated(
    "Mira   Mira  PROPN NNP 3 nsubj B-person\n"
    "Holt   Holt  PROPN NNP 1 flat  I-person\n"
    "built  build VERB  VBD 0 root\n"
    "Norvia Norvia PROPN NNP 3 obj B-organization\n"
    "in     in    ADP   IN  6 case\n"
    "Tarsk  Tarsk PROPN NNP 3 obl B-place\n");

const AnnotatedText kPassive = annotated(
    "Norvia Norvia PROPN NNP 3 nsubj:pass B-organization\n"
    "was    be    AUX   VBD 3 aux:pass\n"
    "built  build VERB  VBN 0 root\n"
    "by     by    ADP   IN  5 case\n"
    "Mira   Mira  PROPN NNP 3 obl:agent B-person\n"
    "Holt   Holt  PROPN NNP 5 flat  I-person\n");

TEST(Pattern, ReadsActiveAndPassiveAlike) {
  const std::string pattern = "build.v subject=subj object=obj";
  EXPECT_THAT(matches(pattern, kActive), ElementsAre("Mira Holt -> Norvia"));
  EXPECT_THAT(matches(pattern, kPassive), ElementsAre("Mira Holt -> Norvia"));
}

TEST(Pattern, ReadsParticiplesAndRelativeClauses) {
  const std::string pattern = "build.v subject=subj object=obj";
  EXPECT_THAT(matches(pattern, annotated("Norvia Norvia PROPN NNP 0 root B-organization\n"
                                         "built  build VERB  VBN 1 acl\n"
                                         "by     by    ADP   IN  4 case\n"
                                         "Mira   Mira  PROPN NNP 2 obl:agent B-person\n"
                                         "grew   grow  VERB  VBD 1 parataxis\n")),
              ElementsAre("Mira -> Norvia"));
  EXPECT_THAT(matches(pattern, annotated("Mira   Mira  PROPN NNP 5 nsubj B-person\n"
                                         "who    who   PRON  WP  3 nsubj\n"
                                         "built  build VERB  VBD 1 acl:relcl\n"
                                         "Norvia Norvia PROPN NNP 3 obj B-organization\n"
                                         "left   leave VERB  VBD 0 root\n")),
              ::testing::Contains("Mira -> Norvia"));
}

TEST(Pattern, SharesArgumentsAmongCoordinatedWords) {
  const AnnotatedText text = annotated(
      "Mira   Mira  PROPN NNP 2 nsubj B-person\n"
      "built  build VERB  VBD 0 root\n"
      "and    and   CCONJ CC  4 cc\n"
      "sold   sell  VERB  VBD 2 conj\n"
      "Norvia Norvia PROPN NNP 4 obj B-organization\n"
      "and    and   CCONJ CC  7 cc\n"
      "Astel  Astel PROPN NNP 5 conj B-organization\n");
  EXPECT_THAT(matches("build.v subject=subj object=obj", text),
              UnorderedElementsAre("Mira -> Norvia", "Mira -> Astel"));
  EXPECT_THAT(matches("sell.v subject=subj object=obj", text), UnorderedElementsAre("Mira -> Norvia", "Mira -> Astel"));
}

TEST(Pattern, ReadsCopulaAppositionAndTitleAlike) {
  const std::string pattern = "@boss.n subject=subj object=of|poss|compound role=.";
  EXPECT_THAT(matches(pattern, annotated("Mira   Mira  PROPN NNP 4 nsubj B-person\n"
                                         "is     be    AUX   VBZ 4 cop\n"
                                         "the    the   DET   DT  4 det\n"
                                         "chief  chief NOUN  NN  0 root\n"
                                         "of     of    ADP   IN  6 case\n"
                                         "Norvia Norvia PROPN NNP 4 nmod B-organization\n")),
              ElementsAre("Mira -> Norvia as chief"));
  EXPECT_THAT(matches(pattern, annotated("Mira   Mira  PROPN NNP 7 nsubj B-person\n"
                                         "+,     ,     PUNCT ,   4 punct\n"
                                         "managing manage VERB VBG 4 amod\n"
                                         "director director NOUN NN 1 appos\n"
                                         "of     of    ADP   IN  6 case\n"
                                         "Norvia Norvia PROPN NNP 4 nmod B-organization\n"
                                         "left   leave VERB  VBD 0 root\n")),
              ElementsAre("Mira -> Norvia as director"));
  EXPECT_THAT(matches(pattern, annotated("Norvia Norvia PROPN NNP 3 nmod:poss B-organization\n"
                                         "+'s    's    PART  POS 1 case\n"
                                         "chief  chief NOUN  NN  4 compound\n"
                                         "Mira   Mira  PROPN NNP 5 nsubj B-person\n"
                                         "left   leave VERB  VBD 0 root\n")),
              ElementsAre("Mira -> Norvia as chief"));
}

TEST(Pattern, HoldsEntitiesToTheirTypes) {
  EXPECT_THAT(matches("build.v subject:person=subj object:place=in", kActive), ElementsAre("Mira Holt -> Tarsk"));
  EXPECT_THAT(matches("build.v subject:organization=subj object=in", kActive), IsEmpty());
}

TEST(Pattern, ObeysConditions) {
  EXPECT_THAT(matches("build.v subject=subj object=obj +in", kActive), ElementsAre("Mira Holt -> Norvia"));
  EXPECT_THAT(matches("build.v subject=subj object=obj !in", kActive), IsEmpty());
  EXPECT_THAT(matches("build.v subject=subj object=obj !in[berlin]", kActive), ElementsAre("Mira Holt -> Norvia"));
  EXPECT_THAT(matches("build.n subject=subj object=obj", kActive), IsEmpty());
  EXPECT_THAT(matches("build.v subject=subj object=obj !in:place", kActive), IsEmpty());
  EXPECT_THAT(matches("build.v subject=subj object=obj !in:person", kActive), ElementsAre("Mira Holt -> Norvia"));
  EXPECT_THAT(matches("build.v subject=subj object=obj !in[*.c]", kActive), ElementsAre("Mira Holt -> Norvia"));
  EXPECT_THAT(matches("build.v subject=subj object=obj !in[*.n]", kActive), IsEmpty());
}

TEST(Pattern, StartsAtAnArgumentWhereNoWordExpressesTheRelation) {
  EXPECT_THAT(matches("subject object=<obj/in", kActive), ElementsAre("Norvia -> Tarsk"));
}

TEST(PatternError, NamesLineAndColumn) {
  EXPECT_THAT(complaint("build.v subject=subj object=objj"), StartsWith("own.toml:22:30: unknown step \"objj\""));
  EXPECT_THAT(complaint("@bosses subject=subj object=obj"), StartsWith("own.toml:22:2: unknown word set \"@bosses\""));
  EXPECT_THAT(complaint("build.x subject=subj object=obj"), HasSubstr("own.toml:22:8: after a word comes .v"));
  EXPECT_THAT(complaint("build subject=subj"), HasSubstr("own.toml:22:2: a pattern needs subject=... and object=..."));
  EXPECT_THAT(complaint("build subject=subj object:robot=obj"), HasSubstr("own.toml:22:28: unknown type \"robot\""));
  EXPECT_THAT(complaint("build subject=subj subject=obj object=in"), HasSubstr("given once each"));
  EXPECT_THAT(complaint("build subject=subj object=obj[in"), HasSubstr("\"]\" is missing"));
  EXPECT_THAT(complaint("build subject=subj object=obj ~3"), HasSubstr("confidence is written ~0.8"));
  EXPECT_THAT(complaint("build verb=subj object=obj"), HasSubstr("expected subject="));
  EXPECT_THAT(complaint("build subject?=subj object=obj"), HasSubstr("cannot be optional"));
  EXPECT_THAT(complaint("* subject=subj object=obj"), HasSubstr("a trigger cannot be any word"));
}

TEST(PatternError, IsNeverACrash) {
  for (const std::string pattern :
       {"|", "=", "subject", "subject=", "a subject=/ object=obj", "a.v.v subject=subj object=obj",
        "a subject=subj/subj/subj/subj/subj object=obj", "[", "a ~", "~.5", "@", "a !"}) {
    EXPECT_THAT(complaint(pattern), StartsWith("own.toml:22:")) << pattern;
  }
}

TEST(ShippedOntology, HasPatternsThatCompileForEveryRelation) {
  const Ontology ontology = Ontology::shipped();
  EXPECT_NO_THROW(PatternSet{ontology});
  for (const RelationType& relation : ontology.relations()) EXPECT_FALSE(relation.patterns.empty()) << relation.name;
}

}  // namespace
}  // namespace factgraph
