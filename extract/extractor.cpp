#include "extract/extractor.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "extract/clauses.h"
#include "extract/entities.h"
#include "extract/first_person.h"
#include "extract/open_relations.h"
#include "extract/patterns.h"
#include "extract/propositions.h"
#include "extract/qualification.h"
#include "extract/readable.h"
#include "extract/relation_classifier.h"
#include "extract/relations.h"
#include "extract/sentence_graph.h"
#include "extract/statements.h"
#include "extract/times.h"

namespace factgraph {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

// How a sentence holds what is said of two ends by no single word: as the most reserved of the words on the way from one
// to the other in the tree, and of `trigger`.
Qualification qualify_way(const Tree& tree, const PatternMatch& match) {
  const auto ascend = [&](std::uint32_t from) {
    std::vector<std::uint32_t> way = {from};
    for (auto above = tree.head(from); above; above = tree.head(*above)) way.push_back(*above);
    return way;
  };
  std::vector<std::uint32_t> up = ascend(match.subject->head);
  std::vector<std::uint32_t> down = ascend(match.object != nullptr ? match.object->head : match.date->first);
  while (up.size() > 1 && down.size() > 1 && up[up.size() - 2] == down[down.size() - 2]) {
    up.pop_back();
    down.pop_back();
  }
  Qualification result = qualify(tree, match.trigger);
  // "his wife, Ada": the way to whom "his" means leads out of what is presupposed.
  const auto described = [&](const std::vector<std::uint32_t>& way) {
    return tree.head(way.front()) == match.trigger || tree.head(match.trigger) == way.front();
  };
  if (result.presupposed && (described(up) || described(down))) return result;
  for (const std::vector<std::uint32_t>* way : {&up, &down}) {
    for (std::size_t i = 1; i < way->size(); ++i) {
      const Qualification one = qualify(tree, (*way)[i]);
      result.polarity = std::max(result.polarity, one.polarity);
      result.modality = std::max(result.modality, one.modality);
      if (!result.source) result.source = one.source;
    }
  }
  return result;
}

// What a pattern told, as told of the mentions that `other` has.
Relation with_ends_of(const Relation& known, const Relation& other) {
  Relation result = known;
  result.subject_span = other.subject_span;
  result.object_span = other.object_span;
  return result;
}

// Drops optional mentions that no relation uses, adds the mentions that relations do without, then drops
// entities without a mention and numbers the rest anew.
void drop_unused(const ResolvedEntities& resolved, DocumentFacts& facts) {
  std::set<std::pair<std::uint32_t, Span>> used;
  for (const Relation& relation : facts.relations) {
    used.emplace(relation.subject, relation.subject_span);
    if (relation.object) used.emplace(*relation.object, relation.object_span);
  }
  std::set<std::pair<std::uint32_t, Span>> unused;
  std::vector<std::size_t> next(facts.entities.size(), 0);  // mentions of an entity come in the same order in both
  for (const ResolvedMention& mention : resolved.mentions) {
    const Span span = facts.entities[mention.entity].mentions[next[mention.entity]++].span;
    if (mention.optional && !used.contains({mention.entity, span})) unused.emplace(mention.entity, span);
  }
  std::vector<std::vector<Mention>> asides(facts.entities.size());
  for (const AsideMention& mention : resolved.asides) asides[mention.entity].push_back(mention.mention);
  std::vector<std::uint32_t> number(facts.entities.size(), kNone);
  std::vector<Entity> kept;
  for (std::uint32_t entity = 0; entity < facts.entities.size(); ++entity) {
    Entity& candidate = facts.entities[entity];
    std::erase_if(candidate.mentions, [&](const Mention& mention) { return unused.contains({entity, mention.span}); });
    candidate.mentions.insert(candidate.mentions.end(), asides[entity].begin(), asides[entity].end());
    std::sort(candidate.mentions.begin(), candidate.mentions.end(),
              [](const Mention& a, const Mention& b) { return a.span < b.span; });
    if (candidate.mentions.empty()) continue;
    number[entity] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(std::move(candidate));
  }
  facts.entities = std::move(kept);
  for (Relation& relation : facts.relations) {
    relation.subject = number[relation.subject];
    if (relation.object) relation.object = number[*relation.object];
  }
  for (Statement& statement : facts.statements) {
    if (statement.speaker && number[*statement.speaker] == kNone) statement.speaker.reset();
    if (statement.speaker) statement.speaker = number[*statement.speaker];
  }
}

// Relative pronouns become mentions where a relation has one as an end.
void add_missing_mentions(DocumentFacts& facts) {
  const auto add = [&](std::uint32_t entity, Span span) {
    std::vector<Mention>& mentions = facts.entities[entity].mentions;
    const auto at = std::lower_bound(mentions.begin(), mentions.end(), span,
                                     [](const Mention& mention, const Span& s) { return mention.span < s; });
    if (at == mentions.end() || at->span != span) mentions.insert(at, {span, MentionKind::kPronoun});
  };
  for (const Relation& relation : facts.relations) {
    add(relation.subject, relation.subject_span);
    if (relation.object) add(*relation.object, relation.object_span);
  }
}

}  // namespace

struct Extractor::Impl {
  const Ontology& ontology;
  const LanguageEngine& engine;
  Options options;
  PatternSet patterns;
  RelationClassifier classifier;
};

Extractor::Extractor(const Ontology& ontology, const LanguageEngine& engine, Options options)
    : impl_(new Impl{ontology, engine, options, PatternSet(ontology),
                     RelationClassifier(engine.relations_model(), engine.word_classes(), ontology)}) {}
Extractor::Extractor(const Ontology& ontology, const LanguageEngine& engine) : Extractor(ontology, engine, Options{}) {}
Extractor::~Extractor() = default;

DocumentFacts Extractor::extract(Input input, Annotation* annotation) const {
  DocumentFacts facts;
  facts.document = std::move(input.document);
  const Document& document = facts.document;
  Annotation view;
  if (input.annotation) {
    view = *std::move(input.annotation);
    impl_->engine.complete(document, view);
  } else {
    view = impl_->engine.annotate(document);
  }

  const std::vector<bool> readable = readable_sentences(document, view);
  const std::vector<TimeExpression> times = find_times(document, view);
  ResolvedEntities entities = resolve_entities(document, view, impl_->ontology);
  facts.statements = find_statements(document, view, entities);
  resolve_first_person(document, view, facts.statements, impl_->ontology, entities);
  const PropositionForm form = impl_->options.binary_propositions ? PropositionForm::kBinary : PropositionForm::kNary;
  for (std::uint32_t s = 0; s < view.sentences.size(); ++s) {
    facts.sentences.push_back(view.sentences[s].span);
    if (!readable[s] || view.sentences[s].tokens.empty()) continue;
    const Tree tree(view.sentences[s]);
    const std::vector<Clause> clauses = find_clauses(tree);
    const std::span<const ResolvedMention> mentions = entities.in(s);
    if (!mentions.empty()) {
      const std::span<const TimeExpression> sentence_times = times_of(times, s);
      const SentenceGraph graph(tree, mentions, entities.entities, sentence_times, impl_->ontology);
      const SentenceView sentence{tree, graph, mentions, entities.entities, sentence_times};
      std::vector<std::uint32_t> triggers;
      std::vector<Relation> relations =
          find_relations(document.text, s, sentence, impl_->ontology, impl_->patterns, triggers);
      std::vector<Qualification> qualifications;
      for (const std::uint32_t trigger : triggers) qualifications.push_back(qualify(tree, trigger));
      const std::vector<ResolvedMention> ends = with_relative_pronouns(sentence, impl_->ontology);
      const SentenceView wide{tree, graph, ends, entities.entities, sentence_times};
      const std::vector<ClassifiedRelation> classified = impl_->classifier.find(wide, relations);
      std::vector<Relation> more;
      for (const ClassifiedRelation& found : classified) {
        Relation relation = read_relation(document.text, s, wide, impl_->ontology, found.match);
        relation.rule = "classifier/" + relation.type;
        if (found.timeless) relation.time.clear();
        if (found.known != nullptr) {
          relation = with_ends_of(*found.known, relation);
          qualifications.push_back(qualifications[static_cast<std::size_t>(found.known - relations.data())]);
        } else {
          qualifications.push_back(qualify_way(tree, found.match));
        }
        more.push_back(std::move(relation));
      }
      std::move(more.begin(), more.end(), std::back_inserter(relations));
      for (std::size_t r = 0; r < relations.size(); ++r) {
        const Qualification& qualification = qualifications[r];
        relations[r].polarity = qualification.polarity;
        relations[r].modality = qualification.modality;
        relations[r].attributed_to = attribute(qualification, s, relations[r].trigger_span, facts.statements, entities);
        // "spokeswoman Mara Lind said": what she is called is not what she says.
        const bool own = relations[r].attributed_to == entities.entities[relations[r].subject].name;
        if (qualification.presupposed && own) relations[r].attributed_to.clear();
      }
      relations = without_superseded(std::move(relations), impl_->ontology);
      std::vector<Relation> open = find_open_relations(s, tree, clauses, entities, relations, facts.statements);
      std::move(relations.begin(), relations.end(), std::back_inserter(facts.relations));
      std::move(open.begin(), open.end(), std::back_inserter(facts.relations));
    }
    std::vector<Proposition> propositions = find_propositions(document.text, s, tree, clauses, form);
    std::move(propositions.begin(), propositions.end(), std::back_inserter(facts.propositions));
  }
  facts.entities = entities.entities;
  share_event_times(facts.relations, impl_->ontology);
  drop_unused(entities, facts);
  add_missing_mentions(facts);
  if (annotation != nullptr) *annotation = std::move(view);
  return facts;
}

}  // namespace factgraph
