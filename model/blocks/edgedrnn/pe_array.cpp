#include "model/blocks/edgedrnn/pe_array.hpp"

#include <algorithm>

namespace drnn {

PeArray::PeArray(int num_pe, const NumericProfile& profile, const Nonlinearities& tables,
                 StateMemory& state)
    : ClockedBlock("pe_array", {"busy", "activation", "idle", "reset"}, Commits::when_touched),
      num_pe_(num_pe),
      row_bits_(static_cast<std::uint64_t>(num_pe * profile.accumulator_bits)),
      profile_(profile),
      units_(profile_, tables, {}),
      state_(state),
      mac_(profile),
      h_(static_cast<std::size_t>(num_pe)) {
  attribute(Cause::idle);
}

void PeArray::resize(const NetworkShape& shape) {
  shape_ = shape;
  accumulators_.clear();
  mac_.discard();
  noted_ = column_room_ = 0;
  for (const LayerShape& layer : shape) {
    column_room_ = std::max(column_room_, static_cast<std::size_t>(3 * layer.hidden));
    accumulators_.emplace_back(static_cast<std::size_t>(kRegions * layer.hidden), 0);
    writes_ += static_cast<std::uint64_t>(kRegions * layer.hidden / num_pe_);
  }
  columns_.resize(kColumnsTogether * column_room_);
}

void PeArray::multiply_accumulate(std::size_t layer, Phase phase, int row, int rows,
                                  const std::int16_t* weights, std::int32_t delta) {
  rows_ += static_cast<std::uint64_t>(rows);
  reads_ += static_cast<std::uint64_t>(rows);
  writes_ += static_cast<std::uint64_t>(rows);
  const auto hidden = static_cast<std::size_t>(shape_[layer].hidden);
  const auto first = static_cast<std::size_t>(row * num_pe_);
  const auto words = static_cast<std::size_t>(rows * num_pe_);
  std::int16_t* const column = columns_.data() + noted_ * column_room_;
  std::copy_n(weights, words, column + first);
  if (first + words < 3 * hidden) return;
  mac_.add(accumulators_[layer].data(), column, hidden, delta, phase == Phase::h);
  if (++noted_ == kColumnsTogether) settle();
}

void PeArray::settle() {
  mac_.settle();
  noted_ = 0;
}

void PeArray::activate(std::size_t layer, int group, std::int16_t* h) {
  settle();
  const int first = group * num_pe_, hidden = shape_[layer].hidden;
  const std::int64_t* const m = accumulators_[layer].data() + first;
  const UnitSums sums{m + kR * hidden, m + kU * hidden, m + kCx * hidden, m + kCh * hidden};
  units_.activate(sums, state_.h_from(layer, first), num_pe_, h_.data(), overflows_, overflows_);
  for (std::size_t i = 0; i < h_.size(); ++i) h[i] = static_cast<std::int16_t>(h_[i]);
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
