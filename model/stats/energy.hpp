#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/stats/access_counts.hpp"
#include "model/stats/ddr_energy.hpp"
#include "model/stats/energy_table.hpp"

namespace drnn {

/// What things cost.
struct EnergyPrices {
  EnergyTable on_chip;
  EnergyTable ddr;
  std::string ddr_device;
  DdrEnergyTimings timings;
  double scale = 1;  ///< of everything: see calibrated()

  /// Gives one constant of either table another value.
  void change(std::string_view key, double value);
  /// Every constant of both tables.
  std::vector<EnergyEntry> entries() const;
};

/// Joules of a component in a phase.
struct EnergyPart {
  std::string_view component;  ///< of static storage
  Phase phase = Phase::whole_run;
  double joules = 0;
};

/// Energy of a run: counts times prices. It is a power proxy: no sourced figure exists for a
/// 7-series block RAM access or a DSP48E1 operation.
struct Energy {
  std::vector<EnergyPart> parts;
  double total_j = 0;
  double time_s = 0;

  double power_w() const { return total_j / time_s; }
  /// What does not depend on the work: drawn the whole time.
  double standing_w() const;
  /// Sums over the parts, in the order in which they first appear.
  std::vector<std::pair<std::string_view, double>> by_component() const;
  std::vector<std::pair<std::string_view, double>> by_phase() const;
};

/// Keys of the constants that an access costs; none where its energy is in another one.
std::vector<std::string_view> constants_of(const Access& access);

/// Energy of one access.
double access_energy_j(const Access& access, const EnergyTable& on_chip);

Energy energy_of(const AccessCounts& counts, const EnergyPrices& prices);

/// The prices times the one factor that makes these counts draw `watts`.
EnergyPrices calibrated(const AccessCounts& counts, const EnergyPrices& prices, double watts);

}  // namespace drnn
