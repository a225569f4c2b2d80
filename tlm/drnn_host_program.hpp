#pragma once

#include "model/config/parameters.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// The DRNN's program.
///
/// As a stream, a sequence is one driver call. In step mode each step is a call of its own, which
/// costs `driver_call_cycles` before its first register access and returns when the step's output
/// is in memory.
class DrnnHostProgram : public HostProgram {
 public:
  DrnnHostProgram(HostDriver& host, const Parameters& parameters);

 private:
  void load(const Job& job) override;
  void reset_state() override;
  void run_sequence(const InputSequence& sequence, std::int16_t* output) override;
  void run_steps(const InputSequence& sequence, std::int16_t* output);

  const Parameters::Host host_parameters_;
  drnn_driver driver_{};
};

}  // namespace drnn
