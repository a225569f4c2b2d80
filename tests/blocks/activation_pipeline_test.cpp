#include "model/blocks/activation_pipeline.hpp"

#include <catch2/catch.hpp>

#include "tests/support/cycle_bench.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using drnn::test::CycleBench;
using drnn::test::cycles_for;

namespace {

struct PipelineBench {
  PipelineBench(const ActivationPipeline::Config& config, int hidden, std::size_t output_depth,
                const NumericProfile& numeric)
      : profile(numeric),
        tables(numeric),
        shape{{1, hidden, 0}},
        accumulators(control, profile, config.pe_per_channel),
        state(control, 16),
        output("output", output_depth),
        pipeline(config, profile, tables, control, shape, accumulators, state, output),
        cycles{&accumulators, &state, &output, &pipeline} {
    accumulators.resize(shape);
    state.resize(shape);
  }

  void permit() {
    control.activation_permitted.set(1);
    control.activation_permitted.commit();
  }

  NumericProfile profile;
  Nonlinearities tables;
  ControlLines control;
  NetworkShape shape;
  Accumulators accumulators;
  StateMemory state;
  WordFifo output;
  ActivationPipeline pipeline;
  CycleBench cycles;
};

}  // namespace

TEST_CASE("an activation takes the cycles that its contract states", "[activation]") {
  const std::uint64_t seed = GENERATE(range(1, 40));
  INFO("seed " << seed);
  test::RandomSource random(seed);
  ActivationPipeline::Config config;
  config.lanes = random.small(1, 20);
  config.depth = random.small(1, 14);
  config.shared_multiplier = random.chance(50);
  config.pe_per_channel = random.small(1, 24);
  const NumericProfile profile = numeric_profile(random.chance(50) ? "drnn" : "edgedrnn");
  const int hidden = random.small(1, 60);
  PipelineBench bench(config, hidden, 128, profile);
  bench.permit();
  const int products = profile.blend == Blend::difference ? 2 : 3;
  const int interval = config.shared_multiplier ? products : 1;
  const auto reading = [&](int units) { return ceil_div(units, config.pe_per_channel); };
  const int groups = ceil_div(hidden, config.lanes);
  const int last_units = hidden - (groups - 1) * config.lanes;
  const int first_issue = reading(std::min(hidden, config.lanes)) - 1;
  const int last_issue =
      groups == 1 ? first_issue
                  : first_issue + (groups - 2) * std::max(interval, reading(config.lanes)) +
                        std::max(interval, reading(last_units));
  const auto at = [&](auto reached) { return bench.cycles.first_cycle_with(reached); };
  CHECK(at([&] { return bench.state.written(0) > 0; }) ==
        static_cast<Cycle>(first_issue + config.depth));
  CHECK(at([&] { return bench.pipeline.done() == 1; }) ==
        static_cast<Cycle>(last_issue + config.depth));
  CHECK(bench.output.size() == static_cast<std::size_t>(hidden));
  CHECK(bench.pipeline.units_activated() == static_cast<std::uint64_t>(hidden));
}

TEST_CASE("accumulators count as read the cycle after the last issue", "[activation]") {
  ActivationPipeline::Config config;
  config.lanes = 4;
  PipelineBench bench(config, 10, 32, numeric_profile("drnn"));
  bench.permit();
  CHECK(bench.cycles.first_cycle_with([&] { return bench.pipeline.accumulators_read() == 1; }) ==
        3);
}

TEST_CASE("groups wait for room in the output FIFO, those under way included", "[activation]") {
  ActivationPipeline::Config config;
  config.lanes = 4;
  config.depth = 5;
  const auto waits = [&](std::size_t depth) {
    PipelineBench bench(config, 12, depth, numeric_profile("drnn"));
    bench.permit();
    bench.cycles.steps(30);
    return cycles_for(bench.pipeline, "output_wait");
  };
  CHECK(waits(12) == 0);
  CHECK(waits(11) > 0);
}

TEST_CASE("h equals the untimed unit", "[activation]") {
  test::RandomSource random(8);
  for (const std::string& name : numeric_profile_names()) {
    const NumericProfile profile = numeric_profile(name);
    PipelineBench bench({}, 5, 32, profile);
    for (int i = 0; i < 5; ++i) {
      for (auto region : {Accumulators::kR, Accumulators::kU, Accumulators::kCx, Accumulators::kCh})
        bench.accumulators.region(0, region)[i] = random.between(-4000000, 4000000);
      bench.state.write_h(0, i, random.small(-256, 256));
    }
    std::vector<std::int32_t> expected;
    const UnitSums m = bench.accumulators.sums(0);
    for (int i = 0; i < 5; ++i)
      expected.push_back(
          activate({m.r[i], m.u[i], m.cx[i], m.ch[i]}, bench.state.h(0, i), profile, bench.tables));
    bench.permit();
    bench.cycles.steps(30);
    for (int i = 0; i < 5; ++i) CHECK(bench.state.h(0, i) == expected[static_cast<std::size_t>(i)]);
  }
}

TEST_CASE("every cycle of the activation pipeline has one cause", "[activation]") {
  PipelineBench bench({}, 40, 64, numeric_profile("drnn"));
  bench.permit();
  bench.cycles.steps(50);
  CHECK(test::cycles_booked(bench.pipeline) == 50);
  CHECK(cycles_for(bench.pipeline, "busy") == 3);
}

TEST_CASE("a group is under way up to the cycle that writes its h", "[activation]") {
  const int depth = GENERATE(1, 2, 10);
  ActivationPipeline::Config config;
  config.depth = depth;
  PipelineBench bench(config, 5, 32, numeric_profile("drnn"));
  bench.permit();
  bench.cycles.steps(20);
  CHECK(cycles_for(bench.pipeline, "busy") == 1);
  CHECK(cycles_for(bench.pipeline, "drain") == static_cast<Cycle>(depth - 1));
}

TEST_CASE("the accumulators are busy in every cycle in which rows of a group are read",
          "[activation]") {
  ActivationPipeline::Config config;
  config.lanes = 8;
  config.pe_per_channel = GENERATE(1, 3, 4, 8);
  PipelineBench bench(config, 8, 32, numeric_profile("drnn"));
  bench.permit();
  bench.cycles.steps(20);
  CHECK(cycles_for(bench.accumulators, "busy") ==
        static_cast<Cycle>(ceil_div(8, config.pe_per_channel)));
}
