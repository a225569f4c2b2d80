#include "sim/sweep/dense_reference.hpp"

#include <catch2/catch.hpp>

#include "sim/run_description.hpp"
#include "tests/support/random_source.hpp"
#include "tests/support/system_case.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// A random design with a sequence of many steps.
SystemCase long_case(std::uint64_t seed) {
  SystemCase c = random_case(seed);
  RandomSource random(seed + 7);
  c.steps = {random.small(300, 1500)};
  return c;
}

/// Runs it both ways; `told` says whether the first steps were enough.
std::string check_case(const SystemCase& c) {
  return in_child([&] {
    const Parameters parameters = c.parameters();
    const QuantisedNetwork network = c.network();
    const std::vector<InputSequence> sequences = c.sequences();
    ZynqSystem system("system", parameters, Engine::fast);
    DenseReference reference(system, parameters, network, sequences);
    const std::uint64_t cycles = reference.cycles();
    const std::uint64_t full = system.run(network, sequences, kDense).statistics.total_cycles;
    if (cycles != full)
      return std::to_string(reference.simulated_steps()) + " steps tell " + std::to_string(cycles) +
             " cycles, all steps take " + std::to_string(full);
    return std::string(reference.simulated_steps() < sequences[0].steps ? "few" : "");
  });
}

}  // namespace

TEST_CASE("a dense run that stops once its steps repeat tells the full run's cycles", "[dense]") {
  int stopped = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const SystemCase c = long_case(seed);
    const std::string outcome = check_case(c);
    INFO(c.describe());
    CHECK((outcome.empty() || outcome == "few"));
    if (!outcome.empty() && outcome != "few") FAIL_CHECK(outcome);
    stopped += outcome == "few";
  }
  INFO(stopped << " of 40 stopped");
  CHECK(stopped >= 8);
}
