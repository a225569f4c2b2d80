#include "tlm/drnn_host_program.hpp"

#include "model/blocks/weight_loader.hpp"
#include "tlm/ps_config.hpp"

namespace drnn {

namespace {

std::vector<drnn_layer> layers_of(const QuantisedNetwork& network) {
  std::vector<drnn_layer> layers;
  const auto size = [](int value) { return static_cast<std::uint32_t>(value); };
  for (const QuantisedLayer& layer : network.layers)
    layers.push_back(
        {size(layer.inputs), size(layer.hidden), size(layer.bias_columns), to_word(layer.scales)});
  return layers;
}

}  // namespace

DrnnHostProgram::DrnnHostProgram(HostDriver& host, const Parameters& parameters)
    : HostProgram(host, driver_config(parameters)), host_parameters_(parameters.host) {}

void DrnnHostProgram::load(const Job& job) {
  const std::vector<drnn_layer> layers = layers_of(*job.network);
  const std::vector<std::int16_t> image = load_image(*job.network);
  const drnn_network network{layers.data(), static_cast<std::uint32_t>(layers.size()), image.data(),
                             image.size()};
  const drnn_thresholds thresholds{job.settings.theta_x, job.settings.theta_h,
                                   job.settings.skip ? 1 : 0};
  check(drnn_init(&driver_, &host().bus(), &config()));
  check(drnn_load(&driver_, &network, &thresholds));
}

void DrnnHostProgram::reset_state() {
  call(drnn_reset_state(&driver_));
}

void DrnnHostProgram::run_sequence(const InputSequence& sequence, std::int16_t* output) {
  if (host_parameters_.mode == HostMode::step) {
    run_steps(sequence, output);
  } else {
    call(drnn_run(&driver_, sequence.words.data(), output, sequence.steps));
  }
}

void DrnnHostProgram::run_steps(const InputSequence& sequence, std::int16_t* output) {
  const std::int16_t* input = sequence.words.data();
  for (std::uint64_t step = 0; step < sequence.steps; ++step) {
    host().spend(static_cast<Cycle>(host_parameters_.driver_call_cycles));
    call(drnn_step(&driver_, input, output));
    input += driver_.inputs;
    output += driver_.outputs;
  }
}

}  // namespace drnn
