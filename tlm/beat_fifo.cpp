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
  following_ = {};
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
  if (!pushed) following_ = {};
  flows_ = pushed && popped && following_.beats > 0;
  attribute(pushed || popped ? Cause::busy : held_ > 0 ? Cause::holding : Cause::empty);
  return (pushed || popped) && !flows_;
}

/// In skipped cycles a beat comes and another one goes, or nothing does.
void BeatFifo::repeat(Cycle cycles) {
  if (!flows_) return;
  const Cycle kept = std::min<Cycle>(cycles, held_);  // of those that have come
  pushed_ += cycles - kept;
  head_ = wrap(head_ + kept);
  held_ -= kept;
  const std::size_t bytes = following_.beat_bytes;
  for (Cycle i = cycles - kept; i < cycles; ++i) append(following_.bytes + i * bytes, bytes, false);
  following_.bytes += cycles * bytes;
  following_.beats -= cycles;
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
