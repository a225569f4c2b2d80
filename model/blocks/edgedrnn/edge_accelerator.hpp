#pragma once

#include <cstdint>

#include "model/arith/nonlinearity.hpp"
#include "model/blocks/cycle_engine.hpp"
#include "model/blocks/edgedrnn/command_issue.hpp"
#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "model/blocks/edgedrnn/input_encoding_unit.hpp"
#include "model/blocks/edgedrnn/pe_array.hpp"
#include "model/blocks/edgedrnn/processing_controller.hpp"
#include "model/blocks/edgedrnn/registered_fifo.hpp"
#include "model/blocks/state_memory.hpp"
#include "model/stats/run_statistics.hpp"

namespace drnn {

/// What is fixed at elaboration.
struct EdgeConfig {
  int num_pe = 8;       ///< K [R]
  int fifo_depth = 32;  ///< words of each delta FIFO behind its output stage [R]
  NumericProfile numeric = numeric_profile("edgedrnn");
};

/// The EdgeDRNN accelerator: input stream -> IEU -> delta FIFOs -> command issue -> (memory) ->
/// weight stream -> PEs -> output stream, with the new h fed back to the IEU. A step begins when
/// its input arrives. The blocks meet through the channels that are handed to them here; the
/// surroundings join at the four streams.
class EdgeAccelerator {
 public:
  /// Throws InputError for a number of PEs that edge_num_pe_fault() refuses.
  explicit EdgeAccelerator(const EdgeConfig& config);
  EdgeAccelerator(const EdgeAccelerator&) = delete;
  EdgeAccelerator& operator=(const EdgeAccelerator&) = delete;

  /// Adds every block to the engine of its clock domain, once the surroundings have joined the
  /// streams. A sink of commands that makes room has to find that a transfer takes place, see
  /// Stream::transfers().
  void join(CycleEngine& engine);

  /// The register file, written between cycles. Base address and thresholds count at once (but
  /// must not change while a layer is scanned), sizes with the next reset.
  EdgeRegisters& registers() { return registers_; }

  /// Asserts the reset, between cycles (the engine has to be told of both, see
  /// CycleEngine::wake_all()): until its release every block stands in its initial state,
  /// and state and accumulator memories are zero. Throws InputError for sizes that
  /// edge_shape_fault() refuses.
  void hold_reset();
  void release_reset();

  /// The reset line, for the surroundings.
  const ControlLines& control() const { return control_; }

  Stream<InputBeat>& input() { return input_; }
  Stream<FetchCommand>& commands() { return commands_; }
  Stream<WeightBeat>& weights() { return weights_; }
  Stream<ActivationBeat>& output() { return output_; }

  int num_pe() const { return config_.num_pe; }
  const NetworkShape& shape() const { return shape_; }

  /// Read-only view of the blocks for statistics.
  const InputEncodingUnit& encoder() const { return encoder_; }
  const CommandIssue& command_issue() const { return command_issue_; }
  const PeArray& pe_array() const { return pe_array_; }
  const ProcessingController& controller() const { return controller_; }
  const RegisteredFifo<DeltaValue>& value_fifo() const { return value_fifo_; }
  const StateMemory& state_memory() const { return state_memory_; }

  /// Declares the handshakes of the streams between the blocks.
  void probe(Signals& signals) const;

  /// Adds what the blocks have counted; cycles, steps and what surrounds the accelerator are the
  /// Columns of x and h.
  std::uint64_t columns_issued() const { return command_issue_.columns() - encoder_.sent_bias(); }
  /// caller's.
  void add_counts(RunStatistics& statistics) const;

 private:
  const EdgeConfig config_;
  const Nonlinearities tables_;
  NetworkShape shape_;
  EdgeRegisters registers_;
  ControlLines control_;

  Stream<InputBeat> input_;
  Stream<FetchCommand> commands_;
  Stream<WeightBeat> weights_;
  Stream<ActivationBeat> output_;
  Stream<DeltaValue> deltas_;
  Stream<ColumnIndex> indices_;
  Stream<ActivationBeat> feedback_;

  StateMemory state_memory_;
  RegisteredFifo<DeltaValue> value_fifo_;
  RegisteredFifo<ColumnIndex> index_fifo_;
  InputEncodingUnit encoder_;
  CommandIssue command_issue_;
  PeArray pe_array_;
  ProcessingController controller_;
};

}  // namespace drnn
