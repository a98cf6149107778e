#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace factgraph {

// Tells which names may be meant by one that is not there. Names are compared letter by letter, so fold them first; of long
// ones the first 100 characters count.
class Likeness {
 public:
  explicit Likeness(std::string_view wanted);

  // How unlike `name` is, 0 for the same; nullopt where nobody would mistake one for the other. Names spelt alike come first,
  // then those that share words, then those that hold what was wanted within a word.
  [[nodiscard]] std::optional<std::size_t> distance_to(std::string_view name) const;

 private:
  std::u32string wanted_;
  std::vector<std::u32string> words_;
};

}  // namespace factgraph
