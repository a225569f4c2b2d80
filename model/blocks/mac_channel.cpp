#include "model/blocks/mac_channel.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace drnn {

namespace {

/// Sums of products that keep within 32 bits: weights have 16, so the deltas' magnitudes may add up
/// to less than 2^16.
constexpr std::int32_t kLargestDeltas = (1 << 16) - 1;

inline void add_modular(std::int64_t& accumulator, std::int64_t value) {
  accumulator = static_cast<std::int64_t>(static_cast<std::uint64_t>(accumulator) +
                                          static_cast<std::uint64_t>(value));
}

constexpr std::size_t kLanes = 8;
using Words = std::int16_t __attribute__((vector_size(2 * kLanes)));
using Sums = std::int32_t __attribute__((vector_size(4 * kLanes)));

/// accumulators[i] += sum over columns of weights[c][i] * deltas[c], for four vectors of rows.
/// Every clone computes the same integers.
__attribute__((target_clones("avx2", "default"))) void add_rows(std::int64_t* accumulators,
                                                                const std::int16_t* const* weights,
                                                                const std::int32_t* deltas,
                                                                std::size_t columns,
                                                                std::size_t first_row) {
  constexpr std::size_t kVectors = 4;
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

constexpr std::size_t kRowsTogether = 4 * kLanes;

void add_row(std::int64_t* accumulators, const std::int16_t* const* weights,
             const std::int32_t* deltas, std::size_t columns, std::size_t row) {
  for (std::size_t c = 0; c < columns; ++c)
    add_modular(accumulators[row], std::int64_t{weights[c][row]} * deltas[c]);
}

void add_columns(std::int64_t* accumulators, const std::int16_t* const* weights,
                 const std::int32_t* deltas, std::size_t columns, std::size_t rows) {
  std::size_t row = 0;
  for (; row + kRowsTogether <= rows; row += kRowsTogether)
    add_rows(accumulators, weights, deltas, columns, row);
  for (; row < rows; ++row) add_row(accumulators, weights, deltas, columns, row);
}

}  // namespace

void MacChannel::accumulate(std::int64_t* accumulators, const std::int16_t* weights,
                            std::size_t rows, std::int32_t delta) const {
  if (profile_.accumulator_overflow == Overflow::wrap) {
    for (std::size_t i = 0; i < rows; ++i)
      add_modular(accumulators[i], std::int64_t{weights[i]} * delta);
  } else {
    for (std::size_t i = 0; i < rows; ++i)
      accumulators[i] = drnn::accumulate(accumulators[i], weights[i], delta, profile_);
  }
}

void MacChannel::add(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                     std::int32_t delta) {
  noted_.push_back({accumulators, weights, rows, delta});
}

void MacChannel::settle() {
  if (profile_.accumulator_overflow == Overflow::wrap) {
    settle_wrapping();
  } else {
    for (const Column& c : noted_) accumulate(c.accumulators, c.weights, c.rows, c.delta);
  }
  noted_.clear();
}

/// Columns with the same accumulators are added together, as many as a 32-bit sum can take.
void MacChannel::settle_wrapping() {
  while (!noted_.empty()) {
    const Column first = noted_.front();
    weights_.clear();
    deltas_.clear();
    std::int32_t together = 0;
    const auto taken = [&](const Column& c) {
      const std::int32_t magnitude = std::abs(c.delta);
      if (c.accumulators != first.accumulators || together + magnitude > kLargestDeltas)
        return false;
      together += magnitude;
      weights_.push_back(c.weights);
      deltas_.push_back(c.delta);
      return true;
    };
    noted_.erase(std::remove_if(noted_.begin(), noted_.end(), taken), noted_.end());
    if (deltas_.empty()) {
      // A single delta of -2^16: its products do not fit 32 bits.
      accumulate(first.accumulators, first.weights, first.rows, first.delta);
      noted_.erase(noted_.begin());
    } else {
      add_columns(first.accumulators, weights_.data(), deltas_.data(), deltas_.size(), first.rows);
    }
  }
}

}  // namespace drnn
