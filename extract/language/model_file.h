#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace factgraph {

// A trained model on disk: named sections of bytes behind a checksummed header (docs/models.md has the layout; numbers
// are little-endian).
//
// Copies share the bytes. Sections point into the mapped file, or into the program itself for built-in models, and live
// as long as any copy.
class ModelFile {
 public:
  // Maps `path` and verifies magic, format and checksum. Throws ModelError naming the file and what is wrong.
  [[nodiscard]] static ModelFile open(const std::filesystem::path& path);

  // The same over bytes that outlive every copy; `name` stands for the path in messages.
  [[nodiscard]] static ModelFile view(std::span<const std::byte> bytes, const std::string& name);

  // What trained it and for what, such as "parser"; and the version the trainer gave it.
  [[nodiscard]] const std::string& kind() const;
  [[nodiscard]] std::uint32_t version() const;
  [[nodiscard]] std::uint64_t digest() const;  // XXH3 of all sections

  // The bytes of a section, aligned to 64. Throws ModelError if it is not there.
  [[nodiscard]] std::span<const std::byte> section(std::string_view name) const;

  // A section as an array of trivially copyable values. Throws ModelError if its size does not divide.
  template <typename T>
  [[nodiscard]] std::span<const T> array(std::string_view name) const {
    const std::span<const std::byte> bytes = section(name);
    check_multiple(name, bytes.size(), sizeof(T));
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }

  // A section of lines (no newline inside any), as ModelWriter::add_lines wrote it.
  [[nodiscard]] std::vector<std::string_view> lines(std::string_view name) const;

  // Throws ModelError, naming this file, unless it is of this kind and version.
  void expect(std::string_view kind, std::uint32_t version) const;

 private:
  struct State;
  explicit ModelFile(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  void check_multiple(std::string_view name, std::size_t size, std::size_t unit) const;

  std::shared_ptr<const State> state_;
};

// Builds a model file section by section. The same sections in the same order give the same bytes.
class ModelWriter {
 public:
  ModelWriter(std::string kind, std::uint32_t version) : kind_(std::move(kind)), version_(version) {}

  void add(std::string name, std::span<const std::byte> bytes);
  void add_lines(std::string name, std::span<const std::string> lines);

  template <typename T>
  void add_array(std::string name, std::span<const T> values) {
    add(std::move(name), std::as_bytes(values));
  }

  // Throws ModelError if the file cannot be written; an existing file is replaced only by a whole one.
  void write(const std::filesystem::path& path) const;

 private:
  std::string kind_;
  std::uint32_t version_;
  std::vector<std::pair<std::string, std::vector<std::byte>>> sections_;
};

}  // namespace factgraph
