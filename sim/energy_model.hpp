#pragma once

#include <optional>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/energy.hpp"
#include "model/stats/sensitivity.hpp"
#include "sim/energy_options.hpp"

namespace drnn {

/// Energy of one run, with what it was computed from.
struct EnergyReport {
  AccessCounts counts;
  EnergyPrices prices;
  Energy energy;
  std::vector<Sensitivity> sensitivities{};  ///< of the tables as they are, without a scale
  std::optional<PowerRange> range{};         ///< none where a scale was applied
  std::optional<double> calibrated_to_w{};   ///< where the scale is from a calibration
  std::optional<double> frame_ms{};
  AcceleratorKind kind = AcceleratorKind::drnn;
  std::uint64_t steps = 0;
  double operations = 0;  ///< of all steps

  double gops_per_w() const { return gops_per_w_at(energy.power_w()); }
  /// Of the same work in the same time at another power.
  double gops_per_w_at(double watts) const { return operations / (watts * energy.time_s) / 1e9; }
  double step_j() const { return energy.total_j / static_cast<double>(steps); }
  double operation_j() const { return energy.total_j / operations; }
  /// Of a second of input, with the accelerator switched off between the steps.
  std::optional<double> input_second_j() const;
  /// The same with all that is drawn the whole time drawn between the steps too: what a device
  /// takes that keeps up with its input and waits. None where it does not keep up.
  std::optional<double> input_second_waiting_j() const;
};

/// Reads and checks the tables once; then energy of as many runs as wanted. This is what a sweep
/// takes too: nothing of it depends on the run before, except that a calibration is fixed by the
/// first.
class EnergyModel {
 public:
  /// Throws InputError for tables or keys that cannot be used.
  EnergyModel(const EnergyOptions& options, const Parameters& parameters);

  /// The same tables for another design, read anew only where its DRAM is another.
  EnergyModel for_design(const Parameters& parameters) const;

  EnergyReport report(const RunStatistics& run, const std::vector<LayerSize>& layers,
                      const Resources& resources, std::int64_t operations_per_step);

 private:
  const EnergyOptions options_;
  Parameters parameters_;
  EnergyPrices prices_;
  bool calibrated_ = false;
};

}  // namespace drnn
