#include "sim/formats/synthetic.hpp"

#include <algorithm>

#include "sim/formats/random.hpp"
#include "sim/formats/synthetic_calibration.hpp"

namespace drnn {
namespace {

/// Apart from the network's seed, so that the input does not depend on the network's sizes.
constexpr std::uint64_t kInputStream = 0x5eedf00d5eedf00du;

/// Largest |x|: wide enough that every value has another one more than theta_x away.
std::int64_t input_limit(const FixedFormat& format, std::int32_t theta_x) {
  const std::int64_t one = std::int64_t{1} << format.frac_bits;
  return std::min(format.max_raw(), std::max(one, std::int64_t{2} * theta_x + 2));
}

/// A value in -limit..limit that differs from `value` by more than theta, each equally likely;
/// `value` itself where there is none.
std::int32_t moved(std::int32_t value, std::int64_t limit, std::int64_t theta, Random& random) {
  const std::int64_t below = std::max<std::int64_t>(0, value - theta + limit);
  const std::int64_t above = std::max<std::int64_t>(0, limit - value - theta);
  if (below + above == 0) return value;
  const auto pick =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(below + above)));
  const std::int64_t chosen = pick < below ? -limit + pick : value + theta + 1 + (pick - below);
  return static_cast<std::int32_t>(chosen);
}

}  // namespace

SpooledValues<std::int16_t> make_synthetic_input(const SyntheticSpec& spec,
                                                 const FixedFormat& format, std::int32_t theta_x) {
  Random random(spec.seed ^ kInputStream);
  const std::int64_t limit = input_limit(format, theta_x);
  std::vector<std::int32_t> current(static_cast<std::size_t>(spec.inputs), 0);
  auto inputs = std::make_shared<Spool<std::int16_t>>();
  for (std::int64_t step = 0; step < spec.steps; ++step) {
    for (std::int32_t& value : current) {
      if (random.uniform() < spec.density_x) value = moved(value, limit, theta_x, random);
      inputs->append(static_cast<std::int16_t>(value));
    }
  }
  return {inputs, 0, inputs->size()};
}

SyntheticWorkload make_synthetic(const SyntheticSpec& spec, const NumericProfile& profile,
                                 const SyntheticThresholds& thresholds) {
  SyntheticWorkload workload;
  workload.inputs = make_synthetic_input(spec, profile.activation, thresholds.theta_x);
  Random random(spec.seed);
  const DeltaSettings settings{thresholds.theta_x, thresholds.theta_h, true};
  const std::int64_t steps = calibration_steps(spec.steps);
  const std::vector<std::int16_t> looked_at =
      workload.inputs.read(0, static_cast<std::size_t>(steps * spec.inputs));
  LayerInput input{steps, spec.inputs, {looked_at.begin(), looked_at.end()}};
  for (const int hidden : spec.hidden) {
    CalibratedLayer layer =
        calibrate_layer(input, hidden, spec.density_h, profile, settings, random);
    workload.network.layers.push_back(std::move(layer.layer));
    workload.calibrated_density_h.push_back(layer.density_h);
    input = {input.steps, hidden, std::move(layer.h)};
  }
  return workload;
}

}  // namespace drnn
