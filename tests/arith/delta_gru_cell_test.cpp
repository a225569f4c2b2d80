#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "model/arith/delta_gru.hpp"
#include "tests/arith/plain_units.hpp"
#include "tests/arith/random_layers.hpp"

namespace {

using drnn::DeltaGruCell;
using drnn::DeltaGruNetwork;
using drnn::DeltaSettings;
using drnn::kCandidate;
using drnn::kReset;
using drnn::kUpdate;
using drnn::Nonlinearities;
using drnn::numeric_profile;
using drnn::NumericProfile;
using drnn::QuantisedLayer;
using drnn::UnitAccumulators;
using drnn::test::drift;
using drnn::test::random_layer;
using drnn::test::RandomSource;
using Vector = std::vector<std::int32_t>;

std::int64_t row_times(const QuantisedLayer& layer, int first_column, const Vector& values,
                       int gate, int row) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto column = static_cast<std::size_t>(first_column) + i;
    const std::size_t at =
        (column * 3 + static_cast<std::size_t>(gate)) * static_cast<std::size_t>(layer.hidden) +
        static_cast<std::size_t>(row);
    sum += std::int64_t{layer.columns[at]} * values[i];
  }
  return sum;
}

/// bias + W_x x + W_h h from scratch, without deltas and without a limit on the width.
UnitAccumulators plain_sums(const QuantisedLayer& layer, const NumericProfile& profile,
                            const Vector& bias_and_x, const Vector& h, int row) {
  const auto i = static_cast<std::size_t>(row);
  const std::int64_t bias_lsb = std::int64_t{1}
                                << (profile.activation.frac_bits + profile.weight.frac_bits -
                                    profile.bias.frac_bits);
  const auto x_part = [&](int gate) { return row_times(layer, 0, bias_and_x, gate, row); };
  const auto h_part = [&](int gate) { return row_times(layer, layer.h_column(0), h, gate, row); };
  return {layer.m_r[i] * bias_lsb + x_part(kReset) + h_part(kReset),
          layer.m_u[i] * bias_lsb + x_part(kUpdate) + h_part(kUpdate),
          layer.m_cx[i] * bias_lsb + x_part(kCandidate),
          layer.m_ch[i] * bias_lsb + h_part(kCandidate)};
}

/// What meets the columns in front of h: 1.0 for a bias column, then x.
Vector bias_and(const QuantisedLayer& layer, std::int32_t bias_input, const Vector& x) {
  Vector values(static_cast<std::size_t>(layer.bias_columns), bias_input);
  values.insert(values.end(), x.begin(), x.end());
  return values;
}

UnitAccumulators wrapped(const UnitAccumulators& m, int bits) {
  return {drnn::wrap_to(m.r, bits), drnn::wrap_to(m.u, bits), drnn::wrap_to(m.cx, bits),
          drnn::wrap_to(m.ch, bits)};
}

bool equal(const UnitAccumulators& a, const UnitAccumulators& b) {
  return a.r == b.r && a.u == b.u && a.cx == b.cx && a.ch == b.ch;
}

/// A GRU step with neither deltas nor memory but h.
Vector plain_step(const std::string& name, const QuantisedLayer& layer, const Vector& x,
                  const Vector& h) {
  const NumericProfile profile = numeric_profile(name);
  const Vector columns = bias_and(layer, 1 << profile.activation.frac_bits, x);
  Vector next;
  for (int row = 0; row < layer.hidden; ++row) {
    const UnitAccumulators m =
        wrapped(plain_sums(layer, profile, columns, h, row), profile.accumulator_bits);
    next.push_back(static_cast<std::int32_t>(
        drnn::test::plain_unit(name, m, h[static_cast<std::size_t>(row)])));
  }
  return next;
}

/// Counts the units of all steps whose sums are not bias + W * reference.
int broken_sums(const DeltaGruCell& cell, const QuantisedLayer& layer,
                const NumericProfile& profile) {
  const Vector columns = bias_and(layer, cell.bias_reference(), cell.x_reference());
  int broken = 0;
  for (int row = 0; row < layer.hidden; ++row) {
    if (!equal(cell.accumulators(row),
               plain_sums(layer, profile, columns, cell.h_reference(), row))) {
      ++broken;
    }
  }
  return broken;
}

/// A layer of one input and one unit whose gates are far from saturation.
QuantisedLayer tiny_layer(const NumericProfile& profile) {
  RandomSource random(1);
  return random_layer(1, 1, 0.5, profile, random);
}

}  // namespace

TEST_CASE("at theta zero a cell equals a plain fixed-point GRU in every step") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  const std::uint64_t seed = GENERATE(301, 302, 303);
  CAPTURE(name, seed);
  RandomSource random(seed);
  const NumericProfile profile = numeric_profile(name);
  const Nonlinearities tables(profile);
  const int inputs = random.small(1, 24);
  const QuantisedLayer layer = random_layer(inputs, random.small(1, 24), 0.9, profile, random);
  DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  Vector x(static_cast<std::size_t>(inputs), 0);
  Vector h(static_cast<std::size_t>(layer.hidden), 0);
  for (int t = 0; t < 500; ++t) {
    drift(x, 8000, random);  // below 2^14, so that no 16-bit delta wraps
    h = plain_step(name, layer, x, h);
    REQUIRE(cell.step(x.data()) == h);
  }
}

TEST_CASE("the sums are the biases plus weights times references after any step and theta") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  const std::int32_t theta = GENERATE(0, 1, 16, 64, 200);
  const std::uint64_t seed = 311;
  CAPTURE(name, theta, seed);
  RandomSource random(seed);
  const NumericProfile profile = numeric_profile(name);
  const Nonlinearities tables(profile);
  const QuantisedLayer layer = random_layer(9, 11, 0.9, profile, random);
  DeltaGruCell cell(layer, profile, tables, {theta, theta / 2, true});
  Vector x(9, 0);
  for (int t = 0; t < 300; ++t) {
    // 10 columns of at most 0.9 * 2000/256, and 11 of at most 0.9 * 1: no 24-bit sum (+-256) wraps.
    drift(x, 2000, random);
    cell.step(x.data());
    REQUIRE(broken_sums(cell, layer, profile) == 0);
  }
}

TEST_CASE("references stay within theta of what they stand for") {
  const std::string name = GENERATE("q88", "drnn");
  const std::int32_t theta = GENERATE(0, 1, 64);
  CAPTURE(name, theta);
  RandomSource random(321);
  const NumericProfile profile = numeric_profile(name);
  const Nonlinearities tables(profile);
  const QuantisedLayer layer = random_layer(7, 5, 0.9, profile, random);
  DeltaGruCell cell(layer, profile, tables, {theta, theta, true});
  // ge holds back less than theta, gt theta itself.
  const std::int32_t largest_kept =
      std::max(0, profile.compare == drnn::DeltaCompare::ge ? theta - 1 : theta);
  Vector x(7, 0);
  for (int t = 0; t < 300; ++t) {
    drift(x, 3000, random);
    cell.step(x.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      REQUIRE(std::abs(x[i] - cell.x_reference()[i]) <= largest_kept);
    }
  }
}

TEST_CASE("a dense update sends every element each step and equals theta zero") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn");
  CAPTURE(name);
  RandomSource random(331);
  const NumericProfile profile = numeric_profile(name);
  const Nonlinearities tables(profile);
  const QuantisedLayer layer = random_layer(6, 8, 0.9, profile, random);
  DeltaGruCell dense(layer, profile, tables, {5000, 5000, false});
  DeltaGruCell sparse(layer, profile, tables, {0, 0, true});
  Vector x(6, 0);
  for (int t = 0; t < 200; ++t) {
    drift(x, 2000, random);
    REQUIRE(dense.step(x.data()) == sparse.step(x.data()));
    REQUIRE(dense.last_counts().fired_x == 6);
    REQUIRE(dense.last_counts().fired_h == 8);
    REQUIRE(dense.last_counts().fired_bias == layer.bias_columns);
    REQUIRE(dense.x_reference() == x);
  }
}

TEST_CASE("an element is counted when it is sent and only then") {
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  RandomSource random(341);
  const QuantisedLayer layer = random_layer(3, 2, 0.5, profile, random);
  DeltaGruCell cell(layer, profile, tables, {10, 10000, true});
  const Vector first{9, 10, -11};
  cell.step(first.data());
  CHECK(cell.last_counts().fired_x == 2);
  CHECK(cell.last_counts().fired_h == 0);
  CHECK(cell.last_counts().fired_bias == 0);
  CHECK(cell.x_reference() == Vector{0, 10, -11});
  const Vector second{10, 19, -11};
  cell.step(second.data());
  CHECK(cell.last_counts().fired_x == 1);
  CHECK(cell.x_reference() == Vector{10, 10, -11});
}

TEST_CASE("x and h are held against thresholds of their own") {
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  RandomSource random(345);
  const QuantisedLayer layer = random_layer(2, 6, 0.9, profile, random);
  const Vector x{250, -250};
  const auto fired_in_second_step = [&](std::int32_t theta_h) {
    DeltaGruCell cell(layer, profile, tables, {100, theta_h, true});
    const Vector h = cell.step(x.data());
    REQUIRE(cell.last_counts().fired_x == 2);
    cell.step(x.data());
    REQUIRE(cell.last_counts().fired_h == std::count_if(h.begin(), h.end(), [&](std::int32_t v) {
              return v != 0 && std::abs(v) >= theta_h;
            }));
    return cell.last_counts().fired_h;
  };
  // |h| <= 1.0: theta_h above it holds everything back, whatever theta_x is.
  CHECK(fired_in_second_step(257) == 0);
  CHECK(fired_in_second_step(0) > 0);
  CHECK(fired_in_second_step(20) > 0);
}

TEST_CASE("the first step sends no h because the state is zero") {
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  RandomSource random(351);
  const QuantisedLayer layer = random_layer(3, 20, 0.9, profile, random);
  DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  const Vector x{200, -300, 100};
  const Vector h = cell.step(x.data());
  CHECK(cell.last_counts().fired_h == 0);
  cell.step(x.data());
  CHECK(cell.last_counts().fired_x == 0);
  CHECK(cell.last_counts().fired_h ==
        std::count_if(h.begin(), h.end(), [](int v) { return v != 0; }));
}

TEST_CASE("a bias column is sent once at theta 1.0 and never above it") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const Nonlinearities tables(profile);
  const QuantisedLayer layer = tiny_layer(profile);
  const std::int32_t x = 0;
  DeltaGruCell at_one(layer, profile, tables, {256, 0, true});
  at_one.step(&x);
  CHECK(at_one.last_counts().fired_bias == 1);
  CHECK(at_one.bias_reference() == 256);
  CHECK(at_one.accumulators(0).r == 256 * layer.columns[0]);
  CHECK(at_one.accumulators(0).ch == 0);
  at_one.step(&x);
  CHECK(at_one.last_counts().fired_bias == 0);
  DeltaGruCell above_one(layer, profile, tables, {257, 0, true});
  above_one.step(&x);
  CHECK(above_one.last_counts().fired_bias == 0);
  CHECK(above_one.accumulators(0).r == 0);
}

TEST_CASE("a 16-bit delta that wraps is sent as the register holds it") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const Nonlinearities tables(profile);
  const QuantisedLayer layer = tiny_layer(profile);
  DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  const std::int32_t low = -32768;
  const std::int32_t high = 32767;
  cell.step(&low);
  const std::int64_t before = cell.accumulators(0).cx;
  cell.step(&high);
  // 32767 - (-32768) = 65535, which is -1 in 16 bits.
  CHECK(cell.accumulators(0).cx == drnn::wrap_to(before - layer.column(1)[kCandidate], 24));
  CHECK(cell.x_reference()[0] == high);
}

TEST_CASE("accumulators that wrap in the RTL's width give the same words as exact ones wrapped") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const Nonlinearities tables(profile);
  const std::uint64_t seed = 361;
  CAPTURE(seed);
  RandomSource random(seed);
  const QuantisedLayer layer = random_layer(40, 16, 0.99, profile, random);
  DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  Vector x(40, 0);
  Vector h(16, 0);
  int wrapped_sums = 0;
  for (int t = 0; t < 200; ++t) {
    drift(x, 16000, random);
    const Vector columns = bias_and(layer, 256, x);
    for (int row = 0; row < 16; ++row) {
      const std::int64_t cx = plain_sums(layer, profile, columns, h, row).cx;
      if (cx != drnn::wrap_to(cx, 24)) ++wrapped_sums;
    }
    h = plain_step("edgedrnn", layer, x, h);
    REQUIRE(cell.step(x.data()) == h);
  }
  CHECK(wrapped_sums > 0);
}

TEST_CASE("saturating accumulators are filled in the order bias then x then h") {
  NumericProfile profile = numeric_profile("edgedrnn");
  profile.accumulator_overflow = drnn::Overflow::saturate;
  const Nonlinearities tables(profile);
  QuantisedLayer layer;
  layer.inputs = 3;
  layer.hidden = 1;
  layer.bias_columns = 1;
  for (const int weight : {127, 127, 127, -127, 0}) {
    layer.columns.insert(layer.columns.end(), 3, static_cast<std::int16_t>(weight));
  }
  for (auto* m : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch}) m->assign(1, 0);
  DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  const Vector x{32767, 32767, 32767};
  cell.step(x.data());
  const std::int64_t top = (1 << 23) - 1;
  const std::int64_t product = 127 * 32767;
  const std::int64_t expected = std::min(top, 127 * 256 + product + product) - product;
  CHECK(cell.accumulators(0).r == expected);
}

TEST_CASE("after a reset a cell repeats its first run") {
  const NumericProfile profile = numeric_profile("edgedrnn");
  const Nonlinearities tables(profile);
  RandomSource random(371);
  const QuantisedLayer layer = random_layer(5, 6, 0.9, profile, random);
  DeltaGruCell cell(layer, profile, tables, {8, 8, true});
  Vector x(5, 0);
  std::vector<Vector> inputs, outputs;
  for (int t = 0; t < 20; ++t) {
    drift(x, 1000, random);
    inputs.push_back(x);
    outputs.push_back(cell.step(x.data()));
  }
  cell.reset();
  CHECK(cell.h() == Vector(6, 0));
  for (std::size_t t = 0; t < inputs.size(); ++t) {
    REQUIRE(cell.step(inputs[t].data()) == outputs[t]);
  }
}

TEST_CASE("a network feeds each layer's state to the next in the same step") {
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  RandomSource random(381);
  drnn::QuantisedNetwork network;
  network.layers.push_back(random_layer(4, 6, 0.9, profile, random));
  network.layers.push_back(random_layer(6, 3, 0.9, profile, random));
  const DeltaSettings settings{4, 2, true};
  DeltaGruNetwork both(network, profile, settings);
  DeltaGruCell first(network.layers[0], profile, tables, settings);
  DeltaGruCell second(network.layers[1], profile, tables, settings);
  Vector x(4, 0);
  for (int t = 0; t < 50; ++t) {
    drift(x, 1000, random);
    REQUIRE(both.step(x.data()) == second.step(first.step(x.data()).data()));
  }
  both.reset();
  CHECK(both.cells()[0].h() == Vector(6, 0));
}

TEST_CASE("a cell refuses a layer whose arrays do not match its sizes or its bias path") {
  const NumericProfile profile = numeric_profile("drnn");
  const Nonlinearities tables(profile);
  RandomSource random(391);
  const QuantisedLayer good = random_layer(2, 3, 0.5, profile, random);
  const auto refused = [&](const QuantisedLayer& layer, const NumericProfile& p) {
    CHECK_THROWS_AS(DeltaGruCell(layer, p, tables, {}), std::invalid_argument);
  };
  QuantisedLayer short_columns = good;
  short_columns.columns.pop_back();
  refused(short_columns, profile);
  QuantisedLayer long_bias = good;
  long_bias.m_ch.push_back(0);
  refused(long_bias, profile);
  refused(good, numeric_profile("edgedrnn"));
}
