#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace factgraph {

inline const std::string kSample = FACTGRAPH_SOURCE_DIR "/examples/kurultai.txt";

// Runs the factgraph command in a folder of its own.
class CommandLine : public ::testing::Test {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string write(const std::string& name, std::string_view content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return path(name);
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static Outcome run(const std::vector<std::string>& arguments, const std::string& input = {}) {
    return run_program(FACTGRAPH_PROGRAM, arguments, input);
  }

  // Runs what must succeed, and returns what it printed.
  static std::string run_well(const std::vector<std::string>& arguments, const std::string& input = {}) {
    const Outcome outcome = run(arguments, input);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }

  // The rows of a query, columns parted by "|", read by SQLite alone.
  [[nodiscard]] std::vector<std::string> query(const std::string& database, const std::string& sql) const {
    const SQLite::Database file(path(database), SQLite::OPEN_READONLY);
    SQLite::Statement statement(file, sql);
    std::vector<std::string> rows;
    while (statement.executeStep()) {
      std::string row;
      for (int i = 0; i < statement.getColumnCount(); ++i) {
        row += (i > 0 ? "|" : "") + statement.getColumn(i).getString();
      }
      rows.push_back(row);
    }
    return rows;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace factgraph
