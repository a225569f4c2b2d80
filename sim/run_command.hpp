#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn run`: simulates and reports. Returns the exit code.
int run_command(const std::vector<std::string>& arguments);

}  // namespace drnn
