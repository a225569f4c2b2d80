#pragma once

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
/// Causes: busy (a piece or a beat moved), stalled (a beat is not taken), source_wait (the source
/// has no piece).
class WidthConverter : public ClockedBlock {
 public:
  enum class Cause { busy, stalled, source_wait };

  void evaluate(Cycle now) override;
  bool commit() override;
  void probe(Signals& signals) const override;
  std::string describe() const override;

 protected:
  /// num_pe: words of a beat; piece_words: of a piece, a divisor of num_pe.
  WidthConverter(std::string name, int num_pe, int piece_words);

  bool offered() const { return offered_; }
  const std::int16_t* beat() const { return output_.data(); }
  bool beat_is_last() const { return output_last_; }
  /// Forgets what is in here, with this cycle's commit.
  void clear() { clearing_ = true; }

 private:
  /// True where the source has a piece that is to be taken.
  virtual bool available() const = 0;
  /// Takes the piece off the source and writes its words; true where it is a packet's last.
  virtual bool take(std::int16_t* words) = 0;
  /// True where the offered beat is taken in this cycle.
  virtual bool transfers() const = 0;

  bool take_piece(bool leaves);
  void append_piece();
  void hand_on();

  const std::size_t beat_words_;
  const std::size_t piece_words_;
  std::vector<std::int16_t> gathered_, output_;
  std::vector<std::int16_t> piece_;  ///< taken in this cycle
  bool piece_last_ = false, gathered_last_ = false, output_last_ = false;
  std::size_t count_ = 0;  ///< words gathered
  bool offered_ = false;
  bool leaves_ = false, taken_ = false, clearing_ = false;  ///< of this cycle
};

}  // namespace drnn
