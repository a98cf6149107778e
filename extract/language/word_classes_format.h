#pragma once

#include <xxhash.h>

#include <cstdint>
#include <string_view>

#include "extract/language/word_classes.h"

namespace factgraph {

// How words.model keeps a word: its bucket, its fingerprint there and its three classes in 32 bits.

inline constexpr std::uint32_t kWordBuckets = 1U << 16;

struct WordKey {
  std::uint16_t bucket;
  std::uint16_t fingerprint;
};

inline WordKey word_key(std::string_view lower) {
  const std::uint64_t hash = XXH3_64bits(lower.data(), lower.size());
  return {static_cast<std::uint16_t>(hash), static_cast<std::uint16_t>(hash >> 16)};
}

constexpr std::uint32_t pack(WordClass ids) {
  return static_cast<std::uint32_t>(ids.fine) | (static_cast<std::uint32_t>(ids.middle) << 10) |
         (static_cast<std::uint32_t>(ids.coarse) << 20);
}

constexpr WordClass unpack(std::uint32_t packed) {
  return {static_cast<std::uint16_t>(packed & 0x3ff), static_cast<std::uint16_t>((packed >> 10) & 0x3ff),
          static_cast<std::uint16_t>(packed >> 20)};
}

}  // namespace factgraph
