#include "model/estimate/fired_pattern.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

namespace {

constexpr int kWordBits = 64;

std::size_t words_for(int bits) {
  return static_cast<std::size_t>((bits + kWordBits - 1) / kWordBits);
}

/// The low `count` bits; count is 1 to 64.
std::uint64_t low_bits(int count) {
  return ~std::uint64_t{0} >> (kWordBits - count);
}

}  // namespace

FiredPattern::FiredPattern(std::vector<LayerSize> layers) : layers_(std::move(layers)) {
  for (const LayerSize& layer : layers_) {
    offset_.push_back(words_a_step_);
    words_a_step_ += words_for(layer.columns);
  }
}

FiredPattern FiredPattern::dense(std::vector<LayerSize> layers,
                                 std::vector<std::uint64_t> sequences) {
  FiredPattern pattern(std::move(layers));
  pattern.same_steps_ = true;
  pattern.last_.assign(pattern.words_a_step_, ~std::uint64_t{0});
  pattern.sequences_ = std::move(sequences);
  for (const std::uint64_t steps : pattern.sequences_) pattern.steps_ += steps;
  return pattern;
}

void FiredPattern::add_step() {
  bits_->append(last_.data(), last_.size());
  last_.assign(words_a_step_, 0);
  ++sequences_.back();
  ++steps_;
}

void FiredPattern::send(std::size_t layer, int column) {
  last_[offset_[layer] + static_cast<std::size_t>(column / kWordBits)] |= std::uint64_t{1}
                                                                          << column % kWordBits;
}

int FiredPattern::sent(std::uint64_t step, std::size_t layer, int first, int count) const {
  const std::uint64_t* bits = row(step, layer);
  int sum = 0;
  while (count > 0) {
    const int at = first % kWordBits;
    const int here = std::min(count, kWordBits - at);
    sum += __builtin_popcountll(bits[first / kWordBits] >> at & low_bits(here));
    first += here;
    count -= here;
  }
  return sum;
}

const std::uint64_t* FiredPattern::row(std::uint64_t step, std::size_t layer) const {
  if (same_steps_ || step + 1 == steps_) return last_.data() + offset_[layer];
  return window_.at(*bits_, step * words_a_step_, words_a_step_) + offset_[layer];
}

PatternRecorder::PatternRecorder(const QuantisedNetwork& network, const NumericProfile& profile,
                                 const DeltaSettings& settings)
    : network_(std::make_unique<DeltaGruNetwork>(network, profile, settings)),
      pattern_(layer_sizes_of(network)),
      before_(network.layers.size()),
      input_(static_cast<std::size_t>(network.layers.front().inputs)) {}

void PatternRecorder::begin_sequence() {
  overflows_.add(network_->overflows());
  network_->reset();
  pattern_.begin_sequence();
}

const std::vector<std::int32_t>& PatternRecorder::step(const std::int16_t* x) {
  keep_references();
  std::copy(x, x + input_.size(), input_.begin());
  const std::vector<std::int32_t>& h = network_->step(input_.data());
  pattern_.add_step();
  for (std::size_t l = 0; l < before_.size(); ++l) note_layer(l);
  return h;
}

void PatternRecorder::keep_references() {
  for (std::size_t l = 0; l < before_.size(); ++l) {
    before_[l].x = network_->cells()[l].x_reference();
    before_[l].h = network_->cells()[l].h_reference();
  }
}

/// An element that was sent has moved its reference, as a delta of zero is never sent.
void PatternRecorder::note_layer(std::size_t layer) {
  const DeltaGruCell& cell = network_->cells()[layer];
  const LayerSize& size = pattern_.layers()[layer];
  const auto note = [&](const std::vector<std::int32_t>& before,
                        const std::vector<std::int32_t>& after, int first_column) {
    for (std::size_t i = 0; i < before.size(); ++i)
      if (before[i] != after[i]) pattern_.send(layer, first_column + static_cast<int>(i));
  };
  if (cell.last_counts().fired_bias > 0) pattern_.send(layer, 0);
  note(before_[layer].x, cell.x_reference(), size.bias_columns());
  note(before_[layer].h, cell.h_reference(), size.bias_columns() + size.inputs);
}

OverflowCounts PatternRecorder::overflows() const {
  OverflowCounts sum = overflows_;
  sum.add(network_->overflows());
  return sum;
}

std::vector<LayerSize> layer_sizes_of(const QuantisedNetwork& network) {
  std::vector<LayerSize> sizes;
  for (const QuantisedLayer& l : network.layers)
    sizes.push_back({l.inputs, l.hidden, l.column_count()});
  return sizes;
}

}  // namespace drnn
