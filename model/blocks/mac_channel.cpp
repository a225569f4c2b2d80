#include "model/blocks/mac_channel.hpp"

#include <cstdlib>

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

MacChannels::MacChannels(const NumericProfile& profile)
    : channel_(profile), at_once_(profile.accumulator_overflow == Overflow::saturate) {}

void MacChannels::add(std::int64_t* sums, const std::int16_t* column, std::size_t hidden,
                      std::int32_t delta, bool h) {
  const std::int32_t magnitude = std::abs(delta);
  // Sums that saturate depend on their order; and the products of a delta of -2^16 do not fit.
  if (at_once_ || magnitude > kMostDeltasTogether) {
    channel_.accumulate(sums, column, 2 * hidden, delta);
    channel_.accumulate(sums + (h ? 3 : 2) * hidden, column + 2 * hidden, hidden, delta);
    return;
  }
  const bool third_kind = columns_ > 0 && h != last_is_h_ && first_kind_ < columns_;
  if (third_kind || columns_ == kMostColumnsTogether || sums != sums_ ||
      deltas_sum_ + magnitude > kMostDeltasTogether)
    settle();
  if (columns_ == 0) {
    sums_ = sums;
    hidden_ = hidden;
    first_is_h_ = h;
    first_kind_ = 0;
    deltas_sum_ = 0;
  }
  weights_[columns_] = column;
  deltas_[columns_] = delta;
  deltas_sum_ += magnitude;
  last_is_h_ = h;
  ++columns_;
  if (h == first_is_h_) first_kind_ = columns_;
}

void MacChannels::settle() {
  if (columns_ == 0) return;
  add_columns(sums_, weights_.data(), deltas_.data(), columns_, 2 * hidden_);
  add_candidates(0, first_kind_, first_is_h_);
  if (first_kind_ < columns_) add_candidates(first_kind_, columns_, !first_is_h_);
  columns_ = 0;
}

/// The last thirds of some of the noted columns.
void MacChannels::add_candidates(std::size_t first, std::size_t end, bool h) {
  for (std::size_t c = first; c < end; ++c) weights_[c] += 2 * hidden_;
  add_columns(sums_ + (h ? 3 : 2) * hidden_, weights_.data() + first, deltas_.data() + first,
              end - first, hidden_);
}

}  // namespace drnn
