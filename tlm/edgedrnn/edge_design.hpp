#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "model/blocks/module.hpp"
#include "tlm/data_mover.hpp"
#include "tlm/edgedrnn/edge_register_block.hpp"
#include "tlm/edgedrnn/input_converter.hpp"
#include "tlm/edgedrnn/output_converter.hpp"
#include "tlm/edgedrnn/reset_line.hpp"
#include "tlm/edgedrnn/weight_port.hpp"
#include "tlm/pl_design.hpp"

namespace drnn {

/// The accelerator of these parameters.
EdgeConfig edge_config(const Parameters& parameters);

/// The EdgeDRNN accelerator as in the authors' block design: weights through a DataMover on a
/// memory port of its own, activations through width converters from and to the DMA.
class EdgeDesign : public sc_core::sc_module, public PlDesign {
 public:
  EdgeDesign(const sc_core::sc_module_name& name, const Parameters& parameters,
             ClockDomain& domain);

  WordFifo& input_fifo() override { return input_fifo_; }
  WordFifo& output_fifo() override { return output_fifo_; }
  std::vector<PlPort> ports() override;
  void join(CycleEngine& engine) override;
  void map(AxiLite& axi_lite) override;
  std::unique_ptr<HostProgram> program(HostDriver& host) override;

  void probe(Signals& signals, const std::string& scope) const override;
  bool settled() const override { return weight_port_.columns_on_their_way() == 0; }
  std::uint64_t columns_issued() const override { return accelerator_.columns_issued(); }
  Cycle cycles_in_reset() const override { return reset_line_.cycles_asserted(); }
  MacCause mac_cause() override;
  void add_counts(RunStatistics& statistics) const override;

 private:
  const Parameters parameters_;
  EdgeAccelerator accelerator_;
  EdgeRegisterBlock registers_;
  ResetLine reset_line_;

  WordFifo input_fifo_, output_fifo_;
  InputConverter input_converter_;
  OutputConverter output_converter_;

  TlmMemoryPort weight_memory_port_;
  CommandFifo command_fifo_;
  BeatFifo weight_fifo_;
  DataMover data_mover_;
  WeightPort weight_port_;
  bool weights_stream_ = false;  ///< one has been taken since none was asked for

  std::vector<std::unique_ptr<BlockPlace>> places_;
};

}  // namespace drnn
