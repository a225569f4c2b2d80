#pragma once

#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/edgedrnn/stream.hpp"

namespace drnn {

/// A FIFO of `depth` words with a registered output stage, so that it holds depth+1 entries [R].
///
/// Timing contract: an entry pushed in cycle c moves to the output stage in cycle c+1 at the
/// earliest, when that is empty or being emptied, and is offered from cycle c+2 on. Entries that
/// wait follow one another without a gap. full() speaks of the words behind the output stage as
/// they were at the start of the cycle: a word that moves to the output in cycle c makes room from
/// cycle c+1 on. At most one push and one pop a cycle.
///
/// Causes: busy (something moved), empty, holding (entries, but none moved).
template <class T>
class RegisteredFifo : public ClockedBlock {
 public:
  enum class Cause { busy, empty, holding };

  RegisteredFifo(std::string name, std::size_t depth, const ControlLines& control,
                 Stream<T>& output)
      : ClockedBlock(std::move(name), {"busy", "empty", "holding"}),
        control_(control),
        output_(output),
        ring_(depth) {
    output.drive([this] { return offered_; }, [this] { return register_; }, this);
  }

  bool full() const { return size_ == ring_.size(); }
  /// Entries, the one in the output stage among them.
  std::size_t size() const { return size_ + (offered_ ? 1 : 0); }

  /// Only where not full().
  void push(const T& value) {
    pushed_value_ = value;
    pushed_ = true;
    touch();
  }

  void evaluate(Cycle) override { popped_ = offered_ && output_.transfers(); }

  bool commit() override {
    if (control_.resetting.get()) return clear();
    const bool moves = size_ > 0 && (popped_ || !offered_);
    const bool changed = moves || pushed_ || popped_, was_full = full();
    attribute(changed ? Cause::busy : offered_ ? Cause::holding : Cause::empty);
    if (popped_) offered_ = false;
    if (moves) fill_output();
    if (pushed_) append();
    const bool output_changed = moves || popped_;
    popped_ = pushed_ = false;
    if (changed) go_on();
    return output_changed || full() != was_full;  // what the neighbours see
  }

  void probe(Signals& signals) const override {
    signals.add<&RegisteredFifo::size, &RegisteredFifo::full>(
        *this, Moment::begin, {number("level", ring_.size() + 1), flag("full")});
    signals.add<&RegisteredFifo::pushed_, &RegisteredFifo::popped_>(
        *this, Moment::evaluated, {flag("pushed"), flag("popped")});
  }

  std::string describe() const override {
    return std::to_string(size()) + " of " + std::to_string(ring_.size() + 1) + " entries";
  }

 private:
  std::size_t wrap(std::size_t index) const {
    return index < ring_.size() ? index : index - ring_.size();
  }
  void fill_output() {
    register_ = ring_[head_];
    offered_ = true;
    head_ = wrap(head_ + 1);
    --size_;
  }
  void append() {
    ring_[wrap(head_ + size_)] = pushed_value_;
    ++size_;
  }
  bool clear() {
    const bool changed = size() > 0;
    size_ = 0;
    offered_ = popped_ = pushed_ = false;
    attribute(Cause::empty);
    return changed;
  }

  const ControlLines& control_;
  Stream<T>& output_;
  std::vector<T> ring_;
  std::size_t head_ = 0, size_ = 0;
  T register_{};  ///< the output stage
  bool offered_ = false;
  T pushed_value_{};
  bool pushed_ = false, popped_ = false;
};

}  // namespace drnn
