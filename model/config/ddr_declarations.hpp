#pragma once

#include <vector>

#include "model/config/declarations.hpp"

namespace drnn {

/// The section `ddr`: the DDR3 controller and its device.
std::vector<Declaration> ddr_declarations();

}  // namespace drnn
