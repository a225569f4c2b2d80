#include "sim/formats/synthetic_calibration.hpp"

#include <algorithm>
#include <cmath>

namespace drnn {
namespace {

constexpr std::int64_t kMostTrialSteps = 64;
constexpr std::int64_t kWarmUpSteps = 8;  ///< the first steps are the peak: not typical of a run
constexpr int kTrials = 12;
constexpr double kSmallBias = 0.03;
constexpr double kWidestUpdateBias = 4.0;  ///< sigmoid(4) = 0.98

/// The largest weight that is used: a little inside the format.
double weight_limit(const FixedFormat& format) {
  return std::min(1.0, to_real(format.max_raw(), format)) * 0.98;
}

double update_bias_limit(const NumericProfile& profile) {
  const FixedFormat& format = profile.bias_path == BiasPath::column ? profile.weight : profile.bias;
  return std::min(kWidestUpdateBias, to_real(format.max_raw(), format) * 0.98);
}

std::vector<float> random_values(std::int64_t count, double limit, Random& random) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(random.symmetric(limit));
  return values;
}

/// The layer at full activity, the update gate's bias left at zero.
FloatLayer random_layer(int inputs, int hidden, const NumericProfile& profile, Random& random) {
  const double widest = weight_limit(profile.weight);
  const double recurrent = std::min(widest, 1.0 / std::sqrt(static_cast<double>(hidden)));
  FloatLayer layer;
  layer.inputs = inputs;
  layer.hidden = hidden;
  for (int gate = 0; gate < kGates; ++gate) {
    const double from_x = gate == kCandidate ? widest : std::min(widest, recurrent);
    const double bias = gate == kUpdate ? 0.0 : kSmallBias;
    layer.w_x[gate] = random_values(std::int64_t{hidden} * inputs, from_x, random);
    layer.w_h[gate] = random_values(std::int64_t{hidden} * hidden, recurrent, random);
    layer.b_x[gate] = random_values(hidden, bias, random);
    layer.b_h[gate].assign(static_cast<std::size_t>(hidden), 0.0f);
  }
  return layer;
}

void scale(std::vector<float>& values, double factor) {
  for (float& value : values) value = static_cast<float>(value * factor);
}

FloatLayer with_activity(const FloatLayer& full, double activity, double bias_limit) {
  FloatLayer layer = full;
  scale(layer.w_x[kCandidate], activity);
  scale(layer.w_h[kCandidate], activity);
  const double bias = bias_limit * (1.0 - 2.0 * activity);
  std::fill(layer.b_x[kUpdate].begin(), layer.b_x[kUpdate].end(), static_cast<float>(bias));
  return layer;
}

/// Runs the untimed layer over the input and measures the share of units that fired.
class Trial {
 public:
  Trial(const LayerInput& input, const NumericProfile& profile, const DeltaSettings& settings)
      : input_(input), profile_(profile), settings_(settings), tables_(profile) {}

  CalibratedLayer run(const FloatLayer& layer) const {
    const QuantisedNetwork quantised = quantise(FloatNetwork{{layer}, {}}, profile_);
    DeltaGruCell cell(quantised.layers[0], profile_, tables_, settings_);
    cell.reset();
    CalibratedLayer result{layer, 0, {}};
    const std::int64_t skipped = input_.steps > 2 * kWarmUpSteps ? kWarmUpSteps : 0;
    std::int64_t fired = 0;
    for (std::int64_t step = 0; step < input_.steps; ++step) {
      const std::vector<std::int32_t>& h = cell.step(input_.x.data() + step * input_.inputs);
      result.h.insert(result.h.end(), h.begin(), h.end());
      if (step >= skipped) fired += cell.last_counts().fired_h;
    }
    const std::int64_t looked_at = (input_.steps - skipped) * layer.hidden;
    result.density_h = static_cast<double>(fired) / static_cast<double>(looked_at);
    return result;
  }

 private:
  const LayerInput& input_;
  const NumericProfile& profile_;
  const DeltaSettings& settings_;
  const Nonlinearities tables_;
};

}  // namespace

std::int64_t calibration_steps(std::int64_t steps) {
  return std::min(steps, kMostTrialSteps);
}

CalibratedLayer calibrate_layer(const LayerInput& input, int hidden, double density_h,
                                const NumericProfile& profile, const DeltaSettings& settings,
                                Random& random) {
  const FloatLayer full = random_layer(input.inputs, hidden, profile, random);
  const double bias_limit = update_bias_limit(profile);
  const Trial trial(input, profile, settings);
  const auto distance = [density_h](const CalibratedLayer& layer) {
    return std::abs(layer.density_h - density_h);
  };
  CalibratedLayer best = trial.run(with_activity(full, density_h > 0 ? 1.0 : 0.0, bias_limit));
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < kTrials && distance(best) > 0; ++i) {
    const double middle = (low + high) / 2;
    CalibratedLayer layer = trial.run(with_activity(full, middle, bias_limit));
    (layer.density_h < density_h ? low : high) = middle;
    if (distance(layer) < distance(best)) best = std::move(layer);
  }
  return best;
}

}  // namespace drnn
