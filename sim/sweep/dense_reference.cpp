#include "sim/sweep/dense_reference.hpp"

#include <algorithm>
#include <cstddef>

#include "sim/run_description.hpp"
#include "tlm/ddr/ddr_device.hpp"
#include "tlm/ps_config.hpp"

namespace drnn {

namespace {

/// Steps that one pair of transfers carries.
std::uint64_t longest_transfer_steps(const Parameters& p, const QuantisedNetwork& network) {
  const drnn_config config = driver_config(p);
  const std::uint64_t bytes = std::min(config.longest_transfer, config.stream_bytes);
  const int words = std::max(network.layers.front().inputs, network.layers.back().hidden);
  return bytes / sizeof(std::int16_t) / static_cast<std::uint64_t>(words);
}

/// No dense step takes fewer: a layer's columns are issued one after another, its sums are read
/// when they are there, and the next columns are issued when all sums have been read.
std::uint64_t least_step_cycles(const Parameters& p, const QuantisedNetwork& network) {
  int cycles = 0;
  for (const QuantisedLayer& layer : network.layers) {
    const int columns = layer.inputs + layer.hidden;
    cycles += columns * ceil_div(layer.hidden, p.mac.pe_per_channel) +
              p.weights.read_latency_cycles + p.mac.latency_cycles +
              ceil_div(layer.hidden, p.activation.lanes);
  }
  return static_cast<std::uint64_t>(cycles);
}

std::uint64_t refresh_cycles(const Parameters& p) {
  const DdrDevice device = ddr_device(p.ddr.device);
  return static_cast<std::uint64_t>(device.timing.trefi) * device.tck_ps /
         static_cast<std::uint64_t>(p.clock.period_ps);
}

bool ports_have_slack(const RunStatistics& s) {
  return std::all_of(s.ports.begin(), s.ports.end(),
                     [&](const PortCounts& port) { return 2 * port.beats <= s.total_cycles; });
}

/// A burst of BL8 takes four clocks.
bool dram_has_slack(const DdrCounts& ddr) {
  return 2 * 4 * (ddr.reads + ddr.writes) <= ddr.clocks;
}

bool responses_are_in_time(const RunStatistics& s) {
  for (const BlockCauses& block : s.blocks)
    for (const BlockCauses::Entry& entry : block.causes)
      if (entry.cause == "memory_wait" && 8 * entry.cycles > s.total_cycles) return false;
  return true;
}

bool repeats(const ZynqSystem::Result& first) {
  const RunStatistics& s = first.statistics;
  return first.alike_steps + DenseReference::kUnlikeSteps > s.steps && ports_have_slack(s) &&
         dram_has_slack(s.ddr) && responses_are_in_time(s);
}

InputSequence shortened(const InputSequence& sequence, std::uint64_t steps, int inputs) {
  return {steps, sequence.words.part(0, steps * static_cast<std::uint64_t>(inputs))};
}

}  // namespace

DenseReference::DenseReference(ZynqSystem& system, const Parameters& parameters,
                               const QuantisedNetwork& network,
                               const std::vector<InputSequence>& sequences)
    : system_(system), parameters_(parameters), network_(network), sequences_(sequences) {}

bool DenseReference::may_repeat() const {
  return parameters_.accelerator.kind == AcceleratorKind::drnn &&
         parameters_.host.mode == HostMode::stream && sequences_.size() == 1 &&
         sequences_.front().steps <= longest_transfer_steps(parameters_, network_);
}

std::uint64_t DenseReference::first_steps() const {
  const std::uint64_t cycles = kRefreshes * refresh_cycles(parameters_);
  return std::max(kLeastSteps, cycles / least_step_cycles(parameters_, network_));
}

ZynqSystem::Result DenseReference::run(const std::vector<InputSequence>& sequences) {
  const WithoutArithmetic timing_alone(system_.tape());
  ZynqSystem::Result result = system_.run(network_, sequences, kDense);
  simulated_steps_ += result.statistics.steps;
  return result;
}

std::uint64_t DenseReference::cycles() {
  simulated_steps_ = 0;
  return may_repeat() ? of_first_steps() : of_all_steps();
}

std::uint64_t DenseReference::of_first_steps() {
  const InputSequence& sequence = sequences_.front();
  const std::uint64_t few = first_steps();
  if (2 * few >= sequence.steps) return of_all_steps();
  const auto first = run({shortened(sequence, few, network_.layers.front().inputs)});
  if (!repeats(first)) return of_all_steps();
  return first.statistics.total_cycles + (sequence.steps - few) * first.last_step_cycles;
}

std::uint64_t DenseReference::of_all_steps() {
  return run(sequences_).statistics.total_cycles;
}

}  // namespace drnn
