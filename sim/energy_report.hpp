#pragma once

#include <ostream>
#include <vector>

#include "sim/energy_options.hpp"
#include "sim/run_record.hpp"

namespace drnn {

/// What was asked for: of one run components and phases, sensitivities, the comparison with what is
/// published and the resources, or one of these; of several thresholds a line each. `behind` sets
/// it off from what was printed before.
void print_energy_report(std::ostream& out, const std::vector<RunRecord>& records,
                         EnergyReportPart part, bool behind);

}  // namespace drnn
