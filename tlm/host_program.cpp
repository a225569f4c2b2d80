#include "tlm/host_program.hpp"

#include <string>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// Far more reads of a status register than any load, reset or step takes, so that a design which
/// never becomes ready is a fault and no endless run.
constexpr std::uint32_t kPollLimit = 100000000;

}  // namespace

HostProgram::HostProgram(HostDriver& host, const drnn_config& config)
    : host_(host), config_(config) {
  config_.poll_limit = kPollLimit;
}

void HostProgram::run(const Job& job) {
  driver_calls_ = 0;
  outputs_ = std::make_shared<Spool<std::int16_t>>();
  const Cycle begin = host_.now();
  load(job);
  load_cycles_ = host_.now() - begin;
  host_.clear_accesses();
  if (loaded_) loaded_();
  for (const InputSequence& sequence : *job.sequences) {
    reset_state();
    run_sequence(sequence);
  }
}

void HostProgram::call(int result) {
  ++driver_calls_;
  check(result);
}

void HostProgram::check(int result) const {
  if (result == DRNN_OK) return;
  std::string message = std::string("host driver: ") + drnn_error_text(result);
  if (!host_.fault().empty()) message += ": " + host_.fault();
  throw SimulationError(message);
}

}  // namespace drnn
