#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace factgraph {

// Text on its way to a stream: append to text(), then call pass() now and then. The destructor writes what is left.
class Buffered {
 public:
  explicit Buffered(std::ostream& out) : out_(out) { text_.reserve(2 * kEnough); }
  ~Buffered() { write(); }
  Buffered(const Buffered&) = delete;
  Buffered& operator=(const Buffered&) = delete;

  [[nodiscard]] std::string& text() { return text_; }
  void pass() {
    if (text_.size() >= kEnough) write();
  }

 private:
  static constexpr std::size_t kEnough = std::size_t{1} << 16U;

  void write() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
  }

  std::ostream& out_;
  std::string text_;
};

}  // namespace factgraph
