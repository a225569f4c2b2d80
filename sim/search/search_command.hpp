#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn search`: the Pareto front of a grid. Returns the exit code: that of a failed simulation
/// where a point failed; throws InputError, SimulationError or Interrupted.
int search_command(const std::vector<std::string>& arguments);

}  // namespace drnn
