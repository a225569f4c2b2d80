#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/grid.hpp"

namespace drnn {

/// A sweep that stands in a file.
struct SweepFile {
  Grid grid;
  std::optional<std::string> preset;
  std::vector<std::string> assignments;  ///< key=value for all points
  bool reference_theta0 = false;
};

/// Reads a sweep. JSON where the file's name ends so:
///
///   {"preset": "NAME", "reference": "theta0", "set": {"key": value},
///    "vary": {"key": [value, ...] or "lo:hi:step"}  or  "points": [{"key": value, ...}, ...]}
///
/// otherwise an ini file with the same: [sweep] preset, reference; [set] key = value;
/// [vary] key = a, b, lo:hi:step; [points] NAME = key=value, key=value.
///
/// Throws InputError naming the file and the key.
SweepFile read_sweep_file(const std::string& path);

}  // namespace drnn
