#pragma once

#include <cstddef>
#include <cstdint>

namespace drnn {

/// accumulator + value modulo 2^64.
inline void add_modular(std::int64_t& accumulator, std::int64_t value) {
  accumulator = static_cast<std::int64_t>(static_cast<std::uint64_t>(accumulator) +
                                          static_cast<std::uint64_t>(value));
}

/// Columns that are added together: at most so many, so that room for them lies on the stack.
constexpr std::size_t kMostColumnsTogether = 64;

/// Sums of products stay within 32 bits if the deltas' magnitudes add up to no more than this,
/// because weights have 16 bits.
constexpr std::int32_t kMostDeltasTogether = (1 << 16) - 1;

/// accumulators[i] += sum over c of weights[c][i] * deltas[c], modulo 2^64, for `rows` rows.
/// columns: 1 to kMostColumnsTogether; the deltas' magnitudes add up to kMostDeltasTogether at
/// most. The same integers on every machine; with AVX2, two columns in a multiplication.
void add_columns(std::int64_t* accumulators, const std::int16_t* const* weights,
                 const std::int32_t* deltas, std::size_t columns, std::size_t rows);

/// The same without AVX2, for comparison.
void add_columns_portably(std::int64_t* accumulators, const std::int16_t* const* weights,
                          const std::int32_t* deltas, std::size_t columns, std::size_t rows);

}  // namespace drnn
