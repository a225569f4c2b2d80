#include "model/blocks/weight_loader.hpp"

#include <algorithm>

namespace drnn {

namespace {

void append_initial(std::vector<std::int16_t>& image, const std::vector<std::int32_t>& values) {
  for (std::int32_t value : values) {
    const auto bits = static_cast<std::uint32_t>(value);
    image.push_back(static_cast<std::int16_t>(bits & 0xffffu));
    image.push_back(static_cast<std::int16_t>(bits >> 16));
  }
}

std::size_t initial_words(const LayerShape& shape) {
  return 2 * Accumulators::kRegions * static_cast<std::size_t>(shape.hidden);
}

std::size_t column_words(const LayerShape& shape) {
  return 3 * static_cast<std::size_t>(shape.hidden) *
         static_cast<std::size_t>(shape.bias_columns + shape.inputs + shape.hidden);
}

}  // namespace

std::vector<std::int16_t> load_image(const QuantisedNetwork& network) {
  std::vector<std::int16_t> image;
  for (const QuantisedLayer& layer : network.layers) {
    for (const auto* values : {&layer.m_r, &layer.m_u, &layer.m_cx, &layer.m_ch})
      append_initial(image, *values);
    image.insert(image.end(), layer.columns.begin(), layer.columns.end());
  }
  return image;
}

WeightLoader::WeightLoader(int words_per_cycle, const NetworkShape& shape, WordFifo& input,
                           WeightBanks& weights, Accumulators& accumulators)
    : ClockedBlock("weight_loader", {"busy", "input_wait", "idle"}, Commits::when_touched),
      words_per_cycle_(words_per_cycle),
      shape_(shape),
      input_(input),
      weights_(weights),
      accumulators_(accumulators) {}

void WeightLoader::begin() {
  loading_ = true;
  wake();
  layer_ = 0;
  position_ = 0;
}

void WeightLoader::evaluate(Cycle) {
  if (!loading_) {
    attribute(Cause::idle);
    return;
  }
  const std::size_t count = std::min(input_.size(), static_cast<std::size_t>(words_per_cycle_));
  std::size_t taken = 0;
  while (taken < count && loading_) take(input_.peek(taken++));
  if (taken > 0) {
    input_.pop(taken);
    go_on();
  } else {
    input_.await_entry(*this);
  }
  attribute(taken > 0 ? Cause::busy : Cause::input_wait);
}

void WeightLoader::take(std::int16_t word) {
  const std::size_t initial = initial_words(shape_[layer_]);
  if (position_ < initial) {
    take_initial(word);
  } else {
    weights_.write(layer_, position_ - initial, word);
  }
  if (++position_ == initial + column_words(shape_[layer_])) next_layer();
}

void WeightLoader::take_initial(std::int16_t word) {
  if (position_ % 2 == 0) {
    low_half_ = word;
    return;
  }
  const auto low = static_cast<std::uint16_t>(low_half_);
  accumulators_.write_initial(layer_, position_ / 2, std::int32_t{word} * 65536 + low);
}

void WeightLoader::next_layer() {
  position_ = 0;
  if (++layer_ == shape_.size()) loading_ = false;
}

std::string WeightLoader::describe() const {
  if (!loading_) return "not loading";
  return "layer " + std::to_string(layer_) + ", word " + std::to_string(position_);
}

void WeightLoader::probe(Signals& signals) const {
  signals.add<&WeightLoader::loading_, &WeightLoader::layer_>(
      *this, Moment::begin, {flag("loading"), number("layer", kMostLayers)});
}

}  // namespace drnn
