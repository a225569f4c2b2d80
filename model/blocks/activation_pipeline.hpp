#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/accumulators.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/ramp.hpp"
#include "model/blocks/ring.hpp"
#include "model/blocks/state_memory.hpp"
#include "model/blocks/state_tape.hpp"

namespace drnn {

/// Activation pipeline (AP): gates, candidate and new state of `lanes` units at a time.
///
/// Timing contract. A layer of H units is G = ceil(H/lanes) groups. The accumulators of a group
/// take k = ceil(units of the group / pe_per_channel) reads, one a cycle, because row i of each of
/// M_r, M_u, M_cx and M_ch lies with PE i mod pe. Reading begins when the task is permitted and the
/// group before was issued in an earlier cycle; the last read is made in the cycle of issue. The
/// group is issued in the first cycle c in which the k - 1 other reads have been made, in the last
/// layer the output FIFO has room for it and for the groups of that layer under way, and the group
/// before, of whatever task, was issued I cycles earlier at least: I = 1, or with a shared
/// multiplier one cycle a product (2 with the difference blend, 3 with products). The old h is read
/// in cycle c; the group is under way up to cycle c + depth - 1, which writes the new h; it can be
/// read in the state memory and popped from the output FIFO from cycle c + depth on (without
/// publish_groups, in the state memory only from the last group's c + depth on). The task's
/// accumulators count as read from the cycle after its last issue, its h as done from the cycle in
/// which the last h can be read.
///
/// Accumulator words, state words read and units are counted in cycle c, state words written in
/// cycle c + depth - 1.
///
/// Where nobody watches every cycle, groups of which one will certainly be issued in each of the
/// next cycles are issued together, as a run; but not the last of a layer, with which reports
/// change.
///
/// Causes, the first that applies: reset, busy (a group is issued or one of its other reads made,
/// or I cycles since an issue are not over), output_wait (no room in the output FIFO), drain
/// (groups under way, none left to issue), sequencer_wait.
class ActivationPipeline : public ClockedBlock {
 public:
  enum class Cause { busy, drain, output_wait, sequencer_wait, reset };

  struct Config {
    int lanes = 16;
    int depth = 10;
    int pe_per_channel = 256;  ///< over which the accumulators are banked
    bool shared_multiplier = false;
    bool publish_groups = true;  ///< each group's h is visible at once, not only a whole layer's
  };

  ActivationPipeline(const Config& config, const NumericProfile& profile,
                     const Nonlinearities& tables, const ControlLines& control,
                     const NetworkShape& shape, Accumulators& accumulators, StateMemory& state,
                     WordFifo& output);

  /// While it replays, the states are its.
  void follow(StateTape& tape) { tape_ = &tape; }

  /// Tasks whose accumulators have all been read since the last state reset.
  std::uint64_t accumulators_read() const { return accumulators_read_.get(); }
  /// Tasks whose h has all been written since the last state reset.
  std::uint64_t done() const { return done_.get(); }
  std::uint64_t units_activated() const { return units_ - issuing_.from(cycle()); }
  /// Of the conversions and sums of the pipeline itself.
  const OverflowCounts& overflows() const { return overflows_; }

  void evaluate(Cycle now) override;
  bool commit() override;
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  /// Groups of as many units, a cycle apart; mostly one.
  struct Run {
    std::uint64_t task = 0;
    int first = 0;
    int count = 0;  ///< units of a group
    int groups = 1;
    Cycle written = 0;  ///< the cycle in whose commit the first group's h appears
    int units() const { return count * groups; }
  };

  void reset_state();
  bool retire(Cycle now);
  bool issue(Cycle now);
  bool room_for(int count) const;
  bool read_group(int count, Cycle now);
  int groups_together(int count, std::size_t layer) const;
  void start(const Run& run, std::size_t layer, Cycle now);
  void activate(std::uint64_t task, std::size_t layer);
  std::int16_t* h_of(std::uint64_t task);
  bool in_last_layer(std::uint64_t task) const {
    return task_of(task, shape_).layer + 1 == shape_.size();
  }
  std::size_t groups_under_way() const;
  Cause waiting_cause() const;
  const Config config_;
  const NumericProfile profile_;
  const Nonlinearities& tables_;
  const Cycle product_interval_;
  const ControlLines& control_;
  const NetworkShape& shape_;
  Accumulators& accumulators_;
  StateMemory& state_;
  WordFifo& output_;

  StateTape* tape_ = nullptr;

  std::vector<UnitActivation> units_of_;  ///< of each layer
  std::uint64_t task_ = 0;
  int next_unit_ = 0;
  Cycle now_ = 0;
  Cycle next_issue_ = 0;
  bool reading_ = false;
  Cycle read_done_ = 0;  ///< last cycle of the reading under way
  Ring<Run> under_way_;
  Cycle retiring_until_ = 0;             ///< the first cycle in which no group of a run is written
  std::vector<std::int32_t> activated_;  ///< of a layer
  std::vector<std::vector<std::int16_t>> h_;  ///< of the tasks under way
  std::size_t output_reserved_ = 0;
  bool blocked_ = false;
  bool issued_ = false;  ///< a group, in the cycle evaluated last
  TaskCount accumulators_read_{0};
  TaskCount done_{0};
  std::uint64_t units_ = 0;  ///< once all is issued of
  Ramp issuing_;             ///< the latest run
  OverflowCounts overflows_;
};

}  // namespace drnn
