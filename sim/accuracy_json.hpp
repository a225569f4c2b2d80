#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "model/config/parameters.hpp"
#include "model/stats/run_statistics.hpp"
#include "sim/fidelity.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

/// A score under the name of its metric: label_error, class_error or mse, with what it is made of.
nlohmann::ordered_json score_json(const Score& score);

/// The statistics' `fidelity`: root mean square and maximum, in activation units.
nlohmann::ordered_json fidelity_json(const Fidelity& fidelity);

/// The statistics' `accuracy`: null without labels or targets, or without anything in them.
nlohmann::ordered_json accuracy_json(const std::optional<Accuracy>& accuracy,
                                     const Fidelity& fidelity);

/// The statistics' `quantisation`: what left the range of a format, before and during the run.
nlohmann::ordered_json quantisation_json(const LoadedWorkload& workload,
                                         const Parameters& parameters, const RunStatistics& run);

}  // namespace drnn
