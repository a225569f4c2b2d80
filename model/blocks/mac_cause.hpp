#pragma once

#include <cstdint>

#include "model/blocks/accelerator_core.hpp"
#include "model/stats/cycle_account.hpp"

namespace drnn {

/// What the cycle just executed went to, as far as the accelerator knows.
struct MacCause {
  /// input_host stands for "there is no input", whatever the reason.
  CycleCause cause = CycleCause::mac;
  /// With no input: what steps before it still wait for; input_host if there is nothing.
  CycleCause under_way = CycleCause::input_host;
  std::uint64_t tail = CycleAccount::kNoTail;  ///< see CycleAccount::note()
};

/// DRNN: the cause of the cycle after whose commit it is asked for, from what the blocks attributed
/// that cycle to. The MxV unit's cause, and where it waits, that of the block it waits for:
/// - busy: mac; in the last of several row groups, where it is not full, tail_imbalance
/// - hazard: accumulator_hazard; drain: mac_latency
/// - activation_wait: follows the activation pipeline: busy is activation, or fifo_full where a
///   delta unit is held by its FIFO and none works; output_wait; otherwise sequencer
/// - fifo_empty: fifo_empty where the task has been scanned by now. Otherwise it follows the delta
///   units that have not scanned it, the first that applies: one busy is scan, one in state_wait
///   follows the activation pipeline (drain is activation_latency), one in input_wait has no input;
///   with all in sequencer_wait there is no input where the input FIFO is empty and tasks done need
///   not be awaited, and otherwise it follows the activation pipeline
MacCause mac_cause(const AcceleratorCore& core, const Parameters& parameters);

}  // namespace drnn
