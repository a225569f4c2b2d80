#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

/// One rank of DDR3 as it is soldered to a Zynq-7000: two x16 chips side by side, 32 bit, or one.
struct DdrDevice {
  std::string name;          ///< ddr3-SPEED-DENSITY-x16
  std::uint32_t tck_ps = 0;  ///< clock period
  DdrTiming timing{};
  std::uint32_t rows = 0;     ///< of each bank
  std::uint32_t banks = 8;    ///< DDR3
  std::uint32_t columns = 0;  ///< of a row, of the bus width each

  std::uint32_t chips = 2;  ///< x16, side by side

  std::uint32_t bus_bytes() const { return 2 * chips; }
  std::uint32_t burst_bytes() const { return 8 * bus_bytes(); }  ///< BL8
  /// Two transfers a clock.
  double peak_mbytes_per_s() const { return 2e6 * bus_bytes() / tck_ps; }
  std::uint32_t row_bytes() const { return columns * bus_bytes(); }
  std::uint64_t size_bytes() const { return std::uint64_t{rows} * banks * row_bytes(); }
};

/// The names of all presets: DDR3-800, 1066 and 1333; 1, 2 and 4 Gb.
std::vector<std::string> ddr_device_names();

/// The preset of that name, which must be one of ddr_device_names().
DdrDevice ddr_device(std::string_view name);

}  // namespace drnn
