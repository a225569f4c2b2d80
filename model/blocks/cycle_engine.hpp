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
  /// watchdog_cycles: how long nothing may change past the latest event that a block had foreseen
  /// when all became quiet, before the run counts as stuck. A long latency is thus no fault, a
  /// block that puts off its event for ever is.
  CycleEngine(Engine engine, Cycle watchdog_cycles)
      : engine_(engine), watchdog_cycles_(watchdog_cycles) {}

  void add(ClockedBlock& block) { blocks_.push_back(&block); }

  /// Called in every executed cycle before any block evaluates.
  void on_begin(std::function<void(Cycle)> hook) { begun_.push_back(std::move(hook)); }
  /// Called in every executed cycle between evaluation and commit.
  void on_evaluated(std::function<void(Cycle)> hook) { evaluated_.push_back(std::move(hook)); }
  /// Called in every executed cycle after commit and accounting.
  void on_committed(std::function<void(Cycle)> hook) { committed_.push_back(std::move(hook)); }

  /// True where somebody wants to be called in every executed cycle before its begin.
  bool observed() const { return !begun_.empty(); }

  void set_engine(Engine engine) { engine_ = engine; }
  Engine engine() const { return engine_; }
  /// The fast engine skips no further than to this cycle, the next that somebody wants to see.
  void skip_no_further_than(Cycle cycle) { wanted_ = cycle; }

  /// Executes cycle `now`; the cycles since the last executed one are booked as repeats of it.
  /// Returns the next cycle to execute: now+1, a later one, or kNever if all blocks only react.
  /// Throws SimulationError where the watchdog's patience is at an end.
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
  void watch(Cycle now);
  Cycle latest_event() const;
  Cycle earliest_event() const;
  Cycle skip_to(Cycle event) const;

  Engine engine_;
  const Cycle watchdog_cycles_;
  std::vector<ClockedBlock*> blocks_;
  std::vector<std::function<void(Cycle)>> begun_;
  std::vector<std::function<void(Cycle)>> evaluated_;
  std::vector<std::function<void(Cycle)>> committed_;
  Cycle next_ = 0;
  bool quiet_ = false;  ///< nothing has changed since the last executed cycle
  Cycle deadline_ = 0;  ///< of the quiet stretch under way
  Cycle wanted_ = kNever;
};

}  // namespace drnn
