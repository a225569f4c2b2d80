#include "model/blocks/mac_channel.hpp"

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
  const std::int32_t magnitude = std::abs(delta);
  // Sums that saturate depend on their order; and the products of a delta of -2^16 do not fit.
  if (profile_.accumulator_overflow == Overflow::saturate || magnitude > kMostDeltasTogether)
    return accumulate(accumulators, weights, rows, delta);
  Batch& batch = batch_of(accumulators);
  if (batch.columns == kMostColumnsTogether || batch.deltas_sum + magnitude > kMostDeltasTogether)
    settle(batch);
  batch.rows = rows;
  batch.weights[batch.columns] = weights;
  batch.deltas[batch.columns] = delta;
  batch.deltas_sum += magnitude;
  ++batch.columns;
}

MacChannel::Batch& MacChannel::batch_of(std::int64_t* accumulators) {
  for (Batch& batch : batches_)
    if (batch.accumulators == accumulators) return batch;
  batches_.push_back({});
  batches_.back().accumulators = accumulators;
  return batches_.back();
}

void MacChannel::settle(Batch& batch) {
  if (batch.columns > 0)
    add_columns(batch.accumulators, batch.weights.data(), batch.deltas.data(), batch.columns,
                batch.rows);
  batch.columns = 0;
  batch.deltas_sum = 0;
}

void MacChannel::settle() {
  for (Batch& batch : batches_) settle(batch);
}

}  // namespace drnn
