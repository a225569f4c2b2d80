#pragma once

#include <cstdint>

#include "tlm/ddr/ddr_controller.hpp"

namespace drnn {

/// One line of a memory trace: one BL8 burst.
struct TraceRequest {
  std::uint64_t address = 0;
  bool write = false;
  DdrClock cycle = 0;  ///< the earliest clock in which it may enter the controller
};

/// Feeds a controller of its own with requests, of which one enters a clock, in order, and waits
/// while its queue is full.
class TraceReplay {
 public:
  explicit TraceReplay(const DdrConfig& config);
  TraceReplay(const TraceReplay&) = delete;
  TraceReplay& operator=(const TraceReplay&) = delete;

  /// Hands in the next request, whose address lies in the device; returns the clock in which it
  /// enters.
  DdrClock next(const TraceRequest& request);
  /// Serves what is still queued, after the last request.
  void finish();

  /// From clock 0 to the last data beat that is known so far.
  DdrClock cycles() const { return cycles_; }
  DdrStatistics statistics() const { return controller_.statistics(cycles_); }

 private:
  DdrController controller_;
  DdrClock free_ = 0;  ///< the clock in which the next request may enter
  DdrClock cycles_ = 0;
};

}  // namespace drnn
