#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>

#include "model/config/configuration.hpp"
#include "tlm/ddr/ddr_controller.hpp"

namespace drnn {

/// A trace that was replayed through the DDR controller: everything that the reports print.
struct DdrRecord {
  std::string trace;  ///< its name
  std::uint64_t requests = 0;
  std::string hash;
  DdrConfig config;
  DdrStatistics counts;  ///< of all cycles

  double time_s() const;
  double bandwidth_mbytes_per_s() const;  ///< moved over the data bus
  double bus_utilisation() const;         ///< of all cycles, those with data
  double row_hit_rate() const;            ///< of reads and writes
};

/// The object of `--stats` (schema 1). Latencies are null where nothing was read.
nlohmann::ordered_json ddr_json(const DdrRecord& record, const Configuration& configuration);

void print_ddr_summary(std::ostream& out, const DdrRecord& record,
                       const Configuration& configuration);

}  // namespace drnn
