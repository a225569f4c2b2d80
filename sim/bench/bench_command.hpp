#pragma once

#include <string>
#include <vector>

namespace drnn {

/// `drnn bench`: how fast the simulator is, beside a plain loop measured in the same minute.
int bench_command(const std::vector<std::string>& arguments);

}  // namespace drnn
