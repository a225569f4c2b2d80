#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "sim/estimate/estimate_text.hpp"

namespace drnn {

/// The statistics of `drnn run` as far as they are estimated, with an object `estimate` that marks
/// them: whether deltas are "recorded" or "drawn", and the check. What is not known is left out:
/// stall causes, DRAM queues and latencies, fidelity, host. Several: {"schema":1,"runs":[...]}.
nlohmann::ordered_json estimates_json(const std::vector<EstimateRecord>& records,
                                      const std::vector<Configuration>& configurations,
                                      const LoadedWorkload& workload);

}  // namespace drnn
