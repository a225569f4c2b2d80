#include "tlm/ddr/ddr_statistics.hpp"

namespace drnn {

void LatencyHistogram::add(DdrClock clocks) {
  if (clocks >= counts_.size()) counts_.resize(clocks + 1, 0);
  ++counts_[clocks];
  ++count_;
  sum_ += clocks;
}

double LatencyHistogram::mean() const {
  return count_ == 0 ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
}

DdrClock LatencyHistogram::percentile(int percent) const {
  const std::uint64_t wanted = (count_ * static_cast<std::uint64_t>(percent) + 99) / 100;
  std::uint64_t seen = 0;
  for (std::size_t clocks = 0; clocks < counts_.size(); ++clocks) {
    seen += counts_[clocks];
    if (seen >= wanted && seen > 0) return clocks;
  }
  return 0;
}

}  // namespace drnn
