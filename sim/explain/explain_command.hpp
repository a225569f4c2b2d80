#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn explain`. Returns the exit code.
int explain_command(const std::vector<std::string>& arguments);

}  // namespace drnn
