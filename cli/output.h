#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace factgraph {

// Writes to a file descriptor and remembers why that failed.
class DescriptorBuffer : public std::streambuf {
 public:
  DescriptorBuffer() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  void attach(int descriptor) { descriptor_ = descriptor; }
  [[nodiscard]] int error() const { return error_; }  // errno of the first failure; 0 if there was none

 protected:
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  int descriptor_ = -1;
  int error_ = 0;
  std::array<char, 1U << 16U> buffer_ = {};
};

// Where a command's result goes: standard output, or a file that appears whole or not at all.
class Output {
 public:
  // An empty path or "-" is standard output. Throws InputError if the file cannot be made.
  explicit Output(const std::string& path);
  ~Output();  // without close(), what was at the path stays
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  [[nodiscard]] std::ostream& stream() { return stream_; }

  // Writes what is left, and puts the file in its place. Throws InputError if not everything could be written.
  void close();

 private:
  std::string path_;   // empty: standard output
  std::string draft_;  // what is written to until close()
  int descriptor_;
  DescriptorBuffer buffer_;
  std::ostream stream_{&buffer_};
};

// Where a result of several files goes: a folder that appears whole or not at all.
class OutputFolder {
 public:
  // Throws InputError if `path` is there and is no empty folder, or if it cannot be made.
  explicit OutputFolder(const std::string& path);
  ~OutputFolder();  // without close(), nothing is left
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  // The file of this name, for writing until the next call. Throws InputError if something could not be written.
  [[nodiscard]] std::ostream& open(const std::string& name);

  // Finishes the last file, and puts the folder in its place.
  void close();

 private:
  std::string path_;
  std::string draft_;
  std::unique_ptr<Output> file_;
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
