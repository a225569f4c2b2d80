#pragma once

#include <vector>

#include "model/config/declarations.hpp"

namespace drnn {

/// Adds the parameters that only EdgeDRNN has, each to its section, marks those that it lacks and
/// says where its own defaults come from.
void add_edgedrnn(std::vector<Declaration>& list);

}  // namespace drnn
