#include "tlm/ddr/trace_replay.hpp"

#include <algorithm>

namespace drnn {

TraceReplay::TraceReplay(const DdrConfig& config)
    : controller_(config, [this](const DdrEnds& ends) {
        cycles_ = std::max(cycles_, ends.commands[ends.count - 1] + ends.data_clocks);
      }) {}

DdrClock TraceReplay::next(const TraceRequest& request) {
  DdrClock now = std::max(free_, request.cycle);
  controller_.run_until(now);
  while (!controller_.room(request.write)) {
    now = controller_.next_event() + 1;
    controller_.run_until(now);
  }
  controller_.enqueue(request.address, request.write, 0, now);
  free_ = now + 1;
  return now;
}

void TraceReplay::finish() {
  while (controller_.next_event() != kNoClock) controller_.run_until(controller_.next_event() + 1);
  controller_.run_until(cycles_);
}

}  // namespace drnn
