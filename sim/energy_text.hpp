#pragma once

#include <string>

#include "sim/run_record.hpp"

namespace drnn {

/// The on-chip table's name, and by what its values were scaled.
std::string table_text(const EnergyReport& report);

/// Lines of a summary.
std::string power_text(const EnergyReport& report);
std::string energy_text(const EnergyReport& report);
std::string resources_text(const Resources& resources, const Parameters& parameters);

}  // namespace drnn
