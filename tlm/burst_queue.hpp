#pragma once

#include <vector>

#include "model/blocks/ring.hpp"
#include "tlm/burst_splitter.hpp"
#include "tlm/memory_port.hpp"

namespace drnn {

/// The bursts that an engine has under way, oldest first, and the ports that take them in turn.
/// Buffers are recycled: after the first bursts nothing is allocated.
class BurstQueue {
 public:
  /// limit: bursts under way on all ports together.
  BurstQueue(ClockedBlock& engine, const BurstShape& shape, std::vector<MemoryPort*> ports,
             int limit);

  bool empty() const { return bursts_.empty(); }
  bool full() const { return bursts_.full(); }
  std::size_t size() const { return bursts_.size(); }
  Burst& operator[](std::size_t offset) { return bursts_[offset]; }
  const Burst& operator[](std::size_t offset) const { return bursts_[offset]; }
  Burst& front() { return bursts_.front(); }
  const Burst& front() const { return bursts_.front(); }
  void pop() { bursts_.pop(); }

  /// The next burst goes to the first port.
  void restart_turn() { turn_ = 0; }
  /// The port whose turn it is, and the first cycle in which it takes an address.
  std::size_t turn() const { return turn_; }
  Cycle port_free() const { return free_at_[turn_]; }
  bool may_issue(Cycle now) const { return !full() && port_free() <= now; }

  /// Opens a burst for what the splitter has next, its data still to be filled in.
  Burst& open(const BurstSplitter& splitter, bool write);
  /// Sends the burst last opened to the port whose turn it is; that port takes its next address
  /// from cycle `free_at` on.
  void send(Cycle free_at);

 private:
  const std::vector<MemoryPort*> ports_;
  std::vector<Cycle> free_at_;
  std::size_t turn_ = 0;
  Ring<Burst> bursts_;
};

}  // namespace drnn
