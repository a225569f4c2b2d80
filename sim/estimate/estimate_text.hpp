#pragma once

#include <optional>
#include <ostream>
#include <vector>

#include "sim/run_record.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// One estimate, and where it was asked for the same run simulated.
struct EstimateRecord {
  RunRecord estimate;
  std::optional<Score> score;  ///< against labels or targets
  bool drawn = false;          ///< the pattern of deltas is from densities alone
  std::optional<RunRecord> simulated;
};

/// Relative error of a number, in percent.
double error_percent(double estimate, double simulated);

/// A one-screen summary.
void print_estimate(std::ostream& out, const EstimateRecord& record,
                    const LoadedWorkload& workload);
/// Several thresholds, a line each.
void print_estimate_table(std::ostream& out, const std::vector<EstimateRecord>& records,
                          const LoadedWorkload& workload);

}  // namespace drnn
