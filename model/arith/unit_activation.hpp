#pragma once

#include <cstdint>

#include "model/arith/delta_gru.hpp"
#include "model/arith/narrow_activation.hpp"

namespace drnn {

/// The activation of the units of a layer, with everything that the profile decides taken out of
/// the loop.
class UnitActivation {
 public:
  /// `profile` and `tables` are not copied.
  UnitActivation(const NumericProfile& profile, const Nonlinearities& tables,
                 const AccumulatorScales& scales);

  /// Reads the sums of `count` consecutive units and activates them, as read_accumulator() and
  /// activate() do one by one. h_previous and h: `count` values, activation format. Overflows of
  /// the reads are counted in `reads`, those of the activation in `results`.
  void activate(const UnitSums& sums, const std::int16_t* h_previous, int count, std::int32_t* h,
                OverflowCounts& reads, OverflowCounts& results) const;

 private:
  const NumericProfile* profile_;
  const Nonlinearities* tables_;
  AccumulatorScales scales_;
  NarrowActivation narrow_;
};

}  // namespace drnn
