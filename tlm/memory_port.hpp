#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// How the memory answered a burst: AXI's OKAY, SLVERR and DECERR.
enum class BurstResponse : std::uint8_t { okay, slave_error, decode_error };

/// One memory burst of a DMA engine. The engine owns it from issue to response.
struct Burst {
  bool write = false;
  std::uint64_t address = 0;
  std::vector<std::uint8_t> data;  ///< its size is the burst's length in bytes
  /// kNever until it is known. Of a read: the first cycle in which its first beat is visible to the
  /// engine; beat k is visible at ready + k. Of a write: the first cycle in which its response is.
  Cycle ready = kNever;
  bool awaited = true;  ///< whether its engine has to be woken by the answer
  BurstResponse response = BurstResponse::okay;  ///< valid once ready
};

/// Where a DMA engine sends its bursts. The cycle logic of the engines knows only this.
///
/// Who does what: the engine drives the address and the write data channel, so of the writes of a
/// port each is issued after the beats of the one before. Read addresses may be issued every cycle;
/// that the beats of the answers never overlap is the port's business.
class MemoryPort {
 public:
  virtual ~MemoryPort() = default;
  /// `engine` owns the bursts of this port, and is woken when one is answered that is awaited.
  virtual void serve(ClockedBlock& engine) = 0;
  /// Sends a burst in the present cycle: its address and, of a write, its first beat.
  /// burst.ready is set later, in the same cycle's commit at the earliest.
  virtual void issue(Burst& burst) = 0;
};

}  // namespace drnn
