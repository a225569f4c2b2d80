#include "sim/latency_json.hpp"

#include <nlohmann/json.hpp>

namespace drnn {

nlohmann::ordered_json latency_pairs(const LatencyHistogram& latency) {
  auto pairs = nlohmann::ordered_json::array();
  for (std::size_t clocks = 0; clocks < latency.counts().size(); ++clocks)
    if (latency.counts()[clocks] > 0) pairs.push_back({clocks, latency.counts()[clocks]});
  return pairs;
}

}  // namespace drnn
