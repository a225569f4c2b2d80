#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/blocks/delta_fifo.hpp"
#include "tlm/dma_engine.hpp"

namespace drnn {

/// Memory-to-stream channel of the AXI DMA (MM2S): reads a stretch of memory in bursts and offers
/// its words to the accelerator's input FIFO.
///
/// Timing contract: from the cycle after start() on a burst is issued every cycle, ports in turn,
/// while fewer than `outstanding_bursts` are under way or not yet streamed: each has its room in
/// the engine's buffer before its address goes out. A beat that is visible at the port in cycle c
/// can be streamed from c + `read_latency_cycles` on. Words are streamed in order, up to
/// `words_per_cycle` a cycle as far as the FIFO had room at the cycle's start; the cycle that
/// streams a burst's last word may issue the next burst.
///
/// PG021 states 6 cycles from arvalid to the first word of the stream. Our reading: that was
/// measured with an ideal slave, which answers in the cycle after the address; the engine's own
/// part is the other 5.
///
/// Where nobody watches every cycle, words that will certainly be streamed in the next cycles are
/// streamed as one, up to the last of a burst.
///
/// An error stops the stream before the first word of the failed burst (see DmaEngine).
///
/// Causes: busy (a burst issued or words streamed), memory_wait (the next beat is not at the port),
/// pipeline (it is on its way through the engine), fifo_full, halting, idle.
class ReadDma : public DmaEngine {
 public:
  enum class Cause { busy, memory_wait, pipeline, fifo_full, halting, idle };

  ReadDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& output);

  /// Starts a transfer of `bytes` from `address`, both multiples of a word; called between cycles
  /// and not while running().
  void start(std::uint64_t address, std::uint64_t bytes);

  /// Called in the cycle in which a transfer's first word is offered, before any block commits.
  void on_first_word(std::function<void(Cycle)> hook) { first_word_ = std::move(hook); }

  void evaluate(Cycle now) override;
  Cycle next_event() const override;
  std::string describe() const override;

 private:
  void forget_foreseen();
  bool issue(Cycle now);
  bool stream(Cycle now);
  Cycle stream_ahead(Cycle now);
  void stream_words(Cycle cycles, std::size_t count, Cycle now);
  void retire_front();
  /// Bytes of the front burst that have come through the engine and are not yet streamed.
  std::size_t streamable(Cycle now) const;
  Cause waiting_for(Cycle now) const;
  Cycle end_of(const Burst& burst) const override;

  const Cycle latency_;
  WordFifo& output_;
  std::vector<std::int16_t> words_;  ///< on their way
  Cycle streaming_until_ = 0;        ///< the first cycle of which is not decided what is streamed
  std::uint64_t unstreamed_ = 0;     ///< bytes
  std::size_t front_offset_ = 0;     ///< bytes of the front burst already streamed
  bool first_pending_ = false;
  std::function<void(Cycle)> first_word_;
};

}  // namespace drnn
