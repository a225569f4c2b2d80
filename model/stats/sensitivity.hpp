#pragma once

#include <vector>

#include "model/stats/energy.hpp"

namespace drnn {

/// What one constant does to the power when it alone goes from one end of its range to the other.
struct Sensitivity {
  EnergyEntry entry;
  double low_w = 0;   ///< power with the constant at the low end of its range
  double high_w = 0;  ///< at the high end

  double swing_w() const { return low_w < high_w ? high_w - low_w : low_w - high_w; }
};

/// Every constant that has a range, the one with the largest swing first, equal ones by key.
std::vector<Sensitivity> sensitivity_of(const AccessCounts& counts, const EnergyPrices& prices);

/// The power with every constant at the end of its range that gives the least, and the most: no
/// combination within the ranges lies outside, because the power rises or falls with each constant
/// whatever the others are.
struct PowerRange {
  double low_w = 0;
  double high_w = 0;
};
PowerRange power_range(const AccessCounts& counts, const EnergyPrices& prices,
                       const std::vector<Sensitivity>& sensitivities);

}  // namespace drnn
