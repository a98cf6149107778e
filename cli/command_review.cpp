#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/judging.h"
#include "cli/output.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

struct Options {
  JudgingOptions judging;
  std::string answers;
  std::size_t limit = 50;
};

std::string in_words(const NameReference& reference, const std::string& type) {
  return fmt::format("{} ({}){}{}", reference.name, type, reference.document.empty() ? "" : "@", reference.document);
}

Judgement answer(bool same, NameReference a, NameReference b, const Options& options) {
  Judgement judgement = options.judging.judgement(same ? JudgementKind::kSame : JudgementKind::kDifferent);
  judgement.subject = std::move(a);
  judgement.other = std::move(b);
  return judgement;
}

std::string why(const Doubt& doubt) {
  std::string text = fmt::format("{}; {}", doubt.why, counted(doubt.documents, "document"));
  if (doubt.shared > 0) text += fmt::format("; {}{} in common", doubt.shared, doubt.shared < 5 ? "" : " or more");
  return text;
}

// The list that --answers reads back.
std::string listed(const std::vector<Doubt>& doubts) {
  std::string text;
  for (const Doubt& doubt : doubts) {
    text +=
        fmt::format("?\t{}\t{}\t{}\n", in_words(doubt.a, doubt.type_a), in_words(doubt.b, doubt.type_b), why(doubt));
    for (const std::string* words : {&doubt.words_a, &doubt.words_b}) {
      if (!words->empty()) text += fmt::format("#\t{}\n", *words);
    }
  }
  return text;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

std::vector<Judgement> read_answers(std::istream& in, const std::string& source, const Store& store,
                                    const Options& options) {
  std::vector<Judgement> judgements;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with('#')) continue;
    const std::vector<std::string> fields = fields_of(line);
    const std::string& word = fields[0];
    if (word == "?" || word == "s" || word == "skip") continue;
    if ((word != "y" && word != "n") || fields.size() < 3) {
      throw InputError(fmt::format("{}:{}: wants y, n or ?, a tab, a name, a tab, a name", source, number));
    }
    try {
      judgements.push_back(answer(word == "y", store.refer(fields[1]), store.refer(fields[2]), options));
    } catch (const InputError& error) {
      throw InputError(fmt::format("{}:{}: {}", source, number, error.what()));
    }
  }
  return judgements;
}

// Asks until the answer is y, n, s or q; q where there is none.
char read_answer() {
  std::string word;
  for (;;) {
    print("[y]es, [n]o, [s]kip, [q]uit: ");
    std::cout.flush();
    if (!std::getline(std::cin, word)) return 'q';
    if (!word.empty() && std::string_view("ynsq").find(word[0]) != std::string_view::npos) return word[0];
  }
}

// Asks one after the other until there is no answer.
void ask(Store& store, const std::vector<Doubt>& doubts, const Options& options) {
  for (std::size_t i = 0; i < doubts.size(); ++i) {
    const Doubt& doubt = doubts[i];
    print(fmt::format("{} of {}: is {} the same as {}? ({})\n", i + 1, doubts.size(), in_words(doubt.a, doubt.type_a),
                      in_words(doubt.b, doubt.type_b), why(doubt)));
    for (const std::string* words : {&doubt.words_a, &doubt.words_b}) {
      if (!words->empty()) print(indented(*words, "  "));
    }
    const char word = read_answer();
    if (word == 'q') return;
    if (word != 's') store.judge({answer(word == 'y', doubt.a, doubt.b, options)});
  }
}

void review(const Options& options, const Session& session) {
  if (!options.answers.empty()) {
    Store store = Store::open(options.judging.database, Store::Access::kWrite);
    std::vector<Judgement> judgements;
    if (options.answers == "-") {
      judgements = read_answers(std::cin, "standard input", store, options);
    } else {
      std::ifstream file(options.answers, std::ios::binary);
      if (!file) throw InputError(options.answers + ": cannot open; is the path right?");
      judgements = read_answers(file, options.answers, store, options);
    }
    const std::size_t added = store.judge(std::move(judgements));
    if (!session.quiet) {
      fmt::print(stderr, "factgraph: {}: {} recorded\n", options.judging.database, counted(added, "judgement"));
    }
    return;
  }
  const bool talk = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  Store store = Store::open(options.judging.database, talk ? Store::Access::kWrite : Store::Access::kRead);
  const std::vector<Doubt> doubts = store.doubts(options.limit);
  if (talk) {
    ask(store, doubts, options);
  } else {
    print(listed(doubts));
  }
}

}  // namespace

void add_review_command(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("review", "Decide pairs that may be one, those that matter most first");
  const auto options = std::make_shared<Options>();
  options->judging.declare(*command);
  command->add_option("--answers", options->answers, "Read answers from this file; - is standard input")
      ->option_text("FILE");
  command->add_option("--limit", options->limit, "Pairs at most")->option_text("N [50]");
  command->footer(
      "On a terminal it asks; elsewhere it prints a list. Put y (the same) or n (not the same) in place of a\n"
      "question mark and give the list back with --answers.\n"
      "\n"
      "Example: factgraph review --db news.db > doubts.txt; edit doubts.txt; factgraph review --answers doubts.txt "
      "--db news.db");
  command->callback([options, &session] { review(*options, session); });
}

}  // namespace factgraph
