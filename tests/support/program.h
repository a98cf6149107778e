#pragma once

#include <string>
#include <vector>

namespace factgraph {

// What a finished program left.
struct Outcome {
  int status = -1;  // exit status; -1 if a signal ended it
  std::string out;
  std::string err;
};

// Runs `program` with `arguments`, feeding `input` to its standard input, and waits for it. Throws std::runtime_error if it
// cannot be started.
Outcome run_program(const std::string& program, const std::vector<std::string>& arguments,
                    const std::string& input = {});

// Runs `program` at a terminal where `keys` are typed, and waits for it; `out` is what the terminal shows.
Outcome run_at_terminal(const std::string& program, const std::vector<std::string>& arguments, const std::string& keys);

}  // namespace factgraph
