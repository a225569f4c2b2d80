#include "model/blocks/edgedrnn/pe_array.hpp"

#include <catch2/catch.hpp>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;

namespace {

constexpr int kArrayPe = 4;
constexpr int kHidden = 8;

struct PeArrayBench {
  PeArrayBench() : tables(profile), memory(control, 16), array(kArrayPe, profile, tables, memory) {
    memory.resize(shape);
    array.resize(shape);
  }
  /// Multiplies a column of 3H weights.
  void column(PeArray::Phase phase, const std::vector<std::int16_t>& weights, std::int32_t delta) {
    for (int row = 0; row < 3 * kHidden / kArrayPe; row += together)
      array.multiply_accumulate(0, phase, row, together, weights.data() + row * kArrayPe, delta);
  }
  std::int16_t activated(int unit) {
    std::vector<std::int16_t> h(kArrayPe);
    array.activate(0, unit / kArrayPe, h.data());
    return h[static_cast<std::size_t>(unit % kArrayPe)];
  }

  int together = 1;  ///< rows
  NumericProfile profile = numeric_profile("edgedrnn");
  Nonlinearities tables;
  ControlLines control;
  NetworkShape shape = edge_shape({8, kHidden});
  StateMemory memory;
  PeArray array;
};

}  // namespace

TEST_CASE("unit i is activated from row i of r, u and c, x and h part of c apart", "[edgedrnn]") {
  const std::uint64_t seed = GENERATE(range(1, 20));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  PeArrayBench bench;
  bench.together = GENERATE(1, 2, 3, 6);
  std::vector<UnitAccumulators> sums(kHidden, UnitAccumulators{0, 0, 0, 0});
  for (int i = 0; i < 6; ++i) {
    std::vector<std::int16_t> weights;
    for (int w = 0; w < 3 * kHidden; ++w)
      weights.push_back(static_cast<std::int16_t>(random.small(-128, 127)));
    const int delta = random.small(-2000, 2000);
    const auto phase = i % 2 == 0 ? PeArray::Phase::x : PeArray::Phase::h;
    bench.column(phase, weights, delta);
    for (int unit = 0; unit < kHidden; ++unit) {
      const auto add = [&](std::int64_t& sum, int gate) {
        sum = accumulate(sum, weights[static_cast<std::size_t>(gate * kHidden + unit)], delta,
                         bench.profile);
      };
      UnitAccumulators& m = sums[static_cast<std::size_t>(unit)];
      add(m.r, 0);
      add(m.u, 1);
      add(phase == PeArray::Phase::x ? m.cx : m.ch, 2);
    }
  }
  for (int unit = 0; unit < kHidden; ++unit) {
    const int h = random.small(-256, 256);
    bench.memory.write_h(0, unit, h);
    CHECK(bench.activated(unit) ==
          activate(sums[static_cast<std::size_t>(unit)], h, bench.profile, bench.tables));
  }
}

TEST_CASE("a use lasts until another one is named", "[edgedrnn]") {
  PeArrayBench bench;
  test::CycleBench cycles{&bench.array};
  cycles.step();
  bench.array.use(PeArray::Cause::busy);
  cycles.step();
  cycles.step();
  bench.array.use(PeArray::Cause::activation);
  cycles.step();
  CHECK(test::cycles_for(bench.array, "busy") == 2);
  CHECK(test::cycles_for(bench.array, "idle") == 1);
  CHECK(test::cycles_for(bench.array, "activation") == 1);
}

TEST_CASE("a reset's resize clears the sums", "[edgedrnn]") {
  PeArrayBench bench;
  const std::int16_t fresh = bench.activated(0);
  bench.column(PeArray::Phase::x, std::vector<std::int16_t>(3 * kHidden, 100), 500);
  CHECK(bench.activated(0) != fresh);
  bench.array.resize(bench.shape);
  CHECK(bench.activated(0) == fresh);
}
