#pragma once

#include <algorithm>
#include <cstdint>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Watches the two stream borders and cuts a run into steps.
///
/// The run begins in the cycle in which the first input word is offered and ends in that in which
/// the last output word is accepted. Step t ends with its last output word; its cycles are those
/// since step t-1 ended, less those spent in state resets.
class StepMonitor {
 public:
  /// Expects `words_per_step` output words in each of `steps` steps.
  void arm(std::uint64_t words_per_step, std::uint64_t steps) {
    *this = StepMonitor();
    words_per_step_ = words_per_step;
    words_left_ = words_per_step * steps;
  }

  /// The run's first input word is offered.
  void begin(Cycle now) {
    begun_ = true;
    begin_ = now;
    step_base_ = now;
  }

  /// A later transfer's first input word is offered; reset_cycles as below. Where no step is under
  /// way, the cycles since the last one ended were between steps, except those of a state reset.
  void input_offered(Cycle now, Cycle reset_cycles) {
    if (words_in_step_ == 0) between_steps_ += now - step_base_ - (reset_cycles - resets_);
  }

  /// words: less than 0 where so many of those before are taken back. True if a step ended: only
  /// then is count_resets called, for the cycles spent in state resets since the run began.
  template <class CountResets>
  bool output_accepted(Cycle now, std::int64_t words, const CountResets& count_resets) {
    words_left_ -= static_cast<std::uint64_t>(words);
    words_in_step_ += static_cast<std::uint64_t>(words);
    if (words_in_step_ < words_per_step_) return false;
    words_in_step_ = 0;
    ++steps_;
    const Cycle reset_cycles = count_resets();
    count_step(now + 1 - step_base_ - (reset_cycles - resets_));
    step_base_ = now + 1;
    resets_ = reset_cycles;
    if (words_left_ == 0) total_ = now + 1 - begin_;
    return true;
  }

  bool begun() const { return begun_; }
  bool ended() const { return total_ > 0; }
  std::uint64_t total_cycles() const { return total_; }
  std::uint64_t steps() const { return steps_; }
  std::uint64_t max_step_cycles() const { return max_step_; }
  /// The last `alike_steps()` steps took as many cycles as the last.
  std::uint64_t last_step_cycles() const { return last_step_; }
  std::uint64_t alike_steps() const { return alike_; }
  std::uint64_t between_steps_cycles() const { return between_steps_; }

 private:
  void count_step(std::uint64_t cycles) {
    max_step_ = std::max(max_step_, cycles);
    alike_ = cycles == last_step_ ? alike_ + 1 : 1;
    last_step_ = cycles;
  }

  std::uint64_t words_per_step_ = 0;
  std::uint64_t words_left_ = 0;
  std::uint64_t words_in_step_ = 0;
  bool begun_ = false;
  Cycle begin_ = 0;
  Cycle step_base_ = 0;  ///< first cycle of the step under way
  Cycle resets_ = 0;     ///< reset cycles up to step_base_
  std::uint64_t steps_ = 0;
  std::uint64_t max_step_ = 0;
  std::uint64_t last_step_ = 0;
  std::uint64_t alike_ = 0;
  std::uint64_t between_steps_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace drnn
