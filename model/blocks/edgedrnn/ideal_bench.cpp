#include "model/blocks/edgedrnn/ideal_bench.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace {
/// Far above the longest stretch in which this bench's blocks are quiet.
constexpr Cycle kWatchdogCycles = 100000;
}  // namespace

IdealBench::IdealBench(const EdgeConfig& config, const IdealWorkload& workload, Engine engine)
    : workload_(workload),
      accelerator_(config),
      input_(config.num_pe, workload.inputs, accelerator_.control(), accelerator_.input()),
      server_(config.num_pe, workload.weights, accelerator_.control(), accelerator_.commands(),
              accelerator_.weights()),
      output_(config.num_pe, accelerator_.control(), accelerator_.output()),
      engine_(engine, kWatchdogCycles) {
  accelerator_.join(engine_);
  engine_.add(input_);
  engine_.add(server_);
  engine_.add(output_);
  engine_.on_evaluated([this](Cycle now) { observe(now); });
}

IdealRecord IdealBench::run() {
  reset();
  const auto hidden = static_cast<std::size_t>(accelerator_.shape().back().hidden);
  Cycle now = engine_.next_unexecuted();
  while (output_.words().size() < workload_.steps * hidden) {
    now = engine_.execute(now);
    if (now == kNever)
      throw SimulationError("the accelerator waits for what never comes\n" + engine_.report());
  }
  engine_.catch_up();  // for who reads what blocks have counted
  record_.words = output_.words();
  return record_;
}

void IdealBench::reset() {
  record_ = {};
  record_.steps.assign(workload_.steps, {});
  input_beats_ = output_beats_ = 0;
  accelerator_.registers() = workload_.registers;
  accelerator_.hold_reset();
  engine_.wake_all();
  engine_.execute(engine_.next_unexecuted());
  accelerator_.release_reset();
  engine_.wake_all();
  engine_.clear_statistics();
}

/// Between evaluation and commit: every handshake of the cycle can be seen, none has moved on.
void IdealBench::observe(Cycle now) {
  if (accelerator_.control().resetting.get()) return;
  if (accelerator_.commands().transfers())
    record_.fetches.push_back({now, accelerator_.commands().data().address});
  if (accelerator_.input().transfers()) observe_input(now);
  if (accelerator_.output().transfers()) observe_output(now);
}

void IdealBench::observe_input(Cycle now) {
  const auto per_step =
      static_cast<std::size_t>(accelerator_.shape().front().inputs / accelerator_.num_pe());
  StepHandshakes& step = record_.steps.at(input_beats_ / per_step);
  if (input_beats_ % per_step == 0) step.first_input = now;
  step.last_input = now;
  ++input_beats_;
}

void IdealBench::observe_output(Cycle now) {
  const auto per_step =
      static_cast<std::size_t>(accelerator_.shape().back().hidden / accelerator_.num_pe());
  StepHandshakes& step = record_.steps.at(output_beats_ / per_step);
  if (output_beats_ % per_step == 0) step.first_output = now;
  step.last_output = now;
  step.columns = accelerator_.command_issue().columns();
  step.beats = accelerator_.pe_array().beats();
  ++output_beats_;
}

}  // namespace drnn
