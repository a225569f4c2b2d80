#pragma once

#include <cstdint>
#include <vector>

namespace drnn {

/// How many bursts took how many clocks; exact, so that percentiles are.
class LatencyHistogram {
 public:
  void add(std::uint64_t clocks) {
    if (clocks >= counts_.size()) counts_.resize(clocks + 1, 0);
    ++counts_[clocks];
    ++count_;
    sum_ += clocks;
  }

  std::uint64_t count() const { return count_; }
  double mean() const;
  std::uint64_t max() const { return counts_.empty() ? 0 : counts_.size() - 1; }
  /// The smallest latency that at least `percent` of the bursts do not exceed; 0 if there are none.
  std::uint64_t percentile(int percent) const;
  /// Bursts of each latency, from 0 clocks on.
  const std::vector<std::uint64_t>& counts() const { return counts_; }

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::uint64_t sum_ = 0;
};

/// What a DRAM controller counted since its reset or the last clearing, in clocks of the DRAM.
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

  std::uint64_t clocks = 0;              ///< the time that these counts are of
  std::uint64_t active_clocks = 0;       ///< of these, with at least one open row
  std::uint64_t read_queue_clocks = 0;   ///< entries times clocks: divided by clocks, the mean
  std::uint64_t write_queue_clocks = 0;  ///< likewise
  LatencyHistogram read_latency;         ///< from entering the queue to the last data beat
};

}  // namespace drnn
