#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/accumulators.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/delta_unit.hpp"
#include "model/blocks/mac_channel.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/weight_banks.hpp"

namespace drnn {

/// MxV unit: takes deltas from the delta FIFOs and drives the three MAC channels in lockstep, so
/// that only columns with a non-zero delta are ever read.
///
/// Timing contract, for a layer of H rows, R = ceil(H/pe_per_channel) row groups:
/// - A column is issued in cycle c if its task is permitted and a delta FIFO holds an entry at the
///   start of c (with two FIFOs, the x FIFO goes first). It occupies the channels for R cycles.
/// - The next column is issued at c + R at the earliest, but where R > 1 and R is less than
///   accumulator_latency, at c + accumulator_latency: a PE with several rows keeps accumulators in
///   memory, and a row read again sooner than its sum is written would be stale. With R = 1 the
///   sum stays in the multiplier-accumulator's own register and columns follow every cycle. The c
///   channel changes registers between M_cx and M_ch: the sum that is left is stored, the other one
///   loaded while the column is multiplied. That costs nothing, unless a sum is returned to sooner
///   than accumulator_latency after its last column: then the column waits.
/// - The sums of a column issued in cycle c can be read from cycle
///   c + R - 1 + read_latency + latency on.
/// - The task counts as accumulated from the cycle after the first in which all of it was scanned
///   (as reported), the FIFOs are empty and all sums can be read.
///
/// Causes: busy (a row group is issued), hazard (an entry waits for accumulator latency),
/// fifo_empty (deltas are still being scanned), drain (last sums under way),
/// activation_wait (task not permitted), reset.
class MxvUnit : public ClockedBlock {
 public:
  enum class Cause { busy, hazard, fifo_empty, drain, activation_wait, reset };

  struct Config {
    int pe_per_channel = 256;
    int read_latency = 2;
    int latency = 3;
    int accumulator_latency = 3;
  };

  /// Channels in the order r, u, c.
  struct Channels {
    const MacChannel& r;
    const MacChannel& u;
    const MacChannel& c;
  };

  MxvUnit(const Config& config, const Channels& channels, const ControlLines& control,
          const NetworkShape& shape, WeightBanks& weights, Accumulators& accumulators,
          std::vector<DeltaFifo*> inputs, std::vector<const DeltaUnit*> scanners);

  /// How many tasks have been accumulated since the last state reset.
  std::uint64_t accumulated() const { return accumulated_.get(); }

  std::uint64_t columns_issued() const { return columns_; }  ///< x and h
  std::uint64_t bias_columns_issued() const { return bias_columns_; }
  std::uint64_t mac_operations() const { return mac_operations_; }

  void evaluate(Cycle now) override;
  bool commit() override;
  Cycle next_event() const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  void reset_state();
  bool step_task(Cycle now);
  DeltaFifo* ready_input() const;
  bool all_scanned() const;
  void issue(const DeltaEntry& entry, Cycle now);
  Cycle earliest_issue(const DeltaEntry& entry) const;
  Cause waiting_cause(Cycle now) const;

  const Config config_;
  const Channels channels_;
  const ControlLines& control_;
  const NetworkShape& shape_;
  WeightBanks& weights_;
  Accumulators& accumulators_;
  const std::vector<DeltaFifo*> inputs_;
  const std::vector<const DeltaUnit*> scanners_;

  std::uint64_t task_ = 0;
  Cycle now_ = 0;
  Cycle occupied_until_ = 0;
  Cycle next_issue_ = 0;
  Cycle sums_visible_ = 0;
  bool last_was_h_ = false;
  Cycle sum_stored_[2] = {0, 0};  ///< when M_cx, M_ch can be loaded again
  bool changed_ = false;
  TaskCount accumulated_{0};
  std::uint64_t columns_ = 0, bias_columns_ = 0, mac_operations_ = 0;
};

}  // namespace drnn
