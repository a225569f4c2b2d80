#include "model/blocks/mac_channel.hpp"

namespace drnn {

namespace {

/// |weight| <= 2^15 and |delta| < 2^16, so the product fits in 32 bits.
void accumulate_modular(std::int64_t* accumulators, const std::int16_t* weights, std::size_t rows,
                        std::int32_t delta) {
  for (std::size_t i = 0; i < rows; ++i) {
    const std::int32_t product = weights[i] * delta;
    accumulators[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(accumulators[i]) +
                                                static_cast<std::uint64_t>(std::int64_t{product}));
  }
}

}  // namespace

void MacChannel::accumulate(std::int64_t* accumulators, const std::int16_t* weights,
                            std::size_t rows, std::int32_t delta) const {
  if (profile_.accumulator_overflow == Overflow::wrap) {
    accumulate_modular(accumulators, weights, rows, delta);
    return;
  }
  for (std::size_t i = 0; i < rows; ++i)
    accumulators[i] = drnn::accumulate(accumulators[i], weights[i], delta, profile_);
}

}  // namespace drnn
