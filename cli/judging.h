#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "db/store.h"

namespace factgraph {

// Who decides, why and when: the options of every command that records a judgement.
struct JudgingOptions {
  std::string database;
  std::string author;
  std::string reason;
  std::string time;  // empty takes now

  void declare(CLI::App& command);

  // A judgement of this kind by this author; its subject is to be filled in.
  [[nodiscard]] Judgement judgement(JudgementKind kind) const;
};

}  // namespace factgraph
