#pragma once

#include <string>

#include "model/config/configuration.hpp"
#include "sim/sweep/result_database.hpp"
#include "sim/sweep/sweep_options.hpp"

namespace drnn {

/// Reads every file of the workload, so that what is missing or malformed is found before any point
/// runs: InputError. Returns a hash of all that decides network, inputs and labels.
std::string checked_workload_hash(const SweepOptions& options, const Configuration& base);

/// What the sweep is, for the table `meta`: equal for equal sweeps, on any machine.
SweepMeta sweep_meta(const SweepOptions& options, const Configuration& base,
                     const std::string& workload_hash);

/// The message with the paths of the workload's files cut to their names: rows are the same
/// wherever the files lie.
std::string without_folders(std::string message, const SweepOptions& options);

}  // namespace drnn
