#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/run_record.hpp"
#include "sim/statistics_detail.hpp"

namespace drnn {

/// One run as the object of `--stats` (schema 1). config, workload and quantisation are passed
/// through.
nlohmann::ordered_json statistics_json(const RunRecord& record,
                                       const nlohmann::ordered_json& config,
                                       const nlohmann::ordered_json& workload,
                                       const nlohmann::ordered_json& quantisation,
                                       StatisticsDetail detail);

}  // namespace drnn
