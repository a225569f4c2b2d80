#pragma once

#include <cstdint>

namespace drnn {

/// Cycles of the accelerator's clock.
using EstimatedCycles = std::int64_t;

/// What an estimate takes of the way to the DRAM, which it does not follow burst by burst: idle
/// latencies, and the rates of the links and of the DRAM's bus.
struct MemoryTimes {
  EstimatedCycles read_cycles = 23;    ///< from a burst's issue to its first beat at the DMA's port
  EstimatedCycles write_cycles = 17;   ///< there and back, the time on the link apart
  std::int64_t link_byte_fs = 352000;  ///< of a link, which two ports share; femtoseconds a byte
  std::int64_t dram_byte_fs = 243000;  ///< of the DRAM's bus, refreshes spread over it
  std::int64_t queued_bytes = 1024;    ///< that are answered and wait for the DRAM
  std::uint32_t tck_ps = 1875;         ///< clock of the DRAM
  std::uint32_t refresh_clocks = 4160;  ///< between refreshes
  std::uint32_t closed_clocks = 146;    ///< no row is open, of a refresh
  std::uint32_t command_bytes = 32;     ///< moved by a read or write command
  std::uint32_t row_bytes = 4096;
};

/// All times multiplied by numerator / denominator. As every cycle of an estimate is the latest of
/// others plus times of these, less of them never makes it later, but for the beat to which a burst
/// is rounded: estimates with a faster and a slower memory are bounds.
inline MemoryTimes scaled(MemoryTimes times, std::int64_t numerator, std::int64_t denominator) {
  for (std::int64_t* time :
       {&times.read_cycles, &times.write_cycles, &times.link_byte_fs, &times.dram_byte_fs})
    *time = *time * numerator / denominator;
  return times;
}

}  // namespace drnn
