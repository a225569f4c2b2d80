#pragma once

#include <cstdint>
#include <string>

#include "model/stats/energy_table.hpp"
#include "model/stats/run_statistics.hpp"

namespace drnn {

/// Times of a DRAM that decide what its commands cost.
struct DdrEnergyTimings {
  std::uint64_t tras_ps = 0;
  std::uint64_t trc_ps = 0;
  std::uint64_t trfc_ps = 0;
  std::uint64_t burst_ps = 0;  ///< data of one read or write
};

/// Joules of one chip, from its currents, timings and voltage (the way of Micron's TN-41-01). A
/// command's energy is what it draws above the standby current, which is counted for the whole
/// time.
struct DdrChipEnergy {
  double activate_j = 0;  ///< with its precharge
  double read_j = 0;      ///< core alone
  double write_j = 0;
  double read_io_j = 0;  ///< drivers and termination of its data, strobe and mask pins
  double write_io_j = 0;
  double refresh_j = 0;
  /// What standby draws more while refreshing than with all rows closed: IDD5 is counted from the
  /// standby current of open rows on.
  double refresh_standby_j = 0;
  double active_w = 0;  ///< standby with a row open
  double precharged_w = 0;
};

/// Of the device whose section the table has.
DdrChipEnergy ddr_chip_energy(const EnergyTable& table, const std::string& device,
                              const DdrEnergyTimings& timings);

}  // namespace drnn
