#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace/signals.hpp"

namespace drnn {

/// A count of accelerator clock cycles since the start of the simulation.
using Cycle = std::uint64_t;
constexpr Cycle kNever = std::numeric_limits<Cycle>::max();

/// One named cause and the cycles a block spent for it.
struct CauseCycles {
  std::string_view cause;
  Cycle cycles;
};

/// A hardware block under two-phase clocking. In cycle `now` every block first evaluates: it reads
/// what was committed up to the end of cycle now-1 and stages what it changes. Then every block
/// commits. A result therefore never depends on the order in which blocks run.
///
/// Timing that a block can foresee is kept as absolute cycle numbers, not as counters that tick.
/// So a cycle in which no block changed anything repeats unaltered until the earliest next_event(),
/// and an engine may skip to it: repeat() accounts for the cycles in between. The same holds for a
/// single block: if it changed nothing in its last cycle, all cycles are alike for it until its
/// next_event(), until what it reads changes, or until a neighbour changes it, which calls wake().
class ClockedBlock {
 public:
  /// causes: what each cycle can be attributed to, indexed by the values given to attribute().
  ClockedBlock(std::string name, std::vector<std::string_view> causes)
      : name_(std::move(name)), causes_(std::move(causes)), cause_cycles_(causes_.size(), 0) {}
  virtual ~ClockedBlock() = default;
  ClockedBlock(const ClockedBlock&) = delete;
  ClockedBlock& operator=(const ClockedBlock&) = delete;

  virtual void evaluate(Cycle now) = 0;

  /// Makes the staged changes visible. True if anything changed besides cycle counts.
  virtual bool commit() = 0;

  /// The block is to be evaluated in the cycle under way, or between cycles in the next one. Called
  /// in all that others call to change it.
  void wake() { *awake_ |= bit_; }

  /// Where the engine notes who is awake, and the block's bit there.
  void join(std::uint64_t& awake, std::uint64_t bit) {
    awake_ = &awake;
    bit_ = bit;
  }

  /// The first cycle after the last evaluated one in which this block acts although nothing it
  /// reads has changed; kNever if it only reacts.
  virtual Cycle next_event() const { return kNever; }

  /// One line for the watchdog's report.
  virtual std::string describe() const = 0;

  /// Declares what waveforms and timelines show of this block: besides, for every block, its cause.
  /// Except for details, nothing of it changes in cycles in which no block changes anything.
  virtual void probe(Signals&) const {}
  void probe_cause(Signals& signals) const;

  /// Forgets counts, not state.
  virtual void clear_statistics() { cause_cycles_.assign(causes_.size(), 0); }

  /// Books the cycle just evaluated; called by the engine after commit().
  void account() { ++cause_cycles_[static_cast<std::size_t>(cause_)]; }

  /// Books `cycles` more cycles like the last one.
  virtual void repeat(Cycle cycles) { cause_cycles_[static_cast<std::size_t>(cause_)] += cycles; }

  const std::string& name() const { return name_; }
  std::vector<CauseCycles> cause_cycles() const;
  std::string_view cause() const { return causes_[static_cast<std::size_t>(cause_)]; }
  /// As the value that the block gave to attribute().
  template <class Cause>
  Cause cause_as() const {
    return static_cast<Cause>(cause_);
  }

 protected:
  /// Names the one cause of the cycle that is being evaluated.
  template <class Cause>
  void attribute(Cause cause) {
    cause_ = static_cast<int>(cause);
  }

 private:
  const std::string name_;
  const std::vector<std::string_view> causes_;
  std::uint64_t nobody_ = 0;  ///< before an engine is joined
  std::uint64_t* awake_ = &nobody_;
  std::uint64_t bit_ = 0;
  std::vector<Cycle> cause_cycles_;
  int cause_ = 0;
};

/// A value that is staged with set() and seen by others after commit().
template <class T>
class Register {
 public:
  explicit Register(T initial = T{}) : now_(initial), next_(initial) {}
  const T& get() const { return now_; }
  void set(const T& value) { next_ = value; }
  const T& staged() const { return next_; }
  bool commit() {
    if (now_ == next_) return false;
    now_ = next_;
    return true;
  }

 private:
  T now_;
  T next_;
};

}  // namespace drnn
