#pragma once

#include <cstdint>

#include "model/blocks/edgedrnn/stream.hpp"

namespace drnn {

/// One entry of the value FIFO: a delta that fired, or a zero that only carries the last flag.
struct DeltaValue {
  std::int32_t value = 0;  ///< activation format
  bool fetched = false;    ///< a column of weights belongs to it
  bool last = false;       ///< closes the x or the h phase of a layer
};

/// One entry of the index FIFO: the column, counted over all layers from 0.
using ColumnIndex = std::uint32_t;

/// A DataMover command: fetch `bytes` consecutive bytes.
struct FetchCommand {
  std::uint32_t address = 0;
  std::uint32_t bytes = 0;
};

/// One beat of the input stream: K activations that stay where they are until the beat is taken.
struct InputBeat {
  const std::int16_t* words = nullptr;
};

/// One beat of the weight stream: K weights, one a PE.
///
/// A source that lets the fast engine skip cycles in which beats transfer keeps two promises: beat
/// n after the last executed one is at weights + n*K, and the cycle of a burst's last beat is never
/// skipped.
struct WeightBeat {
  const std::int16_t* weights = nullptr;
  bool last = false;  ///< of the burst
};

/// One beat of activations: K new h.
struct ActivationBeat {
  const std::int16_t* words = nullptr;
  bool last = false;  ///< of the layer
};

}  // namespace drnn
