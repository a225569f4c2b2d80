#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn ddr`: replays a memory trace through the DDR controller. Returns the exit code.
int ddr_command(const std::vector<std::string>& arguments);

}  // namespace drnn
