#include "model/stats/ddr_statistics.hpp"

#include "model/stats/ratio.hpp"

namespace drnn {

double LatencyHistogram::mean() const {
  return ratio(sum_, count_);
}

std::uint64_t LatencyHistogram::percentile(int percent) const {
  const std::uint64_t wanted = (count_ * static_cast<std::uint64_t>(percent) + 99) / 100;
  std::uint64_t seen = 0;
  for (std::size_t clocks = 0; clocks < counts_.size(); ++clocks) {
    seen += counts_[clocks];
    if (seen >= wanted && seen > 0) return clocks;
  }
  return 0;
}

}  // namespace drnn
