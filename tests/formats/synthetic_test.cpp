#include "sim/formats/synthetic.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/arith/delta_gru.hpp"

using namespace drnn;

namespace {

struct Densities {
  double x = 0;
  std::vector<double> h;
};

/// Runs the untimed network over the whole workload.
Densities measure(const SyntheticWorkload& workload, const NumericProfile& profile,
                  const SyntheticThresholds& thresholds) {
  const QuantisedNetwork quantised = quantise(workload.network, profile);
  DeltaGruNetwork network(quantised, profile, {thresholds.theta_x, thresholds.theta_h, true});
  network.reset();
  const int inputs = workload.network.layers[0].inputs;
  const std::vector<std::int16_t> words = workload.inputs.all();
  const std::vector<std::int32_t> x(words.begin(), words.end());
  const double steps = static_cast<double>(x.size()) / inputs;
  Densities densities;
  densities.h.resize(workload.network.layers.size());
  for (std::size_t at = 0; at < x.size(); at += static_cast<std::size_t>(inputs)) {
    network.step(x.data() + at);
    densities.x += static_cast<double>(network.cells()[0].last_counts().fired_x) / inputs / steps;
    for (std::size_t l = 0; l < densities.h.size(); ++l) {
      densities.h[l] += static_cast<double>(network.cells()[l].last_counts().fired_h) /
                        workload.network.layers[l].hidden / steps;
    }
  }
  return densities;
}

constexpr SyntheticThresholds kQuarter{64, 64};

}  // namespace

TEST_CASE("the input's density is the asked one, exactly at 0 and 1") {
  for (const double density : {0.0, 0.03, 0.5, 1.0}) {
    SyntheticSpec spec = parse_synthetic("layers=50x1,steps=400");
    spec.density_x = density;
    for (const std::int32_t theta : {0, 64, 20000, 32766}) {
      const auto x = make_synthetic_input(spec, FixedFormat{16, 8}, theta).all();
      std::vector<std::int32_t> reference(50, 0);
      int fired = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::abs(x[i] - reference[i % 50]) <= theta) continue;
        ++fired;
        reference[i % 50] = x[i];
        REQUIRE(std::abs(x[i]) <= 32767);
      }
      INFO("density " << density << ", theta " << theta);
      CHECK(std::abs(fired / 20000.0 - density) <= (density == 0 || density == 1 ? 0 : 0.015));
    }
  }
}

TEST_CASE("an input element either changes by more than theta or not at all") {
  const auto x = make_synthetic_input(parse_synthetic("layers=10x1,steps=200,density_x=0.3"),
                                      FixedFormat{16, 8}, 64)
                     .all();
  for (std::size_t i = 10; i < x.size(); ++i) {
    const int change = std::abs(x[i] - x[i - 10]);
    REQUIRE((change == 0 || change > 64));
  }
}

TEST_CASE("state densities come near the asked ones in every profile") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  const NumericProfile profile = numeric_profile(name);
  for (const double density : {0.05, 0.15}) {
    SyntheticSpec spec = parse_synthetic("layers=40x64x48,steps=150,density_x=0.2,seed=3");
    spec.density_h = density;
    const auto workload = make_synthetic(spec, profile, kQuarter);
    const Densities measured = measure(workload, profile, kQuarter);
    INFO(name << ", asked " << density << ", got " << measured.h[0] << " " << measured.h[1]);
    CHECK(std::abs(measured.x - 0.2) < 0.02);
    CHECK(std::abs(measured.h[0] - density) < 0.3 * density + 0.01);
    CHECK(std::abs(measured.h[1] - density) < 0.5 * density + 0.01);
    CHECK(std::abs(workload.calibrated_density_h[0] - density) < 0.25 * density + 0.01);
  }
}

TEST_CASE("a density that cannot be reached leaves the nearest one") {
  const NumericProfile profile = numeric_profile("q88");
  const auto still = make_synthetic(
      parse_synthetic("layers=8x8,steps=40,density_x=0,density_h=0.5"), profile, kQuarter);
  CHECK(still.calibrated_density_h[0] == 0.0);
  const auto none = make_synthetic(parse_synthetic("layers=8x8,steps=40,density_x=0.5,density_h=0"),
                                   profile, kQuarter);
  CHECK(none.calibrated_density_h[0] == 0.0);
}

TEST_CASE("all weights and biases fit the profile's formats at any size") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  const std::string layers = GENERATE("1x1", "1x2x3", "3x100", "100x1x7");
  const NumericProfile profile = numeric_profile(name);
  const auto workload =
      make_synthetic(parse_synthetic("layers=" + layers + ",steps=3"), profile, kQuarter);
  CHECK_NOTHROW(quantise(workload.network, profile));
  CHECK(workload.inputs.size() ==
        static_cast<std::uint64_t>(3 * workload.network.layers[0].inputs));
  CHECK_FALSE(workload.network.readout);
}

TEST_CASE("recurrent weights are scaled to the layer and the candidate's b_hh is zero") {
  const auto workload =
      make_synthetic(parse_synthetic("layers=4x64,steps=5"), numeric_profile("drnn"), kQuarter);
  const FloatLayer& layer = workload.network.layers[0];
  for (const auto& gate : layer.w_h) {
    for (const float weight : gate) REQUIRE(std::abs(weight) <= 0.125f);
  }
  CHECK(layer.b_h[kCandidate] == std::vector<float>(64, 0.0f));
}

TEST_CASE("the same seed gives the same workload and another seed another") {
  const NumericProfile profile = numeric_profile("drnn");
  const auto a = make_synthetic(parse_synthetic("layers=6x8,steps=20,seed=4"), profile, kQuarter);
  const auto b = make_synthetic(parse_synthetic("layers=6x8,steps=20,seed=4"), profile, kQuarter);
  const auto c = make_synthetic(parse_synthetic("layers=6x8,steps=20,seed=5"), profile, kQuarter);
  CHECK(a.network.layers[0].w_x == b.network.layers[0].w_x);
  CHECK(a.inputs == b.inputs);
  CHECK(a.network.layers[0].w_x != c.network.layers[0].w_x);
  CHECK(a.inputs != c.inputs);
}
