#include "model/blocks/weight_banks.hpp"

#include <algorithm>

namespace drnn {

WeightBanks::WeightBanks(int pe_per_channel, int weight_bits)
    : ClockedBlock("weight_banks", {"busy", "idle"}, Commits::when_touched),
      pe_per_channel_(pe_per_channel),
      weight_bits_(weight_bits) {
  attribute(Cause::idle);
}

void WeightBanks::resize(const NetworkShape& shape) {
  layers_.clear();
  for (const LayerShape& s : shape) {
    Layer layer;
    layer.stride = 3 * static_cast<std::size_t>(s.hidden);
    layer.words.assign(
        layer.stride * static_cast<std::size_t>(s.bias_columns + s.inputs + s.hidden), 0);
    layer.row_groups = static_cast<Cycle>(ceil_div(s.hidden, pe_per_channel_));
    layers_.push_back(std::move(layer));
  }
}

void WeightBanks::write(std::size_t layer, std::size_t offset, const std::int16_t* words,
                        std::size_t count) {
  std::copy_n(words, count, layers_[layer].words.begin() + static_cast<std::ptrdiff_t>(offset));
  attribute(Cause::busy, cycle() + 1, Cause::idle);
}

void WeightBanks::begin_column(std::size_t layer, Cycle now) {
  busy_until_ = now + layers_[layer].row_groups;
  words_read_ += layers_[layer].stride;
  attribute(Cause::busy, busy_until_, Cause::idle);
}

std::uint64_t WeightBanks::read_bits() const {
  return words_read_ * static_cast<std::uint64_t>(weight_bits_);
}

std::string WeightBanks::describe() const {
  return cycle() < busy_until_ ? "reading until cycle " + std::to_string(busy_until_)
                               : "not reading";
}

void WeightBanks::clear_statistics() {
  ClockedBlock::clear_statistics();
  words_read_ = 0;
}

}  // namespace drnn
