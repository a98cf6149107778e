#include "cli/output.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/error.h"

namespace factgraph {
namespace {

InputError cannot_write(const std::string& path, int reason) {
  return InputError(fmt::format("{}: cannot write: {}", path, std::strerror(reason)));
}

bool is_special(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

// Number of places that `text` takes on a terminal, near enough: code points.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
  if (sync() != 0) return traits_type::eof();
  if (!traits_type::eq_int_type(character, traits_type::eof())) sputc(traits_type::to_char_type(character));
  return traits_type::not_eof(character);
}

int DescriptorBuffer::sync() {
  for (const char* at = pbase(); at < pptr() && error_ == 0;) {
    const ssize_t written = ::write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
    if (written >= 0) {
      at += written;
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return error_ == 0 ? 0 : -1;
}

Output::Output(const std::string& path) : path_(path == "-" ? std::string() : path), descriptor_(STDOUT_FILENO) {
  if (!path_.empty()) {
    if (std::filesystem::is_directory(path_)) throw InputError(path_ + ": is a folder; name a file to write");
    // A device or a pipe cannot be replaced: written to directly.
    draft_ = is_special(path_) ? path_ : fmt::format("{}.{}.part", path_, ::getpid());
    descriptor_ = ::open(draft_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw cannot_write(path_, errno);
  }
  buffer_.attach(descriptor_);
}

Output::~Output() {
  if (draft_.empty()) return;
  ::close(descriptor_);
  if (draft_ == path_) return;
  std::error_code ignored;
  std::filesystem::remove(draft_, ignored);
}

void Output::close() {
  stream_.flush();
  if (buffer_.error() != 0) throw cannot_write(path_.empty() ? "standard output" : path_, buffer_.error());
  if (path_.empty()) return;
  if (draft_ != path_) {
    std::error_code error;
    std::filesystem::rename(draft_, path_, error);
    if (error) throw cannot_write(path_, error.value());
  }
  ::close(descriptor_);
  draft_.clear();
}

OutputFolder::OutputFolder(const std::string& path) : path_(path), draft_(fmt::format("{}.{}.part", path, ::getpid())) {
  std::error_code error;
  const bool taken = std::filesystem::exists(path_, error) && !std::filesystem::is_empty(path_, error);
  if (taken) throw InputError(path_ + ": is there already; name a new or an empty folder");
  if (!std::filesystem::create_directory(draft_, error) || error) throw cannot_write(path_, error.value());
}

OutputFolder::~OutputFolder() {
  file_.reset();
  std::error_code ignored;
  if (!draft_.empty()) std::filesystem::remove_all(draft_, ignored);
}

std::ostream& OutputFolder::open(const std::string& name) {
  if (file_) file_->close();
  file_ = std::make_unique<Output>((std::filesystem::path(draft_) / name).string());
  return file_->stream();
}

void OutputFolder::close() {
  if (file_) file_->close();
  file_.reset();
  std::error_code error;
  std::filesystem::remove(path_, error);  // an empty folder
  std::filesystem::rename(draft_, path_, error);
  if (error) throw cannot_write(path_, error.value());
  draft_.clear();
}

void print(std::string_view text) {
  Output output("");
  output.stream() << text;
  output.close();
}

void print_json(const nlohmann::ordered_json& json) { print(json.dump(2) + "\n"); }

std::string columns(const Counts& rows, std::size_t limit) {
  const std::size_t shown = std::min(rows.size(), limit);
  std::size_t widest = 0;
  for (std::size_t i = 0; i < shown; ++i) widest = std::max(widest, width_of(rows[i].first));
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    text += fmt::format("  {}{:{}}{:>9}\n", rows[i].first, "", widest - width_of(rows[i].first), rows[i].second);
  }
  if (rows.size() > shown) text += fmt::format("  and {} more\n", rows.size() - shown);
  return text;
}

std::string counted(std::size_t count, std::string_view noun) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  std::string plural(noun);
  if (count != 1) {
    if (plural.ends_with('y')) {
      plural.replace(plural.size() - 1, 1, "ies");
    } else {
      plural += 's';
    }
  }
  return digits + " " + plural;
}

std::string indented(std::string_view text, std::string_view indent, std::size_t width) {
  std::string lines;
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = text.find_first_not_of(" \t\n", at);
    if (start == std::string_view::npos) break;
    at = std::min(text.find_first_of(" \t\n", start), text.size());
    const std::string_view word = text.substr(start, at - start);
    if (used == 0 || used + 1 + width_of(word) > width) {
      if (used > 0) lines += '\n';
      lines += indent;
      used = width_of(indent);
    } else {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += width_of(word);
  }
  return lines.empty() ? lines : lines + "\n";
}

}  // namespace factgraph
