#pragma once

#include <memory>

#include "model/blocks/accelerator.hpp"
#include "model/blocks/mac_lanes.hpp"
#include "tlm/accelerator_registers.hpp"
#include "tlm/pl_design.hpp"

namespace drnn {

/// The DRNN accelerator, whose streams are the DMA's.
class DrnnDesign : public PlDesign {
 public:
  explicit DrnnDesign(const Parameters& parameters);

  WordFifo& input_fifo() override { return accelerator_.input_fifo(); }
  WordFifo& output_fifo() override { return accelerator_.output_fifo(); }
  void join(CycleEngine& engine) override { accelerator_.join(engine); }
  void map(AxiLite& axi_lite) override;
  std::unique_ptr<HostProgram> program(HostDriver& host) override;

  void probe(Signals& signals, const std::string& scope) const override;
  std::uint64_t columns_issued() const override { return accelerator_.mxv_unit().columns_issued(); }
  Cycle cycles_in_reset() const override { return accelerator_.sequencer().cycles_in_reset(); }
  MacCause mac_cause() override { return drnn::mac_cause(accelerator_, parameters_); }
  void add_counts(RunStatistics& statistics) const override;

 private:
  const Parameters parameters_;
  Accelerator accelerator_;
  AcceleratorRegisters registers_;
  const MacLanes lanes_r_, lanes_u_, lanes_c_;
};

}  // namespace drnn
