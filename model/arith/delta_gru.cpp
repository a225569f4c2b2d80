#include "model/arith/delta_gru.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace drnn {
namespace {

int accumulator_frac_bits(const NumericProfile& p, int scale) {
  return p.activation.frac_bits + weight_frac_bits(p, scale);
}

std::int32_t fit_activation(std::int64_t exact, const NumericProfile& p,
                            OverflowCounts* overflows) {
  const std::int64_t fitted = fit(exact, p.activation.bits, p.conversion_overflow);
  if (overflows != nullptr && fitted != exact) ++overflows->conversions;
  return static_cast<std::int32_t>(fitted);
}

/// `frac_bits` is never fewer than the activation format's.
std::int32_t to_activation(std::int64_t raw, int frac_bits, const NumericProfile& p,
                           OverflowCounts* overflows) {
  return fit_activation(round_shift(raw, frac_bits - p.activation.frac_bits, p.rounding), p,
                        overflows);
}

/// r*pre_ch and M_cx meet at the larger of their fractions, inside the accumulator's width (the
/// EdgeDRNN RTL: 2*M_cx in 24 bits), and are rounded once.
std::int32_t joint_sum(const UnitAccumulators& m, std::int64_t product, const NumericProfile& p,
                       int scale, OverflowCounts* overflows) {
  const int product_frac_bits = 2 * p.activation.frac_bits;
  const int frac_bits = std::max(product_frac_bits, accumulator_frac_bits(p, scale));
  const std::int64_t from_h = product * (std::int64_t{1} << (frac_bits - product_frac_bits));
  const int shift = frac_bits - accumulator_frac_bits(p, scale);
  const std::int64_t from_x = shift_left(m.cx, shift, p.accumulator_bits, p.accumulator_overflow);
  const std::int64_t sum = fit(from_h + from_x, p.accumulator_bits, p.accumulator_overflow);
  if (overflows != nullptr && !is_exact(m.cx, shift, from_h, sum)) ++overflows->accumulators;
  return to_activation(sum, frac_bits, p, overflows);
}

/// Each term is rounded to the activation format's grid; only their sum is fitted to its range.
std::int32_t apart_sum(const UnitAccumulators& m, std::int64_t product, const NumericProfile& p,
                       int scale, OverflowCounts* overflows) {
  return fit_activation(round_shift(m.cx, weight_frac_bits(p, scale), p.rounding) +
                            round_shift(product, p.activation.frac_bits, p.rounding),
                        p, overflows);
}

/// Modulo 2^64, through unsigned because it may wrap there. An int16 times the difference of two
/// int16 fits in 32 bits, which a compiler can turn into vector instructions.
__attribute__((target_clones("avx2", "default"))) void add_column_modular(
    std::int64_t* m, const std::int16_t* weights, std::size_t rows, std::int32_t delta) {
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int32_t product = weights[i] * delta;
    m[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(m[i]) +
                                     static_cast<std::uint64_t>(std::int64_t{product}));
  }
}

void add_column(std::vector<std::int64_t>& accumulators, const std::int16_t* weights,
                std::int32_t delta, const NumericProfile& profile) {
  if (profile.accumulator_overflow == Overflow::wrap) {
    return add_column_modular(accumulators.data(), weights, accumulators.size(), delta);
  }
  for (std::int64_t& m : accumulators) m = accumulate(m, *weights++, delta, profile);
}

void check_size(std::size_t size, std::size_t expected, const char* what) {
  if (size == expected) return;
  throw std::invalid_argument("quantised layer: " + std::string(what) + " has " +
                              std::to_string(size) + " values instead of " +
                              std::to_string(expected));
}

void check(const QuantisedLayer& layer, const NumericProfile& profile) {
  const auto hidden = static_cast<std::size_t>(layer.hidden);
  check_size(layer.columns.size(), kGates * hidden * static_cast<std::size_t>(layer.column_count()),
             "columns");
  check_size(layer.m_r.size(), hidden, "m_r");
  check_size(layer.m_u.size(), hidden, "m_u");
  check_size(layer.m_cx.size(), hidden, "m_cx");
  check_size(layer.m_ch.size(), hidden, "m_ch");
  const int bias_columns = profile.bias_path == BiasPath::column ? 1 : 0;
  check_size(static_cast<std::size_t>(layer.bias_columns), static_cast<std::size_t>(bias_columns),
             "the bias column count");
}

void start_at(const std::vector<std::int32_t>& biases, const QuantisedLayer& layer,
              int AccumulatorScales::*scale, const NumericProfile& profile,
              std::vector<std::int64_t>& accumulators) {
  accumulators.resize(biases.size());
  std::transform(biases.begin(), biases.end(), accumulators.begin(), [&](std::int32_t bias) {
    return initial_accumulator(bias, profile, layer.scales.weights.*scale,
                               layer.scales.biases.*scale);
  });
}

}  // namespace

std::int64_t initial_accumulator(std::int32_t bias, const NumericProfile& profile, int weight_scale,
                                 int bias_scale) {
  const FixedFormat accumulator{profile.accumulator_bits,
                                accumulator_frac_bits(profile, weight_scale)};
  return convert(bias, profile.bias.frac_bits - bias_scale, accumulator, profile.rounding,
                 profile.accumulator_overflow);
}

std::int64_t read_accumulator(std::int64_t kept, const NumericProfile& profile,
                              OverflowCounts* overflows) {
  const std::int64_t read = fit(kept, profile.accumulator_bits, profile.accumulator_overflow);
  const FixedFormat width{profile.accumulator_bits, 0};
  const bool at_end = read == width.max_raw() || read == width.min_raw();
  const bool saturated = profile.accumulator_overflow == Overflow::saturate && at_end;
  if (overflows != nullptr && (read != kept || saturated)) ++overflows->accumulators;
  return read;
}

std::int32_t pre_activation(std::int64_t accumulator, const NumericProfile& profile, int scale,
                            OverflowCounts* overflows) {
  return to_activation(accumulator, accumulator_frac_bits(profile, scale), profile, overflows);
}

std::int32_t candidate_pre_activation(const UnitAccumulators& m, std::int32_t r,
                                      const NumericProfile& profile,
                                      const AccumulatorScales& scales, OverflowCounts* overflows) {
  const std::int64_t product =
      std::int64_t{r} * pre_activation(m.ch, profile, scales.ch, overflows);
  return profile.candidate_sum == CandidateSum::joint
             ? joint_sum(m, product, profile, scales.cx, overflows)
             : apart_sum(m, product, profile, scales.cx, overflows);
}

std::int32_t blend(std::int32_t u, std::int32_t c, std::int32_t h_previous,
                   const NumericProfile& profile, OverflowCounts* overflows) {
  const int frac_bits = profile.activation.frac_bits;
  const auto rounded_product = [&](std::int64_t a, std::int64_t b) {
    return round_shift(a * b, frac_bits, profile.rounding);
  };
  if (profile.blend == Blend::difference) {
    return fit_activation(c + rounded_product(u, std::int64_t{h_previous} - c), profile, overflows);
  }
  const std::int64_t one = std::int64_t{1} << frac_bits;
  return fit_activation(rounded_product(one - u, c) + rounded_product(u, h_previous), profile,
                        overflows);
}

std::int32_t activate(const UnitAccumulators& m, std::int32_t h_previous,
                      const NumericProfile& profile, const Nonlinearities& tables,
                      const AccumulatorScales& scales, OverflowCounts* overflows) {
  const std::int32_t r = tables.sigmoid(pre_activation(m.r, profile, scales.r, overflows));
  const std::int32_t u = tables.sigmoid(pre_activation(m.u, profile, scales.u, overflows));
  const std::int32_t c = tables.tanh(candidate_pre_activation(m, r, profile, scales, overflows));
  return blend(u, c, h_previous, profile, overflows);
}

DeltaGruCell::DeltaGruCell(const QuantisedLayer& layer, const NumericProfile& profile,
                           const Nonlinearities& tables, const DeltaSettings& settings)
    : layer_(layer), profile_(profile), tables_(tables), settings_(settings) {
  check(layer, profile);
  reset();
}

void DeltaGruCell::reset() {
  bias_reference_ = 0;
  x_reference_.assign(static_cast<std::size_t>(layer_.inputs), 0);
  h_reference_.assign(static_cast<std::size_t>(layer_.hidden), 0);
  h_.assign(static_cast<std::size_t>(layer_.hidden), 0);
  start_at(layer_.m_r, layer_, &AccumulatorScales::r, profile_, m_r_);
  start_at(layer_.m_u, layer_, &AccumulatorScales::u, profile_, m_u_);
  start_at(layer_.m_cx, layer_, &AccumulatorScales::cx, profile_, m_cx_);
  start_at(layer_.m_ch, layer_, &AccumulatorScales::ch, profile_, m_ch_);
  counts_ = {};
  overflows_ = {};
}

const std::vector<std::int32_t>& DeltaGruCell::step(const std::int32_t* x) {
  counts_ = {};
  scan(x);
  activate_units();
  return h_;
}

UnitAccumulators DeltaGruCell::accumulators(int unit) const {
  return read(unit, nullptr);
}

UnitAccumulators DeltaGruCell::read(int unit, OverflowCounts* overflows) const {
  const auto one = [&](const std::vector<std::int64_t>& m) {
    return read_accumulator(m[static_cast<std::size_t>(unit)], profile_, overflows);
  };
  return {one(m_r_), one(m_u_), one(m_cx_), one(m_ch_)};
}

void DeltaGruCell::scan(const std::int32_t* x) {
  if (layer_.bias_columns != 0) {
    // An input of constant 1.0 that has no threshold of its own: theta_x > 1.0 drops it.
    const std::int32_t one = std::int32_t{1} << profile_.activation.frac_bits;
    counts_.fired_bias += update(0, one, settings_.theta_x, bias_reference_, m_cx_);
  }
  for (int i = 0; i < layer_.inputs; ++i) {
    std::int32_t& reference = x_reference_[static_cast<std::size_t>(i)];
    counts_.fired_x += update(layer_.x_column(i), x[i], settings_.theta_x, reference, m_cx_);
  }
  for (int i = 0; i < layer_.hidden; ++i) {
    const auto unit = static_cast<std::size_t>(i);
    counts_.fired_h +=
        update(layer_.h_column(i), h_[unit], settings_.theta_h, h_reference_[unit], m_ch_);
  }
}

/// The delta rule for one element; true where it was sent.
bool DeltaGruCell::update(int column, std::int32_t value, std::int32_t theta,
                          std::int32_t& reference, std::vector<std::int64_t>& candidate) {
  const std::int32_t change = delta(value, reference, profile_);
  if (settings_.skip && !fires(change, theta, profile_)) return false;
  reference = value;
  send(column, change, candidate);
  return true;
}

void DeltaGruCell::send(int column, std::int32_t delta, std::vector<std::int64_t>& candidate) {
  // A dense update counts a zero as sent, but adding it would change nothing.
  if (delta == 0) return;
  const std::int16_t* weights = layer_.column(column);
  add_column(m_r_, weights, delta, profile_);
  add_column(m_u_, weights + layer_.hidden, delta, profile_);
  add_column(candidate, weights + 2 * layer_.hidden, delta, profile_);
}

void DeltaGruCell::activate_units() {
  for (int i = 0; i < layer_.hidden; ++i) {
    std::int32_t& h = h_[static_cast<std::size_t>(i)];
    h = activate(read(i, &overflows_), h, profile_, tables_, layer_.scales.weights, &overflows_);
  }
}

DeltaGruNetwork::DeltaGruNetwork(const QuantisedNetwork& network, const NumericProfile& profile,
                                 const DeltaSettings& settings)
    : tables_(profile) {
  cells_.reserve(network.layers.size());
  for (const QuantisedLayer& layer : network.layers) {
    cells_.emplace_back(layer, profile, tables_, settings);
  }
}

void DeltaGruNetwork::reset() {
  for (DeltaGruCell& cell : cells_) cell.reset();
}

OverflowCounts DeltaGruNetwork::overflows() const {
  OverflowCounts sum;
  for (const DeltaGruCell& cell : cells_) sum.add(cell.overflows());
  return sum;
}

const std::vector<std::int32_t>& DeltaGruNetwork::step(const std::int32_t* x) {
  const std::int32_t* input = x;
  for (DeltaGruCell& cell : cells_) input = cell.step(input).data();
  return cells_.back().h();
}

}  // namespace drnn
