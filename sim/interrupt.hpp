#pragma once

namespace drnn {

/// While it lives, Ctrl-C only sets a flag, so that a run can end in good order.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Throws Interrupted once Ctrl-C was pressed.
  void check() const;
};

}  // namespace drnn
