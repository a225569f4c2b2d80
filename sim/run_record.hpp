#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/resources.hpp"
#include "model/stats/run_statistics.hpp"
#include "sim/accuracy.hpp"
#include "sim/energy_model.hpp"
#include "sim/fidelity.hpp"

namespace drnn {

/// One measured threshold with its references: everything that the reports print.
struct RunRecord {
  double theta_x = 0;  ///< as configured, real units
  double theta_h = 0;
  double theta_x_effective = 0;  ///< as quantised
  double theta_h_effective = 0;
  RunStatistics main;
  std::uint64_t dense_cycles = 0;
  std::optional<std::uint64_t> theta0_cycles;
  std::int64_t operations_per_step = 0;
  std::int64_t elements_per_step = 0;
  std::int64_t period_ps = 0;
  std::int64_t macs_per_cycle = 0;
  std::optional<Accuracy> accuracy;  ///< none without labels or targets
  Fidelity fidelity;
  Parameters parameters;
  Resources resources;
  EnergyReport energy;
  double wall_s = 0;  ///< host time of the main run alone

  double time_s() const;
  double effective_gops() const;
  double peak_gops() const;
  double speedup_vs_dense() const;
  std::optional<double> speedup_vs_theta0() const;
  double sparsity_x() const;
  double sparsity_h() const;
  double sparsity_pooled() const;
  std::uint64_t dense_columns() const;
};

}  // namespace drnn
