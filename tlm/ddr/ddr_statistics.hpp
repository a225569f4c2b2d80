#pragma once

#include <cstdint>
#include <vector>

#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

/// How many bursts took how many clocks; exact, so that percentiles are.
class LatencyHistogram {
 public:
  void add(DdrClock clocks);

  std::uint64_t count() const { return count_; }
  double mean() const;
  DdrClock max() const { return counts_.empty() ? 0 : counts_.size() - 1; }
  /// The smallest latency that at least `percent` of the bursts do not exceed; 0 if there are none.
  DdrClock percentile(int percent) const;
  /// Bursts of each latency, from 0 clocks on.
  const std::vector<std::uint64_t>& counts() const { return counts_; }

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
};

/// What the controller counted since its reset or the last clearing.
struct DdrStatistics {
  std::uint64_t reads = 0;   ///< read commands, a BL8 burst each
  std::uint64_t writes = 0;  ///< write commands, a BL8 burst each
  std::uint64_t activates = 0;
  std::uint64_t precharges = 0;
  std::uint64_t refreshes = 0;
  std::uint64_t row_hits = 0;         ///< commands that found their row open by an earlier one
  std::uint64_t read_row_hits = 0;    ///< of these, reads
  std::uint64_t forwarded_reads = 0;  ///< answered from the write queue, without a command
  std::uint64_t turnarounds = 0;      ///< changes between reads and writes on the bus

  DdrClock clocks = 0;                   ///< the time that these counts are of
  DdrClock active_clocks = 0;            ///< of these, with at least one open row
  std::uint64_t read_queue_clocks = 0;   ///< entries times clocks: divided by clocks, the mean
  std::uint64_t write_queue_clocks = 0;  ///< likewise
  LatencyHistogram read_latency;         ///< from entering the queue to the last data beat

  std::uint64_t moved_read_bytes(std::uint32_t burst_bytes) const { return reads * burst_bytes; }
  std::uint64_t moved_write_bytes(std::uint32_t burst_bytes) const { return writes * burst_bytes; }
};

}  // namespace drnn
