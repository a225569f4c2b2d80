#include "model/blocks/delta_unit.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

/// A delta unit for one layer with its neighbours, after a state reset, permitted to scan.
struct DeltaBench {
  DeltaBench(const DeltaUnit::Config& config, int inputs, int hidden, std::size_t fifo_depth,
             RunRegisters initial = {}, int bias_columns = 0)
      : shape{{inputs, hidden, bias_columns}},
        registers(initial),
        state(control, 16),
        input("input", static_cast<std::size_t>(4 * inputs + config.lanes)),
        output("output", fifo_depth),
        unit("delta_unit", config, profile, control, registers, shape, state, input, output),
        cycles{&state, &input, &output, &unit} {
    state.resize(shape);
    set(control.resetting, true);
    cycles.step();
    set(control.resetting, false);
  }

  template <class T, class V>
  void set(Register<T>& line, V value) {
    line.set(static_cast<T>(value));
    line.commit();
  }

  void offer(const std::vector<int>& x) {
    for (int v : x) input.push(static_cast<std::int16_t>(v));
    cycles.step();
  }

  /// Permits task 0 and returns the cycles until it counts as scanned.
  Cycle scan() {
    set(control.scan_permitted, 1);
    const Cycle begin = cycles.now();
    const Cycle end = cycles.first_cycle_with([this] { return unit.scanned() == 1; });
    return end == kNever ? kNever : end - begin;
  }

  NumericProfile profile;
  ControlLines control;
  NetworkShape shape;
  RunRegisters registers;
  StateMemory state;
  WordFifo input;
  DeltaFifo output;
  DeltaUnit unit;
  CycleBench cycles;
};

/// The contract: a window takes max(1, ceil(fired / sends)) cycles, and the task counts as scanned
/// from the cycle after its last window left stage 2, which loading precedes by one.
Cycle expected_cycles(const std::vector<int>& x, int hidden, const DeltaUnit::Config& config,
                      int theta) {
  Cycle cycles = 1;
  const int inputs = static_cast<int>(x.size());
  for (int first = 0; first < inputs; first += config.lanes) {
    int fired = 0;
    for (int i = first; i < std::min(inputs, first + config.lanes); ++i)
      fired +=
          x[static_cast<std::size_t>(i)] != 0 && std::abs(x[static_cast<std::size_t>(i)]) >= theta;
    cycles += static_cast<Cycle>(std::max(1, ceil_div(fired, config.sends_per_cycle)));
  }
  return cycles + static_cast<Cycle>(ceil_div(hidden, config.lanes));
}

}  // namespace

TEST_CASE("a scan takes the cycles that its contract states", "[delta_unit]") {
  const std::uint64_t seed = GENERATE(range(1, 60));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  DeltaUnit::Config config{random.small(1, 20), random.small(1, 4), ScanOperands::both};
  const int inputs = random.small(1, 50), hidden = random.small(1, 50);
  const int theta = random.small(0, 3);
  std::vector<int> x;
  for (int i = 0; i < inputs; ++i) x.push_back(random.chance(50) ? random.small(-4, 4) : 0);
  DeltaBench bench(config, inputs, hidden, 64, {theta, theta, true});
  bench.offer(x);
  CHECK(bench.scan() == expected_cycles(x, hidden, config, theta));
}

TEST_CASE("a delta at the threshold is sent and one below is not", "[delta_unit]") {
  DeltaBench bench({4, 1, ScanOperands::both}, 4, 1, 8, {10, 10, true});
  bench.offer({9, 10, -9, -10});
  REQUIRE(bench.scan() != kNever);
  REQUIRE(bench.output.size() == 2);
  CHECK(bench.output.peek(0).column == 1);
  CHECK(bench.output.peek(0).value == 10);
  CHECK(bench.output.peek(1).column == 3);
  CHECK(bench.output.peek(1).value == -10);
  CHECK(bench.state.x_reference(0, 1) == 10);
  CHECK(bench.state.x_reference(0, 0) == 0);
}

TEST_CASE("a delta FIFO as deep as the fired elements never stalls the scan", "[delta_unit]") {
  const int fired = 6;
  const auto full_cycles = [&](std::size_t depth) {
    DeltaBench bench({2, 1, ScanOperands::both}, fired, 1, depth);
    bench.offer(std::vector<int>(fired, 5));
    bench.set(bench.control.scan_permitted, 1);
    bench.cycles.steps(20);
    return cycles_for(bench.unit, "fifo_full");
  };
  CHECK(full_cycles(fired) == 0);
  CHECK(full_cycles(fired - 1) > 0);
}

TEST_CASE("without skipping every element is sent, zeros too", "[delta_unit]") {
  DeltaBench bench({4, 1, ScanOperands::both}, 5, 3, 16, {100, 100, false});
  bench.offer({0, 1, 0, 2, 0});
  REQUIRE(bench.scan() != kNever);
  CHECK(bench.output.size() == 8);
  CHECK(bench.unit.sent_x() == 5);
  CHECK(bench.unit.sent_h() == 3);
}

TEST_CASE("the scan waits for a whole window of input", "[delta_unit]") {
  DeltaBench bench({4, 1, ScanOperands::both}, 4, 1, 8);
  bench.offer({1, 1, 1});
  bench.set(bench.control.scan_permitted, 1);
  bench.cycles.steps(5);
  CHECK(bench.unit.sent_x() == 0);
  CHECK(cycles_for(bench.unit, "input_wait") == 5);
  bench.offer({1});
  bench.cycles.steps(2);
  CHECK(bench.unit.sent_x() == 1);
}

TEST_CASE("h of the next step is scanned as soon as its window is written", "[delta_unit]") {
  DeltaBench bench({2, 1, ScanOperands::both}, 1, 4, 8, {0, 0, true});
  bench.offer({0});
  REQUIRE(bench.scan() != kNever);
  bench.offer({0});
  bench.set(bench.control.scan_permitted, 2);
  bench.cycles.steps(4);
  REQUIRE(bench.unit.sent_h() == 0);
  bench.state.write_h(0, 0, 9);
  bench.state.publish_h(0, 1);
  bench.cycles.steps(3);
  CHECK(bench.unit.sent_h() == 0);  // half a window
  bench.state.publish_h(0, 1);
  bench.cycles.steps(3);
  CHECK(bench.unit.sent_h() == 1);
  CHECK(bench.unit.scanned() == 1);
  bench.state.publish_h(0, 2);
  bench.cycles.steps(4);
  CHECK(bench.unit.scanned() == 2);
}

TEST_CASE("the bias is an element of value 1 whose reference is no word of the state memory",
          "[delta_unit]") {
  const int theta = 256;  // 1.0
  DeltaBench bench({4, 1, ScanOperands::both}, 1, 1, 8, {theta, theta, true}, 1);
  const std::uint64_t cleared = bench.state.written_bits();
  bench.offer({0});
  REQUIRE(bench.scan() != kNever);
  REQUIRE(bench.output.size() == 1);
  CHECK(bench.output.peek().operand == Operand::bias);
  CHECK(bench.output.peek().column == 0);
  CHECK(bench.output.peek().value == theta);
  CHECK(bench.state.bias_reference(0) == theta);
  CHECK(bench.state.read_bits() == 16 * (1 + 2));  // reference of x; h and its reference
  CHECK(bench.state.written_bits() == cleared);
}

TEST_CASE("every cycle of the delta unit has one cause", "[delta_unit]") {
  DeltaBench bench({4, 1, ScanOperands::both}, 8, 8, 2);
  bench.offer(std::vector<int>(8, 3));
  bench.set(bench.control.scan_permitted, 1);
  bench.cycles.steps(100);
  CHECK(test::cycles_booked(bench.unit) == bench.cycles.now());
}
