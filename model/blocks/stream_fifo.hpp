#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// A FIFO with one writer and one reader.
///
/// Timing contract: an entry pushed in cycle c can be popped from cycle c+1 on; the place of an
/// entry popped in cycle c can be filled from cycle c+1 on. Any number of entries may be pushed
/// and popped in a cycle, as far as free() and size() at its start allow; how many is the
/// neighbours' contract.
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
    if (pushed_ > 0) pushed_bell_.ring(*this);  // it came in this cycle, before it was asked for
  }
  void await_place(const ClockedBlock& writer) {
    popped_bell_.await(writer);
    if (popped_ > 0) popped_bell_.ring(*this);
  }

  std::size_t depth() const { return ring_.size(); }
  std::size_t size() const { return size_; }
  /// Places left for this cycle, less what was pushed in it.
  std::size_t free() const { return ring_.size() - size_ - pushed_; }

  /// The entry `offset` places behind the head; offset < size().
  const T& peek(std::size_t offset = 0) const { return ring_[wrap(head_ + offset)]; }

  void push(const T& value) {
    ring_[wrap(head_ + size_ + pushed_)] = value;
    ++pushed_;
    touch();
    pushed_bell_.ring(*this);
  }
  void push_all(const T* values, std::size_t count) {
    const std::size_t place = wrap(head_ + size_ + pushed_);
    const std::size_t before_the_end = std::min(count, ring_.size() - place);
    std::copy_n(values, before_the_end, ring_.begin() + static_cast<std::ptrdiff_t>(place));
    std::copy_n(values + before_the_end, count - before_the_end, ring_.begin());
    pushed_ += count;
    touch();
    pushed_bell_.ring(*this);
  }
  /// The first `count` entries, at most size().
  void peek_all(T* entries, std::size_t count) const {
    const std::size_t before_the_end = std::min(count, ring_.size() - head_);
    std::copy_n(ring_.begin() + static_cast<std::ptrdiff_t>(head_), before_the_end, entries);
    std::copy_n(ring_.begin(), count - before_the_end, entries + before_the_end);
  }
  /// At most size() in a cycle.
  void pop(std::size_t count = 1) {
    popped_ += count;
    touch();
    popped_bell_.ring(*this);
  }

  void evaluate(Cycle) override {}

  bool commit() override {
    const bool moved = pushed_ + popped_ > 0;
    apply();
    attribute(Cause::busy, cycle() + (moved ? 1 : 0), size_ == 0 ? Cause::empty : Cause::holding);
    return moved;
  }

  void probe(Signals& signals) const override {
    const std::size_t depth = ring_.size();
    signals.add<&StreamFifo::size_, &StreamFifo::full>(*this, Moment::begin,
                                                       {number("level", depth), flag("full")});
    signals.add<&StreamFifo::pushed_, &StreamFifo::popped_>(
        *this, Moment::evaluated, {number("pushed", depth), number("popped", depth)});
  }

  std::string describe() const override {
    return std::to_string(size_) + " of " + std::to_string(ring_.size()) + " entries";
  }

  void clear_statistics() override {
    ClockedBlock::clear_statistics();
    total_pushed_ = 0;
    max_size_ = size_;
  }
  std::uint64_t total_pushed() const { return total_pushed_; }
  std::size_t max_size() const { return max_size_; }

 private:
  bool full() const { return size_ == ring_.size(); }
  std::size_t wrap(std::size_t index) const {
    return index < ring_.size() ? index : index - ring_.size();
  }
  void apply() {
    total_pushed_ += pushed_;
    head_ = wrap(head_ + popped_);
    size_ = size_ + pushed_ - popped_;
    if (size_ > max_size_) max_size_ = size_;
    pushed_ = popped_ = 0;
  }

  Bell pushed_bell_, popped_bell_;
  std::vector<T> ring_;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
  std::size_t pushed_ = 0;
  std::size_t popped_ = 0;
  std::uint64_t total_pushed_ = 0;
  std::size_t max_size_ = 0;
};

}  // namespace drnn
