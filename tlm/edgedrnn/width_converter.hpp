#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// AXI4-Stream data width converter that gathers pieces into beats of K words, with an output
/// register; where a beat is no wider than a piece of the source, a register slice.
///
/// Timing contract: while a beat is being gathered, a piece is taken in every cycle at whose start
/// the source has one. A beat whose last piece is taken in cycle c is offered from cycle c+1 on,
/// or, where the beat before it is still offered then, from the cycle after that one's transfer. A
/// gathered beat that waits lets no further piece in. So one beat passes each K/piece cycles, and a
/// beat each cycle where they are equally wide.
///
/// Beats lie one behind the other in a ring, so that of beats that will certainly come words can be
/// put where the gathered ones would have been. A packet's beats are taken one a cycle once the
/// first has been: so cycles in which one goes and one comes are alike, and the converter sleeps.
///
/// Causes: busy (a piece or a beat moved), stalled (a beat is not taken), source_wait (the source
/// has no piece).
class WidthConverter : public ClockedBlock {
 public:
  enum class Cause { busy, stalled, source_wait };

  void evaluate(Cycle now) override;
  bool commit() override;
  bool acts_asleep() const override { return true; }
  void catch_up(Cycle now) override;
  void forget_foreseen(Cycle now) override { flow_end_ = std::min(flow_end_, now); }
  Cycle next_event() const override { return flows(done_) ? flow_end_ : kNever; }
  void probe(Signals& signals) const override;
  std::string describe() const override;

 protected:
  /// num_pe: words of a beat; piece_words: of a piece, a divisor of num_pe; ring_beats: at least
  /// the beat that is offered, one that is gathered and one that follows.
  WidthConverter(std::string name, int num_pe, int piece_words, std::size_t ring_beats = 3);

  bool offered() const { return offered_; }
  const std::int16_t* beat() const { return place(output_ + put_off()); }
  bool beat_is_last() const { return output_last_; }
  /// Cycle `now` is like those before it: a beat goes and another one comes.
  bool flows(Cycle now) const { return now < flow_end_; }
  /// The cycle before the one under way was such a one.
  bool has_flown() const { return cycle() <= flow_end_; }
  /// Forgets what is in here, with this cycle's commit.
  void clear() { clearing_ = true; }

 private:
  /// True where the source has a piece that is to be taken.
  virtual bool available() const = 0;
  /// Takes the piece off the source and writes its words; true where it is a packet's last.
  virtual bool take(std::int16_t* words) = 0;
  /// True where the offered beat is taken in this cycle.
  virtual bool transfers() const = 0;

  /// In so many cycles one piece more came and one beat went.
  virtual void flow(Cycle /*cycles*/) {}
  /// In how many of the next cycles, `most` at most, pieces that are beats and no packet's last
  /// will certainly be there; writes their words to `words` and behind.
  virtual Cycle foresee(std::int16_t* /*words*/, Cycle /*most*/) { return 0; }

  const std::int16_t* place(std::size_t beat) const { return ring_.data() + beat * beat_words_; }
  std::int16_t* place(std::size_t beat) { return ring_.data() + beat * beat_words_; }
  std::size_t behind(std::size_t beat) const { return beat + 1 == ring_beats_ ? 0 : beat + 1; }
  /// Cycles of a flow that are over for the others.
  Cycle put_off() const { return put_off(cycle()); }
  Cycle put_off(Cycle now) const {
    const Cycle end = std::min(now, flow_end_);
    return end > done_ ? end - done_ : 0;
  }
  std::int16_t* place_of_piece();
  bool take_piece(bool leaves);
  void append_piece();
  void hand_on();
  Cycle cycles_alike();

  const std::size_t beat_words_;
  const std::size_t piece_words_;
  const std::size_t ring_beats_;
  std::vector<std::int16_t> ring_;
  std::size_t gathered_ = 0, output_ = 0;  ///< the beats' numbers in the ring
  bool piece_last_ = false, gathered_last_ = false, output_last_ = false;
  std::size_t count_ = 0;  ///< words gathered
  bool offered_ = false;
  bool leaves_ = false, taken_ = false, clearing_ = false;  ///< of this cycle
  Cycle flow_end_ = 0;  ///< the first cycle behind the latest flow
  Cycle done_ = 0;      ///< the first cycle that has not been dealt with
};

}  // namespace drnn
