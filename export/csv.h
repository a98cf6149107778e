#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>

#include "export/buffered.h"
#include "export/escape.h"

namespace factgraph {

// Opens a file of an export that is a folder, by its path within it; the stream is good until the next call.
using OpenFile = std::function<std::ostream&(const std::string& path)>;

// A table in CSV (RFC 4180, with line feeds), its cells as append_csv() writes them.
class CsvTable {
 public:
  CsvTable(std::ostream& out, std::initializer_list<std::string_view> header) : buffered_(out) {
    for (const std::string_view name : header) cell(name);
    end();
  }

  CsvTable& cell(std::string_view text) {
    separate();
    append_csv(buffered_.text(), text);
    return *this;
  }
  CsvTable& cell(double number) { return add_number(number); }
  CsvTable& cell(std::size_t number) { return add_number(number); }
  void end() {
    buffered_.text() += '\n';
    first_ = true;
    buffered_.pass();
  }

 private:
  void separate() {
    if (!first_) buffered_.text() += ',';
    first_ = false;
  }
  template <typename Number>
  CsvTable& add_number(Number number) {
    separate();
    append_number(buffered_.text(), number);
    return *this;
  }

  Buffered buffered_;
  bool first_ = true;
};

}  // namespace factgraph
