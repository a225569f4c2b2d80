#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn ddr`: the DDR3 controller alone on a trace, or the table of efficiencies. Returns the exit
/// code.
int ddr_command(const std::vector<std::string>& arguments);

}  // namespace drnn
