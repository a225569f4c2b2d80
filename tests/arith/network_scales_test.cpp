// Power-of-two scales: what they are, and that a scaled network computes what it would without.
#include <catch2/catch.hpp>
#include <cmath>

#include "model/arith/delta_gru.hpp"
#include "model/arith/network_ranges.hpp"
#include "tests/arith/float_layers.hpp"
#include "tests/support/random_source.hpp"

namespace {

using namespace drnn;
using namespace drnn::test;

const QuantisationOptions kScale{false, true, 0};

QuantisedLayer scaled(const FloatLayer& layer, const NumericProfile& profile) {
  return quantise(FloatNetwork{{layer}, {}}, profile, kScale).layers.at(0);
}

/// The exponent of accumulator r for one weight or bias; the other kind has none.
int exponent_of(float value, std::array<std::vector<float>, kGates> FloatLayer::*tensor) {
  FloatLayer layer = zero_layer(1, 1);
  (layer.*tensor)[kReset] = {value};
  const LayerScales scales = scaled(layer, numeric_profile("q88")).scales;
  CHECK((scales.weights.r == 0 || scales.biases.r == 0));
  return scales.weights.r + scales.biases.r;
}

NumericProfile wide_weights(NumericProfile profile) {
  profile.weight = {16, profile.weight.frac_bits};
  profile.bias = {24, profile.bias.frac_bits};
  return profile;
}

}  // namespace

TEST_CASE("the scale is the smallest power of two with which all values fit") {
  // Q1.7 holds 127.49/128 after rounding and not 127.5/128; twice that with a scale of 2.
  CHECK(exponent_of(127.49f / 128, &FloatLayer::w_x) == 0);
  CHECK(exponent_of(127.5f / 128, &FloatLayer::w_x) == 1);
  CHECK(exponent_of(127.49f / 64, &FloatLayer::w_h) == 1);
  CHECK(exponent_of(127.5f / 64, &FloatLayer::w_h) == 2);
  CHECK(exponent_of(-128.5f / 128, &FloatLayer::w_x) == 0);
  CHECK(exponent_of(-128.51f / 128, &FloatLayer::w_x) == 1);
  CHECK(exponent_of(32767.49f / 256, &FloatLayer::b_x) == 0);
  CHECK(exponent_of(32767.5f / 256, &FloatLayer::b_h) == 1);
}

TEST_CASE("tensors of one accumulator share its scale and others do not") {
  FloatLayer layer = zero_layer(1, 1);
  layer.w_x[kUpdate] = {3.0f};
  layer.w_h[kUpdate] = {0.5f};
  layer.w_x[kCandidate] = {1.5f};
  layer.b_h[kCandidate] = {600.0f};
  const QuantisedLayer result = scaled(layer, numeric_profile("q88"));
  CHECK(result.scales == LayerScales{{0, 2, 1, 0}, {0, 0, 0, 3}});
  CHECK(result.column(0)[kUpdate] == 3 * 128 / 4);
  CHECK(result.column(1)[kUpdate] == 128 / 2 / 4);
  CHECK(result.column(0)[kCandidate] == 192 / 2);
  CHECK(result.m_ch[0] == 600 * 256 / 8);
}

TEST_CASE("a scaled bias starts its accumulator where the bias is, whatever the weights' scale") {
  FloatLayer layer = zero_layer(1, 1);
  layer.w_x[kReset] = {3.0f};    // divided by 4
  layer.b_x[kReset] = {600.5f};  // divided by 8, a multiple of 8/256
  const NumericProfile profile = numeric_profile("q88");
  const QuantisedLayer result = scaled(layer, profile);
  const std::int64_t initial =
      initial_accumulator(result.m_r[0], profile, result.scales.weights.r, result.scales.biases.r);
  CHECK(std::ldexp(static_cast<double>(initial), -(8 + 7 - 2)) == 600.5);
  CHECK(pre_activation(initial, profile, result.scales.weights.r) == 32767);
  CHECK(initial_accumulator(-300, profile) == -300 * 128);
}

TEST_CASE("scales go as far as the weight format has fraction bits") {
  CHECK(exponent_of(127.0f, &FloatLayer::w_x) == 7);
  FloatLayer layer = zero_layer(1, 1);
  layer.w_x[kReset] = {128.0f};
  CHECK_THROWS_WITH(scaled(layer, numeric_profile("q88")),
                    Catch::Contains("weight_ih.r[0,0] = 128 (divided by 2^7) is outside Q1.7"));
  QuantisationReport report;
  const auto clipped = quantise(FloatNetwork{{layer}, {}}, numeric_profile("q88"),
                                QuantisationOptions{true, true, 0}, &report);
  CHECK(clipped.layers[0].column(0)[kReset] == 127);
  CHECK(report.saturated_weights == 1);
}

TEST_CASE("a network that fits is not scaled, and quantised as without") {
  RandomSource random(31);
  const FloatLayer layer = random_float_layer(5, 7, 0.9, random);
  const NumericProfile profile = numeric_profile("q88");
  const QuantisedLayer with = scaled(layer, profile);
  const QuantisedLayer without = quantise(FloatNetwork{{layer}, {}}, profile).layers[0];
  CHECK(with.scales == LayerScales{});
  CHECK(with.columns == without.columns);
  CHECK(with.m_r == without.m_r);
}

TEST_CASE("a scaled network gives the outputs of wider formats of the same resolution") {
  // Values are multiples of the scaled formats' steps, so that neither form rounds them.
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  const std::uint64_t seed = GENERATE(41, 42);
  CAPTURE(name, seed);
  RandomSource random(seed);
  NumericProfile narrow = numeric_profile(name);
  if (name == "drnn") narrow.weight = {8, 7};
  const NumericProfile wide = wide_weights(narrow);
  FloatLayer layer = random_float_layer(6, 9, 2.9, random, 1.0 / 16);
  if (narrow.bias_path == BiasPath::column) layer.b_h[kCandidate].assign(9, 0.0f);
  const QuantisedNetwork scaled_network = quantise(FloatNetwork{{layer}, {}}, narrow, kScale);
  const QuantisedNetwork plain_network = quantise(FloatNetwork{{layer}, {}}, wide);
  REQUIRE_FALSE(scaled_network.layers[0].scales == LayerScales{});
  DeltaGruNetwork one(scaled_network, narrow, {8, 8, true});
  DeltaGruNetwork other(plain_network, wide, {8, 8, true});
  std::vector<std::int32_t> x(6);
  for (int step = 0; step < 200; ++step) {
    for (std::int32_t& value : x) value = random.small(-200, 200);
    REQUIRE(one.step(x.data()) == other.step(x.data()));
  }
}

TEST_CASE("weights make up for inputs that come divided") {
  FloatLayer first = zero_layer(1, 1);
  first.w_x[kReset] = {0.25f};
  first.w_h[kReset] = {0.25f};
  FloatLayer second = zero_layer(1, 1);
  second.w_x[kReset] = {0.25f};
  const FloatNetwork network{{first, second}, {}};
  const auto result =
      quantise(network, numeric_profile("q88"), QuantisationOptions{false, true, 3});
  CHECK(result.layers[0].scales.weights.r == 2);  // 0.25 * 8 = 2, which Q1.7 holds divided by 4
  CHECK(result.layers[0].column(0)[kReset] == 64);
  CHECK(result.layers[0].column(1)[kReset] == 8);
  CHECK(result.layers[1].scales.weights.r == 0);
  CHECK(result.layers[1].column(0)[kReset] == 32);
}

TEST_CASE("a register word holds all scales") {
  const LayerScales scales{{1, 15, 0, 7}, {2, 0, 3, 8}};
  CHECK(to_word(scales) == 0x830270f1);
  CHECK(scales_of_word(to_word(scales)) == scales);
}

TEST_CASE("ranges name every tensor with its extremes and what does not fit") {
  FloatLayer layer = zero_layer(2, 1);
  layer.w_x[kReset] = {-3.0f, 0.5f};
  layer.b_h[kCandidate] = {127.0f};
  const auto ranges = tensor_ranges(FloatNetwork{{layer}, {}}, numeric_profile("q88"));
  REQUIRE(ranges.size() == 12);
  CHECK(ranges[0].name == "layer 0 weight_ih.r");
  CHECK(ranges[0].values == 2);
  CHECK(ranges[0].smallest == -3.0);
  CHECK(ranges[0].largest == 0.5);
  CHECK(ranges[0].outside == 1);
  REQUIRE(ranges[0].needed());
  CHECK(to_string(*ranges[0].needed()) == "Q3.5");
  CHECK(ranges[11].name == "layer 0 bias_hh.c");
  CHECK(ranges[11].largest == 127.0);
  CHECK(ranges[11].outside == 0);
  const auto columns = tensor_ranges(FloatNetwork{{layer}, {}}, numeric_profile("edgedrnn"));
  REQUIRE(columns.size() == 9);
  CHECK(columns[6].name == "layer 0 bias_ih.r + bias_hh.r");
  CHECK(to_string(columns[6].format) == "Q1.7");
}

TEST_CASE("the ends of a format are inside it and the next values are counted") {
  const FixedFormat format{8, 7};
  CHECK(range_of("a", format, {127.49 / 128, -128.5 / 128}).outside == 0);
  CHECK(range_of("a", format, {127.5 / 128, -128.51 / 128}).outside == 2);
  CHECK_FALSE(range_of("a", format, {1e9}).needed());
  CHECK_THROWS_AS(range_of("a", format, {std::nan("")}), std::range_error);
}
