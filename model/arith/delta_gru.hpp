#pragma once

#include <cstdint>
#include <vector>

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
std::int32_t delta(std::int32_t value, std::int32_t reference, const NumericProfile& profile);

/// True where a delta is sent: not zero, and at or above (or above) theta.
bool fires(std::int32_t delta, std::int32_t theta, const NumericProfile& profile);

/// accumulator + weight * delta in the profile's accumulator width.
std::int64_t accumulate(std::int64_t accumulator, std::int32_t weight, std::int32_t delta,
                        const NumericProfile& profile);

/// A bias as the accumulator's initial value.
std::int64_t initial_accumulator(std::int32_t bias, const NumericProfile& profile);

/// The four accumulators of one unit, in units of 2^-(F+W).
struct UnitAccumulators {
  std::int64_t r, u, cx, ch;
};

/// One unit's activation: gates, candidate and blend. Returns the new h, activation format.
std::int32_t activate(const UnitAccumulators& m, std::int32_t h_previous,
                      const NumericProfile& profile, const Nonlinearities& tables);

/// What one untimed step sent.
struct StepCounts {
  std::int64_t fired_x = 0;
  std::int64_t fired_h = 0;
  std::int64_t fired_bias = 0;
};

/// One delta GRU layer without time: the oracle that the cycle model must equal bit for bit.
class DeltaGruCell {
 public:
  DeltaGruCell(const QuantisedLayer& layer, const NumericProfile& profile,
               const Nonlinearities& tables, const DeltaSettings& settings);

  /// State as after reset: references and h zero, accumulators at the biases.
  void reset();

  /// x: `inputs` values in the activation format. Returns h: `hidden` values.
  const std::vector<std::int32_t>& step(const std::int32_t* x);

  const std::vector<std::int32_t>& h() const { return h_; }
  const StepCounts& last_counts() const { return counts_; }

 private:
  bool scan(std::int32_t value, std::int32_t& reference, std::int32_t theta, int column,
            std::vector<std::int64_t>& candidate);
  void send(int column, std::int32_t delta, std::vector<std::int64_t>& candidate);

  const QuantisedLayer& layer_;
  const NumericProfile profile_;
  const Nonlinearities& tables_;
  const DeltaSettings settings_;
  std::int32_t bias_reference_ = 0;
  std::vector<std::int32_t> x_reference_, h_reference_, h_;
  std::vector<std::int64_t> m_r_, m_u_, m_cx_, m_ch_;
  StepCounts counts_;
};

/// Layers one after another, untimed.
class DeltaGruNetwork {
 public:
  DeltaGruNetwork(const QuantisedNetwork& network, const NumericProfile& profile,
                  const DeltaSettings& settings);

  DeltaGruNetwork(const DeltaGruNetwork&) = delete;  // the cells refer to the tables
  DeltaGruNetwork& operator=(const DeltaGruNetwork&) = delete;

  void reset();
  const std::vector<std::int32_t>& step(const std::int32_t* x);
  const std::vector<DeltaGruCell>& cells() const { return cells_; }

 private:
  Nonlinearities tables_;
  std::vector<DeltaGruCell> cells_;
};

}  // namespace drnn
