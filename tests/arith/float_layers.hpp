#pragma once

#include <cmath>

#include "model/arith/network.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

inline FloatLayer zero_layer(int inputs, int hidden) {
  FloatLayer layer;
  layer.inputs = inputs;
  layer.hidden = hidden;
  for (int gate = 0; gate < kGates; ++gate) {
    layer.w_x[gate].assign(static_cast<std::size_t>(hidden * inputs), 0.0f);
    layer.w_h[gate].assign(static_cast<std::size_t>(hidden * hidden), 0.0f);
    layer.b_x[gate].assign(static_cast<std::size_t>(hidden), 0.0f);
    layer.b_h[gate].assign(static_cast<std::size_t>(hidden), 0.0f);
  }
  return layer;
}

/// Every weight and bias a multiple of `step`, evenly within +-limit.
inline FloatLayer random_float_layer(int inputs, int hidden, double limit, RandomSource& random,
                                     double step = 1.0 / 1024) {
  FloatLayer layer = zero_layer(inputs, hidden);
  const auto most = static_cast<std::int64_t>(limit / step);
  for (int gate = 0; gate < kGates; ++gate)
    for (auto* tensor : {&layer.w_x[gate], &layer.w_h[gate], &layer.b_x[gate], &layer.b_h[gate]})
      for (float& value : *tensor)
        value = static_cast<float>(static_cast<double>(random.between(-most, most)) * step);
  return layer;
}

}  // namespace drnn::test
