#pragma once

#include <functional>
#include <utility>

namespace drnn {

/// An AXI4-Stream channel between two blocks: a transfer takes place in every cycle in which the
/// source's valid and the sink's ready hold.
///
/// Both lines are functions of what was committed up to the cycle before, ready also of other
/// channels' valid and data. So they hold through the whole evaluation of a cycle, and either side,
/// or an observer, finds out by itself whether a transfer takes place. A block drives or receives a
/// channel from its construction on; valid must not depend on ready of the same channel.
template <class T>
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// `data` is asked only where valid holds.
  void drive(std::function<bool()> valid, std::function<T()> data) {
    valid_ = std::move(valid);
    data_ = std::move(data);
  }
  void receive(std::function<bool()> ready) { ready_ = std::move(ready); }

  bool valid() const { return valid_(); }
  bool ready() const { return ready_(); }
  T data() const { return data_(); }
  bool transfers() const { return valid_() && ready_(); }

 private:
  std::function<bool()> valid_ = [] { return false; };
  std::function<T()> data_;
  std::function<bool()> ready_ = [] { return false; };
};

}  // namespace drnn
