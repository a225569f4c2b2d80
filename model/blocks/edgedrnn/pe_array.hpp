#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/unit_activation.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/blocks/mac_channel.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/state_memory.hpp"

namespace drnn {

/// The K heterogeneous PEs and their accumulator memory: K banks of regions M_r, M_u, M_ch and M_cx
/// a layer, H/K rows each; unit i with PE i mod K. One multiplier a PE serves MAC and activation.
///
/// Timing contract: a row of weights taken in cycle c is multiplied in c+1, added in c+2, held in
/// c+3 and written at the end of it: reads see it from c+4 = c + kEdgeMacCycles on, with no
/// forwarding. The next access to the row comes 3H/K >= 4 rows later, so nobody can tell that the
/// host adds whole columns, several together, before sums are read. When rows and groups come is
/// the processing controller's contract.
///
/// Causes: busy (multiplies and accumulates), activation, idle, reset.
class PeArray : public ClockedBlock {
 public:
  enum class Cause { busy, activation, idle, reset };
  /// The phase decides where the rows of c go: M_cx or M_ch.
  enum class Phase { x, h };

  PeArray(int num_pe, const NumericProfile& profile, const Nonlinearities& tables,
          StateMemory& state);

  /// Sizes the memory and clears it, with each reset, which counts as a write of every row.
  void resize(const NetworkShape& shape);

  /// Rows `row` (0..3H/K-1) to row + rows - 1 of a column times `delta`, a cycle each.
  void multiply_accumulate(std::size_t layer, Phase phase, int row, int rows,
                           const std::int16_t* weights, std::int32_t delta);
  /// Forms h of units group*K to group*K+K-1 in `h`; reads four rows and the old h.
  void activate(std::size_t layer, int group, std::int16_t* h);
  /// Books the read of one row whose value nothing uses.
  void read_unused_row() { ++reads_; }
  /// Says what the cycle under way is used for, and those that follow until something else is said.
  void use(Cause cause) { attribute(cause); }

  std::uint64_t macs() const { return rows_ * static_cast<std::uint64_t>(num_pe_); }
  /// Weight beats taken.
  std::uint64_t beats() const { return rows_; }
  std::uint64_t units_activated() const { return groups_ * static_cast<std::uint64_t>(num_pe_); }
  const OverflowCounts& overflows() const { return overflows_; }
  std::uint64_t read_bits() const { return reads_ * row_bits_; }
  std::uint64_t written_bits() const { return writes_ * row_bits_; }

  void evaluate(Cycle) override {}
  std::string describe() const override { return std::to_string(rows_) + " rows of weights"; }
  void clear_statistics() override;

 private:
  /// As MacChannels has them.
  enum Region { kR, kU, kCx, kCh, kRegions };
  /// As many as stay in the host's caches.
  static constexpr std::size_t kColumnsTogether = 16;
  void settle();

  const int num_pe_;
  const std::uint64_t row_bits_;
  const NumericProfile profile_;
  const UnitActivation units_;
  StateMemory& state_;
  MacChannels mac_;
  NetworkShape shape_;
  std::vector<std::int32_t> h_;                          ///< of the group that is activated
  std::vector<std::vector<std::int64_t>> accumulators_;  ///< regions of H a layer
  std::vector<std::int16_t> columns_;  ///< those noted for mac_, and the one that comes in
  std::size_t column_room_ = 0;        ///< words of the longest one
  std::size_t noted_ = 0;
  std::uint64_t rows_ = 0, groups_ = 0, reads_ = 0, writes_ = 0;
  OverflowCounts overflows_;
};

}  // namespace drnn
