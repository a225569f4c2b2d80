#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"

namespace drnn {

/// The width converter from the accelerator's output stream to the DMA's: cuts beats of K words
/// into pieces.
///
/// Timing contract: of a beat taken in cycle c the first piece enters the FIFO in c+1, then one a
/// cycle, each in a cycle at whose start the FIFO has room for it. The next beat is taken with the
/// last piece at the earliest.
///
/// Causes: busy (a beat or a piece moved), stalled (the FIFO has no room), idle.
class OutputConverter : public ClockedBlock {
 public:
  enum class Cause { busy, stalled, idle };

  /// port_words: of a beat of the DMA's stream.
  OutputConverter(int num_pe, int port_words, Stream<ActivationBeat>& stream, WordFifo& output);

  void evaluate(Cycle now) override;
  bool commit() override;
  /// Words may have been told of that leave the FIFO in the cycles to come.
  Cycle next_event() const override { return left_ > 0 && output_.moves_on() ? cycle() : kNever; }
  void probe(Signals& signals) const override;
  std::string describe() const override;

 private:
  bool sends() const;
  bool ready() const { return left_ == 0 || (left_ == piece_words_ && sends()); }
  void send_piece();

  const std::size_t piece_words_;
  Stream<ActivationBeat>& stream_;
  WordFifo& output_;
  std::vector<std::int16_t> beat_, taken_beat_;
  std::size_t left_ = 0;               ///< words of the beat that have not been sent
  bool taken_ = false, sent_ = false;  ///< in this cycle
};

}  // namespace drnn
