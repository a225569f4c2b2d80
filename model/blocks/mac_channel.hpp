#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/column_sums.hpp"

namespace drnn {

/// One zero-skipping MAC channel (r, u or c): pe_per_channel processing elements, row i on PE
/// i mod pe. Only the arithmetic of columns lives here; when they are issued, and when their sums
/// can be read, is the MxV unit's contract.
class MacChannel {
 public:
  explicit MacChannel(const NumericProfile& profile) : profile_(profile) {}

  /// accumulators[i] += weights[i] * delta for `rows` rows, at once.
  ///
  /// A wrapping accumulator is left unwrapped: sums modulo 2^64 wrap to the same bits when they
  /// are read as sums that wrap at every addition.
  void accumulate(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                  std::int32_t delta) const;

 private:
  const NumericProfile profile_;
};

/// The channels r, u and c in lockstep: every column goes to all three.
///
/// The host computes the columns of a task together, which is several times faster than one by
/// one: add() notes a column, settle() adds all that are noted. Nobody can tell, because sums are
/// read only after their task has ended.
class MacChannels {
 public:
  explicit MacChannels(const NumericProfile& profile);

  /// Notes a column r(H) u(H) c(H) of a layer of `hidden` = H rows for the sums M_r(H) M_u(H)
  /// M_cx(H) M_ch(H): its last third goes to M_ch if it is `h`'s, otherwise to M_cx. Both arrays
  /// must stay where they are until settle(). Sums that saturate are added at once.
  void add(std::int64_t* sums, const std::int16_t* column, std::size_t hidden, std::int32_t delta,
           bool h);

  /// Adds what is noted.
  void settle();

  /// Forgets what is noted: a state reset overwrites the sums.
  void discard() { columns_ = 0; }

 private:
  void add_candidates(std::size_t first, std::size_t end, bool h);

  const MacChannel channel_;
  const bool at_once_;
  std::int64_t* sums_ = nullptr;
  std::size_t hidden_ = 0;
  // The noted columns: those of x and those of h each together, whichever came first.
  std::size_t columns_ = 0;
  std::size_t first_kind_ = 0;  ///< so many of the kind that came first
  bool first_is_h_ = false, last_is_h_ = false;
  std::int32_t deltas_sum_ = 0;  ///< of their magnitudes
  std::array<const std::int16_t*, kMostColumnsTogether> weights_;
  std::array<std::int32_t, kMostColumnsTogether> deltas_;
};

}  // namespace drnn
