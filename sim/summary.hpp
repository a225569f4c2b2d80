#pragma once

#include <ostream>
#include <vector>

#include "model/config/configuration.hpp"
#include "sim/run_record.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// One run on one screen.
void print_summary(std::ostream& out, const RunRecord& record, const LoadedWorkload& workload,
                   const Configuration& configuration);

/// Several thresholds, a line each.
void print_table(std::ostream& out, const std::vector<RunRecord>& records,
                 const LoadedWorkload& workload);

}  // namespace drnn
