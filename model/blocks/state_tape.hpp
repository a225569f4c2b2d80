#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/spool/spooled_values.hpp"

namespace drnn {

/// What a run has computed: h of every layer in every step, in the order in which it is computed,
/// which is the same on every hardware.
struct RecordedStates {
  SpooledValues<std::int16_t> h;
  OverflowCounts overflows;  ///< of the whole run
};

/// Lets a run take the states from a recording instead of computing them: one of the same network,
/// inputs, thresholds and numeric profile, on whatever hardware. Timing depends only on which
/// deltas are sent, and these on the states alone. Where accumulators saturate, the states depend
/// on the order of columns, which the hardware decides: no recording is of use there.
class StateTape {
 public:
  /// Neither records nor replays, as at first.
  void stop() { *this = StateTape(); }
  /// Appends what the runs to come compute.
  void record(Spool<std::int16_t>& into) {
    stop();
    recorded_ = &into;
  }
  /// From its beginning.
  void replay(const RecordedStates& from) {
    stop();
    replayed_ = &from;
  }
  /// All states are zero, however many: for dense runs, in which every delta is sent anyway.
  void replay_zeros();

  bool replays() const { return replayed_ != nullptr; }
  /// Of the run that is replayed.
  const OverflowCounts& overflows() const { return replayed_->overflows; }

  /// h of the next `count` units. Throws std::logic_error at the end of the recording.
  void next(std::int32_t* h, int count);
  /// h of `count` units was computed.
  void note(const std::int32_t* h, int count) {
    if (recorded_ == nullptr) return;
    for (int i = 0; i < count; ++i) recorded_->append(static_cast<std::int16_t>(h[i]));
  }

 private:
  void read_on(std::size_t count);

  Spool<std::int16_t>* recorded_ = nullptr;
  const RecordedStates* replayed_ = nullptr;
  bool zeros_ = false;
  std::uint64_t place_ = 0;         ///< of the next unit in the recording
  std::vector<std::int16_t> read_;  ///< the recording from somewhere before place_ on
  std::size_t next_ = 0;            ///< of place_ in it
};

/// Lets dense runs go without arithmetic as long as it lives: their time depends on no value.
class WithoutArithmetic {
 public:
  /// tape: null where the accelerator has none; everything is computed then.
  explicit WithoutArithmetic(StateTape* tape) : tape_(tape) {
    if (tape_ != nullptr) tape_->replay_zeros();
  }
  ~WithoutArithmetic() {
    if (tape_ != nullptr) tape_->stop();
  }
  WithoutArithmetic(const WithoutArithmetic&) = delete;
  WithoutArithmetic& operator=(const WithoutArithmetic&) = delete;

 private:
  StateTape* tape_;
};

}  // namespace drnn
