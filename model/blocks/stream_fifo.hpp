#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/ramp.hpp"

namespace drnn {

/// A FIFO with one writer and one reader.
///
/// Timing contract: an entry pushed in cycle c can be popped from cycle c+1 on; the place of an
/// entry popped in cycle c can be filled from cycle c+1 on. Any number of entries may be pushed
/// and popped in a cycle, as far as free() and size() at its start allow; how many is the
/// neighbours' contract.
///
/// A neighbour that knows that it will push or pop as many entries in each of several cycles may
/// say so in the first of them; it does neither until they are over. All others see in each of
/// these cycles what they would have seen otherwise.
///
/// Causes: busy (something moved), empty, holding (entries, but none moved).
template <class T>
class StreamFifo : public ClockedBlock {
 public:
  enum class Cause { busy, empty, holding };

  StreamFifo(std::string name, std::size_t depth)
      : ClockedBlock(std::move(name), {"busy", "empty", "holding"}, Commits::when_touched),
        ring_(depth) {
    attribute(Cause::empty);
  }

  /// The reader, or the writer, has nothing to do until an entry comes, or a place is free.
  void await_entry(const ClockedBlock& reader) {
    pushed_bell_.await(reader);
    if (pushes_.end > cycle()) pushed_bell_.ring(*this);  // one comes in this cycle
  }
  void await_place(const ClockedBlock& writer) {
    popped_bell_.await(writer);
    if (pops_.end > cycle()) popped_bell_.ring(*this);
  }

  std::size_t depth() const { return ring_.size(); }
  std::size_t size() const { return size_at(cycle()); }
  /// Places left for this cycle, less what was pushed in it or is known to be pushed later.
  std::size_t free() const { return ring_.size() - (all_ + pops_.from(cycle())); }
  /// Something moves in this cycle (between cycles: in the next one), as was said before.
  bool moves_on() const { return std::max(pushes_.end, pops_.end) > cycle(); }

  /// The entry `offset` places behind the head; offset < size().
  const T& peek(std::size_t offset = 0) const { return ring_[wrap(place_of_head() + offset)]; }

  void push(const T& value) {
    ring_[tail_] = value;
    tail_ = wrap(tail_ + 1);
    pushes_.add(cycle(), 1);
    note_pushes(1);
  }
  void push_all(const T* values, std::size_t count) {
    if (count == 0) return;
    put(values, count);
    pushes_.add(cycle(), count);
    note_pushes(count);
  }
  /// `per_cycle` entries in this cycle and in each of the next ones, `cycles` in all; free() has to
  /// do for all of them.
  void push_over(const T* values, Cycle cycles, std::size_t per_cycle) {
    const std::size_t count = static_cast<std::size_t>(cycles) * per_cycle;
    put(values, count);
    pushes_ = {cycle(), cycle() + cycles, per_cycle};
    note_pushes(count);
  }
  /// The first `count` entries, at most size().
  void peek_all(T* entries, std::size_t count) const {
    const std::size_t head = place_of_head();
    const std::size_t before_the_end = std::min(count, ring_.size() - head);
    std::copy_n(ring_.begin() + static_cast<std::ptrdiff_t>(head), before_the_end, entries);
    std::copy_n(ring_.begin(), count - before_the_end, entries + before_the_end);
  }
  /// At most size() in a cycle.
  void pop(std::size_t count = 1) {
    if (count == 0) return;
    pops_.add(cycle(), count);
    note_pops(count);
  }
  /// `per_cycle` entries in this cycle and in each of the next ones, poppable() in all at most.
  void pop_over(Cycle cycles, std::size_t per_cycle) {
    pops_ = {cycle(), cycle() + cycles, per_cycle};
    note_pops(static_cast<std::size_t>(cycles) * per_cycle);
  }
  /// In how many cycles from this one on `per_cycle` entries can be popped, with what the writer
  /// has said of later cycles; it may think better of it, see on_withdrawn().
  Cycle poppable(std::size_t per_cycle) const {
    const std::size_t there = size();
    if (there < per_cycle) return 0;
    const Cycle pushing = pushes_.end > cycle() ? pushes_.end - cycle() : 0;
    const Cycle with_all = (there + pushing * pushes_.per_cycle) / per_cycle;
    if (pushing == 0 || pushes_.per_cycle >= per_cycle) return with_all;
    // In each cycle there are fewer by the difference.
    const Cycle lasting = (there - per_cycle) / (per_cycle - pushes_.per_cycle) + 1;
    return std::min(lasting, with_all);
  }

  /// What the writer had foreseen for this cycle and those after it does not happen.
  void stop_pushing() {
    if (pushes_.end <= cycle()) return;
    if (withdrawn_) withdrawn_();
    const std::size_t dropped = pushes_.from(cycle());
    tail_ = wrap(tail_ + ring_.size() - dropped);
    all_ -= dropped;
    pushed_ -= dropped;
    pushes_ = {};
    book();
  }
  /// What the reader had foreseen for cycles from `first` on, this one or the next, does not.
  void stop_popping(Cycle first) {
    if (pops_.end <= first) return;
    all_ += pops_.from(first);
    pops_.end = first;
    book();
  }
  /// Called before the writer stops pushing what it had foreseen. A reader that has counted on it
  /// stops popping from the next cycle on.
  void on_withdrawn(std::function<void()> hook) { withdrawn_ = std::move(hook); }

  void evaluate(Cycle) override {}
  /// Where the FIFO is watched, each cycle of a stretch is one in which something moves.
  Cycle next_event() const override { return moves_on() ? cycle() : kNever; }

  void probe(Signals& signals) const override {
    const std::size_t depth = ring_.size();
    signals.add<&StreamFifo::size, &StreamFifo::full>(*this, Moment::begin,
                                                      {number("level", depth), flag("full")});
    signals.add<&StreamFifo::pushed_now, &StreamFifo::popped_now>(
        *this, Moment::evaluated, {number("pushed", depth), number("popped", depth)});
  }

  std::string describe() const override {
    return std::to_string(size()) + " of " + std::to_string(ring_.size()) + " entries";
  }

  void clear_statistics() override {
    ClockedBlock::clear_statistics();
    pushed_ = pushes_.from(cycle());
  }
  std::uint64_t total_pushed() const { return pushed_ - pushes_.from(cycle()); }

 private:
  /// At the start of cycle `now`.
  std::size_t size_at(Cycle now) const { return all_ - pushes_.from(now) + pops_.from(now); }
  std::size_t pushed_now() const { return pushes_.in(cycle()); }
  std::size_t popped_now() const { return pops_.in(cycle()); }
  bool full() const { return size() == ring_.size(); }
  std::size_t wrap(std::size_t index) const {
    return index < ring_.size() ? index : index - ring_.size();
  }
  /// Of the entry that is the first at the start of the cycle.
  std::size_t place_of_head() const {
    const std::size_t place = tail_ + ring_.size() - (all_ + pops_.from(cycle()));
    return wrap(place);
  }
  void put(const T* values, std::size_t count) {
    const std::size_t before_the_end = std::min(count, ring_.size() - tail_);
    std::copy_n(values, before_the_end, ring_.begin() + static_cast<std::ptrdiff_t>(tail_));
    std::copy_n(values + before_the_end, count - before_the_end, ring_.begin());
    tail_ = wrap(tail_ + count);
  }

  void note_pushes(std::size_t count) {
    all_ += count;
    pushed_ += count;
    pushed_bell_.ring(*this);
    note_change();
    book();
  }
  void note_pops(std::size_t count) {
    all_ -= count;
    popped_bell_.ring(*this);
    note_change();
    book();
  }
  void book() {
    attribute(Cause::busy, std::max(pushes_.end, pops_.end),
              all_ == 0 ? Cause::empty : Cause::holding);
  }

  Bell pushed_bell_, popped_bell_;
  std::vector<T> ring_;
  std::size_t tail_ = 0;  ///< place behind the last entry
  std::size_t all_ = 0;   ///< entries once all is over that is known to happen
  Ramp pushes_, pops_;    ///< the latest
  std::function<void()> withdrawn_;
  std::uint64_t pushed_ = 0;
};

}  // namespace drnn
