#include <fmt/core.h>
#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/extraction.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "core/error.h"
#include "core/told_once.h"
#include "extract/steps.h"

namespace factgraph {
namespace {

struct Options {
  ExtractionOptions extraction;
  std::size_t sentence = 0;  // from 1; 0 for all
  bool steps = false;
  bool json = false;
};

// The pattern that a rule such as "spoke_at/3" names; nullptr for what no pattern found.
const PatternSource* pattern_of(const Ontology& ontology, const Relation& relation) {
  const RelationType* type = relation.open ? nullptr : ontology.relation(relation.type);
  const std::string_view rule = relation.rule;
  if (type == nullptr || !rule.starts_with(type->name + "/")) return nullptr;
  std::size_t number = 0;
  const char* const end = rule.data() + rule.size();
  const auto [last, error] = std::from_chars(rule.data() + type->name.size() + 1, end, number);
  if (error != std::errc() || last != end || number == 0 || number > type->patterns.size()) return nullptr;
  return &type->patterns[number - 1];
}

bool lies_in(Span inner, Span outer) { return outer.start <= inner.start && inner.end <= outer.end; }

// One sentence of a document with all that was found in it.
struct Explained {
  std::size_t number = 0;  // from 1
  Span span;
  std::vector<const Relation*> relations;
  std::vector<NamedStep> steps;
};

std::vector<Explained> explain(const Extracted& extracted, const Ontology& ontology, const Options& options) {
  const DocumentFacts& facts = extracted.facts;
  std::vector<std::vector<NamedStep>> steps;
  if (options.steps) steps = find_steps(facts.document, extracted.annotation, ontology);
  std::vector<Explained> result;
  for (std::size_t s = 0; s < facts.sentences.size(); ++s) {
    Explained sentence{s + 1, facts.sentences[s], {}, {}};
    if (options.steps) sentence.steps = std::move(steps[s]);
    result.push_back(std::move(sentence));
  }
  for (const Relation* relation : told_once(facts.relations)) result[relation->sentence].relations.push_back(relation);
  if (options.sentence != 0) {
    if (options.sentence > result.size()) {
      throw InputError(fmt::format("{}: there is no sentence {}; the last one is {}", facts.document.uri,
                                   options.sentence, result.size()));
    }
    result = {result[options.sentence - 1]};
  }
  return result;
}

std::string quoted(const DocumentFacts& facts, Span span) {
  std::string text(facts.document.text.slice(span));
  for (char& c : text) c = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
  return text;
}

// "Mira" or, where the text does not use the name, "she (Mira)".
std::string end_of(const DocumentFacts& facts, std::uint32_t entity, Span span) {
  const std::string words = quoted(facts, span);
  const std::string& name = facts.entities[entity].name;
  return words == name ? name : fmt::format("{} ({})", words, name);
}

// "1950", "last year (2023)".
std::string value_of(const DocumentFacts& facts, const Relation& relation) {
  const std::string words = quoted(facts, relation.object_span);
  return words == relation.value ? words : fmt::format("{} ({})", words, relation.value);
}

std::string qualifiers(const Relation& relation) {
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) text += fmt::format(", {} {}", name, value);
  };
  add("as", relation.role);
  add("at", relation.time);
  add("in", relation.place);
  if (relation.polarity == Polarity::kNegated) text += ", negated";
  if (relation.modality != Modality::kAsserted) text += fmt::format(", {}", to_string(relation.modality));
  add("according to", relation.attributed_to);
  return text;
}

std::string as_text(const DocumentFacts& facts, const std::vector<Explained>& sentences, const Ontology& ontology) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const Explained& sentence : sentences) {
    fmt::format_to(to, "{}:{}\n{}", facts.document.uri, sentence.number, indented(quoted(facts, sentence.span), "  "));
    std::string mentions;
    for (const Entity& entity : facts.entities) {
      for (const Mention& mention : entity.mentions) {
        if (!lies_in(mention.span, sentence.span)) continue;
        mentions += fmt::format("{}{}: {}", mentions.empty() ? "" : ", ", quoted(facts, mention.span), entity.type);
      }
    }
    if (!mentions.empty()) out += indented("[" + mentions + "]", "  ");
    for (const Relation* relation : sentence.relations) {
      const PatternSource* pattern = pattern_of(ontology, *relation);
      const std::string object =
          relation->object ? end_of(facts, *relation->object, relation->object_span) : value_of(facts, *relation);
      fmt::format_to(to, "\n    {} | {} | {}{}\n", end_of(facts, relation->subject, relation->subject_span),
                     relation->type, object, qualifiers(*relation));
      fmt::format_to(to, "      {:.2f}  {}  on \"{}\"\n", relation->confidence, relation->rule,
                     quoted(facts, relation->trigger_span));
      if (pattern != nullptr) {
        fmt::format_to(to, "      {}:{}:{}: {}\n", ontology.source(), pattern->line, pattern->column, pattern->text);
      }
    }
    if (!sentence.steps.empty()) out += "\n";
    for (const NamedStep& step : sentence.steps) {
      fmt::format_to(to, "    {} -{}-> {}\n", quoted(facts, step.from), step.step, quoted(facts, step.to));
    }
    out += "\n";
  }
  return out;
}

nlohmann::ordered_json as_json(const DocumentFacts& facts, const std::vector<Explained>& sentences,
                               const Ontology& ontology, bool with_steps) {
  using Json = nlohmann::ordered_json;
  const auto words = [&](Span span) {
    return Json{{"start", span.start}, {"end", span.end}, {"text", facts.document.text.slice(span)}};
  };
  const auto end = [&](std::uint32_t entity, Span span) {
    Json json = words(span);
    json["entity"] = facts.entities[entity].name;
    json["type"] = facts.entities[entity].type;
    return json;
  };
  Json list = Json::array();
  for (const Explained& sentence : sentences) {
    Json json = {{"sentence", sentence.number}};
    json.update(words(sentence.span));
    json["mentions"] = Json::array();
    for (std::uint32_t e = 0; e < facts.entities.size(); ++e) {
      for (const Mention& mention : facts.entities[e].mentions) {
        if (lies_in(mention.span, sentence.span)) json["mentions"].push_back(end(e, mention.span));
      }
    }
    json["relations"] = Json::array();
    for (const Relation* relation : sentence.relations) {
      Json found = {{"relation", relation->type}, {"rule", relation->rule}, {"confidence", relation->confidence}};
      if (const PatternSource* pattern = pattern_of(ontology, *relation)) {
        found["pattern"] = pattern->text;
        found["line"] = pattern->line;
        found["column"] = pattern->column;
      }
      found["trigger"] = words(relation->trigger_span);
      found["subject"] = end(relation->subject, relation->subject_span);
      if (relation->object) {
        found["object"] = end(*relation->object, relation->object_span);
      } else {
        found["object"] = words(relation->object_span);
        found["object"]["value"] = relation->value;
      }
      const auto add = [&](const char* key, std::string_view value) {
        if (!value.empty()) found[key] = value;
      };
      add("role", relation->role);
      add("time", relation->time);
      add("place", relation->place);
      found["polarity"] = to_string(relation->polarity);
      found["modality"] = to_string(relation->modality);
      add("attributed_to", relation->attributed_to);
      json["relations"].push_back(std::move(found));
    }
    if (with_steps) {
      json["steps"] = Json::array();
      for (const NamedStep& step : sentence.steps) {
        json["steps"].push_back({{"from", words(step.from)}, {"step", step.step}, {"to", words(step.to)}});
      }
    }
    list.push_back(std::move(json));
  }
  return {{"document", facts.document.uri}, {"ontology", ontology.source()}, {"sentences", std::move(list)}};
}

void run(const Options& options) {
  PipelineOptions pipeline = options.extraction.pipeline();
  pipeline.keep_annotation = options.steps;
  const std::vector<std::string> files = list_inputs(options.extraction.inputs);
  if (files.empty()) throw InputError(options.extraction.inputs.front() + ": no text files in this folder");
  const Ontology ontology = load_ontology(options.extraction.ontology);
  const LanguageEngine engine = options.extraction.engine();
  const Extractor extractor(ontology, engine);
  PipelineHooks hooks;
  hooks.sink = [&](Extracted&& extracted, std::size_t) {
    const std::vector<Explained> sentences = explain(extracted, ontology, options);
    if (options.json) {
      print(as_json(extracted.facts, sentences, ontology, options.steps).dump() + "\n");
    } else {
      print(as_text(extracted.facts, sentences, ontology));
    }
  };
  run_pipeline(files, extractor, pipeline, hooks);
}

}  // namespace

void add_explain_command(CLI::App& app, Session&) {
  CLI::App* command = app.add_subcommand("explain", "Show which pattern found which relation, sentence by sentence");
  const auto options = std::make_shared<Options>();
  options->extraction.declare(*command);
  command->add_option("--sentence", options->sentence, "Only the sentence of this number, from 1")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_flag("--steps", options->steps, "Add the steps between words that patterns can follow");
  command->add_flag("--json", options->json, "One JSON object per document");
  command->footer(
      "For each sentence: its mentions with their types, then each relation with its confidence, the rule\n"
      "that found it, the words it was found on, and the pattern with its place in the ontology file.\n"
      "docs/ontology.md tells how to read and write patterns.\n"
      "\n"
      "Example: echo 'Mira Holt chairs Norvia Bank.' | factgraph explain - --steps");
  command->callback([options] { run(*options); });
}

}  // namespace factgraph
