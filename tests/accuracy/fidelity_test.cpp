#include "sim/fidelity.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "model/arith/delta_gru.hpp"
#include "model/arith/float_gru.hpp"
#include "model/spool/rows.hpp"
#include "tests/arith/float_layers.hpp"
#include "tests/support/state_source.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// A trained network of two layers with two sequences, and its runs by hand.
struct Bench {
  explicit Bench(std::uint64_t seed) : random(seed) {
    trained.layers = {random_float_layer(3, 6, 0.9, random), random_float_layer(6, 4, 0.9, random)};
    network = quantise(trained, profile);
    for (const std::uint64_t steps : {7, 12}) {
      std::vector<std::int16_t> words;
      std::vector<double> reals;
      for (std::uint64_t i = 0; i < 3 * steps; ++i) {
        words.push_back(static_cast<std::int16_t>(random.between(-500, 500)));
        reals.push_back(to_real(words.back(), profile.activation));
      }
      sequences.push_back({steps, words});
      features.push_back(reals);
    }
  }

  References references() {
    return References({&trained, &network, &sequences, &features}, profile,
                      [this] { ++steps_run; });
  }

  std::vector<std::int16_t> outputs(std::size_t index, const DeltaSettings& settings) {
    DeltaGruNetwork gru(network, profile, settings);
    std::vector<std::int16_t> result;
    for_each_row(sequences[index].words, 3, [&](const std::int16_t* x) {
      const std::vector<std::int32_t> words(x, x + 3);
      for (const std::int32_t h : gru.step(words.data()))
        result.push_back(static_cast<std::int16_t>(h));
    });
    return result;
  }

  RandomSource random;
  const NumericProfile profile = numeric_profile("drnn");
  FloatNetwork trained;
  QuantisedNetwork network;
  std::vector<InputSequence> sequences;
  std::vector<SpooledValues<double>> features;
  int steps_run = 0;
};

}  // namespace

TEST_CASE("the error is root mean square and maximum", "[fidelity]") {
  HError error;
  CHECK(error.rms() == 0);
  error.add(3);
  error.add(-4);
  HError more;
  more.add(0);
  more.add(0);
  error.add(more);
  CHECK(error.rms() == 2.5);
  CHECK(error.max() == 4);
}

TEST_CASE("a run at thresholds of zero has no error against them", "[fidelity]") {
  Bench bench(11);
  const References references = bench.references();
  CHECK(bench.steps_run == 2 * (7 + 12));
  for (const std::size_t index : {0, 1}) {
    const auto outputs = bench.outputs(index, {0, 0, true});
    CHECK(references.compare(index, outputs).vs_theta0.max() == 0);
    CHECK(all_of(references.theta0(index)) ==
          all_of(real_states(outputs, 4, bench.profile.activation)));
  }
}

TEST_CASE("errors are those of each output of the sequence that is compared", "[fidelity]") {
  Bench bench(12);
  const References references = bench.references();
  const DeltaSettings settings{64, 64, true};
  const auto outputs = bench.outputs(1, settings);
  const auto zero = bench.outputs(1, {0, 0, true});
  FloatGru gru(bench.trained);
  const std::vector<double> features = bench.features[1].all();
  double squares0 = 0, squares = 0, largest = 0;
  for (std::size_t step = 0; step < outputs.size() / 4; ++step) {
    const std::vector<double>& h = gru.step(features.data() + 3 * step);
    for (std::size_t unit = 0; unit < 4; ++unit) {
      const std::size_t i = 4 * step + unit;
      const double difference = outputs[i] / 256.0 - static_cast<float>(h[unit]);
      squares += difference * difference;
      largest = std::max(largest, std::fabs(difference));
      squares0 += std::pow((outputs[i] - zero[i]) / 256.0, 2);
    }
  }
  REQUIRE(squares0 > 0);
  const Fidelity fidelity = references.compare(1, outputs);
  const auto count = static_cast<double>(outputs.size());
  CHECK(fidelity.vs_theta0.rms() == Approx(std::sqrt(squares0 / count)).epsilon(1e-12));
  CHECK(fidelity.vs_float.rms() == Approx(std::sqrt(squares / count)).epsilon(1e-12));
  CHECK(fidelity.vs_float.max() == largest);
}

TEST_CASE("what is thrown after a step leaves the reference runs", "[fidelity]") {
  Bench bench(13);
  const auto stop = [] { throw std::runtime_error("stop"); };
  CHECK_THROWS_WITH(References({&bench.trained, &bench.network, &bench.sequences, &bench.features},
                               bench.profile, stop),
                    "stop");
}
