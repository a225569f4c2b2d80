#pragma once

#include "model/config/parameters.hpp"
#include "tlm/ddr/ddr_controller.hpp"

namespace drnn {

/// The controller that the section `ddr` describes.
DdrConfig ddr_config(const Parameters& parameters);

}  // namespace drnn
