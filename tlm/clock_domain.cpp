#include "tlm/clock_domain.hpp"

#include <utility>

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
  try {
    act();
  } catch (...) {
    failure_ = std::current_exception();
    sc_core::sc_stop();
  }
}

void ClockDomain::act() {
  const Cycle now = cycle_at(sc_core::sc_time_stamp());
  const bool at_edge = sc_core::sc_time_stamp() == cycles(now);
  if (!posted_.empty() && now == cycle_) {
    do_posted();
    sleep_until(next_);
  } else if (!at_edge || now < engine_.next_unexecuted()) {
    sleep_until(now + 1);  // woken between two cycles
  } else if (engine_.observed() && !std::exchange(lets_others_go_first_, true)) {
    next_trigger(sc_core::SC_ZERO_TIME);
  } else {
    lets_others_go_first_ = false;
    execute_from(now);
  }
}

/// Executes `now` and, if allowed, the cycles that come before anything else does.
void ClockDomain::execute_from(Cycle now) {
  next_ = execute(now);
  if (requested_) send_requests();
  if (posted_.empty() && next_ != kNever && run_ahead_ && !engine_.observed()) {
    Cycle end = horizon();
    while (posted_.empty() && next_ < end) {
      next_ = execute(next_);
      if (requested_) {
        send_requests();
        end = horizon();
      }
    }
  }
  if (!posted_.empty() && cycle_ == now) do_posted();
  sleep_until(posted_.empty() ? next_ : cycle_);
}

Cycle ClockDomain::execute(Cycle now) {
  cycle_ = now;
  executing_ = true;
  const Cycle next = engine_.execute(now);
  executing_ = false;
  return next;
}

void ClockDomain::send_requests() {
  requested_ = false;
  if (!sends_) return;
  sending_ = true;
  sends_();
  sending_ = false;
}

void ClockDomain::wake() {
  if (executing_) return;
  const sc_core::sc_time time = sc_core::sc_time_stamp();
  const Cycle now = cycle_at(time);
  const bool before_it = time == cycles(now) && now >= engine_.next_unexecuted();
  wake_.notify(before_it ? sc_core::SC_ZERO_TIME : cycles(now + 1) - time);
}

/// The first cycle that does not begin before the kernel's next event.
Cycle ClockDomain::horizon() const {
  const sc_core::sc_time pending = sc_core::sc_time_to_pending_activity();
  const sc_core::sc_time latest = sc_core::sc_max_time() - sc_core::sc_time_stamp();
  if (pending >= latest) return kNever;
  const std::uint64_t event = (sc_core::sc_time_stamp() + pending).value();
  return (event + period_.value() - 1) / period_.value();
}

void ClockDomain::post(std::function<void()> action) {
  if (executing_) {
    posted_.push_back(std::move(action));
  } else {
    action();
  }
}

void ClockDomain::do_posted() {
  for (const auto& action : posted_) action();
  posted_.clear();
}

void ClockDomain::sleep_until(Cycle next) {
  if (next == kNever) {
    next_trigger(wake_);
  } else {
    next_trigger(cycles(next) - sc_core::sc_time_stamp(), wake_);
  }
}

}  // namespace drnn
