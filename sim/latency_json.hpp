#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/stats/ddr_statistics.hpp"

namespace drnn {

/// Pairs of a latency in clocks and the bursts that had it, those without bursts left out.
nlohmann::ordered_json latency_pairs(const LatencyHistogram& latency);

}  // namespace drnn
