#include "model/blocks/state_memory.hpp"

#include <algorithm>

namespace drnn {

StateMemory::StateMemory(const ControlLines& control, int word_bits)
    : ClockedBlock("state_memory", {"busy", "idle"}), control_(control), word_bits_(word_bits) {}

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
  touch();
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
}

void StateMemory::evaluate(Cycle) {
  if (control_.resetting.get() && !resetting_) clear();
  resetting_ = control_.resetting.get();
}

bool StateMemory::commit() {
  bool changed = reads_now_ + writes_now_ > 0;
  attribute(Cause::busy, resetting_ ? kNever : cycle() + (changed ? 1 : 0), Cause::idle);
  reads_ += static_cast<std::uint64_t>(reads_now_);
  writes_ += static_cast<std::uint64_t>(writes_now_);
  reads_now_ = writes_now_ = 0;
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
  signals.add<&StateMemory::reads_now_, &StateMemory::writes_now_>(
      *this, Moment::evaluated, {number("reads", kMostElements), number("writes", kMostElements)});
}

}  // namespace drnn
