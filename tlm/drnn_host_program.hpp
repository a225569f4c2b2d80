#pragma once

#include "model/config/parameters.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// The DRNN's program.
///
/// As a stream, a sequence counts as one driver call, though its words go into memory and out of it
/// a part at a time. In step mode each step is a call of its own, which costs `driver_call_cycles`
/// before its first register access and returns when the step's output is in memory.
class DrnnHostProgram : public HostProgram {
 public:
  DrnnHostProgram(HostDriver& host, const Parameters& parameters);

 private:
  void load(const Job& job) override;
  void reset_state() override;
  void run_sequence(const InputSequence& sequence) override;
  void run_steps(const InputSequence& sequence);
  int run_stream(const InputSequence& sequence);
  int put_inputs(const SpooledValues<std::int16_t>& words);
  int get_outputs(std::uint64_t words);

  const Parameters::Host host_parameters_;
  drnn_driver driver_{};
};

}  // namespace drnn
