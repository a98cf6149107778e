#pragma once

#include <fstream>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace factgraph {

// Where a command's result goes: standard output, or a file that appears whole or not at all.
class Output {
 public:
  // An empty path or "-" is standard output. Throws InputError if the file cannot be made.
  explicit Output(const std::string& path);
  ~Output();  // without close(), what was at the path stays
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  [[nodiscard]] std::ostream& stream();

  // Flushes, and puts the file in its place. Throws InputError if not everything could be written.
  void close();

 private:
  std::string path_;   // empty: standard output
  std::string draft_;  // what is written to until close()
  std::ofstream file_;
};

// Prints `text` to standard output. Throws InputError if it cannot be written.
void print(std::string_view text);

// Prints `json`, indented, with a newline.
void print_json(const nlohmann::ordered_json& json);

// Two columns, the second one counts, aligned.
using Counts = std::vector<std::pair<std::string, std::size_t>>;
[[nodiscard]] std::string columns(const Counts& rows, std::size_t limit);

// "1 document", "2 documents", "1 entity", "1,204 entities".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

// `text` cut into lines of at most `width` characters of a terminal, each behind `indent`.
[[nodiscard]] std::string indented(std::string_view text, std::string_view indent, std::size_t width = 100);

}  // namespace factgraph
