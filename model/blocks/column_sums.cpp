#include "model/blocks/column_sums.hpp"

#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace drnn {

namespace {

void add_row(std::int64_t* accumulators, const std::int16_t* const* weights,
             const std::int32_t* deltas, std::size_t columns, std::size_t row) {
  std::int32_t sum = 0;
  for (std::size_t c = 0; c < columns; ++c) sum += weights[c][row] * deltas[c];
  add_modular(accumulators[row], sum);
}

constexpr std::size_t kLanes = 8;
constexpr std::size_t kVectors = 4;
constexpr std::size_t kRowsTogether = kVectors * kLanes;
using Words = std::int16_t __attribute__((vector_size(2 * kLanes)));
using Sums = std::int32_t __attribute__((vector_size(4 * kLanes)));

void add_rows(std::int64_t* accumulators, const std::int16_t* const* weights,
              const std::int32_t* deltas, std::size_t columns, std::size_t first_row) {
  Sums sums[kVectors] = {};
  for (std::size_t c = 0; c < columns; ++c) {
    const std::int16_t* w = weights[c] + first_row;
    for (std::size_t v = 0; v < kVectors; ++v) {
      Words words;
      std::memcpy(&words, w + v * kLanes, sizeof words);
      sums[v] += __builtin_convertvector(words, Sums) * deltas[c];
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v)
    for (std::size_t i = 0; i < kLanes; ++i)
      add_modular(accumulators[first_row + v * kLanes + i], sums[v][i]);
}

#ifdef __x86_64__

/// Two columns and their deltas: each 32 bits hold a row of the first and of the second, as
/// vpmaddwd multiplies and adds them.
struct Pair {
  const std::int16_t *first, *second;
  std::int32_t deltas;
};

std::size_t pair_up(const std::int16_t* const* weights, const std::int32_t* deltas,
                    std::size_t columns, Pair* pairs) {
  const auto half = [&](std::size_t c) {
    return c < columns ? static_cast<std::uint32_t>(static_cast<std::uint16_t>(deltas[c])) : 0;
  };
  std::size_t count = 0;
  for (std::size_t c = 0; c < columns; c += 2) {
    const std::size_t second = c + 1 < columns ? c + 1 : c;  // with a delta of 0
    pairs[count++] = {weights[c], weights[second],
                      static_cast<std::int32_t>(half(c) | half(c + 1) << 16)};
  }
  return count;
}

/// accumulators[0..7] += sums of 32 bits.
__attribute__((target("avx2"))) void add_eight(std::int64_t* accumulators, __m256i sums) {
  auto* low = reinterpret_cast<__m256i*>(accumulators);
  auto* high = reinterpret_cast<__m256i*>(accumulators + 4);
  const __m256i a = _mm256_cvtepi32_epi64(_mm256_castsi256_si128(sums));
  const __m256i b = _mm256_cvtepi32_epi64(_mm256_extracti128_si256(sums, 1));
  _mm256_storeu_si256(low, _mm256_add_epi64(_mm256_loadu_si256(low), a));
  _mm256_storeu_si256(high, _mm256_add_epi64(_mm256_loadu_si256(high), b));
}

constexpr std::size_t kWords = 16;  ///< in a vector of 256 bits

/// kVectorsTogether vectors of rows, so that what each pair of columns needs is fetched for all of
/// them at once.
template <std::size_t kVectorsTogether>
__attribute__((target("avx2"))) void add_pairs(std::int64_t* accumulators, const Pair* pairs,
                                               std::size_t count, std::size_t first_row) {
  // Unpacking interleaves within halves: rows 0-3 and 8-11 of a vector, and 4-7 and 12-15.
  __m256i outer[kVectorsTogether] = {}, inner[kVectorsTogether] = {};
  for (std::size_t p = 0; p < count; ++p) {
    const __m256i deltas = _mm256_set1_epi32(pairs[p].deltas);
    const auto* a = reinterpret_cast<const __m256i*>(pairs[p].first + first_row);
    const auto* b = reinterpret_cast<const __m256i*>(pairs[p].second + first_row);
    for (std::size_t v = 0; v < kVectorsTogether; ++v) {
      const __m256i first = _mm256_loadu_si256(a + v), second = _mm256_loadu_si256(b + v);
      const __m256i low = _mm256_unpacklo_epi16(first, second);
      const __m256i high = _mm256_unpackhi_epi16(first, second);
      outer[v] = _mm256_add_epi32(outer[v], _mm256_madd_epi16(low, deltas));
      inner[v] = _mm256_add_epi32(inner[v], _mm256_madd_epi16(high, deltas));
    }
  }
  for (std::size_t v = 0; v < kVectorsTogether; ++v) {
    std::int64_t* rows = accumulators + first_row + v * kWords;
    add_eight(rows, _mm256_permute2x128_si256(outer[v], inner[v], 0x20));
    add_eight(rows + 8, _mm256_permute2x128_si256(outer[v], inner[v], 0x31));
  }
}

bool fit_16_bits(const std::int32_t* deltas, std::size_t columns) {
  for (std::size_t c = 0; c < columns; ++c)
    if (deltas[c] != static_cast<std::int16_t>(deltas[c])) return false;
  return true;
}

/// The rows that were added.
std::size_t add_in_pairs(std::int64_t* accumulators, const std::int16_t* const* weights,
                         const std::int32_t* deltas, std::size_t columns, std::size_t rows) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2");
  if (!has_avx2 || !fit_16_bits(deltas, columns)) return 0;
  Pair pairs[kMostColumnsTogether / 2];
  const std::size_t count = pair_up(weights, deltas, columns, pairs);
  std::size_t row = 0;
  for (; row + 4 * kWords <= rows; row += 4 * kWords) add_pairs<4>(accumulators, pairs, count, row);
  for (; row + kWords <= rows; row += kWords) add_pairs<1>(accumulators, pairs, count, row);
  return row;
}

#else

std::size_t add_in_pairs(std::int64_t*, const std::int16_t* const*, const std::int32_t*,
                         std::size_t, std::size_t) {
  return 0;
}

#endif

void add_from(std::size_t row, std::int64_t* accumulators, const std::int16_t* const* weights,
              const std::int32_t* deltas, std::size_t columns, std::size_t rows) {
  for (; row + kRowsTogether <= rows; row += kRowsTogether)
    add_rows(accumulators, weights, deltas, columns, row);
  for (; row < rows; ++row) add_row(accumulators, weights, deltas, columns, row);
}

}  // namespace

void add_columns(std::int64_t* accumulators, const std::int16_t* const* weights,
                 const std::int32_t* deltas, std::size_t columns, std::size_t rows) {
  const std::size_t added = add_in_pairs(accumulators, weights, deltas, columns, rows);
  add_from(added, accumulators, weights, deltas, columns, rows);
}

void add_columns_portably(std::int64_t* accumulators, const std::int16_t* const* weights,
                          const std::int32_t* deltas, std::size_t columns, std::size_t rows) {
  add_from(0, accumulators, weights, deltas, columns, rows);
}

}  // namespace drnn
