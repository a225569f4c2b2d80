#pragma once

#include <string>
#include <vector>

#include "model/config/parameters.hpp"

namespace drnn {

/// What is wrong with parameters taken together, a line each.
std::vector<std::string> cross_faults(const Parameters& parameters);

}  // namespace drnn
