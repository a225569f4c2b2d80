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
      words_per_cycle_(static_cast<std::size_t>(words_per_cycle)),
      shape_(shape),
      input_(input),
      weights_(weights),
      accumulators_(accumulators),
      words_(words_per_cycle_) {}

void WeightLoader::begin() {
  loading_ = true;
  wake();
  begin_layer(0);
}

void WeightLoader::begin_layer(std::size_t layer) {
  layer_ = layer;
  position_ = 0;
  initial_ = initial_words(shape_[layer]);
  weights_end_ = initial_ + column_words(shape_[layer]);
}

void WeightLoader::evaluate(Cycle) {
  if (!loading_) {
    attribute(Cause::idle);
    return;
  }
  const bool taken = take_words() > 0;
  if (taken) {
    go_on();
  } else {
    input_.await_entry(*this);
  }
  attribute(taken ? Cause::busy : Cause::input_wait);
}

std::size_t WeightLoader::take_words() {
  const std::size_t count = std::min(input_.size(), words_per_cycle_);
  input_.peek_all(words_.data(), count);
  std::size_t taken = 0;
  while (taken < count && loading_) {
    const std::size_t end = position_ < initial_ ? initial_ : weights_end_;
    const std::size_t words = std::min(count - taken, end - position_);
    take(words_.data() + taken, words);
    taken += words;
  }
  input_.pop(taken);
  return taken;
}

/// Words all of which are initial accumulators or weights of the layer.
void WeightLoader::take(const std::int16_t* words, std::size_t count) {
  if (position_ < initial_) {
    for (std::size_t i = 0; i < count; ++i, ++position_) take_initial(words[i]);
  } else {
    weights_.write(layer_, position_ - initial_, words, count);
    position_ += count;
  }
  if (position_ < weights_end_) return;
  loading_ = ++layer_ < shape_.size();
  if (loading_) begin_layer(layer_);
}

void WeightLoader::take_initial(std::int16_t word) {
  if (position_ % 2 == 0) {
    low_half_ = word;
    return;
  }
  const auto low = static_cast<std::uint16_t>(low_half_);
  accumulators_.write_initial(layer_, position_ / 2, std::int32_t{word} * 65536 + low);
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
