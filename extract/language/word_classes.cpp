#include "extract/language/word_classes.h"

#include <algorithm>

#include "core/error.h"
#include "extract/language/word_classes_format.h"

namespace factgraph {

WordClasses::WordClasses(const ModelFile& model) : model_(model) {
  model_.expect("word classes", kVersion);
  starts_ = model_.array<std::uint32_t>("starts");
  fingerprints_ = model_.array<std::uint16_t>("fingerprints");
  classes_ = model_.array<std::uint32_t>("classes");
  if (starts_.size() != kWordBuckets + 1 || !std::is_sorted(starts_.begin(), starts_.end()) || starts_.front() != 0 ||
      starts_.back() != fingerprints_.size() || fingerprints_.size() != classes_.size()) {
    throw ModelError("word classes: sections do not fit one another; install the models of this version again");
  }
}

WordClass WordClasses::lookup(std::string_view lower) const {
  const WordKey key = word_key(lower);
  const auto first = fingerprints_.begin() + starts_[key.bucket];
  const auto last = fingerprints_.begin() + starts_[key.bucket + 1U];
  const auto found = std::lower_bound(first, last, key.fingerprint);
  if (found == last || *found != key.fingerprint) return {};
  return unpack(classes_[static_cast<std::size_t>(found - fingerprints_.begin())]);
}

}  // namespace factgraph
