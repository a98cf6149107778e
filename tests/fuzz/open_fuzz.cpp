#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "core/error.h"
#include "db/store.h"
#include "tests/support/random_facts.h"
#include "tests/support/temporary_folder.h"

// A database from a stranger: whatever its bytes, opening and using it gives a result or an Error. The input is a
// whole file if it begins as one of SQLite's; else a list of changes to a good one, each three bytes of position and
// one of value, so that the fuzzer gets past the header.

namespace factgraph {
namespace {

const std::string& good() {
  static const std::string bytes = [] {
    TemporaryFolder folder;
    {
      RandomFacts random(1);
      Store store = Store::create(folder / "good.db", Ontology::shipped(), {"fuzz", "fuzz"});
      const DocumentFacts facts = random.document("a");
      store.add({&facts, 1});
    }
    std::ifstream file(folder / "good.db", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return bytes;
}

std::string file_of(std::string input) {
  if (input.starts_with("SQLite format 3")) return input;
  std::string bytes = good();
  for (std::size_t i = 0; i + 3 < input.size(); i += 4) {
    const auto byte = [&](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(input[i + at]));
    };
    bytes[(byte(0) << 16U | byte(1) << 8U | byte(2)) % bytes.size()] = input[i + 3];
  }
  return bytes;
}

void use(const std::filesystem::path& path, Store::Access access) {
  try {
    Store store = Store::open(path, access);
    (void)store.verify();
    (void)store.graph();
    (void)store.search("lind");
    (void)store.doubts(5);
    (void)store.judgements();
    std::ostringstream out;
    store.dump(out);
    if (access == Store::Access::kRead) return;
    RandomFacts random(2);
    const DocumentFacts facts = random.document("b", 2);
    store.add({&facts, 1});
    store.forget("a");
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace factgraph

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const factgraph::TemporaryFolder folder;
  const auto path = folder / "facts.db";
  std::ofstream(path, std::ios::binary) << factgraph::file_of(std::string(data, data + size));
  factgraph::use(path, factgraph::Store::Access::kRead);
  factgraph::use(path, factgraph::Store::Access::kWrite);
  return 0;
}
