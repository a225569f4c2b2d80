#pragma once

#include <cstdint>
#include <limits>

namespace drnn {

/// A count of DDR clocks since the controller's reset. A command takes one clock; data move twice
/// a clock.
using DdrClock = std::uint64_t;
constexpr DdrClock kNoClock = std::numeric_limits<DdrClock>::max();

/// The constraints between DRAM commands, in DDR clocks, under their JEDEC names (JESD79-3).
struct DdrTiming {
  int cl;     ///< read command to first data
  int cwl;    ///< write command to first data
  int trcd;   ///< activate to read or write of the same bank
  int trp;    ///< precharge to activate of the same bank, or to refresh
  int tras;   ///< activate to precharge of the same bank
  int trc;    ///< activate to activate of the same bank
  int trrd;   ///< activate to activate of another bank
  int tfaw;   ///< at most four activates within this window
  int twr;    ///< end of write data to precharge
  int twtr;   ///< end of write data to read, any bank
  int trtp;   ///< read to precharge
  int tccd;   ///< column command to column command, any bank
  int trfc;   ///< refresh to activate or refresh
  int trefi;  ///< mean interval of refreshes

  /// BL8: eight transfers, two a clock.
  static constexpr int kBurstClocks = 4;

  int read_data_end() const { return cl + kBurstClocks; }
  int write_data_end() const { return cwl + kBurstClocks; }
  /// Read to write, any bank: the bus turns round with two clocks between the bursts (JESD79-3).
  int read_to_write() const { return cl + tccd + 2 - cwl; }
  int write_to_read() const { return write_data_end() + twtr; }
  int write_to_precharge() const { return write_data_end() + twr; }
};

}  // namespace drnn
