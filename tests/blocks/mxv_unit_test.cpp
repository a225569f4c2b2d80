#include "model/blocks/mxv_unit.hpp"

#include <catch2/catch.hpp>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

/// An MxV unit with everything scanned: it only has to work off its FIFO.
struct MxvBench {
  MxvBench(const MxvUnit::Config& config, const QuantisedNetwork& network)
      : shape(test::shape_of(network)),
        weights(config.pe_per_channel, profile.weight.bits),
        accumulators(control, profile, config.pe_per_channel),
        fifo("delta_fifo", 256),
        channels(profile),
        unit(config, channels, control, shape, weights, accumulators, {&fifo}, {}),
        cycles{&weights, &accumulators, &fifo, &unit} {
    weights.resize(shape);
    accumulators.resize(shape);
    const auto& columns = network.layers[0].columns;
    weights.write(0, 0, columns.data(), columns.size());
    set(control.resetting, true);
    cycles.step();
    set(control.resetting, false);
  }

  template <class T, class V>
  void set(Register<T>& line, V value) {
    line.set(static_cast<T>(value));
    line.commit();
  }
  void permit(int tasks = 1) { set(control.mxv_permitted, tasks); }

  NumericProfile profile;
  ControlLines control;
  NetworkShape shape;
  WeightBanks weights;
  Accumulators accumulators;
  DeltaFifo fifo;
  MacChannels channels;
  MxvUnit unit;
  CycleBench cycles;
};

Cycle expected_cycles(int columns, int hidden, const MxvUnit::Config& c) {
  const int groups = ceil_div(hidden, c.pe_per_channel);
  const int interval = groups == 1 ? 1 : std::max(groups, c.accumulator_latency);
  // Issued from cycle 0 on; the last sums are readable after the pipeline, and reported a cycle on.
  return static_cast<Cycle>((columns - 1) * interval + groups - 1 + c.read_latency + c.latency + 1);
}

}  // namespace

TEST_CASE("columns take the cycles that the contract states", "[mxv_unit]") {
  const std::uint64_t seed = GENERATE(range(1, 60));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  const MxvUnit::Config config{random.small(1, 20), random.small(1, 4), random.small(1, 5),
                               random.small(1, 6)};
  const int inputs = random.small(1, 20), hidden = random.small(1, 40);
  const QuantisedNetwork network =
      test::random_network({inputs, hidden}, numeric_profile("drnn"), random);
  MxvBench bench(config, network);
  const int columns = random.small(1, 40);
  for (int i = 0; i < columns; ++i)
    bench.fifo.push({random.small(-9, 9), random.small(0, inputs - 1), Operand::x});
  bench.cycles.step();
  bench.permit();
  const Cycle begin = bench.cycles.now();
  const Cycle end = bench.cycles.first_cycle_with([&] { return bench.unit.accumulated() == 1; });
  CHECK(end - begin == expected_cycles(columns, hidden, config));
  CHECK(bench.unit.columns_issued() == static_cast<std::uint64_t>(columns));
  CHECK(bench.weights.read_bits() == static_cast<std::uint64_t>(columns * 3 * hidden * 16));
  CHECK(cycles_for(bench.unit, "busy") ==
        static_cast<Cycle>(columns * ceil_div(hidden, config.pe_per_channel)));
}

TEST_CASE("accumulator latency costs cycles only where rows are fewer", "[mxv_unit]") {
  const auto hazards = [](int rows_a_pe, int accumulator_latency) {
    test::RandomSource random(5);
    const MxvUnit::Config config{2, 2, 3, accumulator_latency};
    MxvBench bench(config,
                   test::random_network({4, 2 * rows_a_pe}, numeric_profile("drnn"), random));
    for (int i = 0; i < 4; ++i) bench.fifo.push({1, i, Operand::x});
    bench.cycles.step();
    bench.permit();
    bench.cycles.steps(100);
    return cycles_for(bench.unit, "hazard");
  };
  CHECK(hazards(3, 3) == 0);
  CHECK(hazards(2, 3) == 3);  // one cycle between each two of four columns
  CHECK(hazards(1, 9) == 0);  // the sum stays in the multiplier's register
}

TEST_CASE("x and h parts of the candidate go to separate accumulators", "[mxv_unit]") {
  test::RandomSource random(3);
  const QuantisedNetwork network = test::random_network({2, 3}, numeric_profile("drnn"), random);
  MxvBench bench({2, 2, 3, 3}, network);
  bench.fifo.push({3, 1, Operand::x});
  bench.fifo.push({-5, 4, Operand::h});
  bench.cycles.step();
  bench.permit();
  bench.cycles.steps(40);
  const std::int16_t* x = network.layers[0].column(1);
  const std::int16_t* h = network.layers[0].column(4);
  const UnitSums m = bench.accumulators.sums(0);
  for (int i = 0; i < 3; ++i) {
    CHECK(m.r[i] == 3 * x[i] - 5 * h[i]);
    CHECK(m.u[i] == 3 * x[3 + i] - 5 * h[3 + i]);
    CHECK(m.cx[i] == 3 * x[6 + i]);
    CHECK(m.ch[i] == -5 * h[6 + i]);
  }
}

TEST_CASE("a sum that was left waits until it is stored before it is taken up again",
          "[mxv_unit]") {
  const auto cycles = [](const std::vector<Operand>& order, int accumulator_latency) {
    test::RandomSource random(3);
    const MxvUnit::Config config{4, 2, 3, accumulator_latency};
    MxvBench bench(config, test::random_network({2, 3}, numeric_profile("drnn"), random));
    for (Operand operand : order) bench.fifo.push({1, 0, operand});
    bench.cycles.step();
    bench.permit();
    bench.cycles.steps(100);
    return cycles_for(bench.unit, "hazard");
  };
  const auto x = Operand::x, h = Operand::h;
  CHECK(cycles({x, x, h, h}, 9) == 0);  // never returns to M_cx
  CHECK(cycles({x, h, x}, 2) == 0);     // stored two cycles on, in time
  CHECK(cycles({x, h, x}, 3) == 1);
  CHECK(cycles({x, h, h, h, x}, 4) == 0);
}

TEST_CASE("accumulator latency delays the next column, not the end of a task", "[mxv_unit]") {
  test::RandomSource random(3);
  const int hidden = GENERATE(2, 4, 7);
  const MxvUnit::Config config{2, 1, 2, 30};
  MxvBench bench(config, test::random_network({2, hidden}, numeric_profile("drnn"), random));
  bench.fifo.push({3, 1, Operand::x});
  bench.cycles.step();
  bench.permit();
  const Cycle begin = bench.cycles.now();
  const Cycle end = bench.cycles.first_cycle_with([&] { return bench.unit.accumulated() == 1; });
  CHECK(end - begin == expected_cycles(1, hidden, config));
}

TEST_CASE("the sums of a layer wait for columns of that layer only", "[mxv_unit]") {
  test::RandomSource random(3);
  const int latency = 40;
  MxvBench bench({4, 1, 1, latency},
                 test::random_network({2, 3, 3}, numeric_profile("drnn"), random));
  // Gives a task its columns, then its permission; returns the cycles of permission and report.
  const auto accumulate = [&](const std::vector<Operand>& columns) {
    const std::uint64_t tasks = bench.unit.accumulated() + 1;
    for (Operand operand : columns) bench.fifo.push({1, 0, operand});
    bench.cycles.step();
    bench.permit(static_cast<int>(tasks));
    const Cycle begin = bench.cycles.now();
    return std::make_pair(
        begin, bench.cycles.first_cycle_with([&] { return bench.unit.accumulated() == tasks; }));
  };
  const Cycle first_column = accumulate({Operand::x}).first;
  accumulate({Operand::h, Operand::x});
  CHECK(cycles_for(bench.unit, "hazard") == 0);
  // Back to the first layer, whose M_r and M_u were left for those of the second.
  const Cycle end = accumulate({Operand::h}).second;
  CHECK(cycles_for(bench.unit, "hazard") > 0);
  CHECK(end == first_column + latency + 1 + 1 + 1);  // read, added, reported
}

TEST_CASE("no column is issued without permission", "[mxv_unit]") {
  test::RandomSource random(3);
  MxvBench bench({2, 2, 3, 3}, test::random_network({2, 3}, numeric_profile("drnn"), random));
  bench.fifo.push({3, 1, Operand::x});
  bench.cycles.steps(10);
  CHECK(bench.unit.columns_issued() == 0);
  CHECK(cycles_for(bench.unit, "activation_wait") == 10);
  CHECK(test::cycles_booked(bench.unit) == bench.cycles.now());
}
