#include "model/blocks/state_memory.hpp"

#include <algorithm>

namespace drnn {

StateMemory::StateMemory(const ControlLines& control, int word_bits)
    : ClockedBlock("state_memory", {"busy", "idle"}, Commits::when_touched),
      control_(control),
      word_bits_(word_bits) {
  attribute(Cause::idle);
}

void StateMemory::resize(const NetworkShape& shape) {
  layers_.assign(shape.size(), Layer{});
  for (std::size_t l = 0; l < shape.size(); ++l) {
    layers_[l].h.assign(at(shape[l].hidden), 0);
    layers_[l].hh.assign(at(shape[l].hidden), 0);
    layers_[l].xh.assign(at(shape[l].inputs), 0);
  }
}

void StateMemory::publish_h(std::size_t layer, int count) {
  auto& written = layers_[layer].written;
  written.set(written.staged() + static_cast<std::uint64_t>(count));
  published_in_ = cycle();
  touch();
  written_bell_.ring(*this);
}

void StateMemory::clear() {
  for (Layer& layer : layers_) {
    std::fill(layer.h.begin(), layer.h.end(), std::int16_t{0});
    std::fill(layer.hh.begin(), layer.hh.end(), std::int16_t{0});
    std::fill(layer.xh.begin(), layer.xh.end(), std::int16_t{0});
    layer.bias_reference = 0;
    writes_ += layer.h.size() + layer.hh.size() + layer.xh.size();
    layer.written.set(0);
  }
  touch();
}

void StateMemory::evaluate(Cycle now) {
  if (control_.resetting.get() == resetting_) return;
  resetting_ = control_.resetting.get();
  if (resetting_) {
    clear();
    attribute(Cause::busy);
  } else {
    attribute(Cause::busy, accessed_in_ == now ? now + 1 : now, Cause::idle);
  }
}

bool StateMemory::commit() {
  bool changed = false;
  for (Layer& layer : layers_) changed |= layer.written.commit();
  return changed;
}

std::string StateMemory::describe() const {
  std::string text = "h written";
  for (const Layer& layer : layers_) text += " " + std::to_string(layer.written.get());
  return text;
}

void StateMemory::clear_statistics() {
  ClockedBlock::clear_statistics();
  reads_ = writes_ = 0;
}

void StateMemory::probe(Signals& signals) const {
  signals.add<&StateMemory::reads_now, &StateMemory::writes_now>(
      *this, Moment::evaluated, {number("reads", kMostElements), number("writes", kMostElements)});
}

}  // namespace drnn
