#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <systemc>
#include <vector>

#include "model/blocks/cycle_engine.hpp"

namespace drnn {

/// One clock domain as one self-scheduled process: it executes a cycle of all blocks, asks when
/// the next is due and sleeps until then, or until woken. There is no clock signal.
///
/// Cycle n begins at time n * period. Whoever acts on blocks from outside (register writes) does so
/// between two cycles, half a period after the edge, and calls catch_up() before it and wake_all()
/// after it.
///
/// With run_ahead() the domain executes cycles before the kernel's time has come to them, up to
/// the next thing that the kernel has to do: until then nobody could act on the blocks. What a
/// cycle does to the outside goes through post() and is done at the cycle's own time, or is a
/// request that carries its time with it, so nobody can tell the difference.
class ClockDomain : public sc_core::sc_module {
 public:
  ClockDomain(const sc_core::sc_module_name& name, std::uint64_t period_ps, Engine engine,
              Cycle watchdog_cycles);

  CycleEngine& engine() { return engine_; }
  const CycleEngine& engine() const { return engine_; }
  sc_core::sc_time cycles(Cycle count) const {
    return sc_core::sc_time::from_value(count * period_.value());
  }
  sc_core::sc_time half_period() const { return period_ / 2; }
  /// From half_period() after an edge to the next edge.
  sc_core::sc_time rest_of_period() const { return period_ - half_period(); }

  /// The cycle that has begun at `time` or most recently before.
  Cycle cycle_at(const sc_core::sc_time& time) const { return time.value() / period_.value(); }

  /// The cycle under way, or outside of cycles the one that has begun most recently.
  Cycle now() const { return executing_ ? cycle_ : cycle_at(sc_core::sc_time_stamp()); }

  /// Does something that others than the blocks can see, such as an interrupt or a request: after
  /// the cycle under way, at its time; at once outside of cycles.
  void post(std::function<void()> action);

  /// Requests go out of the blocks in the cycle under way: `sends` is called after it.
  void request() { requested_ = true; }
  /// Called after cycles with requests, perhaps ahead of the kernel's time. What goes out carries
  /// the difference to local_time() as its annotated delay.
  void on_requests(std::function<void()> sends) { sends_ = std::move(sends); }
  /// The time of the cycle whose requests are sent; otherwise the kernel's.
  sc_core::sc_time local_time() const {
    return sending_ ? cycles(cycle_) : sc_core::sc_time_stamp();
  }

  /// Only where sc_start() has no end, and everything that happens outside is an event of the
  /// kernel. Cycles with an observer of their begin are executed at their time all the same.
  void run_ahead(bool allowed) { run_ahead_ = allowed; }

  /// Makes the domain run its next cycle even if it sleeps: somebody has acted on a block, and
  /// woken it. Blocks need not call it for what they do themselves while a cycle is executed.
  void wake();
  /// Somebody is going to act on blocks, between two cycles.
  void catch_up() { engine_.begin(cycle_at(sc_core::sc_time_stamp()) + 1); }
  /// Somebody may have acted on any block.
  void wake_all() {
    engine_.wake_all();
    wake();
  }

  /// An exception that a block threw; the simulation is stopped then, because exceptions lose
  /// their type when they leave a process.
  std::exception_ptr failure() const { return failure_; }

 private:
  void run();
  void act();
  void execute_from(Cycle now);
  Cycle execute(Cycle now);
  Cycle horizon() const;
  void send_requests();
  void do_posted();
  void sleep_until(Cycle next);

  const sc_core::sc_time period_;
  CycleEngine engine_;
  sc_core::sc_event wake_;
  bool executing_ = false;
  Cycle cycle_ = 0;  ///< executed last
  bool run_ahead_ = false;
  bool lets_others_go_first_ = false;  ///< of the same instant
  bool requested_ = false;             ///< in the cycle under way
  bool sending_ = false;
  std::function<void()> sends_;
  std::vector<std::function<void()>> posted_;  ///< by cycle_, whose time has not come
  Cycle next_ = 0;                             ///< to be executed after that
  std::exception_ptr failure_;
};

}  // namespace drnn
