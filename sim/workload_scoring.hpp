#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/arith/network.hpp"
#include "sim/accuracy.hpp"
#include "sim/workload_files.hpp"

namespace drnn {

/// What the network's outputs are held against: the labels or targets that the options name, by the
/// metric that they name or that goes with them:
///   labels  with a column `labels`: ctc;
///   labels  with a column `class`: class_mean where the network reads out the mean over the steps,
///           class_last otherwise;
///   targets: mse.
/// None without them, and for labels of sequences that were cut. steps: of each input, as cut.
/// Throws InputError where something does not go together.
std::optional<Scoring> make_scoring(const WorkloadOptions& options, const WorkloadFiles& files,
                                    const FloatNetwork& network,
                                    const std::vector<std::uint64_t>& steps);

}  // namespace drnn
