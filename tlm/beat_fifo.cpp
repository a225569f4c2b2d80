#include "tlm/beat_fifo.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

BeatFifo::BeatFifo(std::string name, std::size_t depth)
    : ClockedBlock(std::move(name), {"busy", "empty", "holding"}), ring_(depth) {
  attribute(Cause::empty);
}

void BeatFifo::append(const std::uint8_t* bytes, std::size_t count, bool last) {
  StreamBeat& beat = ring_[wrap(head_ + held_)];
  std::copy_n(bytes, count, beat.data.begin());
  beat.bytes = static_cast<std::uint8_t>(count);
  beat.last = last;
  ++held_;
  ++pushed_;
}

void BeatFifo::push(const StreamBeat& beat) {
  append(beat.data.data(), beat.bytes, beat.last);
  pushes_.add(cycle(), 1);
  announced_.clear();
  announced_beats_ = 0;
  touch();
}

void BeatFifo::pop(std::size_t count) {
  head_ = wrap(head_ + count);
  held_ -= count;
  pops_.add(cycle(), count);
  touch();
}

bool BeatFifo::commit() {
  const bool pushed = pushed_now() > 0, popped = popped_now() > 0;
  if (!pushed && !popped && flows(cycle())) return false;
  done_ = cycle() + 1;
  if (popped) pop_end_ = done_;
  attribute(pushed || popped ? Cause::busy : held_ > 0 ? Cause::holding : Cause::empty);
  return (pushed || popped) && !flows(cycle() + 1);
}

/// In the cycles of a flow, a beat has come and another one gone.
void BeatFifo::catch_up(Cycle now) {
  const Cycle end = std::min(now, flow_end_);
  const Cycle cycles = end > done_ ? end - done_ : 0;
  done_ = std::max(done_, now);
  if (cycles == 0) return;
  pushed_ += cycles;
  head_ = (head_ + cycles) % ring_.size();
  for (std::size_t i = held_ - std::min<Cycle>(cycles, held_); i < held_; ++i)
    ring_[wrap(head_ + i)].last = false;
}

void BeatFifo::probe(Signals& signals) const {
  const std::size_t depth = ring_.size();
  signals.add<&BeatFifo::size, &BeatFifo::full>(*this, Moment::begin,
                                                {number("level", depth), flag("full")});
  signals.add<&BeatFifo::pushed_now, &BeatFifo::popped_now>(
      *this, Moment::evaluated, {number("pushed", depth), number("popped", depth)});
}

std::string BeatFifo::describe() const {
  return std::to_string(size()) + " of " + std::to_string(ring_.size()) + " entries";
}

void BeatFifo::clear_statistics() {
  ClockedBlock::clear_statistics();
  pushed_ = 0;
}

}  // namespace drnn
