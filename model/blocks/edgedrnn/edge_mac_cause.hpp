#pragma once

#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "model/blocks/mac_cause.hpp"

namespace drnn {

/// EdgeDRNN: the cause of the cycle after whose commit it is asked for, from what the blocks
/// attributed that cycle to. The processing controller's cause, and where it waits, that of the
/// block it waits for:
/// - busy: mac; activation: activation; output_wait: output_wait; init: sequencer; drain:
///   mac_latency
/// - weight_wait: memory_bandwidth where weights stream, otherwise memory_latency
/// - delta_wait: follows the input encoding unit: busy and drain are scan; fifo_full; input_wait is
///   no input; feedback_wait, whose phases are scanned, is fifo_empty where the value FIFO holds or
///   moves deltas and otherwise sequencer
///
/// weights_stream: a beat of weights has been taken since none was asked for.
MacCause edge_mac_cause(const EdgeAccelerator& accelerator, bool weights_stream);

}  // namespace drnn
