#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn tune`: searches thresholds within an error budget. Returns the exit code: 1 where there
/// are none.
int tune_command(const std::vector<std::string>& arguments);

}  // namespace drnn
