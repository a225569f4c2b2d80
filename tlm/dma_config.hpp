#pragma once

#include <cstddef>

#include "tlm/burst_splitter.hpp"

namespace drnn {

/// Widths, limits and latencies of a DMA engine, in cycles of its clock. The defaults are those of
/// the parameters `dma.*`, where their sources are.
struct DmaConfig {
  static constexpr int kWordBytes = 2;  ///< the streams carry 16-bit words

  BurstShape burst;
  int outstanding_bursts = 8;  ///< on all ports together
  int words_per_cycle = 4;     ///< stream width: all ports together
  int read_latency_cycles = 5;
  int write_latency_cycles = 39;
  int write_gap_tenths = 52;  ///< tenths of a cycle

  /// Words that WriteDma holds: a burst for each that may be under way and one stream beat more.
  std::size_t write_buffer_words() const {
    return burst.burst_bytes() / kWordBytes * static_cast<std::size_t>(outstanding_bursts) +
           static_cast<std::size_t>(words_per_cycle);
  }
};

}  // namespace drnn
