#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// `fast` skips stretches in which no block can see a change, and in the other cycles the blocks
/// that cannot; `stepped` evaluates every block in every cycle. Both give the same numbers.
enum class Engine { fast, stepped };

/// Runs the blocks of one clock domain, cycle by cycle. Knows nothing of the SystemC kernel.
class CycleEngine {
 public:
  /// watchdog_cycles: how long nothing may change past the latest event that a block had foreseen
  /// when all became quiet, before the run counts as stuck. A long latency is thus no fault, a
  /// block that puts off its event for ever is.
  CycleEngine(Engine engine, Cycle watchdog_cycles)
      : engine_(engine), watchdog_cycles_(watchdog_cycles) {}

  CycleEngine(const CycleEngine&) = delete;  // blocks refer to it
  CycleEngine& operator=(const CycleEngine&) = delete;

  /// Adds a block that is evaluated in every executed cycle, and for which repeat() is called for
  /// all that are skipped before any block evaluates. 64 blocks at most.
  void add(ClockedBlock& block);
  /// Adds a block that reads of other blocks only `sources` and what rings a Bell for it: the fast
  /// engine evaluates it only when one of these has changed, when it has changed itself, at its
  /// next_event() and when woken. Its next_event() follows from its own state; what goes on in it
  /// while it sleeps it does itself when it is evaluated, or asked to by catch_up().
  void add(ClockedBlock& block, std::vector<const ClockedBlock*> sources);
  /// Adds a block that only does what others call it to do: the fast engine lets it commit in
  /// cycles in which it was touched, and evaluates it only when one of its sources has changed and
  /// when woken. Its next_event() says when its cause changes, for those who watch.
  void add_storage(ClockedBlock& block, std::vector<const ClockedBlock*> sources);

  /// Somebody who is no block has acted on blocks.
  void wake_all() { link_.awake = ~Blocks{0}; }

  /// Called in every executed cycle before any block evaluates. Blocks then look ahead no longer;
  /// the other hooks leave it to them.
  void on_begin(std::function<void(Cycle)> hook) { begun_.push_back(std::move(hook)); }
  /// Called in every executed cycle between evaluation and commit.
  void on_evaluated(std::function<void(Cycle)> hook) { evaluated_.push_back(std::move(hook)); }
  /// Called once, in the cycle under way or the next to be executed.
  void once_evaluated(std::function<void()> hook) { once_evaluated_.push_back(std::move(hook)); }
  /// Called in every executed cycle after commit and accounting.
  void on_committed(std::function<void(Cycle)> hook) { committed_.push_back(std::move(hook)); }

  /// What those who watch may see change besides the blocks: `next_change` gives the first cycle
  /// after the one it is asked for.
  void watch_also(std::function<Cycle(Cycle)> next_change) { also_ = std::move(next_change); }

  /// True where somebody wants to be called in every executed cycle before its begin.
  bool observed() const { return !begun_.empty(); }

  void set_engine(Engine engine) { engine_ = engine; }
  Engine engine() const { return engine_; }
  /// The fast engine skips no further than to this cycle, the next that somebody wants to see.
  void skip_no_further_than(Cycle cycle) { wanted_ = cycle; }

  /// What is done to blocks until execute(now) belongs to cycle `now`, and comes after all cycles
  /// that have been skipped before it: for who acts on blocks and is no block.
  void begin(Cycle now);
  /// Lets blocks that sleep do what they have put off, for who reads what they have counted.
  void catch_up();

  /// Executes cycle `now`; the cycles since the last executed one are repeats of it.
  /// Returns the next cycle to execute: now+1, a later one, or kNever if all blocks only react.
  /// Throws SimulationError where the watchdog's patience is at an end.
  Cycle execute(Cycle now);

  /// The first cycle that has neither been executed nor passed as a repeat of one.
  Cycle next_unexecuted() const { return next_; }

  /// A line a block: its name, what it does and its cause.
  std::string report() const;

  const std::vector<ClockedBlock*>& blocks() const { return blocks_; }
  void clear_statistics();

  /// Changes the order in which blocks run, for the test that it does not matter.
  void reorder(const std::vector<std::size_t>& order);

 private:
  /// A bit a block, in the order in which they run.
  using Blocks = std::uint64_t;
  /// What is looked at in every cycle lies together.
  struct Member {
    ClockedBlock* block;
    Blocks listeners = 0;       ///< who reads it
    Cycle next_event = kNever;  ///< of a timed one
  };
  enum class Role { always, reacting, storage };
  struct Wiring {
    std::vector<const ClockedBlock*> sources;
    Role role;
  };

  void join(ClockedBlock& block, Wiring wiring);
  void pass_to(Cycle now);
  void forget_foreseen();

  void wire();
  static bool reads(const Wiring& wiring, const ClockedBlock* block);
  void wake_due(Cycle now);
  bool run_cycle(Cycle now);
  bool shows_all() const { return engine_ == Engine::stepped || observed(); }
  void evaluate(Blocks set, Cycle now);
  bool commit(Blocks evaluated);
  void sleep(std::size_t i);
  void watch(Cycle now);
  Cycle latest_event(Cycle now) const;
  Cycle earliest_event() const;
  Cycle earliest_sight(Cycle now) const;
  Cycle skip_to(Cycle event) const;

  Engine engine_;
  const Cycle watchdog_cycles_;
  std::vector<ClockedBlock*> blocks_;
  std::vector<Member> members_;  ///< of the same places
  std::vector<Wiring> wirings_;  ///< of the same places
  std::vector<ClockedBlock*> acting_asleep_;
  bool wired_ = false;
  ClockedBlock::Link link_;
  Blocks always_ = 0;
  Blocks storage_ = 0;
  Blocks all_ = 0;
  Blocks committing_ = 0;          ///< whenever they were evaluated
  Blocks timed_ = 0;               ///< who sleeps until a cycle that it has foreseen
  Cycle earliest_event_ = kNever;  ///< of timed ones, or an earlier cycle
  std::vector<std::function<void(Cycle)>> begun_;
  std::vector<std::function<void(Cycle)>> evaluated_;
  std::vector<std::function<void()>> once_evaluated_;
  std::vector<std::function<void(Cycle)>> committed_;
  std::function<Cycle(Cycle)> also_;
  Cycle next_ = 0;
  bool quiet_ = false;  ///< nothing has changed since the last executed cycle
  Cycle deadline_ = 0;  ///< of the quiet stretch under way
  Cycle wanted_ = kNever;
};

}  // namespace drnn
