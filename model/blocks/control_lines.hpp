#pragma once

#include <cstdint>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Run-time settings that the host writes into registers.
struct RunRegisters {
  std::int32_t theta_x = 0;  ///< activation format
  std::int32_t theta_h = 0;  ///< activation format
  bool skip = true;          ///< false: every element is sent (dense update)
};

/// A registered permission that wakes who waits for it.
class Permission : public Register<std::uint64_t> {
 public:
  /// `waiter` has nothing to do until the permission changes.
  void await(const ClockedBlock& waiter) const {
    bell_.await(waiter);
    if (staged() != get()) bell_.ring(waiter);  // with this cycle
  }
  /// Wakes them if it changes with this cycle.
  void notify(const ClockedBlock& owner) const {
    if (staged() != get()) bell_.ring(owner);
  }

 private:
  mutable ClockedBlock::Bell bell_;  // waiting changes nothing that is permitted
};

/// The sequencer's registered outputs. A block may work on task k while k < its permission. All
/// blocks see the reset line change unasked.
struct ControlLines {
  Register<bool> resetting{false};
  Permission scan_permitted;
  Permission mxv_permitted;
  Permission activation_permitted;
};

/// A block's registered report of how many tasks it has finished since the last state reset.
using TaskCount = Register<std::uint64_t>;

}  // namespace drnn
