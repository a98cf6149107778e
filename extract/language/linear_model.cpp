#include "extract/language/linear_model.h"

#include <fmt/core.h>
#include <sys/mman.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <new>
#include <numeric>

#include "core/error.h"

namespace factgraph {
namespace {

// Most weights are 0, more so for rare classes. They are kept in a range asymmetric numeral system (Duda 2009), four
// interleaved states taking turns along a row; classes of like density share a table of frequencies.
constexpr std::uint32_t kMaxRows = 1U << 24U;
constexpr std::uint32_t kBits = 11;
constexpr std::uint32_t kTotal = 1U << kBits;
constexpr std::uint32_t kLow = 1U << 16U;  // states lie in [kLow, 2^32)
constexpr std::size_t kStates = 4;
constexpr std::size_t kGroups = 8;
constexpr std::size_t kMaxClasses = 256;  // and zeros behind the code, so that no row reads past its end
constexpr std::size_t kSymbols = 256;     // a weight plus 128
constexpr std::size_t kZero = 128;

constexpr std::size_t kLine = 64;                         // bytes the cache takes at once
constexpr int kSecondCache = 2;                           // takes more waiting lines than the first
constexpr std::size_t kHugePage = std::size_t{1} << 21U;  // tables of many megabytes wait less for the map of these

using Frequencies = std::array<std::uint16_t, kSymbols>;

// Scales `counts` to a sum of kTotal, at least one for whatever occurs.
Frequencies scale(const std::array<std::uint64_t, kSymbols>& counts) {
  const std::uint64_t sum = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  Frequencies scaled{};
  std::int64_t left = kTotal;
  for (std::size_t i = 0; i < kSymbols; ++i) {
    if (counts[i] == 0) continue;
    scaled[i] = static_cast<std::uint16_t>(std::max<std::uint64_t>(1, counts[i] * kTotal / sum));
    left -= scaled[i];
  }
  // What rounding left over or took too much goes to the most frequent.
  while (left != 0) {
    std::uint16_t& most = *std::max_element(scaled.begin(), scaled.end());
    const std::int64_t change = std::max<std::int64_t>(left, -(most / 2));
    most = static_cast<std::uint16_t>(most + change);
    left -= change;
  }
  return scaled;
}

// What a slot of the code says, in one word: a weight (8 bits), and by how much the state goes on (12 bits each).
constexpr std::uint32_t make_slot(std::uint32_t symbol, std::uint32_t frequency, std::uint32_t offset) {
  return ((symbol - kZero) << 24U) | (frequency << 12U) | offset;
}

// Takes one weight off `state`.
[[gnu::always_inline]] inline std::int8_t decode(std::uint32_t& state, const std::uint32_t* slots,
                                                 const std::uint16_t*& code) {
  const std::uint32_t slot = slots[state % kTotal];
  const std::uint32_t next = (slot >> 12U & 0xFFFU) * (state >> kBits) + (slot & 0xFFFU);
  const bool low = next < kLow;
  state = low ? (next << 16U) | *code : next;
  code += low ? 1 : 0;
  return static_cast<std::int8_t>(slot >> 24U);
}

// The sums of some rows of weights stay in registers, one line of classes at a time, while the rows go by.
using Weights16 = std::int8_t __attribute__((vector_size(16)));
using Sums16 = std::int16_t __attribute__((vector_size(32)));
constexpr std::size_t kLineBlocks = kLine / kClassBlock;

void sum_rows_anywhere(const std::int8_t* weights, std::size_t stride, std::span<const std::uint32_t> rows,
                       std::int16_t* scores) {
  for (std::size_t block = 0; block < stride; block += kClassBlock) {
    Sums16 sums{};
    for (const std::uint32_t row : rows) {
      Weights16 some;
      std::memcpy(&some, weights + static_cast<std::size_t>(row) * stride + block, sizeof(some));
      sums += __builtin_convertvector(some, Sums16);
    }
    std::memcpy(scores + block, &sums, sizeof(sums));
  }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_rows_avx2(const std::int8_t* weights, std::size_t stride,
                                           std::span<const std::uint32_t> rows, std::int16_t* scores) {
  for (std::size_t block = 0; block < stride;) {
    const std::size_t blocks = block + kLine <= stride ? kLineBlocks : 1;
    __m256i sums[kLineBlocks] = {};
    for (const std::uint32_t row : rows) {
      const std::int8_t* const at = weights + static_cast<std::size_t>(row) * stride + block;
      const auto wide = [at](std::size_t i) __attribute__((target("avx2"), always_inline)) {
        return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i * kClassBlock)));
      };
      sums[0] = _mm256_add_epi16(sums[0], wide(0));
      if (blocks == 1) continue;
      sums[1] = _mm256_add_epi16(sums[1], wide(1));
      sums[2] = _mm256_add_epi16(sums[2], wide(2));
      sums[3] = _mm256_add_epi16(sums[3], wide(3));
    }
    for (std::size_t i = 0; i < blocks; ++i) {
      std::memcpy(scores + block + i * kClassBlock, &sums[i], sizeof(sums[i]));
    }
    block += blocks * kClassBlock;
  }
}

using Sum = void (*)(const std::int8_t*, std::size_t, std::span<const std::uint32_t>, std::int16_t*);
const Sum kSum = __builtin_cpu_supports("avx2") != 0 ? sum_rows_avx2 : sum_rows_anywhere;
#else
constexpr auto kSum = sum_rows_anywhere;
#endif

}  // namespace

LinearModel::LinearModel(const ModelFile& file, std::size_t classes) {
  const auto check = [&](bool good) {
    if (good) return;
    throw ModelError(fmt::format(
        "{} model: the weights do not fit the classes; install the models of this version again", file.kind()));
  };
  const auto rows = file.array<std::uint32_t>("rows");
  const auto groups = file.array<std::uint8_t>("groups");
  const auto frequencies = file.array<std::uint16_t>("frequencies");
  const auto code = file.array<std::uint16_t>("weights");
  check(rows.size() == 1 && rows[0] > 0 && rows[0] <= kMaxRows && classes > 0 && groups.size() == classes &&
        classes <= kMaxClasses && frequencies.size() == kGroups * kSymbols && code.size() >= 2 * kStates);

  std::vector<std::uint32_t> slots(kGroups * kTotal);
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::size_t at = 0;
    for (std::uint32_t symbol = 0; symbol < kSymbols; ++symbol) {
      const std::uint32_t frequency = frequencies[group * kSymbols + symbol];
      check(at + frequency <= kTotal);
      for (std::uint32_t i = 0; i < frequency; ++i) {
        slots[group * kTotal + at++] = make_slot(symbol, frequency, i);
      }
    }
    check(at == kTotal);
  }
  std::vector<const std::uint32_t*> tables;
  for (const std::uint8_t group : groups) {
    check(group < kGroups);
    tables.push_back(slots.data() + group * kTotal);
  }

  rows_ = rows[0];
  place_.resize(classes);
  std::vector<std::size_t> by_density(classes);
  std::iota(by_density.begin(), by_density.end(), std::size_t{0});
  std::stable_sort(by_density.begin(), by_density.end(),
                   [&](std::size_t a, std::size_t b) { return groups[a] < groups[b]; });
  for (std::size_t i = 0; i < classes; ++i) place_[by_density[i]] = static_cast<std::uint16_t>(i);
  head_ = std::min(kLine, stride());
  tail_ = stride() - head_;

  heads_ = allocate(std::size_t{rows_} * head_);
  tails_ = allocate(std::size_t{rows_} * tail_);
  has_tail_.resize(rows_ / 64 + 1);
  const std::uint16_t* next = code.data();
  const std::uint16_t* const end = next + code.size();
  std::array<std::uint32_t, kStates> states{};
  for (std::uint32_t& state : states) {
    state = next[0] | (static_cast<std::uint32_t>(next[1]) << 16U);
    next += 2;
  }
  auto [state0, state1, state2, state3] = states;
  const std::size_t turns = classes / kStates * kStates;
  std::array<std::int8_t, kMaxClasses> weights{};
  for (std::uint32_t row = 0; row < rows_; ++row) {
    check(static_cast<std::size_t>(end - next) >= classes);
    std::size_t column = 0;
    for (; column < turns; column += kStates) {
      weights[place_[column]] = decode(state0, tables[column], next);
      weights[place_[column + 1]] = decode(state1, tables[column + 1], next);
      weights[place_[column + 2]] = decode(state2, tables[column + 2], next);
      weights[place_[column + 3]] = decode(state3, tables[column + 3], next);
    }
    if (column < classes) weights[place_[column]] = decode(state0, tables[column], next);
    if (column + 1 < classes) weights[place_[column + 1]] = decode(state1, tables[column + 1], next);
    if (column + 2 < classes) weights[place_[column + 2]] = decode(state2, tables[column + 2], next);
    std::copy_n(weights.begin(), head_, heads_.get() + std::size_t{row} * head_);
    const auto tail = std::span(weights).subspan(head_, tail_);
    std::copy(tail.begin(), tail.end(), tails_.get() + std::size_t{row} * tail_);
    const bool has_tail = std::any_of(tail.begin(), tail.end(), [](std::int8_t weight) { return weight != 0; });
    has_tail_[row / 64] |= std::uint64_t{has_tail} << (row % 64);
  }
}

LinearModel::Bytes LinearModel::allocate(std::size_t size) {
  const std::size_t unit = size < kHugePage ? kLine : kHugePage;
  size = (std::max<std::size_t>(size, 1) + unit - 1) / unit * unit;
  auto* const bytes = static_cast<std::int8_t*>(std::aligned_alloc(unit, size));
  if (bytes == nullptr) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
  if (unit == kHugePage) static_cast<void>(madvise(bytes, size, MADV_HUGEPAGE));  // a hint: it may fail
#endif
  return Bytes(bytes);
}

void LinearModel::score(std::span<const std::uint32_t> rows, std::span<std::int16_t> scores) const {
  std::array<std::uint32_t, kMaxFeatures> tails;
  std::size_t count = 0;
  for (const std::uint32_t row : rows) {
    const std::int8_t* const head = heads_.get() + std::size_t{row} * head_;
    __builtin_prefetch(head, 0, kSecondCache);
    const bool has_tail = (has_tail_[row / 64] >> (row % 64) & 1U) != 0;
    __builtin_prefetch(has_tail ? tails_.get() + std::size_t{row} * tail_ : head, 0, kSecondCache);
    tails[count] = row;
    count += has_tail ? 1 : 0;
  }
  alignas(kLine) std::array<std::int16_t, kMaxClasses> sums;
  kSum(heads_.get(), head_, rows, sums.data());
  kSum(tails_.get(), tail_, std::span(tails).first(count), sums.data() + head_);
  for (std::size_t i = 0; i < place_.size(); ++i) scores[i] = sums[place_[i]];
}

void write_linear_model(ModelWriter& writer, std::span<const float> weights, std::size_t classes, double step) {
  const std::size_t stride = padded_classes(classes);
  const std::size_t rows = weights.size() / stride;
  const auto symbol_at = [&](std::size_t row, std::size_t column) {
    const double units = std::clamp(weights[row * stride + column] / step, -127.0, 127.0);
    return static_cast<std::size_t>(std::lround(units) + static_cast<long>(kZero));
  };

  std::vector<std::array<std::uint64_t, kSymbols>> counts(classes);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < classes; ++column) ++counts[column][symbol_at(row, column)];
  }
  std::vector<std::size_t> by_density(classes);
  std::iota(by_density.begin(), by_density.end(), std::size_t{0});
  std::stable_sort(by_density.begin(), by_density.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a][kZero] < counts[b][kZero]; });
  std::vector<std::uint8_t> groups(classes);
  std::vector<std::array<std::uint64_t, kSymbols>> group_counts(kGroups);
  for (std::array<std::uint64_t, kSymbols>& group : group_counts) group[kZero] = 1;  // none is empty
  for (std::size_t rank = 0; rank < classes; ++rank) {
    const std::size_t group = rank * kGroups / classes;
    groups[by_density[rank]] = static_cast<std::uint8_t>(group);
    for (std::size_t i = 0; i < kSymbols; ++i) group_counts[group][i] += counts[by_density[rank]][i];
  }
  std::vector<std::uint16_t> frequencies;
  std::vector<std::array<std::uint32_t, kSymbols>> starts(kGroups);
  for (std::size_t group = 0; group < kGroups; ++group) {
    const Frequencies scaled = scale(group_counts[group]);
    std::exclusive_scan(scaled.begin(), scaled.end(), starts[group].begin(), std::uint32_t{0});
    frequencies.insert(frequencies.end(), scaled.begin(), scaled.end());
  }

  // Encodes from the end, so that it decodes from the beginning.
  std::array<std::uint32_t, kStates> states{};
  states.fill(kLow);
  std::vector<std::uint16_t> code(kMaxClasses);
  for (std::size_t at = rows * classes; at-- > 0;) {
    const std::size_t column = at % classes;
    const std::size_t group = groups[column];
    const std::size_t symbol = symbol_at(at / classes, column);
    const std::uint32_t frequency = frequencies[group * kSymbols + symbol];
    std::uint32_t& state = states[column % kStates];
    if (state >> (32U - kBits) >= frequency) {
      code.push_back(static_cast<std::uint16_t>(state));
      state >>= 16U;
    }
    state = state / frequency * kTotal + state % frequency + starts[group][symbol];
  }
  for (std::size_t i = kStates; i-- > 0;) {
    code.push_back(static_cast<std::uint16_t>(states[i] >> 16U));
    code.push_back(static_cast<std::uint16_t>(states[i]));
  }
  std::reverse(code.begin(), code.end());

  const auto row_count = static_cast<std::uint32_t>(rows);
  writer.add_array<std::uint32_t>("rows", {&row_count, 1});
  writer.add_array<std::uint8_t>("groups", groups);
  writer.add_array<std::uint16_t>("frequencies", frequencies);
  writer.add_array<std::uint16_t>("weights", code);
}

WordTable::WordTable(const ModelFile& file, std::string_view name) {
  const auto keys = file.array<std::uint32_t>(std::string(name) + ".keys");
  const auto values = file.array<std::uint16_t>(std::string(name) + ".values");
  if (keys.size() != values.size()) {
    throw ModelError(fmt::format("{}: table '{}' has keys without values; install the models of this version again",
                                 file.kind(), name));
  }
  fill(keys, values);
}

WordTable::WordTable(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values) { fill(keys, values); }

void WordTable::fill(std::span<const std::uint32_t> keys, std::span<const std::uint16_t> values) {
  slots_.resize(std::bit_ceil(std::max<std::size_t>(2 * keys.size(), 2)));
  mask_ = slots_.size() - 1;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (values[i] == 0) continue;
    std::size_t at = keys[i] & mask_;
    while (slots_[at].value != 0) at = (at + 1) & mask_;
    slots_[at] = {keys[i], values[i]};
  }
}

}  // namespace factgraph
