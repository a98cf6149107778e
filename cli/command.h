#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace factgraph {

inline constexpr const char* kDefaultDatabase = "factgraph.db";

// What every command may read and set.
struct Session {
  bool quiet = false;  // no progress, no summaries on standard error
  int status = 0;      // exit status where nothing was thrown: 1 if a command found something wrong
};

// Each declares one command with its options under `app`; the command runs when the parsed line names it. `session` must
// outlive `app`. Commands throw Error, or CLI::Error for usage.
void add_build_command(CLI::App& app, Session& session);
void add_extract_command(CLI::App& app, Session& session);
void add_explain_command(CLI::App& app, Session& session);
void add_load_command(CLI::App& app, Session& session);
void add_export_command(CLI::App& app, Session& session);
void add_show_command(CLI::App& app, Session& session);
void add_analyse_command(CLI::App& app, Session& session);
void add_path_command(CLI::App& app, Session& session);
void add_top_command(CLI::App& app, Session& session);
void add_search_command(CLI::App& app, Session& session);
void add_stats_command(CLI::App& app, Session& session);
void add_dump_command(CLI::App& app, Session& session);
void add_verify_command(CLI::App& app, Session& session);
void add_eval_command(CLI::App& app, Session& session);
void add_forget_command(CLI::App& app, Session& session);
void add_judge_commands(CLI::App& app, Session& session);  // same, different, rename, retype, undo
void add_judgements_command(CLI::App& app, Session& session);
void add_why_command(CLI::App& app, Session& session);
void add_review_command(CLI::App& app, Session& session);
void add_merge_command(CLI::App& app, Session& session);
void add_backup_command(CLI::App& app, Session& session);
void add_rebuild_command(CLI::App& app, Session& session);
void add_sql_command(CLI::App& app, Session& session);

// The option --db FILE.
CLI::Option* add_database_option(CLI::App& command, std::string& database);

}  // namespace factgraph
