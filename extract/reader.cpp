#include "extract/reader.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "extract/blocks.h"
#include "extract/calendar.h"
#include "extract/encoding.h"
#include "extract/language/conllu.h"
#include "extract/reader_formats.h"
#include "schema/json_lines.h"

namespace factgraph {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

enum class Format { kText, kMarkdown, kHtml, kJsonLines, kConllu };

constexpr std::size_t kMaxFile = std::size_t{64} << 20;  // of a file that is one document
constexpr std::size_t kHead = std::size_t{64} << 10;     // bytes that tell the format

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::optional<Format> format_by_name(const fs::path& path) {
  constexpr std::array<std::pair<std::string_view, Format>, 10> kNames = {{{".txt", Format::kText},
                                                                           {".text", Format::kText},
                                                                           {".md", Format::kMarkdown},
                                                                           {".markdown", Format::kMarkdown},
                                                                           {".html", Format::kHtml},
                                                                           {".htm", Format::kHtml},
                                                                           {".xhtml", Format::kHtml},
                                                                           {".jsonl", Format::kJsonLines},
                                                                           {".ndjson", Format::kJsonLines},
                                                                           {".conllu", Format::kConllu}}};
  const std::string extension = lower(path.extension().string());
  for (const auto& [name, format] : kNames) {
    if (name == extension) return format;
  }
  return std::nullopt;
}

std::string_view without_space(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool looks_like_html(std::string_view head) {
  const std::string front = lower(without_space(head).substr(0, 1024));
  if (front.starts_with("<!doctype html") || front.starts_with("<html")) return true;
  const bool preamble = front.starts_with("<?xml") || front.starts_with("<!--");
  return preamble && (front.find("<html") != std::string::npos || front.find("<!doctype html") != std::string::npos);
}

// A first line that is one JSON object; one longer than the head is taken on its first key.
bool looks_like_json_lines(std::string_view head) {
  const std::string_view text = without_space(head);
  if (!text.starts_with('{')) return false;
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  if (end == std::string_view::npos && head.size() >= kHead) {
    return without_space(line.substr(1)).starts_with('"');
  }
  std::istringstream input{std::string(line)};
  try {
    read_json_lines(input, "", [](const nlohmann::json&, std::size_t) {});
  } catch (const InputError&) {
    return false;
  }
  return true;
}

// Ten columns, the first a word's number, below comments.
bool looks_like_conllu(std::string_view head) {
  for (std::size_t at = 0; at < head.size();) {
    const std::size_t end = std::min(head.find('\n', at), head.size());
    const std::string_view line = head.substr(at, end - at);
    at = end + 1;
    if (line.starts_with('#')) continue;
    return (line.starts_with("1\t") || line.starts_with("1-")) && std::count(line.begin(), line.end(), '\t') == 9;
  }
  return false;
}

// Markup and line formats show in the content whatever the name says; Markdown only in the name.
Format format_of(const fs::path& path, std::string_view head) {
  const std::optional<Format> named = format_by_name(path);
  if (named && *named != Format::kText) return *named;
  if (looks_like_json_lines(head)) return Format::kJsonLines;
  if (looks_like_conllu(head)) return Format::kConllu;
  return Format::kText;
}

// A stream that begins with bytes already taken from it.
class ReplayedStream : public std::streambuf {
 public:
  ReplayedStream(std::string head, std::streambuf& rest) : head_(std::move(head)), rest_(rest) {
    setg(head_.data(), head_.data(), head_.data() + head_.size());
  }

 protected:
  int_type underflow() override {
    const std::streamsize got = rest_.sgetn(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    if (got <= 0) return traits_type::eof();
    setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
    return traits_type::to_int_type(buffer_.front());
  }

 private:
  std::string head_;
  std::streambuf& rest_;
  std::array<char, 1 << 16> buffer_{};
};

std::string read_at_most(std::streambuf& input, std::size_t limit) {
  std::string bytes;
  std::array<char, 1 << 16> buffer{};
  while (bytes.size() < limit) {
    const std::size_t wanted = std::min(buffer.size(), limit - bytes.size());
    const std::streamsize got = input.sgetn(buffer.data(), static_cast<std::streamsize>(wanted));
    if (got <= 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return bytes;
}

bool is_blank(std::string_view text) { return without_space(text).empty(); }

// Names a document that has no file, so that different texts have different names.
std::string digest_uri(const std::string& text) {
  return fmt::format("stdin:{:016x}", static_cast<std::uint64_t>(XXH3_64bits(text.data(), text.size())));
}

// Reads one opened input. `name` names it in messages, `uri` in the database; no uri means standard input.
class InputReader {
 public:
  InputReader(std::string name, std::string uri, const ReadOptions& options, const std::function<void(Input)>& sink)
      : name_(std::move(name)), uri_(std::move(uri)), options_(options), sink_(sink) {}

  void read(std::streambuf& stream, const fs::path& path) {
    std::string head = read_at_most(stream, kHead);
    if (head.empty()) throw InputError(fmt::format("{}: empty", name_));
    const Format format = format_of(path, head);
    ReplayedStream whole(std::move(head), stream);
    std::istream input(&whole);
    switch (format) {
      case Format::kJsonLines:
        return read_lines(input);
      case Format::kConllu:
        return read_annotated(input);
      default:
        return read_document(whole, format);
    }
  }

 private:
  void pass_on(Document document, std::optional<Annotation> annotation = std::nullopt) const {
    if (document.published.empty()) document.published = options_.published;
    sink_(Input{std::move(document), std::move(annotation)});
  }

  void read_document(std::streambuf& stream, Format format) const {
    std::string bytes = read_at_most(stream, kMaxFile + 1);
    if (bytes.size() > kMaxFile) {
      throw InputError(fmt::format("{}: a single document above {} MiB; split it, or write one JSON object per line",
                                   name_, kMaxFile >> 20));
    }
    const std::string charset = format == Format::kHtml || looks_like_html(bytes) ? html_charset(bytes) : std::string();
    std::string text = decode_text(std::move(bytes), name_, charset);
    if (is_blank(text)) throw InputError(fmt::format("{}: holds nothing but white space", name_));
    if (format == Format::kText && looks_like_html(text)) format = Format::kHtml;

    Document document;
    if (format == Format::kHtml) {
      document = read_html(text, name_);
    } else if (format == Format::kMarkdown) {
      document = read_markdown(text, name_);
    } else {
      document.text = Text(std::move(text));
      classify_blocks(document, cut_paragraphs(document.text));
    }
    if (is_blank(document.text.utf8())) throw InputError(fmt::format("{}: holds no text to read", name_));
    document.uri = uri_.empty() ? digest_uri(document.text.utf8()) : uri_;
    pass_on(std::move(document));
  }

  void read_lines(std::istream& input) const {
    bool any = false;
    read_json_lines(input, name_, [&](const nlohmann::json& line, std::size_t number) {
      any = true;
      const auto fail = [&](std::string_view field, std::string_view what) {
        throw InputError(fmt::format("{}:{}: {}: {}", name_, number, field, what));
      };
      const auto field = [&](const char* key) -> std::string {
        const auto found = line.find(key);
        if (found == line.end() || found->is_null()) return {};
        if (!found->is_string()) fail(key, "not a string");
        return clean_text(found->get<std::string>());
      };
      Document document;
      std::string text = field("text");
      if (!line.contains("text")) fail("text", "missing");
      if (is_blank(text)) fail("text", "holds nothing but white space");
      if (text.size() > kMaxFile) fail("text", fmt::format("above {} MiB; split it", kMaxFile >> 20));
      document.text = Text(std::move(text));
      document.title = field("title");
      document.author = field("author");
      document.language = language_code(field("language"));
      if (const std::string published = field("published"); !published.empty()) {
        const auto date = parse_date(published);
        if (!date) fail("published", fmt::format("\"{}\" is not a date such as 2024-03-15", published));
        document.published = *date;
      }
      document.uri = field("uri");
      if (document.uri.empty()) {
        document.uri = uri_.empty() ? digest_uri(document.text.utf8()) : fmt::format("{}#{}", uri_, number);
      }
      classify_blocks(document, cut_paragraphs(document.text));
      pass_on(std::move(document));
    });
    if (!any) throw InputError(fmt::format("{}: holds no line of JSON", name_));
  }

  void read_annotated(std::istream& input) const {
    std::size_t number = 0;
    read_conllu(input, name_, [&](ConlluDocument in) {
      ++number;
      Document document;
      document.text = std::move(in.text);
      document.uri = std::move(in.id);
      if (document.uri.empty()) {
        document.uri = uri_.empty() ? digest_uri(document.text.utf8()) : fmt::format("{}#{}", uri_, number);
      }
      pass_on(std::move(document), std::move(in.annotation));
    });
    if (number == 0) throw InputError(fmt::format("{}: holds no sentence", name_));
  }

  std::string name_;
  std::string uri_;
  const ReadOptions& options_;
  const std::function<void(Input)>& sink_;
};

std::string generic(const fs::path& path) { return path.lexically_normal().generic_string(); }

void list_folder(const fs::path& folder, std::vector<std::string>& files) {
  std::vector<std::string> found;
  const auto fail = [&](const std::error_code& error) {
    throw InputError(fmt::format("{}: cannot read the folder: {}", generic(folder), error.message()));
  };
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  if (error) fail(error);
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
    if (error) fail(error);
    std::error_code ignored;
    const fs::path& path = entry->path();
    const bool hidden = path.filename().string().starts_with('.');
    if (entry->is_directory(ignored)) {
      if (hidden) entry.disable_recursion_pending();
    } else if (!hidden && entry->is_regular_file(ignored) && format_by_name(path)) {
      found.push_back(generic(path));
    }
  }
  if (error) fail(error);
  if (found.empty()) {
    throw InputError(fmt::format("{}: the folder holds no .txt, .md, .html, .jsonl or .conllu file", generic(folder)));
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

}  // namespace

std::string language_code(std::string_view tag) {
  std::string code = lower(tag.substr(0, tag.find_first_of("-_.")));
  const bool letters = std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return letters && (code.size() == 2 || code.size() == 3) ? code : std::string();
}

std::vector<std::string> list_inputs(const std::vector<std::string>& inputs) {
  std::vector<std::string> files;
  for (const std::string& input : inputs) {
    if (input == "-") {
      files.push_back(input);
      continue;
    }
    const fs::path path(input);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      const bool missing = status.type() == fs::file_type::not_found;
      throw InputError(fmt::format("{}: {}", input, missing ? "no such file or folder" : error.message()));
    }
    if (fs::is_directory(status)) {
      list_folder(path, files);
    } else {
      files.push_back(generic(path));
    }
  }
  std::set<std::string> seen;
  std::erase_if(files, [&](const std::string& file) { return !seen.insert(file).second; });
  return files;
}

void read_inputs(const std::string& path, const ReadOptions& options, const std::function<void(Input)>& sink) {
  if (path == "-") return read_inputs(std::cin, "standard input", options, sink);
  const std::string uri = generic(path);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) throw InputError(fmt::format("{}: a folder, not a file", uri));
  std::filebuf file;
  errno = 0;
  if (file.open(path, std::ios::in | std::ios::binary) == nullptr) {
    throw InputError(fmt::format("{}: cannot open: {}", uri, std::strerror(errno == 0 ? ENOENT : errno)));
  }
  InputReader(uri, uri, options, sink).read(file, path);
}

void read_inputs(std::istream& input, const std::string& name, const ReadOptions& options,
                 const std::function<void(Input)>& sink) {
  InputReader(name, "", options, sink).read(*input.rdbuf(), {});
}

}  // namespace factgraph
