#include "model/estimate/drnn_timing.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

constexpr int kInputs = 4;

Parameters one_at_once(int hidden) {
  Parameters p;
  p.mac.pe_per_channel = p.delta.lanes = p.delta.sends_per_cycle = hidden;
  p.activation.lanes = hidden;
  p.delta.fifo_depth = 64;
  p.dma.output_ports = 1;
  return p;
}

EstimatedCycles dense_step(const Parameters& p, int hidden) {
  const FiredPattern pattern = FiredPattern::dense({{kInputs, hidden, kInputs + hidden}}, {1});
  return DrnnTiming(p, MemoryTimes(), pattern).run().total;
}

/// From the contracts, with the first word offered in cycle 0: permitted and loaded in 2, sent in
/// 3, issued from 4 on, a column a cycle; read and MAC latency, report and permission; the depth;
/// four words a cycle.
EstimatedCycles expected(const Parameters& p, int hidden) {
  const int last_issue = 4 + kInputs + hidden - 1;
  const int activation = last_issue + p.weights.read_latency_cycles + p.mac.latency_cycles + 1 + 1;
  return activation + p.activation.depth_cycles + (hidden + 3) / 4 - 1 + 1;
}

}  // namespace

TEST_CASE("the estimate of one dense step is the sum of the contracts", "[estimate]") {
  const int hidden = GENERATE(4, 8, 13);
  Parameters p = one_at_once(hidden);
  p.weights.read_latency_cycles = GENERATE(1, 4);
  p.mac.latency_cycles = GENERATE(1, 3);
  p.activation.depth_cycles = GENERATE(1, 10);
  CHECK(dense_step(p, hidden) == expected(p, hidden));
}

TEST_CASE("a row group more costs a cycle a column and a read", "[estimate]") {
  constexpr int kHidden = 12;
  Parameters p = one_at_once(kHidden);
  p.mac.accumulator_latency_cycles = 1;
  const EstimatedCycles full = dense_step(p, kHidden);
  for (const int pe : {11, 6, 5, 1}) {
    p.mac.pe_per_channel = pe;
    const int groups = (kHidden + pe - 1) / pe;
    CHECK(dense_step(p, kHidden) == full + (kInputs + kHidden + 1) * (groups - 1));
  }
}

TEST_CASE("a delta FIFO of two entries keeps up with a delta a cycle, one of one does not",
          "[estimate]") {
  constexpr int kHidden = 12;
  Parameters p = one_at_once(kHidden);
  p.delta.sends_per_cycle = 1;
  const EstimatedCycles ample = dense_step(p, kHidden);
  p.delta.fifo_depth = 2;
  CHECK(dense_step(p, kHidden) == ample);
  // A place is free again two cycles after its entry was pushed.
  p.delta.fifo_depth = 1;
  CHECK(dense_step(p, kHidden) == ample + kInputs + kHidden - 1);
}

TEST_CASE("resets between sequences are in the total and given apart", "[estimate]") {
  const Parameters p = one_at_once(8);
  const std::vector<LayerSize> layers{{kInputs, 8, kInputs + 8}};
  const FiredPattern three = FiredPattern::dense(layers, {2, 2, 2});
  const TimingEstimate estimate = DrnnTiming(p, MemoryTimes(), three).run();
  CHECK(estimate.reset == 2 * state_reset_cycles(p, layers));
  const FiredPattern one = FiredPattern::dense(layers, {2});
  const EstimatedCycles alone = DrnnTiming(p, MemoryTimes(), one).run().total;
  CHECK(estimate.total == 3 * alone + estimate.reset + estimate.between_steps);
}
