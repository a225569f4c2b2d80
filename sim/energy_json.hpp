#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/energy_model.hpp"
#include "sim/statistics_detail.hpp"

namespace drnn {

/// The statistics' `energy` and `resources`.
nlohmann::ordered_json energy_json(const EnergyReport& report, StatisticsDetail detail);
nlohmann::ordered_json resources_json(const Resources& resources, const Parameters& parameters);

}  // namespace drnn
