// The closed form T = max(I + H + 16, NNZ*3H/K + L_mem + c) + 5H/K of facts section 3, c = 15..24,
// against the cycle model; the ideal weight server's latency is in c, so L_mem is 0.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>

#include "tests/edgedrnn/edge_case.hpp"

using namespace drnn;
using drnn::test::EdgeCase;

namespace {

/// Cycles of one step of a one-layer network and the columns it fetched.
struct StepCost {
  double cycles;
  double columns;
};

std::vector<StepCost> simulate(const EdgeCase& c) {
  const IdealRecord record = IdealBench(c.config(), c.workload, Engine::fast).run();
  std::vector<StepCost> costs;
  // A step begins in the cycle after the last output of the one before, which is K cycles before
  // its first input beat is taken, with its K-th element.
  Cycle end = record.steps[0].first_input - static_cast<Cycle>(c.num_pe) - 1;
  std::uint64_t columns = 0;
  for (const StepHandshakes& s : record.steps) {
    costs.push_back({double(s.last_output - end), double(s.columns - columns)});
    end = s.last_output;
    columns = s.columns;
  }
  return costs;
}

EdgeCase random_layer(std::uint64_t seed, int largest_theta) {
  test::RandomSource random(seed);
  const int num_pe = 4 << random.small(0, 2);
  const std::vector<int> sizes{num_pe * random.small(1, 6), num_pe * random.small(2, 16)};
  const auto theta = [&] { return static_cast<std::uint32_t>(random.small(0, largest_theta)); };
  const std::uint32_t theta_x = theta(), theta_h = theta();
  return test::edge_case(num_pe, sizes, theta_x, theta_h, 12, random);
}

struct Terms {
  explicit Terms(const EdgeCase& c)
      : scan(c.sizes[0] + c.hidden() + 16), column(3 * c.groups()), tail(5 * c.groups()) {}
  double scan, column, tail;
  double formula(double columns, double c) const {
    return std::max(scan, columns * column + c) + tail;
  }
};

}  // namespace

TEST_CASE("a step without deltas takes exactly I + H + 16 + 5H/K cycles", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 20));
  EdgeCase c = random_layer(seed, 50);
  INFO("seed " << seed << ": " << c.describe());
  std::fill(c.workload.inputs.begin(), c.workload.inputs.end(), std::int16_t{0});
  c.workload.registers.write(EdgeRegisters::kThetaX, 257);  // no bias either
  const Terms terms(c);
  for (const StepCost& cost : simulate(c)) {
    REQUIRE(cost.columns == 0);
    CHECK(cost.cycles == terms.scan + terms.tail);
  }
}

TEST_CASE("a step takes at least the longer of scan and fetches, at most both", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 200));
  const EdgeCase c = random_layer(seed, 150);
  INFO("seed " << seed << ": " << c.describe());
  const Terms terms(c);
  for (const StepCost& cost : simulate(c)) {
    CAPTURE(cost.cycles, cost.columns);
    // The earliest beat comes 5 cycles into the step, for a bias; 9 more lie between the last beat
    // and the end of the first two passes, beyond 5H/K.
    CHECK(cost.cycles >= terms.formula(cost.columns, cost.columns > 0 ? 14 : 0));
    // While the scan stands still, beats are taken; a zero with a last flag can stop them for a
    // cycle a phase.
    CHECK(cost.cycles <= terms.scan + cost.columns * terms.column + 2 + terms.tail);
  }
}

TEST_CASE("the closed form's error over random networks is small on average", "[edgedrnn]") {
  constexpr double kUsefulMean = 0.05;  // a check that is further off would check little
  double sum = 0, largest = 0;
  int steps = 0, inside = 0;
  for (std::uint64_t seed = 1000; seed < 1300; ++seed) {
    const EdgeCase c = random_layer(seed, 150);
    const Terms terms(c);
    for (const StepCost& cost : simulate(c)) {
      const double low = terms.formula(cost.columns, 15), high = terms.formula(cost.columns, 24);
      const double off = std::max({low - cost.cycles, cost.cycles - high, 0.0}) / cost.cycles;
      sum += off;
      largest = std::max(largest, off);
      inside += off == 0;
      ++steps;
    }
  }
  std::cout << "closed form against the model, " << steps << " steps of 300 random layers: inside "
            << "c = 15..24 " << 100.0 * inside / steps << " %, mean error " << 100 * sum / steps
            << " %, largest " << 100 * largest << " %\n";
  CHECK(sum / steps <= kUsefulMean);
}
