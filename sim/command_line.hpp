#pragma once

#include <string>
#include <vector>

namespace drnn {

/// What the program ends with.
enum ExitCode : int {
  kDone = 0,
  kSimulationFailed = 1,
  kBadInput = 2,
  kInterrupted = 130,
};

/// Runs the command that the arguments (without the program's name) ask for. Errors are printed to
/// standard error, a line each.
int run_command_line(const std::vector<std::string>& arguments);

}  // namespace drnn
