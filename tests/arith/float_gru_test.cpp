// The cell against a GRU in double precision with the same (quantised) weights, biases and inputs.
//
// Bound on the error of one step, all in real units. Let q = 2^-(F+1), half a step of the
// activation format, g = 2^-(G+1), half a step of the gate outputs, and let e bound the error of h
// before the step. At theta 0 and with exact accumulators M is exactly b + W x + W h of the cell's
// own h. With A the largest sum of |W_h| in a row:
//   pre_r, pre_u:  q + A e                  one rounding, and the error of h through W_h
//   r, u:          E_g = g + (q + A e)/4    sigmoid has slope <= 1/4; the table rounds to its grid
//   r*M_ch:        (q + A e) + |M_ch| E_g   as r <= 1
//   pre_c:         that + n q               n = 1 rounding for joint, 2 for apart
//   c:             E_c = g + error of pre_c, as tanh has slope <= 1
//   h:             |(1-u')(c'-c) + u'(h'-h) + (u'-u)(h-c)| + m q
//                  <= max(E_c, e) + |h-c| E_g + m q, m = 1 rounding for difference, 2 for products
// Only saturation is not covered: the weights are too small for any sum to reach it. The roundings
// of double (2^-50) are covered by a slack of 2^-40.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

#include "model/arith/delta_gru.hpp"
#include "tests/arith/plain_units.hpp"
#include "tests/arith/random_layers.hpp"

namespace {

using drnn::numeric_profile;
using drnn::NumericProfile;
using drnn::QuantisedLayer;
using drnn::test::drift;
using drnn::test::random_layer;
using drnn::test::RandomSource;
using drnn::test::sigmoid;

constexpr double kDoubleSlack = 0x1p-40;

/// What the bound needs to know about one unit's step.
struct UnitStep {
  double h = 0;
  double error_bound = 0;
};

class ReferenceGru {
 public:
  ReferenceGru(const QuantisedLayer& layer, const NumericProfile& profile)
      : layer_(layer), profile_(profile), row_sum_(largest_row_sum()) {}

  /// The new state of one unit, and how far the fixed-point one may be from it when every h before
  /// the step was off by at most `e`.
  UnitStep step(const std::vector<double>& x, const std::vector<double>& h, int row,
                double e) const {
    const auto i = static_cast<std::size_t>(row);
    const double r = sigmoid(bias(layer_.m_r[i]) + x_sum(x, 0, row) + h_sum(h, 0, row));
    const double u = sigmoid(bias(layer_.m_u[i]) + x_sum(x, 1, row) + h_sum(h, 1, row));
    const double m_ch = bias(layer_.m_ch[i]) + h_sum(h, 2, row);
    const double c = std::tanh(bias(layer_.m_cx[i]) + x_sum(x, 2, row) + r * m_ch);
    return {(1 - u) * c + u * h[i], error_bound(std::fabs(m_ch), std::fabs(h[i] - c), e)};
  }

 private:
  double error_bound(double m_ch, double distance, double e) const {
    const double q = std::ldexp(1.0, -profile_.activation.frac_bits - 1);
    const double g = std::ldexp(1.0, -profile_.gate_frac_bits - 1);
    const double gate = g + (q + row_sum_ * e) / 4;
    const int sums = profile_.candidate_sum == drnn::CandidateSum::joint ? 1 : 2;
    const double candidate = g + q + row_sum_ * e + m_ch * gate + sums * q;
    const int products = profile_.blend == drnn::Blend::difference ? 1 : 2;
    return std::max(candidate, e) + distance * gate + products * q + kDoubleSlack;
  }

  double bias(std::int32_t raw) const { return drnn::to_real(raw, profile_.bias); }

  double weight(int column, int gate, int row) const {
    return drnn::to_real(layer_.column(column)[gate * layer_.hidden + row], profile_.weight);
  }

  double x_sum(const std::vector<double>& x, int gate, int row) const {
    double sum = 0;
    for (int i = 0; i < layer_.inputs; ++i) {
      sum += weight(layer_.x_column(i), gate, row) * x[static_cast<std::size_t>(i)];
    }
    if (layer_.bias_columns != 0) sum += weight(0, gate, row);
    return sum;
  }

  double h_sum(const std::vector<double>& h, int gate, int row) const {
    double sum = 0;
    for (int i = 0; i < layer_.hidden; ++i) {
      sum += weight(layer_.h_column(i), gate, row) * h[static_cast<std::size_t>(i)];
    }
    return sum;
  }

  double largest_row_sum() const {
    double largest = 0;
    for (int gate = 0; gate < drnn::kGates; ++gate) {
      for (int row = 0; row < layer_.hidden; ++row) {
        double sum = 0;
        for (int i = 0; i < layer_.hidden; ++i) {
          sum += std::fabs(weight(layer_.h_column(i), gate, row));
        }
        largest = std::max(largest, sum);
      }
    }
    return largest;
  }

  const QuantisedLayer& layer_;
  const NumericProfile& profile_;
  const double row_sum_;
};

std::vector<double> real(const std::vector<std::int32_t>& raw, const NumericProfile& profile) {
  std::vector<double> values;
  for (const std::int32_t v : raw) values.push_back(drnn::to_real(v, profile.activation));
  return values;
}

/// The named profile, or a finer one with every alternative form, so that all paths are bounded.
NumericProfile profile_under_test(const std::string& name) {
  if (name != "fine") return numeric_profile(name);
  NumericProfile profile = numeric_profile("drnn");
  profile.activation = {16, 12};
  profile.gate_frac_bits = 12;
  profile.candidate_sum = drnn::CandidateSum::apart;
  profile.blend = drnn::Blend::products;
  return profile;
}

}  // namespace

TEST_CASE("every step stays within the derived bound of a double-precision GRU") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn", "fine");
  const std::uint64_t seed = GENERATE(401, 402, 403);
  CAPTURE(name, seed);
  RandomSource random(seed);
  const NumericProfile profile = profile_under_test(name);
  const drnn::Nonlinearities tables(profile);
  // |bias| <= 1, |x| <= 0.5, |h| <= 1: no pre-activation exceeds 2*1 + 8*0.2*0.5 + 12*0.2 = 5.2,
  // inside +-8, the smallest range among these activation formats.
  const QuantisedLayer layer = random_layer(8, 12, 0.2, profile, random);
  drnn::DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  const ReferenceGru reference(layer, profile);
  const int limit = 1 << (profile.activation.frac_bits - 1);
  std::vector<std::int32_t> x(8, 0);
  for (int t = 0; t < 1000; ++t) {
    drift(x, limit, random);
    const std::vector<double> before = real(cell.h(), profile);
    const std::vector<double> after = real(cell.step(x.data()), profile);
    for (int row = 0; row < layer.hidden; ++row) {
      const UnitStep expected = reference.step(real(x, profile), before, row, 0.0);
      const double error = std::fabs(after[static_cast<std::size_t>(row)] - expected.h);
      CAPTURE(t, row, error, expected.error_bound);
      REQUIRE(error <= expected.error_bound);
    }
  }
}

TEST_CASE("a sequence stays within the accumulated bound of a double-precision GRU") {
  const std::string name = GENERATE("q88", "drnn", "edgedrnn", "fine");
  const std::uint64_t seed = GENERATE(411, 412);
  CAPTURE(name, seed);
  RandomSource random(seed);
  const NumericProfile profile = profile_under_test(name);
  const drnn::Nonlinearities tables(profile);
  const QuantisedLayer layer = random_layer(8, 12, 0.1, profile, random);
  drnn::DeltaGruCell cell(layer, profile, tables, {0, 0, true});
  const ReferenceGru reference(layer, profile);
  const int limit = 1 << (profile.activation.frac_bits - 1);
  std::vector<std::int32_t> x(8, 0);
  std::vector<double> h(12, 0.0);
  double bound = 0;
  for (int t = 0; t < 30; ++t) {
    drift(x, limit, random);
    const std::vector<double> fixed = real(cell.step(x.data()), profile);
    std::vector<double> next;
    double next_bound = 0;
    for (int row = 0; row < layer.hidden; ++row) {
      const UnitStep unit = reference.step(real(x, profile), h, row, bound);
      next.push_back(unit.h);
      next_bound = std::max(next_bound, unit.error_bound);
    }
    h = next;
    bound = next_bound;
    for (std::size_t i = 0; i < h.size(); ++i) {
      CAPTURE(t, i, bound);
      REQUIRE(std::fabs(fixed[i] - h[i]) <= bound);
    }
  }
}
