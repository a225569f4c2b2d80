#include <catch2/catch.hpp>

#include "model/estimate/drnn_estimate.hpp"
#include "model/spool/rows.hpp"
#include "sim/estimate/memory_estimate.hpp"
#include "tests/support/checked_system.hpp"
#include "tests/support/system_case.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

FiredPattern pattern_of(const SystemCase& c, const QuantisedNetwork& network) {
  const std::vector<InputSequence> sequences = c.sequences();
  if (c.skip == 0) {
    std::vector<std::uint64_t> steps;
    for (const InputSequence& sequence : sequences) steps.push_back(sequence.steps);
    return FiredPattern::dense(layer_sizes_of(network), steps);
  }
  PatternRecorder recorder(network, c.numeric(), c.settings());
  for (const InputSequence& sequence : sequences) {
    recorder.begin_sequence();
    for_each_row(sequence.words, static_cast<std::size_t>(c.sizes[0]),
                 [&](const std::int16_t* x) { recorder.step(x); });
  }
  return recorder.take_pattern();
}

std::string differing_counts(const RunStatistics& e, const RunStatistics& s) {
  return equal(e.steps, s.steps, "steps") + equal(e.elements_x, s.elements_x, "elements of x") +
         equal(e.elements_h, s.elements_h, "elements of h") + equal(e.sent_x, s.sent_x, "x sent") +
         equal(e.sent_h, s.sent_h, "h sent") +
         equal(e.columns_issued, s.columns_issued, "columns") +
         equal(e.bias_columns_issued, s.bias_columns_issued, "bias columns") +
         equal(e.mac_operations, s.mac_operations, "MACs") +
         equal(e.units_activated, s.units_activated, "units") +
         equal(e.weight_read_bits, s.weight_read_bits, "weight bits") +
         equal(e.state_read_bits, s.state_read_bits, "state bits read") +
         equal(e.state_written_bits, s.state_written_bits, "state bits written") +
         equal(e.accumulator_read_bits, s.accumulator_read_bits, "sums read") +
         equal(e.accumulator_written_bits, s.accumulator_written_bits, "sums written") +
         equal(e.ddr_read_bytes, s.ddr_read_bytes, "bytes read") +
         equal(e.ddr_written_bytes, s.ddr_written_bytes, "bytes written") +
         equal(e.reset_cycles, s.reset_cycles, "reset cycles") +
         equal(e.host.driver_calls, s.host.driver_calls, "driver calls") +
         equal(e.host.dma_transfers, s.host.dma_transfers, "DMA transfers") +
         equal(e.host.register_writes, s.host.register_writes, "register writes");
}

using Compare = std::string (*)(const RunStatistics&, const RunStatistics&);

std::string compared(const SystemCase& c, Compare compare) {
  return in_child([&] {
    const Parameters p = c.parameters();
    const QuantisedNetwork network = c.network();
    const RunStatistics estimate = estimate_run(p, memory_times(p), pattern_of(c, network));
    CheckedSystem checked(p);
    return compare(estimate, checked.system.run(network, c.sequences(), c.settings()).statistics);
  });
}

std::string differing_cycles(const RunStatistics& e, const RunStatistics& s) {
  return equal(e.total_cycles, s.total_cycles, "cycles");
}

/// One sequence, and a memory that no step waits for.
SystemCase without_memory(SystemCase c) {
  c.steps = {c.steps.front()};
  c.input_ports = 2;
  c.output_ports = 3;
  c.burst_beats = 16;
  c.outstanding = c.hp_outstanding = 8;
  c.request = c.response = 1;
  c.hp_fifo = 1024;
  c.input_fifo_words = c.output_fifo_words = 256;
  return c;
}

}  // namespace

TEST_CASE("all that an estimate calls exact is what a run counts", "[estimate]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const SystemCase c = random_case(seed);
    INFO(c.describe());
    CHECK(compared(c, differing_counts) == "");
  }
}

TEST_CASE("where no step waits for the memory, estimated cycles are the simulated ones",
          "[estimate]") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const SystemCase c = without_memory(random_case(seed));
    INFO(c.describe());
    CHECK(compared(c, differing_cycles) == "");
  }
}
