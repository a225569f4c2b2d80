#pragma once

#include <cstdint>

#include "model/arith/delta_gru.hpp"
#include "model/arith/narrow_activation.hpp"

namespace drnn {

/// Reads the sums of `count` consecutive units and activates them, as read_accumulator() and
/// activate() do one by one, with everything that the profile decides taken out of the loop.
/// h_previous and h: `count` values, activation format. Overflows of the reads are counted in
/// `reads`, those of the activation in `results`.
void activate_units(const UnitSums& sums, const std::int16_t* h_previous, int count,
                    const NumericProfile& profile, const Nonlinearities& tables,
                    const AccumulatorScales& scales, std::int32_t* h, OverflowCounts& reads,
                    OverflowCounts& results);

}  // namespace drnn
