#include "extract/language/model_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "core/error.h"

namespace factgraph {
namespace {

constexpr std::array<char, 8> kMagic = {'F', 'G', 'M', 'O', 'D', 'E', 'L', '\n'};
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kNameSize = 24;

// All fields little-endian; the digest covers every byte behind the header.
struct Header {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t version;
  std::array<char, kNameSize> kind;
  std::uint64_t size;  // of the whole file
  std::uint64_t digest;
  std::uint32_t sections;
  std::uint32_t unused;
};
static_assert(sizeof(Header) == 64);

struct Section {
  std::array<char, kNameSize> name;
  std::uint64_t offset;  // from the start of the file
  std::uint64_t size;
};
static_assert(sizeof(Section) == 40);

std::string_view name_of(const std::array<char, kNameSize>& field) {
  return {field.data(), strnlen(field.data(), kNameSize)};
}

std::array<char, kNameSize> field_of(const std::string& name) {
  if (name.size() > kNameSize) throw ModelError(fmt::format("model section name '{}' is too long", name));
  std::array<char, kNameSize> field{};
  std::memcpy(field.data(), name.data(), name.size());
  return field;
}

constexpr std::size_t align(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

struct ModelFile::State {
  std::string name;
  std::string kind;
  std::uint32_t version = 0;
  std::uint64_t digest = 0;
  std::map<std::string, std::span<const std::byte>, std::less<>> sections;
  void* mapping = nullptr;
  std::size_t mapped = 0;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (mapping != nullptr) ::munmap(mapping, mapped);
  }

  void parse(std::span<const std::byte> bytes) {
    const auto fail = [this](std::string_view what) {
      throw ModelError(fmt::format("{}: {}; install the models of this version again", name, what));
    };
    Header header{};
    if (bytes.size() < sizeof(Header)) fail("not a model file (too short)");
    std::memcpy(&header, bytes.data(), sizeof(Header));
    if (header.magic != kMagic) fail("not a model file");
    if (header.format != kFormat) fail(fmt::format("model format {} instead of {}", header.format, kFormat));
    if (header.size != bytes.size()) fail(fmt::format("{} bytes instead of {}", bytes.size(), header.size));
    if (XXH3_64bits(bytes.data() + sizeof(Header), bytes.size() - sizeof(Header)) != header.digest) {
      fail("damaged (checksum differs)");
    }
    const std::size_t room = (bytes.size() - sizeof(Header)) / sizeof(Section);
    if (header.sections > room) fail("damaged (section table)");
    for (std::uint32_t i = 0; i < header.sections; ++i) {
      Section section{};
      std::memcpy(&section, bytes.data() + sizeof(Header) + i * sizeof(Section), sizeof(Section));
      if (section.offset > bytes.size() || section.size > bytes.size() - section.offset) fail("damaged (section)");
      sections.emplace(name_of(section.name), bytes.subspan(section.offset, section.size));
    }
    kind = name_of(header.kind);
    version = header.version;
    digest = header.digest;
  }
};

ModelFile ModelFile::open(const std::filesystem::path& path) {
  auto state = std::make_shared<State>();
  state->name = path.string();
  const Descriptor file(path);
  struct stat info {};
  if (file.get() < 0 || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    throw ModelError(fmt::format("{}: cannot open model: {}", path.string(),
                                 file.get() < 0 ? std::strerror(errno) : "not a regular file"));
  }
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size > 0) {
    void* mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (mapping == MAP_FAILED) {
      throw ModelError(fmt::format("{}: cannot map model: {}", path.string(), std::strerror(errno)));
    }
    state->mapping = mapping;
    state->mapped = size;
  }
  state->parse({static_cast<const std::byte*>(state->mapping), size});
  return ModelFile(std::move(state));
}

ModelFile ModelFile::view(std::span<const std::byte> bytes, const std::string& name) {
  auto state = std::make_shared<State>();
  state->name = name;
  state->parse(bytes);
  return ModelFile(std::move(state));
}

const std::string& ModelFile::kind() const { return state_->kind; }
std::uint32_t ModelFile::version() const { return state_->version; }
std::uint64_t ModelFile::digest() const { return state_->digest; }

std::span<const std::byte> ModelFile::section(std::string_view name) const {
  const auto found = state_->sections.find(name);
  if (found == state_->sections.end()) throw ModelError(fmt::format("{}: no section '{}'", state_->name, name));
  return found->second;
}

std::vector<std::string_view> ModelFile::lines(std::string_view name) const {
  const std::span<const std::byte> bytes = section(name);
  std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::vector<std::string_view> lines;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) {
      throw ModelError(fmt::format("{}: section '{}' does not end in a newline", state_->name, name));
    }
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return lines;
}

void ModelFile::expect(std::string_view kind, std::uint32_t version) const {
  if (state_->kind == kind && state_->version == version) return;
  throw ModelError(
      fmt::format("{}: holds {} version {} where {} version {} is needed; install the models of this version",
                  state_->name, state_->kind, state_->version, kind, version));
}

void ModelFile::check_multiple(std::string_view name, std::size_t size, std::size_t unit) const {
  if (size % unit != 0) {
    throw ModelError(fmt::format("{}: section '{}' has {} bytes, no multiple of {}", state_->name, name, size, unit));
  }
}

void ModelWriter::add(std::string name, std::span<const std::byte> bytes) {
  sections_.emplace_back(std::move(name), std::vector<std::byte>(bytes.begin(), bytes.end()));
}

void ModelWriter::add_lines(std::string name, std::span<const std::string> lines) {
  std::vector<std::byte> bytes;
  for (const std::string& line : lines) {
    if (line.find('\n') != std::string::npos) throw ModelError(fmt::format("section '{}': a line has a newline", name));
    for (const char c : line) bytes.push_back(static_cast<std::byte>(c));
    bytes.push_back(std::byte{'\n'});
  }
  sections_.emplace_back(std::move(name), std::move(bytes));
}

void ModelWriter::write(const std::filesystem::path& path) const {
  std::vector<std::byte> body(sections_.size() * sizeof(Section));
  const auto pad = [&body] { body.resize(align(sizeof(Header) + body.size()) - sizeof(Header)); };
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    pad();
    const auto& [name, bytes] = sections_[i];
    const Section section{field_of(name), sizeof(Header) + body.size(), bytes.size()};
    std::memcpy(body.data() + i * sizeof(Section), &section, sizeof(Section));
    body.insert(body.end(), bytes.begin(), bytes.end());
  }
  Header header{};
  header.magic = kMagic;
  header.format = kFormat;
  header.version = version_;
  header.kind = field_of(kind_);
  header.size = sizeof(Header) + body.size();
  header.digest = XXH3_64bits(body.data(), body.size());
  header.sections = static_cast<std::uint32_t>(sections_.size());

  const std::filesystem::path draft = path.string() + ".part";
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(&header), sizeof(Header));
  file.write(reinterpret_cast<const char*>(body.data()), static_cast<std::streamsize>(body.size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(draft, path, error);
  if (!file || error) throw ModelError(fmt::format("{}: cannot write model", path.string()));
}

}  // namespace factgraph
