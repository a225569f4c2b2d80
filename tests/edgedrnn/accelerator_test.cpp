#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "model/config/errors.hpp"
#include "tests/edgedrnn/edge_case.hpp"
#include "tests/support/cycle_bench.hpp"

using namespace drnn;
using drnn::test::EdgeCase;

namespace {

/// Every number of a run as text, to be compared and shown.
std::string describe(const IdealRecord& record) {
  std::string text;
  const auto add = [&](auto value) { text += std::to_string(value) + " "; };
  for (const StepHandshakes& s : record.steps) {
    for (std::uint64_t v :
         {s.first_input, s.last_input, s.first_output, s.last_output, s.columns, s.beats})
      add(v);
    text += "\n";
  }
  for (const FetchHandshake& f : record.fetches) {
    add(f.cycle);
    add(f.address);
  }
  return text;
}

std::string describe_counts(IdealBench& bench) {
  RunStatistics s;
  bench.accelerator().add_counts(s);
  std::string text;
  for (std::uint64_t v :
       {s.elements_x, s.elements_h, s.sent_x, s.sent_h, s.columns_issued, s.bias_columns_issued,
        s.mac_operations, s.units_activated, s.weight_read_bits, s.state_read_bits,
        s.state_written_bits, s.accumulator_read_bits, s.accumulator_written_bits,
        bench.server().beats_served()})
    text += std::to_string(v) + " ";
  for (const ClockedBlock* block : bench.engine().blocks())
    for (const CauseCycles& entry : block->cause_cycles())
      text += "\n" + block->name() + " " + std::string(entry.cause) + " " +
              std::to_string(entry.cycles);
  return text;
}

}  // namespace

TEST_CASE("the accelerator gives the words of the untimed network", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 120));
  test::RandomSource random(seed);
  const EdgeCase c = test::random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  CHECK(IdealBench(c.config(), c.workload, Engine::fast).run().words == test::untimed_words(c));
}

TEST_CASE("both engines give the same handshakes, counts and causes", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(200, 320));
  test::RandomSource random(seed);
  const EdgeCase c = test::random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  IdealBench fast(c.config(), c.workload, Engine::fast);
  IdealBench stepped(c.config(), c.workload, Engine::stepped);
  CHECK(describe(fast.run()) == describe(stepped.run()));
  CHECK(describe_counts(fast) == describe_counts(stepped));
}

TEST_CASE("the order in which blocks run does not matter", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(400, 430));
  test::RandomSource random(seed);
  const EdgeCase c = test::random_edge_case(random);
  const Engine engine = GENERATE(Engine::fast, Engine::stepped);
  INFO("seed " << seed << ": " << c.describe());
  IdealBench ordered(c.config(), c.workload, engine);
  const std::string expected = describe(ordered.run());
  IdealBench shuffled(c.config(), c.workload, engine);
  const auto blocks = shuffled.engine().blocks();
  std::vector<std::size_t> order(blocks.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.small(0, int(i) - 1))]);
  shuffled.engine().reorder(order);
  const std::string handshakes = describe(shuffled.run());
  std::vector<std::size_t> back(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) back[order[i]] = i;
  shuffled.engine().reorder(back);
  CHECK(handshakes == expected);
  CHECK(describe_counts(shuffled) == describe_counts(ordered));
}

TEST_CASE("a run does not depend on the runs before it", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(500, 520));
  test::RandomSource random(seed);
  EdgeCase c = test::random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  IdealBench bench(c.config(), c.workload, Engine::fast);
  const IdealRecord first = bench.run();
  const std::string counts = describe_counts(bench);
  const IdealRecord second = bench.run();
  CHECK(first.words == second.words);
  REQUIRE(first.fetches.size() == second.fetches.size());
  CHECK(counts == describe_counts(bench));
  const Cycle later = second.steps[0].first_input - first.steps[0].first_input;
  for (std::size_t t = 0; t < c.workload.steps; ++t)
    CHECK(second.steps[t].last_output - first.steps[t].last_output == later);
  c.workload.registers.write(EdgeRegisters::kThetaX, 0);  // the bench reads it with the next reset
  c.workload.registers.write(EdgeRegisters::kThetaH, 0);
  CHECK(bench.run().words == IdealBench(c.config(), c.workload, Engine::fast).run().words);
}

TEST_CASE("what the blocks count adds up", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(600, 640));
  test::RandomSource random(seed);
  const EdgeCase c = test::random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  IdealBench bench(c.config(), c.workload, Engine::fast);
  const IdealRecord record = bench.run();
  const Cycle cycles = bench.engine().next_unexecuted() - 1;  // without the reset
  for (const ClockedBlock* block : bench.engine().blocks()) {
    INFO(block->name());
    CHECK(test::cycles_booked(*block) == cycles);
  }
  RunStatistics s;
  bench.accelerator().add_counts(s);
  const std::uint64_t steps = c.workload.steps;
  const auto hidden = static_cast<std::uint64_t>(c.hidden());
  const auto k = static_cast<std::uint64_t>(c.num_pe);
  const std::uint64_t inputs =
      static_cast<std::uint64_t>(c.sizes[0]) + (c.layers() - 1) * hidden;  // of all layers
  const std::uint64_t columns = s.columns_issued + s.bias_columns_issued;
  CHECK(s.elements_x == steps * inputs);
  CHECK(s.elements_h == steps * c.layers() * hidden);
  CHECK(s.columns_issued == s.sent_x + s.sent_h);
  CHECK(columns == record.fetches.size());
  CHECK(s.mac_operations == columns * 3 * hidden);
  CHECK(bench.server().beats_served() * k == s.mac_operations);
  CHECK(s.weight_read_bits == 8 * s.mac_operations);
  CHECK(s.units_activated == steps * c.layers() * hidden);
  // A row a beat, four rows a group, and two that nothing uses a layer.
  CHECK(s.accumulator_written_bits == s.mac_operations * 24);
  CHECK(s.accumulator_read_bits ==
        (s.mac_operations + steps * c.layers() * (4 * hidden + 2 * k)) * 24);
  // x and its reference (x of layer 0 comes by the stream), h and its reference, the old h.
  CHECK(s.state_read_bits ==
        steps * (2 * inputs - static_cast<std::uint64_t>(c.sizes[0]) + c.layers() * 3 * hidden) *
            16);
  CHECK(s.state_written_bits == (steps * c.layers() * hidden + s.sent_x + s.sent_h) * 16);
}

TEST_CASE("without skipping every column is fetched, and the words are those of theta 0",
          "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(700, 710));
  test::RandomSource random(seed);
  EdgeCase c = test::random_edge_case(random);
  INFO("seed " << seed << ": " << c.describe());
  c.workload.registers.write(EdgeRegisters::kThetaX, 0);
  c.workload.registers.write(EdgeRegisters::kThetaH, 0);
  const IdealRecord sparse = IdealBench(c.config(), c.workload, Engine::fast).run();
  c.workload.registers.set_skip(false);
  const IdealRecord dense = IdealBench(c.config(), c.workload, Engine::fast).run();
  CHECK(dense.words == sparse.words);
  std::size_t columns = 0;
  for (const LayerShape& l : edge_shape(c.sizes))
    columns += static_cast<std::size_t>(1 + l.inputs + l.hidden);
  CHECK(dense.fetches.size() == columns * c.workload.steps);
}

TEST_CASE("a bias fires once where theta_x is at most 1.0, and never above", "[edgedrnn]") {
  const auto biases = [](std::uint32_t theta_x) {
    test::RandomSource random(1);
    const EdgeCase c = test::edge_case(4, {8, 8, 8}, theta_x, 0, 3, random);
    IdealBench bench(c.config(), c.workload, Engine::fast);
    bench.run();
    return bench.accelerator().encoder().sent_bias();
  };
  CHECK(biases(0) == 2);
  CHECK(biases(256) == 2);
  CHECK(biases(257) == 0);
}

TEST_CASE("an accelerator refuses what it cannot be", "[edgedrnn]") {
  EdgeConfig config;
  config.num_pe = 3;
  CHECK_THROWS_AS(EdgeAccelerator(config), InputError);
  EdgeAccelerator accelerator({});
  CHECK_THROWS_AS(accelerator.hold_reset(), InputError);  // no layers
  accelerator.registers().write_sizes({8, 16, 24});
  CHECK_THROWS_WITH(accelerator.hold_reset(), Catch::Contains("layers of 16 and 24 units"));
}
