#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn params`: prints the parameters. Returns the exit code.
int params_command(const std::vector<std::string>& arguments);

}  // namespace drnn
