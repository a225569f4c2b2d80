#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "model/config/parameters.hpp"
#include "tlm/ddr/ddr_controller.hpp"

namespace drnn {

/// What the controller made of a trace.
struct DdrReplay {
  std::string trace;  ///< the file's name
  std::string hash;
  std::uint64_t requests = 0;
  DdrConfig config;
  DdrClock cycles = 0;  ///< from clock 0 to the last data beat
  DdrStatistics statistics;

  double seconds() const;
  double mbytes_per_s() const;
  /// Share of the clocks in which the data bus moved something.
  double bus_utilisation() const;
  double row_hit_rate() const;
};

/// Replays a trace file. Throws InputError for anything that is not one, and for an empty one.
DdrReplay replay_trace(const std::string& path, const Parameters& parameters);

nlohmann::ordered_json to_json(const DdrReplay& replay, const nlohmann::ordered_json& config);
void print_replay(std::ostream& out, const DdrReplay& replay);

}  // namespace drnn
