#pragma once

#include <cstdint>
#include <exception>
#include <systemc>

#include "model/blocks/cycle_engine.hpp"

namespace drnn {

/// One clock domain as one self-scheduled process: it executes a cycle of all blocks, asks when
/// the next is due and sleeps until then, or until woken. There is no clock signal.
///
/// Cycle n begins at time n * period. Whoever acts on blocks from outside (register writes,
/// interrupts) does so between two cycles, half a period after the edge, and then calls wake().
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

  /// Makes the domain run its next cycle even if it sleeps. Blocks need not call it for what they
  /// do themselves while a cycle is executed.
  void wake() {
    if (!executing_) wake_.notify(sc_core::SC_ZERO_TIME);
  }

  /// An exception that a block threw; the simulation is stopped then, because exceptions lose
  /// their type when they leave a process.
  std::exception_ptr failure() const { return failure_; }

 private:
  void run();
  Cycle execute(Cycle now);
  void sleep_until(Cycle next);

  const sc_core::sc_time period_;
  CycleEngine engine_;
  sc_core::sc_event wake_;
  bool executing_ = false;
  std::exception_ptr failure_;
};

}  // namespace drnn
