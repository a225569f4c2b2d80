#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "tlm/burst_queue.hpp"
#include "tlm/burst_splitter.hpp"
#include "tlm/dma_config.hpp"

namespace drnn {

/// What both directions of the DMA share: a transfer split into bursts, and its three ways to end.
/// It is done; or the memory answers with an error and the engine halts; or it is aborted. Halting
/// means: no further burst, no further word, and the engine runs until the bursts under way have
/// been answered.
class DmaEngine : public ClockedBlock {
 public:
  bool running() const { return running_; }

  /// Ends the transfer under way, if any, without calling a hook. Between cycles.
  void abort();

  /// Called in the cycle in which a transfer ended well.
  void on_done(std::function<void()> hook) { done_ = std::move(hook); }
  /// Called in the cycle in which the engine sees the memory's error and halts.
  void on_error(std::function<void(BurstResponse)> hook) { error_ = std::move(hook); }

  void probe(Signals& signals) const override;

 protected:
  DmaEngine(std::string name, std::vector<std::string_view> causes, const DmaConfig& config,
            std::vector<MemoryPort*> ports);

  void begin(std::uint64_t address, std::uint64_t bytes);
  void finish();
  void fail(BurstResponse response);
  /// Takes the answered bursts off a halting engine; true if there were any.
  bool drain(Cycle now);
  bool halting() const { return halting_; }
  /// True once a transfer: what one before it, which was aborted, had foreseen does not happen.
  bool begins() { return std::exchange(begins_, false); }
  /// Ends the cycle's evaluation: attributes it. That a cause gives way to another is a change:
  /// what the block had foreseen has happened, and the watchdog counts anew.
  template <class Cause>
  void book(Cause cause) {
    const int value = static_cast<int>(cause);
    changed_ |= std::exchange(booked_, value) != value;
    if (changed_) note_change();
    attribute(cause);
  }
  /// The cycle in which the engine is through with an answered burst.
  virtual Cycle end_of(const Burst& burst) const = 0;

  const DmaConfig config_;
  BurstSplitter splitter_;
  BurstQueue bursts_;
  Cycle now_ = 0;         ///< the cycle last evaluated
  bool changed_ = false;  ///< in that cycle

 private:
  std::size_t bursts_under_way() const { return bursts_.size(); }

  bool running_ = false;
  bool halting_ = false;
  bool begins_ = false;
  int booked_ = 0;
  std::function<void()> done_;
  std::function<void(BurstResponse)> error_;
};

}  // namespace drnn
