#include "model/blocks/edgedrnn/pe_array.hpp"

#include <algorithm>
#include <cstdlib>

#include "model/blocks/column_sums.hpp"

namespace drnn {

PeArray::PeArray(int num_pe, const NumericProfile& profile, const Nonlinearities& tables,
                 StateMemory& state)
    : ClockedBlock("pe_array", {"busy", "activation", "idle", "reset"}, Commits::when_touched),
      num_pe_(num_pe),
      profile_(profile),
      row_bits_(static_cast<std::uint64_t>(num_pe * profile.accumulator_bits)),
      tables_(tables),
      state_(state),
      mac_(profile) {
  attribute(Cause::idle);
}

void PeArray::resize(const NetworkShape& shape) {
  shape_ = shape;
  accumulators_.clear();
  for (const LayerShape& layer : shape) {
    accumulators_.emplace_back(static_cast<std::size_t>(kRegions * layer.hidden), 0);
    writes_ += static_cast<std::uint64_t>(kRegions * layer.hidden / num_pe_);
  }
}

std::int64_t* PeArray::row_of(std::size_t layer, Region region, int group) {
  const int unit = region * shape_[layer].hidden + group * num_pe_;
  return accumulators_[layer].data() + unit;
}

std::int64_t PeArray::read(std::size_t layer, Region region, int unit) {
  const int word = region * shape_[layer].hidden + unit;
  // Kept unwrapped by the MAC: wrapping once gives the same bits.
  return read_accumulator(accumulators_[layer][static_cast<std::size_t>(word)], profile_,
                          &overflows_);
}

void PeArray::multiply_accumulate(std::size_t layer, Phase phase, int row, int rows,
                                  const std::int16_t* weights, std::int32_t delta) {
  const int groups = shape_[layer].hidden / num_pe_;
  const Region candidate = phase == Phase::x ? kCx : kCh;
  rows_ += static_cast<std::uint64_t>(rows);
  reads_ += static_cast<std::uint64_t>(rows);
  writes_ += static_cast<std::uint64_t>(rows);
  while (rows > 0) {
    const Region region = row < groups ? kR : row < 2 * groups ? kU : candidate;
    const int group = row % groups, count = std::min(rows, groups - group);
    const auto words = static_cast<std::size_t>(count * num_pe_);
    accumulate(row_of(layer, region, group), weights, words, delta);
    weights += words;
    row += count;
    rows -= count;
  }
}

void PeArray::accumulate(std::int64_t* sums, const std::int16_t* weights, std::size_t words,
                         std::int32_t delta) const {
  const bool fits = std::abs(delta) <= kMostDeltasTogether;
  if (fits && profile_.accumulator_overflow == Overflow::wrap) {
    add_columns(sums, &weights, &delta, 1, words);
  } else {
    mac_.accumulate(sums, weights, words, delta);
  }
}

void PeArray::activate(std::size_t layer, int group, std::int16_t* h) {
  for (int i = 0; i < num_pe_; ++i) {
    const int unit = group * num_pe_ + i;
    const UnitAccumulators m{read(layer, kR, unit), read(layer, kU, unit), read(layer, kCx, unit),
                             read(layer, kCh, unit)};
    h[i] = static_cast<std::int16_t>(
        drnn::activate(m, state_.h(layer, unit), profile_, tables_, {}, &overflows_));
  }
  state_.count_reads(num_pe_);
  reads_ += kRegions;
  ++groups_;
}

void PeArray::clear_statistics() {
  ClockedBlock::clear_statistics();
  rows_ = groups_ = reads_ = writes_ = 0;
  overflows_ = {};
}

}  // namespace drnn
