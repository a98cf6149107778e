#include "extract/language/training/train_word_classes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.h"
#include "extract/language/word_classes_format.h"

namespace factgraph {
namespace {

constexpr std::size_t kDimensions = 100;
constexpr std::size_t kWidth = 112;       // padded for vector instructions
constexpr double kScale = 16384.0;        // length of a vector in integers; the product of two fits 32 bits
constexpr std::size_t kLearnt = 120'000;  // words that move the centres; the rarer ones only join them
constexpr int kRounds = 15;

using Vector = std::array<std::int16_t, kWidth>;

// Takes words and the first numbers of each vector out of the JSON as it streams by: as a tree it would be too large.
class VectorReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<std::string> words;
  std::unordered_map<std::string, std::array<float, kDimensions>> vectors;

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return number(value); }
  bool string(string_t& value) override {
    if (depth_ == 2 && section_ == "words") words.push_back(value);
    return true;
  }
  bool binary(binary_t& /*value*/) override { return true; }
  bool start_object(std::size_t /*size*/) override { return enter(); }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t /*size*/) override { return enter(); }
  bool end_array() override { return leave(); }
  bool key(string_t& value) override {
    if (depth_ == 1) section_ = value;
    if (depth_ == 2) word_ = value;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& error) override {
    throw InputError(fmt::format("byte {}: {}", position, error.what()));
  }

 private:
  bool enter() {
    ++depth_;
    count_ = 0;
    return true;
  }
  bool leave() {
    --depth_;
    return true;
  }
  bool number(double value) {
    if (depth_ == 3 && section_ == "vectors" && count_ < kDimensions) {
      if (count_ == 0) current_ = &vectors[word_];
      (*current_)[count_++] = static_cast<float>(value);
    }
    return true;
  }

  int depth_ = 0;
  std::size_t count_ = 0;
  std::string section_;
  std::string word_;
  std::array<float, kDimensions>* current_ = nullptr;
};

template <typename Values>
Vector unit(const Values& values) {
  double square = 0;
  for (std::size_t d = 0; d < kDimensions; ++d)
    square += static_cast<double>(values[d]) * static_cast<double>(values[d]);
  const double factor = square > 0 ? kScale / std::sqrt(square) : 0;
  Vector vector{};
  for (std::size_t d = 0; d < kDimensions; ++d) {
    vector[d] = static_cast<std::int16_t>(std::lround(static_cast<double>(values[d]) * factor));
  }
  return vector;
}

std::int32_t dot(const Vector& a, const Vector& b) {
  std::int32_t sum = 0;
  for (std::size_t d = 0; d < kWidth; ++d) sum += std::int32_t{a[d]} * std::int32_t{b[d]};
  return sum;
}

struct Nearest {
  std::uint32_t centre = 0;
  std::int32_t similarity = 0;
};

Nearest nearest(const std::vector<Vector>& centres, const Vector& vector) {
  Nearest best{0, dot(centres[0], vector)};
  for (std::uint32_t c = 1; c < centres.size(); ++c) {
    const std::int32_t similarity = dot(centres[c], vector);
    if (similarity > best.similarity) best = {c, similarity};
  }
  return best;
}

// Spherical k-means (Dhillon and Modha 2001). Centres that lose all words start again at the words least well served.
std::vector<std::uint32_t> cluster(const std::vector<Vector>& words, std::uint32_t k) {
  const std::size_t learnt = std::min(words.size(), kLearnt);
  std::mt19937_64 random(k);
  std::vector<std::uint32_t> order(std::min<std::size_t>(learnt, 30'000));
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::vector<Vector> centres;
  for (std::uint32_t c = 0; c < k; ++c) {
    std::swap(order[c], order[c + random() % (order.size() - c)]);
    centres.push_back(words[order[c]]);
  }
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::array<std::int64_t, kDimensions>> sums(k);
    std::vector<std::uint32_t> sizes(k);
    std::vector<std::pair<std::int32_t, std::uint32_t>> strays(learnt);
    for (std::uint32_t w = 0; w < learnt; ++w) {
      const Nearest best = nearest(centres, words[w]);
      ++sizes[best.centre];
      for (std::size_t d = 0; d < kDimensions; ++d) sums[best.centre][d] += words[w][d];
      strays[w] = {best.similarity, w};
    }
    std::partial_sort(strays.begin(), strays.begin() + k, strays.end());
    std::size_t stray = 0;
    for (std::uint32_t c = 0; c < k; ++c) {
      centres[c] = sizes[c] > 0 ? unit(sums[c]) : words[strays[stray++].second];
    }
  }
  std::vector<std::uint32_t> ids;
  ids.reserve(words.size());
  for (const Vector& word : words) ids.push_back(nearest(centres, word).centre + 1);
  return ids;
}

}  // namespace

void train_word_classes(const std::filesystem::path& vectors, const std::filesystem::path& output) {
  std::ifstream file(vectors);
  if (!file) throw InputError(fmt::format("{}: cannot open word vectors", vectors.string()));
  VectorReader reader;
  try {
    nlohmann::json::sax_parse(file, &reader);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", vectors.string(), error.what()));
  }
  std::vector<std::string> words;
  std::array<double, kDimensions> mean{};
  for (const std::string& word : reader.words) {
    const auto found = reader.vectors.find(word);
    if (found == reader.vectors.end()) continue;
    for (std::size_t d = 0; d < kDimensions; ++d) mean[d] += static_cast<double>(found->second[d]);
    words.push_back(word);
  }
  if (words.size() < WordClasses::kFine) {
    throw InputError(
        fmt::format("{}: holds {} word vectors; expected the npm package's file with \"words\" and \"vectors\"",
                    vectors.string(), words.size()));
  }
  std::vector<Vector> units;
  units.reserve(words.size());
  for (const std::string& word : words) {
    std::array<double, kDimensions> centred{};
    const auto& raw = reader.vectors.at(word);
    for (std::size_t d = 0; d < kDimensions; ++d) {
      centred[d] = static_cast<double>(raw[d]) - mean[d] / static_cast<double>(words.size());
    }
    units.push_back(unit(centred));
  }
  reader = {};

  const auto fine = cluster(units, WordClasses::kFine);
  const auto middle = cluster(units, WordClasses::kMiddle);
  const auto coarse = cluster(units, WordClasses::kCoarse);

  struct Entry {
    WordKey key;
    std::uint32_t classes;
  };
  std::vector<Entry> entries;
  for (std::size_t w = 0; w < words.size(); ++w) {
    entries.push_back(
        {word_key(words[w]), pack({static_cast<std::uint16_t>(fine[w]), static_cast<std::uint16_t>(middle[w]),
                                   static_cast<std::uint16_t>(coarse[w])})});
  }
  const auto order = [](const Entry& entry) { return std::pair(entry.key.bucket, entry.key.fingerprint); };
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return order(a) < order(b); });
  // Of two words that hash alike the more frequent one stays.
  entries.erase(
      std::unique(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return order(a) == order(b); }),
      entries.end());

  std::vector<std::uint32_t> starts(kWordBuckets + 1);
  std::vector<std::uint16_t> fingerprints;
  std::vector<std::uint32_t> classes;
  for (const Entry& entry : entries) {
    ++starts[entry.key.bucket + 1U];
    fingerprints.push_back(entry.key.fingerprint);
    classes.push_back(entry.classes);
  }
  for (std::size_t b = 0; b < kWordBuckets; ++b) starts[b + 1] += starts[b];
  ModelWriter writer("word classes", WordClasses::kVersion);
  writer.add_array<std::uint32_t>("starts", starts);
  writer.add_array<std::uint16_t>("fingerprints", fingerprints);
  writer.add_array<std::uint32_t>("classes", classes);
  writer.write(output);
}

}  // namespace factgraph
