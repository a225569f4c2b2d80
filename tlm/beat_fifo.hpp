#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/ramp.hpp"

namespace drnn {

/// A beat of a DataMover's output stream.
struct StreamBeat {
  static constexpr std::size_t kMaxBytes = 128;  ///< PG022: streams of at most 1024 bit

  std::array<std::uint8_t, kMaxBytes> data{};
  std::uint8_t bytes = 0;  ///< valid ones, from data[0] on: the last beat of a command may be short
  bool last = false;       ///< tlast: ends a command with EOF
};

/// A DataMover's output FIFO, with StreamFifo's timing contract and causes.
///
/// The writer may announce what it will push in the next cycles, one beat in each, as long as a
/// beat is popped in each; the reader, once all blocks have evaluated, may say in how many of them
/// it pops one. Such a flow needs neither of them: its cycles are alike for all three, and only the
/// place of the data is left to the reader, which reads ahead.
class BeatFifo : public ClockedBlock {
 public:
  enum class Cause { busy, empty, holding };

  /// Beats that will be pushed, none of them a packet's last, one behind the other in memory.
  struct Stretch {
    const std::uint8_t* bytes;
    Cycle beats;
  };

  BeatFifo(std::string name, std::size_t depth);

  std::size_t depth() const { return ring_.size(); }
  std::size_t size() const { return held_ - pushes_.in(cycle()) + pops_.in(cycle()); }
  /// Places left for this cycle, less what was pushed in it.
  std::size_t free() const { return ring_.size() - (held_ + pops_.in(cycle())); }
  /// The entry `offset` places behind the head.
  const StreamBeat& peek(std::size_t offset = 0) const {
    return ring_[wrap(wrap(head_ + ring_.size() - pops_.in(cycle())) + offset)];
  }

  /// One beat has followed another, so that they may go on to flow.
  bool follows() const { return size() > 0 && (pop_end_ == cycle() || flow_end_ == cycle()); }

  void push(const StreamBeat& beat);
  void pop(std::size_t count = 1);

  /// What follows the beat that was pushed in this cycle and what was announced behind it.
  void announce(const Stretch& stretch) {
    announced_.push_back(stretch);
    announced_beats_ += stretch.beats;
  }

  /// For the reader, once all blocks have evaluated: the beats that it will find, `offset` places
  /// behind the next one, and what is announced behind them.
  std::size_t left() const { return held_; }
  const StreamBeat& next(std::size_t offset) const { return ring_[wrap(head_ + offset)]; }
  Cycle announced_beats() const { return pushed_now() > 0 ? announced_beats_ : 0; }
  const std::vector<Stretch>& announced() const { return announced_; }
  /// A beat comes and another one goes in so many cycles behind this one, no more than are
  /// announced. Of the beats that are held after them, the reader does not ask for the data.
  void flow(Cycle cycles) { flow_end_ = cycle() + 1 + cycles; }
  /// Whether cycle `now` is one of them, and the first cycle behind the latest ones.
  bool flows(Cycle now) const { return now < flow_end_; }
  Cycle flow_end() const { return flow_end_; }

  void evaluate(Cycle now) override { catch_up(now); }
  bool commit() override;
  bool acts_asleep() const override { return true; }
  void catch_up(Cycle now) override;
  void forget_foreseen(Cycle now) override { flow_end_ = std::min(flow_end_, now); }
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;
  std::uint64_t total_pushed() const { return pushed_; }

 private:
  std::size_t pushed_now() const { return pushes_.in(cycle()); }
  std::size_t popped_now() const { return pops_.in(cycle()); }
  bool full() const { return size() == ring_.size(); }
  /// index: less than twice the depth.
  std::size_t wrap(std::size_t index) const {
    return index < ring_.size() ? index : index - ring_.size();
  }
  void append(const std::uint8_t* bytes, std::size_t count, bool last);

  std::vector<StreamBeat> ring_;
  std::size_t head_ = 0;
  std::size_t held_ = 0;            ///< beats with those of this cycle
  Ramp pushes_, pops_;              ///< of this cycle
  std::vector<Stretch> announced_;  ///< with the latest push
  Cycle announced_beats_ = 0;
  Cycle pop_end_ = 0;  ///< the cycle after the latest pop that was no flow's
  Cycle flow_end_ = 0;
  Cycle done_ = 0;  ///< the first cycle that has not been dealt with
  std::uint64_t pushed_ = 0;
};

}  // namespace drnn
