#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"

namespace drnn {

/// One zero-skipping MAC channel (r, u or c): pe_per_channel processing elements, row i on PE
/// i mod pe. Only the arithmetic of columns lives here; when they are issued, and when their sums
/// can be read, is the MxV unit's contract.
///
/// The host computes the columns of a task together, which is several times faster than one by
/// one: add() notes a column, settle() adds all that are noted. Nobody can tell, because sums are
/// read only after their task has ended.
class MacChannel {
 public:
  explicit MacChannel(const NumericProfile& profile) : profile_(profile) {}

  /// accumulators[i] += weights[i] * delta for `rows` rows, at once.
  ///
  /// A wrapping accumulator is left unwrapped: sums modulo 2^64 wrap to the same bits when they
  /// are read as sums that wrap at every addition.
  void accumulate(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                  std::int32_t delta) const;

  /// Notes accumulators[i] += weights[i] * delta for the `rows` rows of a column. Both arrays must
  /// stay as they are until settle().
  void add(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
           std::int32_t delta);

  /// Adds what is noted, each accumulator's products in the order of add().
  void settle();

  /// Forgets what is noted, as a state reset overwrites the accumulators.
  void discard() { noted_.clear(); }

 private:
  struct Column {
    std::int64_t* accumulators;
    const std::int16_t* weights;
    std::size_t rows;
    std::int32_t delta;
  };
  void settle_wrapping();

  const NumericProfile profile_;
  std::vector<Column> noted_;
  std::vector<std::int16_t const*> weights_;  ///< of columns that are added together
  std::vector<std::int32_t> deltas_;
};

}  // namespace drnn
