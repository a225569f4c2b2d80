#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "model/spool/spooled_values.hpp"
#include "model/stats/cycle_cause.hpp"

namespace drnn {

/// One step of a run: what its cycles went to, from the one after the last output word of the step
/// before was accepted to the one in which its own was. State resets in between are in it as cause
/// reset and in nothing else. Columns of x and h that were issued in these cycles may belong to the
/// next step where steps overlap.
struct StepAccount {
  std::uint64_t columns = 0;
  CauseCycleCounts causes{};

  /// Resets left out, as everywhere else.
  std::uint64_t cycles() const;
};

std::uint64_t sum(const CauseCycleCounts& causes);

/// Books every cycle of one run under one cause.
///
/// Told of executed cycles alone: in all cycles up to the next one, everything is as in the last
/// one executed, but for the tail of a column, see note().
class CycleAccount {
 public:
  static constexpr std::uint64_t kNoTail = std::numeric_limits<std::uint64_t>::max();

  /// keep_steps: each step's account, too.
  explicit CycleAccount(bool keep_steps = false);

  /// The first cycle of the run.
  void begin(std::uint64_t first) { next_ = first; }

  /// Cycle `now` and those after it have this cause. tail: the cycle, now or later, that is
  /// tail_imbalance instead if it is not noted otherwise.
  void note(std::uint64_t now, CycleCause cause, std::uint64_t tail = kNoTail) {
    if (cause == cause_ && tail == tail_ && tail == kNoTail) return;  // it goes on
    book_before(now);
    cause_ = cause;
    tail_ = tail;
  }

  /// Cycle `now`, the last that was noted, ended a step, by whose end `columns` were issued in the
  /// run.
  void end_step(std::uint64_t now, std::uint64_t columns);

  /// Of the run up to the last step's end.
  const CauseCycleCounts& causes() const { return causes_; }
  /// Empty unless they are kept.
  SpooledValues<StepAccount> steps() const;

 private:
  void book_before(std::uint64_t now) {
    const std::uint64_t cycles = now - next_;
    const std::uint64_t tail = tail_ >= next_ && tail_ < now ? 1 : 0;
    causes_[index_of(cause_)] += cycles - tail;
    causes_[index_of(CycleCause::tail_imbalance)] += tail;
    next_ = now;
  }

  std::uint64_t next_ = 0;  ///< first cycle that is not booked
  CycleCause cause_ = CycleCause::reset;
  std::uint64_t tail_ = kNoTail;
  CauseCycleCounts causes_{};
  std::shared_ptr<Spool<StepAccount>> steps_;  ///< null unless they are kept
  StepAccount ended_;                          ///< sums over the steps that have ended
};

}  // namespace drnn
