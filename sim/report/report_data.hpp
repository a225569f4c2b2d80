#pragma once

#include <ostream>

#include "sim/report/sweep_result.hpp"

namespace drnn {

/// Writes the data of a report as JSON for a script element, a point at a time:
///
///   meta          what the sweep is, as its table `meta`; texts that are JSON as what they mean
///   expected      points of the grid
///   parameters    unit, help and whether it is a truth, of every parameter that a column has
///   energy_constants  as energy_constants.hpp says
///   causes        name, group and meaning of every cause of the cycle account, in its order
///   columns       names of the values of a point
///   constants     value by name of the columns that are the same in all points
///   points        the values of each point that is done, in grid order
///   failed        number, status, message and axis values of each that is not
///
/// The same bytes for the same tables points and meta; the machine-dependent table host is left
/// out.
void write_report_data(std::ostream& out, SweepResult& sweep);

}  // namespace drnn
