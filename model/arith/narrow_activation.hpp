#pragma once

#include <cstdint>

#include "model/arith/delta_gru.hpp"

namespace drnn {

/// The sums of consecutive units as they were accumulated, each region on its own.
struct UnitSums {
  const std::int64_t *r, *u, *cx, *ch;

  UnitSums from(int unit) const { return {r + unit, u + unit, cx + unit, ch + unit}; }
};

/// Activates units eight or sixteen together in 32 bits and without branches, which a compiler
/// turns into vector instructions. It applies nearly always: sums that need more bits lie far
/// beyond the activation format.
class NarrowActivation {
 public:
  /// `tables` is not copied.
  NarrowActivation(const NumericProfile& profile, const Nonlinearities& tables,
                   const AccumulatorScales& scales);

  /// Activates the first of `count` units, up to those of which the sums need more than 32 bits, or
  /// that are too few; returns how many. None where the profile needs more bits. No sum that is
  /// taken has overflowed. h_previous and h: activation format. Adds to `misfits` the results that
  /// did not fit it.
  int activate(const UnitSums& sums, const std::int16_t* h_previous, int count, std::int32_t* h,
               std::uint64_t& misfits) const;

  /// round_shift() by a constant, its kind of rounding in constants too.
  struct Shift {
    Shift(int shift_bits, Rounding rounding);
    std::int32_t bits;
    std::int32_t dropped;       ///< mask of the bits that fall off
    std::int32_t of_positives;  ///< -1, or 0 where those of positive values count for nothing
    std::int32_t odd;           ///< 1 where an odd result counts
    std::int32_t limit;         ///< of what rounds up
  };

 private:
  const Nonlinearities* tables_;
  bool joint_;
  bool difference_;
  bool saturates_;
  int activation_bits_;
  std::int32_t one_;
  int cx_up_, product_up_;  ///< to the fraction bits at which M_cx and r*pre_ch meet
  Shift r_, u_, cx_, ch_, product_, joint_shift_;
  int sum_bits_;  ///< a sum has less, its sign aside; negative: the profile needs more bits

  template <int kVectors>
  friend struct NarrowDatapath;
};

}  // namespace drnn
