#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "sim/run_record.hpp"

namespace drnn {

/// Lines of a summary.
std::string power_text(const EnergyReport& report);
std::string energy_text(const EnergyReport& report);
std::string resources_text(const Resources& resources, const Parameters& parameters);

/// Power of each threshold, a line each.
void print_power_table(std::ostream& out, const std::vector<RunRecord>& records);

/// Components, phases, sensitivities and the comparison with what is published, of energy and
/// resources.
void print_energy_report(std::ostream& out, const RunRecord& record);

}  // namespace drnn
