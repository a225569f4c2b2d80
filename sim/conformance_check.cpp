#include "sim/conformance_check.hpp"

#include <algorithm>
#include <cstdlib>

#include "model/blocks/edgedrnn/ideal_bench.hpp"

namespace drnn {

namespace {

IdealWorkload workload_of(const ConformanceCase& recorded) {
  IdealWorkload workload;
  workload.registers.write(EdgeRegisters::kThetaX, recorded.theta_x);
  workload.registers.write(EdgeRegisters::kThetaH, recorded.theta_h);
  workload.registers.write_sizes(recorded.sizes);
  workload.weights = recorded.weights;
  workload.inputs = recorded.inputs;
  workload.steps = recorded.steps;
  return workload;
}

void compare_words(const ConformanceCase& recorded, const IdealRecord& record,
                   ConformanceResult& result) {
  result.words = recorded.outputs.size();
  for (std::size_t i = 0; i < result.words; ++i)
    result.words_differing += recorded.outputs[i] != record.words[i];
}

/// Adds one pair of cycles, both relative to the same handshake.
void compare_cycle(std::int64_t recorded, std::int64_t simulated, ConformanceResult& result) {
  ++result.step_handshakes;
  result.largest_cycles = std::max(result.largest_cycles, std::abs(simulated - recorded));
}

void compare_steps(const ConformanceCase& recorded, const IdealRecord& record,
                   ConformanceResult& result) {
  const std::int64_t origin = recorded.recorded_steps.front().first_input;
  const Cycle start = record.steps.front().first_input;
  const auto relative = [start](Cycle cycle) { return static_cast<std::int64_t>(cycle - start); };
  for (std::size_t t = 0; t < recorded.steps; ++t) {
    const RecordedStep& r = recorded.recorded_steps[t];
    const StepHandshakes& s = record.steps[t];
    compare_cycle(r.first_input - origin, relative(s.first_input), result);
    compare_cycle(r.last_input - origin, relative(s.last_input), result);
    compare_cycle(r.first_output - origin, relative(s.first_output), result);
    compare_cycle(r.last_output - origin, relative(s.last_output), result);
    result.columns_differing += r.columns != static_cast<std::int64_t>(s.columns);
    result.beats_differing += r.beats != static_cast<std::int64_t>(s.beats);
  }
}

/// A command that only one side has counts as different. A shorter recording than usual is of a
/// run with so few commands.
void compare_fetches(const ConformanceCase& recorded, const IdealRecord& record,
                     ConformanceResult& result) {
  const auto& expected = recorded.recorded_fetches;
  const std::size_t simulated =
      std::min(record.fetches.size(), std::max(expected.size(), kRecordedFetches));
  result.fetches = std::max(expected.size(), simulated);
  const std::size_t common = std::min(expected.size(), simulated);
  const std::int64_t origin = recorded.recorded_steps.front().first_input;
  const auto start = static_cast<std::int64_t>(record.steps.front().first_input);
  result.fetch_addresses_differing = result.fetch_cycles_differing = result.fetches - common;
  for (std::size_t i = 0; i < common; ++i) {
    const FetchHandshake& fetch = record.fetches[i];
    result.fetch_addresses_differing += expected[i].address != std::int64_t{fetch.address};
    result.fetch_cycles_differing +=
        expected[i].cycle - origin != static_cast<std::int64_t>(fetch.cycle) - start;
  }
}

/// "equal", or how many differ.
std::string verdict(std::size_t differing) {
  return differing == 0 ? "equal" : std::to_string(differing) + " differ";
}

}  // namespace

bool ConformanceResult::equal() const {
  return words_differing + columns_differing + beats_differing + fetch_addresses_differing +
                 fetch_cycles_differing ==
             0 &&
         largest_cycles == 0;
}

ConformanceResult check_conformance(const ConformanceCase& recorded, Engine engine) {
  const IdealWorkload workload = workload_of(recorded);
  EdgeConfig config;
  config.num_pe = recorded.num_pe;
  const IdealRecord record = IdealBench(config, workload, engine).run();
  ConformanceResult result;
  compare_words(recorded, record, result);
  compare_steps(recorded, record, result);
  compare_fetches(recorded, record, result);
  return result;
}

std::string to_line(const std::string& name, const ConformanceResult& r) {
  return name + ": words " + std::to_string(r.words) + " " + verdict(r.words_differing) +
         ", handshakes " + std::to_string(r.step_handshakes) + " largest difference " +
         std::to_string(r.largest_cycles) + " cycles, columns " + verdict(r.columns_differing) +
         ", weight beats " + verdict(r.beats_differing) + ", fetches " + std::to_string(r.fetches) +
         " addresses " + verdict(r.fetch_addresses_differing) + " cycles " +
         verdict(r.fetch_cycles_differing);
}

}  // namespace drnn
