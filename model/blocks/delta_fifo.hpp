#pragma once

#include <cstdint>

#include "model/blocks/stream_fifo.hpp"

namespace drnn {

/// What a delta came from; the candidate's x and h parts go to separate accumulators.
enum class Operand : std::uint8_t { bias, x, h };

/// One fired element: the value (NZV) and the weight column it selects (NZI).
struct DeltaEntry {
  std::int32_t value = 0;   ///< activation format
  std::int32_t column = 0;  ///< column of the layer that is being scanned
  Operand operand = Operand::x;
};

/// Delta FIFO between delta unit and MxV: StreamFifo's timing contract, delta.fifo_depth entries.
using DeltaFifo = StreamFifo<DeltaEntry>;

/// Words of the input and output streams, in the activation format.
using WordFifo = StreamFifo<std::int16_t>;

}  // namespace drnn
