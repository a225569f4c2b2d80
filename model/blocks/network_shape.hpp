#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/accumulator_scales.hpp"
#include "model/arith/ceil_div.hpp"

namespace drnn {

/// Sizes of one layer as the accelerator's registers hold them.
struct LayerShape {
  int inputs = 0;
  int hidden = 0;
  int bias_columns = 0;
  LayerScales scales{};  ///< by which weights and initial accumulators were divided
};

/// The layers that run on the accelerator, in order.
using NetworkShape = std::vector<LayerShape>;

/// Work items: task k is layer k mod L of step k / L.
struct Task {
  std::uint64_t step = 0;
  std::size_t layer = 0;
};

inline Task task_of(std::uint64_t index, const NetworkShape& shape) {
  if (shape.size() == 1) return {index, 0};  // no division in the most frequent case
  return {index / shape.size(), static_cast<std::size_t>(index % shape.size())};
}

/// Bounds of what waveforms show; wide enough for every network that fits.
constexpr std::uint64_t kMostTasks = 0xffffffff;
constexpr std::uint64_t kMostElements = 0xfffff;  ///< columns and units of a layer
constexpr std::uint64_t kMostLayers = 0xffff;

}  // namespace drnn
