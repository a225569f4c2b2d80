#pragma once

#include <ostream>
#include <string>

#include "sim/report/sweep_result.hpp"

namespace drnn {

/// Writes the report of a sweep: one HTML page that needs nothing else, with the data, the charting
/// library and all scripts in it.
void write_report_page(std::ostream& out, SweepResult& sweep, const std::string& library);

}  // namespace drnn
