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
#include "model/blocks/state_tape.hpp"
#include "model/blocks/weight_banks.hpp"

namespace drnn {

/// MxV unit: takes deltas from the delta FIFOs and drives the three MAC channels in lockstep, so
/// that only columns with a non-zero delta are ever read.
///
/// Timing contract, for a layer of H rows, R = ceil(H/pe_per_channel) row groups:
/// - A column is issued in cycle c if its task is permitted, a delta FIFO holds an entry at the
///   start of c and the channels are free. It occupies them for R cycles, a row group in each. With
///   two FIFOs the x FIFO's entry goes first, and is waited for.
/// - No sum is added to sooner than accumulator_latency after the column before that added to it:
///   it would be read before it is written. Exempt is a sum that has stayed in the
///   multiplier-accumulator's own register. With R > 1 a PE keeps its sums in memory: the columns
///   of a layer are max(R, accumulator_latency) apart. With R = 1 a register holds the sum of the
///   last column: M_r and M_u until a column of another layer, M_cx or M_ch until a column for the
///   other or of another layer. The sum that is left is stored and the other one loaded while the
///   column is multiplied, which costs nothing; so columns follow every cycle, unless a sum that
///   was left is returned to too soon.
/// - The sums of a column issued in cycle c can be read from cycle
///   c + R - 1 + read_latency + latency on, whatever accumulator_latency is.
/// - The task counts as accumulated from the cycle after the first in which it is permitted, all of
///   it was scanned (as reported), the FIFOs are empty and all sums can be read.
///
/// A column's MACs (3H) and its words of weights and sums are counted in its cycle of issue.
///
/// Causes, the first that applies: reset, busy (a row group is issued), activation_wait (task not
/// permitted; the next task, in the cycle in which one is counted), hazard (an entry waits for
/// accumulator latency), fifo_empty (deltas are still being scanned), drain (last sums under way).
class MxvUnit : public ClockedBlock {
 public:
  enum class Cause { busy, hazard, fifo_empty, drain, activation_wait, reset };

  struct Config {
    int pe_per_channel = 256;
    int read_latency = 2;
    int latency = 3;
    int accumulator_latency = 3;
  };

  MxvUnit(const Config& config, MacChannels& channels, const ControlLines& control,
          const NetworkShape& shape, WeightBanks& weights, Accumulators& accumulators,
          std::vector<DeltaFifo*> inputs, std::vector<const DeltaUnit*> scanners);

  /// While it replays, no sum is computed.
  void follow(const StateTape& tape) { tape_ = &tape; }

  /// The column issued last.
  struct Issue {
    Cycle cycle = kNever;  ///< kNever: none yet
    std::size_t layer = 0;
    int column = 0;
    Operand operand = Operand::bias;
    std::int32_t delta = 0;
  };
  const Issue& last_issue() const { return last_issue_; }
  /// The cycle evaluated last, and whether a row group of the last column is issued in it.
  Cycle now() const { return now_; }
  bool multiplies() const { return now_ < occupied_until_; }

  /// How many tasks have been accumulated since the last state reset.
  std::uint64_t accumulated() const { return accumulated_.get(); }

  std::uint64_t columns_issued() const { return columns_; }  ///< x and h
  std::uint64_t bias_columns_issued() const { return bias_columns_; }
  std::uint64_t mac_operations() const { return mac_operations_; }

  void evaluate(Cycle now) override;
  bool commit() override { return accumulated_.commit(); }
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;

  /// Brings the sums up to the last column issued, for whoever looks at them before a task's end.
  void settle_sums() const { channels_.settle(); }

 private:
  /// From which cycle on a layer's sums that are not in a register can be added to.
  struct SumsWritten {
    Cycle cx = 0, ch = 0;
  };

  void reset_state();
  bool step_task(Cycle now);
  DeltaFifo* ready_input() const;
  bool all_scanned() const;
  void issue(const DeltaEntry& entry, Cycle now);
  Cycle earliest_issue(const DeltaEntry& entry) const;
  Cause waiting_cause(Cycle now) const;
  bool issues() const { return last_issue_.cycle == now_; }

  const Config config_;
  MacChannels& channels_;
  const ControlLines& control_;
  const NetworkShape& shape_;
  WeightBanks& weights_;
  Accumulators& accumulators_;
  const std::vector<DeltaFifo*> inputs_;
  const std::vector<const DeltaUnit*> scanners_;

  const StateTape* tape_ = nullptr;

  std::uint64_t task_ = 0;
  Cycle now_ = 0;
  Cycle occupied_until_ = 0;
  Cycle sums_visible_ = 0;
  std::size_t last_layer_ = 0;             ///< of the last column: whose sums are in the registers
  bool last_was_h_ = false;                ///< and which of M_cx and M_ch
  std::vector<SumsWritten> sums_written_;  ///< one a layer
  TaskCount accumulated_{0};
  Issue last_issue_;
  std::uint64_t columns_ = 0, bias_columns_ = 0, mac_operations_ = 0;
};

}  // namespace drnn
