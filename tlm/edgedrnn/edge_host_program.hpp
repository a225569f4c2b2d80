#pragma once

#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/config/parameters.hpp"
#include "tlm/driver/edgedrnn_driver.h"
#include "tlm/host_program.hpp"

namespace drnn {

/// EdgeDRNN's program: the weights lie in memory before it begins, so a load is register writes
/// only. Each step is a driver call, which costs `driver_call_cycles` before its first register
/// access, transfers the inputs, then the outputs, and polls for the end of each. A state reset
/// holds the reset line for `accelerator.reset_cycles` between its two register writes.
class EdgeHostProgram : public HostProgram {
 public:
  /// registers: of the accelerator, for the one switch that the hardware does not have.
  EdgeHostProgram(HostDriver& host, const Parameters& parameters, EdgeRegisters& registers);

 private:
  void load(const Job& job) override;
  void reset_state() override;
  void run_sequence(const InputSequence& sequence) override;

  const int num_pe_;
  const Cycle reset_cycles_;
  const Cycle driver_call_cycles_;
  EdgeRegisters& registers_;
  edgedrnn_driver driver_{};
  int inputs_ = 0;  ///< without padding
};

}  // namespace drnn
