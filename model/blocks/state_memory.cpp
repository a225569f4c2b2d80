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

void StateMemory::publish_h(std::size_t layer, int count, Cycle cycles) {
  Layer& l = layers_[layer];
  const auto per_cycle = static_cast<std::uint64_t>(count);
  l.written += cycles * per_cycle;
  l.publishing = {cycle(), cycle() + cycles, per_cycle};
  published_until_ = std::max(published_until_, cycle() + cycles);
  written_bell_.ring(*this);
}

void StateMemory::count(Accesses& accesses, int words) {
  if (words == 0) return;
  const auto count = static_cast<std::uint64_t>(words);
  if (accesses.last != cycle()) accesses.then = 0;
  accesses.last = cycle();
  accesses.then += count;
  accesses.words += count;
  book_access(cycle() + 1);
}

void StateMemory::count_over(Accesses& accesses, Cycle cycles, int words) {
  const auto per_cycle = static_cast<std::uint64_t>(words);
  accesses.words += cycles * per_cycle;
  accesses.over = {cycle(), cycle() + cycles, per_cycle};
  book_access(cycle() + cycles);
}

void StateMemory::book_access(Cycle until) {
  note_change();
  busy_until_ = std::max(busy_until_, until);
  attribute(Cause::busy, resetting_ ? kNever : busy_until_, Cause::idle);
}

void StateMemory::clear() {
  for (Accesses* accesses : {&reads_, &writes_}) {
    accesses->words -= accesses->over.from(cycle());
    accesses->over = {};
  }
  busy_until_ = published_until_ = 0;
  for (Layer& layer : layers_) {
    std::fill(layer.h.begin(), layer.h.end(), std::int16_t{0});
    std::fill(layer.hh.begin(), layer.hh.end(), std::int16_t{0});
    std::fill(layer.xh.begin(), layer.xh.end(), std::int16_t{0});
    layer.bias_reference = 0;
    writes_.words += layer.h.size() + layer.hh.size() + layer.xh.size();
    layer.written = 0;
    layer.publishing = {};
  }
}

void StateMemory::evaluate(Cycle) {
  if (control_.resetting.get() == resetting_) return;
  resetting_ = control_.resetting.get();
  if (resetting_) clear();
  attribute(Cause::busy, resetting_ ? kNever : busy_until_, Cause::idle);
}

std::string StateMemory::describe() const {
  std::string text = "h written";
  for (std::size_t l = 0; l < layers_.size(); ++l) text += " " + std::to_string(written(l));
  return text;
}

void StateMemory::clear_statistics() {
  ClockedBlock::clear_statistics();
  for (Accesses* accesses : {&reads_, &writes_}) accesses->words = accesses->over.from(cycle());
}

void StateMemory::probe(Signals& signals) const {
  signals.add<&StateMemory::reads_now, &StateMemory::writes_now>(
      *this, Moment::evaluated, {number("reads", kMostElements), number("writes", kMostElements)});
}

}  // namespace drnn
