#include "model/arith/network.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

#include "tests/arith/float_layers.hpp"

namespace {

using Catch::Contains;
using drnn::FloatLayer;
using drnn::FloatNetwork;
using drnn::kCandidate;
using drnn::kGates;
using drnn::kReset;
using drnn::kUpdate;
using drnn::numeric_profile;
using drnn::QuantisationReport;
using drnn::quantise;
using drnn::QuantisedLayer;
using drnn::test::zero_layer;

constexpr int kInputs = 2;
constexpr int kHidden = 3;

QuantisedLayer quantised(const FloatLayer& layer, const std::string& profile) {
  return quantise(FloatNetwork{{layer}, {}}, numeric_profile(profile)).layers.at(0);
}

std::string refusal(const FloatNetwork& network, const std::string& profile) {
  try {
    quantise(network, numeric_profile(profile));
  } catch (const std::range_error& error) {
    return error.what();
  }
  return "accepted";
}

std::string refusal(const FloatLayer& layer, const std::string& profile) {
  return refusal(FloatNetwork{{layer}, {}}, profile);
}

/// A distinct weight for each element, exact in Q1.7: its raw value tells where it came from.
float marked(int tensor, int gate, int row, int column) {
  return static_cast<float>(tensor * 60 + gate * 20 + row * 5 + column - 60) / 128;
}

FloatLayer marked_layer() {
  FloatLayer layer = zero_layer(kInputs, kHidden);
  for (int gate = 0; gate < kGates; ++gate) {
    for (int row = 0; row < kHidden; ++row) {
      for (int column = 0; column < kInputs; ++column) {
        layer.w_x[gate][static_cast<std::size_t>(row * kInputs + column)] =
            marked(0, gate, row, column);
      }
      for (int column = 0; column < kHidden; ++column) {
        layer.w_h[gate][static_cast<std::size_t>(row * kHidden + column)] =
            marked(1, gate, row, column);
      }
    }
  }
  return layer;
}

}  // namespace

TEST_CASE("columns lie in the order bias, x, h and each holds r, u, c") {
  const std::string profile = GENERATE("q88", "edgedrnn");
  const QuantisedLayer layer = quantised(marked_layer(), profile);
  CHECK(layer.bias_columns == (profile == "edgedrnn" ? 1 : 0));
  REQUIRE(layer.column_count() == layer.bias_columns + kInputs + kHidden);
  REQUIRE(layer.columns.size() == static_cast<std::size_t>(layer.column_count() * 3 * kHidden));
  for (int gate = 0; gate < kGates; ++gate) {
    for (int row = 0; row < kHidden; ++row) {
      for (int i = 0; i < kInputs; ++i) {
        CHECK(layer.column(layer.x_column(i))[gate * kHidden + row] ==
              static_cast<int>(128 * marked(0, gate, row, i)));
      }
      for (int i = 0; i < kHidden; ++i) {
        CHECK(layer.column(layer.h_column(i))[gate * kHidden + row] ==
              static_cast<int>(128 * marked(1, gate, row, i)));
      }
    }
  }
}

TEST_CASE("weights are rounded half to even in the weight format") {
  FloatLayer layer = zero_layer(1, 1);
  layer.w_x[kReset] = {0.5f / 128};
  layer.w_x[kUpdate] = {1.5f / 128};
  layer.w_x[kCandidate] = {-2.5f / 128};
  const QuantisedLayer result = quantised(layer, "q88");
  CHECK(result.column(0)[kReset] == 0);
  CHECK(result.column(0)[kUpdate] == 2);
  CHECK(result.column(0)[kCandidate] == -2);
}

TEST_CASE("each bias is rounded by itself before the initial sums are formed") {
  FloatLayer layer = zero_layer(1, 1);
  // 0.4 + 0.4 lsb would round to 1 together; 1.5 and 0.5 lsb give 2 and 0.
  layer.b_x[kReset] = {0.4f / 256};
  layer.b_h[kReset] = {0.4f / 256};
  layer.b_x[kUpdate] = {1.5f / 256};
  layer.b_h[kUpdate] = {0.5f / 256};
  layer.b_x[kCandidate] = {3.0f};
  layer.b_h[kCandidate] = {-2.0f};
  const QuantisedLayer result = quantised(layer, "q88");
  CHECK(result.m_r == std::vector<std::int32_t>{0});
  CHECK(result.m_u == std::vector<std::int32_t>{2});
  CHECK(result.m_cx == std::vector<std::int32_t>{768});
  CHECK(result.m_ch == std::vector<std::int32_t>{-512});
}

TEST_CASE("two biases at the end of their format add beyond it") {
  FloatLayer layer = zero_layer(1, 1);
  layer.b_x[kReset] = {127.99f};
  layer.b_h[kReset] = {127.99f};
  const QuantisedLayer result = quantised(layer, "q88");
  CHECK(result.m_r == std::vector<std::int32_t>{2 * 32765});
}

TEST_CASE("a bias column holds sums that are rounded once, in the weight format") {
  FloatLayer layer = zero_layer(1, 1);
  layer.b_x[kReset] = {0.4f / 128};
  layer.b_h[kReset] = {0.4f / 128};
  layer.b_x[kUpdate] = {0.75f};
  layer.b_h[kUpdate] = {-0.5f};
  layer.b_x[kCandidate] = {-1.0f};
  const QuantisedLayer result = quantised(layer, "edgedrnn");
  CHECK(result.column(0)[kReset] == 1);
  CHECK(result.column(0)[kUpdate] == 32);
  CHECK(result.column(0)[kCandidate] == -128);
  CHECK(result.m_r == std::vector<std::int32_t>{0});
  CHECK(result.m_u == std::vector<std::int32_t>{0});
  CHECK(result.m_cx == std::vector<std::int32_t>{0});
  CHECK(result.m_ch == std::vector<std::int32_t>{0});
}

TEST_CASE("a bias column refuses the candidate's recurrent bias and says why") {
  FloatLayer layer = zero_layer(kInputs, kHidden);
  layer.b_h[kCandidate][1] = 0.25f;
  const std::string message = refusal(layer, "edgedrnn");
  CHECK_THAT(message, Contains("layer 0 bias_hh.c[1] = 0.25") && Contains("bias column") &&
                          Contains("reset gate multiplies"));
  CHECK_THROWS_AS(quantise(FloatNetwork{{layer}, {}}, numeric_profile("edgedrnn"), {true}),
                  std::range_error);
}

TEST_CASE("a value out of range is named with its place, value and the format that holds it") {
  SECTION("a weight of x") {
    FloatLayer layer = zero_layer(4, 13);
    layer.w_x[kReset][12 * 4 + 3] = 3.25f;
    CHECK_THAT(refusal(layer, "q88"), Contains("layer 0 weight_ih.r[12,3] = 3.25") &&
                                          Contains("Q1.7") && Contains("needs Q3.5"));
  }
  SECTION("a weight of h in the second layer") {
    FloatLayer second = zero_layer(kHidden, kHidden);
    second.w_h[kCandidate][1 * kHidden + 2] = -9.5f;
    CHECK_THAT(refusal(FloatNetwork{{zero_layer(kInputs, kHidden), second}, {}}, "drnn"),
               Contains("layer 1 weight_hh.c[1,2] = -9.5") && Contains("Q3.13") &&
                   Contains("needs Q5.11"));
  }
  SECTION("a bias") {
    FloatLayer layer = zero_layer(kInputs, kHidden);
    layer.b_h[kUpdate][2] = 200.0f;
    CHECK_THAT(refusal(layer, "q88"), Contains("layer 0 bias_hh.u[2] = 200") && Contains("Q8.8") &&
                                          Contains("needs Q9.7"));
  }
  SECTION("a sum in a bias column") {
    FloatLayer layer = zero_layer(kInputs, kHidden);
    layer.b_x[kReset][0] = 0.75f;
    layer.b_h[kReset][0] = 0.75f;
    CHECK_THAT(refusal(layer, "edgedrnn"),
               Contains("layer 0 bias_ih.r + bias_hh.r[0] = 1.5") && Contains("needs Q2.6"));
  }
  SECTION("a value for which the width is not enough") {
    FloatLayer layer = zero_layer(kInputs, kHidden);
    layer.w_x[kReset][0] = 300.0f;
    CHECK_THAT(refusal(layer, "q88"), Contains("needs Q10.0"));
    layer.w_x[kReset][0] = 1e30f;
    CHECK_THAT(refusal(layer, "q88"), Contains("no format of up to 64 bits"));
  }
}

TEST_CASE("the limits of a weight format are accepted and the next values are not") {
  FloatLayer layer = zero_layer(1, 1);
  const auto accepted = [&](float weight) {
    layer.w_x[kReset] = {weight};
    return refusal(layer, "q88") == "accepted";
  };
  CHECK(accepted(127.0f / 128));
  CHECK(accepted(127.49f / 128));
  CHECK_FALSE(accepted(127.5f / 128));
  CHECK(accepted(-1.0f));
  CHECK(accepted(-128.5f / 128));
  CHECK_FALSE(accepted(-128.51f / 128));
}

TEST_CASE("saturation clips to the ends of the format and is counted") {
  FloatLayer layer = zero_layer(1, 1);
  layer.w_x[kReset] = {1.0f};
  layer.w_x[kUpdate] = {-7.0f};
  layer.w_h[kCandidate] = {0.5f};
  layer.b_x[kReset] = {1000.0f};
  QuantisationReport report;
  const auto network = quantise(FloatNetwork{{layer}, {}}, numeric_profile("q88"), {true}, &report);
  CHECK(network.layers[0].column(0)[kReset] == 127);
  CHECK(network.layers[0].column(0)[kUpdate] == -128);
  CHECK(network.layers[0].column(1)[kCandidate] == 64);
  CHECK(network.layers[0].m_r[0] == 32767);
  CHECK(report.saturated_weights == 2);
  CHECK(report.saturated_biases == 1);
}

TEST_CASE("a bias column's clipped values count as biases") {
  FloatLayer layer = zero_layer(1, 1);
  layer.b_x[kReset] = {0.75f};
  layer.b_h[kReset] = {0.75f};
  QuantisationReport report;
  quantise(FloatNetwork{{layer}, {}}, numeric_profile("edgedrnn"), {true}, &report);
  CHECK(report.saturated_weights == 0);
  CHECK(report.saturated_biases == 1);
}

TEST_CASE("nothing is counted as saturated where everything fits") {
  QuantisationReport report{7, 7};
  quantise(FloatNetwork{{marked_layer()}, {}}, numeric_profile("q88"), {true}, &report);
  CHECK(report.saturated_weights == 0);
  CHECK(report.saturated_biases == 0);
}

TEST_CASE("NaN and infinity are refused also where saturation is allowed") {
  const float value =
      GENERATE(std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
               -std::numeric_limits<float>::infinity());
  FloatLayer layer = zero_layer(kInputs, kHidden);
  layer.w_h[kUpdate][5] = value;
  CHECK_THAT(refusal(layer, "q88"), Contains("layer 0 weight_hh.u[1,2]") && Contains("finite"));
  CHECK_THROWS_AS(quantise(FloatNetwork{{layer}, {}}, numeric_profile("q88"), {true}),
                  std::range_error);
  FloatLayer biased = zero_layer(kInputs, kHidden);
  biased.b_h[kCandidate][0] = value;
  CHECK(refusal(biased, "q88") != "accepted");
  CHECK(refusal(biased, "edgedrnn") != "accepted");
}

TEST_CASE("tensors and layers whose sizes do not fit together are refused by name") {
  FloatLayer layer = zero_layer(kInputs, kHidden);
  layer.w_h[kUpdate].pop_back();
  CHECK_THROWS_AS(quantised(layer, "q88"), std::invalid_argument);
  CHECK_THROWS_WITH(quantised(layer, "q88"), Contains("layer 0 weight_hh.u has 8 values"));
  const FloatNetwork broken_chain{{zero_layer(2, 3), zero_layer(4, 3)}, {}};
  CHECK_THROWS_WITH(quantise(broken_chain, numeric_profile("q88")),
                    Contains("layer 1 has 4 inputs"));
  FloatLayer empty;
  CHECK_THROWS_AS(quantised(empty, "q88"), std::invalid_argument);
}

TEST_CASE("operations and elements are counted as the contract defines them") {
  const FloatNetwork one{{zero_layer(40, 256)}, {}};
  const auto network = quantise(one, numeric_profile("edgedrnn"));
  CHECK(network.operations_per_step() == 454656);  // 2*3*256*(40+256), facts section 1
  CHECK(network.elements_per_step() == 296);       // without the bias column
  const auto two =
      quantise(FloatNetwork{{zero_layer(2, 3), zero_layer(3, 5)}, {}}, numeric_profile("q88"));
  CHECK(two.operations_per_step() == 2 * 3 * (3 * 5 + 5 * 8));
  CHECK(two.elements_per_step() == 5 + 8);
}
