#pragma once

#include <vector>

#include "model/config/configuration.hpp"
#include "sim/sweep/grid.hpp"

namespace drnn {

/// What the values of an axis decide, in the order in which points are run: points that differ
/// only in a later kind share what an earlier one decides.
enum class AxisRole {
  workload,     ///< how network and inputs are quantised: kind, numeric profile, quantisation
  elaboration,  ///< the hardware: a point needs another elaboration, and references of its own
  threshold,    ///< registers: the same hardware runs all of them
};

/// Holds every axis against the parameters' declarations, each value by itself, and gives axes and
/// values the names under which `drnn params` prints them ("theta" stays). Throws InputError for a
/// key or value that no configuration of the grid can take, for two axes that set one parameter,
/// and for values that are the same. Whether values go together is asked point by point.
void check_grid(Grid& grid, const Configuration& base);

/// Of a checked grid.
std::vector<AxisRole> axis_roles(const Grid& grid);

/// The configuration of a point; resolve() tells whether it is valid.
Configuration configuration_at(const Configuration& base, const Grid& grid,
                               const Grid::Digits& digits);

}  // namespace drnn
