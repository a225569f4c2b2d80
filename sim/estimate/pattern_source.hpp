#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/config/configuration.hpp"
#include "model/estimate/fired_pattern.hpp"
#include "sim/formats/synthetic_spec.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// What the untimed model gives for one pair of thresholds.
struct RecordedRun {
  FiredPattern pattern;
  SpooledValues<std::int16_t> outputs;  ///< last layer's h, (steps, hidden), as the hardware's
  OverflowCounts overflows;
};

/// `each_step` is called after each step; what it throws leaves here.
RecordedRun record_run(const LoadedWorkload& workload, const NumericProfile& profile,
                       const DeltaSettings& settings, const std::function<void()>& each_step);

/// A workload of sizes alone: no weights, no inputs.
LoadedWorkload workload_of_sizes(const SyntheticSpec& spec, const NumericProfile& profile);

/// Draws which columns are sent from the densities alone: each element in each step by itself, h
/// from the second step on, a layer's x above the first as h, biases in the first step.
FiredPattern drawn_pattern(const SyntheticSpec& spec, const std::vector<LayerSize>& layers);

}  // namespace drnn
