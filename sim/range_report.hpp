#pragma once

#include <ostream>
#include <vector>

#include "model/arith/network_ranges.hpp"

namespace drnn {

/// A line a tensor: its format, its values and how many of them the format does not hold.
void print_ranges(std::ostream& out, const std::vector<TensorRange>& ranges);

}  // namespace drnn
