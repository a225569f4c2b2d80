#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "tlm/dma_config.hpp"
#include "tlm/memory_port.hpp"

namespace drnn {

/// Stream-to-memory DMA (S2MM): accepts the accelerator's output words and writes them in bursts.
///
/// Timing contract: in a cycle one beat of min(words_per_cycle, words left in the step) words is
/// accepted if the output FIFO holds all of it at the cycle's start and the engine's buffer
/// (`outstanding_bursts` bursts and one beat more, since a step's last beat may be short) has room.
/// A burst is issued when a whole one, or the transfer's rest, is in the buffer: at most one a
/// cycle, ports in turn, while fewer than `outstanding_bursts` await their response; a port takes
/// its next burst when the data beats of the one before have had their time. The transfer is done
/// when the last response has come.
///
/// Causes: busy (a beat accepted or a burst issued), stream_wait, memory_wait, idle.
class WriteDma : public ClockedBlock {
 public:
  enum class Cause { busy, stream_wait, memory_wait, idle };

  WriteDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& input);

  /// Starts a transfer of `bytes` to `address`, in steps of `step_words` words; between cycles.
  void start(std::uint64_t address, std::uint64_t bytes, int step_words);
  bool running() const { return running_; }

  /// Called in the cycle in which words are accepted: cycle, words.
  void on_accepted(std::function<void(Cycle, int)> hook) { accepted_ = std::move(hook); }
  void on_done(std::function<void()> hook) { done_ = std::move(hook); }

  void evaluate(Cycle now) override;
  bool commit() override;
  Cycle next_event() const override;
  std::string describe() const override;

 private:
  bool retire(Cycle now);
  bool accept(Cycle now);
  bool issue(Cycle now);
  bool burst_complete() const;

  const DmaConfig config_;
  const std::vector<MemoryPort*> ports_;
  WordFifo& input_;
  std::vector<Cycle> port_free_;
  std::size_t next_port_ = 0;

  bool running_ = false;
  std::uint64_t address_ = 0;
  std::uint64_t unaccepted_ = 0;  ///< bytes
  std::uint64_t unissued_ = 0;    ///< bytes, the unaccepted ones included
  int step_words_ = 1;
  int step_left_ = 1;
  std::deque<std::uint8_t> buffer_;
  std::deque<Burst> bursts_;  ///< awaiting their response, in order
  Cycle now_ = 0;
  bool changed_ = false;
  std::function<void(Cycle, int)> accepted_;
  std::function<void()> done_;
};

}  // namespace drnn
