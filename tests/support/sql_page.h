#pragma once

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace factgraph {

inline std::string sql_page() {
  std::ifstream file(FACTGRAPH_SOURCE_DIR "/docs/sql.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

// The queries of docs/sql.md, each with its heading, in their order.
inline std::vector<std::pair<std::string, std::string>> sql_page_queries() {
  std::vector<std::pair<std::string, std::string>> found;
  std::istringstream lines(sql_page());
  std::string heading;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("### ")) heading = line.substr(4);
    if (line == "```sql") {
      inside = true;
      found.emplace_back(heading, "");
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      found.back().second += line + "\n";
    }
  }
  return found;
}

}  // namespace factgraph
