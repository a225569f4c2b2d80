#include "tlm/edgedrnn/edge_host_program.hpp"

#include "model/blocks/edgedrnn/edge_network.hpp"
#include "model/config/errors.hpp"
#include "model/spool/rows.hpp"
#include "tlm/memory_words.hpp"

namespace drnn {

namespace {

/// Bytes in pairs, the first one low.
std::vector<std::int16_t> words_of(const std::vector<std::int8_t>& bytes) {
  std::vector<std::int16_t> words(bytes.size() / 2);
  load_words(reinterpret_cast<const std::uint8_t*>(bytes.data()), words.size(), words.data());
  return words;
}

}  // namespace

EdgeHostProgram::EdgeHostProgram(HostDriver& host, const Parameters& p, EdgeRegisters& registers)
    : HostProgram(host, edgedrnn_default_config()),
      num_pe_(p.mac.num_pe),
      reset_cycles_(static_cast<Cycle>(p.accelerator.reset_cycles)),
      driver_call_cycles_(static_cast<Cycle>(p.host.driver_call_cycles)),
      registers_(registers) {}

void EdgeHostProgram::load(const Job& job) {
  if (const auto fault = edge_network_fault(*job.network, num_pe_))
    throw InputError("EdgeDRNN: " + *fault);
  const std::vector<int> sizes = edge_sizes(*job.network, num_pe_);
  const std::vector<std::int16_t> image = words_of(edge_columns(*job.network, num_pe_));
  const edgedrnn_network network{
      static_cast<std::uint32_t>(sizes.size() - 1), static_cast<std::uint32_t>(sizes.front()),
      static_cast<std::uint32_t>(sizes.back()), image.data(), image.size()};
  const drnn_thresholds thresholds{job.settings.theta_x, job.settings.theta_h, 1};
  check(edgedrnn_init(&driver_, &host().bus(), &config()));
  check(edgedrnn_load(&driver_, &network, &thresholds));
  registers_.set_skip(job.settings.skip);
  inputs_ = job.network->layers.front().inputs;
}

void EdgeHostProgram::reset_state() {
  call(edgedrnn_hold_reset(&driver_));
  host().spend(reset_cycles_);
  check(edgedrnn_release_reset(&driver_));
}

void EdgeHostProgram::run_sequence(const InputSequence& sequence) {
  std::vector<std::int16_t> output(driver_.outputs);
  for_each_row(sequence.words, static_cast<std::size_t>(inputs_), [&](const std::int16_t* input) {
    host().spend(driver_call_cycles_);
    const std::vector<std::int16_t> padded = edge_input(input, inputs_, num_pe_);
    call(edgedrnn_step(&driver_, padded.data(), output.data()));
    keep_outputs(output);
  });
}

}  // namespace drnn
