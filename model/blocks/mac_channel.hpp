#pragma once

#include <cstddef>
#include <cstdint>

#include "model/arith/delta_gru.hpp"

namespace drnn {

/// One zero-skipping MAC channel (r, u or c): pe_per_channel processing elements, row i on PE
/// i mod pe. Only the arithmetic of a column lives here; when columns are issued is the MxV
/// unit's contract.
class MacChannel {
 public:
  explicit MacChannel(const NumericProfile& profile) : profile_(profile) {}

  /// accumulators[i] += weights[i] * delta for the `rows` rows of a column.
  ///
  /// A wrapping accumulator is left unwrapped: sums modulo 2^64 wrap to the same bits when they
  /// are read as sums that wrap at every addition.
  void accumulate(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                  std::int32_t delta) const;

 private:
  const NumericProfile profile_;
};

}  // namespace drnn
