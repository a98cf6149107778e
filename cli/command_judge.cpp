#include <fmt/core.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/judging.h"
#include "core/error.h"
#include "db/store.h"

namespace factgraph {
namespace {

// same, different, rename, retype and undo: what people say of who is who.

struct Options {
  JudgingOptions judging;
  std::string name;
  std::string other;  // second name, new name or new type
  std::int64_t number = 0;
};

void record(Store& store, Judgement judgement, const Options& options, const Session& session) {
  const std::size_t added = store.judge({std::move(judgement)});
  if (session.quiet) return;
  std::int64_t id = 0;
  for (const JudgementRow& row : store.judgements()) id = std::max(id, row.judgement.id);
  fmt::print(stderr, "factgraph: {}: {}\n", options.judging.database,
             added > 0 ? fmt::format("recorded as judgement {}", id) : "was recorded before");
}

void judge(JudgementKind kind, const Options& options, const Session& session) {
  Store store = Store::open(options.judging.database, Store::Access::kWrite);
  Judgement judgement = options.judging.judgement(kind);
  if (kind == JudgementKind::kSame || kind == JudgementKind::kDifferent) {
    judgement.subject = store.refer(options.name);
    judgement.other = store.refer(options.other);
    if (judgement.subject == judgement.other) {
      throw InputError(fmt::format("'{}' and '{}' are one name; say in which document, as in \"{}@URI\"", options.name,
                                   options.other, options.name));
    }
  } else {
    judgement.subject = store.refer_to_entity(options.name);
    judgement.value = options.other;
  }
  record(store, std::move(judgement), options, session);
}

void undo(const Options& options, const Session& session) {
  Store store = Store::open(options.judging.database, Store::Access::kWrite);
  Judgement judgement = options.judging.judgement(JudgementKind::kUndo);
  for (const JudgementRow& row : store.judgements()) {
    if (row.judgement.id == options.number) judgement.value = row.judgement.digest;
  }
  if (judgement.value.empty()) {
    throw InputError(fmt::format("{}: there is no judgement {}; factgraph judgements lists them",
                                 options.judging.database, options.number));
  }
  record(store, std::move(judgement), options, session);
}

constexpr const char* kFooter =
    "A NAME is a name or alias in any spelling; \"NAME (TYPE)\" where several things have it, \"NAME@URI\" for the\n"
    "one that a single document speaks of. Judgements win over what the documents suggest, are kept with author,\n"
    "reason and time, outlive every rebuild and merge, and are taken back by factgraph undo.\n"
    "\n"
    "Example: ";

void add_one(CLI::App& app, Session& session, JudgementKind kind, const char* name, const char* description,
             const char* second, const char* second_description, const char* example) {
  CLI::App* command = app.add_subcommand(name, description);
  const auto options = std::make_shared<Options>();
  command->add_option("NAME", options->name, "Whom it is about")->required();
  command->add_option(second, options->other, second_description)->required();
  options->judging.declare(*command);
  command->footer(std::string(kFooter) + example);
  command->callback([kind, options, &session] { judge(kind, *options, session); });
}

}  // namespace

void add_judge_commands(CLI::App& app, Session& session) {
  add_one(app, session, JudgementKind::kSame, "same", "Say that two names are one thing", "OTHER", "The other name",
          "factgraph same \"K. Tokayev\" \"Kassym-Jomart Tokayev\" --db news.db");
  add_one(app, session, JudgementKind::kDifferent, "different", "Say that two names are not one thing", "OTHER",
          "The other name",
          "factgraph different \"Vera Lind@b.txt\" \"Vera Lind\" --reason \"the skier\" --db news.db");
  add_one(app, session, JudgementKind::kRename, "rename", "Say what an entity is called", "TO", "The new name",
          "factgraph rename Tokayev \"Kassym-Jomart Tokayev\" --db news.db");
  add_one(app, session, JudgementKind::kRetype, "retype", "Say what type an entity is of", "TYPE",
          "A type of the ontology", "factgraph retype Atyrau city --db news.db");

  CLI::App* command = app.add_subcommand("undo", "Take a judgement back, or take back that it was taken back");
  const auto options = std::make_shared<Options>();
  command->add_option("N", options->number, "Its number, as factgraph judgements lists it")->required();
  options->judging.declare(*command);
  command->footer("Nothing is erased: this is a judgement too.\n\nExample: factgraph undo 3 --db news.db");
  command->callback([options, &session] { undo(*options, session); });
}

}  // namespace factgraph
