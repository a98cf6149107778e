#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace factgraph {

// A line on standard error that says how far a run is; silent unless standard error is a terminal.
class Progress {
 public:
  // `total` files are to be read. `quiet` silences it on a terminal too.
  Progress(std::size_t total, bool quiet);
  ~Progress();  // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `files` are begun and `documents` done. Redraws at most ten times a second.
  void update(std::size_t files, std::size_t documents);

  // Prints a message on a line of its own, terminal or not.
  void message(const std::string& text);

 private:
  void clear();

  std::size_t total_;
  bool visible_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace factgraph
