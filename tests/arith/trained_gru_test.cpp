// The float network and the exponential it is made of.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "model/arith/float_gru.hpp"
#include "model/arith/hash.hpp"
#include "model/arith/portable_exp.hpp"
#include "tests/arith/float_layers.hpp"

namespace {

using namespace drnn;
using namespace drnn::test;
using Reals = std::vector<double>;

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

double row_sum(const std::vector<float>& matrix, const Reals& x, std::size_t row) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += matrix[row * x.size() + i] * x[i];
  return sum;
}

/// One step by PyTorch's equations, row by row, with the C library's functions.
Reals plain_step(const FloatLayer& layer, const Reals& x, const Reals& h) {
  Reals next;
  for (std::size_t i = 0; i < h.size(); ++i) {
    const auto from_x = [&](int g) { return row_sum(layer.w_x[g], x, i) + layer.b_x[g][i]; };
    const auto from_h = [&](int g) { return row_sum(layer.w_h[g], h, i) + layer.b_h[g][i]; };
    const double r = logistic(from_x(kReset) + from_h(kReset));
    const double u = logistic(from_x(kUpdate) + from_h(kUpdate));
    const double c = std::tanh(from_x(kCandidate) + r * from_h(kCandidate));
    next.push_back((1 - u) * c + u * h[i]);
  }
  return next;
}

}  // namespace

TEST_CASE("the exponential agrees with the C library's to two units in the last place") {
  for (int i = -70800; i <= 70800; ++i) {
    const double x = i / 100.0;
    const double expected = std::exp(x);
    CAPTURE(x);
    REQUIRE(std::fabs(portable_exp(x) - expected) <=
            2 * std::numeric_limits<double>::epsilon() * expected);
  }
}

TEST_CASE("the exponential keeps to its stated ends") {
  CHECK(portable_exp(-708) > 0);
  CHECK(portable_exp(-708.001) == 0);
  CHECK(portable_exp(709) == portable_exp(708));
  CHECK(portable_exp(0) == 1);
  CHECK(std::isnan(portable_exp(std::nan(""))));
  CHECK(portable_sigmoid(-1e9) < 1e-300);
  CHECK(portable_sigmoid(1e9) == 1);
  CHECK(portable_tanh(-1e9) == -1);
  CHECK(portable_tanh(1e9) == 1);
}

TEST_CASE("logistic and tanh are within 1e-15 of the C library's") {
  for (int i = -4000; i <= 4000; ++i) {
    const double x = i / 100.0;
    CAPTURE(x);
    REQUIRE(std::fabs(portable_sigmoid(x) - logistic(x)) <= 1e-15);
    REQUIRE(std::fabs(portable_tanh(x) - std::tanh(x)) <= 1e-15);
  }
}

TEST_CASE("the exponential has the committed bits in every build") {
  Fnv1a hash;
  for (int i = -5000; i <= 5000; ++i) {
    const double value = portable_exp(i / 7.0);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    hash.add(bits);
  }
  CHECK(hash.hex() == "858a4cd5497727d0");
}

TEST_CASE("the float network computes PyTorch's equations, layer after layer") {
  RandomSource random(71);
  const std::vector<FloatLayer> layers{random_float_layer(5, 8, 0.6, random),
                                       random_float_layer(8, 3, 0.6, random)};
  FloatGru gru(FloatNetwork{layers, {}});
  Reals low(8, 0.0), high(3, 0.0);
  for (int step = 0; step < 100; ++step) {
    Reals x(5);
    for (double& value : x) value = static_cast<double>(random.between(-1000, 1000)) / 500;
    low = plain_step(layers[0], x, low);
    high = plain_step(layers[1], low, high);
    const Reals& h = gru.step(x.data());
    for (std::size_t i = 0; i < high.size(); ++i) REQUIRE(std::fabs(h[i] - high[i]) < 1e-12);
  }
}

TEST_CASE("a reset float network repeats its outputs") {
  RandomSource random(72);
  FloatGru gru(FloatNetwork{{random_float_layer(2, 4, 0.9, random)}, {}});
  const Reals x{0.5, -1.5};
  const Reals first = gru.step(x.data());
  const Reals second = gru.step(x.data());
  CHECK(first != second);
  gru.reset();
  CHECK(gru.step(x.data()) == first);
  CHECK(gru.step(x.data()) == second);
}

TEST_CASE("a float network whose sizes do not fit together is refused") {
  FloatLayer layer = zero_layer(2, 3);
  CHECK_THROWS_AS(FloatGru(FloatNetwork{}), std::invalid_argument);
  CHECK_THROWS_AS(FloatGru(FloatNetwork{{layer, layer}, {}}), std::invalid_argument);
  layer.w_h[kUpdate].pop_back();
  CHECK_THROWS_AS(FloatGru(FloatNetwork{{layer}, {}}), std::invalid_argument);
}
