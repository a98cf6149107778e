#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/extraction.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "core/error.h"
#include "extract/language/conllu.h"
#include "schema/facts_jsonl.h"

namespace factgraph {
namespace {

struct Options {
  ExtractionOptions extraction;
  std::string format = "jsonl";
  std::string output;
  bool tokens = false;
  bool binary = false;
};

std::vector<std::vector<TokenRecord>> token_records(const Annotation& annotation) {
  std::vector<std::vector<TokenRecord>> sentences;
  sentences.reserve(annotation.sentences.size());
  for (const Sentence& sentence : annotation.sentences) {
    std::vector<TokenRecord>& records = sentences.emplace_back();
    records.reserve(sentence.tokens.size());
    for (const Token& token : sentence.tokens) {
      records.push_back(
          {token.span, token.lemma, to_string(token.upos), to_string(token.xpos), to_string(token.deprel), token.head});
    }
  }
  return sentences;
}

void write(const Extracted& extracted, const Options& options, std::ostream& out) {
  const Document& document = extracted.facts.document;
  if (options.format == "conllu") {
    write_conllu(out, document.uri, document.text, extracted.annotation);
  } else if (options.tokens) {
    const auto tokens = token_records(extracted.annotation);
    out << to_json_line(extracted.facts, &tokens) << '\n';
  } else {
    out << to_json_line(extracted.facts) << '\n';
  }
}

void extract(const Options& options, Session& session) {
  PipelineOptions pipeline = options.extraction.pipeline();
  pipeline.keep_annotation = options.tokens || options.format == "conllu";
  const std::vector<std::string> files = list_inputs(options.extraction.inputs);
  if (files.empty()) throw InputError(options.extraction.inputs.front() + ": no text files in this folder");
  const Ontology ontology = load_ontology(options.extraction.ontology);
  const LanguageEngine engine = options.extraction.engine();
  const Extractor extractor(ontology, engine, {.binary_propositions = options.binary});

  Output output(options.output);
  Progress progress(files.size(), session.quiet);
  std::size_t documents = 0;
  PipelineHooks hooks;
  hooks.sink = [&](Extracted&& extracted, std::size_t file) {
    progress.update(file, ++documents);
    write(extracted, options, output.stream());
  };
  hooks.on_input_error = [&](const std::string& message) {
    progress.message(message);
    session.status = 1;
  };
  run_pipeline(files, extractor, pipeline, hooks);
  output.close();
}

}  // namespace

void add_extract_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("extract", "Print facts as JSON lines, without a database");
  const auto options = std::make_shared<Options>();
  options->extraction.declare(*command);
  command->add_option("-o,--output", options->output, "File to write; standard output if not given")->type_name("FILE");
  command->add_option("--format", options->format, "jsonl: facts; conllu: words, tags and trees")
      ->check(CLI::IsMember({"jsonl", "conllu"}))
      ->capture_default_str();
  command->add_flag("--tokens", options->tokens, "Add the words with lemma, part of speech and grammar");
  command->add_flag("--binary", options->binary, "Propositions with one argument each, conjunctions split");
  command->footer(
      "One JSON object per document, in the order of the input; docs/jsonl.md describes it, and\n"
      "factgraph load reads it. A .conllu file as input gives sentences, words and grammar as they are.\n"
      "\n"
      "Example: factgraph extract article.html | jq '.relations[].type'");
  command->callback([options, &session] { extract(*options, session); });
}

}  // namespace factgraph
