#pragma once

#include <functional>
#include <utility>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// An AXI4-Stream channel between two blocks: a transfer takes place in every cycle in which the
/// source's valid and the sink's ready hold.
///
/// Both lines are functions of what was committed up to the cycle before, ready also of other
/// channels' valid and data. So they hold through the whole evaluation of a cycle, and either side,
/// or an observer, finds out by itself whether a transfer takes place. A block drives or receives a
/// channel from its construction on; valid must not depend on ready of the same channel.
///
/// A block that sleeps need not look out for transfers: who evaluates and finds that one takes
/// place has the other block evaluated, too.
template <class T>
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// `data` is asked only where valid holds. source: the block that drives, if it is one that may
  /// sleep or whose changes a sleeping sink has to see.
  void drive(std::function<bool()> valid, std::function<T()> data, ClockedBlock* source = nullptr) {
    valid_ = std::move(valid);
    data_ = std::move(data);
    source_ = source;
  }
  /// sink: the block that receives, if it is one that may sleep.
  void receive(std::function<bool()> ready, ClockedBlock* sink = nullptr) {
    ready_ = std::move(ready);
    sink_ = sink;
  }
  const ClockedBlock* source() const { return source_; }

  bool valid() const { return valid_(); }
  bool ready() const { return ready_(); }
  T data() const { return data_(); }
  /// Where it holds, both blocks are evaluated in this cycle.
  bool transfers() const {
    if (!valid_() || !ready_()) return false;
    if (source_ != nullptr) source_->wake();
    if (sink_ != nullptr) sink_->wake();
    return true;
  }

 private:
  std::function<bool()> valid_ = [] { return false; };
  std::function<T()> data_;
  std::function<bool()> ready_ = [] { return false; };
  ClockedBlock* source_ = nullptr;
  ClockedBlock* sink_ = nullptr;
};

}  // namespace drnn
