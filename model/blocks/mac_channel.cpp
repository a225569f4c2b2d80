#include "model/blocks/mac_channel.hpp"

#include <algorithm>
#include <cstdlib>

#include "model/blocks/column_sums.hpp"

namespace drnn {

void MacChannel::accumulate(std::int64_t* accumulators, const std::int16_t* weights,
                            std::size_t rows, std::int32_t delta) const {
  if (profile_.accumulator_overflow == Overflow::wrap) {
    for (std::size_t i = 0; i < rows; ++i)
      add_modular(accumulators[i], std::int64_t{weights[i]} * delta);
  } else {
    for (std::size_t i = 0; i < rows; ++i)
      accumulators[i] = drnn::accumulate(accumulators[i], weights[i], delta, profile_);
  }
}

void MacChannel::add(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                     std::int32_t delta) {
  noted_.push_back({accumulators, weights, rows, delta});
}

void MacChannel::settle() {
  if (profile_.accumulator_overflow == Overflow::wrap) {
    settle_wrapping();
  } else {
    for (const Column& c : noted_) accumulate(c.accumulators, c.weights, c.rows, c.delta);
  }
  noted_.clear();
}

/// Columns with the same accumulators are added together, as many as go together.
void MacChannel::settle_wrapping() {
  while (!noted_.empty()) {
    const Column first = noted_.front();
    weights_.clear();
    deltas_.clear();
    std::int32_t together = 0;
    const auto taken = [&](const Column& c) {
      const std::int32_t magnitude = std::abs(c.delta);
      if (c.accumulators != first.accumulators || deltas_.size() == kMostColumnsTogether ||
          together + magnitude > kMostDeltasTogether)
        return false;
      together += magnitude;
      weights_.push_back(c.weights);
      deltas_.push_back(c.delta);
      return true;
    };
    noted_.erase(std::remove_if(noted_.begin(), noted_.end(), taken), noted_.end());
    if (deltas_.empty()) {
      // A single delta of -2^16: its products do not fit 32 bits.
      accumulate(first.accumulators, first.weights, first.rows, first.delta);
      noted_.erase(noted_.begin());
    } else {
      add_columns(first.accumulators, weights_.data(), deltas_.data(), deltas_.size(), first.rows);
    }
  }
}

}  // namespace drnn
