#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// One memory burst of a DMA engine. The engine owns it from issue to response.
struct Burst {
  bool write = false;
  std::uint64_t address = 0;
  std::vector<std::uint8_t> data;  ///< its size is the burst's length in bytes
  /// First cycle in which the response is visible to the engine; kNever until it is known.
  Cycle ready = kNever;
  bool error = false;  ///< the memory answered with an error; valid once ready
};

/// Where a DMA engine sends its bursts. The cycle logic of the engines knows only this.
class MemoryPort {
 public:
  virtual ~MemoryPort() = default;
  /// Sends a burst in the present cycle. burst.ready is set later, in the same cycle's commit at
  /// the earliest.
  virtual void issue(Burst& burst) = 0;
};

}  // namespace drnn
