#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn estimate`: cycles, energy and resources in closed form; --check simulates too. Returns the
/// exit code; throws InputError, SimulationError or Interrupted.
int estimate_command(const std::vector<std::string>& arguments);

}  // namespace drnn
