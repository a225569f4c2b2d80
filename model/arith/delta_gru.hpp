#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/arith/accumulator_scales.hpp"
#include "model/arith/network.hpp"
#include "model/arith/nonlinearity.hpp"
#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// Thresholds in units of the activation format, and whether small changes are skipped at all.
struct DeltaSettings {
  std::int32_t theta_x = 0;
  std::int32_t theta_h = 0;
  bool skip = true;  ///< false: every element is sent, zero or not (a dense update)
};

/// value - reference in the profile's delta width.
inline std::int32_t delta(std::int32_t value, std::int32_t reference,
                          const NumericProfile& profile) {
  return static_cast<std::int32_t>(
      wrap_to(std::int64_t{value} - std::int64_t{reference}, profile.delta_bits));
}

/// True where a delta is sent: not zero, and at or above (or above) theta.
inline bool fires(std::int32_t delta, std::int32_t theta, const NumericProfile& profile) {
  // At most 17 bits: the magnitude of the most negative delta exists.
  const std::int32_t magnitude = delta < 0 ? -delta : delta;
  const bool passes = profile.compare == DeltaCompare::ge ? magnitude >= theta : magnitude > theta;
  return passes && magnitude != 0;
}

/// accumulator + weight * delta in the profile's accumulator width.
inline std::int64_t accumulate(std::int64_t accumulator, std::int32_t weight, std::int32_t delta,
                               const NumericProfile& profile) {
  return fit(accumulator + std::int64_t{weight} * delta, profile.accumulator_bits,
             profile.accumulator_overflow);
}

/// How often a value of the datapath left its range. What then happens is the profile's choice.
struct OverflowCounts {
  /// Accumulators that an activation read wrapped, or, where they saturate, at an end of their
  /// range; and sums in their width that did not fit it.
  std::uint64_t accumulators = 0;
  std::uint64_t conversions = 0;  ///< results that did not fit the activation format

  void add(const OverflowCounts& o) {
    accumulators += o.accumulators;
    conversions += o.conversions;
  }
};

/// Of weights that are stored with this scale. One beyond the format's own fraction bits counts as
/// that many.
inline int weight_frac_bits(const NumericProfile& profile, int scale) {
  return std::max(0, profile.weight.frac_bits - scale);
}

/// A bias as the accumulator's initial value; the scales of that accumulator's weights and biases.
std::int64_t initial_accumulator(std::int32_t bias, const NumericProfile& profile,
                                 int weight_scale = 0, int bias_scale = 0);

/// What an activation reads of an accumulator. `kept` is the sum as it was accumulated: where
/// accumulators wrap it may lie outside their width, and is brought into it here.
std::int64_t read_accumulator(std::int64_t kept, const NumericProfile& profile,
                              OverflowCounts* overflows = nullptr);

/// The four accumulators of one unit, in units of 2^-(F+W), less their weights' scales.
struct UnitAccumulators {
  std::int64_t r, u, cx, ch;
};

/// A gate's accumulator in the activation format: the input of its non-linearity.
std::int32_t pre_activation(std::int64_t accumulator, const NumericProfile& profile, int scale = 0,
                            OverflowCounts* overflows = nullptr);

/// The input of tanh, activation format: M_cx + r*M_ch, summed as profile.candidate_sum says.
std::int32_t candidate_pre_activation(const UnitAccumulators& m, std::int32_t r,
                                      const NumericProfile& profile,
                                      const AccumulatorScales& scales = {},
                                      OverflowCounts* overflows = nullptr);

/// The new h, activation format: (1-u)*c + u*h_previous, formed as profile.blend says.
std::int32_t blend(std::int32_t u, std::int32_t c, std::int32_t h_previous,
                   const NumericProfile& profile, OverflowCounts* overflows = nullptr);

/// One unit's activation: gates, candidate and blend. Returns the new h, activation format.
std::int32_t activate(const UnitAccumulators& m, std::int32_t h_previous,
                      const NumericProfile& profile, const Nonlinearities& tables,
                      const AccumulatorScales& scales = {}, OverflowCounts* overflows = nullptr);

/// What one untimed step sent.
struct StepCounts {
  std::int64_t fired_x = 0;
  std::int64_t fired_h = 0;
  std::int64_t fired_bias = 0;
};

/// One delta GRU layer without time: the oracle that the cycle model must equal bit for bit.
/// Columns are sent in the order bias, x, h, which matters where accumulators saturate.
class DeltaGruCell {
 public:
  /// `layer` and `tables` are not copied and must outlive the cell. Throws std::invalid_argument
  /// where the layer's arrays do not have the sizes that it states, or its bias column does not go
  /// with the profile's bias path.
  DeltaGruCell(const QuantisedLayer& layer, const NumericProfile& profile,
               const Nonlinearities& tables, const DeltaSettings& settings);

  /// State as after reset: references and h zero, accumulators at the biases.
  void reset();

  /// x: `inputs` values inside the activation format. Returns h: `hidden` values.
  const std::vector<std::int32_t>& step(const std::int32_t* x);

  const std::vector<std::int32_t>& h() const { return h_; }
  const StepCounts& last_counts() const { return counts_; }

  /// Since the last reset.
  const OverflowCounts& overflows() const { return overflows_; }

  /// The accumulators of one unit, 0..hidden-1.
  UnitAccumulators accumulators(int unit) const;
  /// The values that were last sent: after every step M - bias = W * reference, unless M wrapped.
  const std::vector<std::int32_t>& x_reference() const { return x_reference_; }
  const std::vector<std::int32_t>& h_reference() const { return h_reference_; }
  std::int32_t bias_reference() const { return bias_reference_; }

 private:
  bool update(int column, std::int32_t value, std::int32_t theta, std::int32_t& reference,
              std::vector<std::int64_t>& candidate);
  void send(int column, std::int32_t delta, std::vector<std::int64_t>& candidate);
  UnitAccumulators read(int unit, OverflowCounts* overflows) const;
  void scan(const std::int32_t* x);
  void activate_units();

  const QuantisedLayer& layer_;
  const NumericProfile profile_;
  const Nonlinearities& tables_;
  const DeltaSettings settings_;
  std::int32_t bias_reference_ = 0;
  std::vector<std::int32_t> x_reference_, h_reference_, h_;
  /// Where accumulators wrap, these are congruent to them modulo 2^accumulator_bits and are brought
  /// into the width when they are read, which keeps the wrap out of the inner loop.
  std::vector<std::int64_t> m_r_, m_u_, m_cx_, m_ch_;
  StepCounts counts_;
  OverflowCounts overflows_;
};

/// Layers one after another, untimed.
class DeltaGruNetwork {
 public:
  /// `network` is not copied and must outlive this. Throws as Nonlinearities and DeltaGruCell do.
  DeltaGruNetwork(const QuantisedNetwork& network, const NumericProfile& profile,
                  const DeltaSettings& settings);

  DeltaGruNetwork(const DeltaGruNetwork&) = delete;  // the cells refer to the tables
  DeltaGruNetwork& operator=(const DeltaGruNetwork&) = delete;

  void reset();
  const std::vector<std::int32_t>& step(const std::int32_t* x);
  const std::vector<DeltaGruCell>& cells() const { return cells_; }
  /// Of all layers since the last reset.
  OverflowCounts overflows() const;

 private:
  Nonlinearities tables_;
  std::vector<DeltaGruCell> cells_;
};

}  // namespace drnn
