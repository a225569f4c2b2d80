#pragma once

#include <cstddef>
#include <cstdint>

namespace drnn {

/// Widths and limits of a DMA engine.
struct DmaConfig {
  int port_bytes = 8;          ///< data width of one memory port
  int burst_beats = 16;        ///< longest burst, in beats of a port
  int outstanding_bursts = 8;  ///< on all ports together
  int word_bytes = 2;          ///< a word of the stream
  int words_per_cycle = 4;     ///< stream width: all ports together

  std::size_t burst_bytes() const {
    return static_cast<std::size_t>(port_bytes) * static_cast<std::size_t>(burst_beats);
  }
  std::size_t write_buffer_bytes() const {
    return burst_bytes() * static_cast<std::size_t>(outstanding_bursts) +
           static_cast<std::size_t>(words_per_cycle * word_bytes);
  }
};

/// Bytes of the next burst: no longer than a burst, and never across a 4 KB boundary (AXI).
inline std::size_t next_burst_bytes(const DmaConfig& config, std::uint64_t address,
                                    std::uint64_t remaining) {
  const std::uint64_t to_boundary = 4096 - address % 4096;
  std::uint64_t bytes = config.burst_bytes();
  if (to_boundary < bytes) bytes = to_boundary;
  return static_cast<std::size_t>(remaining < bytes ? remaining : bytes);
}

}  // namespace drnn
