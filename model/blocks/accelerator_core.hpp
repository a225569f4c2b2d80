#pragma once

#include <memory>
#include <vector>

#include "model/arith/nonlinearity.hpp"
#include "model/blocks/accumulators.hpp"
#include "model/blocks/activation_pipeline.hpp"
#include "model/blocks/cycle_engine.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/delta_unit.hpp"
#include "model/blocks/mac_channel.hpp"
#include "model/blocks/mxv_unit.hpp"
#include "model/blocks/sequencer.hpp"
#include "model/blocks/state_memory.hpp"
#include "model/blocks/weight_banks.hpp"
#include "model/blocks/weight_loader.hpp"
#include "model/config/parameters.hpp"

namespace drnn {

/// The DRNN accelerator: input stream -> delta unit -> delta FIFOs -> MxV -> activation pipeline
/// -> output stream. The blocks meet through the channels that are handed to them here. Plain C++:
/// it runs without the SystemC kernel, in which Accelerator gives it its place.
///
/// What the blocks take from Parameters beside the values of the same name: the FIFOs of the
/// streams hold (dma.input_fifo_words * input_ports, dma.output_fifo_words * output_ports) words of
/// dma.port_bits, in words of an activation, and the weight loader takes as many a cycle as the
/// input ports carry. One delta unit scans both operands, or the first of two x with the bias and
/// the second h, each into a FIFO of its own. h is scanned first above layer 0 unless accumulators
/// saturate. The activation pipeline publishes its groups one by one with overlap scan_xh only.
///
/// Network sizes, thresholds and the skip enable are run-time registers; everything in Parameters
/// is fixed at elaboration.
class AcceleratorCore {
 public:
  explicit AcceleratorCore(const Parameters& parameters);
  AcceleratorCore(const AcceleratorCore&) = delete;  // the blocks refer to each other
  AcceleratorCore& operator=(const AcceleratorCore&) = delete;

  /// Every block that is clocked.
  std::vector<ClockedBlock*> blocks();
  /// Adds them to the engine of their clock domain, each with the blocks that it reads.
  void join(CycleEngine& engine);

  /// Register interface; all between cycles.
  void begin_load(const NetworkShape& shape);
  bool loading() const { return weight_loader_.loading(); }
  void set_registers(const RunRegisters& registers) { registers_ = registers; }
  const RunRegisters& registers() const { return registers_; }
  void request_reset() { sequencer_.request_reset(); }
  bool ready() const { return sequencer_.ready(); }

  /// Between runs: records what they compute, or takes it from a recording.
  StateTape& tape() { return tape_; }
  /// Values that left their range: of the pipeline, and of the sums that it read.
  OverflowCounts overflows() const;

  /// Stream channels to the DMA.
  WordFifo& input_fifo() { return input_fifo_; }
  const WordFifo& input_fifo() const { return input_fifo_; }
  WordFifo& output_fifo() { return output_fifo_; }

  const NetworkShape& shape() const { return shape_; }

  /// Read-only view of the blocks, for statistics and tests.
  const ControlLines& control() const { return control_; }
  const std::vector<std::unique_ptr<DeltaUnit>>& delta_units() const { return delta_units_; }
  const std::vector<std::unique_ptr<DeltaFifo>>& delta_fifos() const { return delta_fifos_; }
  const MxvUnit& mxv_unit() const { return mxv_unit_; }
  const WeightBanks& weight_banks() const { return weight_banks_; }
  const Accumulators& accumulators() const { return accumulators_; }
  const ActivationPipeline& activation_pipeline() const { return activation_pipeline_; }
  const StateMemory& state_memory() const { return state_memory_; }
  const Sequencer& sequencer() const { return sequencer_; }

 private:
  using DeltaFifos = std::vector<std::unique_ptr<DeltaFifo>>;
  using DeltaUnits = std::vector<std::unique_ptr<DeltaUnit>>;
  DeltaUnits make_delta_units(const Parameters& parameters);

  const Nonlinearities tables_;
  NetworkShape shape_;
  RunRegisters registers_;
  ControlLines control_;

  StateTape tape_;
  WordFifo input_fifo_;
  StateMemory state_memory_;
  DeltaFifos delta_fifos_;  ///< one a delta unit
  DeltaUnits delta_units_;  ///< one for x and h, or one each
  WeightBanks weight_banks_;
  Accumulators accumulators_;
  MacChannels mac_channels_;
  MxvUnit mxv_unit_;
  WordFifo output_fifo_;
  ActivationPipeline activation_pipeline_;
  Sequencer sequencer_;
  WeightLoader weight_loader_;
};

}  // namespace drnn
