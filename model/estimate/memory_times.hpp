#pragma once

#include <cstdint>

namespace drnn {

/// Cycles of the accelerator's clock.
using EstimatedCycles = std::int64_t;

/// What an estimate takes of the way to the DRAM, which it does not follow burst by burst: idle
/// latencies, and the time that a burst occupies the DRAM's bus.
struct MemoryTimes {
  EstimatedCycles read_cycles = 23;   ///< from a burst's issue to its first beat at the DMA's port
  EstimatedCycles write_cycles = 28;  ///< from a burst's last beat to its response
  std::int64_t byte_fs = 235000;      ///< of the DRAM's bus, femtoseconds a byte
  std::uint32_t tck_ps = 1875;        ///< clock of the DRAM
  std::uint32_t refresh_clocks = 4160;
  std::uint32_t command_bytes = 32;  ///< moved by a read or write command
  std::uint32_t row_bytes = 4096;
};

}  // namespace drnn
