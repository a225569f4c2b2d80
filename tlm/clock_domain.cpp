#include "tlm/clock_domain.hpp"

namespace drnn {

ClockDomain::ClockDomain(const sc_core::sc_module_name& name, std::uint64_t period_ps,
                         Engine engine, Cycle watchdog_cycles)
    : sc_core::sc_module(name),
      period_(static_cast<double>(period_ps), sc_core::SC_PS),
      engine_(engine, watchdog_cycles) {
  SC_HAS_PROCESS(ClockDomain);
  SC_METHOD(run);
}

void ClockDomain::run() {
  const Cycle now = cycle_at(sc_core::sc_time_stamp());
  const bool at_edge = sc_core::sc_time_stamp() == cycles(now);
  if (!at_edge || now < engine_.next_unexecuted()) {
    sleep_until(now + 1);  // woken between two cycles
    return;
  }
  try {
    sleep_until(execute(now));
  } catch (...) {
    failure_ = std::current_exception();
    sc_core::sc_stop();
  }
}

Cycle ClockDomain::execute(Cycle now) {
  executing_ = true;
  const Cycle next = engine_.execute(now);
  executing_ = false;
  return next;
}

void ClockDomain::sleep_until(Cycle next) {
  if (next == kNever) {
    next_trigger(wake_);
  } else {
    next_trigger(cycles(next) - sc_core::sc_time_stamp(), wake_);
  }
}

}  // namespace drnn
