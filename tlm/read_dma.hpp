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

/// Memory-to-stream DMA (MM2S): reads a stretch of memory in bursts and offers its words to the
/// accelerator's input FIFO.
///
/// Timing contract: at most one burst is issued a cycle, ports in turn, while fewer than
/// `outstanding_bursts` are under way or not yet streamed (the cycle that streams a burst's last
/// word may issue the next); a port takes its next burst when the data beats of the one before have
/// had their time (one a cycle). A burst is streamed from the cycle in which it is ready (memory
/// answered, all beats over the port), in order, up to `words_per_cycle` words of one burst a cycle
/// as far as the FIFO has room at the cycle's start.
///
/// Causes: busy (a burst issued or words streamed), memory_wait, fifo_full, idle.
class ReadDma : public ClockedBlock {
 public:
  enum class Cause { busy, memory_wait, fifo_full, idle };

  ReadDma(const DmaConfig& config, std::vector<MemoryPort*> ports, WordFifo& output);

  /// Starts a transfer of `bytes` from `address`, both multiples of a word; called between cycles.
  void start(std::uint64_t address, std::uint64_t bytes);
  bool running() const { return unstreamed_ > 0; }

  /// Called in the cycle in which a transfer's first word is offered, before any block commits.
  void on_first_word(std::function<void(Cycle)> hook) { first_word_ = std::move(hook); }
  /// Called when a transfer's last word has been streamed.
  void on_done(std::function<void()> hook) { done_ = std::move(hook); }

  void evaluate(Cycle now) override;
  bool commit() override;
  Cycle next_event() const override;
  std::string describe() const override;

 private:
  bool issue(Cycle now);
  bool stream(Cycle now);
  void retire_front();

  const DmaConfig config_;
  const std::vector<MemoryPort*> ports_;
  WordFifo& output_;
  std::vector<Cycle> port_free_;
  std::size_t next_port_ = 0;

  std::uint64_t address_ = 0;
  std::uint64_t unissued_ = 0;    ///< bytes
  std::uint64_t unstreamed_ = 0;  ///< bytes
  bool first_pending_ = false;
  std::deque<Burst> bursts_;      ///< under way, in order; addresses of elements stay valid
  std::size_t front_offset_ = 0;  ///< bytes of the front burst already streamed
  std::vector<std::vector<std::uint8_t>> spare_;
  Cycle now_ = 0;
  bool changed_ = false;
  std::function<void(Cycle)> first_word_;
  std::function<void()> done_;
};

}  // namespace drnn
