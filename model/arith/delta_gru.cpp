#include "model/arith/delta_gru.hpp"

#include <algorithm>

namespace drnn {

namespace {

/// raw * 2^shift; defined for negative values too.
std::int64_t scale_up(std::int64_t raw, int shift) { return raw * (std::int64_t{1} << shift); }

std::int64_t to_activation(std::int64_t accumulator, const NumericProfile& p) {
  return convert(accumulator, p.activation.frac_bits + p.weight.frac_bits, p.activation, p.rounding,
                 p.conversion_overflow);
}

std::int64_t fit_activation(std::int64_t raw, const NumericProfile& p) {
  return fit(raw, p.activation.bits, p.conversion_overflow);
}

/// A product of two activations, back in the activation format.
std::int64_t product(std::int64_t a, std::int64_t b, const NumericProfile& p) {
  return round_shift(a * b, p.activation.frac_bits, p.rounding);
}

std::int64_t candidate_joint(const UnitAccumulators& m, std::int64_t r, const NumericProfile& p) {
  const int f = p.activation.frac_bits;
  const int frac_bits = std::max(2 * f, f + p.weight.frac_bits);
  const std::int64_t sum = scale_up(r * to_activation(m.ch, p), frac_bits - 2 * f) +
                           scale_up(m.cx, frac_bits - f - p.weight.frac_bits);
  return convert(fit(sum, p.accumulator_bits, p.accumulator_overflow), frac_bits, p.activation,
                 p.rounding, p.conversion_overflow);
}

std::int64_t candidate_apart(const UnitAccumulators& m, std::int64_t r, const NumericProfile& p) {
  return fit_activation(to_activation(m.cx, p) + product(r, to_activation(m.ch, p), p), p);
}

std::int64_t blend(std::int64_t u, std::int64_t c, std::int64_t h, const NumericProfile& p) {
  if (p.blend == Blend::difference) return c + product(u, h - c, p);
  const std::int64_t one = std::int64_t{1} << p.activation.frac_bits;
  return product(one - u, c, p) + product(u, h, p);
}

}  // namespace

std::int32_t delta(std::int32_t value, std::int32_t reference, const NumericProfile& profile) {
  return static_cast<std::int32_t>(
      fit(std::int64_t{value} - reference, profile.delta_bits, Overflow::wrap));
}

bool fires(std::int32_t delta, std::int32_t theta, const NumericProfile& profile) {
  const std::int32_t size = delta < 0 ? -delta : delta;
  if (size == 0) return false;
  return profile.compare == DeltaCompare::ge ? size >= theta : size > theta;
}

std::int64_t accumulate(std::int64_t accumulator, std::int32_t weight, std::int32_t delta,
                        const NumericProfile& profile) {
  return fit(accumulator + std::int64_t{weight} * delta, profile.accumulator_bits,
             profile.accumulator_overflow);
}

std::int64_t initial_accumulator(std::int32_t bias, const NumericProfile& profile) {
  const int shift =
      profile.activation.frac_bits + profile.weight.frac_bits - profile.bias.frac_bits;
  return scale_up(bias, shift);
}

std::int32_t activate(const UnitAccumulators& m, std::int32_t h_previous,
                      const NumericProfile& profile, const Nonlinearities& tables) {
  const std::int64_t r = tables.sigmoid(static_cast<std::int32_t>(to_activation(m.r, profile)));
  const std::int64_t u = tables.sigmoid(static_cast<std::int32_t>(to_activation(m.u, profile)));
  const std::int64_t pre_c = profile.candidate_sum == CandidateSum::joint
                                 ? candidate_joint(m, r, profile)
                                 : candidate_apart(m, r, profile);
  const std::int64_t c = tables.tanh(static_cast<std::int32_t>(pre_c));
  return static_cast<std::int32_t>(fit_activation(blend(u, c, h_previous, profile), profile));
}

DeltaGruCell::DeltaGruCell(const QuantisedLayer& layer, const NumericProfile& profile,
                           const Nonlinearities& tables, const DeltaSettings& settings)
    : layer_(layer), profile_(profile), tables_(tables), settings_(settings) {
  reset();
}

void DeltaGruCell::reset() {
  const auto hidden = static_cast<std::size_t>(layer_.hidden);
  bias_reference_ = 0;
  x_reference_.assign(static_cast<std::size_t>(layer_.inputs), 0);
  h_reference_.assign(hidden, 0);
  h_.assign(hidden, 0);
  const auto initialise = [&](std::vector<std::int64_t>& m, const std::vector<std::int32_t>& bias) {
    m.resize(hidden);
    for (std::size_t i = 0; i < hidden; ++i) m[i] = initial_accumulator(bias[i], profile_);
  };
  initialise(m_r_, layer_.m_r);
  initialise(m_u_, layer_.m_u);
  initialise(m_cx_, layer_.m_cx);
  initialise(m_ch_, layer_.m_ch);
}

bool DeltaGruCell::scan(std::int32_t value, std::int32_t& reference, std::int32_t theta, int column,
                        std::vector<std::int64_t>& candidate) {
  const std::int32_t change = delta(value, reference, profile_);
  if (settings_.skip && !fires(change, theta, profile_)) return false;
  reference = value;
  send(column, change, candidate);
  return true;
}

void DeltaGruCell::send(int column, std::int32_t delta, std::vector<std::int64_t>& candidate) {
  const auto hidden = static_cast<std::size_t>(layer_.hidden);
  const std::int16_t* weights = layer_.column(column);
  const auto add = [&](std::vector<std::int64_t>& m) {
    for (std::size_t i = 0; i < hidden; ++i) m[i] = accumulate(m[i], weights[i], delta, profile_);
    weights += hidden;
  };
  add(m_r_);
  add(m_u_);
  add(candidate);
}

const std::vector<std::int32_t>& DeltaGruCell::step(const std::int32_t* x) {
  counts_ = {};
  const std::int32_t one = std::int32_t{1} << profile_.activation.frac_bits;
  if (layer_.bias_columns > 0)
    counts_.fired_bias += scan(one, bias_reference_, settings_.theta_x, 0, m_cx_);
  for (int i = 0; i < layer_.inputs; ++i)
    counts_.fired_x += scan(x[i], x_reference_[static_cast<std::size_t>(i)], settings_.theta_x,
                            layer_.x_column(i), m_cx_);
  for (int i = 0; i < layer_.hidden; ++i)
    counts_.fired_h +=
        scan(h_[static_cast<std::size_t>(i)], h_reference_[static_cast<std::size_t>(i)],
             settings_.theta_h, layer_.h_column(i), m_ch_);
  for (std::size_t i = 0; i < h_.size(); ++i)
    h_[i] = activate({m_r_[i], m_u_[i], m_cx_[i], m_ch_[i]}, h_[i], profile_, tables_);
  return h_;
}

DeltaGruNetwork::DeltaGruNetwork(const QuantisedNetwork& network, const NumericProfile& profile,
                                 const DeltaSettings& settings)
    : tables_(profile) {
  for (const QuantisedLayer& layer : network.layers)
    cells_.emplace_back(layer, profile, tables_, settings);
}

void DeltaGruNetwork::reset() {
  for (DeltaGruCell& cell : cells_) cell.reset();
}

const std::vector<std::int32_t>& DeltaGruNetwork::step(const std::int32_t* x) {
  for (DeltaGruCell& cell : cells_) x = cell.step(x).data();
  return cells_.back().h();
}

}  // namespace drnn
