#pragma once

#include <algorithm>
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

template <class T>
class Register;

/// One named cause and the cycles a block spent for it.
struct CauseCycles {
  std::string_view cause;
  Cycle cycles;
};

/// A hardware block under two-phase clocking. In cycle `now` every block first evaluates: it reads
/// what was committed up to the end of cycle now-1 and stages what it changes. Then blocks commit
/// what they have staged; FIFOs and memories need no call for it, as they know in which cycle they
/// were changed. A result therefore never depends on the order in which blocks run.
///
/// Timing that a block can foresee is kept as absolute cycle numbers, not as counters that tick.
/// So a cycle in which no block changed anything repeats unaltered until the earliest next_event(),
/// and an engine may skip to it. The same holds for a single block: if it changed nothing in its
/// last cycle, all cycles are alike for it until its next_event(), until what it reads changes
/// (see CycleEngine::add() and Bell), or until a neighbour changes it, which calls wake() or
/// touch().
///
/// What a block has said of several cycles at once (see Ramp) goes on in cycles that are skipped,
/// and is seen as it stands in each.
///
/// Cycles are booked when their cause changes, so that a block that sleeps costs nothing.
class ClockedBlock {
 public:
  /// In which cycles commit() is called: in those in which the block was evaluated or touched, or
  /// in the latter alone. A block of the second kind says what it changes by go_on() and report().
  enum class Commits { when_evaluated, when_touched };

  /// causes: what each cycle can be attributed to, indexed by the values given to attribute().
  ClockedBlock(std::string name, std::vector<std::string_view> causes,
               Commits commits = Commits::when_evaluated)
      : name_(std::move(name)),
        causes_(std::move(causes)),
        commits_(commits),
        cause_cycles_(causes_.size(), 0) {}
  virtual ~ClockedBlock() = default;
  ClockedBlock(const ClockedBlock&) = delete;
  ClockedBlock& operator=(const ClockedBlock&) = delete;

  virtual void evaluate(Cycle now) = 0;

  /// Makes the staged changes visible. True if anything changed besides cycle counts: then the
  /// block and those that read it are evaluated in the next cycle.
  virtual bool commit() { return false; }
  Commits commits() const { return commits_; }

  /// The block is to be evaluated in the cycle under way, or between cycles in the next one.
  void wake() { link_->awake |= bit_; }
  /// It is to commit in that cycle, which suffices for storage.
  void touch() { link_->touched |= bit_; }

  /// Blocks that wait for one thing to happen to another block of their engine: each is evaluated
  /// in the cycle after it, once, so that what it does not wait for costs it nothing.
  class Bell {
   public:
    void await(const ClockedBlock& waiter) { waiting_ |= waiter.bit_; }
    /// In the cycle in which it happens to `owner`, or between cycles.
    void ring(const ClockedBlock& owner) {
      owner.link_->awake_next |= waiting_;
      waiting_ = 0;
    }

   private:
    std::uint64_t waiting_ = 0;  ///< a bit a block
  };

  /// What a block and its engine tell each other; a bit a block.
  struct Link {
    std::uint64_t awake = 0, touched = 0;  ///< in the cycle under way
    std::uint64_t awake_next = 0;          ///< in the one after it
    bool changed = false;                  ///< something has, although it wakes nobody
    bool looks_ahead = false;              ///< nobody watches every cycle
    Cycle cycle = 0;                       ///< under way, or the first that is not executed
  };
  /// listeners: the blocks that are evaluated in the cycle after a report().
  void join(Link& link, std::uint64_t bit, std::uint64_t listeners) {
    link_ = &link;
    bit_ = bit;
    listeners_ = listeners;
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

  /// Forgets counts of the cycles so far, not state.
  virtual void clear_statistics();

  /// `cycles` cycles more have passed like the last one.
  virtual void repeat(Cycle) {}

  /// Something goes on in the block while it sleeps, so that the two calls below are for it.
  virtual bool acts_asleep() const { return false; }
  /// Does what it has put off, up to the cycle before `now`. Called before others act on blocks
  /// from outside or read what they have counted.
  virtual void catch_up(Cycle /*now*/) {}
  /// What it has foreseen of cycle `now` and those behind it may not happen: somebody acts on
  /// blocks from outside, or watches. It has caught up, and is evaluated in that cycle.
  virtual void forget_foreseen(Cycle /*now*/) {}

  const std::string& name() const { return name_; }
  /// Of the cycles that have been executed or skipped.
  std::vector<CauseCycles> cause_cycles() const;
  template <class Cause>
  Cycle cycles_of(Cause cause) const {
    const int index = static_cast<int>(cause);
    const Stretch stretch = this->stretch();
    return cause_cycles_[static_cast<std::size_t>(index)] + (cause_ == index ? stretch.first : 0) +
           (then_ == index ? stretch.then : 0);
  }
  /// Of the last of these cycles.
  std::string_view cause() const { return causes_[last_cause()]; }
  /// As the value that the block gave to attribute().
  template <class Cause>
  Cause cause_as() const {
    return static_cast<Cause>(last_cause());
  }

 protected:
  /// The block has changed: it is evaluated in the next cycle, too.
  void go_on() { link_->awake_next |= bit_; }
  /// Whether the block may do at once what it will certainly do in the cycles to come, see Ramp.
  bool looks_ahead() const { return link_->looks_ahead; }
  /// Something has changed although nobody has to be evaluated for it.
  void note_change() { link_->changed = true; }
  /// What others read of it changes with this cycle's end.
  void report() { link_->awake_next |= listeners_; }
  /// Stages a value that others read, to be committed in this cycle.
  template <class T>
  void report(Register<T>& value, const T& next) {
    if (value.staged() == next) return;
    value.set(next);
    touch();
    report();
  }

  /// Names the one cause of the cycle under way, and of those that follow until another is named.
  template <class Cause>
  void attribute(Cause cause) {
    if (cause_ == static_cast<int>(cause) && until_ == kNever) return;  // it goes on
    begin_stretch(static_cast<int>(cause), kNever, 0);
  }
  /// Of the cycles from the one under way up to the one before `until`, if there are any, and of
  /// those that follow.
  template <class Cause>
  void attribute(Cause cause, Cycle until, Cause then) {
    if (until <= link_->cycle) {
      attribute(then);
    } else if (cause_ == static_cast<int>(cause) && link_->cycle <= until_) {  // it goes on
      until_ = until;
      then_ = static_cast<int>(then);
    } else {
      begin_stretch(static_cast<int>(cause), until, static_cast<int>(then));
    }
  }
  /// The cycle under way.
  Cycle cycle() const { return link_->cycle; }

 private:
  void begin_stretch(int cause, Cycle until, int then) {
    const Stretch stretch = this->stretch();
    cause_cycles_[static_cast<std::size_t>(cause_)] += stretch.first;
    cause_cycles_[static_cast<std::size_t>(then_)] += stretch.then;
    since_ = link_->cycle;
    cause_ = cause;
    until_ = until;
    then_ = then;
  }
  /// The cycles from since_ up to the one under way, which are not booked yet.
  struct Stretch {
    Cycle first, then;  ///< of cause_ and of then_
  };
  Stretch stretch() const {
    const Cycle end = link_->cycle, change = std::min(std::max(until_, since_), end);
    return {change - since_, end - change};
  }
  std::size_t last_cause() const {
    return static_cast<std::size_t>(link_->cycle > until_ ? then_ : cause_);
  }

  const std::string name_;
  const std::vector<std::string_view> causes_;
  const Commits commits_;
  Link nobody_;  ///< before an engine is joined
  Link* link_ = &nobody_;
  std::uint64_t bit_ = 0, listeners_ = 0;
  std::vector<Cycle> cause_cycles_;  ///< of the cycles before since_
  Cycle since_ = 0;
  int cause_ = 0;         ///< from since_ on
  Cycle until_ = kNever;  ///< up to the one before
  int then_ = 0;          ///< from then on
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
