#include "tlm/host_program.hpp"

#include <string>

#include "model/blocks/weight_loader.hpp"
#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// Far more reads of a status register than any load or reset takes, so that a design which never
/// becomes ready is a fault and no endless run.
constexpr std::uint32_t kPollLimit = 100000000;

std::vector<drnn_layer> layers_of(const QuantisedNetwork& network) {
  std::vector<drnn_layer> layers;
  const auto size = [](int value) { return static_cast<std::uint32_t>(value); };
  for (const QuantisedLayer& layer : network.layers)
    layers.push_back(
        {size(layer.inputs), size(layer.hidden), size(layer.bias_columns), to_word(layer.scales)});
  return layers;
}

}  // namespace

HostProgram::HostProgram(HostDriver& host, const Parameters::Host& parameters)
    : host_(host), parameters_(parameters), config_(drnn_default_config()) {
  config_.poll_limit = kPollLimit;
}

void HostProgram::run(const Job& job) {
  driver_calls_ = 0;
  outputs_.clear();
  load(job);
  const auto hidden = static_cast<std::uint64_t>(job.network->layers.back().hidden);
  std::uint64_t steps = 0;
  for (const InputSequence& sequence : *job.sequences) steps += sequence.steps;
  outputs_.resize(steps * hidden);
  std::int16_t* output = outputs_.data();
  for (const InputSequence& sequence : *job.sequences) {
    call(drnn_reset_state(&driver_));
    run_sequence(sequence, output);
    output += sequence.steps * hidden;
  }
}

void HostProgram::load(const Job& job) {
  const Cycle begin = host_.now();
  const std::vector<drnn_layer> layers = layers_of(*job.network);
  const std::vector<std::int16_t> image = load_image(*job.network);
  const drnn_network network{layers.data(), static_cast<std::uint32_t>(layers.size()), image.data(),
                             image.size()};
  const drnn_thresholds thresholds{job.settings.theta_x, job.settings.theta_h,
                                   job.settings.skip ? 1 : 0};
  check(drnn_init(&driver_, &host_.bus(), &config_));
  check(drnn_load(&driver_, &network, &thresholds));
  load_cycles_ = host_.now() - begin;
  host_.clear_accesses();
  if (loaded_) loaded_();
}

void HostProgram::run_sequence(const InputSequence& sequence, std::int16_t* output) {
  if (parameters_.mode == HostMode::step) {
    run_steps(sequence, output);
  } else {
    call(drnn_run(&driver_, sequence.words.data(), output, sequence.steps));
  }
}

void HostProgram::run_steps(const InputSequence& sequence, std::int16_t* output) {
  const std::int16_t* input = sequence.words.data();
  for (std::uint64_t step = 0; step < sequence.steps; ++step) {
    host_.spend(static_cast<Cycle>(parameters_.driver_call_cycles));
    call(drnn_step(&driver_, input, output));
    input += driver_.inputs;
    output += driver_.outputs;
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
