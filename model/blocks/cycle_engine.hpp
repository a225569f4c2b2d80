#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// `fast` skips stretches in which no block can see a change; `stepped` runs every cycle. Both
/// give the same numbers.
enum class Engine { fast, stepped };

/// Runs the blocks of one clock domain, cycle by cycle. Knows nothing of the SystemC kernel.
class CycleEngine {
 public:
  /// watchdog_cycles: how long nothing may change before the run counts as stuck.
  CycleEngine(Engine engine, Cycle watchdog_cycles)
      : engine_(engine), watchdog_cycles_(watchdog_cycles) {}

  void add(ClockedBlock& block) { blocks_.push_back(&block); }

  /// Called in every executed cycle between evaluation and commit.
  void on_evaluated(std::function<void(Cycle)> hook) { evaluated_.push_back(std::move(hook)); }
  /// Called in every executed cycle after commit and accounting.
  void on_committed(std::function<void(Cycle)> hook) { committed_.push_back(std::move(hook)); }

  void set_engine(Engine engine) { engine_ = engine; }

  /// Executes cycle `now`; the cycles since the last executed one are booked as repeats of it.
  /// Returns the next cycle to execute: now+1, a later one, or kNever if all blocks only react.
  /// Throws SimulationError where nothing has changed for watchdog_cycles although something is
  /// still to happen.
  Cycle execute(Cycle now);

  /// The first cycle that has not been executed or booked.
  Cycle next_unexecuted() const { return next_; }

  /// A line a block: its name, what it does and its cause.
  std::string report() const;

  const std::vector<ClockedBlock*>& blocks() const { return blocks_; }
  void clear_statistics();

  /// Changes the order in which blocks run, for the test that it does not matter.
  void reorder(const std::vector<std::size_t>& order);

 private:
  void book_until(Cycle now);
  bool run_cycle(Cycle now);
  void watch(Cycle now) const;
  Cycle earliest_event() const;

  Engine engine_;
  const Cycle watchdog_cycles_;
  std::vector<ClockedBlock*> blocks_;
  std::vector<std::function<void(Cycle)>> evaluated_;
  std::vector<std::function<void(Cycle)>> committed_;
  Cycle next_ = 0;
  Cycle last_change_ = 0;
};

}  // namespace drnn
