#pragma once

#include <functional>
#include <numeric>

#include "model/blocks/cycle_engine.hpp"

namespace drnn::test {

/// Runs blocks cycle by cycle without the SystemC kernel.
class CycleBench {
 public:
  CycleBench(std::initializer_list<ClockedBlock*> blocks = {}) : engine_(Engine::stepped, 1000000) {
    for (ClockedBlock* block : blocks) engine_.add(*block);
  }

  /// Executes one cycle.
  void step() {
    engine_.execute(now_);
    ++now_;
  }
  void steps(Cycle count) {
    for (Cycle i = 0; i < count; ++i) step();
  }

  /// Executes cycles until `reached` holds at the start of one; returns that cycle. Gives up after
  /// `limit` cycles and returns kNever.
  Cycle first_cycle_with(const std::function<bool()>& reached, Cycle limit = 100000) {
    for (Cycle i = 0; i < limit; ++i) {
      if (reached()) return now_;
      step();
    }
    return kNever;
  }

  Cycle now() const { return now_; }
  CycleEngine& engine() { return engine_; }

 private:
  CycleEngine engine_;
  Cycle now_ = 0;
};

/// Cycles booked for one cause, or for all.
inline Cycle cycles_for(const ClockedBlock& block, std::string_view cause) {
  for (const CauseCycles& entry : block.cause_cycles())
    if (entry.cause == cause) return entry.cycles;
  return kNever;
}
inline Cycle cycles_booked(const ClockedBlock& block) {
  Cycle sum = 0;
  for (const CauseCycles& entry : block.cause_cycles()) sum += entry.cycles;
  return sum;
}

}  // namespace drnn::test
