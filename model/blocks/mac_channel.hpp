#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/column_sums.hpp"

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
  /// stay where they are until settle(). Sums that saturate are added at once.
  void add(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
           std::int32_t delta);

  /// Adds what is noted.
  void settle();

  /// Forgets what is noted and for which accumulators: a state reset overwrites them.
  void discard() { batches_.clear(); }

 private:
  /// Columns for the same accumulators.
  struct Batch {
    std::int64_t* accumulators;
    std::size_t rows;
    std::size_t columns;
    std::int32_t deltas_sum;  ///< of their magnitudes
    std::array<const std::int16_t*, kMostColumnsTogether> weights;
    std::array<std::int32_t, kMostColumnsTogether> deltas;
  };
  Batch& batch_of(std::int64_t* accumulators);
  static void settle(Batch& batch);

  const NumericProfile profile_;
  std::vector<Batch> batches_;  ///< one for each accumulators seen since the last state reset
};

}  // namespace drnn
