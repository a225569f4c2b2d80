#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "model/estimate/memory_times.hpp"
#include "sim/accuracy.hpp"
#include "sim/estimate/pattern_source.hpp"
#include "sim/formats/synthetic_spec.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// Estimates runs of one quantised workload. The pattern of deltas sent is recorded once a pair of
/// effective thresholds and serves every hardware.
class Estimator {
 public:
  /// The workload is not copied and must outlive this. With a specification, patterns are drawn
  /// from its densities and not recorded. Throws InputError for a kind without a closed form.
  Estimator(const LoadedWorkload& workload, const Parameters& parameters,
            std::optional<SyntheticSpec> drawn, std::function<void()> each_step);

  /// Statistics as far as they are known (estimate_run()), outputs where the pattern is recorded.
  ZynqSystem::Result run(const Parameters& parameters, const DeltaSettings& settings);
  /// As run(), and with a fast and a slow memory and the slack of cycle_slack().
  struct Bounds {
    RunStatistics likely, least, most;
  };
  Bounds bounds(const Parameters& parameters, const DeltaSettings& settings);
  /// Total cycles alone.
  std::uint64_t cycles(const Parameters& parameters, const DeltaSettings& settings);

  /// The last layer's h, where the pattern is recorded. This and the pattern hold until the next
  /// call with other settings.
  const SpooledValues<std::int16_t>& outputs(const DeltaSettings& settings) {
    return recorded(settings).outputs;
  }
  const FiredPattern& pattern(const DeltaSettings& settings) { return recorded(settings).pattern; }

  /// Against labels or targets; none without them, or where nothing was computed.
  std::optional<Score> score(const DeltaSettings& settings);

 private:
  RunStatistics statistics(const Parameters& parameters, const MemoryTimes& memory,
                           const DeltaSettings& settings);
  const RecordedRun& recorded(const DeltaSettings& settings);

  const LoadedWorkload& workload_;
  const NumericProfile profile_;
  const std::optional<SyntheticSpec> drawn_;
  const std::function<void()> each_step_;
  std::map<std::pair<std::int32_t, std::int32_t>, RecordedRun> recorded_;
  std::optional<RecordedRun> dense_;
};

/// Where a simulated number is expected, given its estimates by Estimator::Bounds: half way from
/// the likely to the extreme ones. Chosen such that the cycles of 1,200 random configurations lie
/// within, and their energies but for 0.7 %.
struct ExpectedRange {
  double low = 0, high = 0;
};
inline ExpectedRange expected_range(double likely, double one_end, double other_end) {
  return {(likely + std::min(one_end, other_end)) / 2, (likely + std::max(one_end, other_end)) / 2};
}

/// Throws InputError where `drnn estimate` knows no closed form.
void check_has_closed_form(const Parameters& parameters);

}  // namespace drnn
