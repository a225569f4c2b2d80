#include "tlm/drnn_host_program.hpp"

#include <algorithm>

#include "model/blocks/weight_loader.hpp"
#include "model/spool/rows.hpp"
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

void DrnnHostProgram::run_sequence(const InputSequence& sequence) {
  if (host_parameters_.mode == HostMode::step) {
    run_steps(sequence);
  } else {
    call(run_stream(sequence));
  }
}

void DrnnHostProgram::run_steps(const InputSequence& sequence) {
  std::vector<std::int16_t> output(driver_.outputs);
  for_each_row(sequence.words, driver_.inputs, [&](const std::int16_t* input) {
    host().spend(static_cast<Cycle>(host_parameters_.driver_call_cycles));
    call(drnn_step(&driver_, input, output.data()));
    keep_outputs(output);
  });
}

/// What drnn_run() does, without the whole sequence in an array.
int DrnnHostProgram::run_stream(const InputSequence& sequence) {
  const std::uint64_t longest = drnn_longest_run(&driver_);
  if (longest == 0) return DRNN_ERROR_TOO_LARGE;
  int error = DRNN_OK;
  for (std::uint64_t first = 0; first < sequence.steps && error == DRNN_OK; first += longest) {
    const std::uint64_t steps = std::min(longest, sequence.steps - first);
    error = put_inputs(sequence.words.part(first * driver_.inputs, steps * driver_.inputs));
    if (error == DRNN_OK) error = drnn_run_in_place(&driver_, static_cast<std::uint32_t>(steps));
    if (error == DRNN_OK) error = get_outputs(steps * driver_.outputs);
  }
  return error;
}

int DrnnHostProgram::put_inputs(const SpooledValues<std::int16_t>& words) {
  const drnn_bus& bus = host().bus();
  std::uint32_t address = driver_.config.input_address;
  int failed = 0;
  for_each_stretch(words.size(), 1, [&](std::uint64_t first, std::size_t count) {
    if (failed == 0) failed = bus.put(bus.context, address, words.read(first, count).data(), count);
    address += static_cast<std::uint32_t>(sizeof(std::int16_t) * count);
  });
  return failed == 0 ? DRNN_OK : DRNN_ERROR_MEMORY;
}

int DrnnHostProgram::get_outputs(std::uint64_t words) {
  const drnn_bus& bus = host().bus();
  std::uint32_t address = driver_.config.output_address;
  int failed = 0;
  for_each_stretch(words, 1, [&](std::uint64_t, std::size_t count) {
    std::vector<std::int16_t> output(count);
    if (failed == 0) failed = bus.get(bus.context, address, output.data(), count);
    if (failed == 0) keep_outputs(output);
    address += static_cast<std::uint32_t>(sizeof(std::int16_t) * count);
  });
  return failed == 0 ? DRNN_OK : DRNN_ERROR_MEMORY;
}

}  // namespace drnn
