#include "cli/command.h"

namespace factgraph {

CLI::Option* add_database_option(CLI::App& command, std::string& database) {
  return command.add_option("--db", database, "The database")->type_name("FILE")->capture_default_str();
}

}  // namespace factgraph
