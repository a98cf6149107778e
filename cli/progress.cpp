#include "cli/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace factgraph {

Progress::Progress(std::size_t total, bool quiet) : total_(total), visible_(!quiet && ::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() { clear(); }

void Progress::update(std::size_t files, std::size_t documents) {
  constexpr std::chrono::milliseconds kInterval(100);
  constexpr std::size_t kWidth = 30;
  if (!visible_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kInterval;
  const std::size_t filled = total_ == 0 ? 0 : std::min(kWidth, files * kWidth / total_);
  fmt::print(stderr, "\r[{:=<{}}{:{}}] file {} of {}, {} documents\x1b[K", "", filled, "", kWidth - filled, files,
             total_, documents);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::message(const std::string& text) {
  clear();
  fmt::print(stderr, "factgraph: {}\n", text);
}

void Progress::clear() {
  if (drawn_) fmt::print(stderr, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace factgraph
