#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/ring.hpp"
#include "tlm/dma_engine.hpp"

namespace drnn {

/// Stream-to-memory channel of the AXI DMA (S2MM): accepts the accelerator's output words and
/// writes them in bursts.
///
/// Timing contract: in a cycle one beat of min(words_per_cycle, words left in the step) words is
/// accepted if the output FIFO holds all of it at the cycle's start and the engine's buffer
/// (`outstanding_bursts` bursts and one beat more, since a step's last beat may be short) has room.
/// A burst is issued when all its words have been accepted in earlier cycles and at least
/// `write_latency_cycles` after its first word was: at most one a cycle, ports in turn, while fewer
/// than `outstanding_bursts` await their response. Its words leave the buffer then; its data beats
/// follow, one a cycle. A port takes its next burst behind them and a gap of
/// `write_gap_tenths` / 10 cycles, whose fractions add up from burst to burst of a transfer. The
/// transfer is done in the cycle in which the last response is visible.
///
/// Where nobody watches every cycle, beats that will be accepted in the next cycles are accepted as
/// one, up to the last of a step; those of words that the FIFO's writer has foreseen and takes back
/// are taken back, too.
///
/// PG021 states 39 cycles from tvalid to awvalid. Our reading: from a burst's first word, whatever
/// its length, since bursts are stored and forwarded; the gathering of the words is part of it.
///
/// Causes: busy (a beat accepted, a burst issued or its data beats driven), stream_wait, pipeline
/// (words on their way to the port, or a gap), memory_wait (responses), halting, idle.
class WriteDma : public DmaEngine {
 public:
  enum class Cause { busy, stream_wait, pipeline, memory_wait, halting, idle };

  WriteDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& input);

  /// Starts a transfer of `bytes` to `address`, both multiples of a word, in steps of `step_words`
  /// words; called between cycles and not while running().
  void start(std::uint64_t address, std::uint64_t bytes, int step_words);

  /// Called in the cycle in which words are accepted, or in the first of several cycles: cycle,
  /// words of all of them, less than 0 where so many are taken back. The last beat of a step has a
  /// call of its own, in its cycle.
  void on_accepted(std::function<void(Cycle, int)> hook) { accepted_ = std::move(hook); }

  void evaluate(Cycle now) override;
  Cycle next_event() const override;
  std::string describe() const override;

 private:
  /// As many words accepted in each of several cycles; those from word `gone` to the one before
  /// `end` are in the buffer.
  struct Beats {
    Cycle begin = 0;
    std::size_t words_a_cycle = 1;
    std::size_t gone = 0, end = 0;
    Cycle accepted(std::size_t word) const { return begin + word / words_a_cycle; }
    std::size_t size() const { return end - gone; }
  };

  void forget_foreseen();
  void take_back();
  void take_back_words(Cycle cycles);
  bool retire(Cycle now);
  bool accept(Cycle now);
  Cycle beats_ahead(std::size_t words) const;
  int next_beat() const;
  bool issue(Cycle now);
  /// The first cycle before which all words of the next burst were accepted.
  Cycle complete_from() const;
  /// The first cycle in which the complete burst may go, as far as the engine itself decides.
  Cycle burst_due() const;
  void fill(Burst& burst);
  void forget_beats(std::size_t words);
  Cycle gap();
  Cause waiting_for(Cycle now) const;
  Cycle end_of(const Burst& burst) const override { return burst.ready; }

  const Cycle latency_;
  WordFifo& input_;
  Ring<std::int16_t> buffer_;
  Ring<Beats> beats_;                ///< of the buffer's words
  std::vector<std::int16_t> words_;  ///< on their way
  Cycle accepting_until_ = 0;        ///< the first cycle of which is not decided what is accepted
  std::size_t words_a_cycle_ = 1;    ///< of the cycles before
  std::uint64_t unaccepted_ = 0;     ///< words
  int step_words_ = 1;
  int step_left_ = 1;
  Cycle complete_ = kNever;    ///< complete_from()
  std::vector<int> gap_rest_;  ///< of each port, tenths of a cycle
  Cycle beats_end_ = 0;        ///< first cycle without a data beat on any port
  std::function<void(Cycle, int)> accepted_;
};

}  // namespace drnn
